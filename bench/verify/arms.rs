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

/// Hono's bearer-auth, with KV.
pub(crate) const HONO: &str = "hono";
/// Cloudflare's workers-oauth-provider, with KV.
pub(crate) const OAUTH: &str = "oauth";

/// Those that decide alike, and word refusals in their own way.
pub(crate) const FRAMEWORKS: [&str; 2] = [HONO, OAUTH];

/// Those that answer to the byte as the Worker does.
pub(crate) const ALIKE: [&str; 3] = [CACHED, UNCACHED, SDK];

fn by_hand(name: &'static str, cache: Option<&str>) -> Arm {
    let cache = cache.map(|on| ("CACHE", on.to_owned()));
    let settings = std::iter::once(("ROLES", roles())).chain(cache).collect();
    Arm {
        name,
        modules: &["bench/arms/validator.js", "bench/arms/standing.js"],
        is_bundled: false,
        settings,
    }
}

fn framework(name: &'static str, modules: &'static [&'static str]) -> Arm {
    Arm { name, modules, is_bundled: true, settings: vec![("ROLES", roles())] }
}

/// By hand, with a cache.
pub(crate) fn cached() -> Arm {
    by_hand(CACHED, Some("on"))
}

/// All of them.
pub(crate) fn all() -> Vec<Arm> {
    vec![
        Arm {
            name: HELLO,
            modules: &["bench/arms/hello.js"],
            is_bundled: false,
            settings: Vec::new(),
        },
        cached(),
        by_hand(UNCACHED, None),
        Arm {
            name: SDK,
            modules: &["bench/peer/build/index.js", "bench/peer/build/index_bg.wasm"],
            is_bundled: false,
            settings: Vec::new(),
        },
        framework(HONO, &["bench/arms/hono.js"]),
        framework(OAUTH, &["bench/arms/oauth.js"]),
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
