//! Who is signed in, and where: one's own sessions, and anyone's for full administrators.

use gatepass_core::id::Subject;
use gatepass_core::session::SessionId;
use worker::{Request, Response};

use super::session::Asking;
use crate::answer::{Failure, done, json};
use crate::call::{EndSession, EndSessions, ListSessions};
use crate::edge::Edge;
use crate::registry::RegistryClient;

/// One's own sessions.
pub(crate) async fn own(edge: &Edge, request: &Request) -> Result<Response, Failure> {
    list(edge, request, None).await
}

/// A user's sessions.
pub(crate) async fn of(edge: &Edge, request: &Request, sub: Subject) -> Result<Response, Failure> {
    list(edge, request, Some(sub)).await
}

async fn list(edge: &Edge, request: &Request, of: Option<Subject>) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = ListSessions { asker, of };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}

/// Ends a session.
pub(crate) async fn end(
    edge: &Edge,
    request: &Request,
    id: SessionId,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    RegistryClient::of(&edge.env, &tenant).call(EndSession { asker, id }).await?;
    Ok(done()?)
}

/// Ends all of a user's sessions.
pub(crate) async fn end_all(
    edge: &Edge,
    request: &Request,
    of: Subject,
) -> Result<Response, Failure> {
    let Asking { tenant, asker } = Asking::of(edge, request)?;
    let call = EndSessions { asker, of };
    Ok(json(200, &RegistryClient::of(&edge.env, &tenant).call(call).await?)?)
}
