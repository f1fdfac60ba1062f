//! Changing a token.

use serde::{Deserialize, Serialize};

use super::issue::{Others, Rules};
use super::terms::{TermsError, judge_expiry, judge_networks, judge_span, judge_start};
use crate::audit::{AuditEvent, Means};
use crate::authority::Authority;
use crate::network::NetworkRule;
use crate::outbox::Effect;
use crate::person::User;
use crate::record::TokenRecord;
use crate::scope::{Scope, ScopeSet};
use crate::time::UnixSeconds;
use crate::wire::EditToken;

/// Why a token is not changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum EditError {
    /// It was revoked.
    #[error("This token was revoked, so it cannot be changed.")]
    Revoked,
    /// Its time ran out, and is not given back.
    #[error("This token has expired, so it cannot be changed. Regenerate it instead.")]
    Expired,
    /// Its owner has another live token of that name.
    #[error("There is a token named \u{201c}{name}\u{201d}. Choose another name.")]
    NameTaken {
        /// The name of the other token, as it is spelled.
        name: String,
    },
    /// Its owner's role does not allow that scope.
    #[error("The role of the token\u{2019}s owner does not allow the scope {scope}.")]
    ScopeBeyondRole {
        /// The first scope that is too much.
        scope: Scope,
    },
    /// It is somebody else's, and would get that scope.
    #[error("Only the token\u{2019}s owner may give it the scope {scope}.")]
    ScopeOfAnother {
        /// The first scope that is new.
        scope: Scope,
    },
    /// It would be good for nothing.
    #[error("Choose at least one scope.")]
    NoScope,
    /// It may not be used under such terms.
    #[error(transparent)]
    Terms(TermsError),
    /// A token asks, and the change would let a token do more than before.
    #[error("A token may not let a token do more than before. Sign in.")]
    WidensByToken,
}

impl From<TermsError> for EditError {
    fn from(error: TermsError) -> Self {
        Self::Terms(error)
    }
}

/// A token after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The record; with a revision of its own, if the edge has to learn of it.
    pub record: TokenRecord,
    /// What the change does to what the token may do; nothing, if the edge need not learn of it.
    pub effect: Option<Effect>,
}

/// Whether `after` may be used for anything, at any time or from anywhere that `before` may not. It
/// may say yes where that takes several networks together to see, and never says no wrongly.
pub fn widens(before: &TokenRecord, after: &TokenRecord) -> bool {
    let ends_later = match (before.expires_at, after.expires_at) {
        (None, _) => false,
        (Some(_), None) => true,
        (Some(before), Some(after)) => after > before,
    };
    // Without a start, a token is valid as early as can be.
    after.scopes.first_beyond(&before.scopes).is_some()
        || ends_later
        || after.not_before < before.not_before
        || !after.networks.is_within(&before.networks)
}

/// Changes the record of a token of `owner`, who has `others` beside it, as `by` asks.
///
/// # Errors
/// [`EditError`], in whose sentences a person is spoken to.
pub fn edit(
    record: &TokenRecord,
    change: &EditToken,
    owner: &User,
    others: Others<'_>,
    by: &Authority,
    rules: Rules<'_>,
    now: UnixSeconds,
) -> Result<Edited, EditError> {
    if record.revoked.is_some() {
        return Err(EditError::Revoked);
    }
    if record.has_expired(now) {
        return Err(EditError::Expired);
    }
    let mut after = changed(record, change);
    if let Some(other) = others.namesake.filter(|other| other.id != record.id) {
        return Err(EditError::NameTaken { name: other.name.to_string() });
    }
    if after.scopes != record.scopes {
        let is_own = by.user.subject == owner.subject;
        judge_scopes(record, &after.scopes, &rules.policy.scopes_of(&owner.role), is_own)?;
    }
    judge_start(change.nbf.flatten())?;
    if after.expires_at != record.expires_at {
        judge_expiry(after.expires_at, rules.settings, now)?;
    }
    judge_span(after.not_before, after.expires_at)?;
    judge_networks(&after.networks)?;
    match by.by {
        Means::Token(_) if widens(record, &after) => return Err(EditError::WidensByToken),
        Means::Token(_)
        | Means::Session
        | Means::SignInLink
        | Means::DevelopmentSignIn
        | Means::Provider(_)
        | Means::OperatorSecret
        | Means::Time
        | Means::ScimToken
        | Means::LeakReport => {}
    }
    let effect = effect(record, &after);
    if effect.is_some() {
        after.revision = record.revision.next();
    }
    Ok(Edited { record: after, effect })
}

fn changed(record: &TokenRecord, change: &EditToken) -> TokenRecord {
    let EditToken { name, description, scope, nbf, exp, networks } = change.clone();
    TokenRecord {
        name: name.unwrap_or_else(|| record.name.clone()),
        description: description.unwrap_or_else(|| record.description.clone()),
        scopes: scope.unwrap_or_else(|| record.scopes.clone()),
        not_before: nbf.unwrap_or(record.not_before),
        expires_at: exp.unwrap_or(record.expires_at),
        networks: networks.unwrap_or_else(|| record.networks.clone()),
        ..record.clone()
    }
}

fn judge_scopes(
    record: &TokenRecord,
    scopes: &ScopeSet,
    allowed: &ScopeSet,
    is_own: bool,
) -> Result<(), EditError> {
    if scopes.is_empty() {
        return Err(EditError::NoScope);
    }
    if let Some(scope) = scopes.first_beyond(allowed) {
        return Err(EditError::ScopeBeyondRole { scope: scope.clone() });
    }
    match scopes.first_beyond(&record.scopes) {
        Some(scope) if !is_own => Err(EditError::ScopeOfAnother { scope: scope.clone() }),
        Some(_) | None => Ok(()),
    }
}

/// What the change does to what the token may do.
fn effect(before: &TokenRecord, after: &TokenRecord) -> Option<Effect> {
    let is_the_same = (&before.scopes, before.not_before, before.expires_at, &before.networks)
        == (&after.scopes, after.not_before, after.expires_at, &after.networks);
    match is_the_same {
        true => None,
        false if widens(after, before) => Some(Effect::TakesAway),
        false => Some(Effect::Gives),
    }
}

/// The event, saying of each member that was changed what it was and what it is.
pub fn tell_edit(event: AuditEvent, before: &TokenRecord, after: &TokenRecord) -> AuditEvent {
    let moment = |moment: Option<UnixSeconds>| moment.map(|moment| moment.0);
    event
        .on(after)
        .changing("name", Some(&before.name), Some(&after.name))
        .changing("description", before.description.as_ref(), after.description.as_ref())
        .changing("scope", Some(&before.scopes), Some(&after.scopes))
        .changing("nbf", moment(before.not_before), moment(after.not_before))
        .changing("exp", moment(before.expires_at), moment(after.expires_at))
        .changing("networks", told(&before.networks), told(&after.networks))
}

fn told(networks: &NetworkRule) -> Option<String> {
    (!networks.is_open()).then(|| serde_json::to_string(networks).unwrap_or_default())
}
