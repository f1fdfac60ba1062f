//! What a provisioned resource says of a user, and what becomes of the user.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::document::Document;
use super::error::{ScimError, ScimErrorType};
use crate::id::Subject;
use crate::people::{deprovision, reprovision};
use crate::person::{Email, PersonName, User};
use crate::policy::{Policy, Role};
use crate::time::UnixSeconds;

/// What the system that provisions calls a user. Case says nothing (RFC 7643 §4.1.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserName(String);

impl UserName {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two have in common that differ in case alone.
    pub fn to_key(&self) -> String {
        self.0.to_lowercase()
    }
}

/// The id of a resource in the system that provisions. Case says something. It is never one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalId(String);

/// Text that is no [`ExternalId`]: none at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an external id has at least one character")]
pub struct ParseExternalIdError;

impl ExternalId {
    /// As it was given.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ExternalId {
    type Err = ParseExternalIdError;

    fn from_str(text: &str) -> Result<Self, ParseExternalIdError> {
        if text.is_empty() { Err(ParseExternalIdError) } else { Ok(Self(text.to_owned())) }
    }
}

impl fmt::Display for ExternalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a resource says of a user, as far as anything rests on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserFacts {
    /// What they are called there.
    pub user_name: UserName,
    /// Their id there.
    pub external_id: Option<ExternalId>,
    /// What others see.
    pub name: PersonName,
    /// Where they get mail.
    pub email: Option<Email>,
    /// Whether they may do anything; nothing, where that is not said.
    pub is_active: Option<bool>,
}

fn name_of(document: &Document, user_name: &str) -> Result<PersonName, ScimError> {
    let part = |sub| document.text("name", Some(sub));
    let parts: Vec<&str> = [part("givenName"), part("familyName")].into_iter().flatten().collect();
    let joined = Some(parts.join(" ")).filter(|joined| !joined.is_empty());
    let told = document.text("displayName", None).or(part("formatted")).map(str::to_owned);
    let name = told.or(joined).unwrap_or_else(|| user_name.to_owned());
    name.parse().map_err(|error: crate::name::ParseNameError| {
        ScimError::value("displayName", &error.to_string())
    })
}

fn email_of(document: &Document, user_name: &str) -> Result<Option<Email>, ScimError> {
    let emails = document.find("emails").and_then(Value::as_array);
    let emails = emails.map(Vec::as_slice).unwrap_or_default();
    let is_primary = |email: &&Value| email.get("primary") == Some(&Value::Bool(true));
    let email = emails.iter().find(is_primary).or(emails.first());
    match email.and_then(|email| email.get("value")?.as_str()) {
        Some(text) => {
            let parsed: Result<Email, _> = text.parse();
            parsed.map(Some).map_err(|error| ScimError::value("emails", &error.to_string()))
        }
        None => Ok(user_name.parse().ok()),
    }
}

impl UserFacts {
    /// What the resource says.
    ///
    /// # Errors
    /// [`ScimError`] that names the attribute at fault.
    pub fn of(document: &Document) -> Result<Self, ScimError> {
        let user_name = document.text("userName", None).map(str::trim);
        let user_name = user_name.filter(|text| !text.is_empty());
        let user_name = user_name.ok_or_else(|| ScimError::value("userName", "it is required."))?;
        Ok(Self {
            user_name: UserName(user_name.to_owned()),
            external_id: document.text("externalId", None).and_then(|text| text.parse().ok()),
            name: name_of(document, user_name)?,
            email: email_of(document, user_name)?,
            is_active: document.find("active").and_then(Value::as_bool),
        })
    }

    /// A user whom it makes: nobody known, of this role.
    pub fn to_user(&self, subject: Subject, role: Role, now: UnixSeconds) -> User {
        User {
            subject,
            name: self.name.clone(),
            email: self.email.clone(),
            role,
            created_at: now,
            last_sign_in_at: None,
            deprovisioned_at: (self.is_active == Some(false)).then_some(now),
        }
    }

    /// The user after it. Where it does not say whether they are active, they stay as they are: what
    /// is left out takes nobody in again.
    ///
    /// # Errors
    /// [`ScimError`] where it would leave nobody to administer the tenant.
    pub fn applied_to(
        &self,
        user: &User,
        administrators: &[User],
        policy: &Policy,
        now: UnixSeconds,
    ) -> Result<User, ScimError> {
        let after = User { name: self.name.clone(), email: self.email.clone(), ..user.clone() };
        match self.is_active {
            None => Ok(after),
            Some(true) => Ok(reprovision(&after).unwrap_or(after)),
            Some(false) => shut_out(&after, administrators, policy, now),
        }
    }
}

/// The user, deprovisioned.
///
/// # Errors
/// [`ScimError`] where that would leave nobody to administer the tenant.
pub fn shut_out(
    user: &User,
    administrators: &[User],
    policy: &Policy,
    now: UnixSeconds,
) -> Result<User, ScimError> {
    match deprovision(user, administrators, policy, now) {
        Ok(after) => Ok(after.unwrap_or_else(|| user.clone())),
        Err(error) => Err(ScimError::plain(409, error.to_string())),
    }
}

/// Whether a user who has the address already becomes the one that is provisioned. One who was added
/// by hand is never taken over unless an administrator handed them over: else who provisions could
/// have any administrator's place by their address.
///
/// # Errors
/// [`ScimError`] that says what an administrator can do.
pub fn taken_over(
    namesake: Option<User>,
    is_provisioned: bool,
    is_handed_over: bool,
) -> Result<Option<User>, ScimError> {
    match namesake {
        None => Ok(None),
        Some(user) if is_handed_over && !is_provisioned => Ok(Some(user)),
        Some(_) if is_provisioned => {
            let sentence = "Another provisioned user has this address.";
            Err(ScimError::of(ScimErrorType::Uniqueness, sentence))
        }
        Some(_) => {
            let sentence = "A user who was added by hand has this address. An administrator can \
                            hand them over to SCIM.";
            Err(ScimError::of(ScimErrorType::Uniqueness, sentence))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, user};
    use crate::scim::samples::ada;
    use crate::scim::schema::ResourceKind;

    fn facts(value: Value) -> Result<UserFacts, ScimError> {
        UserFacts::of(&Document::read(&value, ResourceKind::User)?)
    }

    #[test]
    fn a_user_is_called_by_what_is_shown_or_else_by_their_parts_or_user_name() {
        for (value, name) in [
            (
                json!({ "userName": "a@b", "displayName": "Ada", "name": { "formatted": "x" } }),
                "Ada",
            ),
            (json!({ "userName": "a@b", "name": { "formatted": "A L", "givenName": "x" } }), "A L"),
            (json!({ "userName": "a@b", "name": { "givenName": "A", "familyName": "L" } }), "A L"),
            (json!({ "userName": "a@b" }), "a@b"),
        ] {
            assert_eq!(facts(value).unwrap().name.as_str(), name);
        }
        let wrong = facts(json!({ "userName": "a", "displayName": "x".repeat(101) })).unwrap_err();
        assert!(wrong.detail.starts_with("displayName:"), "{wrong}");
    }

    #[test]
    fn the_primary_address_counts_then_the_first_then_the_user_name() {
        let of = |value: Value| facts(value).map(|it| it.email.map(|it| it.to_string()));
        assert_eq!(UserFacts::of(&ada()).unwrap().email.unwrap().as_str(), "ada@example.com");
        let second = json!([{ "value": "a@a" }, { "value": "b@b", "primary": true }]);
        assert_eq!(of(json!({ "userName": "x@y", "emails": second })), Ok(Some("b@b".to_owned())));
        let first = json!([{ "value": "a@a" }, { "value": "b@b" }]);
        assert_eq!(of(json!({ "userName": "x@y", "emails": first })), Ok(Some("a@a".to_owned())));
        assert_eq!(of(json!({ "userName": "x@y" })), Ok(Some("x@y".to_owned())));
        assert_eq!(of(json!({ "userName": "ada" })), Ok(None));
        let wrong = of(json!({ "userName": "ada", "emails": ["nowhere"] })).unwrap_err();
        assert!(wrong.detail.starts_with("emails:"), "{wrong}");
    }

    #[test]
    fn what_does_not_say_whether_somebody_is_active_takes_nobody_in_again() {
        let gone = User { deprovisioned_at: Some(NOON), ..user(Role::SECURITY_READER) };
        let policy = Policy::default();
        let after = |facts: UserFacts, before: &User| facts.applied_to(before, &[], &policy, NOON);
        let silent = facts(json!({ "userName": "ada" })).unwrap();
        assert_eq!(after(silent, &gone).unwrap().deprovisioned_at, Some(NOON));
        let active = facts(json!({ "userName": "ada", "active": "True" })).unwrap();
        assert_eq!(after(active.clone(), &gone).unwrap().deprovisioned_at, None);
        let back = after(active, &gone).unwrap();
        let inactive = facts(json!({ "userName": "ada", "active": "False" })).unwrap();
        assert_eq!(after(inactive, &back).unwrap().deprovisioned_at, Some(NOON));
    }

    #[test]
    fn the_last_full_administrator_stays() {
        let ada = user(Role::GLOBAL_ADMINISTRATOR);
        let inactive = facts(json!({ "userName": "ada", "active": false })).unwrap();
        let all = std::slice::from_ref(&ada);
        let refused = inactive.applied_to(&ada, all, &Policy::default(), NOON).unwrap_err();
        assert_eq!(refused.status, 409);
        assert!(refused.detail.contains("last full administrator"), "{refused}");
    }

    #[test]
    fn nobody_added_by_hand_is_taken_over_unless_they_were_handed_over() {
        let ada = || Some(user(Role::GLOBAL_ADMINISTRATOR));
        let refused = taken_over(ada(), false, false).unwrap_err();
        assert_eq!((refused.status, refused.kind), (409, Some(ScimErrorType::Uniqueness)));
        assert!(refused.detail.contains("hand them over"), "{refused}");
        assert_eq!(taken_over(ada(), false, true), Ok(ada()));
        for is_handed_over in [false, true] {
            assert_eq!(taken_over(ada(), true, is_handed_over).unwrap_err().status, 409);
            assert_eq!(taken_over(None, false, is_handed_over), Ok(None));
        }
    }
}
