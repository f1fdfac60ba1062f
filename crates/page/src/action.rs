//! Which message a gesture is.

mod agents;
mod check;
mod providers;
mod provisioning;
mod sessions;
mod settings;
mod users;

use std::str::FromStr;

use gatepass_core::listing::Direction;
use gatepass_core::route::View;
use gatepass_core::status::Status;
use gatepass_core::time::Seconds;
use gatepass_core::wire::Overlap;

use crate::dom::{Gesture, RANGE};
use crate::message::{ActivityFilter, Message};
use crate::model::{CopySource, Expiry, Field, Theme};
use crate::{time, words};

/// The message that the gesture is; none if its id or value means nothing.
pub fn message(gesture: Gesture) -> Option<Message> {
    let Gesture { action, id, value } = gesture;
    let id = id.unwrap_or_default();
    match action.as_str() {
        "open" => view(&id).map(Message::ViewChosen),
        "rail" => Some(Message::RailToggled),
        "theme" => Some(Message::ThemeChosen(Theme::of(&value))),
        "dismiss" => id.parse().ok().map(Message::ToastDismissed),

        "person-name" => Some(Message::PersonNameTyped(value)),
        "sign-in-provider" => id.parse().ok().map(Message::ProviderChosen),
        "sign-in-by-link" => Some(Message::LinkSubmitted),
        "tenant" => value.parse().ok().map(Message::TenantChosen),
        "person" => id.parse().ok().map(Message::PersonChosen),
        "sign-out" => Some(Message::SignOutChosen),

        "search" => Some(Message::SearchTyped(value)),
        "filter" => filter(&id).map(Message::FilterChosen),
        "expiring" => Some(Message::ExpiringChosen),
        "show-ended" => Some(Message::EndedToggled),
        "sort" => {
            words::SORTS.into_iter().find(|sort| words::sort(*sort) == id).map(Message::SortToggled)
        }
        "order" => order(&value),
        "clear-filters" => Some(Message::FiltersCleared),
        "more" => Some(Message::MoreWanted),
        "earlier" => Some(Message::EarlierWanted),
        "to-start" => Some(Message::StartWanted),
        "try-again" => Some(Message::RetryChosen),

        "activity-person" => optional(&first(id, value)).map(ActivityFilter::Person).map(filtered),
        "activity-token" => Some(filtered(ActivityFilter::Token(first(id, value)))),
        "activity-kind" => optional(&value).map(ActivityFilter::Kind).map(filtered),
        "activity-from" => Some(filtered(ActivityFilter::From(time::day(&value)))),
        "activity-until" => Some(filtered(ActivityFilter::Until(time::day(&value)))),
        "activity-clear" => Some(Message::ActivityCleared),
        "activity-more" => Some(Message::OlderChosen),
        "activity-newest" => Some(Message::NewestChosen),

        "generate" => Some(Message::GenerateChosen),
        "field" => field(&id).map(|field| Message::FieldTyped(field, value)),
        "scope" => id.parse().ok().map(Message::ScopeToggled),
        "expiry" => expiry(&value).map(Message::ExpiryChosen),
        "expiry-date" => Some(Message::DateChosen(time::end_of_day(&value))),
        "not-before" => Some(Message::NotBeforeChosen(time::local(&value))),
        "submit" => Some(Message::FormSubmitted),
        "menu" => id.parse().ok().map(Message::MenuOpened),
        "edit" => id.parse().ok().map(Message::EditChosen),
        "regenerate" => id.parse().ok().map(Message::RegenerateChosen),
        "overlap" => overlap(&value).map(Message::OverlapChosen),
        "confirm-regenerate" => Some(Message::RegenerateConfirmed),
        "select" => {
            let is_range = value == RANGE;
            id.parse().ok().map(|id| Message::RowToggled { id, is_range })
        }
        "select-all" => Some(Message::AllToggled),
        "clear-selection" => Some(Message::SelectionCleared),
        "revoke-selected" => Some(Message::RevokeSelectedChosen),
        "revoke" => id.parse().ok().map(Message::RevokeChosen),
        "confirm-revoke" => Some(Message::RevokeConfirmed),
        "close-dialog" => Some(Message::DialogClosed),
        "copy" => copy_source(&id).map(Message::CopyChosen),
        other if other.starts_with("agent-") => {
            agents::message(other, &id, value).map(Message::Agents)
        }
        other if other.starts_with("check-") => check::message(other, &value).map(Message::Check),
        other if other.starts_with("provider-") => {
            providers::message(other, &id, value).map(Message::Providers)
        }
        other if other.starts_with("session-") => {
            sessions::message(other, &id).map(Message::Sessions)
        }
        other if other.starts_with("provisioning-") => {
            provisioning::message(other, &id, &value).map(Message::Provisioning)
        }
        other if other.starts_with("settings-") => {
            settings::message(other, &id, value).map(Message::Settings)
        }
        other => users::message(other, &id, value).map(Message::Users),
    }
}

fn filtered(filter: ActivityFilter) -> Message {
    Message::ActivityFiltered(filter)
}

/// What a button says by its id, or else a field by its value.
fn first(id: String, value: String) -> String {
    if id.is_empty() { value } else { id }
}

/// Nothing, for no text; else what the text means, if anything.
fn optional<T: FromStr>(text: &str) -> Option<Option<T>> {
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// The word in the document for every status.
pub const ALL: &str = "all";

fn view(word: &str) -> Option<View> {
    View::FRAMED.into_iter().find(|view| view.word() == word)
}

fn filter(word: &str) -> Option<Option<Status>> {
    if word == ALL {
        return Some(None);
    }
    Status::ALL.into_iter().find(|status| status.as_str() == word).map(Some)
}

fn order(word: &str) -> Option<Message> {
    words::SORTS
        .into_iter()
        .flat_map(|sort| [(sort, Direction::Ascending), (sort, Direction::Descending)])
        .find(|(sort, direction)| words::order(*sort, *direction) == word)
        .map(|(sort, direction)| Message::OrderChosen(sort, direction))
}

fn field(word: &str) -> Option<Field> {
    Field::ALL.into_iter().find(|field| field.as_str() == word)
}

/// The expiry that a word of the document stands for.
pub fn expiry(word: &str) -> Option<Expiry> {
    match word {
        "never" => Some(Expiry::Never),
        "as-so-far" => Some(Expiry::AsSoFar),
        "on-date" => Some(Expiry::OnDate),
        days => days.parse().ok().map(Expiry::InDays),
    }
}

/// The word that stands for an expiry in the document.
pub fn expiry_word(expiry: Expiry) -> String {
    match expiry {
        Expiry::Never => "never".to_owned(),
        Expiry::AsSoFar => "as-so-far".to_owned(),
        Expiry::OnDate => "on-date".to_owned(),
        Expiry::InDays(days) => days.to_string(),
    }
}

fn overlap(seconds: &str) -> Option<Overlap> {
    Seconds(seconds.parse().ok()?).try_into().ok()
}

fn copy_source(word: &str) -> Option<CopySource> {
    match word {
        "token" => Some(CopySource::Token),
        "url" => Some(CopySource::Url),
        "curl" => Some(CopySource::Curl),
        "tenant-id" => Some(CopySource::TenantId),
        "portal-url" => Some(CopySource::PortalUrl),
        "api-url" => Some(CopySource::ApiUrl),
        "sign-in-link" => Some(CopySource::SignInLink),
        "scim-token" => Some(CopySource::ScimToken),
        "scim-url" => Some(CopySource::ScimUrl),
        id => id.parse().ok().map(CopySource::Id),
    }
}

/// The word that stands for a copy source in the document.
pub fn copy_word(source: CopySource) -> String {
    match source {
        CopySource::Token => "token".to_owned(),
        CopySource::Url => "url".to_owned(),
        CopySource::Curl => "curl".to_owned(),
        CopySource::TenantId => "tenant-id".to_owned(),
        CopySource::PortalUrl => "portal-url".to_owned(),
        CopySource::ApiUrl => "api-url".to_owned(),
        CopySource::SignInLink => "sign-in-link".to_owned(),
        CopySource::ScimToken => "scim-token".to_owned(),
        CopySource::ScimUrl => "scim-url".to_owned(),
        CopySource::Id(id) => id.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gatepass_core::listing::SortBy;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn gesture(action: &str, id: &str, value: &str) -> Option<Message> {
        let id = (!id.is_empty()).then(|| id.to_owned());
        message(Gesture { action: action.to_owned(), id, value: value.to_owned() })
    }

    #[test]
    fn what_means_nothing_is_no_message() {
        for (action, id, value) in [
            ("unheard-of", "", ""),
            ("open", "nowhere", ""),
            ("revoke", "not an id", ""),
            ("filter", "expired", ""),
            ("order", "", "name-sideways"),
            ("tenant", "", "Not A Label"),
            ("dismiss", "-1", ""),
        ] {
            assert_eq!(gesture(action, id, value), None, "{action}");
        }
    }

    #[test]
    fn filters_and_orders_are_read_from_their_words() {
        assert_eq!(gesture("filter", "all", ""), Some(Message::FilterChosen(None)));
        assert_eq!(
            gesture("filter", "inactive", ""),
            Some(Message::FilterChosen(Some(Status::Inactive)))
        );
        assert_eq!(
            gesture("order", "", "last-used-ascending"),
            Some(Message::OrderChosen(SortBy::LastUsed, Direction::Ascending))
        );
    }

    #[test]
    fn a_row_is_chosen_alone_or_with_those_up_to_it() {
        let id = "AAAAAABBBBBBBBBB";
        for (value, is_range) in [("on", false), (RANGE, true)] {
            let expected = Message::RowToggled { id: id.parse().unwrap(), is_range };
            assert_eq!(gesture("select", id, value), Some(expected));
        }
    }

    #[test]
    fn an_overlap_is_read_from_its_seconds() {
        let read = |value: &str| gesture("overlap", "", value);
        assert_eq!(read("86400"), Some(Message::OverlapChosen(Overlap::Day)));
        assert_eq!((read("60"), read("long")), (None, None));
    }

    #[test]
    fn an_expiry_is_read_from_its_word() {
        for expiry in [Expiry::Never, Expiry::AsSoFar, Expiry::OnDate, Expiry::InDays(90)] {
            let expected = Some(Message::ExpiryChosen(expiry));
            assert_eq!(gesture("expiry", "", &expiry_word(expiry)), expected);
        }
        assert_eq!(gesture("expiry", "", "soon"), None);
    }

    #[test]
    fn a_copy_source_is_read_from_its_word() {
        let id = "AAAAAABBBBBBBBBB".parse().unwrap();
        for source in [
            CopySource::Token,
            CopySource::Url,
            CopySource::Curl,
            CopySource::TenantId,
            CopySource::PortalUrl,
            CopySource::ApiUrl,
            CopySource::SignInLink,
            CopySource::ScimToken,
            CopySource::ScimUrl,
            CopySource::Id(id),
        ] {
            let expected = Some(Message::CopyChosen(source));
            assert_eq!(gesture("copy", &copy_word(source), ""), expected);
        }
    }
}
