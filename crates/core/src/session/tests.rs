use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::samples::{NOON, subject};
use crate::wire::SessionView;

fn session() -> Session {
    let id = "0123456789".parse().unwrap();
    Session::open(id, subject("ada"), Means::DevelopmentSignIn, SeenFrom::default(), NOON)
}

#[test]
fn an_idle_session_is_over_after_half_an_hour() {
    assert_eq!(session().ends_at(), NOON + Seconds(1800));
}

#[test]
fn a_session_in_use_is_over_after_twelve_hours() {
    let last_seen_at = NOON + Seconds::hours(11) + Seconds(50 * 60);
    let used = Session { last_seen_at, ..session() };
    assert_eq!(used.ends_at(), NOON + Seconds::hours(12));
}

#[test]
fn a_use_is_written_once_a_minute() {
    let address = "192.0.2.1".parse().ok();
    assert_eq!(session().seen(address, NOON + Seconds(59)), None);
    let seen = session().seen(address, NOON + Seconds(60)).unwrap();
    assert_eq!(seen.last_seen_at, NOON + Seconds(60));
    assert_eq!(seen.from.address, address);
    assert_eq!(seen.seen(None, NOON + Seconds(119)), None);
    let later = seen.seen(None, NOON + Seconds(120)).unwrap();
    assert_eq!(later.from.address, address, "an address is kept where none is known");
}

#[test]
fn a_sign_in_is_recent_for_fifteen_minutes() {
    assert!(is_recent(NOON, NOON) && is_recent(NOON, NOON + Seconds(899)));
    assert!(!is_recent(NOON, NOON + Seconds(900)));
}

#[test]
fn a_session_travels_as_its_view() {
    let from = SeenFrom {
        address: "192.0.2.1".parse().ok(),
        browser: BrowserName::told_by("Firefox/150.0 Linux"),
    };
    let session = Session { from, ..session() };
    let view = SessionView::of(session.clone(), Some(session.id));
    let json = concat!(
        r#"{"id":"0123456789","is_current":true,"by":"development_sign_in","iat":1795521600,"#,
        r#""last_seen_at":1795521600,"exp":1795523400,"address":"192.0.2.1","#,
        r#""browser":"Firefox on Linux"}"#,
    );
    assert_eq!(serde_json::to_string(&view).unwrap(), json);
    assert_eq!(serde_json::from_str::<SessionView>(json).unwrap(), view);
    assert!(!SessionView::of(session, None).is_current);
}

proptest! {
    #[test]
    fn no_use_makes_a_session_last_longer_than_idle_or_life_allow(
        uses in prop::collection::vec(0_i64..4000, 0..60),
    ) {
        let mut session = session();
        let mut now = NOON;
        for wait in uses {
            let last_use = now;
            now = now + Seconds(wait);
            if now >= session.ends_at() {
                prop_assert!(
                    now >= last_use + LONGEST_IDLE - SEEN_AGAIN_AFTER
                        || now >= NOON + LONGEST_LIFE
                );
                break;
            }
            prop_assert!(now < last_use + LONGEST_IDLE && now < NOON + LONGEST_LIFE);
            session = session.seen(None, now).unwrap_or(session);
        }
    }
}
