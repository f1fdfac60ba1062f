//! Events as comma-separated values (RFC 4180), of which no spreadsheet takes a cell for a formula.

use super::cef::{actor_kind, means};
use crate::audit::Actor;
use crate::wire::ActivityView;

const COLUMNS: [&str; 14] = [
    "sequence",
    "time",
    "action",
    "actor",
    "actor_id",
    "actor_name",
    "by",
    "address",
    "object_kind",
    "object_id",
    "object_name",
    "count",
    "since",
    "changes",
];

/// The first line, with its end.
pub const CSV_HEADER: &str = "sequence,time,action,actor,actor_id,actor_name,by,address,\
    object_kind,object_id,object_name,count,since,changes\r\n";

/// Whether a spreadsheet may take a cell that begins so for a formula: some also look past spaces
/// and take full-width signs for the narrow ones. Source: OWASP, "CSV Injection".
fn begins_formula(text: &str) -> bool {
    let first = text.trim_start_matches(' ').chars().next();
    first.is_some_and(|first| {
        matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    })
}

/// A cell: behind an apostrophe if it could be a formula, in quotes if it has to be.
fn cell(text: &str) -> String {
    let guard = if begins_formula(text) { "'" } else { "" };
    match text.contains([',', '"', '\r', '\n']) || text != text.trim() {
        true => format!("\"{guard}{}\"", text.replace('"', "\"\"")),
        false => format!("{guard}{text}"),
    }
}

/// The event as a line, with its end.
pub fn to_csv(event: &ActivityView) -> String {
    let (actor_id, actor_name) = match &event.actor {
        Actor::User { sub, name } => (sub.to_string(), name.to_string()),
        Actor::Operator | Actor::Registry | Actor::Provisioner | Actor::Unknown => {
            Default::default()
        }
    };
    let object = event.object.as_ref();
    let changes = match event.changes.is_empty() {
        true => String::new(),
        false => serde_json::to_string(&event.changes).unwrap_or_default(),
    };
    let cells: [String; COLUMNS.len()] = [
        event.sequence.to_string(),
        event.at.to_iso(),
        event.action.to_string(),
        actor_kind(&event.actor).to_owned(),
        actor_id,
        actor_name,
        means(&event.by),
        event.address.map(|address| address.to_string()).unwrap_or_default(),
        object.map(|object| object.kind.as_str().to_owned()).unwrap_or_default(),
        object.map(|object| object.id.clone()).unwrap_or_default(),
        object.map(|object| object.name.clone()).unwrap_or_default(),
        event.count.to_string(),
        event.since.map(|since| since.to_iso()).unwrap_or_default(),
        changes,
    ];
    let mut line = cells.map(|text| cell(&text)).join(",");
    line.push_str("\r\n");
    line
}

#[cfg(test)]
pub(super) fn columns() -> [&'static str; COLUMNS.len()] {
    COLUMNS
}
