use gatepass_core::route::View;
use gatepass_core::tenant::TenantLabel;
use gatepass_core::wire::{
    DevelopmentPerson, OfferedProvider, Problem, ProblemKind, SignInForDevelopment, SignInOptions,
};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Address, Call, Message};
use crate::model::{Failure, Focus, Link, Model, Notice, Session, Step, Theme};
use crate::samples::{NOON, answer, failure, me, page, showing};
use crate::update::update;

fn at_sign_in(link: Option<&str>, tenant: Option<&str>) -> Model {
    let mut model = Model::new(Theme::System);
    let address = Address {
        view: View::SignIn,
        link: link.map(|text| Link(text.to_owned())),
        refused: None,
        tenant: tenant.map(|label| label.parse().unwrap()),
        to: None,
    };
    update(&mut model, Message::Opened(address), NOON);
    model
}

fn options() -> SignInOptions {
    SignInOptions {
        people: vec![DevelopmentPerson {
            name: "Ann Fischer".parse().unwrap(),
            role: "global-administrator".parse().unwrap(),
        }],
        tenants: vec!["contoso".parse().unwrap(), "fabrikam".parse().unwrap()],
        tenant: None,
        providers: vec![OfferedProvider {
            id: PROVIDER.parse().unwrap(),
            name: "Contoso".parse().unwrap(),
        }],
    }
}

const PROVIDER: &str = "0123456789";

fn provider_chosen(model: &mut Model) -> Option<Call> {
    update(model, Message::ProviderChosen(PROVIDER.parse().unwrap()), NOON)
}

#[test]
fn a_provider_is_gone_to_with_the_link_that_led_here() {
    let mut model = at_sign_in(Some("userlink_x"), None);
    let provider = PROVIDER.parse().unwrap();
    let link = Some(Link("userlink_x".to_owned()));
    let expected = Call::BeginSignIn { provider, link, name: None, to: None };
    assert_eq!(provider_chosen(&mut model), Some(expected));
    assert_eq!(provider_chosen(&mut model), None);
    update(&mut model, Message::SignInBegun(Err(Failure::Unreachable)), NOON);
    assert!(model.sign_in.form_error.is_some());
    assert!(provider_chosen(&mut model).is_some());
}

#[test]
fn a_link_that_is_nobodys_yet_needs_a_name_at_a_provider_too() {
    let mut model = at_sign_in(Some("link_x"), None);
    assert_eq!(provider_chosen(&mut model), None);
    assert_eq!(model.focus, Some(Focus::PersonName));
    update(&mut model, Message::PersonNameTyped("Ada".to_owned()), NOON);
    let Some(Call::BeginSignIn { name, .. }) = provider_chosen(&mut model) else { panic!() };
    assert_eq!(name, Some("Ada".parse().unwrap()));
}

#[test]
fn why_a_provider_let_nobody_in_is_said_in_a_sentence_whatever_the_address_says() {
    for word in ["ended", "unknown", "<b>nonsense"] {
        let mut model = Model::new(Theme::System);
        let (view, refused) = (View::SignIn, Some(word.to_owned()));
        let address = Address { view, link: None, refused, tenant: None, to: None };
        let call = update(&mut model, Message::Opened(address), NOON);
        assert_eq!(call, Some(Call::LoadSignInOptions));
        let sentence = model.sign_in.form_error.unwrap();
        assert!(!sentence.contains(word) && sentence.ends_with('.'), "{sentence}");
    }
}

#[test]
fn at_a_tenants_own_address_one_signs_in_to_that_tenant_whatever_the_address_says_besides() {
    let mut model = at_sign_in(None, Some("fabrikam"));
    let contoso: TenantLabel = "contoso".parse().unwrap();
    let tenant = Some(contoso.clone());
    let options = SignInOptions { tenants: vec![contoso.clone()], tenant, ..options() };
    let person = options.people[0].name.clone();
    update(&mut model, Message::OptionsAnswered(Ok(options)), NOON);
    assert_eq!(
        update(&mut model, Message::PersonChosen(person.clone()), NOON),
        Some(Call::SignInForDevelopment(SignInForDevelopment { tenant: contoso, person }))
    );
}

fn named(model: &mut Model, name: &str) -> Option<Call> {
    update(model, Message::PersonNameTyped(name.to_owned()), NOON);
    update(model, Message::LinkSubmitted, NOON)
}

#[test]
fn without_a_session_one_is_led_to_the_sign_in_without_a_reproach() {
    let mut model = Model::new(Theme::System);
    let nobody = Err(failure(ProblemKind::Unauthenticated));
    let call = update(&mut model, Message::MeAnswered(nobody), NOON);
    assert_eq!(call, Some(Call::LoadSignInOptions));
    assert_eq!((model.place.view, model.place.step), (View::SignIn, Step::Replace));
    assert_eq!(model.sign_in.notice, None);
}

#[test]
fn a_session_that_ended_is_said_and_nothing_of_the_list_stays() {
    let mut model = showing(page([1, 2]));
    let call = update(&mut model, Message::Ticked, NOON);
    answer(&mut model, call, Err(failure(ProblemKind::Unauthenticated)));
    assert_eq!(model.place.view, View::SignIn);
    assert_eq!(model.sign_in.notice, Some(Notice::SessionEnded));
    assert!(model.list.rows.is_empty());
}

#[test]
fn signed_in_one_goes_to_the_tokens() {
    let mut model = at_sign_in(Some("secret"), None);
    assert!(matches!(named(&mut model, "Ann"), Some(Call::SignInByLink { .. })));
    assert_eq!(update(&mut model, Message::SignedIn(Ok(())), NOON), Some(Call::LoadMe));
    assert_eq!((model.place.view, model.place.step), (View::ApiTokens, Step::Push));
    assert_eq!(model.sign_in.link, None);
    let call = update(&mut model, Message::MeAnswered(Ok(me())), NOON);
    assert!(matches!(call, Some(Call::List { .. })));
    assert_eq!(model.session, Session::In(Box::new(me())));
}

#[test]
fn a_link_is_not_sent_without_a_name() {
    let mut model = at_sign_in(Some("secret"), None);
    assert_eq!(named(&mut model, " "), None);
    assert_eq!(model.sign_in.name_error.as_deref(), Some("Enter a name."));
}

#[test]
fn a_link_that_is_refused_is_dead_and_a_server_that_is_out_of_reach_kills_none() {
    for (kind, is_dead) in [
        (ProblemKind::InvalidRequest, true),
        (ProblemKind::Unauthenticated, true),
        (ProblemKind::NotFound, true),
        (ProblemKind::Unavailable, false),
        (ProblemKind::Internal, false),
    ] {
        let mut model = at_sign_in(Some("secret"), None);
        named(&mut model, "Ann");
        update(&mut model, Message::SignedIn(Err(failure(kind))), NOON);
        assert_eq!(model.sign_in.is_link_dead, is_dead, "{kind:?}");
        assert_eq!(model.sign_in.form_error.is_some(), !is_dead, "{kind:?}");
    }
}

#[test]
fn what_the_server_says_about_the_name_stands_at_the_field() {
    let mut model = at_sign_in(Some("secret"), None);
    named(&mut model, "Ann");
    let wrong = Failure::Problem(Problem::of_field("name", "Use another name."));
    update(&mut model, Message::SignedIn(Err(wrong)), NOON);
    assert_eq!(model.sign_in.name_error.as_deref(), Some("Use another name."));
    assert!(!model.sign_in.is_link_dead);
}

#[test]
fn the_tenant_of_the_address_is_preselected_if_there_is_such_a_one() {
    for (asked, expected) in
        [(Some("fabrikam"), "fabrikam"), (Some("unknown"), "contoso"), (None, "contoso")]
    {
        let mut model = at_sign_in(None, asked);
        update(&mut model, Message::OptionsAnswered(Ok(options())), NOON);
        let chosen = model.sign_in.tenant.as_ref().map(|label| label.as_str());
        assert_eq!(chosen, Some(expected), "{asked:?}");
    }
}

#[test]
fn a_person_signs_in_to_the_tenant_chosen() {
    let mut model = at_sign_in(None, None);
    update(&mut model, Message::OptionsAnswered(Ok(options())), NOON);
    update(&mut model, Message::TenantChosen("fabrikam".parse().unwrap()), NOON);
    let call = update(&mut model, Message::PersonChosen("Ann Fischer".parse().unwrap()), NOON);
    let Some(Call::SignInForDevelopment(request)) = call else { panic!("{call:?}") };
    assert_eq!(request.tenant.as_str(), "fabrikam");
}

#[test]
fn signed_out_one_is_told_so() {
    let mut model = showing(page([1]));
    assert_eq!(update(&mut model, Message::SignOutChosen, NOON), Some(Call::SignOut));
    update(&mut model, Message::SignedOut(Ok(())), NOON);
    assert_eq!((&model.session, model.place.view), (&Session::Out, View::SignIn));
    assert_eq!(model.sign_in.notice, Some(Notice::SignedOut));
}

#[test]
fn the_secret_of_a_link_is_never_printed() {
    let model = at_sign_in(Some("very-secret"), None);
    assert!(!format!("{model:?}").contains("very-secret"));
}

#[test]
fn a_users_own_link_asks_for_no_name() {
    let mut model = at_sign_in(Some("userlink_secret"), None);
    assert_eq!(model.focus, Some(Focus::Heading));
    let call = update(&mut model, Message::LinkSubmitted, NOON);
    assert!(matches!(call, Some(Call::SignInByLink { name: None, .. })), "{call:?}");
    assert_eq!(update(&mut model, Message::LinkSubmitted, NOON), None);
    let refused = Err(failure(ProblemKind::InvalidRequest));
    update(&mut model, Message::SignedIn(refused), NOON);
    assert!(model.sign_in.is_link_dead);
}
