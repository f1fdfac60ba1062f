//! Which message a gesture about provisioning is.

use gatepass_core::scim::RoleSource;

use crate::message::ProvisioningMessage;

/// The message that the gesture is; none if it means nothing.
pub(super) fn message(action: &str, id: &str, value: &str) -> Option<ProvisioningMessage> {
    match action {
        "provisioning-token" => Some(ProvisioningMessage::TokenChosen),
        "provisioning-off" => Some(ProvisioningMessage::OffChosen),
        "provisioning-confirm" => Some(ProvisioningMessage::Confirmed),
        "provisioning-source" => {
            let source = RoleSource::ALL.into_iter().find(|source| source.as_str() == value);
            source.map(ProvisioningMessage::SourceChosen)
        }
        "provisioning-role" => {
            let role = (!value.is_empty()).then(|| value.parse()).transpose().ok()?;
            id.parse().ok().map(|group| ProvisioningMessage::RoleChosen(group, role))
        }
        "provisioning-save" => Some(ProvisioningMessage::Submitted),
        "provisioning-discard" => Some(ProvisioningMessage::Discarded),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use gatepass_core::policy::Role;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_role_is_chosen_for_a_group_by_its_name_or_taken_off_it() {
        let ops = "Ops".parse().unwrap();
        for (value, role) in [("global-reader", Some(Role::GLOBAL_READER)), ("", None)] {
            let chosen = ProvisioningMessage::RoleChosen(Clone::clone(&ops), role);
            assert_eq!(message("provisioning-role", "Ops", value), Some(chosen));
        }
    }

    #[test]
    fn what_is_unknown_is_no_message() {
        for (action, id, value) in [
            ("provisioning-source", "", "magic"),
            ("provisioning-role", "", "global-reader"),
            ("provisioning-role", "Ops", "no role"),
            ("provisioning-x", "", ""),
        ] {
            assert_eq!(message(action, id, value), None, "{action} {id} {value}");
        }
    }
}
