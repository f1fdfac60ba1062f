//! "About": what this is, and where it is reached.

use gatepass_core::wire::Me;

use super::copy;
use super::new_token::SecretText;
use crate::dom::{Part, StartError};
use crate::model::{Copied, CopySource, Model, Session};
use crate::words;

pub(super) struct About {
    about: Part,
    version: Part,
    region: Part,
    label: Part,
    copied: Vec<Copiable>,
    answer: Part,
}

/// A text with its copy button.
struct Copiable {
    source: CopySource,
    text: Part,
    button: Part,
    label: Part,
}

impl Copiable {
    fn find(
        about: &Part,
        source: CopySource,
        text: &str,
        button: &str,
    ) -> Result<Self, StartError> {
        let (text, button) = (about.find(text)?, about.find(button)?);
        Ok(Self { source, text, label: button.find("copy-label")?, button })
    }
}

impl About {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let about = root.find("about")?;
        let copied = [
            (CopySource::TenantId, "about-id", "copy-tenant-id"),
            (CopySource::PortalUrl, "about-portal-url", "copy-portal-url"),
            (CopySource::ApiUrl, "about-api-url", "copy-api-url"),
        ]
        .into_iter()
        .map(|(source, text, button)| Copiable::find(&about, source, text, button));
        Ok(Self {
            version: about.find("about-version")?,
            region: about.find("about-region")?,
            label: about.find("about-label")?,
            copied: copied.collect::<Result<_, StartError>>()?,
            answer: about.find("about-copy-answer")?,
            about,
        })
    }

    pub(super) fn show(&self, model: &Model) {
        match &model.session {
            Session::In(me) => self.show_session(me, model.copied),
            Session::Unknown | Session::Out => self.about.call("hidePopover"),
        }
    }

    fn show_session(&self, me: &Me, copied: Option<Copied>) {
        self.version.set_text(&me.version);
        self.region.set_text(me.tenant.region.as_str());
        self.label.set_text(me.tenant.label.as_str());
        let own = copied.filter(|copied| self.copiable(copied.source).is_some());
        let answer = own.map(|copied| words::copy_answer(copied.outcome));
        self.answer.set_text(answer.unwrap_or_default());
        for copiable in &self.copied {
            if let Some(text) = text_of(me, copiable.source) {
                copiable.text.set_text(text);
            }
            let own = own.filter(|copied| copied.source == copiable.source);
            let word = own.map(|copied| words::copy_answer(copied.outcome));
            copy::answer(&copiable.button, own);
            copiable.label.set_text(word.unwrap_or("Copy"));
        }
    }

    fn copiable(&self, source: CopySource) -> Option<&Copiable> {
        self.copied.iter().find(|copiable| copiable.source == source)
    }

    pub(super) fn select_text(&self, source: CopySource) {
        if let Some(copiable) = self.copiable(source) {
            copiable.text.select_text();
        }
    }

    pub(super) fn copied_text(&self, source: CopySource) -> Option<SecretText> {
        self.copiable(source).map(|copiable| SecretText::of(&copiable.text.text()))
    }
}

fn text_of(me: &Me, source: CopySource) -> Option<&str> {
    match source {
        CopySource::TenantId => Some(me.tenant.id.as_str()),
        CopySource::PortalUrl => Some(&me.tenant.portal_url),
        CopySource::ApiUrl => Some(&me.tenant.api_url),
        CopySource::Token
        | CopySource::Url
        | CopySource::Curl
        | CopySource::SignInLink
        | CopySource::ScimToken
        | CopySource::ScimUrl
        | CopySource::Id(_) => None,
    }
}
