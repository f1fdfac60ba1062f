//! What every test stands on: a server, an API behind it, tenants and their people.

mod answer;
mod browser;
mod caller;
mod edges;
mod eventually;
mod folder;
mod github;
mod kv;
mod neighbor;
mod person;
mod process;
mod provider;
mod proxy;
mod raw;
mod server;
mod settings;
mod shared;
mod tenant;
mod upstream;
mod xtask;

pub(crate) use answer::Answer;
pub(crate) use browser::Browser;
pub(crate) use caller::{Caller, send, send_form, send_json};
pub(crate) use edges::{Calls, Edges};
pub(crate) use eventually::eventually;
pub(crate) use github::Github;
pub(crate) use kv::{Kv, Mood};
pub(crate) use neighbor::Neighbor;
pub(crate) use person::{ADA, Issued, IssuedAgent, OTTO, Person, RITA, SESSION_COOKIE, session_of};
pub(crate) use provider::ProviderProcess;
pub(crate) use proxy::{Proxy, ProxyKind, documented};
pub(crate) use raw::{RawAnswer, send_raw};
pub(crate) use server::Server;
pub(crate) use settings::{SECRETS, Settings};
pub(crate) use shared::{plain, ruled, scanned, shared};
pub(crate) use tenant::{Tenant, create};
pub(crate) use upstream::{Seen, Upstream};
pub(crate) use xtask::scan_rules;

/// Fresh random text: hexadecimal digits, two for each of the bytes.
pub(crate) fn random_hex(bytes: usize) -> String {
    let mut drawn = vec![0; bytes];
    getrandom::fill(&mut drawn).expect("the system has random bytes");
    hex::encode(drawn)
}
