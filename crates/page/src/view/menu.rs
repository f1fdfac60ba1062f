//! The menu of a row: one for all of them.

use crate::dom::{Part, StartError};
use crate::model::Model;

pub(super) struct Menu {
    menu: Part,
    edit: Part,
    regenerate: Part,
}

impl Menu {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let menu = root.find("row-menu")?;
        Ok(Self { edit: menu.find("menu-edit")?, regenerate: menu.find("menu-regenerate")?, menu })
    }

    /// Shows what can be done with the token. A dialog takes the menu's place; the focus then comes
    /// back to the button that opened the menu.
    pub(super) fn show(&self, model: &Model) {
        let Some(token) = model.menu.and_then(|id| model.list.find(id)) else {
            self.menu.call("hidePopover");
            return;
        };
        let id = token.id.to_string();
        self.edit.set_attribute("data-id", Some(&id));
        self.regenerate.set_attribute("data-id", Some(&id));
        self.edit.show_if(!token.has_ended(model.list.as_of));
        self.regenerate.show_if(model.is_own(token));
        if model.dialog.is_some() {
            self.menu.call("hidePopover");
        }
    }
}
