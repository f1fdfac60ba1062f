//! What a person does in the document.

use js_sys::Reflect;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, Event, EventTarget, MouseEvent};

use super::Part;

/// A listener, which ends when it is dropped.
pub struct Listener {
    target: EventTarget,
    kinds: &'static [&'static str],
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Listens for these kinds of events at the target and below it.
    ///
    /// In the capturing phase, since a dialog's `close` does not bubble.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn new(
        target: &EventTarget,
        kinds: &'static [&'static str],
        react: impl FnMut(Event) + 'static,
    ) -> Result<Self, JsValue> {
        let closure = Closure::new(react);
        for kind in kinds {
            let function = closure.as_ref().unchecked_ref();
            target.add_event_listener_with_callback_and_bool(kind, function, true)?;
        }
        Ok(Self { target: target.clone(), kinds, closure })
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        for kind in self.kinds {
            let function = self.closure.as_ref().unchecked_ref();
            // Taking off a listener never fails in a browser.
            let _ = self.target.remove_event_listener_with_callback_and_bool(kind, function, true);
        }
    }
}

/// The value of a checkbox that was clicked while Shift was held.
pub const RANGE: &str = "range";

/// What a person did with a part that has a `data-action`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gesture {
    /// The part's `data-action`.
    pub action: String,
    /// The part's `data-id`, if it has one.
    pub id: Option<String>,
    /// What stands in the field; empty for what is no field. Of a checkbox, [`RANGE`] if Shift was
    /// held: everything up to it is meant. Of a field with `data-secret`, which is not read here, how
    /// something was entered, as the browser calls it.
    pub value: String,
}

impl Gesture {
    /// The kinds of events that gestures come from.
    pub const EVENTS: &'static [&'static str] = &["click", "input", "change", "submit", "close"];

    /// The gesture that the event is, if it is one.
    pub fn of(event: &Event) -> Option<Self> {
        let kind = event.type_();
        let target: Element = event.target()?.dyn_into().ok()?;
        let element = if kind == "close" {
            // It comes late: by then the dialog may be open again, or another in its place.
            Some(target).filter(|dialog| !has_open_dialog(dialog))
        } else {
            target.closest("[data-action]").ok().flatten()
        };
        let element = element.filter(|element| kind_of(element) == kind)?;
        let action = element.get_attribute("data-action")?;
        let is_link = element.local_name() == "a";
        if is_link && asks_for_another_tab(event) {
            return None;
        }
        if kind == "submit" || is_link {
            event.prevent_default();
        }
        let id = element.get_attribute("data-id");
        let is_range =
            has_shift(event) && element.get_attribute("type").as_deref() == Some("checkbox");
        let value = if is_range {
            RANGE.to_owned()
        } else if element.has_attribute("data-secret") {
            how_entered(event)
        } else {
            let value = super::to_html(element).map(|element| Part::from(element).value());
            value.unwrap_or_default()
        };
        Some(Self { action, id, value })
    }
}

/// The kind of event that counts for an element.
fn kind_of(element: &Element) -> &'static str {
    let kind = element.get_attribute("type");
    match (element.local_name().as_str(), kind.as_deref()) {
        ("form", _) => "submit",
        ("dialog", _) => "close",
        ("select", _) | ("input", Some("radio")) => "change",
        ("input", Some("checkbox")) => "click",
        ("input" | "textarea", _) => "input",
        _ => "click",
    }
}

fn how_entered(event: &Event) -> String {
    let kind = Reflect::get(event, &"inputType".into());
    kind.ok().and_then(|kind| kind.as_string()).unwrap_or_default()
}

fn has_open_dialog(element: &Element) -> bool {
    let document = element.owner_document();
    let found = document.and_then(|document| document.query_selector("dialog[open]").ok());
    found.flatten().is_some()
}

fn has_shift(event: &Event) -> bool {
    event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key)
}

fn asks_for_another_tab(event: &Event) -> bool {
    event
        .dyn_ref::<MouseEvent>()
        .is_some_and(|mouse| mouse.ctrl_key() || mouse.meta_key() || mouse.shift_key())
}
