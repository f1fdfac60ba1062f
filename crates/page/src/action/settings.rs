//! Which message a gesture about the tenant's settings is.

use crate::message::SettingsMessage;
use crate::model::SettingsField;

/// The message that the gesture is; none if it means nothing.
pub(super) fn message(action: &str, id: &str, value: String) -> Option<SettingsMessage> {
    match action {
        "settings-field" => {
            SettingsField::of(id).map(|field| SettingsMessage::Entered(field, value))
        }
        "settings-save" => Some(SettingsMessage::Submitted),
        "settings-discard" => Some(SettingsMessage::Discarded),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_field_is_known_by_its_word_and_what_is_unknown_is_no_message() {
        for field in SettingsField::ALL {
            let entered = message("settings-field", field.as_str(), "7".to_owned());
            assert_eq!(entered, Some(SettingsMessage::Entered(field, "7".to_owned())));
        }
        assert_eq!(message("settings-field", "color", String::new()), None);
        assert_eq!(message("settings-reset", "", String::new()), None);
    }
}
