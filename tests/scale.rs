//! A tenant of many tokens, gone through from page to page.

use std::collections::{HashMap, HashSet};

use gatepass_bench::fill::{fill, registry_of};
use gatepass_core::id::TokenId;
use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;

use crate::harness::{ADA, Person, Server, Settings, Tenant};

/// How many tokens the tenant has, revoked ones among them.
const TOKENS: u64 = 3_000;

/// After how many pages something changes.
const PAGES_BETWEEN: usize = 6;

/// A server with a tenant of many tokens, and its full administrator.
async fn large_tenant() -> (Server, Person) {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;
    let made = ada.issue("first").await;
    server.stop().await;
    let file = registry_of(&server.registry_files(), tenant.id).expect("it has a registry");
    fill(&file, tenant.id, TOKENS, made.view.iat).expect("it can be filled");
    server.start_again().await;
    (server, ada)
}

/// Goes through a list to its end, and lets `between` change something every few pages.
async fn walk(
    ada: &Person,
    query: &TokenQuery,
    mut between: impl AsyncFnMut(usize, &HashMap<TokenId, TokenView>),
) -> HashMap<TokenId, TokenView> {
    let mut query = TokenQuery { limit: 100.try_into().ok(), ..query.clone() };
    let (mut seen, mut pages) = (HashMap::new(), 0);
    loop {
        let page = ada.list(&query).await;
        assert!(page.has_next || page.cursor.is_none());
        for view in page.data {
            let again = seen.insert(view.id, view);
            assert_eq!(again, None, "each is listed once: {query:?}");
        }
        pages += 1;
        if pages % PAGES_BETWEEN == 0 {
            between(pages, &seen).await;
        }
        query.cursor = page.cursor;
        if query.cursor.is_none() {
            return seen;
        }
    }
}

async fn undisturbed(_: usize, _: &HashMap<TokenId, TokenView>) {}

fn ids(views: &HashMap<TokenId, TokenView>) -> HashSet<TokenId> {
    views.keys().copied().collect()
}

#[tokio::test]
async fn a_large_list_holds_each_token_once_in_every_order_whatever_changes_meanwhile() {
    let (_server, ada) = large_tenant().await;
    let mut live = ids(&walk(&ada, &TokenQuery::default(), undisturbed).await);
    assert_eq!(live.len() as u64, ada.list(&TokenQuery::default()).await.total);
    assert!(live.len() > 2_800, "{}", live.len());
    for sort in [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let query = TokenQuery { sort, direction, ..TokenQuery::default() };
            let (mut revoked, mut issued) = (HashSet::new(), HashSet::new());
            let seen = walk(&ada, &query, async |pages, seen| {
                let name = format!("amid {sort:?} {direction:?} {pages}");
                issued.insert(ada.issue(&name).await.view.id);
                let of_seen = seen.keys().find(|id| live.contains(id) && !revoked.contains(*id));
                let to_come =
                    live.iter().find(|id| !seen.contains_key(id) && !revoked.contains(*id));
                for id in [of_seen, to_come].into_iter().flatten().copied().collect::<Vec<_>>() {
                    ada.revoke(id).await;
                    revoked.insert(id);
                }
            })
            .await;
            let seen = ids(&seen);
            let lasting: HashSet<TokenId> = live.difference(&revoked).copied().collect();
            assert!(lasting.is_subset(&seen), "{query:?}");
            let known: HashSet<TokenId> = live.union(&issued).copied().collect();
            assert!(seen.is_subset(&known), "{query:?}");
            live = lasting.union(&issued).copied().collect();
        }
    }
    let all = TokenQuery { revoked: true, ..TokenQuery::default() };
    let all = walk(&ada, &all, undisturbed).await;
    let ended = all.values().filter(|view| view.revoked.is_some()).count();
    assert_eq!(all.len(), live.len() + ended);
    assert!(ended > 150, "{ended}");
}

#[tokio::test]
async fn a_search_of_a_large_list_finds_each_match_once_however_it_is_sorted() {
    let (_server, ada) = large_tenant().await;
    let all = walk(&ada, &TokenQuery::default(), undisturbed).await;
    // Many spread over the list, many that stand together, few, those of a short text, one, none.
    for text in ["prod", "webhook", "payroll prod 1", "11", "first", "firsts"] {
        let matches = |view: &&TokenView| view.name.as_str().contains(text);
        let expected: HashSet<TokenId> = all.values().filter(matches).map(|view| view.id).collect();
        for sort in [SortBy::Name, SortBy::Issued, SortBy::LastUsed, SortBy::Status] {
            let search = Some(text.to_owned());
            let direction = Direction::Ascending;
            let query = TokenQuery { search, sort, direction, ..TokenQuery::default() };
            assert_eq!(ids(&walk(&ada, &query, undisturbed).await), expected, "{query:?}");
        }
    }
    let soon = ada.list(&TokenQuery { expiring: true, ..TokenQuery::default() }).await;
    let within = UnixSeconds(soon.now.0 + 7 * 86_400);
    let is_soon = |view: &TokenView| view.exp.is_some_and(|end| end <= within);
    assert!(!soon.data.is_empty());
    let late: Vec<_> = soon.data.iter().filter(|view| !is_soon(view)).collect();
    assert!(late.is_empty(), "of {}, by {within:?}: {late:?}", soon.data.len());
    let expiring = TokenQuery { expiring: true, sort: SortBy::Name, ..TokenQuery::default() };
    let found = walk(&ada, &expiring, undisturbed).await;
    assert_eq!(found.len(), all.values().filter(|view| is_soon(view)).count());
}
