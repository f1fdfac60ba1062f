//! What the activity log says of an event.

use gatepass_core::activity::Topic;
use gatepass_core::audit::{Action, Actor, Means};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::ActivityView;

/// A sentence in parts, of which the names stand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Who.
    pub who: String,
    /// Did what.
    pub did: &'static str,
    /// To what; empty, if to nothing that has a name.
    pub what: String,
    /// How often, if more than once.
    pub often: Option<String>,
}

/// What happened, as a sentence.
pub fn sentence(event: &ActivityView) -> Sentence {
    let who = match &event.actor {
        Actor::User { name, .. } => name.to_string(),
        Actor::Operator => "The operator".to_owned(),
        Actor::Registry => "Gatepass".to_owned(),
        Actor::Provisioner => "The provisioning system".to_owned(),
        Actor::Unknown => "Somebody".to_owned(),
    };
    let what = event.object.as_ref().map(|object| object.name.clone()).unwrap_or_default();
    let often = (event.count > 1).then(|| format!("{} times", super::number(event.count)));
    Sentence { who, did: did(event.action), what, often }
}

fn did(action: Action) -> &'static str {
    match action {
        Action::TokenIssued => "generated the token",
        Action::TokenChanged => "changed the token",
        Action::TokenRegenerated => "regenerated the token",
        Action::TokenRevoked => "revoked the token",
        Action::TokenExposed => "found the exposed token",
        Action::TokenRefused => "was refused with the token",
        Action::SiemAgentAdded => "added the SIEM agent",
        Action::SiemAgentChanged => "changed the SIEM agent",
        Action::SiemAgentRegenerated => "regenerated the token of the SIEM agent",
        Action::SiemAgentDeleted => "deleted the SIEM agent",
        Action::LogCollectorAdded => "added the log collector",
        Action::LogCollectorChanged => "changed the log collector",
        Action::LogCollectorRegenerated => "regenerated the token of the log collector",
        Action::LogCollectorDeleted => "deleted the log collector",
        Action::UserAdded => "added the user",
        Action::UserChanged => "changed the user",
        Action::UserDeprovisioned => "deprovisioned the user",
        Action::UserReprovisioned => "reprovisioned the user",
        Action::UserHandedOver => "handed over to SCIM the user",
        Action::GroupAdded => "added the group",
        Action::GroupChanged => "changed the group",
        Action::GroupDeleted => "deleted the group",
        Action::ProvisioningTokenIssued => "generated a SCIM token for",
        Action::ProvisioningChanged => "changed the provisioning of",
        Action::ProvisioningSwitchedOff => "switched off the provisioning of",
        Action::SignInLinkCreated => "made a sign-in link for",
        Action::SignInLinkUsed => "used a one-time sign-in link",
        Action::SignInRefused => "was refused a sign-in",
        Action::SessionOpened => "signed in",
        Action::SessionClosed => "signed out",
        Action::SessionEnded => "ended a session of",
        Action::IdentityBound => "bound a sign-in to",
        Action::ProviderAdded => "added the sign-in provider",
        Action::ProviderChanged => "changed the sign-in provider",
        Action::ProviderTested => "tested the sign-in provider",
        Action::ProviderDeleted => "deleted the sign-in provider",
        Action::SettingsChanged => "changed the settings of",
        Action::TenantCreated => "made the tenant",
        Action::ActivityExported => "exported the activity log",
        Action::FaultProvoked => "provoked a fault",
    }
}

/// By what somebody did something.
pub fn means(by: &Means) -> String {
    match by {
        Means::Session => "in a session".to_owned(),
        Means::SignInLink => "by a sign-in link".to_owned(),
        Means::DevelopmentSignIn => "by the sign-in for development".to_owned(),
        Means::Provider(name) => format!("by {name}"),
        Means::Token(id) => format!("by the token {id}"),
        Means::ScimToken => "by SCIM".to_owned(),
        Means::OperatorSecret => "by the operator's secret".to_owned(),
        Means::Time => "by itself".to_owned(),
        Means::LeakReport => "by reporting that it leaked".to_owned(),
    }
}

/// What was changed, where it has a word of its own.
pub fn field(field: &str) -> &str {
    match field {
        "name" => "Name",
        "description" => "Description",
        "scope" => "Scopes",
        "nbf" => "Valid from",
        "exp" => "Expires",
        "networks" => "Networks",
        "overlap" => "Overlap in seconds",
        "role" => "Role",
        "reason" => "Reason",
        "found_at" => "Found at",
        other => other,
    }
}

/// What it was or is; moments as `exact` writes them.
pub fn told(field: &str, text: Option<&str>, exact: impl Fn(UnixSeconds) -> String) -> String {
    let moment = text.and_then(|text| text.parse().ok()).map(UnixSeconds);
    match (field, moment, text) {
        ("nbf" | "exp", Some(moment), _) => exact(moment),
        (_, _, Some(text)) => text.to_owned(),
        (_, _, None) => "—".to_owned(),
    }
}

/// A group of kinds.
pub fn topic(topic: Topic) -> String {
    let words = match topic.as_str() {
        "token" => "API tokens",
        "siem_agent" => "SIEM agents",
        "log_collector" => "Log collectors",
        "user" => "Users",
        "group" => "Groups",
        "provisioning" => "Provisioning",
        "sign_in_link" => "Sign-in links",
        "sign_in" => "Refused sign-ins",
        "identity" => "Bound sign-ins",
        "provider" => "Sign-in providers",
        "session" => "Sessions",
        "settings" => "Settings",
        "tenant" => "The tenant",
        "activity" => "The activity log",
        other => other,
    };
    words.to_owned()
}

/// How many events are shown.
pub fn count(shown: usize, has_more: bool) -> String {
    let number = super::number(shown as u64);
    match (shown, has_more) {
        (1, false) => "1 event".to_owned(),
        (_, false) => format!("{number} events"),
        (_, true) => format!("{number} events, and more before them"),
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::event;

    #[test]
    fn an_event_is_told_as_a_sentence() {
        let expected = Sentence {
            who: "Ann Fischer".to_owned(),
            did: "revoked the token",
            what: "token-7".to_owned(),
            often: None,
        };
        assert_eq!(sentence(&event(7)), expected);
        let often = ActivityView {
            actor: Actor::Unknown,
            action: Action::SignInRefused,
            object: None,
            count: 1200,
            ..event(7)
        };
        let told = sentence(&often);
        assert_eq!((told.who.as_str(), told.what.as_str()), ("Somebody", ""));
        assert_eq!(told.often.as_deref(), Some("1,200 times"));
    }

    #[test]
    fn moments_among_the_changes_are_told_as_moments() {
        let exact = |moment: UnixSeconds| format!("at {}", moment.0);
        assert_eq!(told("exp", Some("7"), exact), "at 7");
        assert_eq!(told("exp", None, exact), "—");
        assert_eq!(told("most_live_tokens", Some("7"), exact), "7");
        assert_eq!(told("exp", Some("soon"), exact), "soon");
    }

    #[test]
    fn every_action_and_topic_has_words_of_its_own() {
        let mut words: Vec<_> = Action::ALL.iter().copied().map(did).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Action::ALL.len());
        for known in Topic::all().into_iter().filter(|topic| topic.as_str() != "fault") {
            assert_ne!(topic(known), known.as_str());
        }
    }
}
