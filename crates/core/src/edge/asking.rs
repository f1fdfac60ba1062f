//! How many calls to one registry an isolate has under way, because KV left it in doubt.

use std::collections::HashMap;

use crate::id::TenantId;
use crate::time::{Millis, UnixMillis};

/// How long a registry's answer is waited for.
pub const ASK_PATIENCE: Millis = Millis::seconds(10);

/// The most calls to one tenant's registry that one isolate has under way at once.
pub const MOST_ASKING: usize = 20;

/// The most calls to the directory: whoever makes up host names can bring them about, so they are
/// few.
pub const MOST_ASKING_THE_DIRECTORY: usize = 4;

/// A leave this old is over, given back or not: a caller that hangs up takes its request along, and
/// nothing of that is ever told.
const LEAVE_LIFE: Millis = Millis(ASK_PATIENCE.0 + 2_000);

/// Which registry is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Asked {
    /// A tenant's, about a token.
    Tenant(TenantId),
    /// The directory, about a host name.
    Directory,
}

impl Asked {
    fn most(self) -> usize {
        match self {
            Self::Tenant(_) => MOST_ASKING,
            Self::Directory => MOST_ASKING_THE_DIRECTORY,
        }
    }
}

impl From<TenantId> for Asked {
    fn from(tenant: TenantId) -> Self {
        Self::Tenant(tenant)
    }
}

/// Leave to ask a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    asked: Asked,
    number: u64,
}

/// The leaves that are out.
#[derive(Debug, Default)]
pub struct Asking {
    out: HashMap<Asked, Vec<(u64, UnixMillis)>>,
    last: u64,
}

impl Asking {
    /// Takes leave to ask a registry; nothing, if too many are out.
    pub fn take(&mut self, asked: impl Into<Asked>, now: UnixMillis) -> Option<Leave> {
        let asked = asked.into();
        let out = self.out.entry(asked).or_default();
        out.retain(|(_, taken_at)| now < *taken_at + LEAVE_LIFE);
        if out.len() >= asked.most() {
            return None;
        }
        self.last = self.last.wrapping_add(1);
        out.push((self.last, now));
        Some(Leave { asked, number: self.last })
    }

    /// Gives leave back.
    pub fn give_back(&mut self, leave: Leave) {
        if let Some(out) = self.out.get_mut(&leave.asked) {
            out.retain(|(number, _)| *number != leave.number);
            if out.is_empty() {
                self.out.remove(&leave.asked);
            }
        }
    }
}
