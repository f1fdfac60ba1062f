//! The dialog "Regenerate …".

use gatepass_core::wire::Overlap;

use super::complaint::ComplaintView;
use super::form::offer_lives;
use crate::action;
use crate::dom::{Part, StartError};
use crate::model::{Dialog, Model};

pub(super) struct Regenerate {
    dialog: Part,
    heading: Part,
    overlap: Part,
    overlaps: Vec<(Overlap, Part)>,
    life: Part,
    expiry: Part,
    error: ComplaintView,
    confirm: Part,
}

impl Regenerate {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("regenerate")?;
        let overlap = dialog.find("overlap")?;
        let radio = |which: Overlap| {
            let part = overlap.select(&format!("input[value=\"{}\"]", which.span().0));
            part.map(|part| (which, part))
        };
        Ok(Self {
            heading: dialog.find("regenerate-heading")?,
            overlaps: Overlap::ALL.into_iter().filter_map(radio).collect(),
            overlap,
            life: dialog.find("life")?,
            expiry: dialog.find("regenerate-expiry")?,
            error: ComplaintView::new(root, &dialog.find("regenerate-error")?)?,
            confirm: dialog.find("regenerate-confirm")?,
            dialog,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        let Some(Dialog::Regenerate(regenerate)) = &model.dialog else {
            self.dialog.set_open(false);
            return;
        };
        self.heading.set_text(&format!("Regenerate “{}”?", regenerate.view.name));
        self.overlap.show_if(!regenerate.has_expired);
        for (overlap, radio) in &self.overlaps {
            radio.set_property("checked", &(regenerate.overlap == *overlap).into());
        }
        self.life.show_if(regenerate.has_expired);
        offer_lives(&self.life, model.me().and_then(|me| me.longest_life_days));
        self.expiry.set_value(&action::expiry_word(regenerate.expiry));
        self.error.show(regenerate.error.as_ref());
        let word = if regenerate.is_sending { "Regenerating…" } else { "Regenerate" };
        self.confirm.set_text(word);
        self.confirm.set_flag("aria-disabled", regenerate.is_sending);
        self.dialog.set_open(true);
    }
}
