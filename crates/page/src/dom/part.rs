//! Parts of the document, found by `data-part` and made from templates.

use js_sys::Reflect;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, HtmlDialogElement, HtmlElement, HtmlTemplateElement, Node};

/// A part that the HTML should have, and has not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the HTML has no part “{0}”")]
pub struct MissingPart(String);

/// An element of the page.
///
/// What is set is compared with what is there first, so that showing the same again disturbs
/// neither the selection nor a screen reader.
#[derive(Debug, Clone, PartialEq)]
pub struct Part(HtmlElement);

impl From<HtmlElement> for Part {
    fn from(element: HtmlElement) -> Self {
        Self(element)
    }
}

impl Part {
    /// The part below this one with this `data-part`.
    ///
    /// # Errors
    /// [`MissingPart`] if there is none.
    pub fn find(&self, name: &str) -> Result<Self, MissingPart> {
        self.select(&format!("[data-part=\"{name}\"]")).ok_or_else(|| MissingPart(name.to_owned()))
    }

    /// The template below this one with this `data-template`.
    ///
    /// # Errors
    /// [`MissingPart`] if there is none.
    pub fn template(&self, name: &str) -> Result<Template, MissingPart> {
        self.0
            .query_selector(&format!("template[data-template=\"{name}\"]"))
            .ok()
            .flatten()
            .and_then(|element| element.dyn_into().ok())
            .map(|element| Template { name: name.to_owned(), element })
            .ok_or_else(|| MissingPart(name.to_owned()))
    }

    /// The first element below this one that the selector matches.
    pub fn select(&self, selector: &str) -> Option<Self> {
        self.0.query_selector(selector).ok().flatten().and_then(super::to_html).map(Self)
    }

    /// Every element below this one that the selector matches.
    pub fn select_all(&self, selector: &str) -> Vec<Self> {
        let Ok(found) = self.0.query_selector_all(selector) else {
            return Vec::new();
        };
        (0..found.length())
            .filter_map(|index| found.item(index)?.dyn_into().ok().map(Self))
            .collect()
    }

    /// The element itself, for this folder and the listeners.
    pub(crate) fn element(&self) -> &HtmlElement {
        &self.0
    }

    /// Sets the text.
    pub fn set_text(&self, text: &str) {
        if self.0.text_content().as_deref() != Some(text) {
            self.0.set_text_content(Some(text));
        }
    }

    /// The text.
    pub fn text(&self) -> String {
        self.0.text_content().unwrap_or_default()
    }

    /// Shows the part, or hides it from everybody.
    pub fn show_if(&self, is_shown: bool) {
        if self.0.hidden() == is_shown {
            self.0.set_hidden(!is_shown);
        }
    }

    /// Shows the part with this text, or hides it.
    pub fn set_optional_text(&self, text: Option<&str>) {
        self.set_text(text.unwrap_or_default());
        self.show_if(text.is_some());
    }

    /// Sets an attribute, or takes it off.
    pub fn set_attribute(&self, name: &str, value: Option<&str>) {
        set_attribute(&self.0, name, value);
    }

    /// Sets an attribute whose values are `true` and `false`.
    pub fn set_flag(&self, name: &str, is_set: bool) {
        set_attribute(&self.0, name, Some(if is_set { "true" } else { "false" }));
    }

    /// Sets an attribute that is there or not.
    pub fn set_present(&self, name: &str, is_set: bool) {
        set_attribute(&self.0, name, is_set.then_some(""));
    }

    /// Sets an attribute of a picture's shape below this part, which is no part itself.
    pub fn draw(&self, shape: &str, attribute: &str, value: &str) {
        if let Ok(Some(shape)) = self.0.query_selector(shape) {
            set_attribute(&shape, attribute, Some(value));
        }
    }

    /// An attribute's value.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0.get_attribute(name)
    }

    /// What stands in the field.
    pub fn value(&self) -> String {
        self.property("value").as_string().unwrap_or_default()
    }

    /// Puts text into the field, unless it is there already: that would move the caret.
    pub fn set_value(&self, value: &str) {
        if self.value() != value {
            self.set_property("value", &value.into());
        }
    }

    /// A property's value as the browser has it.
    pub fn property(&self, name: &str) -> JsValue {
        Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED)
    }

    /// Sets a property to a value of the browser's, which does not come into the module's memory.
    pub fn set_property(&self, name: &str, value: &JsValue) {
        // An element of the page refuses none of the properties that are set here.
        let _ = Reflect::set(&self.0, &name.into(), value);
    }

    /// Calls a method without arguments, if the element has it.
    pub fn call(&self, method: &str) {
        if let Ok(method) = self.property(method).dyn_into::<js_sys::Function>() {
            // Selecting text or hiding what is hidden may be refused; nothing depends on it.
            let _ = method.call0(&self.0);
        }
    }

    /// Gives the focus to the part; whether it took it.
    pub fn focus(&self) -> bool {
        self.0.focus().is_ok() && self.has_focus()
    }

    /// Whether the part has the focus.
    pub fn has_focus(&self) -> bool {
        super::focused().is_some_and(|element| element == *self.0)
    }

    /// How far below the window's upper edge the part begins, in CSS pixels.
    pub fn top(&self) -> f64 {
        self.0.get_bounding_client_rect().top()
    }

    /// Whether the part ends above the window's upper edge.
    pub fn is_above_sight(&self) -> bool {
        self.0.get_bounding_client_rect().bottom() <= 0.0
    }

    /// Scrolls so that the part begins there again.
    pub fn scroll_back_to(&self, top: f64) {
        if let Some(window) = super::window() {
            window.scroll_by_with_x_and_y(0.0, self.top() - top);
        }
    }

    /// Selects the text, for a person to copy it by hand.
    pub fn select_text(&self) {
        if let Some(selection) = super::window().and_then(|window| window.get_selection().ok()?) {
            // Refused only for what is not in the document.
            let _ = selection.select_all_children(&self.0);
        }
    }

    /// Opens or closes a dialog. Open, all else is inert.
    pub fn set_open(&self, is_open: bool) {
        let Some(dialog) = self.0.dyn_ref::<HtmlDialogElement>() else {
            return;
        };
        if is_open && !dialog.open() {
            // Refused only if it is open already or outside the document.
            let _ = dialog.show_modal();
        } else if !is_open && dialog.open() {
            dialog.close();
        }
    }

    /// Puts a part behind the last below this one.
    pub fn append(&self, child: &Self) {
        // Refused only where the tree would become a ring.
        let _ = self.0.append_child(&child.0);
    }

    /// Takes the part out of the document.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Makes `children` those below this part, in this order, moving as few as possible.
    pub fn set_children<'a>(&self, children: impl Iterator<Item = &'a Self>) {
        let mut next: Option<Node> = self.0.first_child();
        for child in children {
            let node: &Node = &child.0;
            if next.as_ref().is_some_and(|next| next.is_same_node(Some(node))) {
                next = node.next_sibling();
            } else {
                // Refused only where the tree would become a ring.
                let _ = self.0.insert_before(node, next.as_ref());
            }
        }
        while let Some(node) = next {
            next = node.next_sibling();
            // Refused only for what is no child; this is one.
            let _ = self.0.remove_child(&node);
        }
    }
}

/// A part to be made as often as needed.
#[derive(Debug, Clone)]
pub struct Template {
    name: String,
    element: HtmlTemplateElement,
}

impl Template {
    /// Makes one.
    ///
    /// # Errors
    /// [`MissingPart`] if the template is empty.
    pub fn make(&self) -> Result<Part, MissingPart> {
        self.element
            .content()
            .first_element_child()
            .and_then(|first| first.clone_node_with_deep(true).ok())
            .and_then(|node| node.dyn_into().ok())
            .map(Part)
            .ok_or_else(|| MissingPart(self.name.clone()))
    }
}

pub(super) fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    if element.get_attribute(name).as_deref() == value {
        return;
    }
    // Refused only for names that are no attribute's; those here are.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}
