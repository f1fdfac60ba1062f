use gatepass_core::listing::SortBy;
use gatepass_core::status::Status;
use gatepass_core::wire::{Problem, ProblemKind};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message};
use crate::model::{Dialog, Failure, Focus, Generate, Model, Naming, Session};
use crate::samples::{NOON, answer, failure, new_token, page, showing, shown};
use crate::update::update;

fn naming(name: &str) -> Model {
    let mut model = showing(page([1, 3]));
    update(&mut model, Message::GenerateChosen, NOON);
    update(&mut model, Message::NameTyped(name.to_owned()), NOON);
    model
}

fn form(model: &Model) -> &Naming {
    match &model.dialog {
        Some(Dialog::Generate(Generate::Naming(naming))) => naming,
        other => panic!("the form is not open: {other:?}"),
    }
}

#[test]
fn the_empty_form_says_nothing_until_something_was_entered() {
    let mut model = showing(page([]));
    update(&mut model, Message::GenerateChosen, NOON);
    assert_eq!(form(&model).name_error, None);
    update(&mut model, Message::NameTyped("a".to_owned()), NOON);
    update(&mut model, Message::NameTyped(String::new()), NOON);
    assert_eq!(form(&model).name_error.as_deref(), Some("Enter a name."));
}

#[test]
fn a_name_that_is_wrong_is_not_sent() {
    let mut model = naming(" ");
    assert_eq!(update(&mut model, Message::NameSubmitted, NOON), None);
    assert_eq!(form(&model).name_error.as_deref(), Some("Enter a name."));
    assert_eq!(model.focus, Some(Focus::TokenName));
}

#[test]
fn a_name_is_sent_trimmed_and_once() {
    let mut model = naming(" ci ");
    let call = update(&mut model, Message::NameSubmitted, NOON);
    assert!(matches!(call, Some(Call::Issue(request)) if request.name.as_str() == "ci"));
    assert_eq!(update(&mut model, Message::NameSubmitted, NOON), None);
}

#[test]
fn what_the_server_says_about_the_name_stands_at_the_field() {
    let taken = Problem::of(ProblemKind::AlreadyExists).with_detail("Use another name.");
    let wrong = Problem::of_field("name", "Use another name.");
    for problem in [taken, wrong] {
        let mut model = naming("ci");
        update(&mut model, Message::NameSubmitted, NOON);
        update(&mut model, Message::Issued(Err(Failure::Problem(problem))), NOON);
        assert_eq!(form(&model).name_error.as_deref(), Some("Use another name."));
        assert!(!form(&model).is_sending);
    }
}

#[test]
fn an_answer_that_never_came_says_that_a_token_may_exist() {
    let mut model = naming("ci");
    update(&mut model, Message::NameSubmitted, NOON);
    update(&mut model, Message::Issued(Err(Failure::Unreachable)), NOON);
    let error = form(&model).form_error.clone().unwrap();
    assert!(error.contains("may have been generated"), "{error}");
}

#[test]
fn a_new_token_is_shown_and_stands_in_the_table_where_its_order_has_it() {
    let mut model = naming("token-2");
    update(&mut model, Message::NameSubmitted, NOON);
    let call = update(&mut model, Message::Issued(Ok(Box::new(new_token(2)))), NOON);
    assert!(matches!(model.dialog, Some(Dialog::Generate(Generate::Shown { .. }))));
    assert_eq!((shown(&model), model.focus), (vec![1, 2, 3], Some(Focus::CopyToken)));
    assert_eq!((model.list.total, model.list.totals.generated), (3, 3));
    answer(&mut model, call, Ok(page([1, 2, 3])));
    assert_eq!(model.list.fresh, Some(new_token(2).view.id));
}

#[test]
fn a_new_token_that_the_filter_would_hide_takes_the_filter_off() {
    let mut model = naming("token-2");
    update(&mut model, Message::SortToggled(SortBy::Name), NOON);
    update(&mut model, Message::FilterChosen(Some(Status::Active)), NOON);
    let call = update(&mut model, Message::Issued(Ok(Box::new(new_token(2)))), NOON);
    assert_eq!((model.list.choice.status, model.list.choice.sort), (None, SortBy::Name));
    answer(&mut model, call, Ok(page([2])));
    assert_eq!(shown(&model), [2]);
}

#[test]
fn a_token_that_arrives_after_its_dialog_was_closed_is_shown_all_the_same() {
    let mut model = naming("token-2");
    update(&mut model, Message::NameSubmitted, NOON);
    update(&mut model, Message::DialogClosed, NOON);
    update(&mut model, Message::Issued(Ok(Box::new(new_token(2)))), NOON);
    assert!(matches!(model.dialog, Some(Dialog::Generate(Generate::Shown { .. }))));
}

#[test]
fn closing_goes_back_to_the_button_that_opened() {
    let mut model = naming("token-2");
    update(&mut model, Message::Issued(Ok(Box::new(new_token(2)))), NOON);
    update(&mut model, Message::DialogClosed, NOON);
    assert_eq!((model.dialog, model.focus), (None, Some(Focus::Generate)));
}

#[test]
fn a_session_that_ended_meanwhile_leads_to_the_sign_in() {
    let mut model = naming("ci");
    let ended = Err(failure(ProblemKind::Unauthenticated));
    assert_eq!(update(&mut model, Message::Issued(ended), NOON), Some(Call::LoadSignInOptions));
    assert_eq!((model.session, model.dialog), (Session::Out, None));
}
