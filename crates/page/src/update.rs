//! What changes when something happens. Pure: no clock, no network, no document.

mod activity;
mod agents;
mod check;
mod copy;
mod edit;
mod form;
mod generate;
mod list;
mod merge;
mod place;
mod providers;
mod provisioning;
mod regenerate;
mod revoke;
mod select;
mod sessions;
mod settings;
mod sign_in;
mod users;

use gatepass_core::time::UnixSeconds;

use crate::message::{Call, Message};
use crate::model::Model;

/// Changes the model as the message asks at `now`, by the browser's clock, and says what is to be
/// asked of the world.
pub fn update(model: &mut Model, message: Message, now: UnixSeconds) -> Option<Call> {
    let now = now + model.server_ahead;
    match message {
        Message::Opened(address) => place::opened(model, address, now),
        Message::ViewChosen(view) => place::view_chosen(model, view, now),
        Message::Ticked => place::ticked(model, now),
        Message::RailToggled => place::rail_toggled(model),
        Message::ThemeChosen(theme) => place::theme_chosen(model, theme),
        Message::ToastDismissed(id) => place::toast_dismissed(model, id),

        Message::MeAnswered(outcome) => sign_in::me_answered(model, outcome, now),
        Message::OptionsAnswered(outcome) => sign_in::options_answered(model, outcome),
        Message::SignedIn(outcome) => sign_in::signed_in(model, outcome),
        Message::SignedOut(outcome) => sign_in::signed_out(model, outcome, now),
        Message::PersonNameTyped(text) => sign_in::person_name_typed(model, text),
        Message::LinkSubmitted => sign_in::link_submitted(model),
        Message::ProviderChosen(provider) => sign_in::provider_chosen(model, provider),
        Message::SignInBegun(outcome) => sign_in::begun(model, outcome),
        Message::TenantChosen(tenant) => sign_in::tenant_chosen(model, tenant),
        Message::PersonChosen(person) => sign_in::person_chosen(model, person),
        Message::SignOutChosen => Some(Call::SignOut),

        Message::Listed { number, outcome } => list::listed(model, number, outcome, now),
        Message::SearchTyped(text) => list::search_typed(model, text),
        Message::SearchSettled(text) => list::search_settled(model, &text, now),
        Message::FilterChosen(status) => list::filter_chosen(model, status, now),
        Message::ExpiringChosen => list::expiring_chosen(model, now),
        Message::EndedToggled => list::ended_toggled(model, now),
        Message::SortToggled(sort) => list::sort_toggled(model, sort, now),
        Message::OrderChosen(sort, direction) => list::order_chosen(model, sort, direction, now),
        Message::FiltersCleared => list::filters_cleared(model, now),
        Message::MoreWanted => list::more_wanted(model, now),
        Message::EarlierWanted => list::earlier_wanted(model, now),
        Message::StartWanted => list::start_wanted(model, now),
        Message::RetryChosen => place::retry_chosen(model, now),

        Message::ActivityAnswered { number, outcome } => {
            activity::answered(model, number, outcome, now)
        }
        Message::PeopleListed(outcome) => activity::people_listed(model, outcome),
        Message::ActivityFiltered(filter) => activity::filtered(model, filter, now),
        Message::ActivityCleared => activity::cleared(model, now),
        Message::OlderChosen => activity::more_chosen(model, now),
        Message::NewestChosen => activity::newest_chosen(model, now),

        Message::GenerateChosen => generate::chosen(model),
        Message::FieldTyped(field, text) => form::typed(model, field, text),
        Message::ScopeToggled(scope) => form::scope_toggled(model, &scope),
        Message::ExpiryChosen(expiry) => form::expiry_chosen(model, expiry),
        Message::DateChosen(date) => form::date_chosen(model, date),
        Message::NotBeforeChosen(moment) => form::not_before_chosen(model, moment),
        Message::FormSubmitted => form::submitted(model, now),
        Message::Issued(outcome) => generate::issued(model, outcome, now),

        Message::MenuOpened(id) => edit::menu_opened(model, id),
        Message::EditChosen(id) => edit::chosen(model, id),
        Message::Edited { id, outcome } => edit::edited(model, id, outcome, now),

        Message::RegenerateChosen(id) => regenerate::chosen(model, id, now),
        Message::OverlapChosen(overlap) => regenerate::overlap_chosen(model, overlap),
        Message::RegenerateConfirmed => regenerate::confirmed(model, now),
        Message::Regenerated(outcome) => regenerate::regenerated(model, outcome, now),

        Message::RowToggled { id, is_range } => select::toggled(model, id, is_range),
        Message::AllToggled => select::all_toggled(model),
        Message::SelectionCleared => select::cleared(model),
        Message::RevokeSelectedChosen => revoke::selected_chosen(model),
        Message::RevokeChosen(id) => revoke::chosen(model, id),
        Message::SeveralRevoked { ids, outcome } => {
            revoke::several_revoked(model, &ids, outcome, now)
        }
        Message::RevokeConfirmed => revoke::confirmed(model),
        Message::Revoked { id, outcome } => revoke::revoked(model, id, outcome, now),
        Message::DialogClosed => place::dialog_closed(model),

        Message::Check(message) => check::update(model, message, now),
        Message::Users(message) => users::update(model, message, now),
        Message::Agents(message) => agents::update(model, message, now),
        Message::Sessions(message) => sessions::update(model, message, now),
        Message::Providers(message) => providers::update(model, message),
        Message::Provisioning(message) => provisioning::update(model, message),
        Message::Settings(message) => settings::update(model, message),

        Message::CopyChosen(source) => Some(Call::Copy(source)),
        Message::CopyAnswered(copied) => copy::answered(model, copied),
        Message::CopySettled(source) => copy::settled(model, source),
    }
}
