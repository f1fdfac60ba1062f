//! What happens to the page: what a person does, what the server answers, that time passes.

mod agents;
mod check;
mod providers;
mod provisioning;
mod sessions;
mod settings;
mod users;

use gatepass_core::activity::{ActivityQuery, Kind};
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::listing::{Direction, SortBy, TokenQuery};
use gatepass_core::oidc::ProviderId;
use gatepass_core::person::PersonName;
use gatepass_core::route::{ReturnTo, View};
use gatepass_core::scope::Scope;
use gatepass_core::status::Status;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::time::{Millis, UnixSeconds};
use gatepass_core::wire::{
    ActivityPage, EditToken, Me, Overlap, RegenerateToken, RevokedToken, RevokedTokens,
    SignInForDevelopment, SignInOptions, TokenPage, TokenView, UserPage,
};

pub use agents::{AgentsCall, AgentsMessage, Entry, NewAgent};
pub use check::{CheckCall, CheckMessage, Claim};
pub use providers::{ProvidersCall, ProvidersMessage};
pub use provisioning::{ProvisioningCall, ProvisioningMessage};
pub use sessions::{SessionsCall, SessionsMessage};
pub use settings::{SettingsCall, SettingsMessage};
pub use users::{NewUser, UserChange, UsersCall, UsersMessage};

use crate::model::{Attempt, Copied, CopySource, Day, Expiry, Failure, Field, Link, Theme};

/// Something that happens to the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// The page was opened at an address, or the browser went to one.
    Opened(Address),
    /// A link within the page was followed.
    ViewChosen(View),
    /// Some time passed, or the person came back to the page.
    Ticked,

    /// The server said who is signed in.
    MeAnswered(Result<Me, Failure>),
    /// The server said how one can sign in.
    OptionsAnswered(Result<SignInOptions, Failure>),
    /// The server answered an attempt to sign in.
    SignedIn(Result<(), Failure>),
    /// The server answered the attempt to sign out.
    SignedOut(Result<(), Failure>),
    /// The server listed tokens.
    Listed {
        /// Which question it answers.
        number: u32,
        /// The tokens.
        outcome: Result<TokenPage, Failure>,
    },
    /// The server told a part of the activity log.
    ActivityAnswered {
        /// Which question it answers.
        number: u32,
        /// The events.
        outcome: Result<ActivityPage, Failure>,
    },
    /// The server listed people to choose from.
    PeopleListed(Result<UserPage, Failure>),
    /// The server issued a token, or did not.
    Issued(Result<Box<NewToken>, Failure>),
    /// The server changed a token, or did not.
    Edited {
        /// Which token.
        id: TokenId,
        /// The token as it now is.
        outcome: Result<Box<TokenView>, Failure>,
    },
    /// The server put another token in the place of one, or did not.
    Regenerated(Result<Box<NewToken>, Failure>),
    /// The server revoked several tokens, or none of them.
    SeveralRevoked {
        /// Which tokens.
        ids: Vec<TokenId>,
        /// By when no edge takes them.
        outcome: Result<RevokedTokens, Failure>,
    },
    /// The server revoked a token, or did not.
    Revoked {
        /// Which token.
        id: TokenId,
        /// By when no edge takes it.
        outcome: Result<RevokedToken, Failure>,
    },

    /// Text was entered as one's own name.
    PersonNameTyped(String),
    /// Signing in by link was asked for.
    LinkSubmitted,
    /// A provider was chosen to sign in with.
    ProviderChosen(ProviderId),
    /// The browser is on its way to the provider, or is not.
    SignInBegun(Result<(), Failure>),
    /// A tenant was chosen for development.
    TenantChosen(TenantLabel),
    /// A person was chosen for development.
    PersonChosen(PersonName),
    /// Signing out was asked for.
    SignOutChosen,

    /// Text was entered into the search field.
    SearchTyped(String),
    /// Nothing was entered for a moment after this text.
    SearchSettled(String),
    /// A status, or all, was chosen.
    FilterChosen(Option<Status>),
    /// Those that expire soon were chosen.
    ExpiringChosen,
    /// Showing those that ended was switched on or off.
    EndedToggled,
    /// A heading was clicked.
    SortToggled(SortBy),
    /// An order was chosen.
    OrderChosen(SortBy, Direction),
    /// Every filter was taken off.
    FiltersCleared,
    /// The end of the list came near.
    MoreWanted,
    /// The tokens were asked for that were let go before those shown.
    EarlierWanted,
    /// Going back to the start of the list was asked for.
    StartWanted,
    /// Trying again was asked for.
    RetryChosen,

    /// The activity log was narrowed, or widened.
    ActivityFiltered(ActivityFilter),
    /// Every filter of the activity log was taken off.
    ActivityCleared,
    /// Older events were asked for.
    OlderChosen,
    /// The newest events were asked for.
    NewestChosen,

    /// "Generate new token" was chosen.
    GenerateChosen,
    /// Text was entered into a field of the form.
    FieldTyped(Field, String),
    /// A scope was chosen, or taken away.
    ScopeToggled(Scope),
    /// It was chosen when the token expires.
    ExpiryChosen(Expiry),
    /// A day was chosen at whose end it expires, or none.
    DateChosen(Option<UnixSeconds>),
    /// A moment was chosen from which on it is valid, or none.
    NotBeforeChosen(Option<UnixSeconds>),
    /// The form was submitted.
    FormSubmitted,
    /// The menu of a row was opened.
    MenuOpened(TokenId),
    /// "Edit" was chosen.
    EditChosen(TokenId),
    /// "Regenerate" was chosen.
    RegenerateChosen(TokenId),
    /// It was chosen how long the old token goes on working.
    OverlapChosen(Overlap),
    /// "Regenerate" was chosen in the dialog.
    RegenerateConfirmed,
    /// A row was chosen, or no longer, to be revoked together with others.
    RowToggled {
        /// Which token.
        id: TokenId,
        /// Whether with all rows between it and the one chosen last.
        is_range: bool,
    },
    /// All rows shown were chosen, or no longer.
    AllToggled,
    /// No row is to be chosen any more.
    SelectionCleared,
    /// Revoking the rows chosen was asked for.
    RevokeSelectedChosen,
    /// "Revoke" was chosen in a row.
    RevokeChosen(TokenId),
    /// "Revoke" was chosen in the dialog.
    RevokeConfirmed,
    /// The open dialog was closed.
    DialogClosed,

    /// Something about checking a token.
    Check(CheckMessage),
    /// Something about the people of the tenant.
    Users(UsersMessage),
    /// Something about SIEM agents or log collectors.
    Agents(AgentsMessage),
    /// Something about sessions.
    Sessions(SessionsMessage),
    /// Something about the providers to sign in with.
    Providers(ProvidersMessage),
    /// Something about provisioning.
    Provisioning(ProvisioningMessage),
    /// Something about the tenant's settings.
    Settings(SettingsMessage),

    /// A copy button was pressed.
    CopyChosen(CopySource),
    /// The browser copied, or refused to.
    CopyAnswered(Copied),
    /// A copy button has said so for long enough.
    CopySettled(CopySource),
    /// A message was taken away.
    ToastDismissed(u32),
    /// A theme was chosen.
    ThemeChosen(Theme),
    /// The button of the rail was pressed.
    RailToggled,
}

/// A filter of the activity log, with what was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActivityFilter {
    /// A person, or everybody.
    Person(Option<Subject>),
    /// What stands in the field for a token's id.
    Token(String),
    /// A kind of event, or every kind.
    Kind(Option<Kind>),
    /// The first day.
    From(Option<Day>),
    /// The last day.
    Until(Option<Day>),
}

/// What an address of the page says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The view.
    pub view: View,
    /// What a one-time link has after `#link=`.
    pub link: Option<Link>,
    /// What it has after `#refused=`: why a provider's sign-in came to nothing.
    pub refused: Option<String>,
    /// What it has after `?tenant=`.
    pub tenant: Option<TenantLabel>,
    /// Where to go once signed in: what it has after `to=`.
    pub to: Option<ReturnTo>,
}

/// A token just issued, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// Whether the answer had the token, as only the first one to an attempt does.
    pub has_token: bool,
    /// The token as the table shows it.
    pub view: TokenView,
    /// The tenant's own URL.
    pub url: String,
}

/// What the page asks of the world outside; the answer comes back as a [`Message`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Call {
    /// Who is signed in?
    LoadMe,
    /// How can one sign in?
    LoadSignInOptions,
    /// Sign in with a one-time link.
    SignInByLink {
        /// What the link has.
        link: Link,
        /// One's own name, where the link does not say whose it is.
        name: Option<PersonName>,
    },
    /// Go to a provider to sign in with.
    BeginSignIn {
        /// Which.
        provider: ProviderId,
        /// What the link has that led here, if one did.
        link: Option<Link>,
        /// One's own name, where the link does not say whose it is.
        name: Option<PersonName>,
        /// Where to go once signed in.
        to: Option<ReturnTo>,
    },
    /// Sign in as one of the people for development.
    SignInForDevelopment(SignInForDevelopment),
    /// Sign out.
    SignOut,
    /// List tokens.
    List {
        /// Tells the answer from others.
        number: u32,
        /// Which tokens.
        query: TokenQuery,
    },
    /// Read a part of the activity log.
    ReadActivity {
        /// Tells the answer from others.
        number: u32,
        /// Which part.
        query: ActivityQuery,
    },
    /// List people to choose from.
    ListPeople,
    /// Issue a token.
    Issue(Attempt),
    /// Change a token.
    Edit {
        /// Which token.
        id: TokenId,
        /// What is to be changed.
        change: EditToken,
    },
    /// Put another token in the place of one.
    Regenerate {
        /// Which token.
        id: TokenId,
        /// How.
        request: RegenerateToken,
    },
    /// Revoke a token.
    Revoke(TokenId),
    /// Revoke several tokens, all or none.
    RevokeSeveral(Vec<TokenId>),
    /// Something about checking a token.
    Check(CheckCall),
    /// Something about the people of the tenant.
    Users(UsersCall),
    /// Something about SIEM agents or log collectors.
    Agents(AgentsCall),
    /// Something about sessions.
    Sessions(SessionsCall),
    /// Something about the providers to sign in with.
    Providers(ProvidersCall),
    /// Something about provisioning.
    Provisioning(ProvisioningCall),
    /// Something about the tenant's settings.
    Settings(SettingsCall),
    /// Copy.
    Copy(CopySource),
    /// Keep the theme for the next visit.
    KeepTheme(Theme),
    /// Come back later with a message.
    Wait {
        /// How much later.
        span: Millis,
        /// With which message.
        then: Box<Message>,
    },
}
