//! The tenant's settings.

use gatepass_core::audit::Action;
use gatepass_core::scope::Scope;
use gatepass_core::settings::{LongestLife, TenantSettings};
use gatepass_core::wire::SettingsView;

use crate::call::{ChangeSettings, ShowSettings};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

impl Instance {
    pub(in crate::registry) fn show_settings(
        &self,
        call: &ShowSettings,
    ) -> Result<SettingsView, Refused> {
        let authority = self.authority(&call.asker, &Scope::MANAGE)?;
        authority.require_full(self.policy())?;
        let settings = self.store.settings()?;
        let asked = call.query.longest_life_days.or(settings.longest_life_days);
        Ok(self.settings_view(&self.store, settings, asked)?)
    }

    /// What was issued under other settings stays as it is.
    pub(in crate::registry) fn change_settings(
        &self,
        call: &ChangeSettings,
    ) -> Result<SettingsView, Refused> {
        let (authority, now, tenant) = (self.person(&call.asker)?, self.now(), self.tenant()?);
        authority.require_full(self.policy())?;
        self.store.transaction(|store| {
            let before = store.settings()?;
            let after = call.change.applied_to(before);
            if after != before {
                store.save_settings(&after)?;
                let event = authority
                    .event(Action::SettingsChanged, now)
                    .on(&tenant)
                    .changing(
                        "most_live_tokens",
                        Some(before.most_live_tokens),
                        Some(after.most_live_tokens),
                    )
                    .changing(
                        "longest_life_days",
                        before.longest_life_days,
                        after.longest_life_days,
                    )
                    .changing(
                        "activity_retention_days",
                        Some(before.activity_retention_days),
                        Some(after.activity_retention_days),
                    );
                store.add_audit_event(&event)?;
            }
            Ok(self.settings_view(store, after, after.longest_life_days)?)
        })
    }

    fn settings_view(
        &self,
        store: &Store,
        settings: TenantSettings,
        longest_life: Option<LongestLife>,
    ) -> Result<SettingsView, StoreError> {
        let now = self.now();
        store.settle(now)?;
        let tokens_beyond = store.tokens_beyond(longest_life, now)?;
        Ok(SettingsView { settings, tokens_beyond })
    }
}
