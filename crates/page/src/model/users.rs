//! The people of the tenant, as far as they were asked for, and the dialogs about them.

use gatepass_core::id::Subject;
use gatepass_core::person::PersonName;
use gatepass_core::policy::Role;
use gatepass_core::scim::ChangeByHandError;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{Impact, RoleView, UserPage, UserQuery, UserView};

use super::{Asked, Failure};

/// The people of the tenant, as far as they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Users {
    /// Those shown.
    pub list: Asked<UserPage>,
    /// Those that come after.
    pub more: Asked<UserPage>,
    /// Only those with this in their name or address; empty for all.
    pub search: String,
    /// What stands in the search field; it becomes the search a moment later.
    pub typed: String,
}

impl Users {
    /// Those shown.
    pub fn rows(&self) -> &[UserView] {
        self.list.answer.as_ref().map_or(&[], |page| &page.data)
    }

    /// The user with this id, if they are shown.
    pub fn find(&self, sub: Subject) -> Option<&UserView> {
        self.rows().iter().find(|user| user.sub == sub)
    }

    /// The roles that a user can have.
    pub fn roles(&self) -> &[RoleView] {
        self.list.answer.as_ref().map_or(&[], |page| &page.roles)
    }

    /// Why nobody's role is changed here, if so.
    pub fn fixed_roles(&self) -> Option<ChangeByHandError> {
        self.list.answer.as_ref()?.role_source.permits_change_by_hand().err()
    }

    /// The query for those shown, from their beginning.
    pub fn query(&self) -> UserQuery {
        let search = (!self.search.is_empty()).then(|| self.search.clone());
        UserQuery { search, ..UserQuery::default() }
    }

    /// Forgets everybody, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.list.forget();
        self.more.forget();
        self.search.clear();
        self.typed.clear();
    }
}

/// A field of the forms about people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UserField {
    /// The user's name.
    Name,
    /// Where the user gets mail.
    Email,
    /// The user's role.
    Role,
}

/// A dialog about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsersDialog {
    /// "Add user", or "Edit …".
    Form(Box<UserForm>),
    /// "Change role".
    Role(RoleForm),
    /// "Deprovision …?".
    Deprovision(DeprovisionQuestion),
    /// "New sign-in link".
    Link(LinkDialog),
}

/// The form that adds a user or changes one's name and address.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserForm {
    /// The user as they are; none, if one is added.
    pub user: Option<UserView>,
    /// What stands in the field for the name.
    pub name: String,
    /// What stands in the field for the address.
    pub email: String,
    /// The role chosen; of a user who is there it is changed elsewhere.
    pub role: Option<Role>,
    /// What is wrong with the name, in a sentence.
    pub name_error: Option<String>,
    /// What is wrong with the address, in a sentence.
    pub email_error: Option<String>,
    /// What is wrong with the role, in a sentence.
    pub role_error: Option<String>,
    /// What went wrong besides, in a sentence.
    pub form_error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

impl UserForm {
    /// The form that changes this user.
    pub fn editing(user: &UserView) -> Self {
        Self {
            name: user.name.to_string(),
            email: user.email.as_ref().map(ToString::to_string).unwrap_or_default(),
            role: Some(user.role.clone()),
            user: Some(user.clone()),
            ..Self::default()
        }
    }
}

/// The form that asks for another role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleForm {
    /// Whose.
    pub sub: Subject,
    /// The user's name.
    pub name: PersonName,
    /// The role that the user has.
    pub present: Role,
    /// The role chosen.
    pub chosen: Role,
    /// What would happen.
    pub impact: Asked<Impact>,
    /// What went wrong, in a sentence.
    pub error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// The question before deprovisioning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeprovisionQuestion {
    /// Whom.
    pub sub: Subject,
    /// The user's name.
    pub name: PersonName,
    /// What would happen.
    pub impact: Asked<Impact>,
    /// What went wrong, in a sentence.
    pub error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// A one-time sign-in link for a user: asked for, then shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkDialog {
    /// Whose.
    pub sub: Subject,
    /// The user's name.
    pub name: PersonName,
    /// Whether the user was added just now.
    pub is_new_user: bool,
    /// When the link ends, once there is one. The link itself is not here: the view has it from the
    /// reply, as a string of the browser's.
    pub ends_at: Option<UnixSeconds>,
    /// What went wrong, in a sentence.
    pub error: Option<String>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// Whether the server said that what was asked about can't be done.
pub fn is_ruled_out(impact: &Asked<Impact>) -> bool {
    matches!(impact.failure, Some(Failure::Problem(_)))
}

impl UsersDialog {
    /// Whom it is about, if there is such a user already.
    pub fn sub(&self) -> Option<Subject> {
        match self {
            Self::Form(form) => form.user.as_ref().map(|user| user.sub),
            Self::Role(form) => Some(form.sub),
            Self::Deprovision(question) => Some(question.sub),
            Self::Link(link) => (!link.is_new_user).then_some(link.sub),
        }
    }
}

/// What the focus goes to among the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UsersFocus {
    /// The button "Add user".
    Add,
    /// A field of the form for a user.
    Field(UserField),
    /// The button that opens a user's menu.
    MenuOf(Subject),
    /// The button that copies the link.
    CopyLink,
    /// The search field.
    Search,
}

/// What a message says about people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UsersToast {
    /// A user's name or address was changed.
    Edited {
        /// The user's name.
        name: PersonName,
    },
    /// A user has another role.
    RoleChanged {
        /// The user's name.
        name: PersonName,
        /// The role.
        role: Role,
    },
    /// A user was shut out.
    Deprovisioned {
        /// The user's name.
        name: PersonName,
    },
    /// A user was taken in again.
    Reprovisioned {
        /// The user's name.
        name: PersonName,
    },
    /// A user's sessions were ended.
    SessionsEnded {
        /// The user's name.
        name: PersonName,
        /// How many there were.
        ended: u64,
    },
    /// A user's sessions were not ended.
    SessionsNotEnded {
        /// The user's name.
        name: PersonName,
        /// Why not.
        failure: Failure,
    },
    /// A user was not changed.
    NotChanged {
        /// The user's name.
        name: PersonName,
        /// Why not.
        failure: Failure,
    },
}

impl UsersToast {
    /// Whether it tells of something that went wrong.
    pub fn is_error(&self) -> bool {
        match self {
            Self::Edited { .. }
            | Self::RoleChanged { .. }
            | Self::Deprovisioned { .. }
            | Self::Reprovisioned { .. }
            | Self::SessionsEnded { .. } => false,
            Self::NotChanged { .. } | Self::SessionsNotEnded { .. } => true,
        }
    }
}
