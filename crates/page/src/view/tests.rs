//! The view in a real browser: the page's own HTML, put behind what the test runner shows.

mod activity;
mod addresses;
mod agents;
mod check;
mod dialogs;
mod forms;
mod lists;
mod provisioning;
mod rows;
mod selection;
mod settings;
mod users;
mod window;

use gatepass_core::status::Status;
use wasm_bindgen_test::wasm_bindgen_test as test;
use web_sys::Event;

use super::{SecretText, View};
use crate::dom::{self, Gesture, Listener, Part};
use crate::message::Message;
use crate::model::Model;
use crate::samples::NOON;
use crate::update::update;

const HTML: &str = include_str!("../../../../www/index.html");

/// The page's HTML in the document, until dropped.
struct Stage {
    root: Part,
    view: View,
}

impl Stage {
    fn new() -> Self {
        let root = part("div");
        let (_, body) = HTML.split_once("<body>").unwrap();
        root.element().set_inner_html(body);
        dom::body().unwrap().append(&root);
        let view = View::new(&root).unwrap();
        Self { root, view }
    }

    fn showing(model: &Model) -> Self {
        let mut stage = Self::new();
        stage.show(model);
        stage
    }

    fn show(&mut self, model: &Model) {
        self.view.show(model).unwrap();
    }

    /// What happens is shown, as the shell does it.
    fn let_happen(&mut self, model: &mut Model, message: Message) {
        update(model, message, NOON);
        self.show(model);
        model.focus = None;
    }

    fn find(&self, name: &str) -> Part {
        self.root.find(name).unwrap()
    }

    fn is_shown(&self, name: &str) -> bool {
        self.find(name).element().offset_parent().is_some()
    }

    fn rows(&self) -> Vec<Part> {
        self.root.select_all("[data-test=token-row]")
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn part(name: &str) -> Part {
    let document = dom::window().unwrap().document().unwrap();
    let element = document.create_element(name).unwrap();
    Part::from(wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(element).unwrap())
}

#[test]
fn every_action_in_the_html_is_a_message() {
    let stage = Stage::new();
    let mut elements = stage.root.select_all("[data-action]");
    for name in [
        "token-row",
        "new-token",
        "scope",
        "toast",
        "person",
        "user-row",
        "user-link",
        "siem-agents-row",
        "log-collectors-row",
        "activity-event",
        "session-row",
        "provider-row",
        "provider",
    ] {
        let made = stage.root.template(name).unwrap().make().unwrap();
        elements.extend(made.select_all("[data-action]"));
    }
    assert!(elements.len() > 25, "{}", elements.len());
    for element in elements {
        let action = element.attribute("data-action").unwrap();
        // What a row, a message or a person gives these is only known once there is one.
        let value = match action.as_str() {
            "tenant" => "contoso".to_owned(),
            "check-input" => "insertFromPaste".to_owned(),
            _ => element.value(),
        };
        let id = element.attribute("data-id").or_else(|| match action.as_str() {
            "revoke" | "copy" | "select" | "menu" | "edit" | "regenerate" | "activity-token"
            | "agent-edit" | "agent-regenerate" | "agent-delete" => {
                Some("tenant0000000001".to_owned())
            }
            "scope" => Some("read".to_owned()),
            "dismiss" => Some("1".to_owned()),
            "person" => Some("Ann".to_owned()),
            "activity-person" => Some("AAAAAAAAAAAA".to_owned()),
            "user-edit" | "user-change-role" | "user-link" | "user-deprovision"
            | "user-reprovision" | "session-end-all" => Some("000000000Ann".to_owned()),
            "session-end"
            | "provider-test"
            | "provider-switch"
            | "provider-edit"
            | "provider-delete"
            | "provider-delete-confirm"
            | "sign-in-provider" => Some("0123456789".to_owned()),
            _ => None,
        });
        let gesture = Gesture { action: action.clone(), id, value };
        assert!(crate::action::message(gesture).is_some(), "{action}");
    }
}

#[test]
fn a_click_on_a_picture_in_a_button_is_a_gesture_of_the_button_until_the_listener_is_dropped() {
    let stage = Stage::new();
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let sink = seen.clone();
    let listener = Listener::new(stage.root.element(), Gesture::EVENTS, move |event: Event| {
        sink.borrow_mut().extend(Gesture::of(&event).and_then(crate::action::message));
    })
    .unwrap();
    let filter = stage.root.select("[data-id=active] .number").unwrap();
    filter.element().click();
    assert_eq!(*seen.borrow(), [Message::FilterChosen(Some(Status::Active))]);
    drop(listener);
    filter.element().click();
    assert_eq!(seen.borrow().len(), 1);
}

#[test]
fn children_are_brought_into_order_without_touching_those_in_place() {
    let list = part("ol");
    let items: Vec<Part> = (0..4).map(|_| part("li")).collect();
    for order in [&[0, 1, 2, 3][..], &[3, 1, 0], &[2], &[], &[1, 2]] {
        let wanted: Vec<Part> = order.iter().map(|place: &usize| items[*place].clone()).collect();
        list.set_children(wanted.iter());
        assert_eq!(list.select_all("li"), wanted, "{order:?}");
    }
}

#[test]
fn a_close_that_comes_after_the_dialog_was_opened_again_is_no_gesture() {
    let stage = Stage::new();
    let dialog = stage.find("revoke");
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let sink = seen.clone();
    let _listener = Listener::new(stage.root.element(), &["close"], move |event: Event| {
        sink.borrow_mut().push(Gesture::of(&event).map(|gesture| gesture.action));
    })
    .unwrap();
    dialog.set_open(true);
    dialog.element().dispatch_event(&Event::new("close").unwrap()).unwrap();
    dialog.element().remove_attribute("open").unwrap();
    dialog.element().dispatch_event(&Event::new("close").unwrap()).unwrap();
    assert_eq!(*seen.borrow(), [None, Some("close-dialog".to_owned())]);
}

#[test]
fn a_close_that_comes_while_another_dialog_is_open_is_no_gesture() {
    let stage = Stage::new();
    let (first, second) = (stage.find("agent-question"), stage.find("agent"));
    second.set_open(true);
    let seen = std::rc::Rc::new(std::cell::RefCell::new(Vec::new()));
    let sink = seen.clone();
    let _listener = Listener::new(stage.root.element(), &["close"], move |event: Event| {
        sink.borrow_mut().push(Gesture::of(&event).map(|gesture| gesture.action));
    })
    .unwrap();
    first.element().dispatch_event(&Event::new("close").unwrap()).unwrap();
    assert_eq!(*seen.borrow(), [None]);
}
