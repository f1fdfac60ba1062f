//! Which message a gesture about the providers to sign in with is.

use gatepass_core::oidc::ProviderKind;

use crate::message::ProvidersMessage;
use crate::model::ProviderField;

/// The message that the gesture is; none if it means nothing.
pub(super) fn message(action: &str, id: &str, value: String) -> Option<ProvidersMessage> {
    match action {
        "provider-add" => Some(ProvidersMessage::AddChosen),
        "provider-edit" => id.parse().ok().map(ProvidersMessage::EditChosen),
        "provider-field" => {
            ProviderField::of(id).map(|field| ProvidersMessage::Entered(field, value))
        }
        "provider-kind" => {
            let mut known = [ProviderKind::Openid, ProviderKind::Access].into_iter();
            known.find(|kind| kind.as_str() == value).map(ProvidersMessage::KindChosen)
        }
        "provider-creates-users" => Some(ProvidersMessage::CreatesUsersToggled),
        "provider-save" => Some(ProvidersMessage::Submitted),
        "provider-cancel" => Some(ProvidersMessage::Cancelled),
        "provider-test" => id.parse().ok().map(ProvidersMessage::TestChosen),
        "provider-switch" => id.parse().ok().map(ProvidersMessage::SwitchChosen),
        "provider-delete" => id.parse().ok().map(ProvidersMessage::DeleteChosen),
        "provider-delete-confirm" => id.parse().ok().map(ProvidersMessage::DeleteConfirmed),
        "provider-delete-cancel" => Some(ProvidersMessage::DeleteCancelled),
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
        for field in ProviderField::ALL {
            let entered = message("provider-field", field.as_str(), "x".to_owned());
            assert_eq!(entered, Some(ProvidersMessage::Entered(field, "x".to_owned())));
        }
        let chosen = message("provider-kind", "", "access".to_owned());
        assert_eq!(chosen, Some(ProvidersMessage::KindChosen(ProviderKind::Access)));
        assert_eq!(message("provider-kind", "", "saml".to_owned()), None);
        for (action, id) in [("provider-field", "x"), ("provider-edit", "x"), ("provider-x", "")] {
            assert_eq!(message(action, id, String::new()), None);
        }
    }
}
