use super::*;

/// A token of the tests, as its row has it.
struct Token {
    serial: String,
    owner: &'static str,
    key: String,
    issued_at: i64,
    last_used_at: Option<i64>,
    expires_at: Option<i64>,
    status: Status,
    is_ended: bool,
    search_key: String,
}

fn fill(database: &Connection) -> Vec<Token> {
    let words = ["Deploy", "deployer", "Nightly Bübüng", "\"-*' 100%", "er", "build", "e"];
    let mut tokens = Vec::new();
    for number in 0_usize..300 {
        let name = format!("{} {:03}", words[number % words.len()], number * 7 % 300);
        let name = name.parse().unwrap();
        let described = number % 5 == 0;
        let description: Option<Description> = described.then(|| "for KIEL".parse().unwrap());
        let ago = |days: usize| NOW.0 - days as i64 * 86_400;
        let last_used_at = (number % 3 > 0).then(|| ago(number % 17));
        let expires_at = (number % 4 == 0).then(|| ago(number % 31) + 20 * 86_400);
        let revoked_at = (number % 11 == 0).then_some(NOW.0);
        let serial = format!("{number:010}");
        let token = Token {
            owner: OWNERS[number % 2],
            key: gatepass_core::name::TokenName::to_key(&name),
            issued_at: ago(number % 13),
            last_used_at,
            expires_at,
            status: Status::at(last_used_at.map(UnixSeconds), NOW),
            is_ended: revoked_at.is_some() || expires_at.is_some_and(|end| end <= NOW.0),
            search_key: search_key(&name, description.as_ref()),
            serial,
        };
        let kind = if number % 50 == 49 { "siem_agent" } else { "user" };
        database
            .execute(
                "INSERT INTO tokens (serial, digest, kind, owner, name, name_key, scope, \
                 issued_at, expires_at, last_used_at, status, revoked_at, revision, search_key, \
                 expired) \
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, 'read', ?6, ?7, ?8, ?9, ?10, 1, ?11, coalesce(?7 <= ?12, 0))",
                rusqlite::params![
                    token.serial,
                    kind,
                    token.owner,
                    name.as_str(),
                    token.key,
                    token.issued_at,
                    token.expires_at,
                    token.last_used_at,
                    token.status.as_str(),
                    revoked_at,
                    token.search_key,
                    NOW.0,
                ],
            )
            .unwrap();
        if kind == "user" {
            tokens.push(token);
        }
    }
    tokens
}

fn is_listed(token: &Token, listing: &Listing<'_>, search: Option<&Search>) -> bool {
    let query = listing.query;
    let soon = (NOW + EXPIRES_SOON).0;
    listing.owner.is_none_or(|owner| owner.as_str() == token.owner)
        && query.status.is_none_or(|status| status == token.status)
        && (listing.has_ended() || !token.is_ended)
        && (!query.expiring || token.expires_at.is_some_and(|end| end <= soon))
        && search.is_none_or(|search| search.finds(&token.search_key))
}

/// All that is listed, in its order.
fn expected<'a>(
    tokens: &'a [Token],
    listing: &Listing<'_>,
    search: Option<&Search>,
) -> Vec<&'a Token> {
    let mut listed: Vec<&Token> =
        tokens.iter().filter(|token| is_listed(token, listing, search)).collect();
    listed.sort_by_key(|token| {
        let key = match listing.query.sort {
            SortBy::Name => (0, "", token.key.as_str()),
            SortBy::Issued => (token.issued_at, "", ""),
            SortBy::LastUsed => (token.last_used_at.unwrap_or_default(), "", ""),
            SortBy::Status => (0, token.status.as_str(), token.key.as_str()),
        };
        (key, token.serial.as_str())
    });
    if listing.query.direction == Direction::Descending {
        listed.reverse();
    }
    listed
}

/// A page and one more.
fn page(listed: &[&Token]) -> Vec<String> {
    listed.iter().take(8).map(|token| token.serial.clone()).collect()
}

fn cursor_after(token: &Token, sort: SortBy) -> Cursor {
    let key = match sort {
        SortBy::Name => SortKey::Name(token.key.clone()),
        SortBy::Issued => SortKey::Moment(token.issued_at),
        SortBy::LastUsed => SortKey::Moment(token.last_used_at.unwrap_or_default()),
        SortBy::Status => SortKey::StatusThenName(token.status, token.key.clone()),
    };
    let tenant = "tenant".parse().unwrap();
    Cursor { sort, key, serial: token.serial.parse().unwrap(), tenant }
}

fn assert_page(
    database: &Connection,
    listing: &Listing<'_>,
    search: Option<&Search>,
    page: &[String],
) {
    let statement = in_order(listing, search, None);
    assert_eq!(serials(database, &statement), page, "{:?}", listing.query);
    let lookup = search.map(|search| search.lookup().unwrap());
    let text = lookup.as_ref().map(Finder::Text);
    let end = listing.query.expiring.then_some(Finder::End);
    for finder in text.into_iter().chain(end) {
        let statement = sorted(listing, search, finder);
        assert_eq!(serials(database, &statement), page, "{:?}", listing.query);
    }
}

#[test]
fn both_ways_of_listing_find_the_same_in_the_same_order_from_page_to_page() {
    let database = database();
    let tokens = fill(&database);
    let mut found = 0;
    every_listing(|listing, search| {
        let listed = expected(&tokens, listing, search);
        assert_page(&database, listing, search, &page(&listed));
        if let Some(last) = listed.get(6) {
            found += 1;
            let cursor = Some(cursor_after(last, listing.query.sort));
            let query = TokenQuery { cursor, ..listing.query.clone() };
            let rest = Listing { query: &query, ..*listing };
            assert_page(&database, &rest, search, &page(&listed[7..]));
        }
    });
    assert!(found > 500, "most lists fill a page: {found}");
}

#[test]
fn a_cursor_from_beyond_a_status_brings_in_no_other() {
    let database = database();
    let tokens = fill(&database);
    for direction in [Direction::Ascending, Direction::Descending] {
        for status in Status::ALL {
            let query = TokenQuery {
                status: Some(status),
                sort: SortBy::LastUsed,
                direction,
                limit: Some(7.try_into().unwrap()),
                ..TokenQuery::default()
            };
            let whole = Listing { owner: None, query: &query, now: NOW };
            let listed = expected(&tokens, &whole, None);
            let moment = match direction {
                Direction::Ascending => -1,
                Direction::Descending => NOW.0 + 1,
            };
            let cursor = Cursor { key: SortKey::Moment(moment), ..cursor(SortBy::LastUsed) };
            let query = TokenQuery { cursor: Some(cursor), ..query.clone() };
            let from_beyond = Listing { query: &query, ..whole };
            assert_page(&database, &from_beyond, None, &page(&listed));
        }
    }
}

#[test]
fn a_way_in_order_ends_where_it_is_told_to() {
    let database = database();
    let tokens = fill(&database);
    let mut ends = 0;
    every_listing(|listing, search| {
        let all =
            TokenQuery { expiring: false, revoked: listing.has_ended(), ..listing.query.clone() };
        let all = expected(&tokens, &Listing { query: &all, ..*listing }, None);
        let statement = place_after(listing, 20);
        let last = database.query_row(
            &statement.text,
            rusqlite::params_from_iter(parameters(&statement)),
            |row| {
                Ok(Place {
                    name_key: row.get("name_key").ok(),
                    issued_at: row.get("issued_at").ok(),
                    last_used_order: row.get("last_used_order").ok(),
                    status: row.get("status").ok(),
                    serial: row.get("serial")?,
                })
            },
        );
        assert_eq!(last.is_ok(), all.len() > 20, "{:?}", listing.query);
        let Ok(last) = last else { return };
        ends += 1;
        let way: Vec<&Token> =
            all[..21].iter().copied().filter(|token| is_listed(token, listing, search)).collect();
        let statement = in_order(listing, search, Some(&last));
        assert_eq!(serials(&database, &statement), page(&way), "{:?}", listing.query);
    });
    assert!(ends > 500, "most lists are longer: {ends}");
}

#[test]
fn what_finds_tokens_counts_them_up_to_what_is_asked() {
    let database = database();
    fill(&database);
    let counted = |finder: Finder<'_>, most: u64| -> i64 {
        let statement = count(finder, most, NOW);
        database
            .query_row(&statement.text, rusqlite::params_from_iter(parameters(&statement)), |row| {
                row.get(0)
            })
            .unwrap()
    };
    let lookup = |text: &str| Search::new(text).unwrap().lookup().unwrap();
    assert_eq!(counted(Finder::Text(&lookup("deploy")), 1_000), 84);
    assert_eq!(counted(Finder::Text(&lookup("deploy")), 20), 20);
    assert_eq!(counted(Finder::Text(&lookup("é")), 1_000), 0);
    assert_eq!(counted(Finder::Text(&lookup("1")), 20), 20);
    assert!(counted(Finder::End, 1_000) > 10);
}

#[test]
fn the_search_follows_a_change_and_a_removal() {
    let database = database();
    fill(&database);
    let query = TokenQuery { search: Some("zzz".to_owned()), ..TokenQuery::default() };
    let search = Search::new("zzz").unwrap();
    let lookup = search.lookup().unwrap();
    let found = || {
        let listing = Listing { owner: None, query: &query, now: NOW };
        serials(&database, &sorted(&listing, Some(&search), Finder::Text(&lookup)))
    };
    assert_eq!(found(), Vec::<String>::new());
    let change = "UPDATE tokens SET search_key = 'zzz top' WHERE serial = '0000000001'";
    database.execute(change, []).unwrap();
    assert_eq!(found(), ["0000000001"]);
    database.execute("DELETE FROM tokens WHERE serial = '0000000001'", []).unwrap();
    assert_eq!(found(), Vec::<String>::new());
    let left: i64 = database
        .query_row("SELECT count(*) FROM search WHERE search MATCH 'zzz'", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}

#[test]
fn what_ends_by_time_is_found_by_an_index() {
    let statement = Statement::new(
        "UPDATE tokens SET expired = 1 WHERE ended = 0 AND expires_at <= ?",
        vec![(NOW + Seconds(1)).0.into()],
    );
    let plan = plan(&database(), &statement);
    assert!(plan[0].starts_with("SEARCH tokens USING"), "{plan:?}");
    assert!(plan[0].contains("to_end"), "{plan:?}");
}
