use gatepass_core::people::UserState;
use gatepass_core::policy::Role;
use gatepass_core::wire::{Impact, ProblemKind, Share, UserView};
use wasm_bindgen_test::wasm_bindgen_test as test;

use web_sys::Event;

use super::{SecretText, Stage};
use crate::dom::{Gesture, Listener};
use crate::message::{Message, NewUser, UsersMessage};
use crate::model::{Copied, CopyOutcome, CopySource, Model, UserField};
use crate::samples::{NOON, failure, showing_users, sub, user, user_page};

fn happen(stage: &mut Stage, model: &mut Model, message: UsersMessage) {
    stage.let_happen(model, Message::Users(message));
}

fn view(stage: &Stage) -> crate::dom::Part {
    stage.find("view-users")
}

fn rows(stage: &Stage) -> Vec<crate::dom::Part> {
    stage.root.select_all("[data-test=user-row]")
}

#[test]
fn a_row_says_role_and_state_in_words_and_offers_what_can_be_done() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let gone = UserView {
        state: UserState::Deprovisioned,
        deprovisioned_at: Some(NOON),
        last_sign_in_at: None,
        email: Some("bob@example.com".parse().unwrap()),
        ..user("Bob")
    };
    model.users.list.answer.as_mut().unwrap().data[1] = gone;
    let stage = Stage::showing(&model);
    let rows = rows(&stage);
    let text = |row: usize, name: &str| rows[row].find(name).unwrap().text();
    assert_eq!((text(0, "name"), text(0, "role")), ("Ada".into(), "Security reader".into()));
    assert_eq!(
        (text(0, "state-word"), text(1, "state-word")),
        ("Active".into(), "Deprovisioned".into())
    );
    assert_eq!((text(0, "tokens"), text(1, "email")), ("2".into(), "bob@example.com".into()));
    let is_hidden = |row: usize, name: &str| rows[row].find(name).unwrap().element().hidden();
    assert!(is_hidden(0, "never") && !is_hidden(1, "never"));
    assert!(is_hidden(0, "reprovision-user") && !is_hidden(0, "deprovision-user"));
    assert!(!is_hidden(1, "reprovision-user") && is_hidden(1, "deprovision-user"));
    assert!(is_hidden(1, "new-link"));
    let item = rows[1].find("reprovision-user").unwrap();
    assert_eq!(item.attribute("data-id"), Some(sub("Bob").to_string()));
}

#[test]
fn one_of_skeleton_table_nobody_and_failed_is_shown() {
    let open = || {
        let mut model = crate::samples::signed_in();
        let users = Message::ViewChosen(gatepass_core::route::View::Users);
        crate::update::update(&mut model, users, NOON);
        model
    };
    let answered = |outcome| {
        let mut model = open();
        model.users.list.forget();
        let number = model.users.list.ask();
        let message = Message::Users(UsersMessage::Listed { number, outcome });
        crate::update::update(&mut model, message, NOON);
        model
    };
    for (model, expected) in [
        (open(), "skeleton"),
        (answered(Ok(user_page(&["Ada"]))), "table"),
        (answered(Ok(user_page(&[]))), "empty"),
        (answered(Err(failure(ProblemKind::Unavailable))), "failed"),
    ] {
        let stage = Stage::showing(&model);
        let is_shown =
            |name: &&str| view(&stage).find(name).unwrap().element().offset_parent().is_some();
        let visible: Vec<_> =
            ["skeleton", "table", "empty", "failed"].into_iter().filter(is_shown).collect();
        assert_eq!(visible, [expected]);
    }
}

#[test]
fn the_form_offers_the_roles_and_says_what_one_allows() {
    let mut model = showing_users(&["Ada"]);
    let mut stage = Stage::showing(&model);
    happen(&mut stage, &mut model, UsersMessage::AddChosen);
    assert!(stage.find("user-form-name").has_focus());
    let options = stage.find("user-form-role").select_all("option");
    assert_eq!((options.len(), options[0].text().as_str()), (8, "Choose a role"));
    assert_eq!(options[6].text(), "Security reader");
    let entered = UsersMessage::Entered(UserField::Role, "security-operator".to_owned());
    happen(&mut stage, &mut model, entered);
    assert_eq!(stage.find("user-form-role").value(), "security-operator");
    assert_eq!(stage.find("user-form-role-allows").text(), "Allows read, write.");
    happen(&mut stage, &mut model, UsersMessage::FormSubmitted);
    assert_eq!(stage.find("user-form-name").attribute("aria-invalid").as_deref(), Some("true"));
}

#[test]
fn the_same_form_changes_a_user_and_leaves_the_role_alone() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let mut stage = Stage::showing(&model);
    happen(&mut stage, &mut model, UsersMessage::EditChosen(sub("Bob")));
    assert_eq!(stage.find("user-form-heading").text(), "Edit Bob");
    assert_eq!(stage.find("user-form-submit").text(), "Save");
    assert_eq!(stage.find("user-form-name").value(), "Bob");
    assert!(stage.find("user-form-name").has_focus());
    assert!(!stage.is_shown("user-form-role"));
    happen(&mut stage, &mut model, UsersMessage::Entered(UserField::Name, String::new()));
    assert!(stage.is_shown("user-form-name-error"));
    stage.let_happen(&mut model, Message::DialogClosed);
    assert!(rows(&stage)[1].find("menu-button").unwrap().has_focus());
    happen(&mut stage, &mut model, UsersMessage::AddChosen);
    assert_eq!(stage.find("user-form-heading").text(), "Add user");
    assert_eq!(
        (stage.find("user-form-name").value().as_str(), stage.is_shown("user-form-role")),
        ("", true)
    );
}

#[test]
fn the_link_is_shown_once_and_leaves_the_document_with_its_dialog() {
    let mut model = showing_users(&["Ada"]);
    let mut stage = Stage::showing(&model);
    stage.view.hand_over_link(SecretText::of("https://a/sign-in#link=secret"));
    let new = NewUser { view: user("Bob"), link_ends_at: NOON };
    happen(&mut stage, &mut model, UsersMessage::Added(Ok(Box::new(new))));
    let field = stage.find("link-value");
    assert_eq!(field.value(), "https://a/sign-in#link=secret");
    assert_eq!(stage.find("user-link-heading").text(), "Bob was added");
    assert!(stage.find("copy-link").has_focus());
    let copied = Copied { source: CopySource::SignInLink, outcome: CopyOutcome::Done };
    stage.let_happen(&mut model, Message::CopyAnswered(copied));
    assert_eq!(stage.find("copy-link").find("copy-label").unwrap().text(), "Copied");
    stage.let_happen(&mut model, Message::DialogClosed);
    assert_eq!(stage.root.select("[data-part=link-value]"), None);
    assert_eq!(field.value(), "");
    assert!(stage.find("add-user-button").has_focus());
}

#[test]
fn the_close_of_the_form_does_not_close_the_dialog_with_the_link() {
    let mut model = showing_users(&["Ada"]);
    let mut stage = Stage::showing(&model);
    happen(&mut stage, &mut model, UsersMessage::AddChosen);
    stage.view.hand_over_link(SecretText::of("https://a/sign-in#link=secret"));
    let new = NewUser { view: user("Bob"), link_ends_at: NOON };
    happen(&mut stage, &mut model, UsersMessage::Added(Ok(Box::new(new))));
    let seen = std::rc::Rc::new(std::cell::Cell::new(0));
    let sink = seen.clone();
    let _listener = Listener::new(stage.root.element(), &["close"], move |event: Event| {
        sink.set(sink.get() + u32::from(Gesture::of(&event).is_some()));
    })
    .unwrap();
    let dispatch = |name: &str| {
        let event = Event::new("close").unwrap();
        stage.find(name).element().dispatch_event(&event).unwrap();
    };
    dispatch("user-form");
    assert_eq!(seen.get(), 0);
    stage.find("user-link").set_open(false);
    dispatch("user-link");
    assert_eq!(seen.get(), 1);
}

#[test]
fn a_link_that_the_model_does_not_show_is_let_go() {
    let mut model = showing_users(&["Ada"]);
    let mut stage = Stage::showing(&model);
    stage.view.hand_over_link(SecretText::of("https://a/sign-in#link=secret"));
    stage.let_happen(&mut model, Message::DialogClosed);
    happen(&mut stage, &mut model, UsersMessage::LinkChosen(sub("Ada")));
    happen(&mut stage, &mut model, UsersMessage::LinkMade(Ok(NOON)));
    assert_eq!(stage.root.select("[data-part=link-value]"), None);
}

#[test]
fn the_dialogs_say_what_will_happen() {
    let mut model = showing_users(&["Ada", "Bob"]);
    let mut stage = Stage::showing(&model);
    let loses = vec![Share { scope: "write".parse().unwrap(), tokens: 3 }];
    let told = Impact { tokens: 3, affected: 3, loses, now: NOON, ..Impact::default() };

    happen(&mut stage, &mut model, UsersMessage::RoleChosen(sub("Bob")));
    let confirm = stage.find("change-role-confirm");
    assert_eq!(confirm.attribute("aria-disabled").as_deref(), Some("true"));
    assert_eq!(stage.find("new-role").value(), Role::SECURITY_READER.as_str());
    let entered = UsersMessage::Entered(UserField::Role, "global-reader".to_owned());
    happen(&mut stage, &mut model, entered);
    assert_eq!(stage.find("role-impact").text(), "Looking at what will happen…");
    let answer = UsersMessage::ImpactAnswered { number: 1, outcome: Ok(told.clone()) };
    happen(&mut stage, &mut model, answer);
    let sentence = "3 tokens lose write; none of them was ever used.";
    assert_eq!(stage.find("role-impact").text(), sentence);
    assert_eq!(confirm.attribute("aria-disabled").as_deref(), Some("false"));
    stage.let_happen(&mut model, Message::DialogClosed);

    happen(&mut stage, &mut model, UsersMessage::DeprovisionChosen(sub("Bob")));
    let answer = UsersMessage::ImpactAnswered { number: 1, outcome: Ok(told) };
    happen(&mut stage, &mut model, answer);
    assert_eq!(stage.find("deprovision-heading").text(), "Deprovision Bob?");
    let said = stage.find("deprovision-impact").text();
    assert!(
        said.contains("3 tokens will be refused") && said.contains("if Bob comes back"),
        "{said}"
    );
    let cancel = stage.find("deprovision").select("[data-action=close-dialog]").unwrap();
    assert!(cancel.has_focus());
    stage.let_happen(&mut model, Message::DialogClosed);

    happen(&mut stage, &mut model, UsersMessage::DeprovisionChosen(sub("Ada")));
    let refused = Err(failure(ProblemKind::Conflict));
    happen(&mut stage, &mut model, UsersMessage::ImpactAnswered { number: 1, outcome: refused });
    let confirm = stage.find("deprovision-confirm");
    assert_eq!(confirm.attribute("aria-disabled").as_deref(), Some("true"));
}
