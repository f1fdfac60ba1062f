use gatepass_core::agents::{
    AddAgent, AgentKind, AgentSettings, AgentState, Notifications, Sources,
};
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::wire::{AgentPage, ProblemKind, RevokedToken};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{AgentsCall, AgentsMessage, Call, Entry, Message, NewAgent};
use crate::model::{
    AgentDialog, AgentForm, AgentIntent, AgentsFocus, Dialog, Failure, Focus, Model, Session, Theme,
};
use crate::samples::{
    NOON, agent, agent_page, failure, id, me, revoked, showing_agents, signed_in,
};
use crate::update::update;

fn showing(kind: AgentKind) -> Model {
    showing_agents(kind, agent_page(kind, [1, 2, 3]))
}

fn happens(model: &mut Model, message: AgentsMessage) -> Option<Call> {
    update(model, Message::Agents(message), NOON)
}

fn names(model: &Model, kind: AgentKind) -> Vec<&str> {
    model.agents.rows(kind).iter().map(|agent| agent.name.as_str()).collect()
}

fn dialog(model: &Model) -> Option<&AgentDialog> {
    match &model.dialog {
        Some(Dialog::Agent(dialog)) => Some(dialog),
        _ => None,
    }
}

fn form(model: &Model) -> &AgentForm {
    match dialog(model) {
        Some(AgentDialog::Form(form)) => form,
        other => panic!("no form is open: {other:?}"),
    }
}

fn entered(model: &mut Model, entry: Entry) {
    assert_eq!(happens(model, AgentsMessage::Entered(entry)), None);
}

fn is_listing(call: &Option<Call>, of: AgentKind) -> bool {
    matches!(call, Some(Call::Agents(AgentsCall::List { kind, .. })) if *kind == of)
}

fn new_agent(kind: AgentKind, number: u32) -> Box<NewAgent> {
    Box::new(NewAgent { view: agent(kind, number), url: me().tenant.url })
}

#[test]
fn opening_a_view_asks_for_its_agents_alone_and_time_asks_again_unless_it_is_asked() {
    for kind in AgentKind::ALL {
        let mut model = signed_in();
        let call = update(&mut model, Message::ViewChosen(kind.view()), NOON);
        assert!(is_listing(&call, kind));
        assert_eq!(update(&mut model, Message::Ticked, NOON), None);
        let mut model = showing(kind);
        assert!(is_listing(&update(&mut model, Message::Ticked, NOON), kind));
    }
}

#[test]
fn who_may_not_see_agents_is_asked_for_none() {
    let reader = gatepass_core::wire::Me { is_full_administrator: false, ..me() };
    for kind in AgentKind::ALL {
        let mut model =
            Model { session: Session::In(Box::new(reader.clone())), ..Model::new(Theme::System) };
        assert_eq!(update(&mut model, Message::ViewChosen(kind.view()), NOON), None);
        assert!(!model.may_see(kind.view()));
    }
}

#[test]
fn states_follow_the_time_by_the_servers_clock() {
    let kind = AgentKind::SiemAgent;
    let mut page = agent_page(kind, [1]);
    page.data[0].last_used_at = Some(NOON);
    let ahead = AgentPage { now: NOON + Seconds(3600), ..page };
    let mut model = showing_agents(kind, ahead);
    let state = |model: &Model| {
        let last = model.agents.rows(kind)[0].last_used_at;
        AgentState::at(kind, last, model.agents.as_of)
    };
    assert_eq!(state(&model), AgentState::Connected);
    update(&mut model, Message::Ticked, NOON + Seconds(3600 + 1));
    assert_eq!(state(&model), AgentState::ConnectionError);
    update(&mut model, Message::Ticked, NOON + Seconds(11 * 3600 + 1));
    assert_eq!(state(&model), AgentState::Disconnected);
}

#[test]
fn what_is_wrong_stands_at_its_field_and_is_not_sent() {
    let mut model = showing(AgentKind::LogCollector);
    happens(&mut model, AgentsMessage::AddChosen);
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::Name)));
    assert_eq!(happens(&mut model, AgentsMessage::FormSubmitted), None);
    assert_eq!(form(&model).name_error.as_deref(), Some("Enter a name."));
    entered(&mut model, Entry::Name("hub".to_owned()));
    assert_eq!(form(&model).name_error, None);
    entered(&mut model, Entry::Sources("Proxy\nproxy".to_owned()));
    assert_eq!(happens(&mut model, AgentsMessage::FormSubmitted), None);
    assert_eq!(form(&model).sources_error.as_deref(), Some("“proxy” is named twice."));
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::Sources)));
    entered(&mut model, Entry::Sources("Proxy\n\nFirewall".to_owned()));
    let call = happens(&mut model, AgentsMessage::FormSubmitted);
    let sources = Sources::from_lines("Proxy\nFirewall").unwrap();
    let request = AddAgent {
        kind: AgentKind::LogCollector,
        name: "hub".parse().unwrap(),
        settings: AgentSettings::LogCollector { sources },
    };
    assert_eq!(call, Some(Call::Agents(AgentsCall::Add(request))));
    assert_eq!(happens(&mut model, AgentsMessage::FormSubmitted), None);
}

#[test]
fn editing_begins_with_what_is_set_and_closes_once_it_is_saved() {
    let kind = AgentKind::SiemAgent;
    let mut page = agent_page(kind, [1, 2]);
    page.data[1].notifications = Some(Notifications::Changes);
    let mut model = showing_agents(kind, page);
    happens(&mut model, AgentsMessage::EditChosen(id(2)));
    let open = form(&model).clone();
    assert_eq!((open.name.as_str(), open.notifications), ("agent-2", Notifications::Changes));
    entered(&mut model, Entry::Name("Able".to_owned()));
    let call = happens(&mut model, AgentsMessage::FormSubmitted);
    assert!(matches!(call, Some(Call::Agents(AgentsCall::Edit(edited, _))) if edited == id(2)));
    let mut after = agent(kind, 2);
    after.name = "Able".parse().unwrap();
    let changed = AgentsMessage::Changed { kind, outcome: Ok(Box::new(after)) };
    assert!(is_listing(&happens(&mut model, changed), kind));
    assert_eq!(model.dialog, None);
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::MenuOf(kind, id(2)))));
    assert_eq!(names(&model, kind), ["Able", "agent-1"]);
}

#[test]
fn the_servers_refusal_stands_at_the_field_that_it_names() {
    let kind = AgentKind::SiemAgent;
    let taken = |field: &str| {
        Failure::Problem(gatepass_core::wire::Problem::of_field(field, "It is taken."))
    };
    for (refusal, name_error, form_error) in [
        (taken("name"), Some("It is taken."), None),
        (failure(ProblemKind::Unavailable), None, Some("Temporarily unavailable.")),
    ] {
        let mut model = showing(kind);
        happens(&mut model, AgentsMessage::AddChosen);
        entered(&mut model, Entry::Name("hub".to_owned()));
        happens(&mut model, AgentsMessage::FormSubmitted);
        happens(&mut model, AgentsMessage::Issued { kind, outcome: Err(refusal) });
        let form = form(&model);
        assert_eq!(form.name_error.as_deref(), name_error);
        assert_eq!(form.form_error.as_deref(), form_error);
        assert!(!form.is_sending);
    }
}

#[test]
fn a_token_is_shown_even_if_the_dialog_was_closed_and_not_after_the_session_ended() {
    let kind = AgentKind::LogCollector;
    let mut model = showing(kind);
    happens(&mut model, AgentsMessage::AddChosen);
    update(&mut model, Message::DialogClosed, NOON);
    let issued = |number| AgentsMessage::Issued { kind, outcome: Ok(new_agent(kind, number)) };
    assert!(is_listing(&happens(&mut model, issued(4)), kind));
    assert!(matches!(dialog(&model), Some(AgentDialog::Shown { is_again: false, .. })));
    assert_eq!(names(&model, kind), ["agent-1", "agent-2", "agent-3", "agent-4"]);
    update(&mut model, Message::DialogClosed, NOON);
    assert_eq!(model.dialog, None);
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::MenuOf(kind, id(4)))));
    happens(&mut model, issued(4));
    assert!(matches!(dialog(&model), Some(AgentDialog::Shown { is_again: true, .. })));

    let mut model = showing(kind);
    update(&mut model, Message::SignedOut(Ok(())), NOON);
    assert_eq!(happens(&mut model, issued(5)), None);
    assert_eq!((model.dialog, model.agents.rows(kind)), (None, &[][..]));
}

#[test]
fn a_question_comes_before_a_token_is_regenerated_or_an_agent_deleted() {
    let kind = AgentKind::SiemAgent;
    for (chosen, intent, expected) in [
        (
            AgentsMessage::RegenerateChosen(id(2)),
            AgentIntent::Regenerate,
            AgentsCall::Regenerate(kind, id(2)),
        ),
        (AgentsMessage::DeleteChosen(id(2)), AgentIntent::Delete, AgentsCall::Delete(kind, id(2))),
    ] {
        let mut model = showing(kind);
        assert_eq!(happens(&mut model, chosen), None);
        let Some(AgentDialog::Question(question)) = dialog(&model) else { panic!() };
        assert_eq!((question.intent, question.name.as_str()), (intent, "agent-2"));
        let call = happens(&mut model, AgentsMessage::Confirmed);
        assert_eq!(call, Some(Call::Agents(expected)));
        assert_eq!(happens(&mut model, AgentsMessage::Confirmed), None);
    }
}

fn delete(model: &mut Model, outcome: Result<RevokedToken, Failure>) -> Option<Call> {
    happens(model, AgentsMessage::DeleteChosen(id(2)));
    happens(model, AgentsMessage::Confirmed);
    happens(model, AgentsMessage::Deleted { kind: AgentKind::SiemAgent, id: id(2), outcome })
}

#[test]
fn a_deleted_agent_leaves_and_the_focus_goes_on_to_the_next() {
    let kind = AgentKind::SiemAgent;
    let mut model = showing(kind);
    assert!(is_listing(&delete(&mut model, Ok(revoked(2))), kind));
    assert_eq!(names(&model, kind), ["agent-1", "agent-3"]);
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::MenuOf(kind, id(3)))));
    assert_eq!((model.dialog, model.toasts.shown().len()), (None, 1));

    let mut model = showing_agents(kind, agent_page(kind, [2]));
    delete(&mut model, Err(failure(ProblemKind::NotFound)));
    assert!(names(&model, kind).is_empty() && model.toasts.shown().is_empty());
    assert_eq!(model.focus, Some(Focus::Agents(AgentsFocus::Add(kind))));
}

#[test]
fn an_agent_that_could_not_be_deleted_stays_and_the_question_says_why() {
    let mut model = showing(AgentKind::SiemAgent);
    assert_eq!(delete(&mut model, Err(Failure::Unreachable)), None);
    assert_eq!(names(&model, AgentKind::SiemAgent).len(), 3);
    let Some(AgentDialog::Question(question)) = dialog(&model) else { panic!() };
    assert!(question.error.is_some() && !question.is_sending);
}

#[test]
fn the_end_of_the_session_leads_to_the_sign_in_and_forgets_the_agents() {
    let kind = AgentKind::SiemAgent;
    let ended = failure(ProblemKind::Unauthenticated);
    let mut model = showing(kind);
    let call = update(&mut model, Message::Ticked, UnixSeconds(NOON.0 + 10));
    let Some(Call::Agents(AgentsCall::List { number, .. })) = call else { panic!("{call:?}") };
    happens(&mut model, AgentsMessage::Listed { kind, number, outcome: Err(ended) });
    assert_eq!(model.session, Session::Out);
    assert!(model.agents.of(kind).answer.is_none());
}

#[test]
fn trying_again_asks_anew_for_the_open_view() {
    let kind = AgentKind::LogCollector;
    let mut model = showing(kind);
    assert!(is_listing(&update(&mut model, Message::RetryChosen, NOON), kind));
    assert!(model.agents.of(kind).answer.is_none());
}
