use super::*;

/// What of a statement's conditions the index has to go by, as a plan tells it.
fn bounds(statement: &Statement, query: &TokenQuery) -> Vec<String> {
    let (names, places) = (names(query), vec!["?"; names(query).len()].join(","));
    let mut bounds = Vec::new();
    for (comparison, told) in [("> (", ">("), (">= (", ">("), ("< (", "<("), ("<= (", "<(")] {
        if statement.text.contains(&format!("({}) {comparison}", names.join(", "))) {
            bounds.push(format!("({}){told}{places})", names.join(",")));
        }
    }
    for (condition, told) in [
        ("last_used_order >= ?", "last_used_order>?"),
        ("last_used_order < ?", "last_used_order<?"),
        ("status = ?", "status=?"),
    ] {
        if statement.text.contains(condition) {
            bounds.push(told.to_owned());
        }
    }
    bounds
}

#[test]
fn every_list_comes_from_an_index_in_its_order() {
    let database = database();
    every_listing(|listing, search| {
        let cursor = Some(cursor(listing.query.sort));
        for (cursor, has_last) in
            [(None, false), (cursor.clone(), false), (None, true), (cursor, true)]
        {
            let query = TokenQuery { cursor, ..listing.query.clone() };
            let listing = Listing { query: &query, ..*listing };
            let last = has_last.then(somewhere);
            let statement = in_order(&listing, search, last.as_ref());
            let plan = plan(&database, &statement);
            let halves: Vec<_> = plan.iter().filter(|step| step.contains("tokens")).collect();
            assert_eq!(halves.len(), if listing.has_ended() { 2 } else { 1 }, "{plan:?}");
            let order = if listing.owner.is_some() { "own_by_" } else { "all_by_" };
            let conditions =
                if listing.owner.is_some() { "(owner=? AND ended=?" } else { "(ended=?" };
            for half in halves {
                let start = format!("SEARCH tokens USING INDEX {order}");
                let is_found = half.starts_with(&start) && half.contains(conditions);
                assert!(is_found, "{}: {plan:?}", statement.text);
                for bound in bounds(&statement, &query) {
                    assert!(half.contains(&bound), "{bound} of {}: {plan:?}", statement.text);
                }
            }
            let merges = ["MERGE (UNION ALL)", "LEFT", "RIGHT"];
            let is_merge = |step: &String| merges.contains(&step.as_str());
            let others = plan.iter().filter(|step| !step.contains("tokens") && !is_merge(step));
            assert_eq!(others.count(), 0, "{}: {plan:?}", statement.text);
        }
    });
}

#[test]
fn the_few_that_match_come_from_the_index_that_finds_them() {
    let database = database();
    every_listing(|listing, search| {
        let lookup = search.map(|search| search.lookup().unwrap());
        let text = lookup.as_ref().map(Finder::Text);
        let end = listing.query.expiring.then_some(Finder::End);
        for finder in text.into_iter().chain(end) {
            let statement = sorted(listing, search, finder);
            let plan_found = plan(&database, &statement);
            assert_found(&plan_found);
            let by_rowid = "SEARCH tokens USING INTEGER PRIMARY KEY (rowid=?)";
            assert!(plan_found.iter().any(|step| step == by_rowid), "{plan_found:?}");
            assert_found(&plan(&database, &count(finder, 9, NOW)));
        }
    });
}

/// Nothing is gone through but what the index finds. Only a virtual table is "scanned": by its own
/// index, whose number tells which of its conditions it uses.
fn assert_found(plan: &[String]) {
    for step in plan.iter().filter(|step| step.starts_with("SCAN")) {
        let is_found = step.starts_with("SCAN search VIRTUAL TABLE INDEX 0:M")
            || step.starts_with("SCAN search_runs VIRTUAL TABLE INDEX")
                && !step.ends_with("INDEX 0:")
            || step.starts_with("SCAN (subquery")
            || step.ends_with("(subquery-2)");
        assert!(is_found, "{step}: {plan:?}");
    }
    let ends = plan.iter().filter(|step| step.contains("SEARCH tokens USING"));
    for step in ends {
        assert!(step.contains("to_end") || step.contains("rowid=?"), "{step}: {plan:?}");
    }
}
