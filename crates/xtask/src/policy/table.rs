//! A policy as a table that people read.

use gatepass_core::policy::{Access, Freshness, Policy, RouteRule};

use super::limits::Counted;

/// The roles, then the routes, then the limits, if there are any.
pub(super) fn of(policy: &Policy, counted: &[Counted]) -> String {
    let mut roles = vec![["role", "administers", "scopes"].map(str::to_owned).to_vec()];
    roles.extend(policy.roles().map(|known| {
        let administers = if known.is_full { "yes" } else { "no" };
        vec![known.role.to_string(), administers.to_owned(), or_none(known.scopes.to_string())]
    }));
    let mut routes = vec![["path", "methods", "needs"].map(str::to_owned).to_vec()];
    if policy.lets_preflights() {
        routes.push(vec!["any".to_owned(), "CORS preflights".to_owned(), "nothing".to_owned()]);
    }
    routes.extend(policy.routes().map(route));
    for (methods, scope) in [("GET, HEAD, OPTIONS", "read"), ("all others", "write")] {
        routes.push(["any other", methods, scope].map(str::to_owned).to_vec());
    }
    let tables = format!("{}\n{}", aligned(&roles), aligned(&routes));
    if counted.is_empty() {
        return tables;
    }
    let mut limits = vec![["each", "is let through"].map(str::to_owned).to_vec()];
    limits.extend(counted.iter().map(|Counted { by, most, period }| {
        vec![(*by).to_owned(), format!("{most} times in {period} s, in each location")]
    }));
    format!("{tables}\n{}", aligned(&limits))
}

fn route(rule: &RouteRule) -> Vec<String> {
    let methods: Vec<&str> = rule.methods().collect();
    let methods = if methods.is_empty() { "all".to_owned() } else { methods.join(", ") };
    let needs = match rule.access() {
        Access::Public => "nothing".to_owned(),
        Access::Token(demand) => match demand.freshness {
            Freshness::Cached => demand.scope.to_string(),
            Freshness::Strict => format!("{}, strict", demand.scope),
        },
    };
    vec![rule.pattern().to_string(), methods, needs]
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

/// Rows with their columns under each other, each line indented.
fn aligned(rows: &[Vec<String>]) -> String {
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let line = |row: &Vec<String>| {
        let cells = row.iter().enumerate();
        let padded: Vec<String> =
            cells.map(|(column, cell)| format!("{cell:<width$}", width = width(column))).collect();
        format!("    {}\n", padded.join("  ").trim_end())
    };
    rows.iter().map(line).collect()
}
