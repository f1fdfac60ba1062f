//! The sentences about SIEM agents and log collectors that depend on something.

use gatepass_core::agents::{AgentFormat, AgentKind};
use gatepass_core::policy::LOG_UPLOAD_PATH;
use gatepass_core::route::Route;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{AgentView, RevokedToken};

use super::number;
use crate::model::{AgentIntent, AgentQuestion};

/// How many there are; all of them are shown.
pub fn count(kind: AgentKind, rows: usize) -> String {
    let rows = number(u64::try_from(rows).unwrap_or(u64::MAX));
    format!("1 - {rows} of {rows} {}s", kind.title())
}

/// The heading of the form.
pub fn form_heading(kind: AgentKind, is_new: bool) -> String {
    let verb = if is_new { "Add" } else { "Edit" };
    format!("{verb} {}", kind.title())
}

/// What the button of the form says.
pub fn form_button(is_new: bool, is_sending: bool) -> &'static str {
    match (is_new, is_sending) {
        (true, false) => "Next",
        (true, true) => "Adding…",
        (false, false) => "Save",
        (false, true) => "Saving…",
    }
}

/// What is asked before something is done.
pub fn question(question: &AgentQuestion) -> String {
    match question.intent {
        AgentIntent::Regenerate => format!("Regenerate the token of “{}”?", question.name),
        AgentIntent::Delete => format!("Delete “{}”?", question.name),
    }
}

/// What will come of it.
pub fn consequence(intent: AgentIntent) -> &'static str {
    match intent {
        AgentIntent::Regenerate => {
            "The present token stops working at once, so it fails until it has the new one. The new \
             token is bound to you."
        }
        AgentIntent::Delete => {
            "Its token is revoked, so the program that uses it will fail. This can't be undone."
        }
    }
}

/// What the button that does it says.
pub fn intent(intent: AgentIntent, is_sending: bool) -> &'static str {
    match (intent, is_sending) {
        (AgentIntent::Regenerate, false) => "Regenerate token",
        (AgentIntent::Regenerate, true) => "Regenerating…",
        (AgentIntent::Delete, false) => "Delete",
        (AgentIntent::Delete, true) => "Deleting…",
    }
}

/// That there is a token.
pub fn done(kind: AgentKind, is_again: bool) -> String {
    let mut title = kind.title().to_owned();
    if let Some(first) = title.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    match is_again {
        false => format!("{title} was successfully added"),
        true => format!("{title} token was successfully regenerated"),
    }
}

/// What stands before and after the token in the command line that does the agent's work.
pub fn command(kind: AgentKind, agent: &AgentView, url: &str) -> (String, String) {
    let authorization = "-H 'Authorization: Token ";
    match kind {
        AgentKind::SiemAgent => {
            let accept = match agent.format.unwrap_or_default() {
                AgentFormat::Cef => "application/cef",
                AgentFormat::Json => "application/json",
            };
            let path = Route::Activity.to_path();
            (
                format!("curl -H 'Accept: {accept}' {authorization}"),
                format!("' '{url}{path}?order=oldest'"),
            )
        }
        AgentKind::LogCollector => (
            format!("curl --data-binary @logs.txt {authorization}"),
            format!("' {url}{LOG_UPLOAD_PATH}"),
        ),
    }
}

/// That one was deleted; `clock` writes a moment's time of day.
pub fn deleted(
    name: &impl std::fmt::Display,
    answer: &RevokedToken,
    clock: impl Fn(UnixSeconds) -> String,
) -> String {
    let (in_use, elsewhere) = (clock(answer.refused_in_use_by), clock(answer.refused_elsewhere_by));
    format!(
        "Deleted “{name}”. Edges where its token is in use refuse it by {in_use}; the rest usually \
         by {elsewhere}."
    )
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::agent;

    #[test]
    fn the_counter_says_how_many_there_are() {
        assert_eq!(count(AgentKind::SiemAgent, 5), "1 - 5 of 5 SIEM agents");
        assert_eq!(count(AgentKind::LogCollector, 12), "1 - 12 of 12 log collectors");
    }

    #[test]
    fn a_command_line_does_the_agents_work_in_the_form_that_it_reads() {
        let line = |kind, agent: &AgentView| {
            let (before, after) = command(kind, agent, "https://a.eu.b");
            format!("{before}T{after}")
        };
        let mut siem = agent(AgentKind::SiemAgent, 1);
        assert_eq!(
            line(AgentKind::SiemAgent, &siem),
            "curl -H 'Accept: application/cef' -H 'Authorization: Token T' \
             'https://a.eu.b/manage/v1/activity?order=oldest'"
        );
        siem.format = Some(AgentFormat::Json);
        assert!(line(AgentKind::SiemAgent, &siem).contains("-H 'Accept: application/json'"));
        assert_eq!(
            line(AgentKind::LogCollector, &agent(AgentKind::LogCollector, 1)),
            "curl --data-binary @logs.txt -H 'Authorization: Token T' \
             https://a.eu.b/api/v1/discovery/logs"
        );
    }

    #[test]
    fn what_was_done_begins_with_a_capital() {
        assert_eq!(done(AgentKind::SiemAgent, false), "SIEM agent was successfully added");
        assert_eq!(
            done(AgentKind::LogCollector, true),
            "Log collector token was successfully regenerated"
        );
    }
}
