//! The browser's address and history.

use gatepass_core::route::{Route, Routed, View};
use wasm_bindgen::JsValue;
use web_sys::UrlSearchParams;

use crate::message::Address;
use crate::model::{Link, Model, Step};

/// What an address has before the secret of a one-time link.
const LINK_MARK: &str = "#link=";

/// What an address has before the word for why a provider's sign-in came to nothing.
const REFUSED_MARK: &str = "#refused=";

/// The parameter that says where to go once signed in.
const TO: &str = "to";

/// Where the browser is.
pub fn read() -> Option<Address> {
    let location = super::window()?.location();
    let view = match Route::find("GET", &location.pathname().ok()?) {
        Routed::To(Route::View(view)) => view,
        // Any other path that the page is served at is the API tokens' too.
        Routed::To(_) | Routed::MethodNotAllowed(_) | Routed::NotFound => View::Home,
    };
    let hash = location.hash().ok()?;
    let link = hash.strip_prefix(LINK_MARK).map(|text| Link(text.to_owned()));
    let refused = hash.strip_prefix(REFUSED_MARK).map(str::to_owned);
    let query = UrlSearchParams::new_with_str(&location.search().ok()?).ok();
    let asked = |name: &str| query.as_ref().and_then(|query| query.get(name));
    let tenant = asked("tenant").and_then(|label| label.parse().ok());
    let to = asked(TO).and_then(|path| path.parse().ok());
    Some(Address { view, link, refused, tenant, to })
}

/// Brings the browser to where the model is, and takes a used link out of the address.
pub fn follow(model: &Model) {
    // Without a window, or with a history that is full, the address alone stays behind.
    let _ = try_follow(model);
}

fn try_follow(model: &Model) -> Option<()> {
    let window = super::window()?;
    let location = window.location();
    let history = window.history().ok()?;
    let path = Route::View(model.place.view).to_path();
    let is_there = location.pathname().ok()? == path;
    let keeps_link = model.sign_in.link.is_some() && !model.sign_in.is_link_dead;
    if !keeps_link && !location.hash().ok()?.is_empty() {
        let here = location.pathname().ok()?;
        history.replace_state_with_url(&JsValue::NULL, "", Some(&here)).ok()?;
    }
    if is_there {
        return Some(());
    }
    let path = match model.sign_in.to.filter(|_| model.place.view == View::SignIn) {
        Some(to) => format!("{path}?{TO}={to}"),
        None => path,
    };
    match model.place.step {
        Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&path)).ok(),
        Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&path)).ok(),
    }
}
