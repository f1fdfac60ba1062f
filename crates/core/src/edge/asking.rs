//! How many calls to one registry an isolate has under way, because KV left it in doubt of tokens.

use std::collections::HashMap;

use crate::id::TenantId;
use crate::time::{Millis, UnixMillis};

/// How long a registry's answer is waited for.
pub const ASK_PATIENCE: Millis = Millis::seconds(10);

/// The most calls to one tenant's registry that one isolate has under way at once.
pub const MOST_ASKING: usize = 20;

/// A leave this old is over, given back or not: a caller that hangs up takes its request along, and
/// nothing of that is ever told.
const LEAVE_LIFE: Millis = Millis(ASK_PATIENCE.0 + 2_000);

/// Leave to ask a registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leave {
    tenant: TenantId,
    number: u64,
}

/// The leaves that are out.
#[derive(Debug, Default)]
pub struct Asking {
    out: HashMap<TenantId, Vec<(u64, UnixMillis)>>,
    last: u64,
}

impl Asking {
    /// Takes leave to ask a tenant's registry; nothing, if too many are out.
    pub fn take(&mut self, tenant: TenantId, now: UnixMillis) -> Option<Leave> {
        let out = self.out.entry(tenant).or_default();
        out.retain(|(_, taken_at)| now < *taken_at + LEAVE_LIFE);
        if out.len() >= MOST_ASKING {
            return None;
        }
        self.last = self.last.wrapping_add(1);
        out.push((self.last, now));
        Some(Leave { tenant, number: self.last })
    }

    /// Gives leave back.
    pub fn give_back(&mut self, leave: Leave) {
        if let Some(out) = self.out.get_mut(&leave.tenant) {
            out.retain(|(number, _)| *number != leave.number);
            if out.is_empty() {
                self.out.remove(&leave.tenant);
            }
        }
    }
}
