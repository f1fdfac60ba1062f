//! What a tenant's full administrators have set.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Seconds;

/// A number that is not within its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a whole number from {least} to {most}.")]
pub struct OutOfBoundsError {
    /// The least that there may be.
    pub least: u32,
    /// The most that there may be.
    pub most: u32,
}

macro_rules! bounded {
    ($(#[doc = $doc:literal])+ $name:ident, $least:literal to $most:literal) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "u32", into = "u32")]
        pub struct $name(u32);

        impl TryFrom<u32> for $name {
            type Error = OutOfBoundsError;

            fn try_from(number: u32) -> Result<Self, OutOfBoundsError> {
                match ($least..=$most).contains(&number) {
                    true => Ok(Self(number)),
                    false => Err(OutOfBoundsError { least: $least, most: $most }),
                }
            }
        }

        impl FromStr for $name {
            type Err = OutOfBoundsError;

            fn from_str(text: &str) -> Result<Self, OutOfBoundsError> {
                match text.trim().parse::<u32>() {
                    Ok(number) => number.try_into(),
                    Err(_) => Err(OutOfBoundsError { least: $least, most: $most }),
                }
            }
        }

        impl From<$name> for u32 {
            fn from(bounded: $name) -> Self {
                bounded.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

bounded! {
    /// The most live tokens that one user has: 1 to 10,000.
    MostLiveTokens, 1 to 10_000
}

bounded! {
    /// The longest life of a token, in days: 1 to 3,650.
    LongestLife, 1 to 3_650
}

bounded! {
    /// How long the activity log is kept, in days: 30 to 3,650.
    ActivityRetention, 30 to 3_650
}

impl LongestLife {
    /// How long that is.
    pub fn span(self) -> Seconds {
        Seconds::days(i64::from(self.0))
    }
}

impl ActivityRetention {
    /// How long that is.
    pub fn span(self) -> Seconds {
        Seconds::days(i64::from(self.0))
    }
}

/// What a tenant's full administrators have set. What is stored without a member has its default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TenantSettings {
    /// The most live tokens that one user has.
    pub most_live_tokens: MostLiveTokens,
    /// The longest life of a token, if there is any bound: how far ahead an expiry may lie when it is
    /// set. Then no token is issued without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_life_days: Option<LongestLife>,
    /// How long the activity log is kept.
    pub activity_retention_days: ActivityRetention,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            most_live_tokens: MostLiveTokens(100),
            longest_life_days: None,
            activity_retention_days: ActivityRetention(365),
        }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn what_nobody_set_is_a_hundred_tokens_of_any_life_and_a_year_of_activity() {
        let settings: TenantSettings = serde_json::from_str("{}").unwrap();
        assert_eq!(settings, TenantSettings::default());
        assert_eq!(
            serde_json::to_string(&settings).unwrap(),
            r#"{"most_live_tokens":100,"activity_retention_days":365}"#
        );
    }

    #[test]
    fn each_setting_keeps_within_its_bounds() {
        for number in [0, 10_001] {
            assert!(MostLiveTokens::try_from(number).is_err(), "{number}");
        }
        for number in [0, 3_651] {
            assert!(LongestLife::try_from(number).is_err(), "{number}");
        }
        for number in [0, 29, 3_651] {
            assert!(ActivityRetention::try_from(number).is_err(), "{number}");
        }
        assert!(MostLiveTokens::try_from(1).is_ok() && MostLiveTokens::try_from(10_000).is_ok());
        assert!(LongestLife::try_from(1).is_ok() && LongestLife::try_from(3_650).is_ok());
        assert!(ActivityRetention::try_from(30).is_ok());
    }

    #[test]
    fn what_is_typed_is_read_as_a_whole_number_within_the_bounds() {
        for (text, number) in [("7", 7), (" 3650 ", 3_650), ("007", 7)] {
            assert_eq!(text.parse(), LongestLife::try_from(number), "{text:?}");
        }
        for text in ["", " ", "0", "-1", "1.5", "1e3", "seven", "3651", "99999999999999999999"] {
            let error = text.parse::<LongestLife>().unwrap_err();
            assert_eq!(error.to_string(), "Enter a whole number from 1 to 3650.", "{text:?}");
        }
        assert!("29".parse::<ActivityRetention>().is_err());
        assert!("10000".parse::<MostLiveTokens>().is_ok());
    }
}
