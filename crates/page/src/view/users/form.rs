//! The dialog "Add user", which is also "Edit …".

use gatepass_core::wire::RoleView;

use super::RoleSelect;
use crate::dom::{Part, StartError};
use crate::model::{UserField, UsersDialog};
use crate::words;

pub(super) struct Form {
    dialog: Part,
    heading: Part,
    name: Field,
    email: Field,
    role: Field,
    role_field: Part,
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

impl Form {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("user-form")?;
        let role = Field::find(&dialog, "user-form-role")?;
        let hint = dialog.find("user-form-role-allows")?;
        Ok(Self {
            heading: dialog.find("user-form-heading")?,
            role_field: dialog.find("user-form-role-field")?,
            roles: RoleSelect::new(root, role.input.clone(), hint)?,
            name: Field::find(&dialog, "user-form-name")?,
            email: Field::find(&dialog, "user-form-email")?,
            error: dialog.find("user-form-error")?,
            submit: dialog.find("user-form-submit")?,
            role,
            dialog,
        })
    }

    pub(super) fn show(
        &mut self,
        dialog: Option<&UsersDialog>,
        roles: &[RoleView],
    ) -> Result<(), StartError> {
        let Some(UsersDialog::Form(form)) = dialog else {
            self.dialog.set_open(false);
            return Ok(());
        };
        let is_new = form.user.is_none();
        let changed = form.user.as_ref().map(|user| &user.name);
        self.heading.set_text(&words::users::form_heading(changed));
        self.name.input.set_value(&form.name);
        self.email.input.set_value(&form.email);
        self.name.show(form.name_error.as_deref());
        self.email.show(form.email_error.as_deref());
        self.role.show(form.role_error.as_deref());
        self.role_field.show_if(is_new);
        self.roles.show(roles, form.role.as_ref().map(|role| role.as_str()))?;
        self.error.set_optional_text(form.form_error.as_deref());
        self.submit.set_text(words::users::form_button(is_new, form.is_sending));
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
