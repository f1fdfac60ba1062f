//! The form that asks what a token is to be.

use gatepass_core::scope::Scope;
use gatepass_core::settings::LongestLife;
use gatepass_core::time::UnixSeconds;

use super::complaint::ComplaintView;
use crate::action;
use crate::dom::{Part, StartError, Template};
use crate::model::{self, Expiry};
use crate::time::{self, Clock};
use crate::words;

pub(super) struct Form {
    form: Part,
    fields: Vec<Field>,
    name_left: Part,
    scopes: Part,
    scope: Template,
    offered: Vec<Scope>,
    expires_so_far: Part,
    date: Part,
    more: Part,
    error: ComplaintView,
}

struct Field {
    field: model::Field,
    part: Part,
    error: Part,
}

impl Form {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let form = root.find("form")?;
        let fields = model::Field::ALL.into_iter().map(|field| {
            let word = field.as_str();
            let (part, error) = (format!("field-{word}"), format!("error-{word}"));
            Ok(Field { field, part: form.find(&part)?, error: form.find(&error)? })
        });
        Ok(Self {
            fields: fields.collect::<Result<_, StartError>>()?,
            name_left: form.find("name-left")?,
            scopes: form.find("field-scope")?,
            scope: root.template("scope")?,
            offered: Vec::new(),
            expires_so_far: form.find("expires-so-far")?,
            date: form.find("expiry-date")?,
            more: form.find("more-fields")?,
            error: ComplaintView::new(root, &form.find("form-error")?)?,
            form,
        })
    }

    pub(super) fn hide(&self) {
        self.form.show_if(false);
    }

    pub(super) fn show(&mut self, form: &model::Form, clock: &Clock) -> Result<(), StartError> {
        let opens = self.form.element().hidden();
        self.form.show_if(true);
        for Field { field, part, error } in &self.fields {
            let text = form.errors.get(field);
            part.set_flag("aria-invalid", text.is_some());
            error.set_optional_text(text.map(String::as_str));
            match field {
                model::Field::Name => part.set_value(&form.name),
                model::Field::Description => part.set_value(&form.description),
                model::Field::Inside => part.set_value(&form.inside),
                model::Field::Outside => part.set_value(&form.outside),
                model::Field::Expiry => part.set_value(&action::expiry_word(form.expiry)),
                model::Field::NotBefore => set(part, form.not_before, time::local, time::to_local),
                model::Field::Scopes => {}
            }
        }
        self.show_scopes(form)?;
        self.name_left.set_optional_text(words::characters_left(&form.name).as_deref());
        self.expires_so_far.show_if(form.expires_so_far.is_some());
        if let Some(moment) = form.expires_so_far {
            self.expires_so_far.set_text(&clock.day_and_time(moment));
        }
        offer_lives(&self.form, form.longest_life);
        self.date.show_if(form.expiry == Expiry::OnDate);
        set(&self.date, form.date, time::end_of_day, time::to_day_before);
        if form.errors.keys().any(|field| field.is_in_more()) || (opens && form.has_more()) {
            self.more.set_present("open", true);
        } else if opens {
            self.more.set_present("open", false);
        }
        self.error.show(form.form_error.as_ref());
        Ok(())
    }

    fn show_scopes(&mut self, form: &model::Form) -> Result<(), StartError> {
        if self.offered != form.offered {
            let mut parts = Vec::new();
            for scope in &form.offered {
                let part = self.scope.make()?;
                part.find("scope-name")?.set_text(scope.as_str());
                part.find("scope-what")?.set_text(words::scope(scope));
                part.find("scope")?.set_attribute("data-id", Some(scope.as_str()));
                parts.push(part);
            }
            self.scopes.set_children(parts.iter());
            self.offered.clone_from(&form.offered);
        }
        for (part, scope) in
            self.scopes.select_all("[data-part=scope]").iter().zip(self.offered.iter())
        {
            part.set_property("checked", &form.scopes.contains(scope).into());
        }
        Ok(())
    }

    pub(super) fn focus(&self, field: model::Field) -> bool {
        let part = self.fields.iter().find(|known| known.field == field).map(|known| &known.part);
        part.is_some_and(|part| match part.select("input") {
            Some(first) => first.focus(),
            None => part.focus(),
        })
    }
}

/// Offers the lives that the tenant allows.
pub(super) fn offer_lives(below: &Part, longest_life: Option<LongestLife>) {
    for option in below.select_all("option") {
        let life = action::expiry(&option.value());
        let is_allowed = life.is_some_and(|life| life.is_within(longest_life));
        option.set_present("disabled", !is_allowed);
        if life.is_some_and(|life| life != Expiry::AsSoFar) {
            option.show_if(is_allowed);
        }
    }
}

/// Puts a moment into a field, unless what stands there means it: that would disturb who types.
fn set(
    field: &Part,
    moment: Option<UnixSeconds>,
    read: fn(&str) -> Option<UnixSeconds>,
    write: fn(UnixSeconds) -> String,
) {
    if read(&field.value()) != moment {
        field.set_value(&moment.map(write).unwrap_or_default());
    }
}
