//! Issuing a token.

use serde::{Deserialize, Serialize};

use crate::outbox::{Effect, KvWrite};
use crate::person::User;
use crate::policy::Policy;
use crate::record::{Revision, TokenRecord};
use crate::scope::Scope;
use crate::standing::Standing;
use crate::time::UnixSeconds;
use crate::token::TokenIdentity;
use crate::wire::IssueToken;

/// Why a token is not issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum IssueError {
    /// The owner has a live token of that name.
    #[error("You have a token named \u{201c}{name}\u{201d}. Choose another name.")]
    NameTaken {
        /// The name of the other token, as it is spelled.
        name: String,
    },
    /// The owner's role does not allow that scope, so no token of theirs can have it.
    #[error("Your role does not allow the scope {scope}.")]
    ScopeBeyondRole {
        /// The first scope that is too much.
        scope: Scope,
    },
    /// The token would be good for nothing.
    #[error("Choose at least one scope.")]
    NoScope,
    /// The owner was deprovisioned.
    #[error("You may not generate tokens.")]
    OwnerDeprovisioned,
}

/// Makes the record of a token for `owner`. `namesake` is the owner's live token with the same
/// name, if there is one.
///
/// # Errors
/// [`IssueError`], in whose sentences a person is spoken to.
pub fn issue(
    token: TokenIdentity,
    request: &IssueToken,
    owner: &User,
    namesake: Option<&TokenRecord>,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<TokenRecord, IssueError> {
    if owner.deprovisioned_at.is_some() {
        return Err(IssueError::OwnerDeprovisioned);
    }
    if let Some(other) = namesake {
        return Err(IssueError::NameTaken { name: other.name.to_string() });
    }
    let allowed = policy.scopes_of(&owner.role);
    let scopes = request.scope.clone().unwrap_or_else(|| policy.scopes_by_default(&owner.role));
    if let Some(scope) = scopes.first_beyond(&allowed) {
        return Err(IssueError::ScopeBeyondRole { scope: scope.clone() });
    }
    if scopes.is_empty() {
        return Err(IssueError::NoScope);
    }
    Ok(TokenRecord {
        id: token.id,
        digest: token.digest,
        kind: token.kind,
        owner: owner.subject,
        name: request.name.clone(),
        description: request.description.clone(),
        scopes,
        issued_at: now,
        not_before: request.nbf,
        expires_at: request.exp,
        networks: request.networks.clone(),
        last_used_at: None,
        revoked: None,
        revision: Revision(1),
    })
}

impl TokenRecord {
    /// What KV has to be told of a token that is not revoked, after a change of this effect.
    pub fn to_projection(&self, owner: &User, effect: Effect) -> Vec<KvWrite> {
        vec![KvWrite::put_standing(&self.digest, &Standing::of(self, owner), effect)]
    }
}
