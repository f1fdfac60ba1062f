//! The messages that come and go by themselves.

use std::collections::BTreeMap;

use crate::dom::{Part, StartError, Template};
use crate::model::Toast;
use crate::time::Clock;
use crate::words;

pub(super) struct Toasts {
    region: Part,
    template: Template,
    shown: BTreeMap<u32, Part>,
}

impl Toasts {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        Ok(Self {
            region: root.find("toasts")?,
            template: root.template("toast")?,
            shown: BTreeMap::new(),
        })
    }

    pub(super) fn show(&mut self, toasts: &[Toast], clock: &Clock) -> Result<(), StartError> {
        self.shown.retain(|id, part| {
            let stays = toasts.iter().any(|toast| toast.id == *id);
            if !stays {
                part.remove();
            }
            stays
        });
        for toast in toasts {
            if self.shown.contains_key(&toast.id) {
                continue;
            }
            let part = self.template.make()?;
            part.set_present("data-error", toast.kind.is_error());
            let text = words::toast(&toast.kind, |moment| clock.time_of_day(moment));
            part.find("toast-text")?.set_text(&text);
            part.find("dismiss")?.set_attribute("data-id", Some(&toast.id.to_string()));
            self.region.append(&part);
            self.shown.insert(toast.id, part);
        }
        Ok(())
    }
}
