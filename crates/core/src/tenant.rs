//! The tenant: the wall that no token crosses.

mod host;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

pub use self::host::Place;
use crate::id::TenantId;
use crate::time::UnixSeconds;

/// A tenant's label: the first part of its own host name. RFC 1035 §2.3.1, in lowercase.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TenantLabel(String);

/// Text that is no tenant's label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "use 1 to 63 lowercase letters, digits and hyphens, beginning with a letter and not ending \
     with a hyphen"
)]
pub struct ParseLabelError;

impl TenantLabel {
    /// The label.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TenantLabel {
    type Err = ParseLabelError;

    fn from_str(text: &str) -> Result<Self, ParseLabelError> {
        let bytes = text.as_bytes();
        let is_label = bytes.len() <= 63
            && bytes.first().is_some_and(u8::is_ascii_lowercase)
            && bytes.last().is_some_and(|last| *last != b'-')
            && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-');
        if is_label { Ok(Self(text.to_owned())) } else { Err(ParseLabelError) }
    }
}

impl TryFrom<String> for TenantLabel {
    type Error = ParseLabelError;

    fn try_from(text: String) -> Result<Self, ParseLabelError> {
        text.parse()
    }
}

impl From<TenantLabel> for String {
    fn from(label: TenantLabel) -> Self {
        label.0
    }
}

impl fmt::Display for TenantLabel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a tenant's registry is asked to live: the second part of its own host name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Region {
    /// Western North America.
    Us,
    /// Eastern North America.
    Us2,
    /// Eastern North America, a second deployment of it.
    Us3,
    /// Western Europe.
    Eu,
    /// Eastern Europe.
    Eu2,
}

/// Text that names no region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the regions are us, us2, us3, eu and eu2")]
pub struct ParseRegionError;

impl Region {
    /// The region as it stands in host names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Us => "us",
            Self::Us2 => "us2",
            Self::Us3 => "us3",
            Self::Eu => "eu",
            Self::Eu2 => "eu2",
        }
    }

    /// The platform's location hint for it: a wish, which does not promise residency.
    /// Source: Durable Objects docs, "Data location".
    pub fn location_hint(self) -> &'static str {
        match self {
            Self::Us => "wnam",
            Self::Us2 | Self::Us3 => "enam",
            Self::Eu => "weur",
            Self::Eu2 => "eeur",
        }
    }
}

impl FromStr for Region {
    type Err = ParseRegionError;

    fn from_str(text: &str) -> Result<Self, ParseRegionError> {
        [Self::Us, Self::Us2, Self::Us3, Self::Eu, Self::Eu2]
            .into_iter()
            .find(|region| region.as_str() == text)
            .ok_or(ParseRegionError)
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A tenant as the directory knows one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    /// Names its registry.
    pub id: TenantId,
    /// Names it to people.
    pub label: TenantLabel,
    /// Where its registry was asked to live.
    pub region: Region,
    /// When the operator made it.
    pub created_at: UnixSeconds,
}

/// The KV key under which a label leads to its tenant.
pub fn directory_key(label: &TenantLabel) -> String {
    format!("d:{label}")
}

/// The host, with its port if it has one, under which the portal is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PortalHost(String);

/// Text that is no host under which a portal could be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("use a host name in lowercase, with a port if need be, like portal.example.com")]
pub struct ParsePortalHostError;

impl FromStr for PortalHost {
    type Err = ParsePortalHostError;

    fn from_str(text: &str) -> Result<Self, ParsePortalHostError> {
        let (name, port) = text.split_once(':').unwrap_or((text, "443"));
        let is_host = name.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        });
        if is_host && port.parse::<u16>().is_ok() {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParsePortalHostError)
        }
    }
}

impl PortalHost {
    /// Whether it is this machine: `localhost` or a name below it.
    pub fn is_local(&self) -> bool {
        is_local_host(self.name())
    }

    fn scheme(&self) -> &'static str {
        if self.is_local() { "http" } else { "https" }
    }

    /// The portal's own URL, without a trailing slash.
    pub fn portal_url(&self) -> String {
        format!("{}://{}", self.scheme(), self.0)
    }

    /// What a tenant's own URL looks like.
    pub fn example(&self) -> String {
        let (scheme, host) = (self.scheme(), &self.0);
        format!("{scheme}://contoso.{}.{host}", Region::Eu)
    }

    /// The tenant's own URL, without a trailing slash: `https://contoso.eu.portal.example.com`.
    pub fn own_url(&self, tenant: &Tenant) -> String {
        format!("{}://{}.{}.{}", self.scheme(), tenant.label, tenant.region, self.0)
    }
}

/// Whether a host name (without a port) is `localhost` or below it, which never leaves the machine
/// (RFC 6761 §6.3).
pub fn is_local_host(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

#[cfg(test)]
mod tests;
