//! Unicode, as the JavaScript engine knows it: with the tables that every isolate has.

use js_sys::JsString;

/// The text in normal form C. ECMA-262, `String.prototype.normalize`.
pub(crate) fn to_nfc(text: &str) -> String {
    JsString::from(text).normalize("NFC").into()
}
