//! What is said of a text that was checked.

use gatepass_core::agents::AgentKind;
use gatepass_core::token::{InspectError, Prefixes, TokenKind};
use gatepass_core::wire::Me;

use crate::model::Check;

/// How good what is said is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is a token that works.
    Good,
    /// It is one, or may be, that nobody needs to worry about.
    Plain,
    /// Something is wrong.
    Bad,
}

impl Verdict {
    /// The word in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Plain => "plain",
            Self::Bad => "bad",
        }
    }
}

/// What is said of what was pasted, if anything was; and what is to be known beside.
pub fn checked(check: &Check, me: &Me) -> Option<(Verdict, String, Option<String>)> {
    let said = |verdict, text: String| Some((verdict, text, None));
    match check {
        Check::Waiting => None,
        Check::Wrong(error) => {
            let (text, beside) = wrong(*error, &me.token_prefixes);
            Some((Verdict::Bad, text, beside))
        }
        Check::OtherTenant(tenant) => Some((
            Verdict::Plain,
            format!("It is made like a token of another tenant, {tenant}."),
            Some("The people of that tenant see it. Whoever holds it can have it revoked by reporting it as leaked.".to_owned()),
        )),
        Check::Agent(kind, _) => Some((
            Verdict::Plain,
            format!("It is made like {} token.", agents(*kind)),
            Some("Look for its id there.".to_owned()),
        )),
        Check::Asking(_) => {
            said(Verdict::Plain, "It is made like a token of this tenant. Looking for its id…".to_owned())
        }
        Check::Found(token, as_of) if token.has_ended(*as_of) => {
            said(Verdict::Plain, format!("It is “{}”, which works no more.", token.name))
        }
        Check::Found(token, _) => Some((
            Verdict::Good,
            format!("It is “{}”.", token.name),
            Some("That was found by the id, which stays when a token is regenerated: it may be the one before.".to_owned()),
        )),
        Check::Unknown(_) => said(Verdict::Bad, unknown(me.is_full_administrator).to_owned()),
        Check::Failed(_, why) => said(Verdict::Bad, why.clone()),
    }
}

fn unknown(is_full_administrator: bool) -> &'static str {
    if is_full_administrator {
        "It is made like a token of this tenant, but none was issued with its id."
    } else {
        "It is made like a token of this tenant, but none of yours has its id. It is somebody else's, \
         or was never issued."
    }
}

fn agents(kind: AgentKind) -> &'static str {
    match kind {
        AgentKind::SiemAgent => "a SIEM agent's",
        AgentKind::LogCollector => "a log collector's",
    }
}

fn wrong(error: InspectError, prefixes: &Prefixes) -> (String, Option<String>) {
    let heads = TokenKind::ALL.map(|kind| format!("{}{}_", prefixes.first(), kind.letter()));
    let [user, siem_agent, log_collector] = heads;
    let begin = format!("Tokens here begin with {user}, {siem_agent} or {log_collector}.");
    match error {
        InspectError::Empty => ("Paste a token first.".to_owned(), None),
        InspectError::Unlike => ("This is no token of Gatepass.".to_owned(), Some(begin)),
        InspectError::Prefix => {
            ("It is made like a token, but of another installation.".to_owned(), Some(begin))
        }
        InspectError::Short(missing) => (
            format!("It is {} too short.", characters(missing)),
            Some("A part of it was left out when it was copied.".to_owned()),
        ),
        InspectError::Long(extra) => (
            format!("It is {} too long.", characters(extra)),
            Some("Something else was copied with it.".to_owned()),
        ),
        InspectError::Character => (
            "It has a character that no token has.".to_owned(),
            Some("After the underscore there are letters and digits alone.".to_owned()),
        ),
        InspectError::Check => (
            "It has a typo.".to_owned(),
            Some("Its last six characters don't match the ones before.".to_owned()),
        ),
    }
}

fn characters(count: usize) -> String {
    if count == 1 { "1 character".to_owned() } else { format!("{count} characters") }
}

#[cfg(test)]
mod tests {
    use gatepass_core::wire::RevocationView;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, id, me, token};

    fn said(check: &Check) -> Option<(Verdict, String)> {
        checked(check, &me()).map(|(verdict, text, _)| (verdict, text))
    }

    #[test]
    fn each_fault_is_named_and_what_would_be_right_stands_beside_it() {
        for (error, text) in [
            (InspectError::Empty, "Paste a token first."),
            (InspectError::Short(1), "It is 1 character too short."),
            (InspectError::Long(2), "It is 2 characters too long."),
            (InspectError::Check, "It has a typo."),
        ] {
            assert_eq!(said(&Check::Wrong(error)), Some((Verdict::Bad, text.to_owned())));
        }
        let (_, _, beside) = checked(&Check::Wrong(InspectError::Unlike), &me()).unwrap();
        assert_eq!(beside.as_deref(), Some("Tokens here begin with gpu_, gps_ or gpc_."));
    }

    #[test]
    fn what_was_found_is_named_and_good_only_while_it_works() {
        let mut view = token(1);
        let found = |view| said(&Check::Found(Box::new(view), NOON)).unwrap();
        assert_eq!(found(view.clone()), (Verdict::Good, "It is “token-1”.".to_owned()));
        view.revoked = Some(RevocationView { at: NOON, by: "Ann Fischer".parse().unwrap() });
        let (verdict, text) = found(view);
        assert_eq!((verdict, text.ends_with("works no more.")), (Verdict::Plain, true));
    }

    #[test]
    fn who_does_not_see_all_is_told_that_it_may_be_somebody_elses() {
        let reader = Me { is_full_administrator: false, ..me() };
        let (_, text, _) = checked(&Check::Unknown(id(1)), &reader).unwrap();
        assert!(text.contains("somebody else's"), "{text}");
        assert!(!said(&Check::Unknown(id(1))).unwrap().1.contains("somebody else's"));
        assert_eq!(said(&Check::Waiting), None);
    }
}
