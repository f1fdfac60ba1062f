//! Issuing a token.

use serde::{Deserialize, Serialize};

use super::terms::{TermsError, judge_expiry, judge_networks, judge_span, judge_start};
use crate::person::User;
use crate::policy::Policy;
use crate::record::{Revision, TokenRecord};
use crate::scope::{Scope, ScopeSet};
use crate::settings::{MostLiveTokens, TenantSettings};
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
    /// The owner has as many live tokens as the tenant allows.
    #[error("You have {most} tokens, and your tenant allows no more. Revoke one first.")]
    TooMany {
        /// How many the tenant allows.
        most: MostLiveTokens,
    },
    /// It may not be used under such terms.
    #[error(transparent)]
    Terms(TermsError),
}

impl From<TermsError> for IssueError {
    fn from(error: TermsError) -> Self {
        Self::Terms(error)
    }
}

/// What a token's owner has beside it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Others<'a> {
    /// The live token of the same name and kind, if there is one.
    pub namesake: Option<&'a TokenRecord>,
    /// How many live tokens of the kind there are.
    pub live: u64,
}

/// What a deployment and a tenant allow.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// What each role may do.
    pub policy: &'a Policy,
    /// What the tenant's administrators have set.
    pub settings: &'a TenantSettings,
}

impl Others<'_> {
    /// Whether there is room for one more.
    pub(super) fn has_room(&self, settings: &TenantSettings) -> bool {
        self.live < u64::from(u32::from(settings.most_live_tokens))
    }
}

/// Makes the record of a token for `owner`, who has `others`.
///
/// # Errors
/// [`IssueError`], in whose sentences a person is spoken to.
pub fn issue(
    token: TokenIdentity,
    request: &IssueToken,
    owner: &User,
    others: Others<'_>,
    rules: Rules<'_>,
    now: UnixSeconds,
) -> Result<TokenRecord, IssueError> {
    if owner.deprovisioned_at.is_some() {
        return Err(IssueError::OwnerDeprovisioned);
    }
    if let Some(other) = others.namesake {
        return Err(IssueError::NameTaken { name: other.name.to_string() });
    }
    let scopes = judge_scopes(request, owner, rules.policy)?;
    judge_start(request.nbf)?;
    judge_expiry(request.exp, rules.settings, now)?;
    judge_span(request.nbf, request.exp)?;
    judge_networks(&request.networks)?;
    if !others.has_room(rules.settings) {
        return Err(IssueError::TooMany { most: rules.settings.most_live_tokens });
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
        predecessor: None,
        revoked: None,
        exposed: None,
        revision: Revision::FIRST,
    })
}

fn judge_scopes(
    request: &IssueToken,
    owner: &User,
    policy: &Policy,
) -> Result<ScopeSet, IssueError> {
    let allowed = policy.scopes_of(&owner.role);
    let scopes = request.scope.clone().unwrap_or_else(|| policy.scopes_by_default(&owner.role));
    if let Some(scope) = scopes.first_beyond(&allowed) {
        return Err(IssueError::ScopeBeyondRole { scope: scope.clone() });
    }
    if scopes.is_empty() {
        return Err(IssueError::NoScope);
    }
    Ok(scopes)
}
