//! What forward-auth is measured beside.

use std::collections::BTreeMap;

use gatepass_core::policy::Policy;
use serde_json::json;

use crate::workerd::Arm;

/// Nothing is asked, and something is answered.
pub(crate) const HELLO: &str = "hello";
/// By hand, with a cache.
pub(crate) const CACHED: &str = "cached";
/// By hand, without a cache.
pub(crate) const UNCACHED: &str = "uncached";
/// As workers-rs documents it, with a cache.
pub(crate) const SDK: &str = "sdk";

/// Those that answer to the byte as the Worker does.
pub(crate) const ALIKE: [&str; 3] = [CACHED, UNCACHED, SDK];

fn by_hand(name: &'static str, cache: Option<&str>) -> Arm {
    let cache = cache.map(|on| ("CACHE", on.to_owned()));
    let settings = std::iter::once(("ROLES", roles())).chain(cache).collect();
    Arm { name, modules: &["bench/arms/validator.js"], settings }
}

/// By hand, with a cache.
pub(crate) fn cached() -> Arm {
    by_hand(CACHED, Some("on"))
}

/// All of them.
pub(crate) fn all() -> Vec<Arm> {
    vec![
        Arm { name: HELLO, modules: &["bench/arms/hello.js"], settings: Vec::new() },
        cached(),
        by_hand(UNCACHED, None),
        Arm {
            name: SDK,
            modules: &["bench/peer/build/index.js", "bench/peer/build/index_bg.wasm"],
            settings: Vec::new(),
        },
    ]
}

/// What each role allows, as JSON.
fn roles() -> String {
    let policy = Policy::default();
    let roles: BTreeMap<String, Vec<String>> = policy
        .roles()
        .map(|known| {
            let scopes = known.scopes.iter().map(|scope| scope.as_str().to_owned());
            (known.role.to_string(), scopes.collect())
        })
        .collect();
    json!(roles).to_string()
}
