use gatepass_core::agents::AgentKind;
use gatepass_core::token::{InspectError, TokenKind};
use gatepass_core::wire::{ProblemKind, RevocationView, TokenView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, CheckCall, CheckMessage, Claim, Message};
use crate::model::{Check, Dialog, Focus, Model, Session, ToastKind};
use crate::samples::{NOON, failure, id, me, page, revoked, showing, shown, token};
use crate::update::update;

fn tell(model: &mut Model, message: CheckMessage) -> Option<Call> {
    update(model, Message::Check(message), NOON)
}

fn opened() -> Model {
    let mut model = showing(page([1, 2]));
    assert_eq!(tell(&mut model, CheckMessage::Chosen), None);
    model
}

fn check(model: &Model) -> &Check {
    model.dialog.as_ref().unwrap().check().unwrap()
}

fn claim(number: u32, kind: TokenKind) -> CheckMessage {
    CheckMessage::Read(Ok(Claim { id: id(number), kind }))
}

fn answered(number: u32, outcome: Result<TokenView, ProblemKind>) -> CheckMessage {
    let outcome = outcome.map(Box::new).map_err(failure);
    CheckMessage::Answered { id: id(number), outcome }
}

/// A page on which this token was found.
fn found(view: TokenView) -> Model {
    let mut model = opened();
    tell(&mut model, claim(7, TokenKind::User));
    tell(&mut model, answered(7, Ok(view)));
    model
}

#[test]
fn what_is_pasted_is_read_by_the_installations_prefixes() {
    let mut model = opened();
    assert_eq!(check(&model), &Check::Waiting);
    let call = tell(&mut model, CheckMessage::Entered);
    assert_eq!(call, Some(Call::Check(CheckCall::Read(me().token_prefixes))));
}

#[test]
fn of_what_is_no_token_the_server_is_not_asked() {
    let mut model = opened();
    for error in [InspectError::Empty, InspectError::Check, InspectError::Short(3)] {
        assert_eq!(tell(&mut model, CheckMessage::Read(Err(error))), None);
        assert_eq!(check(&model), &Check::Wrong(error));
    }
}

#[test]
fn nor_of_another_tenants_or_of_an_agents() {
    let mut model = opened();
    assert_eq!(tell(&mut model, claim(1, TokenKind::SiemAgent)), None);
    assert_eq!(check(&model), &Check::Agent(AgentKind::SiemAgent, id(1)));
    let other = "otherx0000000001".parse().unwrap();
    let read = CheckMessage::Read(Ok(Claim { id: other, kind: TokenKind::User }));
    assert_eq!(tell(&mut model, read), None);
    assert_eq!(check(&model), &Check::OtherTenant(other.tenant));
}

#[test]
fn of_a_token_the_server_is_asked_by_its_id_alone() {
    let mut model = opened();
    let call = tell(&mut model, claim(7, TokenKind::User));
    assert_eq!(call, Some(Call::Check(CheckCall::Find(id(7)))));
    assert_eq!(check(&model), &Check::Asking(id(7)));
    tell(&mut model, answered(7, Ok(token(7))));
    assert_eq!(check(&model), &Check::Found(Box::new(token(7)), NOON));
}

#[test]
fn a_token_that_is_not_there_to_be_seen_is_told_from_a_server_that_does_not_answer() {
    let mut model = opened();
    tell(&mut model, claim(7, TokenKind::User));
    tell(&mut model, answered(7, Err(ProblemKind::NotFound)));
    assert_eq!(check(&model), &Check::Unknown(id(7)));
    assert_eq!(tell(&mut model, CheckMessage::RetryChosen), None);

    tell(&mut model, claim(7, TokenKind::User));
    tell(&mut model, answered(7, Err(ProblemKind::Unavailable)));
    assert!(matches!(check(&model), Check::Failed(..)));
    let again = tell(&mut model, CheckMessage::RetryChosen);
    assert_eq!(again, Some(Call::Check(CheckCall::Find(id(7)))));
}

#[test]
fn an_answer_about_what_was_pasted_before_is_let_be() {
    let mut model = opened();
    tell(&mut model, claim(7, TokenKind::User));
    tell(&mut model, CheckMessage::Read(Err(InspectError::Check)));
    tell(&mut model, answered(7, Ok(token(7))));
    assert_eq!(check(&model), &Check::Wrong(InspectError::Check));
    update(&mut model, Message::DialogClosed, NOON);
    tell(&mut model, answered(7, Ok(token(7))));
    tell(&mut model, claim(8, TokenKind::User));
    assert_eq!(model.dialog, None);
}

#[test]
fn what_was_found_is_revoked_after_the_usual_question_though_no_row_has_it() {
    let mut model = found(token(7));
    assert_eq!(tell(&mut model, CheckMessage::RevokeChosen), None);
    let Some(Dialog::Revoke(question)) = &model.dialog else { panic!("{:?}", model.dialog) };
    assert_eq!(question.tokens, [(id(7), token(7).name)]);
    assert_eq!(update(&mut model, Message::RevokeConfirmed, NOON), Some(Call::Revoke(id(7))));
    update(&mut model, Message::Revoked { id: id(7), outcome: Ok(revoked(7)) }, NOON);
    assert_eq!((&model.dialog, shown(&model)), (&None, vec![1, 2]));
    assert_eq!(model.focus, Some(Focus::Check));
    let toast = &model.toasts.shown().last().unwrap().kind;
    assert!(matches!(toast, ToastKind::Revoked { name, .. } if *name == token(7).name));
}

#[test]
fn what_has_ended_is_not_revoked_again() {
    let revoked = Some(RevocationView { at: NOON, by: "Ann Fischer".parse().unwrap() });
    let mut model = found(TokenView { revoked, ..token(7) });
    assert_eq!(tell(&mut model, CheckMessage::RevokeChosen), None);
    assert!(matches!(check(&model), Check::Found(..)));
}

#[test]
fn nothing_is_checked_where_nobody_is_signed_in() {
    let mut model = Model { session: Session::Out, ..opened() };
    model.dialog = None;
    for message in [CheckMessage::Chosen, CheckMessage::Entered] {
        assert_eq!((tell(&mut model, message), &model.dialog), (None, &None));
    }
    let mut model = opened();
    tell(&mut model, claim(7, TokenKind::User));
    tell(&mut model, answered(7, Err(ProblemKind::Unauthenticated)));
    assert_eq!(model.dialog, None);
}
