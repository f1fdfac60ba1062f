//! What one isolate keeps in memory between requests: plain data, nothing that does I/O.

use std::cell::RefCell;
use std::collections::HashMap;

use gatepass_core::documents::Documents;
use gatepass_core::edge::{Asked, Asking, EdgeCache, Hosts, Leave, UsageReporter};
use gatepass_core::id::TenantId;

use crate::platform::clock;

#[derive(Default)]
struct Isolate {
    cache: EdgeCache,
    hosts: Hosts,
    reporters: HashMap<TenantId, UsageReporter>,
    asking: Asking,
    documents: Documents,
}

thread_local! {
    static ISOLATE: RefCell<Isolate> = RefCell::default();
}

/// Lets `work` have the cache.
pub(crate) fn with_cache<T>(work: impl FnOnce(&mut EdgeCache) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(&mut isolate.cache))
}

/// Lets `work` have what is known of own hosts.
pub(crate) fn with_hosts<T>(work: impl FnOnce(&mut Hosts) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(&mut isolate.hosts))
}

/// Lets `work` have what others said of themselves.
pub(crate) fn with_documents<T>(work: impl FnOnce(&mut Documents) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(&mut isolate.documents))
}

/// Lets `work` have what is to be reported to a tenant's registry.
pub(crate) fn with_reporter<T>(tenant: TenantId, work: impl FnOnce(&mut UsageReporter) -> T) -> T {
    ISOLATE.with_borrow_mut(|isolate| work(isolate.reporters.entry(tenant).or_default()))
}

/// Leave to ask a registry, given back when it is dropped.
pub(crate) struct LeaveToAsk(Leave);

impl LeaveToAsk {
    /// Takes leave, unless too many have it.
    pub(crate) fn take(asked: impl Into<Asked>) -> Option<Self> {
        ISOLATE.with_borrow_mut(|isolate| isolate.asking.take(asked, clock::now()).map(Self))
    }
}

impl Drop for LeaveToAsk {
    fn drop(&mut self) {
        ISOLATE.with_borrow_mut(|isolate| isolate.asking.give_back(self.0));
    }
}
