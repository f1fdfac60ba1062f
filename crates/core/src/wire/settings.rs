//! The tenant's settings, as its full administrators see and change them.

use serde::{Deserialize, Serialize};

use super::Problem;
use super::parse::{from_query, member};
use crate::settings::{ActivityRetention, LongestLife, MostLiveTokens, TenantSettings};

/// The tenant's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The settings.
    #[serde(flatten)]
    pub settings: TenantSettings,
    /// How many of the users' live tokens end later than the longest life, or never: that which was
    /// asked about, or else that which is set. They were issued before, and stay as they are.
    pub tokens_beyond: u64,
}

/// What is asked about beside the settings: the query of their URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingsQuery {
    /// A longest life that is only thought of, in days: how many tokens would go beyond it?
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_life_days: Option<LongestLife>,
}

impl SettingsQuery {
    /// Reads the query of a URL, without its question mark.
    ///
    /// # Errors
    /// A [`Problem`] that names the parameter at fault.
    pub fn parse(query: &str) -> Result<Self, Problem> {
        from_query(query)
    }

    /// The query of a URL, without a question mark.
    pub fn to_query(self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }
}

/// Change settings: what is left out stays, and `null` takes a bound away (RFC 7396).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChangeSettings {
    /// The most live tokens that one user has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most_live_tokens: Option<MostLiveTokens>,
    /// The longest life of a token, in days.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "member")]
    pub longest_life_days: Option<Option<LongestLife>>,
    /// How long the activity log is kept, in days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity_retention_days: Option<ActivityRetention>,
}

impl ChangeSettings {
    /// The settings after it.
    pub fn applied_to(self, settings: TenantSettings) -> TenantSettings {
        TenantSettings {
            most_live_tokens: self.most_live_tokens.unwrap_or(settings.most_live_tokens),
            longest_life_days: self.longest_life_days.unwrap_or(settings.longest_life_days),
            activity_retention_days: self
                .activity_retention_days
                .unwrap_or(settings.activity_retention_days),
        }
    }
}
