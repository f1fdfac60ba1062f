//! What one isolate keeps in memory between requests: plain data, nothing that does I/O.

use std::cell::RefCell;
use std::collections::HashMap;

use gatepass_core::edge::{EdgeCache, UsageReporter};
use gatepass_core::id::TenantId;

/// How many calls to one tenant's registry one isolate has under way at once, because KV left it in
/// doubt about a token.
const MOST_ASKING: usize = 20;

#[derive(Default)]
struct Isolate {
    cache: EdgeCache,
    reporters: HashMap<TenantId, UsageReporter>,
    asking: HashMap<TenantId, usize>,
}

thread_local! {
    static ISOLATE: RefCell<Isolate> = RefCell::default();
}

/// Lets `work` have the cache.
pub(crate) fn with_cache<T>(work: impl FnOnce(&mut EdgeCache) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(&mut isolate.cache))
}

/// Lets `work` have what is to be reported to a tenant's registry.
pub(crate) fn with_reporter<T>(tenant: TenantId, work: impl FnOnce(&mut UsageReporter) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(isolate.reporters.entry(tenant).or_default()))
}

/// Leave to ask a tenant's registry, until it is dropped.
pub(crate) struct LeaveToAsk(TenantId);

impl LeaveToAsk {
    /// Takes leave, unless too many have it.
    pub(crate) fn take(tenant: TenantId) -> Option<Self> {
        ISOLATE.with_borrow_mut(|isolate| {
            let asking = isolate.asking.entry(tenant).or_default();
            if *asking >= MOST_ASKING {
                return None;
            }
            *asking += 1;
            Some(Self(tenant))
        })
    }
}

impl Drop for LeaveToAsk {
    fn drop(&mut self) {
        ISOLATE.with_borrow_mut(|isolate| {
            if let Some(asking) = isolate.asking.get_mut(&self.0) {
                *asking = asking.saturating_sub(1);
                if *asking == 0 {
                    isolate.asking.remove(&self.0);
                }
            }
        });
    }
}
