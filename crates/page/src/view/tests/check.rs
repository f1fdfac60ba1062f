use gatepass_core::token::{InspectError, TokenKind};
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::Event;

use super::Stage;
use crate::dom::{Gesture, Listener};
use crate::message::{CheckMessage, Claim, Message};
use crate::model::Model;
use crate::samples::{id, page, showing, token, token_used_at};

fn opened() -> (Stage, Model) {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    stage.let_happen(&mut model, Message::Check(CheckMessage::Chosen));
    (stage, model)
}

#[test]
fn what_was_pasted_is_taken_out_of_the_field() {
    let (mut stage, mut model) = opened();
    let field = stage.find("check-token");
    assert!(field.has_focus() && !stage.is_shown("check-result"));
    field.set_value("gpu_secret");
    assert_eq!(stage.view.take_pasted(), "gpu_secret");
    assert_eq!(field.value(), "");
    field.set_value("gpu_sec");
    stage.let_happen(&mut model, Message::DialogClosed);
    assert_eq!((field.value().as_str(), stage.find("check").attribute("open")), ("", None));
    assert!(stage.find("check-button").has_focus());
}

#[test]
fn what_stands_in_the_field_is_no_part_of_a_gesture() {
    let (stage, _model) = opened();
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let sink = seen.clone();
    let _listener = Listener::new(stage.root.element(), Gesture::EVENTS, move |event: Event| {
        sink.borrow_mut().push(Gesture::of(&event).map(|gesture| gesture.value));
    })
    .unwrap();
    let field = stage.find("check-token");
    field.set_value("gpu_secret");
    field.element().dispatch_event(&Event::new("input").unwrap()).unwrap();
    assert_eq!(*seen.borrow(), [Some(String::new())]);
}

#[test]
fn a_token_that_was_found_is_shown_with_its_owner_and_is_gone_with_the_next() {
    let (mut stage, mut model) = opened();
    let told = Message::Check;
    let claim = Claim { id: id(1), kind: TokenKind::User };
    stage.let_happen(&mut model, told(CheckMessage::Read(Ok(claim))));
    assert!(stage.is_shown("check-id") && !stage.is_shown("check-card"));
    let outcome = Ok(Box::new(token_used_at(crate::samples::NOON)));
    stage.let_happen(&mut model, told(CheckMessage::Answered { id: id(1), outcome }));
    let card = stage.find("check-card");
    assert_eq!(card.find("issued-by").unwrap().text(), token(1).issued_by.to_string());
    assert_eq!(card.find("status-word").unwrap().text(), "Active");
    assert!(stage.is_shown("check-revoke") && !stage.is_shown("check-retry"));
    let result = stage.find("check-result");
    assert_eq!(result.attribute("data-verdict").as_deref(), Some("good"));

    stage.let_happen(&mut model, told(CheckMessage::Read(Err(InspectError::Check))));
    assert_eq!(result.attribute("data-verdict").as_deref(), Some("bad"));
    assert_eq!(stage.find("check-verdict").text(), "It has a typo.");
    for part in ["check-id", "check-card", "check-revoke"] {
        assert!(!stage.is_shown(part), "{part}");
    }
}
