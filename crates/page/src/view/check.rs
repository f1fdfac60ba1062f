//! The dialog "Check a token".
//!
//! What is pasted is taken out of the field as soon as it is there: it is nowhere in the document
//! while its owner reads what it is.

use gatepass_core::agents::AgentKind;
use gatepass_core::id::TokenId;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;
use wasm_bindgen::JsValue;

use super::row::{Moment, More};
use crate::dom::{Part, StartError};
use crate::model::{Check, Dialog, Model};
use crate::time::Clock;
use crate::words;

pub(super) struct CheckView {
    dialog: Part,
    field: Part,
    result: Part,
    verdict: Part,
    beside: Part,
    id_line: Part,
    id: Part,
    card: Part,
    name: Part,
    issued_by: Part,
    used_at: Moment,
    never: Part,
    status: Part,
    status_word: Part,
    more: More,
    agents: Vec<(AgentKind, Part)>,
    retry: Part,
    revoke: Part,
    open: Part,
}

impl CheckView {
    pub(super) fn new(root: &Part) -> Result<Self, StartError> {
        let dialog = root.find("check")?;
        let card = dialog.find("check-card")?;
        let agents = AgentKind::ALL.into_iter();
        let agents = agents.map(|kind| Ok((kind, dialog.find(&format!("check-{}", kind.word()))?)));
        Ok(Self {
            field: dialog.find("check-token")?,
            result: dialog.find("check-result")?,
            verdict: dialog.find("check-verdict")?,
            beside: dialog.find("check-beside")?,
            id_line: dialog.find("check-id-line")?,
            id: dialog.find("check-id")?,
            name: card.find("name")?,
            issued_by: card.find("issued-by")?,
            used_at: Moment::find(&card, "used-at")?,
            never: card.find("never")?,
            status: card.find("status")?,
            status_word: card.find("status-word")?,
            more: More::find(&card)?,
            agents: agents.collect::<Result<_, StartError>>()?,
            retry: dialog.find("check-retry")?,
            revoke: dialog.find("check-revoke")?,
            open: root.find("check-button")?,
            card,
            dialog,
        })
    }

    /// What stands in the field, which is emptied.
    pub(super) fn take(&self) -> String {
        let text = self.field.value();
        self.empty();
        text
    }

    fn empty(&self) {
        // Not `set_value`, which would read the token to compare.
        self.field.set_property("value", &JsValue::from_str(""));
    }

    pub(super) fn show(&self, model: &Model, clock: &Clock) {
        self.open.set_present("disabled", model.me().is_none());
        let open = model.dialog.as_ref().and_then(Dialog::check).zip(model.me());
        let Some((check, me)) = open else {
            self.empty();
            self.dialog.set_open(false);
            return;
        };
        let said = words::check::checked(check, me);
        self.result.show_if(said.is_some());
        if let Some((verdict, text, beside)) = said {
            self.result.set_attribute("data-verdict", Some(verdict.as_str()));
            self.verdict.set_text(&text);
            self.beside.set_optional_text(beside.as_deref());
        }
        let (id, found) = told(check);
        self.id_line.show_if(id.is_some());
        self.id.set_text(&id.map(|id| id.to_string()).unwrap_or_default());
        self.card.show_if(found.is_some());
        if let Some((token, now)) = found {
            self.name.set_text(token.name.as_str());
            self.issued_by.set_text(token.issued_by.as_str());
            self.used_at.show(token.last_used_at, now, clock);
            self.never.show_if(token.last_used_at.is_none());
            self.status.set_attribute("data-status", Some(token.status.as_str()));
            self.status_word.set_text(token.status.word());
            self.more.show(token, now, clock);
        }
        for (kind, link) in &self.agents {
            let is_it = matches!(check, Check::Agent(of, _) if of == kind);
            link.show_if(is_it && model.may_see(kind.view()));
        }
        self.retry.show_if(matches!(check, Check::Failed(..)));
        self.revoke.show_if(found.is_some_and(|(token, now)| !token.has_ended(now)));
        self.dialog.set_open(true);
    }

    pub(super) fn focus_open(&self) -> bool {
        self.open.focus()
    }
}

/// Which id is known, and which token was found by it, and when.
fn told(check: &Check) -> (Option<TokenId>, Option<(&TokenView, UnixSeconds)>) {
    match check {
        Check::Waiting | Check::Wrong(_) | Check::OtherTenant(_) => (None, None),
        Check::Agent(_, id) | Check::Asking(id) | Check::Unknown(id) | Check::Failed(id, _) => {
            (Some(*id), None)
        }
        Check::Found(token, as_of) => (Some(token.id), Some((token, *as_of))),
    }
}
