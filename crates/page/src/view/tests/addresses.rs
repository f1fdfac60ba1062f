use gatepass_core::wire::{DevelopmentPerson, OfferedProvider, SignInOptions};
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::message::Message;
use crate::model::{Copied, CopyOutcome, CopySource, Model, Theme};
use crate::samples::{page, showing};

fn options(tenant: Option<&str>) -> SignInOptions {
    SignInOptions {
        people: vec![DevelopmentPerson {
            name: "Ann Fischer".parse().unwrap(),
            role: "global-administrator".parse().unwrap(),
        }],
        tenants: vec!["contoso".parse().unwrap()],
        tenant: tenant.map(|label| label.parse().unwrap()),
        providers: vec![],
    }
}

#[test]
fn a_provider_is_offered_and_lets_in_whom_a_link_alone_no_longer_does() {
    let providers = vec![OfferedProvider {
        id: "0123456789".parse().unwrap(),
        name: "Contoso".parse().unwrap(),
    }];
    for (link, by_link) in [(None, false), (Some("link_x"), true), (Some("userlink_x"), false)] {
        let mut model = Model::new(Theme::System);
        model.go(gatepass_core::route::View::SignIn, crate::model::Step::Replace);
        model.sign_in.link = link.map(|text| crate::model::Link(text.to_owned()));
        let mut stage = Stage::showing(&model);
        let options = SignInOptions { providers: providers.clone(), ..SignInOptions::default() };
        stage.let_happen(&mut model, Message::OptionsAnswered(Ok(options)));
        let button = stage.find("providers").select("button").unwrap();
        assert_eq!(button.text(), "Sign in with Contoso");
        assert_eq!(stage.is_shown("link-submit"), by_link, "{link:?}");
        assert_eq!(stage.is_shown("providers-hint"), link.is_some());
        assert!(!stage.is_shown("by-link-only"));
    }
}

#[test]
fn a_tenants_own_address_asks_for_no_tenant_and_says_whose_it_is() {
    for (tenant, said) in [(None, ""), (Some("contoso"), "Tenant contoso")] {
        let mut model = Model::new(Theme::System);
        model.go(gatepass_core::route::View::SignIn, crate::model::Step::Replace);
        let mut stage = Stage::showing(&model);
        stage.let_happen(&mut model, Message::OptionsAnswered(Ok(options(tenant))));
        assert_eq!(stage.is_shown("tenant"), tenant.is_none());
        assert_eq!(stage.find("sign-in-tenant").text(), said);
        assert_eq!(stage.root.select_all("[data-test=person]").len(), 1);
    }
}

#[test]
fn about_says_where_all_is_and_each_copy_button_answers_for_itself() {
    let mut model = showing(page([1]));
    let mut stage = Stage::showing(&model);
    let texts = [
        (CopySource::TenantId, "about-id", "tenant"),
        (CopySource::PortalUrl, "about-portal-url", "https://portal.example.com"),
        (CopySource::ApiUrl, "about-api-url", "https://contoso.eu.portal.example.com/api/"),
    ];
    for (source, part, text) in texts {
        assert_eq!(stage.find(part).text(), text);
        let copied = stage.view.copied_text(source).unwrap();
        assert_eq!(copied.as_value().as_string().as_deref(), Some(text));
        let copied = Copied { source, outcome: CopyOutcome::Done };
        stage.let_happen(&mut model, Message::CopyAnswered(copied));
        let about = stage.find("about");
        let answering = about.select_all("[data-copied=done]");
        assert_eq!(answering.len(), 1);
        let word = crate::action::copy_word(source);
        assert_eq!(answering[0].attribute("data-id"), Some(word));
        assert_eq!(stage.find("about-copy-answer").text(), "Copied");
    }
    assert_eq!(stage.find("about-region").text(), "eu");
    assert_eq!(stage.find("about-label").text(), "contoso");
    assert_eq!(stage.find("about-version").text(), "0.1.0");
    assert!(stage.find("about").text().contains("no promise of residency"));
}
