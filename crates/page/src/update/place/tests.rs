use gatepass_core::route::View;
use gatepass_core::time::Seconds;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Address, Call, Message};
use crate::model::{Copied, CopyOutcome, CopySource, Model, Theme};
use crate::samples::{NOON, id, page, revoked, showing};
use crate::update::update;

#[test]
fn home_leads_to_the_tokens() {
    let mut model = Model::new(Theme::System);
    let home = Address { view: View::Home, link: None, refused: None, tenant: None, to: None };
    assert_eq!(update(&mut model, Message::Opened(home), NOON), Some(Call::LoadMe));
    assert_eq!(model.place.view, View::ApiTokens);
}

#[test]
fn a_message_stays_for_a_while_and_can_be_taken_away() {
    let mut model = showing(page([1, 2]));
    for number in [1, 2] {
        let outcome = Ok(revoked(number));
        update(&mut model, Message::Revoked { id: id(number), outcome }, NOON);
    }
    let first = model.toasts.shown()[0].id;
    update(&mut model, Message::ToastDismissed(first), NOON);
    assert_eq!(model.toasts.shown().len(), 1);
    update(&mut model, Message::Ticked, NOON + Seconds(10));
    assert_eq!(model.toasts.shown().len(), 1);
    update(&mut model, Message::Ticked, NOON + Seconds(30));
    assert!(model.toasts.shown().is_empty());
}

#[test]
fn a_theme_is_kept() {
    let mut model = Model::new(Theme::System);
    let call = update(&mut model, Message::ThemeChosen(Theme::Dark), NOON);
    assert_eq!((model.theme, call), (Theme::Dark, Some(Call::KeepTheme(Theme::Dark))));
    assert_eq!(Theme::of(Theme::Dark.as_str()), Theme::Dark);
}

#[test]
fn a_copy_button_answers_for_a_moment_unless_another_was_pressed() {
    let mut model = showing(page([1]));
    let copied = |source| Copied { source, outcome: CopyOutcome::Done };
    update(&mut model, Message::CopyAnswered(copied(CopySource::Url)), NOON);
    update(&mut model, Message::CopyAnswered(copied(CopySource::Curl)), NOON);
    update(&mut model, Message::CopySettled(CopySource::Url), NOON);
    assert_eq!(model.copied, Some(copied(CopySource::Curl)));
    update(&mut model, Message::CopySettled(CopySource::Curl), NOON);
    assert_eq!(model.copied, None);
}
