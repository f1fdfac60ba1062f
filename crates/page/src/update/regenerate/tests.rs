use gatepass_core::time::Seconds;
use gatepass_core::wire::{Overlap, ProblemKind, RegenerateToken, TokenView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message, NewToken};
use crate::model::{Dialog, Expiry, Failure, Focus, Generate, Model, Session};
use crate::samples::{NOON, failure, id, new_token, page, showing, token};
use crate::update::update;
use crate::words;

fn regenerating(view: TokenView) -> Model {
    let mut page = page([2]);
    page.data.insert(0, view);
    let mut model = showing(page);
    update(&mut model, Message::RegenerateChosen(id(1)), NOON);
    model
}

fn request(model: &mut Model) -> RegenerateToken {
    match update(model, Message::RegenerateConfirmed, NOON) {
        Some(Call::Regenerate { id: regenerated, request }) if regenerated == id(1) => request,
        other => panic!("nothing is regenerated: {other:?}"),
    }
}

fn error(model: &Model) -> Option<&str> {
    match &model.dialog {
        Some(Dialog::Regenerate(regenerate)) => regenerate.error.as_deref(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_old_token_ends_at_once_unless_an_overlap_is_chosen() {
    let mut model = regenerating(token(1));
    assert_eq!(request(&mut model), RegenerateToken { overlap: Overlap::None, exp: None });
    let mut model = regenerating(token(1));
    update(&mut model, Message::OverlapChosen(Overlap::Day), NOON);
    assert_eq!(request(&mut model).overlap, Overlap::Day);
}

#[test]
fn regenerating_is_sent_once() {
    let mut model = regenerating(token(1));
    request(&mut model);
    assert_eq!(update(&mut model, Message::RegenerateConfirmed, NOON), None);
}

#[test]
fn a_token_that_has_expired_gets_a_new_expiry_with_it() {
    let mut model = regenerating(TokenView { exp: Some(NOON), ..token(1) });
    update(&mut model, Message::ExpiryChosen(Expiry::InDays(7)), NOON);
    assert_eq!(request(&mut model).exp, Some(NOON + Seconds::days(7)));
}

#[test]
fn the_new_token_is_shown_once_even_if_the_dialog_was_closed() {
    for closes in [false, true] {
        let mut model = regenerating(token(1));
        request(&mut model);
        if closes {
            update(&mut model, Message::DialogClosed, NOON);
        }
        let view = TokenView { retiring_until: Some(NOON + Seconds(60)), ..token(1) };
        let new = NewToken { view: view.clone(), ..new_token(1) };
        update(&mut model, Message::Regenerated(Ok(Box::new(new))), NOON);
        assert!(matches!(
            &model.dialog,
            Some(Dialog::Generate(Generate::Shown { is_new: false, .. }))
        ));
        assert_eq!(words::generate(model.dialog.as_ref()), "Regenerate “token-1”");
        assert_eq!(model.focus, Some(Focus::CopyToken));
        assert_eq!(model.list.find(id(1)), Some(&view));
    }
}

#[test]
fn a_refusal_stands_in_the_dialog_and_a_lost_answer_says_what_to_do() {
    let mut model = regenerating(token(1));
    request(&mut model);
    let refused = Err(failure(ProblemKind::Conflict));
    update(&mut model, Message::Regenerated(refused), NOON);
    assert!(error(&model).is_some());
    request(&mut model);
    update(&mut model, Message::Regenerated(Err(Failure::Unreachable)), NOON);
    assert!(error(&model).unwrap().contains("regenerate it once more"));
}

#[test]
fn a_session_that_ended_meanwhile_leads_to_the_sign_in() {
    let mut model = regenerating(token(1));
    let ended = Err(failure(ProblemKind::Unauthenticated));
    update(&mut model, Message::Regenerated(ended), NOON);
    assert_eq!(model.session, Session::Out);
}
