//! Which message a gesture about sessions is.

use crate::message::SessionsMessage;

/// The message that the gesture is; none if it means nothing.
pub(super) fn message(action: &str, id: &str) -> Option<SessionsMessage> {
    match action {
        "session-end" => id.parse().ok().map(SessionsMessage::EndChosen),
        "session-end-all" => id.parse().ok().map(SessionsMessage::EndAllChosen),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_session_is_known_by_its_id_and_what_is_unknown_is_no_message() {
        let id = "0123456789".parse().unwrap();
        assert_eq!(message("session-end", "0123456789"), Some(SessionsMessage::EndChosen(id)));
        for (action, id) in [("session-end", "x"), ("session-end-all", ""), ("session-x", "")] {
            assert_eq!(message(action, id), None);
        }
    }
}
