//! One's own sessions.

use gatepass_core::session::SessionId;
use gatepass_core::wire::{SessionList, SessionView};

use super::Asked;

/// One's own sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sessions {
    /// The sessions as they are.
    pub list: Asked<SessionList>,
    /// The one that is being ended.
    pub ending: Option<SessionId>,
    /// Which one was not ended, and why, in a sentence.
    pub trouble: Option<(SessionId, String)>,
}

impl Sessions {
    /// Those that are shown.
    pub fn rows(&self) -> &[SessionView] {
        self.list.answer.as_ref().map(|list| list.data.as_slice()).unwrap_or_default()
    }

    /// Forgets all of it, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.list.forget();
        *self = Self { list: std::mem::take(&mut self.list), ..Self::default() };
    }
}
