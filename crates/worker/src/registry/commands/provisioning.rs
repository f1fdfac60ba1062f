//! Provisioning by SCIM, as full administrators set it up, and whom it means.

use gatepass_core::audit::{Action, AuditEvent};
use gatepass_core::id::Subject;
use gatepass_core::people::is_last_administrator;
use gatepass_core::person::User;
use gatepass_core::route::ScimPath;
use gatepass_core::scim::{
    ExternalId, GroupRole, Provisioning, ProvisioningError, ProvisioningSettings, RoleSource,
};
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::{GroupView, ProvisioningView, RoleView};

use crate::call::{
    ChangeProvisioning, Declined, HandUserOver, KeepScimToken, ShowProvisioning,
    SwitchProvisioningOff,
};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Store, StoreError};

fn told(
    event: AuditEvent,
    before: &ProvisioningSettings,
    after: &ProvisioningSettings,
) -> AuditEvent {
    let source = |settings: &ProvisioningSettings| {
        settings.role_source.and_then(|it| serde_json::to_string(&it).ok())
    };
    let groups = |settings: &ProvisioningSettings| {
        let told =
            settings.group_roles.iter().map(|GroupRole { group, role }| format!("{group}: {role}"));
        Some(told.collect::<Vec<_>>().join(", "))
    };
    event.changing("role_source", source(before), source(after)).changing(
        "group_roles",
        groups(before),
        groups(after),
    )
}

impl Instance {
    /// Where users' roles come from.
    pub(super) fn role_source(&self, store: &Store) -> Result<RoleSource, StoreError> {
        Ok(RoleSource::of(&store.provisioning_settings()?, &store.providers()?))
    }

    /// The URL that a SCIM client is given.
    pub(super) fn scim_base_url(&self) -> Result<String, Refused> {
        Ok(ScimPath::base_url(&self.config.portal_host.own_url(&self.tenant()?)))
    }

    /// Whom SCIM means by the id that somebody came with: what every way of signing in asks.
    pub(super) fn provisioning(
        &self,
        store: &Store,
        id: Option<&ExternalId>,
    ) -> Result<Provisioning, StoreError> {
        if store.scim_access()?.digest.is_none() {
            return Ok(Provisioning::Off);
        }
        let Some(id) = id else { return Ok(Provisioning::On(None)) };
        let found = store.scim_user_by_external_id(id.as_str())?;
        Ok(Provisioning::On(found.map(|found| found.user)))
    }

    /// The same of a user of ours, for ways of signing in that bring no other id.
    pub(super) fn provisioning_of(
        &self,
        store: &Store,
        user: &User,
    ) -> Result<Provisioning, StoreError> {
        match store.scim_access()?.digest {
            None => Ok(Provisioning::Off),
            Some(_) => {
                let found = store.scim_user(user.subject)?;
                Ok(Provisioning::On(found.map(|found| found.user)))
            }
        }
    }

    fn provisioning_view(&self, store: &Store) -> Result<ProvisioningView, Refused> {
        let (access, settings) = (store.scim_access()?, store.provisioning_settings()?);
        let groups = store.scim_group_sizes()?.into_iter().map(|group| GroupView {
            role: settings.role_of(&group.name, self.policy()),
            name: group.name,
            members: group.members,
        });
        Ok(ProvisioningView {
            base_url: self.scim_base_url()?,
            is_on: access.digest.is_some(),
            token_issued_at: access.issued_at,
            last_used_at: access.last_used_at,
            users: store.count_scim_users()? as u64,
            role_source: self.role_source(store)?,
            groups: groups.collect(),
            group_roles: settings.group_roles,
            roles: self.policy().roles().map(RoleView::from).collect(),
            now: self.now(),
        })
    }

    pub(in crate::registry) fn show_provisioning(
        &self,
        call: &ShowProvisioning,
    ) -> Result<ProvisioningView, Refused> {
        self.administrator(&call.asker)?;
        self.provisioning_view(&self.store)
    }

    pub(in crate::registry) fn change_provisioning(
        &self,
        call: &ChangeProvisioning,
    ) -> Result<ProvisioningView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        let tenant = self.tenant()?;
        self.store.transaction(|store| {
            let before = store.provisioning_settings()?;
            let change = call.change.clone();
            let after = ProvisioningSettings {
                role_source: change.role_source.or(before.role_source),
                group_roles: change.group_roles.unwrap_or_else(|| before.group_roles.clone()),
            };
            let after = after.checked(self.policy()).map_err(Declined::from)?;
            if before != after {
                store.save_provisioning_settings(&after)?;
                let event = authority.event(Action::ProvisioningChanged, now).on(&tenant);
                store.add_audit_event(&told(event, &before, &after))?;
                let mut all = Vec::new();
                store.each_scim_user(|found| all.push(found.user.subject))?;
                let event = || authority.event(Action::UserChanged, now);
                self.regroup(store, &all, event, now)?;
            }
            self.provisioning_view(store)
        })
    }

    pub(in crate::registry) fn keep_scim_token(
        &self,
        call: &KeepScimToken,
    ) -> Result<ProvisioningView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        let tenant = self.tenant()?;
        self.store.transaction(|store| {
            store.save_scim_token(Some(&call.token), now)?;
            let event = authority.event(Action::ProvisioningTokenIssued, now).on(&tenant);
            store.add_audit_event(&event)?;
            self.provisioning_view(store)
        })
    }

    pub(in crate::registry) fn switch_provisioning_off(
        &self,
        call: &SwitchProvisioningOff,
    ) -> Result<ProvisioningView, Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        let tenant = self.tenant()?;
        self.store.transaction(|store| {
            if store.scim_access()?.digest.is_some() {
                store.save_scim_token(None, now)?;
                let event = authority.event(Action::ProvisioningSwitchedOff, now).on(&tenant);
                store.add_audit_event(&event)?;
            }
            self.provisioning_view(store)
        })
    }

    pub(in crate::registry) fn hand_user_over(&self, call: &HandUserOver) -> Result<(), Refused> {
        let (authority, now) = (self.administrator(&call.asker)?, self.now());
        self.store.transaction(|store| {
            let user = store.user(call.sub)?.ok_or(Declined::NoUser)?;
            if store.scim_user(user.subject)?.is_some() {
                let name = user.name.to_string();
                return Err(Declined::from(ProvisioningError::AlreadyProvisioned { name }).into());
            }
            if !store.is_handed_over(user.subject)? {
                store.add_handover(user.subject, now)?;
                let event = authority.event(Action::UserHandedOver, now).on(&user);
                store.add_audit_event(&event)?;
            }
            Ok(())
        })
    }

    /// Gives these users, who came by SCIM, the roles of their groups, where roles come from there.
    pub(super) fn regroup(
        &self,
        store: &Store,
        subjects: &[Subject],
        event: impl Fn() -> AuditEvent,
        now: UnixSeconds,
    ) -> Result<(), Refused> {
        if self.role_source(store)? != RoleSource::Groups {
            return Ok(());
        }
        let (settings, policy) = (store.provisioning_settings()?, self.policy());
        let mut changed = Vec::new();
        for subject in subjects {
            let Some(found) = store.scim_user(*subject)? else { continue };
            let groups = store.group_names_of(*subject)?;
            let after = settings.in_groups(&found.user, &groups, policy);
            if after != found.user {
                changed.push((found.user, after));
            }
        }
        // Those who come to administer first, so that those who leave do not leave nobody.
        changed.sort_by_key(|(_, after)| !policy.is_full(&after.role));
        for (before, after) in changed {
            let stays = policy.is_full(&after.role);
            if !stays && is_last_administrator(&before, &store.administrators(policy)?, policy) {
                let name = before.name.to_string();
                return Err(Declined::from(ProvisioningError::LastAdministrator { name }).into());
            }
            self.save_changed(store, event(), &before, after, now)?;
        }
        Ok(())
    }
}
