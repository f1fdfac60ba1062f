//! The dialog "Add user".

use gatepass_core::wire::RoleView;

use super::RoleSelect;
use crate::dom::{Part, StartError};
use crate::model::{UserField, UsersDialog};

pub(super) struct Add {
    dialog: Part,
    name: Field,
    email: Field,
    role: Field,
    roles: RoleSelect,
    error: Part,
    submit: Part,
}

/// A field, and what is wrong with what it holds.
struct Field {
    input: Part,
    error: Part,
}

impl Field {
    fn find(dialog: &Part, name: &str) -> Result<Self, StartError> {
        Ok(Self { input: dialog.find(name)?, error: dialog.find(&format!("{name}-error"))? })
    }

    fn show(&self, error: Option<&str>) {
        self.input.set_flag("aria-invalid", error.is_some());
        self.error.set_optional_text(error);
    }
}

impl Add {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("add-user")?;
        let role = Field::find(&dialog, "new-user-role")?;
        let hint = dialog.find("new-user-role-allows")?;
        Ok(Self {
            roles: RoleSelect::new(root, role.input.clone(), hint)?,
            name: Field::find(&dialog, "new-user-name")?,
            email: Field::find(&dialog, "new-user-email")?,
            error: dialog.find("add-user-error")?,
            submit: dialog.find("add-user-submit")?,
            role,
            dialog,
        })
    }

    pub(super) fn show(
        &mut self,
        dialog: Option<&UsersDialog>,
        roles: &[RoleView],
    ) -> Result<(), StartError> {
        let Some(UsersDialog::Add(form)) = dialog else {
            self.dialog.set_open(false);
            return Ok(());
        };
        self.name.input.set_value(&form.name);
        self.email.input.set_value(&form.email);
        self.name.show(form.name_error.as_deref());
        self.email.show(form.email_error.as_deref());
        self.role.show(form.role_error.as_deref());
        self.roles.show(roles, form.role.as_ref().map(|role| role.as_str()))?;
        self.error.set_optional_text(form.form_error.as_deref());
        self.submit.set_text(if form.is_sending { "Adding…" } else { "Add user" });
        self.submit.set_flag("aria-disabled", form.is_sending);
        self.dialog.set_open(true);
        Ok(())
    }

    pub(super) fn focus(&self, field: UserField) -> bool {
        match field {
            UserField::Name => self.name.input.focus(),
            UserField::Email => self.email.input.focus(),
            UserField::Role => self.role.input.focus(),
        }
    }
}
