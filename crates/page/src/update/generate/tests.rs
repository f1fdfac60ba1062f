use gatepass_core::listing::SortBy;
use gatepass_core::status::Status;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{Me, Problem, ProblemKind};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message, NewToken};
use crate::model::{
    Attempt, Dialog, Expiry, Failure, Field, Focus, Form, Generate, Model, Session,
};
use crate::samples::{NOON, answer, failure, id, me, new_token, page, showing, shown};
use crate::update::update;

fn naming(name: &str) -> Model {
    let mut model = showing(page([1, 3]));
    update(&mut model, Message::GenerateChosen, NOON);
    update(&mut model, Message::FieldTyped(Field::Name, name.to_owned()), NOON);
    model
}

fn form(model: &Model) -> &Form {
    match &model.dialog {
        Some(Dialog::Generate(Generate::Asking(asking))) => &asking.form,
        other => panic!("the form is not open: {other:?}"),
    }
}

fn error(model: &Model) -> Option<&str> {
    form(model).errors.get(&Field::Name).map(String::as_str)
}

fn attempt(call: Option<Call>) -> Attempt {
    let Some(Call::Issue(attempt)) = call else { panic!("nothing is issued: {call:?}") };
    attempt
}

#[test]
fn the_empty_form_says_nothing_until_something_was_entered() {
    let mut model = showing(page([]));
    update(&mut model, Message::GenerateChosen, NOON);
    assert_eq!(error(&model), None);
    update(&mut model, Message::FieldTyped(Field::Name, "a".to_owned()), NOON);
    update(&mut model, Message::FieldTyped(Field::Name, String::new()), NOON);
    assert_eq!(error(&model), Some("Enter a name."));
}

#[test]
fn a_name_that_is_wrong_is_not_sent() {
    let mut model = naming(" ");
    assert_eq!(update(&mut model, Message::FormSubmitted, NOON), None);
    assert_eq!(error(&model), Some("Enter a name."));
    assert_eq!(model.focus, Some(Focus::Field(Field::Name)));
}

#[test]
fn a_name_is_sent_trimmed_and_once() {
    let mut model = naming(" ci ");
    let call = update(&mut model, Message::FormSubmitted, NOON);
    assert_eq!(attempt(call).request.name.as_str(), "ci");
    assert_eq!(update(&mut model, Message::FormSubmitted, NOON), None);
}

#[test]
fn what_the_server_says_about_the_name_stands_at_the_field() {
    let taken = Problem::of(ProblemKind::AlreadyExists).with_detail("Use another name.");
    let wrong = Problem::of_field("name", "Use another name.");
    for problem in [taken, wrong] {
        let mut model = naming("ci");
        update(&mut model, Message::FormSubmitted, NOON);
        update(&mut model, Message::Issued(Err(Failure::Problem(problem))), NOON);
        assert_eq!(error(&model), Some("Use another name."));
        assert!(!form(&model).is_sending);
    }
}

#[test]
fn an_answer_that_never_came_says_that_a_token_may_exist() {
    let mut model = naming("ci");
    update(&mut model, Message::FormSubmitted, NOON);
    update(&mut model, Message::Issued(Err(Failure::Unreachable)), NOON);
    let error = form(&model).form_error.clone().unwrap().sentence;
    assert!(error.contains("may have been generated"), "{error}");
}

#[test]
fn a_new_token_is_shown_and_stands_in_the_table_where_its_order_has_it() {
    let mut model = naming("token-2");
    update(&mut model, Message::FormSubmitted, NOON);
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
    update(&mut model, Message::FormSubmitted, NOON);
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

#[test]
fn reading_and_writing_are_preselected_as_far_as_the_role_goes_and_managing_never() {
    for (role, offered, expected) in [
        ("read", "read", "read"),
        ("read write", "read write", "read write"),
        ("introspect manage read", "read introspect manage", "read"),
    ] {
        let mut model = showing(page([]));
        let me = Me { scope: role.parse().unwrap(), ..me() };
        model.session = Session::In(Box::new(me));
        update(&mut model, Message::GenerateChosen, NOON);
        let words: Vec<&str> = form(&model).offered.iter().map(|scope| scope.as_str()).collect();
        assert_eq!(words.join(" "), offered);
        assert_eq!(form(&model).scopes, expected.parse().unwrap(), "{role}");
    }
}

#[test]
fn what_was_sent_and_not_answered_is_sent_again_as_it_was() {
    let mut model = naming("ci");
    update(&mut model, Message::ExpiryChosen(Expiry::InDays(7)), NOON);
    let first = attempt(update(&mut model, Message::FormSubmitted, NOON));
    update(&mut model, Message::Issued(Err(Failure::Unreachable)), NOON);
    let again = attempt(update(&mut model, Message::FormSubmitted, NOON + Seconds(60)));
    assert_eq!(again, first);
}

#[test]
fn a_form_that_was_changed_is_another_attempt() {
    let mut model = naming("ci");
    let first = attempt(update(&mut model, Message::FormSubmitted, NOON));
    update(&mut model, Message::Issued(Err(Failure::Unreachable)), NOON);
    update(&mut model, Message::FieldTyped(Field::Name, "cd".to_owned()), NOON);
    let second = attempt(update(&mut model, Message::FormSubmitted, NOON));
    assert_ne!(second.number, first.number);
    assert_eq!(second.request.name.as_str(), "cd");
    update(&mut model, Message::DialogClosed, NOON);
    update(&mut model, Message::GenerateChosen, NOON);
    update(&mut model, Message::FieldTyped(Field::Name, "cd".to_owned()), NOON);
    let third = attempt(update(&mut model, Message::FormSubmitted, NOON));
    assert!(third.number != second.number && third.request == second.request);
}

#[test]
fn a_repeated_answer_without_the_token_says_that_it_cannot_be_shown() {
    let mut model = naming("token-2");
    update(&mut model, Message::FormSubmitted, NOON);
    let new = NewToken { has_token: false, ..new_token(2) };
    update(&mut model, Message::Issued(Ok(Box::new(new))), NOON);
    assert!(
        matches!(&model.dialog, Some(Dialog::Generate(Generate::Lost(view))) if view.id == id(2))
    );
    assert_eq!(shown(&model), [1, 2, 3]);
}
