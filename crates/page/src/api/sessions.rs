//! Sessions.

use gatepass_core::id::Subject;
use gatepass_core::route::Route;
use gatepass_core::session::SessionId;
use gatepass_core::wire::{EndedSessions, SessionList};

use super::{ask, read};
use crate::model::Failure;

/// Lists one's own.
pub async fn list() -> Result<SessionList, Failure> {
    read(ask(&Route::Sessions, None, None).await?)
}

/// Ends one.
pub async fn end(id: SessionId) -> Result<(), Failure> {
    ask(&Route::EndSession(id), None, None).await.map(drop)
}

/// Ends all of a user's.
pub async fn end_all(sub: Subject) -> Result<EndedSessions, Failure> {
    read(ask(&Route::EndUserSessions(sub), None, None).await?)
}
