//! What KV has of a token grants what it says and no more, whatever else stands in it.
#![no_main]

use gatepass_core::decision::{RequestFacts, decide};
use gatepass_core::policy::Policy;
use gatepass_core::reading::read_json;
use gatepass_core::scope::Scope;
use gatepass_core::standing::{Grant, Standing, Verdict, Withheld, outranking};
use gatepass_core::time::UnixSeconds;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|json: &str| {
    let Ok(standing) = read_json::<Standing>(json.as_bytes()) else { return };
    let written = serde_json::to_string(&standing).expect("a standing is written");
    assert_eq!(read_json(written.as_bytes()), Ok(standing.clone()));
    let with = |member: &str| written.replacen('{', &format!("{{{member},"), 1);
    let unknown = read_json(with(r#""of a later version":{"scope":"manage"}"#).as_bytes());
    assert_eq!(unknown, Ok(standing.clone()), "what is not known changes nothing");
    let within = written.replacen(r#""granted":{"#, r#""granted":{"of a later version":1,"#, 1);
    assert_eq!(read_json(within.as_bytes()), Ok(standing.clone()), "nor within the grant");
    for twice in [r#""revision":1"#, r#""granted":{}"#, r#""withheld":"revoked""#] {
        let read = read_json::<Standing>(with(twice).as_bytes());
        assert!(read.is_err(), "neither twice nor both: {twice}");
    }
    match &standing.verdict {
        Verdict::Granted(grant) => granted(&standing, grant),
        Verdict::Withheld(_) => {
            assert!(NOWS.into_iter().all(|now| !passes(&standing, UnixSeconds(now))));
        }
    }
});

/// Moments before, amid and after everything.
const NOWS: [i64; 4] = [i64::MIN, 0, 1_795_521_600, i64::MAX];

fn facts(scope: &Scope, address: Option<&str>) -> RequestFacts {
    let address = address.map(|address| address.parse().expect("an address"));
    RequestFacts { scope_needed: scope.clone(), address }
}

fn passes(standing: &Standing, now: UnixSeconds) -> bool {
    let policy = Policy::default();
    let scopes = [Scope::READ, Scope::WRITE, Scope::MANAGE, Scope::INTROSPECT];
    let addresses = [None, Some("192.0.2.7"), Some("2001:db8::7")];
    scopes.iter().any(|scope| {
        addresses
            .iter()
            .any(|address| decide(standing, &facts(scope, *address), &policy, now).is_ok())
    })
}

fn granted(standing: &Standing, grant: &Grant) {
    let policy = Policy::default();
    let nows = NOWS.into_iter().chain(grant.exp.map(|end| end.0)).chain(grant.nbf.map(|b| b.0));
    for now in nows.map(UnixSeconds) {
        for scope in [Scope::READ, Scope::WRITE, Scope::MANAGE] {
            for address in [None, Some("192.0.2.7"), Some("::ffff:192.0.2.7"), Some("2001:db8::7")]
            {
                let facts = facts(&scope, address);
                let Ok(principal) = decide(standing, &facts, &policy, now) else { continue };
                assert!(grant.exp.is_none_or(|end| now < end), "its time is not over");
                assert!(grant.nbf.is_none_or(|begin| begin <= now), "its time has begun");
                assert!(grant.networks.is_open() || facts.address.is_some());
                assert!(grant.scope.contains(&scope), "it was given this");
                assert!(
                    policy.scopes_of(&grant.role).contains(&scope),
                    "its owner's role has this"
                );
                assert!(principal.scopes.first_beyond(&grant.scope).is_none());
                assert_eq!((principal.token, principal.subject), (grant.id, grant.sub));
            }
        }
    }
    let revoked = Verdict::Withheld(Withheld::Revoked);
    let tombstone = Standing { revision: standing.revision, verdict: revoked };
    assert_eq!(outranking(Some(standing.clone()), Some(tombstone.clone())), Some(tombstone));
}
