//! The chain that shows a gap or an edit in the log.
//!
//! Each event is linked to the one before it by an HMAC under the operator's key, over the link
//! before, the sequence number and the event as it is stored. Who can write the storage but does not
//! have the key can neither change, take out nor add one without breaking the chain. Cutting off its
//! end leaves a whole chain: only a head noted earlier shows that.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::mac::{CODE_LENGTH, Code, Keyring};

/// What links an event to the one before it: an HMAC-SHA256.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LinkMac(Code);

/// Text that is no [`LinkMac`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 hexadecimal digits")]
pub struct ParseLinkMacError;

impl LinkMac {
    /// What the first event is linked to.
    pub const BEGINNING: Self = Self([0; CODE_LENGTH]);
}

impl FromStr for LinkMac {
    type Err = ParseLinkMacError;

    fn from_str(text: &str) -> Result<Self, ParseLinkMacError> {
        let mut code = [0; CODE_LENGTH];
        hex::decode_to_slice(text, &mut code).map_err(|_| ParseLinkMacError)?;
        Ok(Self(code))
    }
}

impl fmt::Display for LinkMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for LinkMac {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for LinkMac {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LinkMac {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A place in the chain: after this event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The event's number; 0 before the first.
    pub sequence: u64,
    /// What links it to the one before.
    pub mac: LinkMac,
}

/// Text that is no [`ChainHead`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("expected a number, a colon and 64 hexadecimal digits")]
pub struct ParseChainHeadError;

impl FromStr for ChainHead {
    type Err = ParseChainHeadError;

    fn from_str(text: &str) -> Result<Self, ParseChainHeadError> {
        let (sequence, mac) = text.split_once(':').ok_or(ParseChainHeadError)?;
        let sequence = sequence.parse().map_err(|_| ParseChainHeadError)?;
        Ok(Self { sequence, mac: mac.parse().map_err(|_| ParseChainHeadError)? })
    }
}

impl fmt::Display for ChainHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.sequence, self.mac)
    }
}

/// The link of a new event.
pub type ChainLink = ChainHead;

impl Default for ChainHead {
    fn default() -> Self {
        Self { sequence: 0, mac: LinkMac::BEGINNING }
    }
}

impl ChainHead {
    /// The link of the event that comes next, given as the JSON that is stored.
    pub fn next(&self, event: &str, keys: &Keyring) -> ChainLink {
        let sequence = self.sequence.saturating_add(1);
        ChainHead { sequence, mac: LinkMac(keys.code(&self.linked(sequence, event))) }
    }

    /// What is authenticated: each part has a fixed length but the last.
    fn linked(&self, sequence: u64, event: &str) -> Vec<u8> {
        [&self.mac.0[..], &sequence.to_be_bytes(), event.as_bytes()].concat()
    }

    fn holds(&self, event: &ChainedEvent, keys: &Keyring) -> bool {
        keys.verifies_code(&self.linked(event.sequence, &event.event), &event.mac.0)
    }
}

/// An event as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainedEvent {
    /// Its number.
    pub sequence: u64,
    /// The event, as the JSON that is stored: what is authenticated are its bytes.
    pub event: String,
    /// What links it to the one before.
    pub mac: LinkMac,
}

/// Where a chain is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BrokenChain {
    /// Events are missing, or out of order.
    #[error("after event {after} comes event {found}: events are missing or out of order")]
    Gap {
        /// The number of the last event that holds.
        after: u64,
        /// The number of the one that was found.
        found: u64,
    },
    /// An event is not what was written, or not under one of these keys.
    #[error("event {sequence} is not what was written, or was written under another key")]
    Altered {
        /// The event's number.
        sequence: u64,
    },
}

/// That a head noted earlier is not in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LostHead {
    /// The chain ends before it.
    #[error("the log ends with event {end}, and event {noted} was noted: its end was cut off")]
    CutOff {
        /// The last event that there is.
        end: u64,
        /// The number of the one that was noted.
        noted: u64,
    },
    /// Another event has its number.
    #[error(
        "event {noted} is another than was noted: the log was written anew from there or before"
    )]
    Replaced {
        /// The number of the one that was noted.
        noted: u64,
    },
    /// It was pruned, so nothing can be said of it.
    #[error("event {noted} was noted, and all up to event {pruned} were pruned: note a later one")]
    Pruned {
        /// The number of the one that was noted.
        noted: u64,
        /// The last event that was pruned.
        pruned: u64,
    },
}

/// Looks for a head that was noted earlier, in a chain that comes in parts.
#[derive(Debug, Clone, Copy)]
pub struct NotedHead {
    noted: ChainHead,
    found: Option<LinkMac>,
}

impl NotedHead {
    /// Looks for this one in a chain that begins after `anchor`.
    ///
    /// # Errors
    /// [`LostHead::Pruned`] where the chain begins only after it.
    pub fn look_for(noted: ChainHead, anchor: ChainHead) -> Result<Self, LostHead> {
        if noted.sequence < anchor.sequence {
            let pruned = anchor.sequence;
            return Err(LostHead::Pruned { noted: noted.sequence, pruned });
        }
        Ok(Self { noted, found: (noted.sequence == anchor.sequence).then_some(anchor.mac) })
    }

    /// The same, after another event.
    pub fn pass(self, event: &ChainedEvent) -> Self {
        match event.sequence == self.noted.sequence {
            true => Self { found: Some(event.mac), ..self },
            false => self,
        }
    }

    /// That it was found, in a chain that ended with `end`.
    ///
    /// # Errors
    /// [`LostHead`].
    pub fn require_found(self, end: ChainHead) -> Result<(), LostHead> {
        let noted = self.noted.sequence;
        match self.found {
            Some(mac) if mac == self.noted.mac => Ok(()),
            Some(_) => Err(LostHead::Replaced { noted }),
            None => Err(LostHead::CutOff { end: end.sequence, noted }),
        }
    }
}

/// Follows the chain from `head` over the events that come after it, and says where it ends.
///
/// # Errors
/// The first [`BrokenChain`].
pub fn verify<'a>(
    head: ChainHead,
    events: impl IntoIterator<Item = &'a ChainedEvent>,
    keys: &Keyring,
) -> Result<ChainHead, BrokenChain> {
    events.into_iter().try_fold(head, |head, event| {
        if Some(event.sequence) != head.sequence.checked_add(1) {
            return Err(BrokenChain::Gap { after: head.sequence, found: event.sequence });
        }
        if !head.holds(event, keys) {
            return Err(BrokenChain::Altered { sequence: event.sequence });
        }
        Ok(ChainHead { sequence: event.sequence, mac: event.mac })
    })
}
