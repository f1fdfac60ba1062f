//! Notices when a part is about to be scrolled into sight.

use js_sys::Array;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{IntersectionObserver, IntersectionObserverEntry, IntersectionObserverInit};

use super::Part;

/// How far below what is seen counts as near, in CSS pixels: about a dozen rows.
const NEAR: &str = "0px 0px 600px 0px";

/// Notices when a part is near; ends when dropped.
pub struct Nearing {
    observer: IntersectionObserver,
    part: Part,
    _closure: Closure<dyn FnMut(Array)>,
}

impl Nearing {
    /// Watches a part.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn new(part: &Part, mut react: impl FnMut() + 'static) -> Result<Self, JsValue> {
        let closure = Closure::new(move |entries: Array| {
            let is_near = entries.iter().any(|entry| {
                entry
                    .dyn_ref::<IntersectionObserverEntry>()
                    .is_some_and(IntersectionObserverEntry::is_intersecting)
            });
            if is_near {
                react();
            }
        });
        let options = IntersectionObserverInit::new();
        options.set_root_margin(NEAR);
        let observer =
            IntersectionObserver::new_with_options(closure.as_ref().unchecked_ref(), &options)?;
        observer.observe(part.element());
        Ok(Self { observer, part: part.clone(), _closure: closure })
    }

    /// Looks again: a part that stays near is noticed once only.
    pub fn look_again(&self) {
        self.observer.unobserve(self.part.element());
        self.observer.observe(self.part.element());
    }
}

impl Drop for Nearing {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}
