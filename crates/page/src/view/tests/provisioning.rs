use gatepass_core::scim::RoleSource;
use gatepass_core::wire::ProvisioningView;
use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::{Message, ProvisioningMessage};
use crate::model::Model;
use crate::samples::{NOON, showing_users, signed_in};
use crate::update::update;
use crate::view::SecretText;

fn view(is_on: bool, role_source: &str) -> Box<ProvisioningView> {
    let view = json!({
        "base_url": "https://contoso.example/scim/v2", "is_on": is_on, "users": 1,
        "role_source": role_source, "group_roles": [],
        "groups": [{ "name": "Ops", "members": 2 }, { "name": "Global reader", "members": 1 }],
        "roles": [{ "role": "global-reader", "scope": "read", "is_full_administrator": false }],
        "now": 9,
    });
    serde_json::from_value(view).unwrap()
}

fn showing(is_on: bool, role_source: &str) -> Model {
    let mut model = signed_in();
    let opened = Message::ViewChosen(gatepass_core::route::View::Provisioning);
    update(&mut model, opened, NOON);
    model.provisioning.take(*view(is_on, role_source));
    model.focus = None;
    model
}

#[test]
fn a_token_is_shown_once_and_leaves_the_document_with_its_dialog() {
    let mut model = showing(false, "by_hand");
    let mut stage = Stage::showing(&model);
    let happen = |stage: &mut Stage, model: &mut Model, message| {
        stage.let_happen(model, Message::Provisioning(message));
    };
    let token = stage.find("view-provisioning").find("token").unwrap();
    assert_eq!(token.text(), "Make a token");
    happen(&mut stage, &mut model, ProvisioningMessage::TokenChosen);
    assert!(stage.find("provisioning-consequence").text().contains("make sure that you"));
    happen(&mut stage, &mut model, ProvisioningMessage::Confirmed);
    stage.view.hand_over_to_scim(SecretText::of("secret"));
    happen(&mut stage, &mut model, ProvisioningMessage::TokenMade(Ok(())));
    let field = stage.find("scim-token-value");
    assert_eq!(field.value(), "secret");
    assert!(!stage.is_shown("provisioning-question"));
    assert!(stage.find("copy-scim-token").has_focus());
    stage.let_happen(&mut model, Message::DialogClosed);
    assert_eq!(stage.root.select("[data-part=scim-token-value]"), None);
    assert_eq!(field.value(), "");
}

#[test]
fn groups_are_there_where_roles_come_from_them_with_the_role_that_each_gives() {
    for source in RoleSource::ALL {
        let stage = Stage::showing(&showing(true, source.as_str()));
        assert_eq!(stage.is_shown("groups"), source == RoleSource::Groups);
    }
    let stage = Stage::showing(&showing(true, "groups"));
    let selects = stage.root.select_all("[data-test=group] select");
    let first = |place: usize| selects[place].select("option").unwrap().text();
    assert_eq!(first(0), "No role");
    assert_eq!(first(1), "As it is named: Global reader");
}

#[test]
fn where_roles_come_from_elsewhere_a_role_is_not_changed_and_it_is_said_why() {
    let mut model = showing_users(&["Ada"]);
    for (source, is_fixed) in
        [(RoleSource::Groups, true), (RoleSource::Claim, true), (RoleSource::ByHand, false)]
    {
        model.users.list.answer.as_mut().unwrap().role_source = source;
        let stage = Stage::showing(&model);
        let item = stage.find("change-role-item");
        assert_eq!(item.attribute("aria-disabled").is_some(), is_fixed);
        assert_eq!(item.attribute("popovertarget").is_some(), !is_fixed);
        assert_eq!(stage.find("change-role-why").text().is_empty(), !is_fixed);
    }
}
