//! What went wrong with what a dialog asks for, with the way to sign in again where that helps.

use gatepass_core::route::{Route, View};

use crate::dom::{Part, StartError};
use crate::model::Complaint;

pub(super) struct ComplaintView {
    place: Part,
    sentence: Part,
    sign_in: Part,
}

impl ComplaintView {
    /// Fills the empty part of this name.
    pub(super) fn new(root: &Part, place: &Part) -> Result<Self, StartError> {
        let content = root.template("complaint")?.make()?;
        place.append(&content);
        let sign_in = content.find("sign-in-again")?;
        sign_in.set_attribute("href", Some(&Route::View(View::SignIn).to_path()));
        Ok(Self { place: place.clone(), sentence: content.find("sentence")?, sign_in })
    }

    pub(super) fn show(&self, complaint: Option<&Complaint>) {
        self.place.show_if(complaint.is_some());
        self.sentence.set_text(complaint.map(|it| it.sentence.as_str()).unwrap_or_default());
        self.sign_in.show_if(complaint.is_some_and(|it| it.asks_to_sign_in));
    }
}
