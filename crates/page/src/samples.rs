//! What the tests of `update` and `view` begin with.

use gatepass_core::agents::{AgentKind, AgentSettings, AgentState};
use gatepass_core::audit::{Action, Actor, AuditEvent, Means, Object, ObjectKind};
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::listing::{Cursor, Direction, SortBy, SortKey, TokenQuery};
use gatepass_core::network::NetworkRule;
use gatepass_core::people::UserState;
use gatepass_core::policy::{Policy, Role};
use gatepass_core::route::View;
use gatepass_core::scim::RoleSource;
use gatepass_core::scope::ScopeSet;
use gatepass_core::settings::TenantSettings;
use gatepass_core::status::Status;
use gatepass_core::time::UnixSeconds;
use gatepass_core::token::Prefixes;
use gatepass_core::wire::{
    ActivityPage, ActivityView, AgentPage, AgentView, Me, Problem, ProblemKind, RevokedToken,
    RoleView, SettingsView, StatusTotals, TenantView, TokenPage, TokenView, UserPage, UserView,
};

use crate::message::{
    AgentsCall, AgentsMessage, Call, Message, NewToken, SettingsCall, SettingsMessage, UsersCall,
    UsersMessage,
};
use crate::model::{Failure, Model, Session, Theme};
use crate::update::update;

/// The moment at which the tests take place: 2026-11-24 12:00 UTC.
pub(crate) const NOON: UnixSeconds = UnixSeconds(1_795_521_600);

/// An id; the number makes it one of many.
pub(crate) fn id(number: u32) -> TokenId {
    format!("tenant{number:010}").parse().unwrap()
}

/// A token never used, which was issued the earlier the higher its number.
pub(crate) fn token(number: u32) -> TokenView {
    TokenView {
        id: id(number),
        name: format!("token-{number}").parse().unwrap(),
        sub: "AAAAAAAAAAAA".parse().unwrap(),
        issued_by: "Ann Fischer".parse().unwrap(),
        scope: ScopeSet::default(),
        iat: UnixSeconds(NOON.0 - i64::from(number)),
        last_used_at: None,
        status: Status::Generated,
        description: None,
        nbf: None,
        exp: None,
        networks: NetworkRule::default(),
        is_owner_deprovisioned: false,
        retiring_until: None,
        revoked: None,
        exposed: None,
        knocks: None,
        uses_by_day: Vec::new(),
    }
}

/// A token last used at this moment, as the server saw it when it was Active.
pub(crate) fn token_used_at(moment: UnixSeconds) -> TokenView {
    TokenView { last_used_at: Some(moment), status: Status::Active, ..token(1) }
}

/// The tokens with these numbers, and no more after them.
pub(crate) fn page(numbers: impl IntoIterator<Item = u32>) -> TokenPage {
    let data: Vec<_> = numbers.into_iter().map(token).collect();
    let total = u64::try_from(data.len()).unwrap();
    let totals = StatusTotals { generated: total, ..StatusTotals::default() };
    TokenPage { total, has_next: false, data, cursor: None, totals, now: NOON }
}

/// The tokens with these numbers, and more after them.
pub(crate) fn page_with_more(numbers: impl IntoIterator<Item = u32>) -> TokenPage {
    let page = page(numbers);
    let last = page.data.last().unwrap();
    let cursor = Cursor::after(last, SortBy::Issued);
    TokenPage { has_next: true, cursor: Some(cursor), total: 1000, ..page }
}

/// What the registry of a tenant with so many tokens answers, sorted by when they were issued.
pub(crate) fn served(count: u32, query: &TokenQuery) -> TokenPage {
    let comes_after = |token: &TokenView| match &query.cursor {
        None => true,
        Some(Cursor { key: SortKey::Moment(at), .. }) => match query.direction {
            Direction::Descending => token.iat.0 < *at,
            Direction::Ascending => token.iat.0 > *at,
        },
        Some(other) => panic!("{other:?}"),
    };
    let mut all: Vec<_> = (1..=count).map(token).filter(comes_after).collect();
    if query.direction == Direction::Ascending {
        all.reverse();
    }
    let wanted = u32::from(query.limit.unwrap_or_default()) as usize;
    let has_next = all.len() > wanted;
    all.truncate(wanted);
    let cursor = all.last().filter(|_| has_next).map(|last| Cursor::after(last, SortBy::Issued));
    let total = u64::from(count);
    let totals = StatusTotals { generated: total, ..StatusTotals::default() };
    TokenPage { total, has_next, data: all, cursor, totals, now: NOON }
}

/// That Ann revoked the token of this number, as the log's event of this number.
pub(crate) fn event(number: u32) -> ActivityView {
    let me = me();
    let actor = Actor::User { sub: me.sub, name: me.name };
    let (kind, name) = (ObjectKind::Token, format!("token-{number}"));
    let event = AuditEvent::new(Action::TokenRevoked, actor, Means::Session, NOON).on(Object {
        kind,
        id: id(number).to_string(),
        name,
    });
    ActivityView::of(number.into(), event)
}

/// The events of these numbers, the newest first.
pub(crate) fn activity_page(
    numbers: impl DoubleEndedIterator<Item = u32>,
    has_next: bool,
) -> ActivityPage {
    let data: Vec<_> = numbers.rev().map(event).collect();
    let cursor = has_next.then(|| format!("before {}", data.last().map_or(0, |it| it.sequence)));
    ActivityPage { data, has_next, cursor, now: NOON }
}

/// Somebody who sees every token.
pub(crate) fn me() -> Me {
    Me {
        sub: "AAAAAAAAAAAA".parse().unwrap(),
        name: "Ann Fischer".parse().unwrap(),
        role: "global-administrator".parse().unwrap(),
        is_full_administrator: true,
        scope: "read write".parse().unwrap(),
        tenant: TenantView {
            id: "tenant".parse().unwrap(),
            label: "contoso".parse().unwrap(),
            region: "eu".parse().unwrap(),
            url: "https://contoso.eu.portal.example.com".to_owned(),
            portal_url: "https://portal.example.com".to_owned(),
            api_url: "https://contoso.eu.portal.example.com/api/".to_owned(),
        },
        token_prefixes: Prefixes::default(),
        longest_life_days: None,
        version: "0.1.0".to_owned(),
    }
}

/// A page of which nothing was asked yet, with somebody signed in.
pub(crate) fn signed_in() -> Model {
    Model { session: Session::In(Box::new(me())), ..Model::new(Theme::System) }
}

/// A page that shows these tokens.
pub(crate) fn showing(page: TokenPage) -> Model {
    let mut model = signed_in();
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Ok(page));
    model
}

/// Answers what was asked about the list.
pub(crate) fn answer(
    model: &mut Model,
    call: Option<Call>,
    outcome: Result<TokenPage, Failure>,
) -> Option<Call> {
    let Some(Call::List { number, .. }) = call else { panic!("no list was asked for: {call:?}") };
    update(model, Message::Listed { number, outcome }, NOON)
}

/// The numbers of the tokens shown.
pub(crate) fn shown(model: &Model) -> Vec<u32> {
    model.list.rows.iter().map(|row| row.id.serial.as_str().parse().unwrap()).collect()
}

/// A failure of this kind.
pub(crate) fn failure(kind: ProblemKind) -> Failure {
    Failure::Problem(Problem::of(kind))
}

/// The answer to issuing the token with this number.
pub(crate) fn new_token(number: u32) -> NewToken {
    NewToken { has_token: true, view: token(number), url: me().tenant.url }
}

/// The answer to revoking the token with this number.
pub(crate) fn revoked(number: u32) -> RevokedToken {
    RevokedToken::of(id(number), NOON)
}

/// The id of the user with this name.
pub(crate) fn sub(name: &str) -> Subject {
    format!("{name:0>12}").parse().unwrap()
}

/// A security reader who signed in and has two tokens.
pub(crate) fn user(name: &str) -> UserView {
    UserView {
        sub: sub(name),
        name: name.parse().unwrap(),
        email: None,
        role: Role::SECURITY_READER,
        state: UserState::Active,
        created_at: NOON,
        last_sign_in_at: Some(NOON),
        deprovisioned_at: None,
        tokens: 2,
    }
}

/// These users, and no more after them.
pub(crate) fn user_page(names: &[&str]) -> UserPage {
    UserPage {
        total: u64::try_from(names.len()).unwrap(),
        has_next: false,
        data: names.iter().map(|name| user(name)).collect(),
        cursor: None,
        roles: Policy::default().roles().map(RoleView::from).collect(),
        role_source: RoleSource::ByHand,
        now: NOON,
    }
}

/// A page that shows these users.
pub(crate) fn showing_users(names: &[&str]) -> Model {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(View::Users), NOON);
    let Some(Call::Users(UsersCall::List { number, .. })) = call else { panic!("{call:?}") };
    let outcome = Ok(user_page(names));
    update(&mut model, Message::Users(UsersMessage::Listed { number, outcome }), NOON);
    model.focus = None;
    model
}

/// The settings that nobody set, with so many tokens beyond the longest life.
pub(crate) fn settings_view(tokens_beyond: u64) -> SettingsView {
    SettingsView { settings: TenantSettings::default(), tokens_beyond }
}

/// A page that shows these settings.
pub(crate) fn showing_settings(view: SettingsView) -> Model {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(View::General), NOON);
    let Some(Call::Settings(SettingsCall::Show { number, .. })) = call else { panic!("{call:?}") };
    let told = SettingsMessage::Told { number, outcome: Ok(view) };
    update(&mut model, Message::Settings(told), NOON);
    model.focus = None;
    model
}

/// An agent that never connected; the number makes it one of many.
pub(crate) fn agent(kind: AgentKind, number: u32) -> AgentView {
    let settings = AgentSettings::default_of(kind);
    AgentView {
        id: id(number),
        name: format!("agent-{number}").parse().unwrap(),
        created_by: "Ann Fischer".parse().unwrap(),
        token_owner: "Ann Fischer".parse().unwrap(),
        iat: NOON,
        modified_at: NOON,
        last_used_at: None,
        status: AgentState::Created,
        trouble: None,
        format: settings.format(),
        notifications: settings.notifications(),
        sources: settings.sources().cloned(),
    }
}

/// The agents with these numbers.
pub(crate) fn agent_page(kind: AgentKind, numbers: impl IntoIterator<Item = u32>) -> AgentPage {
    let data: Vec<_> = numbers.into_iter().map(|number| agent(kind, number)).collect();
    AgentPage { total: u64::try_from(data.len()).unwrap(), has_next: false, data, now: NOON }
}

/// A page whose open view shows these agents.
pub(crate) fn showing_agents(kind: AgentKind, page: AgentPage) -> Model {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(kind.view()), NOON);
    let Some(Call::Agents(AgentsCall::List { number, .. })) = call else { panic!("{call:?}") };
    let outcome = Ok(page);
    let listed = AgentsMessage::Listed { kind, number, outcome };
    update(&mut model, Message::Agents(listed), NOON);
    model
}
