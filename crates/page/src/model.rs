//! What the page knows: plain data, from which everything on the screen follows.

mod activity;
mod agents;
mod asked;
mod check;
mod complaint;
mod dialog;
mod form;
mod list;
mod providers;
mod provisioning;
mod sessions;
mod settings;
mod sign_in;
mod theme;
mod toast;
mod users;

use gatepass_core::id::TokenId;
use gatepass_core::route::View;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::wire::{Me, Problem, ProblemKind, TokenView};

pub use activity::{Activity, ActivityChoice, Day, MOST_EVENTS_KEPT, Reach};
pub use agents::{AgentDialog, AgentForm, AgentIntent, AgentQuestion, Agents, AgentsFocus};
pub use asked::Asked;
pub use check::Check;
pub use complaint::Complaint;
pub use dialog::{Asking, Attempt, Dialog, Edit, Generate, Regenerate, Revoke};
pub use form::{Expiry, Field, Form, end_of_life};
pub use list::{Before, Choice, List, MOST_KEPT, Pending, Phase, Purpose};
pub use providers::{ProviderField, ProviderForm, Providers, change_to};
pub use provisioning::{Provisioning, ProvisioningDialog, ProvisioningQuestion};
pub use sessions::Sessions;
pub use settings::{Beyond, Entered, Settings, SettingsField, error_of};
pub use sign_in::{Link, Notice, SignIn};
pub use theme::Theme;
pub use toast::{Toast, ToastKind, Toasts};
pub use users::{
    DeprovisionQuestion, LinkDialog, RoleForm, UserField, UserForm, Users, UsersDialog, UsersFocus,
    UsersToast, is_ruled_out,
};

/// All that the page knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// Which view is open.
    pub place: Place,
    /// Who is signed in.
    pub session: Session,
    /// How far the server's clock is ahead of the browser's: moments are read by the server's.
    pub server_ahead: Seconds,
    /// The sign-in view.
    pub sign_in: SignIn,
    /// The API tokens.
    pub list: List,
    /// The activity log.
    pub activity: Activity,
    /// The people of the tenant.
    pub users: Users,
    /// The SIEM agents and the log collectors.
    pub agents: Agents,
    /// The providers to sign in with.
    pub providers: Providers,
    /// One's own sessions.
    pub sessions: Sessions,
    /// Provisioning by SCIM.
    pub provisioning: Provisioning,
    /// The tenant's settings.
    pub settings: Settings,
    /// The dialog that is open.
    pub dialog: Option<Dialog>,
    /// The token whose menu was opened last.
    pub menu: Option<TokenId>,
    /// How many attempts there were to have a token issued.
    pub attempts: u32,
    /// The messages that come and go by themselves.
    pub toasts: Toasts,
    /// Light or dark.
    pub theme: Theme,
    /// Whether the rail is unfolded; of account on narrow screens only.
    pub is_rail_open: bool,
    /// What was copied last, as long as its button says so.
    pub copied: Option<Copied>,
    /// Where the focus has to go; taken once it went there.
    pub focus: Option<Focus>,
}

impl Model {
    /// What is known before anything was asked.
    pub fn new(theme: Theme) -> Self {
        Self {
            place: Place { view: View::ApiTokens, step: Step::Replace },
            session: Session::Unknown,
            server_ahead: Seconds::default(),
            sign_in: SignIn::default(),
            list: List::default(),
            activity: Activity::default(),
            users: Users::default(),
            agents: Agents::default(),
            providers: Providers::default(),
            sessions: Sessions::default(),
            provisioning: Provisioning::default(),
            settings: Settings::default(),
            dialog: None,
            menu: None,
            attempts: 0,
            toasts: Toasts::default(),
            theme,
            is_rail_open: false,
            copied: None,
            focus: None,
        }
    }

    /// Forgets all that was listed for who was signed in.
    pub fn forget(&mut self) {
        self.list = List { asked: self.list.asked, ..List::default() };
        self.activity.forget();
        self.users.forget();
        self.agents.forget();
        self.providers.forget();
        self.provisioning.forget();
        self.sessions.forget();
        self.settings.forget();
    }

    /// Goes to a view.
    pub fn go(&mut self, view: View, step: Step) {
        self.place = Place { view, step };
        self.is_rail_open = false;
    }

    /// Who is signed in, if anybody is.
    pub fn me(&self) -> Option<&Me> {
        match &self.session {
            Session::In(me) => Some(me),
            Session::Unknown | Session::Out => None,
        }
    }

    /// Whether the one who is signed in may see a view.
    pub fn may_see(&self, view: View) -> bool {
        let is_full = self.me().is_some_and(|me| me.is_full_administrator);
        is_full || !view.is_for_full_administrators()
    }

    /// Whether the token is that of who is signed in.
    pub fn is_own(&self, token: &TokenView) -> bool {
        self.me().is_some_and(|me| me.sub == token.sub)
    }

    /// Says something for a while.
    pub fn toast(&mut self, kind: ToastKind, now: UnixSeconds) {
        self.toasts.push(kind, now);
    }
}

/// Which view is open, and how one got there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The view.
    pub view: View,
    /// What the browser's history makes of it.
    pub step: Step,
}

/// What the browser's history makes of a change of place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new entry, from which "back" returns.
    Push,
    /// The entry before is replaced: "back" does not lead into a redirection.
    Replace,
}

/// Whether somebody is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Not asked yet, or not answered.
    Unknown,
    /// Nobody is.
    Out,
    /// This person is.
    In(Box<Me>),
}

/// Why a request was not answered as hoped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The server said why.
    Problem(Problem),
    /// No answer came.
    Unreachable,
    /// An answer came that says nothing to this page; its status code.
    Unreadable(u16),
}

/// What is copied by a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopySource {
    /// The new token.
    Token,
    /// The tenant's own URL, given with the new token.
    Url,
    /// The command line to try the new token with.
    Curl,
    /// The tenant's id, under "About".
    TenantId,
    /// The portal's URL, under "About".
    PortalUrl,
    /// Where the API is called, under "About".
    ApiUrl,
    /// A user's sign-in link.
    SignInLink,
    /// The new SCIM token.
    ScimToken,
    /// The URL that a SCIM client is given.
    ScimUrl,
    /// The public id of a token in the table.
    Id(TokenId),
}

/// That something was copied, or could not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// What was to be copied.
    pub source: CopySource,
    /// What became of it.
    pub outcome: CopyOutcome,
}

impl Copied {
    /// Whether it is this token's id that was to be copied.
    pub fn is_id_of(&self, id: TokenId) -> bool {
        self.source == CopySource::Id(id)
    }
}

/// What became of copying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyOutcome {
    /// It is in the clipboard.
    Done,
    /// The browser did not allow it; the text is selected instead.
    Refused,
}

/// What the focus goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The heading of the view that was opened.
    Heading,
    /// The button that opens the dialog "Generate new token".
    Generate,
    /// The button that opens the dialog "Check a token".
    Check,
    /// The button that copies the new token.
    CopyToken,
    /// A field of the form for a token.
    Field(Field),
    /// The field for one's own name.
    PersonName,
    /// The field to search by name.
    Search,
    /// The button that revokes the rows chosen.
    RevokeSelected,
    /// The button that revokes this token.
    RevokeOf(TokenId),
    /// Something among the people.
    Users(UsersFocus),
    /// Something about the agents.
    Agents(AgentsFocus),
    /// A field of the form that sets a provider up.
    Provider(ProviderField),
    /// The button that copies the new SCIM token.
    CopyScimToken,
    /// A field of the tenant's settings.
    Settings(SettingsField),
}

impl Failure {
    /// Whether it says that nobody is signed in (any more).
    pub fn is_unauthenticated(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::Unauthenticated)
    }

    /// Whether it says that there is no such thing (any more).
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::NotFound)
    }

    /// Whether it says that one has to sign in again first.
    pub fn is_sign_in_too_old(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::SignInTooOld)
    }

    /// Whether it says that who is signed in may not do it (any more): then the page has to know them
    /// anew.
    pub fn is_denied(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.kind == ProblemKind::PermissionDenied)
    }
}
