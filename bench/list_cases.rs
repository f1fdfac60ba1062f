//! What is asked of the list.

use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::status::Status;

/// A question that both tenants are asked.
pub(crate) struct Case {
    /// What it is called.
    pub(crate) name: &'static str,
    /// The question.
    pub(crate) query: TokenQuery,
    /// Whether the end of the list is asked for in place of its beginning.
    pub(crate) is_end: bool,
}

fn case(name: &'static str, query: TokenQuery) -> Case {
    Case { name, query, is_end: false }
}

fn sorted(sort: SortBy, direction: Direction) -> TokenQuery {
    TokenQuery { sort, direction, ..TokenQuery::default() }
}

/// Five of what has the text in it: so many has the small tenant too.
fn search(text: &str, sort: SortBy, direction: Direction) -> TokenQuery {
    let limit = 5.try_into().ok();
    TokenQuery { search: Some(text.to_owned()), limit, ..sorted(sort, direction) }
}

/// Every one.
pub(crate) fn cases() -> Vec<Case> {
    use Direction::{Ascending, Descending};
    let of_status = |status| TokenQuery { status: Some(status), ..TokenQuery::default() };
    let limit = 20.try_into().ok();
    vec![
        case("first page", TokenQuery::default()),
        case("by name", sorted(SortBy::Name, Ascending)),
        case("by last use", sorted(SortBy::LastUsed, Descending)),
        case("by status", sorted(SortBy::Status, Ascending)),
        case("active", TokenQuery { limit, ..of_status(Status::Active) }),
        case(
            "generated, by name",
            TokenQuery {
                limit,
                sort: SortBy::Name,
                direction: Ascending,
                ..of_status(Status::Generated)
            },
        ),
        case("with revoked", TokenQuery { revoked: true, ..TokenQuery::default() }),
        case(
            "expires soon",
            TokenQuery { expiring: true, limit: 1.try_into().ok(), ..TokenQuery::default() },
        ),
        case("search, 1 in 10 match", search("deploy", SortBy::Issued, Descending)),
        case("search, 2 characters", search("de", SortBy::Issued, Descending)),
        case("search, all match", search("e", SortBy::LastUsed, Descending)),
        case("search, matches at the far end", search("webhook", SortBy::Name, Ascending)),
        Case {
            name: "end",
            query: TokenQuery { limit: 50.try_into().ok(), ..TokenQuery::default() },
            is_end: true,
        },
    ]
}
