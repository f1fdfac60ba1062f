//! The document. Nothing outside this folder looks anything up in it.

pub mod address;
pub mod attention;
mod listener;
mod nearing;
mod part;
pub mod storage;
mod timer;

pub use listener::{Gesture, Listener, RANGE};
pub use nearing::Nearing;
pub use part::{MissingPart, Part, Template};
pub use timer::{Interval, wait};

use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Document, Element, HtmlElement, VisibilityState, Window};

/// What the page needs of a browser and did not find.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartError {
    /// There is no window or no document.
    #[error("no window with a document was found")]
    NoDocument,
    /// The HTML lacks a part.
    #[error("{0}")]
    MissingPart(#[from] MissingPart),
    /// The browser refused something.
    #[error("the browser refused: {0}")]
    Refused(String),
}

impl From<JsValue> for StartError {
    fn from(thrown: JsValue) -> Self {
        Self::Refused(format!("{thrown:?}"))
    }
}

/// The window.
pub(crate) fn window() -> Option<Window> {
    web_sys::window()
}

fn document() -> Option<Document> {
    window()?.document()
}

/// The document's body.
///
/// # Errors
/// [`StartError::NoDocument`] outside a browser's window.
pub fn body() -> Result<Part, StartError> {
    document().and_then(|document| document.body()).map(Part::from).ok_or(StartError::NoDocument)
}

/// Names the view in the browser's tab.
pub fn set_title(title: &str) {
    if let Some(document) = document().filter(|document| document.title() != title) {
        document.set_title(title);
    }
}

/// Sets an attribute of the whole document, or takes it off.
pub fn set_document_attribute(name: &str, value: Option<&str>) {
    if let Some(element) = document().and_then(|document| document.document_element()) {
        part::set_attribute(&element, name, value);
    }
}

/// Whether the person can see the page now.
pub fn is_visible() -> bool {
    document().is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

/// What has the focus.
fn focused() -> Option<Element> {
    document()?.active_element()
}

fn to_html(element: Element) -> Option<HtmlElement> {
    element.dyn_into().ok()
}
