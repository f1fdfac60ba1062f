mod edit;

use gatepass_core::id::Subject;
use gatepass_core::person::UserCursor;
use gatepass_core::policy::Role;
use gatepass_core::route::View;
use gatepass_core::scim::RoleSource;
use gatepass_core::wire::{AddUser, EditUser, Impact, Intent, Problem, ProblemKind, UserView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Call, Message, NewUser, UserChange, UsersCall, UsersMessage};
use crate::model::{
    Dialog, Failure, Focus, Model, Session, ToastKind, UserField, UsersDialog, UsersFocus,
    UsersToast,
};
use crate::samples::{NOON, failure, me, showing_users, signed_in, sub, user, user_page};
use crate::update::update;

fn happen(model: &mut Model, message: UsersMessage) -> Option<Call> {
    update(model, Message::Users(message), NOON)
}

fn called(call: Option<Call>) -> UsersCall {
    let Some(Call::Users(call)) = call else { panic!("{call:?}") };
    call
}

fn listing(call: Option<Call>) -> u32 {
    let UsersCall::List { number, .. } = called(call) else { panic!("no list") };
    number
}

fn shown(model: &Model) -> Vec<&str> {
    model.users.rows().iter().map(|user| user.name.as_str()).collect()
}

fn dialog(model: &Model) -> &UsersDialog {
    let Some(Dialog::Users(dialog)) = &model.dialog else { panic!("{:?}", model.dialog) };
    dialog
}

fn enter(model: &mut Model, field: UserField, text: &str) -> Option<Call> {
    happen(model, UsersMessage::Entered(field, text.to_owned()))
}

fn changed(sub: Subject, change: UserChange, outcome: Result<UserView, Failure>) -> UsersMessage {
    UsersMessage::Changed { sub, change, outcome }
}

#[test]
fn the_view_asks_for_the_users_as_it_opens_and_again_as_time_passes() {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(View::Users), NOON);
    let number = listing(call);
    // It is being asked: not twice at once.
    assert_eq!(update(&mut model, Message::Ticked, NOON), None);
    happen(&mut model, UsersMessage::Listed { number, outcome: Ok(user_page(&["Ada", "Bob"])) });
    assert_eq!(shown(&model), ["Ada", "Bob"]);
    listing(update(&mut model, Message::Ticked, NOON));
}

#[test]
fn who_does_not_administer_asks_for_nobody() {
    let mut model = signed_in();
    let mut other = me();
    other.is_full_administrator = false;
    model.session = Session::In(Box::new(other));
    assert_eq!(update(&mut model, Message::ViewChosen(View::Users), NOON), None);
}

#[test]
fn the_end_of_the_session_leaves_nobody_on_the_page() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let number = listing(update(&mut model, Message::Ticked, NOON));
    let ended = Err(failure(ProblemKind::Unauthenticated));
    happen(&mut model, UsersMessage::Listed { number, outcome: ended });
    assert_eq!((model.place.view, shown(&model).len()), (View::SignIn, 0));
}

#[test]
fn the_rest_of_the_list_is_put_behind_and_stays_when_the_beginning_is_asked_for_again() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let cursor = UserCursor { name_key: "bob".to_owned(), subject: sub("Bob") };
    let mut page = user_page(&["Ada", "Bob"]);
    (page.has_next, page.cursor) = (true, Some(cursor.clone()));
    let number = listing(update(&mut model, Message::Ticked, NOON));
    happen(&mut model, UsersMessage::Listed { number, outcome: Ok(page.clone()) });
    let call = called(happen(&mut model, UsersMessage::MoreChosen));
    let UsersCall::ListMore { number, query } = call else { panic!("{call:?}") };
    assert_eq!(query.cursor, Some(cursor));
    assert_eq!(happen(&mut model, UsersMessage::MoreChosen), None);
    let outcome = Ok(user_page(&["Bob", "Carol"]));
    happen(&mut model, UsersMessage::ListedMore { number, outcome });
    assert_eq!(shown(&model), ["Ada", "Bob", "Carol"]);
    let number = listing(update(&mut model, Message::Ticked, NOON));
    happen(&mut model, UsersMessage::Listed { number, outcome: Ok(page) });
    assert_eq!(shown(&model), ["Ada", "Bob", "Carol"]);
    assert_eq!(happen(&mut model, UsersMessage::MoreChosen), None);
}

#[test]
fn a_search_begins_once_nothing_was_entered_for_a_moment() {
    let mut model = showing_users(&["Ada", "Bob"]);
    happen(&mut model, UsersMessage::SearchTyped("a".to_owned()));
    happen(&mut model, UsersMessage::SearchTyped("ad ".to_owned()));
    assert_eq!(happen(&mut model, UsersMessage::SearchSettled("a".to_owned())), None);
    let call = called(happen(&mut model, UsersMessage::SearchSettled("ad ".to_owned())));
    let UsersCall::List { query, .. } = call else { panic!("{call:?}") };
    assert_eq!(query.search.as_deref(), Some("ad"));
    let call = called(happen(&mut model, UsersMessage::SearchCleared));
    assert!(matches!(call, UsersCall::List { query, .. } if query.search.is_none()));
    assert_eq!(model.users.typed, "");
}

#[test]
fn a_form_that_lacks_something_is_not_sent_and_says_what_it_lacks() {
    let mut model = showing_users(&["Ada"]);
    happen(&mut model, UsersMessage::AddChosen);
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);
    let UsersDialog::Form(form) = dialog(&model) else { panic!() };
    assert_eq!(form.name_error.as_deref(), Some("Enter a name."));
    assert_eq!(form.role_error.as_deref(), Some("Choose a role."));
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Field(UserField::Name))));
    enter(&mut model, UserField::Name, "Bob");
    enter(&mut model, UserField::Email, "bob@");
    enter(&mut model, UserField::Role, "security-reader");
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);
    let UsersDialog::Form(form) = dialog(&model) else { panic!() };
    assert!(form.email_error.is_some() && form.name_error.is_none() && form.role_error.is_none());
    enter(&mut model, UserField::Email, "bob@example.com");
    let call = called(happen(&mut model, UsersMessage::FormSubmitted));
    let expected = AddUser {
        name: "Bob".parse().unwrap(),
        email: Some("bob@example.com".parse().unwrap()),
        role: Role::SECURITY_READER,
    };
    assert_eq!(call, UsersCall::Add(expected));
    assert_eq!(happen(&mut model, UsersMessage::FormSubmitted), None);
}

#[test]
fn what_the_server_says_about_a_field_stands_at_it() {
    for (field, focus) in
        [("name", UserField::Name), ("email", UserField::Email), ("role", UserField::Role)]
    {
        let mut model = showing_users(&["Ada"]);
        happen(&mut model, UsersMessage::AddChosen);
        let wrong = Failure::Problem(Problem::of_field(field, "Not this one."));
        happen(&mut model, UsersMessage::Added(Err(wrong)));
        let UsersDialog::Form(form) = dialog(&model) else { panic!() };
        let errors = [&form.name_error, &form.email_error, &form.role_error, &form.form_error];
        assert_eq!(errors.iter().filter(|error| error.is_some()).count(), 1);
        assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Field(focus))));
    }
    let mut model = showing_users(&["Ada"]);
    happen(&mut model, UsersMessage::AddChosen);
    happen(&mut model, UsersMessage::Added(Err(Failure::Unreachable)));
    let UsersDialog::Form(form) = dialog(&model) else { panic!() };
    assert!(form.form_error.is_some());
}

#[test]
fn who_was_added_is_shown_with_their_link_even_if_the_dialog_was_closed() {
    let mut model = showing_users(&["Ada"]);
    happen(&mut model, UsersMessage::AddChosen);
    update(&mut model, Message::DialogClosed, NOON);
    let new = NewUser { view: user("Bob"), link_ends_at: NOON };
    listing(happen(&mut model, UsersMessage::Added(Ok(Box::new(new)))));
    let UsersDialog::Link(link) = dialog(&model) else { panic!() };
    assert_eq!((link.name.as_str(), link.is_new_user, link.ends_at), ("Bob", true, Some(NOON)));
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::CopyLink)));
    update(&mut model, Message::DialogClosed, NOON);
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::Add)));
}

#[test]
fn where_roles_come_from_elsewhere_none_is_changed_here() {
    for source in RoleSource::ALL {
        let mut model = showing_users(&["Bob"]);
        model.users.list.answer.as_mut().unwrap().role_source = source;
        assert_eq!(happen(&mut model, UsersMessage::RoleChosen(sub("Bob"))), None);
        assert_eq!(model.dialog.is_some(), source == RoleSource::ByHand);
    }
}

#[test]
fn each_role_that_is_looked_at_is_asked_about_and_only_the_last_answer_counts() {
    let mut model = showing_users(&["Ada", "Bob"]);
    happen(&mut model, UsersMessage::RoleChosen(sub("Bob")));
    assert_eq!(happen(&mut model, UsersMessage::Confirmed), None, "it is the role they have");
    let first = called(enter(&mut model, UserField::Role, "global-reader"));
    let second = called(enter(&mut model, UserField::Role, "security-operator"));
    let UsersCall::AskImpact { number: first, .. } = first else { panic!("{first:?}") };
    let UsersCall::AskImpact { number, sub: whom, intent } = second else { panic!("{second:?}") };
    assert_eq!((whom, intent), (sub("Bob"), Intent::Role(Role::SECURITY_OPERATOR)));
    let told = |tokens| Ok(Impact { tokens, ..Impact::default() });
    happen(&mut model, UsersMessage::ImpactAnswered { number: first, outcome: told(1) });
    happen(&mut model, UsersMessage::ImpactAnswered { number, outcome: told(2) });
    let UsersDialog::Role(form) = dialog(&model) else { panic!() };
    assert_eq!(form.impact.answer.as_ref().map(|impact| impact.tokens), Some(2));
    let call = called(happen(&mut model, UsersMessage::Confirmed));
    let request = EditUser { role: Some(Role::SECURITY_OPERATOR), ..EditUser::default() };
    assert_eq!(call, UsersCall::Edit(sub("Bob"), request));
    assert_eq!(happen(&mut model, UsersMessage::Confirmed), None);
    // Back at the role that they have, nothing is asked and nothing said.
    let mut model = showing_users(&["Bob"]);
    happen(&mut model, UsersMessage::RoleChosen(sub("Bob")));
    enter(&mut model, UserField::Role, "global-reader");
    assert_eq!(enter(&mut model, UserField::Role, "security-reader"), None);
    let UsersDialog::Role(form) = dialog(&model) else { panic!() };
    assert!(form.impact.answer.is_none() && !form.impact.is_pending());
}

#[test]
fn deprovisioning_asks_first_and_says_what_will_happen() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let call = called(happen(&mut model, UsersMessage::DeprovisionChosen(sub("Bob"))));
    let UsersCall::AskImpact { number, intent, .. } = call else { panic!("{call:?}") };
    assert_eq!(intent, Intent::Deprovision);
    happen(&mut model, UsersMessage::ImpactAnswered { number, outcome: Ok(Impact::default()) });
    let call = called(happen(&mut model, UsersMessage::Confirmed));
    assert_eq!(call, UsersCall::Deprovision(sub("Bob")));
    assert_eq!(happen(&mut model, UsersMessage::Confirmed), None);
}

#[test]
fn a_change_that_was_made_is_seen_in_the_row_and_said() {
    let mut model = showing_users(&["Ada", "Bob"]);
    happen(&mut model, UsersMessage::RoleChosen(sub("Bob")));
    let bob = UserView { role: Role::SECURITY_OPERATOR, ..user("Bob") };
    listing(happen(&mut model, changed(sub("Bob"), UserChange::Role, Ok(bob))));
    assert_eq!(model.dialog, None);
    assert_eq!(model.users.find(sub("Bob")).unwrap().role, Role::SECURITY_OPERATOR);
    let toast = &model.toasts.shown().last().unwrap().kind;
    assert!(matches!(toast, ToastKind::Users(UsersToast::RoleChanged { .. })), "{toast:?}");
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::MenuOf(sub("Bob")))));
}

#[test]
fn a_change_that_was_refused_is_said_where_it_was_asked_for() {
    let refused = || Err(failure(ProblemKind::Conflict));
    let mut model = showing_users(&["Ada"]);
    happen(&mut model, UsersMessage::DeprovisionChosen(sub("Ada")));
    happen(&mut model, UsersMessage::Confirmed);
    happen(&mut model, changed(sub("Ada"), UserChange::Deprovisioned, refused()));
    let UsersDialog::Deprovision(question) = dialog(&model) else { panic!() };
    assert!(question.error.is_some() && !question.is_sending);
    assert!(model.toasts.shown().is_empty());
    // Nothing is open that could say it.
    let mut model = showing_users(&["Ada"]);
    let call = called(happen(&mut model, UsersMessage::ReprovisionChosen(sub("Ada"))));
    assert_eq!(call, UsersCall::Reprovision(sub("Ada")));
    happen(&mut model, changed(sub("Ada"), UserChange::Reprovisioned, refused()));
    assert!(model.toasts.shown().last().unwrap().kind.is_error());
}

#[test]
fn another_link_is_made_when_asked_for_and_shown_in_its_dialog_alone() {
    let mut model = showing_users(&["Ada", "Bob"]);
    happen(&mut model, UsersMessage::LinkChosen(sub("Bob")));
    let call = called(happen(&mut model, UsersMessage::Confirmed));
    assert_eq!(call, UsersCall::MakeLink(sub("Bob")));
    assert_eq!(happen(&mut model, UsersMessage::Confirmed), None);
    happen(&mut model, UsersMessage::LinkMade(Ok(NOON)));
    let UsersDialog::Link(link) = dialog(&model) else { panic!() };
    assert_eq!((link.ends_at, link.is_new_user), (Some(NOON), false));
    update(&mut model, Message::DialogClosed, NOON);
    assert_eq!(model.focus, Some(Focus::Users(UsersFocus::MenuOf(sub("Bob")))));
    happen(&mut model, UsersMessage::LinkMade(Ok(NOON)));
    assert_eq!(model.dialog, None);
}

#[test]
fn what_the_server_rules_out_is_not_sent_and_what_it_could_not_say_may_be_tried() {
    for (answer, is_sent) in [(failure(ProblemKind::Conflict), false), (Failure::Unreachable, true)]
    {
        let mut model = showing_users(&["Ada"]);
        let call = called(happen(&mut model, UsersMessage::DeprovisionChosen(sub("Ada"))));
        let UsersCall::AskImpact { number, .. } = call else { panic!("{call:?}") };
        happen(&mut model, UsersMessage::ImpactAnswered { number, outcome: Err(answer) });
        assert_eq!(happen(&mut model, UsersMessage::Confirmed).is_some(), is_sent);
    }
}

#[test]
fn who_changes_themselves_or_was_demoted_meanwhile_is_known_anew() {
    let mut model = showing_users(&["Ada"]);
    let mut own = user("Ada");
    own.sub = me().sub;
    let call = happen(&mut model, changed(me().sub, UserChange::Role, Ok(own)));
    assert_eq!(call, Some(Call::LoadMe));
    let number = listing(update(&mut model, Message::Ticked, NOON));
    let denied = Err(failure(ProblemKind::PermissionDenied));
    let call = happen(&mut model, UsersMessage::Listed { number, outcome: denied.clone() });
    assert_eq!((call, model.users.rows().len()), (Some(Call::LoadMe), 0));
    assert_eq!(happen(&mut model, UsersMessage::Listed { number, outcome: denied }), None);
}
