//! Giving an agent another token.

use super::add::require_scope;
use super::{Agent, AgentError, AgentKind};
use crate::person::User;
use crate::policy::Policy;
use crate::record::TokenRecord;
use crate::time::UnixSeconds;

/// The agent as it gets another token: bound to who regenerates it, so that nobody gets hold of a
/// token with somebody else's privileges.
///
/// # Errors
/// [`AgentError::ScopeBeyondRole`] and [`AgentError::Revoked`].
pub fn regenerate(
    agent: &Agent,
    kind: AgentKind,
    by: &User,
    policy: &Policy,
    now: UnixSeconds,
) -> Result<Agent, AgentError> {
    if agent.record.revoked.is_some() {
        return Err(AgentError::Revoked);
    }
    require_scope(kind, by, policy)?;
    let record = TokenRecord { owner: by.subject, ..agent.record.clone() };
    Ok(Agent { record, modified_at: now, ..agent.clone() })
}
