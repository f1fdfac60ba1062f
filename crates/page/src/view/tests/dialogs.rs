use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{SecretText, Stage};
use crate::message::Message;
use crate::model::{Copied, CopyOutcome, CopySource, Field, Model};
use crate::samples::{id, new_token, page, showing};

fn with_new_token() -> (Stage, Model) {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    stage.let_happen(&mut model, Message::GenerateChosen);
    stage.view.hand_over(SecretText::of("gpu_secret"));
    stage.let_happen(&mut model, Message::Issued(Ok(Box::new(new_token(0)))));
    (stage, model)
}

#[test]
fn the_form_opens_with_the_focus_in_the_field_and_says_what_is_wrong() {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    stage.let_happen(&mut model, Message::GenerateChosen);
    assert!(stage.find("field-name").has_focus());
    assert!(!stage.is_shown("error-name"));
    stage.let_happen(&mut model, Message::FieldTyped(Field::Name, String::new()));
    assert_eq!(stage.find("error-name").text(), "Enter a name.");
    assert_eq!(stage.find("field-name").attribute("aria-invalid").as_deref(), Some("true"));
}

#[test]
fn the_new_token_is_shown_with_its_url_and_a_command_to_try() {
    let (stage, _) = with_new_token();
    assert_eq!(stage.find("token-value").value(), "gpu_secret");
    assert_eq!(stage.find("tenant-url").value(), "https://contoso.eu.portal.example.com");
    assert_eq!(
        stage.find("curl-line").value(),
        "curl -H 'Authorization: Token gpu_secret' https://contoso.eu.portal.example.com/api/hello"
    );
    assert!(stage.find("copy-token").has_focus());
    assert!(!stage.is_shown("form"));
}

#[test]
fn closing_takes_the_token_out_of_the_document() {
    let (mut stage, mut model) = with_new_token();
    let field = stage.find("token-value");
    stage.let_happen(&mut model, Message::DialogClosed);
    assert_eq!(stage.root.select("[data-part=token-value]"), None);
    assert_eq!(field.value(), "");
    assert_eq!(stage.find("generate").attribute("open"), None);
    assert!(stage.find("generate-button").has_focus());
}

#[test]
fn a_token_that_the_model_does_not_show_is_let_go() {
    let mut model = showing(page([1]));
    let mut stage = Stage::new();
    stage.view.hand_over(SecretText::of("gpu_secret"));
    stage.let_happen(&mut model, Message::DialogClosed);
    stage.let_happen(&mut model, Message::Issued(Ok(Box::new(new_token(0)))));
    assert_eq!(stage.root.select("[data-part=token-value]"), None);
}

#[test]
fn only_the_copy_button_that_was_pressed_answers() {
    let (mut stage, mut model) = with_new_token();
    let copied = Copied { source: CopySource::Url, outcome: CopyOutcome::Done };
    stage.let_happen(&mut model, Message::CopyAnswered(copied));
    let label = |name: &str| stage.find(name).find("copy-label").unwrap().text();
    let labels = ["copy-token", "copy-url", "copy-curl"].map(label);
    assert_eq!(labels, ["Copy", "Copied", "Copy"]);
    assert_eq!(stage.find("copy-answer").text(), "Copied");
}

#[test]
fn revoking_asks_with_the_focus_on_cancel() {
    let mut model = showing(page([1, 2]));
    let mut stage = Stage::showing(&model);
    stage.let_happen(&mut model, Message::RevokeChosen(id(2)));
    assert_eq!(stage.find("revoke-heading").text(), "Revoke “token-2”?");
    let cancel = stage.find("revoke").select("[data-action=close-dialog]").unwrap();
    assert!(cancel.has_focus());
}
