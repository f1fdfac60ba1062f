use gatepass_core::agents::{AgentKind, Notifications, Sources, Trouble};
use gatepass_core::time::Seconds;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::{SecretText, Stage};
use crate::dom::Part;
use crate::message::{AgentsMessage, Message, NewAgent};
use crate::model::Model;
use crate::samples::{NOON, agent, agent_page, id, me, showing_agents};
use crate::update::update;

fn view_of(stage: &Stage, kind: AgentKind) -> Part {
    stage.find(&format!("view-{}", kind.view().word()))
}

fn texts(row: &Part, names: &[&str]) -> Vec<String> {
    names.iter().map(|name| row.find(name).unwrap().text()).collect()
}

fn only_row(stage: &Stage, kind: AgentKind) -> Part {
    let mut rows = view_of(stage, kind).select_all("[data-test=agent-row]");
    assert_eq!(rows.len(), 1);
    rows.remove(0)
}

#[test]
fn a_row_says_what_there_is_to_say_of_a_siem_agent_and_follows_the_time() {
    let kind = AgentKind::SiemAgent;
    let mut page = agent_page(kind, [1]);
    page.data[0].last_used_at = Some(NOON);
    page.data[0].notifications = Some(Notifications::Changes);
    let mut model = showing_agents(kind, page);
    let mut stage = Stage::showing(&model);
    let row = only_row(&stage, kind);
    assert_eq!(
        texts(&row, &["name", "created-by", "token-owner", "type", "status-word", "notifications"]),
        ["agent-1", "Ann Fischer", "Ann Fischer", "Generic CEF", "Connected", "Changes only"]
    );
    assert_eq!(view_of(&stage, kind).find("count").unwrap().text(), "1 - 1 of 1 SIEM agents");
    update(&mut model, Message::Ticked, NOON + Seconds(2 * 3600 + 1));
    stage.show(&model);
    assert_eq!(
        texts(&row, &["status-word", "explanation"]),
        ["Connection error", "Quiet for more than 2 hours."]
    );
}

#[test]
fn a_row_of_a_log_collector_has_its_sources_and_a_trouble_in_place_of_the_explanation() {
    let kind = AgentKind::LogCollector;
    let mut page = agent_page(kind, [1]);
    page.data[0].sources = Some(Sources::from_lines("Proxy\nFirewall").unwrap());
    page.data[0].trouble = Some(Trouble::OwnerDeprovisioned);
    let model = showing_agents(kind, page);
    let stage = Stage::showing(&model);
    let row = only_row(&stage, kind);
    assert_eq!(
        texts(&row, &["sources", "status-word", "explanation", "never"]),
        [
            "Proxy, Firewall",
            "Created",
            "Its token is refused: the owner was deprovisioned. Regenerate it.",
            "Never"
        ]
    );
    assert!(row.find("explanation").unwrap().attribute("data-trouble").is_some());
}

#[test]
fn the_menu_of_a_row_is_opened_by_its_button_and_knows_its_agent() {
    let kind = AgentKind::SiemAgent;
    let model = showing_agents(kind, agent_page(kind, [1]));
    let stage = Stage::showing(&model);
    let row = only_row(&stage, kind);
    let (button, menu) = (row.find("menu-button").unwrap(), row.find("menu").unwrap());
    assert_eq!(button.attribute("popovertarget"), menu.attribute("id"));
    let items: Vec<String> = menu.select_all("button").iter().map(Part::text).collect();
    assert_eq!(items, ["Edit", "Regenerate token", "Delete"]);
    for item in menu.select_all("button") {
        assert_eq!(item.attribute("data-id"), Some(id(1).to_string()));
    }
}

fn happen(stage: &mut Stage, model: &mut Model, message: AgentsMessage) {
    stage.let_happen(model, Message::Agents(message));
}

#[test]
fn the_form_asks_for_what_its_kind_has_with_the_focus_on_the_name() {
    for kind in AgentKind::ALL {
        let mut model = showing_agents(kind, agent_page(kind, []));
        let mut stage = Stage::showing(&model);
        happen(&mut stage, &mut model, AgentsMessage::AddChosen);
        assert!(stage.find("agent-name").has_focus());
        assert_eq!(stage.is_shown("agent-format"), kind == AgentKind::SiemAgent);
        assert_eq!(stage.is_shown("agent-sources"), kind == AgentKind::LogCollector);
    }
}

#[test]
fn the_new_token_is_shown_in_a_command_line_and_leaves_with_the_dialog() {
    let kind = AgentKind::SiemAgent;
    let mut model = showing_agents(kind, agent_page(kind, []));
    let mut stage = Stage::showing(&model);
    happen(&mut stage, &mut model, AgentsMessage::AddChosen);
    stage.view.hand_over_to_agent(SecretText::of("gps_secret"));
    let outcome = Ok(Box::new(NewAgent { view: agent(kind, 1), url: me().tenant.url }));
    happen(&mut stage, &mut model, AgentsMessage::Issued { kind, outcome });
    assert_eq!(stage.find("token-value").value(), "gps_secret");
    assert!(stage.find("copy-token").has_focus());
    assert_eq!(
        stage.find("curl-line").value(),
        "curl -H 'Accept: application/cef' -H 'Authorization: Token gps_secret' \
         'https://contoso.eu.portal.example.com/manage/v1/activity?order=oldest'"
    );
    assert_eq!(stage.find("new-token-done").text(), "SIEM agent was successfully added");
    let field = stage.find("token-value");
    stage.let_happen(&mut model, Message::DialogClosed);
    assert_eq!(stage.root.select("[data-part=token-value]"), None);
    assert_eq!(field.value(), "");
    assert!(only_row(&stage, kind).find("menu-button").unwrap().has_focus());
}

#[test]
fn deleting_asks_with_the_focus_on_cancel() {
    let kind = AgentKind::LogCollector;
    let mut model = showing_agents(kind, agent_page(kind, [1]));
    let mut stage = Stage::showing(&model);
    happen(&mut stage, &mut model, AgentsMessage::DeleteChosen(id(1)));
    assert_eq!(stage.find("agent-question-heading").text(), "Delete “agent-1”?");
    let cancel = stage.find("agent-question").select("[data-action=close-dialog]").unwrap();
    assert!(cancel.has_focus());
}
