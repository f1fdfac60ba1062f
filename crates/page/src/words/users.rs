//! The sentences about people.

use gatepass_core::person::PersonName;
use gatepass_core::scim::ChangeByHandError;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{Impact, RoleView, Share, UserPage};

use super::{failure, number};
use crate::model::UsersToast;

/// What a message says about people.
pub fn toast(toast: &UsersToast) -> String {
    match toast {
        UsersToast::Edited { name } => format!("{name} was changed."),
        UsersToast::RoleChanged { name, role } => {
            format!("{name} has the role {} now.", role.to_words())
        }
        UsersToast::Deprovisioned { name } => {
            format!("{name} is deprovisioned. Revoke the tokens that nobody needs any more.")
        }
        UsersToast::Reprovisioned { name } => {
            format!("{name} is back, and so are their tokens that were not revoked.")
        }
        UsersToast::SessionsEnded { name, ended: 0 } => format!("{name} is signed in nowhere."),
        UsersToast::SessionsEnded { name, ended: 1 } => format!("{name}'s session has ended."),
        UsersToast::SessionsEnded { name, ended } => {
            format!("All {} sessions of {name} have ended.", number(*ended))
        }
        UsersToast::SessionsNotEnded { name, failure: found } => {
            format!("The sessions of {name} were not ended. {}", failure(found))
        }
        UsersToast::NotChanged { name, failure: found } => {
            format!("{name} was not changed. {}", failure(found))
        }
    }
}

/// What the form is called: it adds somebody, or changes who is named so.
pub fn form_heading(changed: Option<&PersonName>) -> String {
    changed.map_or_else(|| "Add user".to_owned(), |name| format!("Edit {name}"))
}

/// What the form's button says.
pub fn form_button(is_new: bool, is_sending: bool) -> &'static str {
    match (is_new, is_sending) {
        (true, false) => "Add user",
        (true, true) => "Adding…",
        (false, false) => "Save",
        (false, true) => "Saving…",
    }
}

/// How many users are shown, and of how many.
pub fn count(page: &UserPage, search: &str) -> String {
    let shown = number(u64::try_from(page.data.len()).unwrap_or(u64::MAX));
    match (search.is_empty(), page.data.len()) {
        (true, _) if page.total == 1 => "1 user".to_owned(),
        (true, _) => format!("1–{shown} of {} users", number(page.total)),
        (false, 1) if !page.has_next => format!("1 user matches “{search}”"),
        (false, _) if page.has_next => format!("The first {shown} users who match “{search}”"),
        (false, _) => format!("{shown} users match “{search}”"),
    }
}

/// What a role allows.
pub fn allows(role: &RoleView) -> String {
    if role.is_full_administrator {
        "Administers the tenant: everybody's tokens, people and settings.".to_owned()
    } else if role.scope.is_empty() {
        "Allows nothing by token.".to_owned()
    } else {
        format!("Allows {}.", scopes(&role.scope.to_string()))
    }
}

/// "read, write".
fn scopes(text: &str) -> String {
    text.replace(' ', ", ")
}

/// Why nobody's role is changed by hand.
pub fn fixed_role(why: ChangeByHandError) -> &'static str {
    match why {
        ChangeByHandError::Groups => {
            "Roles come from SCIM groups. Change the person's groups at the provider."
        }
        ChangeByHandError::Claim => {
            "Roles come from a claim of the sign-in provider. Change it there."
        }
    }
}

fn tokens(count: u64) -> String {
    if count == 1 { "1 token".to_owned() } else { format!("{} tokens", number(count)) }
}

/// "3 tokens lose write, 1 token loses manage".
fn shares(shares: &[Share], one: &str, many: &str) -> String {
    let told = shares.iter().map(|share| {
        let verb = if share.tokens == 1 { one } else { many };
        format!("{} {verb} {}", tokens(share.tokens), scopes(&share.scope.to_string()))
    });
    told.collect::<Vec<_>>().join(", ")
}

/// When those that are affected were used; `ago` writes how long ago a moment was.
fn uses(impact: &Impact, ago: impl Fn(UnixSeconds) -> String) -> String {
    let last = impact.last_used_at.map(ago);
    match (impact.affected, impact.used_lately, last) {
        (1, _, None) => "it was never used".to_owned(),
        (1, 1, Some(last)) => format!("it was used {last}"),
        (1, _, Some(last)) => format!("it was last used {last}"),
        (_, _, None) => "none of them was ever used".to_owned(),
        (_, 0, Some(last)) => format!("the last use was {last}"),
        (_, 1, Some(last)) => format!("1 of them was used {last}"),
        (_, lately, Some(last)) => {
            let lately = number(lately);
            format!("{lately} of them were used in the last hour, the last {last}")
        }
    }
}

/// What another role would do to somebody's tokens.
pub fn role_impact(impact: &Impact, ago: impl Fn(UnixSeconds) -> String) -> String {
    let loses = match impact.affected {
        0 if impact.tokens == 0 => "There are no live tokens.".to_owned(),
        0 => "No token loses anything.".to_owned(),
        _ => format!("{}; {}.", shares(&impact.loses, "loses", "lose"), uses(impact, ago)),
    };
    match impact.regains.is_empty() {
        true => loses,
        false => {
            let regains = shares(&impact.regains, "gets back", "get back");
            format!("{loses} {regains}, and nothing beyond what each was given.")
        }
    }
}

/// What deprovisioning would do to somebody's tokens.
pub fn deprovision_impact(
    impact: &Impact,
    name: &PersonName,
    ago: impl Fn(UnixSeconds) -> String,
) -> String {
    match impact.affected {
        0 => format!("{name} has no live tokens."),
        count => {
            let (stay, work) =
                if count == 1 { ("It stays", "works") } else { ("They stay", "work") };
            format!(
                "{} will be refused; {}. {stay} in the table and {work} again if {name} comes back.",
                tokens(count),
                uses(impact, ago),
            )
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::NOON;

    fn ago(_: UnixSeconds) -> String {
        "4 minutes ago".to_owned()
    }

    fn share(scope: &str, tokens: u64) -> Share {
        Share { scope: scope.parse().unwrap(), tokens }
    }

    fn impact(affected: u64, used_lately: u64, last_used_at: Option<UnixSeconds>) -> Impact {
        let loses = vec![share("write", affected)];
        Impact { tokens: affected, affected, loses, used_lately, last_used_at, ..Impact::default() }
    }

    #[test]
    fn another_role_is_told_by_what_the_tokens_lose_and_when_they_were_used() {
        for (affected, lately, last, sentence) in [
            (3, 1, Some(NOON), "3 tokens lose write; 1 of them was used 4 minutes ago."),
            (
                3,
                2,
                Some(NOON),
                "3 tokens lose write; 2 of them were used in the last hour, the last 4 minutes ago.",
            ),
            (3, 0, Some(NOON), "3 tokens lose write; the last use was 4 minutes ago."),
            (3, 0, None, "3 tokens lose write; none of them was ever used."),
            (1, 1, Some(NOON), "1 token loses write; it was used 4 minutes ago."),
            (1, 0, Some(NOON), "1 token loses write; it was last used 4 minutes ago."),
            (1, 0, None, "1 token loses write; it was never used."),
        ] {
            assert_eq!(role_impact(&impact(affected, lately, last), ago), sentence);
        }
    }

    #[test]
    fn where_nothing_is_lost_that_is_said_and_what_comes_back() {
        let none = Impact::default();
        assert_eq!(role_impact(&none, ago), "There are no live tokens.");
        let some = Impact { tokens: 2, ..Impact::default() };
        assert_eq!(role_impact(&some, ago), "No token loses anything.");
        let back = Impact { regains: vec![share("read write", 2)], ..some };
        assert_eq!(
            role_impact(&back, ago),
            "No token loses anything. 2 tokens get back read, write, and nothing beyond what each was given."
        );
    }

    #[test]
    fn several_losses_are_told_each() {
        let loses = vec![share("write", 3), share("manage write", 1)];
        let told = role_impact(&Impact { loses, ..impact(4, 0, None) }, ago);
        let sentence =
            "3 tokens lose write, 1 token loses manage, write; none of them was ever used.";
        assert_eq!(told, sentence);
    }

    #[test]
    fn deprovisioning_is_told_by_what_is_refused_and_that_it_can_be_undone() {
        let ada = "Ada".parse().unwrap();
        assert_eq!(
            deprovision_impact(&impact(5, 2, Some(NOON)), &ada, ago),
            "5 tokens will be refused; 2 of them were used in the last hour, the last 4 minutes ago. \
             They stay in the table and work again if Ada comes back."
        );
        assert_eq!(
            deprovision_impact(&impact(1, 0, None), &ada, ago),
            "1 token will be refused; it was never used. It stays in the table and works again if \
             Ada comes back."
        );
        let none = Impact::default();
        assert_eq!(deprovision_impact(&none, &ada, ago), "Ada has no live tokens.");
    }
}
