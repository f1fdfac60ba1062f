//! The theme switch.

use crate::dom::{Part, StartError, set_document_attribute};
use crate::model;

pub(super) struct Theme {
    choices: Vec<Part>,
}

impl Theme {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let mut choices = Vec::new();
        for place in ["theme-sign-in", "theme-bar"] {
            choices.extend(root.find(place)?.select_all("input"));
        }
        Ok(Self { choices })
    }

    pub(super) fn show(&self, theme: model::Theme) {
        let chosen = match theme {
            model::Theme::System => None,
            model::Theme::Light | model::Theme::Dark => Some(theme.as_str()),
        };
        set_document_attribute("data-theme", chosen);
        for choice in &self.choices {
            let is_chosen = choice.value() == theme.as_str();
            choice.set_property("checked", &is_chosen.into());
        }
    }
}
