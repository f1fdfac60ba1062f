//! What KV is to hold, read part by part.

use gatepass_core::id::Serial;
use gatepass_core::record::{Generation, TokenRecord};
use gatepass_core::tenant::{Tenant, TenantLabel};
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::TokenDigest;
use serde::Deserialize;

use super::{Store, Stored, parsed};

const TENANTS_AFTER: &str = "SELECT * FROM tenants WHERE label > ? ORDER BY label LIMIT ?";

const SUPERSEDED_AFTER: &str =
    "SELECT digest, serial, until FROM superseded WHERE digest > ? ORDER BY digest LIMIT ?";

const TOKENS_AFTER: &str = "serial > ? ORDER BY serial LIMIT ?";

/// Some of a kind, in their order.
pub(in crate::registry) struct Page<T> {
    /// They.
    pub(in crate::registry) items: Vec<T>,
    /// Whether there may be more.
    pub(in crate::registry) is_full: bool,
}

impl<T> Page<T> {
    fn of(items: Vec<T>, most: u32) -> Self {
        let is_full = items.len() >= most as usize;
        Self { items, is_full }
    }
}

#[derive(Deserialize)]
struct Superseded {
    digest: String,
    serial: String,
    until: UnixSeconds,
}

#[derive(Deserialize)]
struct Count {
    count: u64,
}

impl Store {
    /// Records after that of this serial.
    pub(in crate::registry) fn tokens_after(
        &self,
        after: Option<Serial>,
        most: u32,
    ) -> Stored<Page<TokenRecord>> {
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let parameters = vec![after.into(), i64::from(most).into()];
        Ok(Page::of(self.tokens(TOKENS_AFTER, parameters)?, most))
    }

    /// Tokens that others took the place of, after this one, each with its record.
    pub(in crate::registry) fn superseded_after(
        &self,
        after: Option<TokenDigest>,
        most: u32,
    ) -> Stored<Page<(TokenDigest, Generation, Option<TokenRecord>)>> {
        let after = after.map(|after| after.to_string()).unwrap_or_default();
        let rows: Vec<Superseded> =
            self.rows(SUPERSEDED_AFTER, vec![after.into(), i64::from(most).into()])?;
        let items = rows.into_iter().map(|Superseded { digest, serial, until }| {
            let record = self.tokens("serial = ?", vec![serial.into()])?.pop();
            Ok((parsed(&digest)?, Generation::Superseded { until }, record))
        });
        Ok(Page::of(items.collect::<Stored<_>>()?, most))
    }

    /// Tenants after that of this label.
    pub(in crate::registry) fn tenants_after(
        &self,
        after: Option<&TenantLabel>,
        most: u32,
    ) -> Stored<Page<Tenant>> {
        let after = after.map(ToString::to_string).unwrap_or_default();
        let rows = self.rows(TENANTS_AFTER, vec![after.into(), i64::from(most).into()])?;
        Ok(Page::of(rows, most))
    }

    /// How many tokens there are, with those that others took the place of.
    pub(in crate::registry) fn count_of_tokens(&self) -> Stored<u64> {
        self.count(
            "SELECT (SELECT count(*) FROM tokens) + (SELECT count(*) FROM superseded) AS count",
        )
    }

    /// How many tenants there are.
    pub(in crate::registry) fn count_of_tenants(&self) -> Stored<u64> {
        self.count("SELECT count(*) AS count FROM tenants")
    }

    fn count(&self, statement: &str) -> Stored<u64> {
        let count: Option<Count> = self.row(statement, vec![])?;
        Ok(count.map_or(0, |count| count.count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::store::schema::tests::database;

    #[test]
    fn a_part_is_read_by_an_index_in_its_order() {
        let database = database();
        let tokens = format!("SELECT * FROM tokens WHERE {TOKENS_AFTER}");
        for statement in [TENANTS_AFTER, SUPERSEDED_AFTER, &tokens] {
            let mut explained =
                database.prepare(&format!("EXPLAIN QUERY PLAN {statement}")).unwrap();
            let plan: Vec<String> = explained
                .query_map(("", 500), |row| row.get("detail"))
                .unwrap()
                .map(Result::unwrap)
                .collect();
            let is_search = |step: &String| step.starts_with("SEARCH");
            assert!(!plan.is_empty() && plan.iter().all(is_search), "{statement}: {plan:?}");
        }
    }
}
