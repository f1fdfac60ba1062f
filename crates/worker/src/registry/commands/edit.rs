//! Changing a token.

use gatepass_core::audit::Action;
use gatepass_core::lifecycle::{edit, tell_edit, widens};
use gatepass_core::scope::Scope;
use gatepass_core::wire::TokenView;

use super::tokens::Owned;
use crate::call::{Declined, EditToken};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;

impl Instance {
    pub(in crate::registry) fn edit_token(&self, call: &EditToken) -> Result<TokenView, Refused> {
        let (authority, now) = (self.authority(&call.asker, &Scope::MANAGE)?, self.now());
        self.store.transaction(|store| {
            let before = self.touch(store, &authority, &call.id)?;
            let name = call.change.name.as_ref().unwrap_or(&before.name);
            let owned = Owned::beside(store, (before.owner, before.kind), name, now)?;
            let (owner, settings) = (store.owner_of(&before)?, store.settings()?);
            let (others, rules) = (owned.others(), self.rules(&settings));
            let edited = edit(&before, &call.change, &owner, others, &authority, rules, now)
                .map_err(Declined::from)?;
            if widens(&before, &edited.record) {
                authority.require_recent_sign_in(&edited.record.scopes, now)?;
            }
            if edited.record != before {
                store.save_token(&edited.record)?;
                let event = authority.event(Action::TokenChanged, now);
                store.add_audit_event(&tell_edit(event, &before, &edited.record))?;
            }
            if let Some(effect) = edited.effect {
                self.project(store, &edited.record, &owner, effect)?;
            }
            self.view(store, &edited.record)
        })
    }
}
