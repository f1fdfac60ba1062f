//! The tenant's settings: a form that says what each value means.

use super::surroundings::Surroundings;
use crate::dom::{Part, StartError};
use crate::model::{Model, SettingsField};
use crate::words;

pub(super) struct Settings {
    surroundings: Surroundings,
    fields: Vec<Field>,
    error: Part,
    said: Part,
    discard: Part,
    save: Part,
}

struct Field {
    field: SettingsField,
    input: Part,
    outlook: Part,
    error: Part,
}

impl Field {
    fn find(view: &Part, field: SettingsField) -> Result<Self, StartError> {
        let word = field.as_str();
        Ok(Self {
            field,
            input: view.find(word)?,
            outlook: view.find(&format!("{word}-outlook"))?,
            error: view.find(&format!("{word}-error"))?,
        })
    }

    fn show(&self, model: &Model) {
        let settings = &model.settings;
        let error = settings.entered(self.field).error.as_deref();
        self.input.set_value(&settings.text(self.field));
        self.input.set_flag("aria-invalid", error.is_some());
        self.error.set_optional_text(error);
        let outlook = words::settings::outlook(settings, self.field);
        self.outlook.set_text(outlook.as_deref().unwrap_or_default());
    }
}

impl Settings {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let view = root.find("view-general")?;
        let fields = SettingsField::ALL.into_iter().map(|field| Field::find(&view, field));
        Ok(Self {
            surroundings: Surroundings::never_empty(&view)?,
            fields: fields.collect::<Result<_, StartError>>()?,
            error: view.find("settings-error")?,
            said: view.find("said")?,
            discard: view.find("discard")?,
            save: view.find("save")?,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        let settings = &model.settings;
        self.surroundings.show(&settings.asked, 1);
        self.fields.iter().for_each(|field| field.show(model));
        self.error.set_optional_text(settings.form_error.as_deref());
        self.said.set_text(if settings.is_saved { "Saved" } else { "" });
        let is_idle = settings.is_sending || !settings.differs();
        self.save.set_text(if settings.is_sending { "Saving…" } else { "Save" });
        self.save.set_flag("aria-disabled", is_idle);
        self.discard.set_flag("aria-disabled", is_idle);
    }

    pub(super) fn focus(&self, field: SettingsField) -> bool {
        self.fields.iter().any(|known| known.field == field && known.input.focus())
    }
}
