//! Which message a gesture about agents is.

use gatepass_core::agents::{AgentFormat, Notifications};

use crate::message::{AgentsMessage, Entry};

/// The message that the gesture is; none if it means nothing.
pub(super) fn message(action: &str, id: &str, value: String) -> Option<AgentsMessage> {
    match action {
        "agent-add" => Some(AgentsMessage::AddChosen),
        "agent-edit" => id.parse().ok().map(AgentsMessage::EditChosen),
        "agent-regenerate" => id.parse().ok().map(AgentsMessage::RegenerateChosen),
        "agent-delete" => id.parse().ok().map(AgentsMessage::DeleteChosen),
        "agent-name" => Some(AgentsMessage::Entered(Entry::Name(value))),
        "agent-sources" => Some(AgentsMessage::Entered(Entry::Sources(value))),
        "agent-format" => {
            let format = AgentFormat::ALL.into_iter().find(|format| format.as_str() == value);
            format.map(Entry::Format).map(AgentsMessage::Entered)
        }
        "agent-notifications" => {
            let chosen = Notifications::ALL.into_iter().find(|choice| choice.as_str() == value);
            chosen.map(Entry::Notifications).map(AgentsMessage::Entered)
        }
        "agent-save" => Some(AgentsMessage::FormSubmitted),
        "agent-confirm" => Some(AgentsMessage::Confirmed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_means_nothing_is_no_message() {
        for (action, id, value) in [
            ("agent-unheard-of", "", ""),
            ("agent-edit", "not an id", ""),
            ("agent-delete", "", ""),
            ("agent-format", "", "syslog"),
            ("agent-notifications", "", ""),
        ] {
            assert_eq!(message(action, id, value.to_owned()), None, "{action}");
        }
    }

    #[test]
    fn choices_are_read_from_their_words() {
        let chosen = message("agent-format", "", "json".to_owned());
        assert_eq!(chosen, Some(AgentsMessage::Entered(Entry::Format(AgentFormat::Json))));
        let chosen = message("agent-notifications", "", "changes".to_owned());
        let changes = Entry::Notifications(Notifications::Changes);
        assert_eq!(chosen, Some(AgentsMessage::Entered(changes)));
    }
}
