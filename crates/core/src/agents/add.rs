//! Adding an agent.

use serde::{Deserialize, Serialize};

use super::{Agent, AgentError, AgentKind, AgentSettings};
use crate::name::TokenName;
use crate::network::NetworkRule;
use crate::person::User;
use crate::policy::Policy;
use crate::record::{Revision, TokenRecord};
use crate::time::UnixSeconds;
use crate::token::TokenIdentity;

/// The most agents of one kind that a tenant has.
pub const MOST_AGENTS: usize = 100;

/// Add an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddAgent {
    /// Its kind.
    pub kind: AgentKind,
    /// Its name, unique among those of its kind.
    pub name: TokenName,
    /// What is set of it.
    pub settings: AgentSettings,
}

/// Makes an agent, whose token is bound to `owner`. `others` are all of its kind.
///
/// # Errors
/// [`AgentError`], in whose sentences a person is spoken to.
pub fn add(
    token: TokenIdentity,
    request: &AddAgent,
    owner: &User,
    others: &[Agent],
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Agent, AgentError> {
    let AddAgent { kind, name, settings } = request;
    require_free_name(*kind, name, others.iter())?;
    if others.len() >= MOST_AGENTS {
        return Err(AgentError::TooMany { kind: *kind });
    }
    require_scope(*kind, owner, policy)?;
    let record = TokenRecord {
        id: token.id,
        digest: token.digest,
        kind: token.kind,
        owner: owner.subject,
        name: name.clone(),
        description: None,
        scopes: kind.scopes(),
        issued_at: now,
        not_before: None,
        expires_at: None,
        networks: NetworkRule::default(),
        last_used_at: None,
        predecessor: None,
        revoked: None,
        exposed: None,
        revision: Revision(1),
    };
    Ok(Agent { record, created_by: owner.subject, modified_at: now, settings: settings.clone() })
}

pub(super) fn require_free_name<'a>(
    kind: AgentKind,
    name: &TokenName,
    mut others: impl Iterator<Item = &'a Agent>,
) -> Result<(), AgentError> {
    match others.find(|other| other.record.name.to_key() == name.to_key()) {
        Some(other) => Err(AgentError::NameTaken { kind, name: other.record.name.to_string() }),
        None => Ok(()),
    }
}

/// A token that its owner's role does not allow is refused wherever it is used.
pub(super) fn require_scope(
    kind: AgentKind,
    owner: &User,
    policy: &Policy,
) -> Result<(), AgentError> {
    match policy.scopes_of(&owner.role).contains(&kind.scope()) {
        true => Ok(()),
        false => Err(AgentError::ScopeBeyondRole { scope: kind.scope() }),
    }
}
