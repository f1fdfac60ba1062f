use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::audit::{Action, ObjectKind};
use crate::decision::{RequestFacts, decide};
use crate::name::TokenName;
use crate::person::User;
use crate::policy::{Policy, Role};
use crate::record::Generation;
use crate::refusal::Refusal;
use crate::samples::{NOON, subject, token, user};
use crate::scope::Scope;
use crate::standing::Standing;
use crate::time::Seconds;
use crate::token::TokenIdentity;

fn identity(kind: AgentKind, seed: u8) -> TokenIdentity {
    TokenIdentity { kind: kind.token_kind(), ..token(seed).identity() }
}

fn request(kind: AgentKind, name: &str) -> AddAgent {
    let settings = AgentSettings::default_of(kind);
    AddAgent { kind, name: name.parse().unwrap(), settings }
}

fn try_add(
    kind: AgentKind,
    name: &str,
    owner: &User,
    others: &[Agent],
) -> Result<Agent, AgentError> {
    let token = identity(kind, u8::try_from(others.len()).unwrap());
    add(token, &request(kind, name), owner, others, &Policy::default(), NOON)
}

fn admin() -> User {
    user(Role::GLOBAL_ADMINISTRATOR)
}

fn agent(kind: AgentKind) -> Agent {
    try_add(kind, "hub", &admin(), &[]).unwrap()
}

fn sources(names: &[&str]) -> Result<Sources, ParseSourcesError> {
    let names: Vec<TokenName> = names.iter().map(|name| name.parse().unwrap()).collect();
    names.try_into()
}

#[test]
fn a_state_turns_only_once_its_time_is_over() {
    use AgentState::{Connected, ConnectionError, Created, Disconnected};
    for (kind, quiet, state) in [
        (AgentKind::SiemAgent, 0, Connected),
        (AgentKind::SiemAgent, 2 * 3600, Connected),
        (AgentKind::SiemAgent, 2 * 3600 + 1, ConnectionError),
        (AgentKind::SiemAgent, 12 * 3600, ConnectionError),
        (AgentKind::SiemAgent, 12 * 3600 + 1, Disconnected),
        (AgentKind::SiemAgent, -60, Connected),
        (AgentKind::LogCollector, 0, Connected),
        (AgentKind::LogCollector, 24 * 3600, Connected),
        (AgentKind::LogCollector, 24 * 3600 + 1, Disconnected),
    ] {
        assert_eq!(AgentState::at(kind, Some(NOON), NOON + Seconds(quiet)), state, "{quiet}");
    }
    for kind in AgentKind::ALL {
        assert_eq!(AgentState::at(kind, None, NOON + Seconds::days(900)), Created);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn an_agent_that_connected_once_is_never_created_again_and_only_gets_worse_by_itself(
        quiet in 0_i64..10_000_000, more in 0_i64..10_000_000,
    ) {
        for kind in AgentKind::ALL {
            let at = |seconds| AgentState::at(kind, Some(NOON), NOON + Seconds(seconds));
            let place = |state| AgentState::ALL.iter().position(|known| *known == state);
            prop_assert_ne!(at(quiet), AgentState::Created);
            prop_assert!(place(at(quiet)) <= place(at(quiet + more)));
        }
    }

    #[test]
    fn lines_of_sources_come_back_as_they_were(names in proptest::collection::btree_set("[a-z]{1,9}", 0..20)) {
        let text = names.into_iter().collect::<Vec<_>>().join("\n");
        let parsed = Sources::from_lines(&text).unwrap();
        prop_assert_eq!(parsed.to_lines(), text);
    }
}

#[test]
fn every_state_of_every_kind_is_explained() {
    for kind in AgentKind::ALL {
        for state in AgentState::ALL {
            assert!(state.explanation(kind).ends_with('.'));
        }
    }
}

#[test]
fn an_agents_token_has_its_one_scope_and_is_bound_to_who_added_it() {
    for (kind, scope) in
        [(AgentKind::SiemAgent, "activity:read"), (AgentKind::LogCollector, "logs:write")]
    {
        let agent = agent(kind);
        assert_eq!(agent.record.scopes.to_string(), scope);
        assert_eq!(agent.record.kind, kind.token_kind());
        assert_eq!((agent.record.owner, agent.created_by), (subject("ada"), subject("ada")));
        assert_eq!(AgentKind::of(agent.record.kind), Some(kind));
    }
}

#[test]
fn a_name_that_another_of_its_kind_has_is_refused() {
    let first = agent(AgentKind::SiemAgent);
    let taken = AgentError::NameTaken { kind: AgentKind::SiemAgent, name: "hub".to_owned() };
    assert_eq!(try_add(AgentKind::SiemAgent, "HUB", &admin(), &[first]), Err(taken.clone()));
    assert_eq!(
        taken.to_string(),
        "There is a SIEM agent named \u{201c}hub\u{201d}. Choose another name."
    );
}

#[test]
fn there_are_at_most_100_of_a_kind() {
    let mut others = Vec::new();
    for number in 0..MOST_AGENTS {
        let added = try_add(AgentKind::LogCollector, &format!("c{number}"), &admin(), &others);
        others.push(added.unwrap());
    }
    assert_eq!(
        try_add(AgentKind::LogCollector, "one more", &admin(), &others),
        Err(AgentError::TooMany { kind: AgentKind::LogCollector })
    );
}

#[test]
fn who_may_not_do_what_the_agent_does_adds_none() {
    let reader = user(Role::SECURITY_READER);
    let beyond = |scope| Err(AgentError::ScopeBeyondRole { scope });
    assert_eq!(try_add(AgentKind::SiemAgent, "hub", &reader, &[]), beyond(Scope::ACTIVITY_READ));
    assert_eq!(try_add(AgentKind::LogCollector, "hub", &reader, &[]), beyond(Scope::LOGS_WRITE));
}

#[test]
fn an_edit_changes_what_it_names_and_keeps_the_token() {
    let before = agent(AgentKind::SiemAgent);
    let notifications = Some(Notifications::Changes);
    let change = EditAgent { notifications, ..EditAgent::default() };
    let all = [before.clone()];
    let later = NOON + Seconds(60);
    let after = edit(&before, AgentKind::SiemAgent, &change, &all, later).unwrap().unwrap();
    assert_eq!(after.settings.notifications(), notifications);
    assert_eq!(after.settings.format(), Some(AgentFormat::Cef));
    assert_eq!((&after.record, after.modified_at), (&before.record, later));
    assert_eq!(edit(&after, AgentKind::SiemAgent, &change, &all, later), Ok(None));
}

#[test]
fn a_renamed_agent_takes_no_name_of_another_and_may_change_its_own_case() {
    let (first, second) = (agent(AgentKind::LogCollector), agent(AgentKind::LogCollector));
    let mut other = second;
    other.record.id = token(9).id();
    other.record.name = "edge".parse().unwrap();
    let all = [first.clone(), other];
    let named = |name: &str| EditAgent { name: name.parse().ok(), ..EditAgent::default() };
    let change = |name: &str| edit(&first, AgentKind::LogCollector, &named(name), &all, NOON);
    assert!(matches!(change("Edge"), Err(AgentError::NameTaken { .. })));
    assert_eq!(change("HUB").unwrap().unwrap().record.name.as_str(), "HUB");
}

#[test]
fn another_token_is_bound_to_who_made_it_and_the_first_person_stays_the_creator() {
    let before = agent(AgentKind::SiemAgent);
    let bob = User { subject: subject("bob"), ..admin() };
    let later = NOON + Seconds(60);
    let policy = Policy::default();
    let after = regenerate(&before, AgentKind::SiemAgent, &bob, &policy, later).unwrap();
    assert_eq!((after.record.owner, after.created_by), (subject("bob"), subject("ada")));
    assert_eq!((after.record.id, after.modified_at), (before.record.id, later));
    assert_eq!(after.settings, before.settings);

    let reader = user(Role::SECURITY_READER);
    let refused = regenerate(&before, AgentKind::SiemAgent, &reader, &policy, later);
    assert_eq!(refused, Err(AgentError::ScopeBeyondRole { scope: Scope::ACTIVITY_READ }));
    let revoked = crate::lifecycle::revoke(&before.record, subject("ada"), NOON).unwrap();
    let gone = Agent { record: revoked, ..before };
    let refused = regenerate(&gone, AgentKind::SiemAgent, &bob, &policy, later);
    assert_eq!(refused, Err(AgentError::Revoked));
}

#[test]
fn the_trouble_that_is_told_is_why_the_edge_refuses() {
    let policy = Policy::default();
    for kind in AgentKind::ALL {
        let agent = agent(kind);
        let refusal = |owner: &User| {
            let facts = RequestFacts { scope_needed: kind.scope(), address: None };
            decide(
                &Standing::of(&agent.record, Generation::Current, owner, NOON),
                &facts,
                &policy,
                NOON,
            )
            .err()
        };
        let gone = User { deprovisioned_at: Some(NOON), ..admin() };
        let demoted = user(Role::SECURITY_OPERATOR);
        for (owner, trouble, refused) in [
            (admin(), None, None),
            (gone, Some(Trouble::OwnerDeprovisioned), Some(Refusal::OwnerDeprovisioned)),
            (demoted, Some(Trouble::OwnerDemoted), Some(Refusal::InsufficientScope(kind.scope()))),
        ] {
            assert_eq!(Trouble::of(&agent, &owner, &policy), trouble);
            assert_eq!(refusal(&owner), refused);
        }
        let revoked = crate::lifecycle::revoke(&agent.record, subject("ada"), NOON).unwrap();
        let revoked = Agent { record: revoked, ..agent.clone() };
        assert_eq!(Trouble::of(&revoked, &admin(), &policy), Some(Trouble::Revoked));
    }
}

#[test]
fn sources_are_few_and_differ_in_more_than_their_case() {
    assert_eq!(sources(&["Proxy", "Firewall"]).unwrap().to_string(), "Proxy, Firewall");
    assert_eq!(
        sources(&["Proxy", "proxy"]),
        Err(ParseSourcesError::Twice { name: "proxy".to_owned() })
    );
    let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(sources(&many), Err(ParseSourcesError::TooMany { found: 21 }));
    assert!(sources(&many[1..]).is_ok());
}

#[test]
fn lines_are_sources_and_empty_ones_none() {
    let parsed = Sources::from_lines(" Proxy \n\n  \nFirewall\n").unwrap();
    assert_eq!(parsed.to_lines(), "Proxy\nFirewall");
    assert_eq!(Sources::from_lines("").unwrap(), Sources::default());
    let wrong = Sources::from_lines("Pro\u{202e}xy").unwrap_err();
    assert_eq!(
        wrong.to_string(),
        "\u{201c}Proxy\u{201d} is no name: Remove the invisible character at position 4."
    );
}

#[test]
fn an_agent_that_is_told_of_changes_is_told_of_no_refusal() {
    assert!(Notifications::All.hidden().is_empty());
    for action in Action::ALL {
        let is_refusal = action.as_str().ends_with(".refused");
        assert_eq!(Notifications::Changes.hidden().contains(action), is_refusal, "{action}");
    }
}

#[test]
fn a_deed_has_an_action_of_its_kind() {
    for kind in AgentKind::ALL {
        for deed in [Deed::Added, Deed::Changed, Deed::Regenerated, Deed::Deleted] {
            let topic = kind.action(deed).as_str();
            assert!(topic.starts_with(kind.as_str()), "{topic}");
        }
        assert_eq!(ObjectKind::from(kind.token_kind()).as_str(), kind.as_str());
    }
}
