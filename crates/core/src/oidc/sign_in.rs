//! Whom a provider's person is here.

use serde::{Deserialize, Serialize};

use super::provider::Provider;
use crate::id::Subject;
use crate::people::{is_last_administrator, sign_in};
use crate::person::{PersonName, User};
use crate::policy::{Policy, Role};
use crate::scim::{Provisioning, RoleSource};
use crate::time::UnixSeconds;

/// Whom a one-time link is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    /// One user.
    User(User),
    /// Nobody yet: its holder becomes a full administrator.
    Administrator,
}

/// Somebody who comes from a provider, and what is known of them here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival<'a> {
    /// The provider.
    pub provider: &'a Provider,
    /// The user whom the provider's person is already.
    pub bound: Option<User>,
    /// Whom the link is for that they came with, if they came with one.
    pub holder: Option<Holder>,
    /// Whom the system that provisions means by the id that they came with.
    pub provisioning: Provisioning,
    /// The name that they are to have, should they be new.
    pub name: Option<PersonName>,
    /// What the provider's claim says that a role rests on.
    pub role_values: &'a [String],
    /// Where roles come from: a provider's claim gives none, unless they come from there.
    pub role_source: RoleSource,
    /// A subject that nobody has.
    pub subject: Subject,
    /// The users whose role administers, however they stand.
    pub administrators: &'a [User],
}

/// Somebody who is let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// As whom.
    pub user: User,
    /// The same user before; nothing, where they are new.
    pub before: Option<User>,
    /// Whether the provider's person has to be noted as theirs.
    pub is_bound_now: bool,
}

/// Why somebody who comes from a provider is not let in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ProviderSignInError {
    /// Nobody here is known by it.
    #[error("unknown_person")]
    UnknownPerson,
    /// The provider's person is another user than the one whom the link is for.
    #[error("bound_to_another")]
    BoundToAnother,
    /// SCIM is on, and no active user was provisioned under the id that they came with.
    #[error("not_provisioned")]
    NotProvisioned,
    /// The user was deprovisioned.
    #[error("deprovisioned")]
    Deprovisioned,
    /// The attempt was ended before, or its link was.
    #[error("spent")]
    Spent,
    /// People do not sign in with it.
    #[error("provider_off")]
    ProviderOff,
}

impl Arrival<'_> {
    fn role(&self, policy: &Policy) -> Option<Role> {
        match self.role_source {
            RoleSource::Claim => self.provider.role_by(self.role_values, policy),
            RoleSource::ByHand | RoleSource::Groups => None,
        }
    }

    /// The user who was provisioned; nothing, where SCIM is off, or it is the holder of an operator's
    /// link who comes: that is the way in for who is locked out.
    fn provisioned(&self) -> Result<Option<User>, ProviderSignInError> {
        match &self.holder {
            Some(Holder::Administrator) => Ok(None),
            Some(Holder::User(_)) | None => {
                let admitted = self.provisioning.clone().admit();
                admitted.map_err(|_| match &self.bound {
                    Some(user) if user.deprovisioned_at.is_some() => {
                        ProviderSignInError::Deprovisioned
                    }
                    Some(_) | None => ProviderSignInError::NotProvisioned,
                })
            }
        }
    }
}

fn returning(
    before: User,
    arrival: &Arrival<'_>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<User, ProviderSignInError> {
    let mut user = sign_in(&before, now).map_err(|_| ProviderSignInError::Deprovisioned)?;
    let role = arrival.role(policy);
    if let Some(role) = role.filter(|role| *role != user.role) {
        let stays = policy.is_full(&role)
            || !is_last_administrator(&before, arrival.administrators, policy);
        if stays {
            user.role = role;
        }
    }
    Ok(user)
}

/// Lets somebody in who comes from a provider. A role that the provider's claim gives takes the
/// place of the one that they had, unless the tenant would be left without anybody to administer it.
///
/// # Errors
/// [`ProviderSignInError`].
pub fn admit(
    arrival: &Arrival<'_>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Admitted, ProviderSignInError> {
    if arrival.provider.enabled_at.is_none() {
        return Err(ProviderSignInError::ProviderOff);
    }
    let new = |role| {
        let name = arrival.name.clone().or_else(|| "New user".parse().ok());
        Ok(User {
            subject: arrival.subject,
            name: name.ok_or(ProviderSignInError::UnknownPerson)?,
            email: None,
            role,
            created_at: now,
            last_sign_in_at: Some(now),
            deprovisioned_at: None,
        })
    };
    let provisioned = arrival.provisioned()?;
    let is_another = |one: &User| provisioned.as_ref().is_some_and(|it| it.subject != one.subject);
    let linked = match &arrival.holder {
        Some(Holder::User(user)) => Some(user),
        Some(Holder::Administrator) | None => None,
    };
    if arrival.bound.as_ref().is_some_and(is_another) || linked.is_some_and(is_another) {
        return Err(ProviderSignInError::BoundToAnother);
    }
    let known = arrival.bound.as_ref().or(provisioned.as_ref());
    let before = match (known, &arrival.holder) {
        (Some(known), None) => known,
        (Some(known), Some(Holder::User(user))) if known.subject == user.subject => known,
        (Some(_), Some(_)) => return Err(ProviderSignInError::BoundToAnother),
        (None, Some(Holder::User(user))) => user,
        (None, Some(Holder::Administrator)) => {
            let user = new(policy.role_of_first_administrator().clone())?;
            return Ok(Admitted { user, before: None, is_bound_now: true });
        }
        (None, None) if arrival.provider.creates_users => {
            let role = arrival.role(policy);
            let user = new(role.unwrap_or_else(|| policy.least_role().clone()))?;
            return Ok(Admitted { user, before: None, is_bound_now: true });
        }
        (None, None) => return Err(ProviderSignInError::UnknownPerson),
    };
    let user = returning(before.clone(), arrival, policy, now)?;
    Ok(Admitted { user, before: Some(before.clone()), is_bound_now: arrival.bound.is_none() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oidc::samples::NOON;

    fn provider() -> Provider {
        serde_json::from_value(json!({
            "id": "0123456789", "name": "Contoso", "issuer": "https://login.example.com",
            "client_id": "gatepass", "tested_at": 1, "enabled_at": 2,
        }))
        .unwrap()
    }

    fn mapping() -> Provider {
        let roles = json!([{ "value": "Admins", "role": "global-administrator" }]);
        Provider {
            role_claim: Some("groups".parse().unwrap()),
            roles: serde_json::from_value(roles).unwrap(),
            ..provider()
        }
    }

    fn user(name: &str, role: Role) -> User {
        User {
            subject: format!("{name:0<12}").parse().unwrap(),
            name: name.parse().unwrap(),
            email: None,
            role,
            created_at: NOON,
            last_sign_in_at: Some(NOON),
            deprovisioned_at: None,
        }
    }

    fn arrival(provider: &Provider) -> Arrival<'_> {
        Arrival {
            provider,
            bound: None,
            holder: None,
            provisioning: Provisioning::Off,
            name: Some("Ada".parse().unwrap()),
            role_values: &[],
            role_source: RoleSource::Claim,
            subject: "newnewnewnew".parse().unwrap(),
            administrators: &[],
        }
    }

    fn admitted(arrival: &Arrival<'_>) -> Result<Admitted, ProviderSignInError> {
        admit(arrival, &Policy::default(), NOON)
    }

    #[test]
    fn who_is_not_known_is_let_in_only_where_the_tenant_says_so_and_with_the_least_role() {
        let closed = provider();
        assert_eq!(admitted(&arrival(&closed)), Err(ProviderSignInError::UnknownPerson));
        let open = Provider { creates_users: true, ..provider() };
        let new = admitted(&arrival(&open)).unwrap();
        assert_eq!((new.user.role, new.before), (Policy::default().least_role().clone(), None));
        assert!(new.is_bound_now);
        let mapped = Provider { creates_users: true, ..mapping() };
        let values = ["Admins".to_owned()];
        let new = admitted(&Arrival { role_values: &values, ..arrival(&mapped) }).unwrap();
        assert_eq!(new.user.role, Role::GLOBAL_ADMINISTRATOR);
    }

    #[test]
    fn whoever_holds_a_link_binds_their_own_person_to_whom_it_is_for() {
        let provider = provider();
        let rita = user("rita", Role::SECURITY_READER);
        let holder = Some(Holder::User(rita.clone()));
        let came = admitted(&Arrival { holder: holder.clone(), ..arrival(&provider) }).unwrap();
        assert_eq!((came.user.subject, came.is_bound_now), (rita.subject, true));
        let again = Arrival { bound: Some(rita), holder: holder.clone(), ..arrival(&provider) };
        assert!(!admitted(&again).unwrap().is_bound_now);
        let other = Some(user("otto", Role::SECURITY_OPERATOR));
        for holder in [holder, Some(Holder::Administrator)] {
            let arrival = Arrival { bound: other.clone(), holder, ..arrival(&provider) };
            assert_eq!(admitted(&arrival), Err(ProviderSignInError::BoundToAnother));
        }
        let first = Arrival { holder: Some(Holder::Administrator), ..arrival(&provider) };
        assert_eq!(admitted(&first).unwrap().user.role, Role::GLOBAL_ADMINISTRATOR);
    }

    #[test]
    fn with_scim_on_who_signs_in_is_who_was_provisioned_under_their_id() {
        let provider = Provider { creates_users: true, ..provider() };
        let rita = user("rita", Role::SECURITY_READER);
        let otto = user("otto", Role::SECURITY_OPERATOR);
        let on = |known: &User| Provisioning::On(Some(known.clone()));
        let first = Arrival { provisioning: on(&rita), ..arrival(&provider) };
        let came = admitted(&first).unwrap();
        assert_eq!((came.user.subject, came.is_bound_now), (rita.subject, true));
        let again = admitted(&Arrival { bound: Some(rita.clone()), ..first.clone() }).unwrap();
        assert_eq!((again.user.subject, again.is_bound_now), (rita.subject, false));
        let others = Arrival { bound: Some(otto.clone()), ..first.clone() };
        assert_eq!(admitted(&others), Err(ProviderSignInError::BoundToAnother));
        let linked = Arrival { holder: Some(Holder::User(otto.clone())), ..first };
        assert_eq!(admitted(&linked), Err(ProviderSignInError::BoundToAnother));
        let unknown = Arrival { provisioning: Provisioning::On(None), ..arrival(&provider) };
        for bound in [None, Some(otto.clone())] {
            let refused = admitted(&Arrival { bound, ..unknown.clone() });
            assert_eq!(refused, Err(ProviderSignInError::NotProvisioned));
        }
        let holder = Some(Holder::User(otto.clone()));
        let refused = admitted(&Arrival { holder, ..unknown.clone() });
        assert_eq!(refused, Err(ProviderSignInError::NotProvisioned));
        let gone = User { deprovisioned_at: Some(NOON), ..rita };
        let bound = Some(gone.clone());
        let refused = admitted(&Arrival { bound, provisioning: on(&gone), ..arrival(&provider) });
        assert_eq!(refused, Err(ProviderSignInError::Deprovisioned));
        let link = Arrival { holder: Some(Holder::Administrator), ..unknown };
        assert_eq!(admitted(&link).unwrap().user.role, Role::GLOBAL_ADMINISTRATOR);
    }

    #[test]
    fn a_claim_says_no_role_where_roles_come_from_elsewhere() {
        let provider = Provider { creates_users: true, ..mapping() };
        let values = ["Admins".to_owned()];
        for role_source in [RoleSource::ByHand, RoleSource::Groups] {
            let new = Arrival { role_values: &values, role_source, ..arrival(&provider) };
            let new = admitted(&new).unwrap().user;
            assert_eq!(new.role, *Policy::default().least_role(), "{role_source:?}");
        }
    }

    #[test]
    fn nobody_is_let_in_who_was_deprovisioned_or_by_a_provider_that_is_off() {
        let provider = provider();
        let gone = User { deprovisioned_at: Some(NOON), ..user("rita", Role::SECURITY_READER) };
        for (bound, holder) in [(Some(gone.clone()), None), (None, Some(Holder::User(gone)))] {
            let arrival = Arrival { bound, holder, ..arrival(&provider) };
            assert_eq!(admitted(&arrival), Err(ProviderSignInError::Deprovisioned));
        }
        let off = Provider { enabled_at: None, creates_users: true, ..provider.clone() };
        let rita = user("rita", Role::SECURITY_READER);
        let arrival = Arrival { bound: Some(rita), ..arrival(&off) };
        assert_eq!(admitted(&arrival), Err(ProviderSignInError::ProviderOff));
    }

    #[test]
    fn the_claim_says_the_role_at_each_sign_in_but_takes_no_tenants_last_administrator() {
        let provider = mapping();
        let policy = Policy::default();
        let ada = user("ada", Role::GLOBAL_ADMINISTRATOR);
        let other = user("other", Role::GLOBAL_ADMINISTRATOR);
        let role_of = |administrators: &[User], values: &[String]| {
            let bound = Some(ada.clone());
            let arrival =
                Arrival { bound, administrators, role_values: values, ..arrival(&provider) };
            admitted(&arrival).unwrap().user.role
        };
        assert_eq!(role_of(&[ada.clone(), other], &[]), *policy.least_role());
        assert_eq!(role_of(std::slice::from_ref(&ada), &[]), Role::GLOBAL_ADMINISTRATOR);
        let unasked = self::provider();
        let bound = Some(ada.clone());
        let kept = admitted(&Arrival { bound, ..arrival(&unasked) }).unwrap();
        assert_eq!(kept.user.role, Role::GLOBAL_ADMINISTRATOR);
    }
}
