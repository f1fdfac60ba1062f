//! The sign-in view.

use gatepass_core::wire::{DevelopmentPerson, SignInOptions};

use crate::dom::{Part, StartError, Template};
use crate::model;
use crate::words;

pub(super) struct SignIn {
    view: Part,
    heading: Part,
    notice: Part,
    link_form: Part,
    link_dead: Part,
    invitation: Part,
    own_link: Part,
    name_field: Part,
    name: Part,
    name_error: Part,
    link_submit: Part,
    providers: Part,
    providers_hint: Part,
    provider_template: Template,
    host_tenant: Part,
    development: Part,
    tenant_field: Part,
    tenant: Part,
    people: Part,
    no_tenant: Part,
    by_link_only: Part,
    error: Part,
    options_failed: Part,
    options_error: Part,
    options_loading: Part,
    tenant_template: Template,
    person_template: Template,
    shown: Option<SignInOptions>,
}

impl SignIn {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            view: root.find("sign-in")?,
            heading: root.find("sign-in-heading")?,
            notice: root.find("sign-in-notice")?,
            link_form: root.find("link-form")?,
            link_dead: root.find("link-dead")?,
            invitation: root.find("invitation")?,
            own_link: root.find("own-link")?,
            name_field: root.find("person-name-field")?,
            name: root.find("person-name")?,
            name_error: root.find("person-name-error")?,
            link_submit: root.find("link-submit")?,
            providers: root.find("providers")?,
            providers_hint: root.find("providers-hint")?,
            provider_template: root.template("provider")?,
            host_tenant: root.find("sign-in-tenant")?,
            development: root.find("development")?,
            tenant_field: root.find("tenant-field")?,
            tenant: root.find("tenant")?,
            people: root.find("people")?,
            no_tenant: root.find("no-tenant")?,
            by_link_only: root.find("by-link-only")?,
            error: root.find("sign-in-error")?,
            options_failed: root.find("options-failed")?,
            options_error: root.find("options-error")?,
            options_loading: root.find("options-loading")?,
            tenant_template: root.template("tenant")?,
            person_template: root.template("person")?,
            shown: None,
        })
    }

    pub(super) fn show(
        &mut self,
        sign_in: &model::SignIn,
        is_open: bool,
    ) -> Result<(), StartError> {
        self.view.show_if(is_open);
        self.notice.set_optional_text(sign_in.notice.map(words::notice));
        self.error.set_optional_text(sign_in.form_error.as_deref());
        self.show_link(sign_in);
        self.show_options(sign_in)
    }

    fn show_link(&self, sign_in: &model::SignIn) {
        let has_link = sign_in.link.is_some();
        self.link_form.show_if(has_link && !sign_in.is_link_dead);
        self.link_dead.show_if(has_link && sign_in.is_link_dead);
        let names_its_user = sign_in.link.as_ref().is_some_and(model::Link::names_its_user);
        self.invitation.show_if(!names_its_user);
        self.own_link.show_if(names_its_user);
        self.name_field.show_if(!names_its_user);
        self.name.set_value(&sign_in.name);
        self.name.set_flag("aria-invalid", sign_in.name_error.is_some());
        self.name_error.set_optional_text(sign_in.name_error.as_deref());
        self.link_submit.set_flag("aria-disabled", sign_in.is_sending);
    }

    fn show_options(&mut self, sign_in: &model::SignIn) -> Result<(), StartError> {
        let no_link = sign_in.link.is_none();
        let answer = sign_in.options.as_ref();
        let options = answer.and_then(|answer| answer.as_ref().ok());
        let failure = answer.and_then(|answer| answer.as_ref().err()).map(words::failure);
        let offers_people = options.is_some_and(|options| !options.people.is_empty());
        let has_tenants = options.is_some_and(|options| !options.tenants.is_empty());
        self.options_loading.show_if(no_link && answer.is_none());
        self.options_failed.show_if(no_link && failure.is_some());
        self.options_error.set_text(failure.as_deref().unwrap_or_default());
        let has_providers = options.is_some_and(|options| !options.providers.is_empty());
        let names_its_user = sign_in.link.as_ref().is_some_and(model::Link::names_its_user);
        self.providers.show_if(has_providers && !sign_in.is_link_dead);
        self.providers_hint.show_if(has_providers && !no_link && !sign_in.is_link_dead);
        // Who a user is, a provider says: a link alone lets in who is to set one up.
        self.link_submit.show_if(!(has_providers && names_its_user));
        let host_tenant = options.and_then(|options| options.tenant.as_ref());
        self.host_tenant.set_optional_text(host_tenant.map(words::at_tenant).as_deref());
        self.tenant_field.show_if(host_tenant.is_none());
        self.development.show_if(no_link && offers_people && has_tenants);
        self.no_tenant.show_if(no_link && offers_people && !has_tenants);
        self.by_link_only.show_if(no_link && options.is_some() && !offers_people && !has_providers);
        if let Some(options) = options.filter(|options| self.shown.as_ref() != Some(*options)) {
            self.offer(options)?;
            self.shown = Some(options.clone());
        }
        if let Some(tenant) = &sign_in.tenant {
            self.tenant.set_value(tenant.as_str());
        }
        for list in [&self.people, &self.providers] {
            for button in list.select_all("button") {
                button.set_flag("aria-disabled", sign_in.is_sending);
            }
        }
        Ok(())
    }

    fn offer(&self, options: &SignInOptions) -> Result<(), StartError> {
        let mut tenants = Vec::new();
        for label in &options.tenants {
            let tenant = self.tenant_template.make()?;
            tenant.set_text(label.as_str());
            tenant.set_attribute("value", Some(label.as_str()));
            tenants.push(tenant);
        }
        self.tenant.set_children(tenants.iter());
        let mut providers = Vec::new();
        for offered in &options.providers {
            let provider = self.provider_template.make()?;
            let button = provider.find("provider-button")?;
            button.set_attribute("data-id", Some(offered.id.as_str()));
            button.set_text(&words::sign_in_with(&offered.name));
            providers.push(provider);
        }
        self.providers.set_children(providers.iter());
        let people: Result<Vec<_>, _> =
            options.people.iter().map(|person| self.person(person)).collect();
        self.people.set_children(people?.iter());
        Ok(())
    }

    fn person(&self, person: &DevelopmentPerson) -> Result<Part, StartError> {
        let part = self.person_template.make()?;
        part.find("person-button")?.set_attribute("data-id", Some(person.name.as_str()));
        part.find("person-initial")?.set_text(&words::initial(&person.name));
        part.find("person-button-name")?.set_text(person.name.as_str());
        part.find("person-role")?.set_text(&person.role.to_words());
        Ok(part)
    }

    pub(super) fn focus_heading(&self) -> bool {
        self.heading.focus()
    }

    pub(super) fn focus_name(&self) -> bool {
        self.name.focus()
    }
}
