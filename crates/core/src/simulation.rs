//! The promises about tokens, held against random schedules in virtual time.
//!
//! Several edges, each with a cache and a reporter of its own, stand in front of one KV and one
//! registry. KV shows every edge what was so some time ago, misses included; its writes fail, land
//! late and land twice, and it fails altogether for a while. Edges lose single calls, requests that
//! were to make one, the registry for a while, and their memory; the registry goes away for a while,
//! and is stopped amid its deliveries. Meanwhile tokens are issued, used, edited, regenerated and
//! revoked, expire, and their owner is demoted, promoted, deprovisioned and taken in again; and now and
//! then KV is told again of all there is.
//!
//! The state machines are those that the Worker drives: `edge`, `outbox`, `rebuild`, `lifecycle`,
//! `people`, `standing`, `decision`. What is promised, and by when, stands in [`judging::Promise`]:
//!
//! - What a token may no longer do ends within 10 s of the change in an isolate that uses it at least
//!   every 4 s and reaches the registry, at once on a strict route, and anywhere else 10 s after KV
//!   shows the change there. KV is told within a minute where it does not fail; what was revoked or
//!   superseded then stays ended whatever lands late, any other change holds for good once it was
//!   written again, 11 minutes later.
//! - What a token may do from its issue on is never refused, and what it was given later not after
//!   the same times, or after the 10 minutes that an isolate remembers a refusal where it reaches
//!   nobody. That nobody could be asked is no refusal.
//! - An isolate reports at most once in 5 s. The last use that is noted is at most 30 s behind one that
//!   was made 30 s ago or before, so within a minute, and no refused use is one.
//!
//! A failure tells the story of its schedule and names the seed. `GATEPASS_SEED=… cargo test
//! --package gatepass-core simulation` runs it again; `GATEPASS_SCHEDULES` tries another number of
//! them than usual.

mod chance;
mod changes;
mod delivering;
mod isolate;
mod judging;
mod kv;
mod memory;
mod outbox;
mod registry;
mod reporting;
mod requests;
mod schedule;
mod tests;
mod truth;
mod world;
