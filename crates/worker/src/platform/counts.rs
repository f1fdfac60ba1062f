//! What this isolate counts since it began, for the operator: numbers that cost next to nothing.

use std::cell::Cell;

use gatepass_core::metrics::IsolateFigures;
use gatepass_core::refusal::RefusalReason;

/// Something that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Counted {
    /// A token was found in memory.
    Found,
    /// A token was not, and KV or a registry is asked.
    NotFound,
    /// A request was refused.
    Refused(RefusalReason),
    /// A read of KV failed.
    FailedRead,
    /// A write to KV failed.
    FailedWrite,
}

struct Counts {
    found: Cell<u64>,
    not_found: Cell<u64>,
    refused: [Cell<u64>; RefusalReason::ALL.len()],
    failed_reads: Cell<u64>,
    failed_writes: Cell<u64>,
}

thread_local! {
    static COUNTS: Counts = const {
        Counts {
            found: Cell::new(0),
            not_found: Cell::new(0),
            refused: [const { Cell::new(0) }; RefusalReason::ALL.len()],
            failed_reads: Cell::new(0),
            failed_writes: Cell::new(0),
        }
    };
}

/// Counts one more.
pub(crate) fn count(what: Counted) {
    COUNTS.with(|counts| {
        let count = match what {
            Counted::Found => Some(&counts.found),
            Counted::NotFound => Some(&counts.not_found),
            Counted::Refused(reason) => counts.refused.get(reason.number()),
            Counted::FailedRead => Some(&counts.failed_reads),
            Counted::FailedWrite => Some(&counts.failed_writes),
        };
        if let Some(count) = count {
            count.set(count.get().wrapping_add(1));
        }
    });
}

/// What was counted so far.
pub(crate) fn figures() -> IsolateFigures {
    COUNTS.with(|counts| IsolateFigures {
        cache_hits: counts.found.get(),
        cache_misses: counts.not_found.get(),
        refusals: counts.refused.each_ref().map(Cell::get),
        failed_reads: counts.failed_reads.get(),
        failed_writes: counts.failed_writes.get(),
    })
}
