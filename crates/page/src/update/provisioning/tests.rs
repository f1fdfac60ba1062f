use gatepass_core::policy::Role;
use gatepass_core::scim::RoleSource;
use gatepass_core::wire::ProblemKind;
use serde_json::json;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::message::Message;
use crate::samples::{NOON, failure, signed_in};
use crate::update::update;

fn send(model: &mut Model, message: ProvisioningMessage) -> Option<Call> {
    update(model, Message::Provisioning(message), NOON)
}

fn view(is_on: bool, group_roles: serde_json::Value) -> Box<ProvisioningView> {
    let view = json!({
        "base_url": "https://contoso.example/scim/v2", "is_on": is_on, "users": 1,
        "role_source": "by_hand", "group_roles": group_roles,
        "groups": [{ "name": "Ops", "members": 2 }, { "name": "Global reader", "members": 0 }],
        "roles": [{ "role": "global-reader", "scope": "read", "is_full_administrator": false }],
        "now": 9,
    });
    serde_json::from_value(view).unwrap()
}

fn showing(is_on: bool, group_roles: serde_json::Value) -> Model {
    let mut model = signed_in();
    let Some(Call::Provisioning(ProvisioningCall::Show { number })) = ask(&mut model) else {
        panic!("it is asked for")
    };
    let outcome = Ok(view(is_on, group_roles));
    send(&mut model, ProvisioningMessage::Told { number, outcome });
    model
}

fn dialog_of(model: &Model) -> Option<&ProvisioningDialog> {
    model.dialog.as_ref().and_then(Dialog::provisioning)
}

#[test]
fn a_token_is_made_once_and_only_after_it_was_confirmed() {
    for (is_on, question) in
        [(false, ProvisioningQuestion::Token), (true, ProvisioningQuestion::Rotation)]
    {
        let mut model = showing(is_on, json!([]));
        assert_eq!(send(&mut model, ProvisioningMessage::TokenChosen), None);
        assert_eq!(dialog_of(&model).map(|dialog| dialog.question), Some(question));
        let call = Some(Call::Provisioning(ProvisioningCall::IssueToken));
        assert_eq!(send(&mut model, ProvisioningMessage::Confirmed), call);
        assert_eq!(send(&mut model, ProvisioningMessage::Confirmed), None);
        let asks = send(&mut model, ProvisioningMessage::TokenMade(Ok(())));
        assert!(matches!(asks, Some(Call::Provisioning(ProvisioningCall::Show { .. }))));
        assert!(dialog_of(&model).is_some_and(|dialog| dialog.is_made));
        assert_eq!(model.focus, Some(Focus::CopyScimToken));
        assert_eq!(send(&mut model, ProvisioningMessage::Confirmed), None);
    }
}

#[test]
fn what_the_server_refuses_is_said_in_the_dialog_and_can_be_tried_again() {
    let mut model = showing(true, json!([]));
    send(&mut model, ProvisioningMessage::OffChosen);
    let call = Some(Call::Provisioning(ProvisioningCall::SwitchOff));
    assert_eq!(send(&mut model, ProvisioningMessage::Confirmed), call);
    send(&mut model, ProvisioningMessage::SwitchedOff(Err(Failure::Unreachable)));
    assert!(dialog_of(&model).is_some_and(|dialog| dialog.error.is_some()));
    assert_eq!(send(&mut model, ProvisioningMessage::Confirmed), call);
    let off = view(false, json!([]));
    send(&mut model, ProvisioningMessage::SwitchedOff(Ok(off)));
    assert_eq!((model.dialog, model.focus), (None, Some(Focus::Heading)));
    assert!(model.provisioning.asked.answer.is_some_and(|view| !view.is_on));
}

#[test]
fn only_what_differs_is_saved_and_roles_of_other_groups_stay() {
    let set = json!([
        { "group": "ops", "role": "global-reader" }, { "group": "Later", "role": "global-reader" },
    ]);
    let mut model = showing(true, set);
    let ops = || "Ops".parse().unwrap();
    assert_eq!(model.provisioning.chosen(&ops()), Some(&Role::GLOBAL_READER));
    send(&mut model, ProvisioningMessage::SourceChosen(RoleSource::ByHand));
    send(&mut model, ProvisioningMessage::RoleChosen(ops(), Some(Role::GLOBAL_READER)));
    assert_eq!(send(&mut model, ProvisioningMessage::Submitted), None);

    send(&mut model, ProvisioningMessage::SourceChosen(RoleSource::Groups));
    send(&mut model, ProvisioningMessage::RoleChosen(ops(), None));
    let change = json!({
        "role_source": "groups", "group_roles": [{ "group": "Later", "role": "global-reader" }],
    });
    let change = ProvisioningCall::Change(serde_json::from_value(change).unwrap());
    let call = send(&mut model, ProvisioningMessage::Submitted);
    assert_eq!(call, Some(Call::Provisioning(change)));
    assert_eq!(send(&mut model, ProvisioningMessage::Submitted), None);
}

#[test]
fn what_was_chosen_stays_when_it_is_not_saved_and_goes_when_it_is() {
    let mut model = showing(true, json!([]));
    send(&mut model, ProvisioningMessage::SourceChosen(RoleSource::Groups));
    send(&mut model, ProvisioningMessage::Submitted);
    send(&mut model, ProvisioningMessage::Saved(Err(Failure::Unreachable)));
    assert!(model.provisioning.error.is_some());
    assert_eq!(model.provisioning.source(), Some(RoleSource::Groups));
    send(&mut model, ProvisioningMessage::Submitted);
    let saved = ProvisioningView { role_source: RoleSource::Groups, ..*view(true, json!([])) };
    send(&mut model, ProvisioningMessage::Saved(Ok(Box::new(saved))));
    assert!(model.provisioning.is_saved && !model.provisioning.differs());
    assert_eq!(model.provisioning.source(), Some(RoleSource::Groups));
    assert!(model.provisioning.error.is_none());
}

#[test]
fn a_group_without_a_role_of_its_own_has_that_which_it_is_named_like() {
    let model = showing(true, json!([]));
    let named = |group: &str| model.provisioning.named(&group.parse().unwrap()).cloned();
    assert_eq!(named("Global reader"), Some(Role::GLOBAL_READER));
    assert_eq!(named("Ops"), None);
}

#[test]
fn the_end_of_the_session_leads_to_the_sign_in_and_forgets_it() {
    let ended = || failure(ProblemKind::Unauthenticated);
    for message in [
        ProvisioningMessage::TokenMade(Err(ended())),
        ProvisioningMessage::SwitchedOff(Err(ended())),
        ProvisioningMessage::Saved(Err(ended())),
    ] {
        let mut model = showing(true, json!([]));
        assert_eq!(send(&mut model, message), Some(Call::LoadSignInOptions));
        assert_eq!(model.provisioning.asked.answer, None);
    }
}
