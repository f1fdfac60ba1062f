//! The providers to sign in with, and the form that sets one up.

use gatepass_core::oidc::{ProviderId, ProviderKind};
use gatepass_core::wire::ProviderView;

use super::surroundings::Surroundings;
use crate::dom::{Part, StartError, Template};
use crate::model::{Model, ProviderField, ProviderForm};
use crate::words;

pub(super) struct ProvidersView {
    surroundings: Surroundings,
    add: Part,
    redirect_uri: Part,
    rows: Vec<(ProviderId, Row)>,
    list: Part,
    template: Template,
    form: Form,
}

struct Form {
    form: Part,
    heading: Part,
    kind: Part,
    kind_field: Part,
    fields: Vec<Field>,
    issuer_label: Part,
    issuer_hint: Part,
    client_id_label: Part,
    client_id_hint: Part,
    secret_field: Part,
    secret_kept: Part,
    creates_users: Part,
    error: Part,
    save: Part,
}

struct Field {
    field: ProviderField,
    input: Part,
    error: Part,
}

struct Row {
    row: Part,
    name: Part,
    kind: Part,
    issuer: Part,
    state: Part,
    test: Part,
    switch: Part,
    trouble: Part,
    confirm: Part,
    usual: Part,
}

impl Row {
    fn make(template: &Template, id: ProviderId) -> Result<Self, StartError> {
        let row = template.make()?;
        for name in ["test", "switch", "edit", "delete", "delete-confirm"] {
            row.find(name)?.set_attribute("data-id", Some(id.as_str()));
        }
        Ok(Self {
            name: row.find("name")?,
            kind: row.find("kind")?,
            issuer: row.find("issuer")?,
            state: row.find("state")?,
            test: row.find("test")?,
            switch: row.find("switch")?,
            trouble: row.find("trouble")?,
            confirm: row.find("confirm")?,
            usual: row.find("usual")?,
            row,
        })
    }

    fn show(&self, provider: &ProviderView, model: &Model) {
        let providers = &model.providers;
        let is_on = provider.enabled_at.is_some();
        self.name.set_text(provider.name.as_str());
        self.kind.set_text(words::provider_kind(provider.kind));
        self.issuer.set_text(provider.issuer.as_str());
        self.state.set_text(words::provider_state(provider));
        self.switch.set_text(if is_on { "Switch off" } else { "Switch on" });
        let is_untried = !is_on && provider.tested_at.is_none();
        self.switch.set_flag("aria-disabled", is_untried || providers.is_sending);
        self.test.set_flag("aria-disabled", providers.is_sending);
        let is_asked = providers.deleting == Some(provider.id);
        self.confirm.show_if(is_asked);
        self.usual.show_if(!is_asked);
        let trouble = providers.trouble.as_ref().filter(|(id, _)| *id == provider.id);
        self.trouble.set_optional_text(trouble.map(|(_, sentence)| sentence.as_str()));
    }
}

impl Form {
    fn find(view: &Part) -> Result<Self, StartError> {
        let form = view.find("provider-form")?;
        let fields = ProviderField::ALL.into_iter().map(|field| {
            let word = field.as_str();
            let error = form.find(&format!("{word}-error"))?;
            Ok(Field { field, input: form.find(word)?, error })
        });
        Ok(Self {
            fields: fields.collect::<Result<_, StartError>>()?,
            heading: form.find("provider-form-heading")?,
            kind: form.find("kind")?,
            kind_field: form.find("kind-field")?,
            issuer_label: form.find("issuer-label")?,
            issuer_hint: form.find("issuer-hint")?,
            client_id_label: form.find("client_id-label")?,
            client_id_hint: form.find("client_id-hint")?,
            secret_field: form.find("secret-field")?,
            secret_kept: form.find("secret-kept")?,
            creates_users: form.find("creates-users")?,
            error: form.find("provider-form-error")?,
            save: form.find("provider-save")?,
            form,
        })
    }

    fn show(&self, entered: Option<&ProviderForm>) {
        self.form.show_if(entered.is_some());
        let Some(entered) = entered else { return };
        let is_new = entered.id.is_none();
        self.heading.set_text(if is_new { "Add a provider" } else { "Change the provider" });
        self.kind_field.show_if(is_new);
        self.kind.set_value(entered.kind.as_str());
        let words = words::provider_form(entered.kind);
        self.issuer_label.set_text(words.issuer);
        self.issuer_hint.set_text(words.issuer_hint);
        self.client_id_label.set_text(words.client_id);
        self.client_id_hint.set_text(words.client_id_hint);
        self.secret_field.show_if(entered.kind == ProviderKind::Openid);
        for Field { field, input, error } in &self.fields {
            let wrong = entered.error.as_ref().filter(|(at, _)| *at == Some(*field));
            input.set_value(entered.text(*field));
            input.set_flag("aria-invalid", wrong.is_some());
            error.set_optional_text(wrong.map(|(_, sentence)| sentence.as_str()));
        }
        self.secret_kept.show_if(entered.has_secret);
        self.creates_users.set_property("checked", &entered.creates_users.into());
        let besides = entered.error.as_ref().filter(|(at, _)| at.is_none());
        self.error.set_optional_text(besides.map(|(_, sentence)| sentence.as_str()));
        self.save.set_flag("aria-disabled", entered.is_sending);
    }
}

impl ProvidersView {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find("view-sign-in-providers")?;
        Ok(Self {
            surroundings: Surroundings::new(&view)?,
            add: view.find("add")?,
            redirect_uri: view.find("redirect-uri")?,
            rows: Vec::new(),
            list: view.find("table")?,
            template: root.template("provider-row")?,
            form: Form::find(&view)?,
        })
    }

    pub(super) fn show(&mut self, model: &Model) -> Result<(), StartError> {
        let providers = &model.providers;
        let shown = providers.rows();
        self.surroundings.show(&providers.list, shown.len());
        let uri = providers.list.answer.as_ref().map(|list| list.redirect_uri.as_str());
        self.redirect_uri.set_text(uri.unwrap_or_default());
        self.add.show_if(providers.form.is_none());
        let is_same = self.rows.iter().map(|(id, _)| *id).eq(shown.iter().map(|it| it.id));
        if !is_same {
            let rows = shown.iter().map(|it| Ok((it.id, Row::make(&self.template, it.id)?)));
            self.rows = rows.collect::<Result<_, StartError>>()?;
            self.list.set_children(self.rows.iter().map(|(_, row)| &row.row));
        }
        for ((_, row), provider) in self.rows.iter().zip(shown) {
            row.show(provider, model);
        }
        self.form.show(providers.form.as_ref());
        Ok(())
    }

    pub(super) fn focus(&self, field: ProviderField) -> bool {
        self.form.fields.iter().any(|it| it.field == field && it.input.focus())
    }
}
