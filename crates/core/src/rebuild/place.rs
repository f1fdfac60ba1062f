//! How far one has got with what KV is to hold.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::Serial;
use crate::route::RegistryName;
use crate::tenant::TenantLabel;
use crate::token::TokenDigest;

/// Where to go on with what KV is to hold from one registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum RebuildPlace {
    /// At the present tokens of the records, after that of this serial.
    Tokens(Option<Serial>),
    /// At the tokens that others took the place of, after this one.
    Superseded(Option<TokenDigest>),
    /// At the tenants, after this one. Of the directory.
    Tenants(Option<TenantLabel>),
    /// Nowhere: that was all.
    End,
}

/// Text that is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cursor is not one that this gave; leave it out to begin anew")]
pub struct ParseRebuildPlaceError;

impl RebuildPlace {
    /// Where to begin.
    pub fn first(registry: &RegistryName) -> Self {
        match registry {
            RegistryName::Directory => Self::Tenants(None),
            RegistryName::Tenant(_) => Self::Tokens(None),
        }
    }

    /// Whether it is a place of such a registry.
    pub fn is_of(&self, registry: &RegistryName) -> bool {
        match (self, registry) {
            (Self::End, _)
            | (Self::Tenants(_), RegistryName::Directory)
            | (Self::Tokens(_) | Self::Superseded(_), RegistryName::Tenant(_)) => true,
            (Self::Tenants(_), RegistryName::Tenant(_))
            | (Self::Tokens(_) | Self::Superseded(_), RegistryName::Directory) => false,
        }
    }

    /// What comes after all of this kind.
    pub fn next_kind(&self) -> Self {
        match self {
            Self::Tokens(_) => Self::Superseded(None),
            Self::Superseded(_) | Self::Tenants(_) | Self::End => Self::End,
        }
    }
}

impl fmt::Display for RebuildPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tokens(None) => f.write_str("tokens"),
            Self::Tokens(Some(after)) => write!(f, "tokens:{after}"),
            Self::Superseded(None) => f.write_str("superseded"),
            Self::Superseded(Some(after)) => write!(f, "superseded:{after}"),
            Self::Tenants(None) => f.write_str("tenants"),
            Self::Tenants(Some(after)) => write!(f, "tenants:{after}"),
            Self::End => f.write_str("end"),
        }
    }
}

impl FromStr for RebuildPlace {
    type Err = ParseRebuildPlaceError;

    fn from_str(text: &str) -> Result<Self, ParseRebuildPlaceError> {
        let (kind, after) = match text.split_once(':') {
            Some((kind, after)) => (kind, Some(after)),
            None => (text, None),
        };
        let wrong = ParseRebuildPlaceError;
        match kind {
            "tokens" => {
                Ok(Self::Tokens(after.map(|after| after.parse().map_err(|_| wrong)).transpose()?))
            }
            "superseded" => {
                let after = after.map(|after| after.parse().map_err(|_| wrong)).transpose()?;
                Ok(Self::Superseded(after))
            }
            "tenants" => {
                Ok(Self::Tenants(after.map(|after| after.parse().map_err(|_| wrong)).transpose()?))
            }
            "end" if after.is_none() => Ok(Self::End),
            _ => Err(wrong),
        }
    }
}

impl TryFrom<String> for RebuildPlace {
    type Error = ParseRebuildPlaceError;

    fn try_from(text: String) -> Result<Self, ParseRebuildPlaceError> {
        text.parse()
    }
}

impl From<RebuildPlace> for String {
    fn from(place: RebuildPlace) -> Self {
        place.to_string()
    }
}
