//! What happens to the people of the tenant, and what is asked about them.

use gatepass_core::id::Subject;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{AddUser, EditUser, Impact, Intent, UserPage, UserQuery, UserView};

use crate::model::{Failure, UserField};

/// Something that happens to the people of the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsersMessage {
    /// The server listed users.
    Listed {
        /// Which question it answers.
        number: u32,
        /// The users.
        outcome: Result<UserPage, Failure>,
    },
    /// The server listed users that come after those shown.
    ListedMore {
        /// Which question it answers.
        number: u32,
        /// The users.
        outcome: Result<UserPage, Failure>,
    },
    /// Text was entered into the search field.
    SearchTyped(String),
    /// Nothing was entered for a moment after this text.
    SearchSettled(String),
    /// The search was taken off.
    SearchCleared,
    /// The rest of the list was asked for.
    MoreChosen,
    /// Trying again was asked for.
    RetryChosen,

    /// "Add user" was chosen.
    AddChosen,
    /// Something was entered into a field of a form.
    Entered(UserField, String),
    /// "Edit…" was chosen in a row.
    EditChosen(Subject),
    /// The form was submitted.
    FormSubmitted,
    /// The server added a user, or did not.
    Added(Result<Box<NewUser>, Failure>),

    /// "Change role…" was chosen in a row.
    RoleChosen(Subject),
    /// "Deprovision…" was chosen in a row.
    DeprovisionChosen(Subject),
    /// "Reprovision" was chosen in a row.
    ReprovisionChosen(Subject),
    /// "New sign-in link…" was chosen in a row.
    LinkChosen(Subject),
    /// What the open dialog asks about was confirmed.
    Confirmed,
    /// The server said what would happen.
    ImpactAnswered {
        /// Which question it answers.
        number: u32,
        /// What would happen.
        outcome: Result<Impact, Failure>,
    },
    /// The server changed a user, or did not.
    Changed {
        /// Whom.
        sub: Subject,
        /// What was asked for.
        change: UserChange,
        /// The user as they are now.
        outcome: Result<UserView, Failure>,
    },
    /// The server made a sign-in link, which ends then, or did not.
    LinkMade(Result<UnixSeconds, Failure>),
}

/// A change of a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserChange {
    /// Another name or address.
    Details,
    /// Another role.
    Role,
    /// Shut out.
    Deprovisioned,
    /// Taken in again.
    Reprovisioned,
}

/// A user just added, without their link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUser {
    /// The user as the table shows them.
    pub view: UserView,
    /// When their link ends.
    pub link_ends_at: UnixSeconds,
}

/// What is asked of the server about the people of the tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsersCall {
    /// List users.
    List {
        /// Tells the answer from others.
        number: u32,
        /// Which users.
        query: UserQuery,
    },
    /// List those that come after.
    ListMore {
        /// Tells the answer from others.
        number: u32,
        /// Which users.
        query: UserQuery,
    },
    /// Add a user.
    Add(AddUser),
    /// What would happen?
    AskImpact {
        /// Tells the answer from others.
        number: u32,
        /// To whom.
        sub: Subject,
        /// If what was done.
        intent: Intent,
    },
    /// Change a user.
    Edit(Subject, EditUser),
    /// Shut a user out.
    Deprovision(Subject),
    /// Take a user in again.
    Reprovision(Subject),
    /// Make a sign-in link for a user.
    MakeLink(Subject),
}
