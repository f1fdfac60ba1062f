//! Kinds of events: an action, or all actions on one topic.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::audit::Action;

/// What an action is about: the word before its dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Topic(&'static str);

impl Topic {
    /// The word.
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// Every topic, in the order of their first actions.
    pub fn all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        for action in Action::ALL {
            let topic = action.topic();
            if !all.contains(&topic) {
                all.push(topic);
            }
        }
        all
    }

    /// Its actions.
    pub fn actions(self) -> impl Iterator<Item = Action> {
        Action::ALL.iter().copied().filter(move |action| action.topic() == self)
    }
}

impl Action {
    /// What it is about.
    pub fn topic(self) -> Topic {
        let word = self.as_str();
        Topic(word.split_once('.').map_or(word, |(topic, _)| topic))
    }

    /// The action in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::TokenIssued => "API token generated",
            Self::TokenChanged => "API token changed",
            Self::TokenRegenerated => "API token regenerated",
            Self::TokenRevoked => "API token revoked",
            Self::TokenExposed => "API token exposed",
            Self::TokenRefused => "API token refused",
            Self::SiemAgentAdded => "SIEM agent added",
            Self::SiemAgentChanged => "SIEM agent changed",
            Self::SiemAgentRegenerated => "SIEM agent token regenerated",
            Self::SiemAgentDeleted => "SIEM agent deleted",
            Self::LogCollectorAdded => "Log collector added",
            Self::LogCollectorChanged => "Log collector changed",
            Self::LogCollectorRegenerated => "Log collector token regenerated",
            Self::LogCollectorDeleted => "Log collector deleted",
            Self::UserAdded => "User added",
            Self::UserChanged => "User changed",
            Self::UserDeprovisioned => "User deprovisioned",
            Self::UserReprovisioned => "User reprovisioned",
            Self::UserHandedOver => "User handed over to SCIM",
            Self::GroupAdded => "Group added",
            Self::GroupChanged => "Group changed",
            Self::GroupDeleted => "Group deleted",
            Self::ProvisioningTokenIssued => "SCIM token generated",
            Self::ProvisioningChanged => "Provisioning changed",
            Self::ProvisioningSwitchedOff => "Provisioning switched off",
            Self::SignInLinkCreated => "Sign-in link created",
            Self::SignInLinkUsed => "Sign-in link used",
            Self::SignInRefused => "Sign-in refused",
            Self::SessionOpened => "Signed in",
            Self::SessionClosed => "Signed out",
            Self::SessionEnded => "Session ended",
            Self::IdentityBound => "Sign-in bound to a user",
            Self::ProviderAdded => "Sign-in provider added",
            Self::ProviderChanged => "Sign-in provider changed",
            Self::ProviderTested => "Sign-in provider tested",
            Self::ProviderDeleted => "Sign-in provider deleted",
            Self::SettingsChanged => "Settings changed",
            Self::TenantCreated => "Tenant created",
            Self::ActivityExported => "Activity log exported",
            Self::FaultProvoked => "Fault provoked",
        }
    }
}

/// Which events are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Kind {
    /// Those of this action.
    Action(Action),
    /// Those of all actions on this topic.
    Topic(Topic),
}

/// Text that is no [`Kind`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("kind is an action like token.revoked, or a group of them like token")]
pub struct ParseKindError;

impl FromStr for Kind {
    type Err = ParseKindError;

    fn from_str(text: &str) -> Result<Self, ParseKindError> {
        let topic = || Topic::all().into_iter().find(|topic| topic.as_str() == text);
        match text.parse() {
            Ok(action) => Ok(Self::Action(action)),
            Err(_) => topic().map(Self::Topic).ok_or(ParseKindError),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(action) => f.write_str(action.as_str()),
            Self::Topic(topic) => f.write_str(topic.as_str()),
        }
    }
}

impl TryFrom<String> for Kind {
    type Error = ParseKindError;

    fn try_from(text: String) -> Result<Self, ParseKindError> {
        text.parse()
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.to_string()
    }
}
