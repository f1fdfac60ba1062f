//! How events are told: lines of which no name makes two, cells of which none is a formula.

use std::collections::BTreeMap;

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;
use crate::audit::{Actor, AuditEvent, Change, Means, Object, ObjectKind};
use crate::samples::{NOON, subject};
use crate::wire::ActivityView;

fn event() -> ActivityView {
    let actor = Actor::User { sub: subject("ada"), name: "Ada".parse().unwrap() };
    let event = AuditEvent::new(Action::TokenRevoked, actor, Means::Session, NOON)
        .from_address(Some("203.0.113.7".parse().unwrap()));
    let object =
        Object { kind: ObjectKind::Token, id: "tenant0123456789".into(), name: "ci".into() };
    ActivityView::of(7, AuditEvent { object: Some(object), ..event })
}

#[test]
fn an_event_in_cef_is_pinned() {
    let expected = concat!(
        "CEF:0|Gatepass|Gatepass|0.1.0|token.revoked|API token revoked|4|",
        "rt=1795521600000 externalId=7 deviceExternalId=tenant cat=token cnt=1 ",
        "suid=000000000ada suser=Ada src=203.0.113.7 cs1Label=Actor cs1=user cs2Label=By ",
        "cs2=session cs3Label=Object kind cs3=token cs4Label=Object id cs4=tenant0123456789 ",
        "cs5Label=Object name cs5=ci",
    );
    assert_eq!(to_cef(&event(), tenant()), expected);
}

#[test]
fn an_event_in_csv_is_pinned() {
    let expected = "7,2026-11-24T12:00:00Z,token.revoked,user,000000000ada,Ada,session,\
                    203.0.113.7,token,tenant0123456789,ci,1,,\r\n";
    assert_eq!(to_csv(&event()), expected);
    assert_eq!(CSV_HEADER, format!("{}\r\n", csv::columns().join(",")));
}

#[test]
fn cef_tells_several_as_one_and_an_address_of_version_6() {
    let event = ActivityView {
        count: 3,
        since: Some(UnixSeconds(NOON.0 - 60)),
        address: Some("2001:db8::1".parse().unwrap()),
        by: Means::Token("tenant0123456789".parse().unwrap()),
        ..event()
    };
    let (_, fields) = read_cef(&to_cef(&event, tenant()));
    for (key, value) in [
        ("cnt", "3"),
        ("start", "1795521540000"),
        ("end", "1795521600000"),
        ("c6a2", "2001:db8::1"),
        ("cs2", "token tenant0123456789"),
    ] {
        assert_eq!(fields[key], value);
    }
    assert!(!fields.contains_key("src"));
}

/// What a reader that keeps to the standard makes of a line: its header and its fields.
fn read_cef(line: &str) -> (Vec<String>, BTreeMap<String, String>) {
    let (mut header, mut part, mut rest) = (Vec::new(), String::new(), line.chars());
    while header.len() < 7 {
        match rest.next().unwrap() {
            '\\' => part.push(rest.next().unwrap()),
            '|' => header.push(std::mem::take(&mut part)),
            c => part.push(c),
        }
    }
    let (mut fields, mut key, mut text) = (BTreeMap::new(), String::new(), String::new());
    while let Some(c) = rest.next() {
        match c {
            '\\' => text.push(match rest.next().unwrap() {
                'n' => '\n',
                'r' => '\r',
                c => c,
            }),
            '=' => {
                // The word before an equals sign begins the next field.
                let (value, next) = text.rsplit_once(' ').unwrap_or(("", &text));
                let next = next.to_owned();
                assert!(key.is_empty() || fields.insert(key, value.to_owned()).is_none());
                (key, text) = (next, String::new());
            }
            c => text.push(c),
        }
    }
    assert!(fields.insert(key, text).is_none());
    (header, fields)
}

fn splits_lines(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// What is left of a text in CEF: line breaks stay, other characters without a shape become spaces.
fn printable(text: &str) -> String {
    let is_kept = |c: char| {
        matches!(c, '\n' | '\r') || !(c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    };
    text.chars().map(|c| if is_kept(c) { c } else { ' ' }).collect()
}

/// Text in which what means something to a reader is frequent.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("|".to_owned()),
        Just("\\".to_owned()),
        Just("=".to_owned()),
        Just(" cs1=forged".to_owned()),
        Just("\nCEF:0|Evil|".to_owned()),
        Just("\r\n".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("\u{85}".to_owned()),
        Just("\"".to_owned()),
        Just(",".to_owned()),
        Just("＝1+1".to_owned()),
        Just("\t".to_owned()),
        any::<String>(),
    ];
    proptest::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

fn hostile_event() -> impl Strategy<Value = ActivityView> {
    (hostile(), hostile(), hostile(), hostile()).prop_map(|(id, name, field, after)| {
        let object = Some(Object { kind: ObjectKind::User, id, name });
        let changes = vec![Change { field, before: None, after: Some(after) }];
        ActivityView { object, changes, ..event() }
    })
}

/// The records of a text as RFC 4180 has them.
fn read_csv(text: &str) -> Vec<Vec<String>> {
    let (mut records, mut record, mut cell, mut is_quoted) = (vec![], vec![], String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if is_quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(std::mem::take(&mut cell)),
            '\r' if !is_quoted && rest.peek() == Some(&'\n') => {
                rest.next();
                record.push(std::mem::take(&mut cell));
                records.push(std::mem::take(&mut record));
            }
            c => cell.push(c),
        }
    }
    assert!(!is_quoted && cell.is_empty() && record.is_empty());
    records
}

proptest! {
    #[test]
    fn no_event_makes_a_second_line_or_forges_a_field_in_cef(event in hostile_event()) {
        let line = to_cef(&event, tenant());
        prop_assert!(!line.contains(splits_lines), "{line:?}");
        let (header, fields) = read_cef(&line);
        prop_assert_eq!(&header[1..3], ["Gatepass", "Gatepass"]);
        prop_assert_eq!(&header[4], "token.revoked");
        let object = event.object.unwrap();
        prop_assert_eq!(&fields["cs4"], &printable(&object.id));
        prop_assert_eq!(&fields["duser"], &printable(&object.name));
        prop_assert_eq!(&fields["cs1"], "user");
        prop_assert_eq!(fields.len(), 22);
    }

    #[test]
    fn csv_comes_back_as_it_was_and_no_cell_is_a_formula(event in hostile_event()) {
        let records = read_csv(&to_csv(&event));
        let [record] = records.as_slice() else { panic!("{records:?}") };
        prop_assert_eq!(record.len(), csv::columns().len());
        for cell in record {
            let first = cell.trim_start_matches(' ').chars().next();
            let formula = first.is_some_and(|first| "=+-@\t\r\n＝＋－＠".contains(first));
            prop_assert!(!formula, "{cell:?}");
        }
        let name = &event.object.unwrap().name;
        let guarded = format!("'{name}");
        prop_assert!(record[10] == *name || record[10] == guarded, "{:?}", record[10]);
    }
}
