//! Which message a gesture about checking a token is.

use crate::message::CheckMessage;

/// How a browser calls it when a whole text is put into a field. Source: Input Events Level 2, W3C,
/// "inputType".
const AT_ONCE: [&str; 3] = ["insertFromPaste", "insertFromDrop", "insertReplacementText"];

/// The message that the gesture is; none if it means nothing, as typing does until it is submitted.
pub(super) fn message(action: &str, value: &str) -> Option<CheckMessage> {
    match action {
        "check-open" => Some(CheckMessage::Chosen),
        "check-input" if AT_ONCE.contains(&value) => Some(CheckMessage::Entered),
        "check-submit" => Some(CheckMessage::Entered),
        "check-retry" => Some(CheckMessage::RetryChosen),
        "check-revoke" => Some(CheckMessage::RevokeChosen),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_is_pasted_is_read_at_once_and_what_is_typed_when_it_is_submitted() {
        for kind in AT_ONCE {
            assert_eq!(message("check-input", kind), Some(CheckMessage::Entered));
        }
        for kind in ["insertText", "deleteContentBackward", ""] {
            assert_eq!(message("check-input", kind), None);
        }
        assert_eq!(message("check-submit", ""), Some(CheckMessage::Entered));
        assert_eq!(message("check-nothing", ""), None);
    }
}
