//! The providers to sign in with.

use gatepass_core::oidc::ProviderId;
use gatepass_core::wire::{EditProvider, ProviderList};

use super::sign_in;
use crate::message::{Call, ProvidersCall, ProvidersMessage};
use crate::model::{Failure, Focus, Model, ProviderField, ProviderForm, change_to};
use crate::words;

pub(super) fn update(model: &mut Model, message: ProvidersMessage) -> Option<Call> {
    match message {
        ProvidersMessage::Listed { number, outcome } => listed(model, number, outcome),
        ProvidersMessage::AddChosen => opened(model, ProviderForm::default()),
        ProvidersMessage::EditChosen(id) => {
            let form = ProviderForm::editing(model.providers.find(id)?);
            opened(model, form)
        }
        ProvidersMessage::KindChosen(kind) => {
            let form = model.providers.form.as_mut()?;
            // A provider stays of the kind that it was added as.
            if form.id.is_none() {
                (form.kind, form.error) = (kind, None);
            }
            None
        }
        ProvidersMessage::Entered(field, text) => {
            model.providers.form.as_mut()?.enter(field, text);
            None
        }
        ProvidersMessage::CreatesUsersToggled => {
            let form = model.providers.form.as_mut()?;
            form.creates_users = !form.creates_users;
            None
        }
        ProvidersMessage::Submitted => submitted(model),
        ProvidersMessage::Cancelled => {
            model.providers.form = None;
            model.focus = Some(Focus::Heading);
            None
        }
        ProvidersMessage::Saved(outcome) => saved(model, outcome),
        ProvidersMessage::TestChosen(id) => asked(model, ProvidersCall::Test(id)),
        ProvidersMessage::SwitchChosen(id) => {
            let enabled = model.providers.find(id)?.enabled_at.is_none();
            let change = EditProvider { enabled: Some(enabled), ..EditProvider::default() };
            asked(model, ProvidersCall::Switch(id, change))
        }
        ProvidersMessage::DeleteChosen(id) => {
            model.providers.deleting = Some(id);
            None
        }
        ProvidersMessage::DeleteConfirmed(id) => {
            let call = asked(model, ProvidersCall::Delete(id));
            model.focus = Some(Focus::Heading);
            call
        }
        ProvidersMessage::DeleteCancelled => {
            model.providers.deleting = None;
            None
        }
        ProvidersMessage::Done { id, outcome } => done(model, id, outcome),
    }
}

/// Asks for the providers. Answers to what was asked before no longer count.
pub(super) fn ask(model: &mut Model) -> Option<Call> {
    let number = model.providers.list.ask();
    Some(Call::Providers(ProvidersCall::List { number }))
}

fn asked(model: &mut Model, call: ProvidersCall) -> Option<Call> {
    let providers = &mut model.providers;
    if providers.is_sending {
        return None;
    }
    providers.is_sending = true;
    (providers.deleting, providers.trouble) = (None, None);
    Some(Call::Providers(call))
}

fn listed(model: &mut Model, number: u32, outcome: Result<ProviderList, Failure>) -> Option<Call> {
    if model.providers.list.answered(number, outcome).is_err() {
        return sign_in::session_ended(model);
    }
    None
}

fn opened(model: &mut Model, form: ProviderForm) -> Option<Call> {
    model.providers.form = Some(form);
    model.focus = Some(Focus::Provider(ProviderField::Name));
    None
}

fn submitted(model: &mut Model) -> Option<Call> {
    let form = model.providers.form.as_mut()?;
    if form.is_sending {
        return None;
    }
    match form.checked() {
        Ok(asked) => {
            (form.is_sending, form.error) = (true, None);
            Some(Call::Providers(match form.id {
                Some(id) => ProvidersCall::Edit(id, change_to(asked)),
                None => ProvidersCall::Add(asked),
            }))
        }
        Err((field, sentence)) => {
            form.error = Some((Some(field), sentence));
            model.focus = Some(Focus::Provider(field));
            None
        }
    }
}

fn saved(model: &mut Model, outcome: Result<(), Failure>) -> Option<Call> {
    match outcome {
        Ok(()) => {
            model.providers.form = None;
            model.focus = Some(Focus::Heading);
            ask(model)
        }
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            let field = match &failure {
                Failure::Problem(problem) => problem.field.as_deref().and_then(ProviderField::of),
                Failure::Unreachable | Failure::Unreadable(_) => None,
            };
            let form = model.providers.form.as_mut()?;
            form.is_sending = false;
            form.error = Some((field, words::failure(&failure)));
            model.focus = field.map(Focus::Provider);
            None
        }
    }
}

fn done(model: &mut Model, id: ProviderId, outcome: Result<(), Failure>) -> Option<Call> {
    model.providers.is_sending = false;
    match outcome {
        Ok(()) => ask(model),
        Err(failure) if failure.is_unauthenticated() => sign_in::session_ended(model),
        Err(failure) => {
            model.providers.trouble = Some((id, words::failure(&failure)));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use gatepass_core::oidc::{ProviderId, ProviderKind};
    use gatepass_core::wire::{AddProvider, ProblemKind, ProviderList};
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::message::Message;
    use crate::samples::{NOON, failure};
    use crate::update::update;

    fn id() -> ProviderId {
        "0123456789".parse().unwrap()
    }

    fn send(model: &mut Model, message: ProvidersMessage) -> Option<Call> {
        update(model, Message::Providers(message), NOON)
    }

    fn with_one() -> Model {
        let mut model = Model::new(crate::model::Theme::System);
        let list: ProviderList = serde_json::from_value(json!({
            "data": [{
                "id": "0123456789", "name": "Contoso", "issuer": "https://login.example.com",
                "client_id": "us", "has_secret": true, "creates_users": false, "tested_at": 1,
                "role_claim": "groups", "roles": [{ "value": "a = b", "role": "global-reader" }],
                "external_id_claim": "oid",
            }],
            "redirect_uri": "https://a.example/sign-in/callback", "roles": [], "now": 2,
        }))
        .unwrap();
        let number = model.providers.list.ask();
        send(&mut model, ProvidersMessage::Listed { number, outcome: Ok(list) });
        model
    }

    fn fill(model: &mut Model, entries: &[(ProviderField, &str)]) {
        for (field, text) in entries {
            send(model, ProvidersMessage::Entered(*field, (*text).to_owned()));
        }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field_and_nothing_is_sent() {
        let mut model = with_one();
        send(&mut model, ProvidersMessage::AddChosen);
        let right = [
            (ProviderField::Name, "Contoso"),
            (ProviderField::Issuer, "https://login.example.com"),
            (ProviderField::ClientId, "us"),
        ];
        for (field, text) in [
            (ProviderField::Name, " "),
            (ProviderField::Issuer, "http://login.example.com"),
            (ProviderField::ClientId, "a b"),
            (ProviderField::ClientSecret, "a b"),
            (ProviderField::RoleClaim, "a b"),
            (ProviderField::ExternalIdClaim, "a b"),
            (ProviderField::Roles, "Admins"),
            (ProviderField::Roles, "Admins = Global Administrator"),
        ] {
            fill(&mut model, &right);
            fill(&mut model, &[(field, text)]);
            assert_eq!(send(&mut model, ProvidersMessage::Submitted), None, "{field:?}");
            assert_eq!(model.focus, Some(Focus::Provider(field)));
            let form = model.providers.form.as_ref().unwrap();
            assert_eq!(form.error.as_ref().unwrap().0, Some(field));
            fill(&mut model, &[(field, "")]);
        }
        fill(&mut model, &right);
        let call = send(&mut model, ProvidersMessage::Submitted);
        let Some(Call::Providers(ProvidersCall::Add(asked))) = call else { panic!("{call:?}") };
        let AddProvider { client_secret, role_claim, roles, .. } = asked;
        assert_eq!((client_secret, role_claim, roles), (None, None, vec![]));
        assert_eq!(send(&mut model, ProvidersMessage::Submitted), None);
    }

    #[test]
    fn cloudflare_access_is_added_with_an_audience_and_without_a_secret() {
        let mut model = with_one();
        send(&mut model, ProvidersMessage::AddChosen);
        let entries = [
            (ProviderField::Name, "Contoso"),
            (ProviderField::Issuer, "https://contoso.cloudflareaccess.com"),
            (ProviderField::ClientSecret, "typed before"),
        ];
        fill(&mut model, &entries);
        send(&mut model, ProvidersMessage::KindChosen(ProviderKind::Access));
        assert_eq!(send(&mut model, ProvidersMessage::Submitted), None);
        let form = model.providers.form.as_ref().unwrap();
        let (field, sentence) = form.error.as_ref().unwrap();
        assert_eq!(*field, Some(ProviderField::ClientId));
        assert!(sentence.contains("AUD tag"), "{sentence}");
        fill(&mut model, &[(ProviderField::ClientId, "32eafc76")]);
        let call = send(&mut model, ProvidersMessage::Submitted);
        let Some(Call::Providers(ProvidersCall::Add(asked))) = call else { panic!("{call:?}") };
        assert_eq!((asked.kind, asked.client_secret), (ProviderKind::Access, None));
        send(&mut model, ProvidersMessage::EditChosen(id()));
        send(&mut model, ProvidersMessage::KindChosen(ProviderKind::Access));
        assert_eq!(model.providers.form.unwrap().kind, ProviderKind::Openid);
    }

    #[test]
    fn a_provider_is_changed_from_what_it_is_and_keeps_its_secret() {
        let mut model = with_one();
        send(&mut model, ProvidersMessage::EditChosen(id()));
        let call = send(&mut model, ProvidersMessage::Submitted);
        let Some(Call::Providers(ProvidersCall::Edit(edited, change))) = call else {
            panic!("{call:?}")
        };
        assert_eq!((edited, change.client_secret, change.enabled), (id(), None, None));
        assert_eq!(change.roles.unwrap()[0].value.as_str(), "a = b");
        assert_eq!(change.external_id_claim, Some("oid".parse().ok()));
        let refused = failure(ProblemKind::Conflict);
        send(&mut model, ProvidersMessage::Saved(Err(refused)));
        let form = model.providers.form.as_ref().unwrap();
        assert!(!form.is_sending && form.error.as_ref().unwrap().0.is_none());
        assert!(send(&mut model, ProvidersMessage::Saved(Ok(()))).is_some());
        assert_eq!(model.providers.form, None);
    }

    #[test]
    fn one_thing_is_done_at_a_time_and_what_goes_wrong_is_said_at_the_provider() {
        let mut model = with_one();
        let call = send(&mut model, ProvidersMessage::SwitchChosen(id()));
        let Some(Call::Providers(ProvidersCall::Switch(_, change))) = call else {
            panic!("{call:?}")
        };
        assert_eq!(change.enabled, Some(true));
        assert_eq!(send(&mut model, ProvidersMessage::TestChosen(id())), None);
        let outcome = Err(failure(ProblemKind::Conflict));
        send(&mut model, ProvidersMessage::Done { id: id(), outcome });
        assert_eq!(model.providers.trouble.as_ref().unwrap().0, id());
        send(&mut model, ProvidersMessage::DeleteChosen(id()));
        assert_eq!(model.providers.deleting, Some(id()));
        let call = send(&mut model, ProvidersMessage::DeleteConfirmed(id()));
        assert_eq!(call, Some(Call::Providers(ProvidersCall::Delete(id()))));
    }
}
