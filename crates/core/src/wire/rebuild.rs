//! What the operator is told of KV, and has it told again.

use serde::{Deserialize, Serialize};

use super::Problem;
use super::parse::from_query;
use crate::rebuild::{Drift, RebuildPlace};

/// Where to go on; from the beginning, if nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RebuildFrom {
    /// What the step before gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<RebuildPlace>,
}

impl RebuildFrom {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter at fault.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        from_query(query)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// A key of KV that differs from what it is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftView {
    /// The key.
    pub key: String,
    /// How it differs.
    pub drift: Drift,
}

/// What a look at a part of KV found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DriftPage {
    /// How many tokens or tenants it looked at.
    pub looked_at: u64,
    /// How many there are in all.
    pub total: u64,
    /// How many keys say nothing, as KV is still to be told of them.
    pub awaited: u64,
    /// The keys that differ.
    pub data: Vec<DriftView>,
    /// Where to go on.
    pub cursor: RebuildPlace,
}

/// What was done of a rebuild, by one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RebuildStep {
    /// How many tokens or tenants it went through: none, where too much waits in the outbox.
    pub looked_at: u64,
    /// How many there are in all.
    pub total: u64,
    /// How many writes it put in the outbox.
    pub written: u64,
    /// How many writes KV is still to be told for the first time.
    pub waiting: u64,
    /// Where to go on.
    pub cursor: RebuildPlace,
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::wire::from_json;

    #[test]
    fn what_travels_is_pinned() {
        let page = DriftPage {
            looked_at: 500,
            total: 3_000,
            awaited: 2,
            data: vec![DriftView { key: "t:x".to_owned(), drift: Drift::Missing }],
            cursor: "tokens:0000000000".parse().unwrap(),
        };
        let json = r#"{"looked_at":500,"total":3000,"awaited":2,"data":[{"key":"t:x","drift":"missing"}],"cursor":"tokens:0000000000"}"#;
        assert_eq!(serde_json::to_string(&page).unwrap(), json);
        let step = RebuildStep {
            looked_at: 500,
            total: 3_000,
            written: 480,
            waiting: 481,
            cursor: RebuildPlace::End,
        };
        let json = r#"{"looked_at":500,"total":3000,"written":480,"waiting":481,"cursor":"end"}"#;
        assert_eq!(serde_json::to_string(&step).unwrap(), json);
        assert_eq!(serde_json::from_str::<RebuildStep>(json).unwrap(), step);
    }

    #[test]
    fn where_to_go_on_may_be_left_out_and_nothing_may_be_added() {
        let from = |cursor| RebuildFrom { cursor };
        assert_eq!(from_json(b"{}"), Ok(from(None)));
        let end = from(Some(RebuildPlace::End));
        assert_eq!(from_json(br#"{"cursor":"end"}"#), Ok(end.clone()));
        assert_eq!(serde_json::to_string(&from(None)).unwrap(), "{}");
        assert_eq!(RebuildFrom::parse(&end.to_query()), Ok(end));
        for (json, field) in [
            (r#"{"cursor":"begin"}"#, "cursor"),
            (r#"{"cursor":7}"#, "cursor"),
            (r#"{"from":"end"}"#, "from"),
        ] {
            let problem = from_json::<RebuildFrom>(json.as_bytes()).unwrap_err();
            assert_eq!(problem.field.as_deref(), Some(field), "{json}");
        }
        assert_eq!(RebuildFrom::parse("cursor=x").unwrap_err().field.as_deref(), Some("cursor"));
    }
}
