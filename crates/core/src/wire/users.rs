//! The people of a tenant, as the page sees them.

use serde::{Deserialize, Serialize};

use super::Problem;
use super::parse::{from_query, member};
use crate::id::Subject;
use crate::listing::{LONGEST_SEARCH, Limit};
use crate::people::UserState;
use crate::person::{Email, PersonName, User, UserCursor};
use crate::policy::{Role, RolePolicy};
use crate::scim::RoleSource;
use crate::scope::ScopeSet;
use crate::time::UnixSeconds;

/// Add a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddUser {
    /// The user's name.
    pub name: PersonName,
    /// Where the user gets mail. It identifies nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// One of the policy's roles.
    pub role: Role,
}

/// Change a user: what is left out stays, and `null` takes a member away (RFC 7396).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditUser {
    /// The user's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// Where the user gets mail.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub email: Option<Option<Email>>,
    /// One of the policy's roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}

/// A one-time way in for a user.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserLink {
    /// The URL to open.
    pub link: String,
    /// When it ends.
    pub exp: UnixSeconds,
}

/// A user just added.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddedUser {
    /// The user as the table shows them.
    pub user: UserView,
    /// The user's way in.
    #[serde(flatten)]
    pub link: UserLink,
}

/// A user as the table shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserView {
    /// The user's id within the tenant.
    pub sub: Subject,
    /// The user's name.
    pub name: PersonName,
    /// Where the user gets mail, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// The user's role.
    pub role: Role,
    /// How the user stands.
    pub state: UserState,
    /// When the user came.
    pub created_at: UnixSeconds,
    /// When the user last signed in, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in_at: Option<UnixSeconds>,
    /// When the user was deprovisioned, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deprovisioned_at: Option<UnixSeconds>,
    /// How many live API tokens the user has.
    pub tokens: u64,
}

impl UserView {
    /// The user, who has so many live API tokens.
    pub fn of(user: User, tokens: u64) -> Self {
        Self {
            state: UserState::of(&user),
            sub: user.subject,
            name: user.name,
            email: user.email,
            role: user.role,
            created_at: user.created_at,
            last_sign_in_at: user.last_sign_in_at,
            deprovisioned_at: user.deprovisioned_at,
            tokens,
        }
    }
}

/// A role that a user can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleView {
    /// The role.
    pub role: Role,
    /// What it allows.
    pub scope: ScopeSet,
    /// Whether it administers the tenant.
    pub is_full_administrator: bool,
}

impl From<&RolePolicy> for RoleView {
    fn from(known: &RolePolicy) -> Self {
        let (role, scope) = (known.role.clone(), known.scopes.clone());
        Self { role, scope, is_full_administrator: known.is_full }
    }
}

/// A page of the users, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserPage {
    /// How many users there are, the search aside.
    pub total: u64,
    /// Whether more come after these.
    pub has_next: bool,
    /// The users.
    pub data: Vec<UserView>,
    /// What to give as `cursor` for those that come after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<UserCursor>,
    /// The roles that a user can have.
    pub roles: Vec<RoleView>,
    /// Where users' roles come from.
    pub role_source: RoleSource,
    /// When the answer was made: the clock that the moments in it are to be read by.
    pub now: UnixSeconds,
}

/// What part of the users is asked for: the query of the list's URL.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserQuery {
    /// Only those with this in their name or address, without regard to case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub search: Option<String>,
    /// Where the answer before ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<UserCursor>,
    /// How many are wanted; as many as one answer has, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
}

impl UserQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter at fault.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let parsed: Self = from_query(query)?;
        if parsed.search.as_ref().is_some_and(|text| text.len() > LONGEST_SEARCH) {
            let sentence = format!("search has at most {LONGEST_SEARCH} bytes");
            return Err(Problem::of_field("search", sentence));
        }
        Ok(parsed)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// A change of a user that is only asked about: the query of the impact's URL.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Intent {
    /// Another role.
    Role(Role),
    /// To be deprovisioned.
    Deprovision,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct IntentQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deprovision: Option<bool>,
}

impl Intent {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter at fault.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        let IntentQuery { role, deprovision } = from_query(query)?;
        match (role, deprovision) {
            (Some(role), None) => Ok(Self::Role(role)),
            (None, Some(true)) => Ok(Self::Deprovision),
            (None, Some(false)) => {
                Err(Problem::of_field("deprovision", "deprovision is true, or left out"))
            }
            (None, None) => {
                Err(Problem::of_field("role", "Ask about a role, or deprovision=true."))
            }
            (Some(_), Some(_)) => {
                Err(Problem::of_field("deprovision", "Ask about one thing at a time."))
            }
        }
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(&self) -> String {
        let query = match self {
            Self::Role(role) => IntentQuery { role: Some(role.clone()), deprovision: None },
            Self::Deprovision => IntentQuery { role: None, deprovision: Some(true) },
        };
        serde_urlencoded::to_string(query).unwrap_or_default()
    }
}

/// What a change of a user would do to their live tokens, of whatever kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Impact {
    /// How many live tokens the user has.
    pub tokens: u64,
    /// How many of them would lose something.
    pub affected: u64,
    /// Which scopes how many would lose, those of the most tokens first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loses: Vec<Share>,
    /// Which scopes how many would get back, those of the most tokens first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regains: Vec<Share>,
    /// How many of the affected were used within the last hour.
    pub used_lately: u64,
    /// When one of the affected was last used, if ever.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<UnixSeconds>,
    /// When the answer was made.
    pub now: UnixSeconds,
}

/// Some scopes, and how many tokens it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// The scopes.
    pub scope: ScopeSet,
    /// How many tokens.
    pub tokens: u64,
}
