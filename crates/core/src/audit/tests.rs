use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::mac::Keyring;
use crate::policy::Role;
use crate::samples::{NOON, keys, record, user};

/// A chain of this many events.
fn chain(length: u64, keys: &Keyring) -> Vec<ChainedEvent> {
    let mut head = ChainHead::default();
    (1..=length)
        .map(|number| {
            let event = format!("{{\"number\":{number}}}");
            head = head.next(&event, keys);
            ChainedEvent { sequence: head.sequence, event, mac: head.mac }
        })
        .collect()
}

#[test]
fn an_untouched_chain_holds_from_any_of_its_heads() {
    let events = chain(5, &keys('a'));
    let head = verify(ChainHead::default(), &events, &keys('a')).unwrap();
    assert_eq!(head.sequence, 5);
    let middle = ChainHead { sequence: 3, mac: events[2].mac };
    assert_eq!(verify(middle, &events[3..], &keys('a')), Ok(head));
}

#[test]
fn a_chain_holds_under_any_of_several_keys() {
    let both: Keyring = format!("{},{}", "b".repeat(64), "a".repeat(64)).parse().unwrap();
    assert!(verify(ChainHead::default(), &chain(3, &keys('a')), &both).is_ok());
    let broken = verify(ChainHead::default(), &chain(3, &keys('a')), &keys('b'));
    assert_eq!(broken, Err(BrokenChain::Altered { sequence: 1 }));
}

proptest! {
    #[test]
    fn an_event_taken_out_of_the_middle_shows(out in 0_usize..9) {
        let mut events = chain(10, &keys('a'));
        events.remove(out);
        let gap = BrokenChain::Gap { after: out as u64, found: out as u64 + 2 };
        prop_assert_eq!(verify(ChainHead::default(), &events, &keys('a')), Err(gap));
    }

    #[test]
    fn an_event_taken_out_shows_though_the_others_are_counted_anew(out in 0_usize..9) {
        let mut events = chain(10, &keys('a'));
        events.remove(out);
        for (event, sequence) in events.iter_mut().zip(1..) {
            event.sequence = sequence;
        }
        let altered = BrokenChain::Altered { sequence: out as u64 + 1 };
        prop_assert_eq!(verify(ChainHead::default(), &events, &keys('a')), Err(altered));
    }

    #[test]
    fn an_edited_event_shows(edited in 0_usize..10, place in 0_usize..10) {
        let mut events = chain(10, &keys('a'));
        let place = place % events[edited].event.len();
        events[edited].event.replace_range(place..=place, "x");
        let altered = BrokenChain::Altered { sequence: edited as u64 + 1 };
        prop_assert_eq!(verify(ChainHead::default(), &events, &keys('a')), Err(altered));
    }

    #[test]
    fn two_events_that_change_places_show(first in 0_usize..9) {
        let mut events = chain(10, &keys('a'));
        events.swap(first, first + 1);
        prop_assert!(verify(ChainHead::default(), &events, &keys('a')).is_err());
    }
}

#[test]
fn a_head_is_read_as_it_was_noted() {
    let head = ChainHead { sequence: 3, mac: chain(3, &keys('a'))[2].mac };
    assert_eq!(head.to_string().parse(), Ok(head));
    for text in ["", "3", "3:", ":3", "x:00", "3:00", "-1:00"] {
        assert!(text.parse::<ChainHead>().is_err(), "{text}");
    }
}

#[test]
fn a_noted_head_shows_an_end_cut_off_or_written_anew() {
    let events = chain(5, &keys('a'));
    let head = |number: usize| ChainHead { sequence: number as u64, mac: events[number - 1].mac };
    let find = |noted: ChainHead, anchor: ChainHead, length: usize| {
        let looking = NotedHead::look_for(noted, anchor)?;
        let kept = events[..length].iter().filter(|event| event.sequence > anchor.sequence);
        let end = head(length);
        kept.fold(looking, |looking, event| looking.pass(event)).require_found(end)
    };
    let start = ChainHead::default();
    for number in 1..=5 {
        assert_eq!(find(head(number), start, 5), Ok(()));
    }
    assert_eq!(find(start, start, 5), Ok(()));
    assert_eq!(find(head(3), head(3), 5), Ok(()), "the last that was pruned");
    assert_eq!(find(head(5), start, 4), Err(LostHead::CutOff { end: 4, noted: 5 }));
    let other = ChainHead { sequence: 4, mac: head(2).mac };
    assert_eq!(find(other, start, 5), Err(LostHead::Replaced { noted: 4 }));
    assert_eq!(find(head(2), head(3), 5), Err(LostHead::Pruned { noted: 2, pruned: 3 }));
}

#[test]
fn an_event_says_only_what_changed() {
    let (ada, token) = (user(Role::GLOBAL_ADMINISTRATOR), record());
    let actor = Actor::User { sub: ada.subject, name: ada.name.clone() };
    let event = AuditEvent::new(Action::TokenChanged, actor, Means::Session, NOON)
        .from_address(Some("203.0.113.7".parse().unwrap()))
        .on(&token)
        .changing("name", Some("ci"), Some("deploy"))
        .changing("scope", Some("read"), Some("read"))
        .changing("exp", None, Some(NOON.0));
    let expected = concat!(
        r#"{"at":1795521600,"action":"token.changed","#,
        r#""actor":{"user":{"sub":"000000000ada","name":"Ada"}},"by":"session","#,
        r#""address":"203.0.113.7","#,
        r#""object":{"kind":"token","id":"TOKEN","name":"ci"},"#,
        r#""changes":[{"field":"name","before":"ci","after":"deploy"},"#,
        r#"{"field":"exp","after":"1795521600"}]}"#,
    );
    let json = serde_json::to_string(&event).unwrap();
    assert_eq!(json, expected.replace("TOKEN", &token.id.to_string()));
    assert_eq!(serde_json::from_str::<AuditEvent>(&json).unwrap(), event);
}

#[test]
fn every_action_is_read_from_its_own_word() {
    for action in Action::ALL {
        assert_eq!(action.as_str().parse(), Ok(*action));
    }
    assert!("token.eaten".parse::<Action>().is_err());
}
