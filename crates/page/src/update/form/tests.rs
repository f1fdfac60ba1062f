use gatepass_core::network::parse_networks;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::wire::{IssueToken, Me, Problem, TokenView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::Message;
use crate::model::{Expiry, Failure, Field, Focus, Form, Model, end_of_life};
use crate::samples::{NOON, me, page, showing, token};
use crate::update::update;

/// The form of the dialog "Generate new token", with a name.
fn open() -> Model {
    let mut model = showing(page([]));
    update(&mut model, Message::GenerateChosen, NOON);
    typed(&mut model, Field::Name, "ci");
    model
}

fn typed(model: &mut Model, field: Field, text: &str) {
    update(model, Message::FieldTyped(field, text.to_owned()), NOON);
}

fn form(model: &mut Model) -> &mut Form {
    super::open(model).unwrap()
}

fn requested(model: &mut Model) -> Result<IssueToken, Field> {
    form(model).request(NOON)
}

/// The scopes offered.
fn words(form: &Form) -> Vec<&str> {
    form.offered.iter().map(|scope| scope.as_str()).collect()
}

fn error(model: &mut Model, field: Field) -> Option<String> {
    form(model).errors.get(&field).cloned()
}

#[test]
fn a_name_alone_asks_for_a_token_as_most_are() {
    let expected = IssueToken {
        scope: Some("read write".parse().unwrap()),
        ..IssueToken::named("ci".parse().unwrap())
    };
    assert_eq!(requested(&mut open()), Ok(expected));
}

#[test]
fn everything_that_was_entered_is_asked_for() {
    let mut model = open();
    typed(&mut model, Field::Description, " nightly ");
    typed(&mut model, Field::Inside, "192.0.2.0/24");
    typed(&mut model, Field::Outside, "192.0.2.66\n");
    update(&mut model, Message::ScopeToggled("write".parse().unwrap()), NOON);
    update(&mut model, Message::NotBeforeChosen(Some(NOON)), NOON);
    let request = requested(&mut model).unwrap();
    assert_eq!(request.description.unwrap().as_str(), "nightly");
    assert_eq!(request.networks.inside, parse_networks("192.0.2.0/24").unwrap());
    assert_eq!(request.networks.outside, parse_networks("192.0.2.66/32").unwrap());
    assert_eq!((request.scope, request.nbf), (Some("read".parse().unwrap()), Some(NOON)));
}

#[test]
fn an_expiry_is_reckoned_from_when_the_form_is_submitted() {
    let day = Some(NOON + Seconds::days(3));
    for (expiry, expected) in [
        (Expiry::Never, None),
        (Expiry::InDays(7), Some(NOON + Seconds::days(7))),
        (Expiry::OnDate, day),
    ] {
        let mut model = open();
        update(&mut model, Message::ExpiryChosen(expiry), NOON);
        update(&mut model, Message::DateChosen(day), NOON);
        assert_eq!(requested(&mut model).unwrap().exp, expected, "{expiry:?}");
    }
}

#[test]
fn a_tenants_longest_life_bounds_what_is_offered_and_chosen() {
    for (longest, usual, allowed) in [
        (None, Expiry::Never, vec![7, 30, 90, 365]),
        (Some(90), Expiry::InDays(30), vec![7, 30, 90]),
        (Some(10), Expiry::InDays(7), vec![7]),
        (Some(3), Expiry::OnDate, vec![]),
    ] {
        let longest_life_days = longest.and_then(|days: u32| days.try_into().ok());
        let form = Form::new(&Me { longest_life_days, ..me() });
        assert_eq!(form.expiry, usual, "{longest:?}");
        let is_allowed = |days: &i64| Expiry::InDays(*days).is_within(longest_life_days);
        assert_eq!([7, 30, 90, 365].into_iter().filter(is_allowed).collect::<Vec<_>>(), allowed);
        assert_eq!(Expiry::Never.is_within(longest_life_days), longest.is_none());
    }
    let longest = 30.try_into().ok();
    assert_eq!(end_of_life(30, longest, NOON), NOON + Seconds::days(30) - Seconds(60));
    assert_eq!(end_of_life(7, longest, NOON), NOON + Seconds::days(7));
}

#[test]
fn a_day_that_was_not_chosen_is_missed_once_the_form_is_submitted() {
    let mut model = open();
    update(&mut model, Message::ExpiryChosen(Expiry::OnDate), NOON);
    assert_eq!(error(&mut model, Field::Expiry), None);
    assert_eq!(update(&mut model, Message::FormSubmitted, NOON), None);
    assert_eq!(error(&mut model, Field::Expiry).as_deref(), Some("Choose a date."));
    assert_eq!(model.focus, Some(Focus::Field(Field::Expiry)));
    update(&mut model, Message::ExpiryChosen(Expiry::Never), NOON);
    assert_eq!(error(&mut model, Field::Expiry), None);
}

#[test]
fn what_is_wrong_is_said_at_its_field_as_one_types() {
    let many: Vec<String> = (0..21).map(|number| format!("192.0.2.{number}")).collect();
    for (field, text, expected) in [
        (Field::Description, "x".repeat(201), "Use at most 200 characters; this has 201."),
        (Field::Inside, "192.0.2.0/24\noffice".to_owned(), "Line 2 is no network"),
        (Field::Outside, "office".to_owned(), "Line 1 is no network"),
        (Field::Outside, many.join("\n"), "Name at most 20 networks in all."),
    ] {
        let mut model = open();
        typed(&mut model, field, &text);
        let found = error(&mut model, field).unwrap();
        assert!(found.starts_with(expected), "{found}");
        assert_eq!(requested(&mut model), Err(field));
        typed(&mut model, field, "");
        assert_eq!(error(&mut model, field), None);
    }
}

#[test]
fn a_token_without_a_scope_is_not_asked_for() {
    let mut model = open();
    for scope in ["read", "write"] {
        update(&mut model, Message::ScopeToggled(scope.parse().unwrap()), NOON);
    }
    assert_eq!(requested(&mut model), Err(Field::Scopes));
    update(&mut model, Message::ScopeToggled("read".parse().unwrap()), NOON);
    assert_eq!(requested(&mut model).unwrap().scope, Some("read".parse().unwrap()));
}

#[test]
fn a_scope_that_is_not_offered_cannot_be_chosen() {
    let mut model = open();
    update(&mut model, Message::ScopeToggled("manage".parse().unwrap()), NOON);
    assert_eq!(form(&mut model).scopes, "read write".parse().unwrap());
}

#[test]
fn what_the_server_refuses_stands_at_the_field_that_it_names() {
    for (member, field) in [
        ("exp", Field::Expiry),
        ("scope", Field::Scopes),
        ("networks.in[0]", Field::Inside),
        ("networks.not_in[2]", Field::Outside),
        ("nbf", Field::NotBefore),
    ] {
        let mut model = open();
        let failure = Failure::Problem(Problem::of_field(member, "not like this"));
        super::refused(&mut model, &failure);
        assert_eq!(error(&mut model, field).as_deref(), Some("Not like this."), "{member}");
        assert_eq!(model.focus, Some(Focus::Field(field)));
    }
    let mut model = open();
    super::refused(&mut model, &Failure::Problem(Problem::of_field("color", "no such member")));
    assert_eq!(form(&mut model).form_error.as_deref(), Some("No such member."));
}

#[test]
fn a_form_with_what_a_token_is_asks_for_the_same() {
    let exp = Some(UnixSeconds(NOON.0 + 77));
    let token = TokenView {
        scope: "read".parse().unwrap(),
        description: "nightly".parse().ok(),
        nbf: Some(NOON),
        exp,
        ..token(1)
    };
    let mut form = Form::of(&token, &me());
    let request = form.request(NOON).unwrap();
    assert_eq!((request.exp, request.nbf), (exp, Some(NOON)));
    assert_eq!(
        (&request.description, request.scope),
        (&token.description, Some(token.scope.clone()))
    );
    assert_eq!(words(&form), ["read", "write"]);
    let others = TokenView { sub: "BBBBBBBBBBBB".parse().unwrap(), ..token };
    assert_eq!(words(&Form::of(&others, &me())), ["read"]);
}
