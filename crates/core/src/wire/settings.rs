//! The tenant's settings, as its full administrators see and change them.

use serde::{Deserialize, Serialize};

use super::parse::member;
use crate::settings::{ActivityRetention, LongestLife, MostLiveTokens, TenantSettings};

/// The tenant's settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsView {
    /// The settings.
    #[serde(flatten)]
    pub settings: TenantSettings,
    /// How many live tokens end later than the longest life, or never: they were issued before it
    /// was set, and stay as they are.
    pub tokens_beyond: u64,
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
