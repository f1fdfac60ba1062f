use gatepass_core::wire::{EditUser, Problem, UserView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{called, changed, dialog, enter, happen, listing, shown};
use crate::message::{Call, Message, UserChange, UsersCall, UsersMessage};
use crate::model::{
    Failure, Focus, Model, ToastKind, UserField, UserForm, UsersDialog, UsersFocus, UsersToast,
};
use crate::samples::{NOON, me, showing_users, sub, user};
use crate::update::update;

fn bob() -> UserView {
    UserView { email: Some("bob@example.com".parse().unwrap()), ..user("Bob") }
}

/// A page with Bob, whose form is open.
fn editing() -> Model {
    let mut model = showing_users(&["Ada", "Bob"]);
    model.users.list.answer.as_mut().unwrap().data[1] = bob();
    assert_eq!(happen(&mut model, UsersMessage::EditChosen(sub("Bob"))), None);
    model
}

fn form(model: &Model) -> &UserForm {
    let UsersDialog::Form(form) = dialog(model) else { panic!("{:?}", model.dialog) };
    form
}

#[test]
fn the_form_has_what_the_user_is_and_asks_for_what_differs_alone() {
    let mut model = editing();
    assert_eq!(
        (form(&model).name.as_str(), form(&model).email.as_str()),
        ("Bob", "bob@example.com")
    );
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Field(UserField::Name))));
    enter(&mut model, UserField::Name, " Robert ");
    let call = called(happen(&mut model, UsersMessage::FormSubmitted));
    let request = EditUser { name: "Robert".parse().ok(), ..EditUser::default() };
    assert_eq!(call, UsersCall::Edit(sub("Bob"), request));
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);

    let mut model = editing();
    enter(&mut model, UserField::Email, "");
    let call = called(happen(&mut model, UsersMessage::FormSubmitted));
    let request = EditUser { email: Some(None), ..EditUser::default() };
    assert_eq!(call, UsersCall::Edit(sub("Bob"), request));
}

#[test]
fn where_nothing_differs_nothing_is_asked_for_and_the_focus_goes_back() {
    let mut model = editing();
    enter(&mut model, UserField::Name, "Bob ");
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);
    assert_eq!(model.dialog, None);
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::MenuOf(sub("Bob")))));
}

#[test]
fn what_is_wrong_is_not_sent() {
    let mut model = editing();
    enter(&mut model, UserField::Email, "bob@");
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);
    assert!(form(&model).email_error.is_some() && !form(&model).is_sending);
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Field(UserField::Email))));
}

#[test]
fn what_the_server_says_about_a_field_stands_at_it() {
    for (field, focus) in [("name", UserField::Name), ("email", UserField::Email)] {
        let mut model = editing();
        enter(&mut model, UserField::Name, "Robert");
        happen(&mut model, UsersMessage::FormSubmitted);
        let wrong = Err(Failure::Problem(Problem::of_field(field, "Not this one.")));
        happen(&mut model, changed(sub("Bob"), UserChange::Details, wrong));
        let errors = [&form(&model).name_error, &form(&model).email_error];
        let said = errors.into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(said, ["Not this one."]);
        assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Field(focus))));
        assert!(model.toasts.shown().is_empty());
        assert!(happen(&mut model, UsersMessage::FormSubmitted).is_some());
    }
}

#[test]
fn what_else_goes_wrong_stands_below_the_fields_or_is_said_in_passing() {
    let lost = || changed(sub("Bob"), UserChange::Details, Err(Failure::Unreachable));
    let mut model = editing();
    happen(&mut model, lost());
    assert!(form(&model).form_error.is_some() && model.toasts.shown().is_empty());
    // The dialog is about somebody else by now.
    happen(&mut model, UsersMessage::EditChosen(sub("Ada")));
    happen(&mut model, lost());
    assert_eq!(form(&model).form_error, None);
    assert!(model.toasts.shown().last().unwrap().kind.is_error());
}

#[test]
fn a_change_that_was_made_is_seen_in_the_row_and_said() {
    let mut model = editing();
    let robert = UserView { name: "Robert".parse().unwrap(), ..bob() };
    listing(happen(&mut model, changed(sub("Bob"), UserChange::Details, Ok(robert))));
    assert_eq!((&model.dialog, shown(&model)), (&None, vec!["Ada", "Robert"]));
    let name = "Robert".parse().unwrap();
    let toast = &model.toasts.shown().last().unwrap().kind;
    assert_eq!(*toast, ToastKind::Users(UsersToast::Edited { name }));
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::MenuOf(sub("Bob")))));
}

#[test]
fn who_changes_their_own_name_is_known_anew() {
    let mut model = editing();
    let own = UserView { sub: me().sub, ..bob() };
    let call = happen(&mut model, changed(me().sub, UserChange::Details, Ok(own)));
    assert_eq!(call, Some(Call::LoadMe));
}

#[test]
fn closing_the_form_leads_back_to_the_menu() {
    let mut model = editing();
    update(&mut model, Message::DialogClosed, NOON);
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::MenuOf(sub("Bob")))));
}
