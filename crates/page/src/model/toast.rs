//! The messages that come and go by themselves.

use gatepass_core::name::TokenName;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::wire::RevokedToken;

use super::{Failure, UsersToast};

/// How long a message stays at least: time to read two sentences twice (WCAG 2.2, 2.2.1).
const SHOWN_FOR: Seconds = Seconds(20);

/// How many are shown at once; the oldest makes room.
const MOST_SHOWN: usize = 4;

/// The messages shown now, oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Toasts {
    next: u32,
    shown: Vec<Toast>,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    /// Tells it from the others.
    pub id: u32,
    /// What it says.
    pub kind: ToastKind,
    /// When it may go.
    pub until: UnixSeconds,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToastKind {
    /// A token was revoked.
    Revoked {
        /// Its name.
        name: TokenName,
        /// By when no edge takes it.
        answer: RevokedToken,
    },
    /// Several tokens were revoked.
    SeveralRevoked {
        /// How many.
        count: usize,
        /// By when no edge takes the last of them.
        answer: RevokedToken,
    },
    /// None of several tokens was revoked.
    SeveralNotRevoked {
        /// How many.
        count: usize,
        /// Why not.
        failure: Failure,
    },
    /// A token was gone before it could be revoked.
    AlreadyGone {
        /// Its name.
        name: TokenName,
    },
    /// A token could not be revoked.
    NotRevoked {
        /// Its name.
        name: TokenName,
        /// Why not.
        failure: Failure,
    },
    /// Something about people.
    Users(UsersToast),
    /// An agent was deleted.
    AgentDeleted {
        /// Its name.
        name: TokenName,
        /// By when no edge takes its token.
        answer: RevokedToken,
    },
    /// Signing out failed.
    NotSignedOut {
        /// Why.
        failure: Failure,
    },
}

impl ToastKind {
    /// Whether it tells of something that went wrong.
    pub fn is_error(&self) -> bool {
        match self {
            Self::Users(toast) => toast.is_error(),
            Self::Revoked { .. }
            | Self::SeveralRevoked { .. }
            | Self::AlreadyGone { .. }
            | Self::AgentDeleted { .. } => false,
            Self::NotRevoked { .. }
            | Self::SeveralNotRevoked { .. }
            | Self::NotSignedOut { .. } => true,
        }
    }
}

impl Toasts {
    /// The messages, oldest first.
    pub fn shown(&self) -> &[Toast] {
        &self.shown
    }

    /// Adds one.
    pub fn push(&mut self, kind: ToastKind, now: UnixSeconds) {
        self.shown.push(Toast { id: self.next, kind, until: now + SHOWN_FOR });
        self.next = self.next.wrapping_add(1);
        if self.shown.len() > MOST_SHOWN {
            self.shown.remove(0);
        }
    }

    /// Takes one away.
    pub fn dismiss(&mut self, id: u32) {
        self.shown.retain(|toast| toast.id != id);
    }

    /// Takes those away whose time is over.
    pub fn expire(&mut self, now: UnixSeconds) {
        self.shown.retain(|toast| toast.until > now);
    }
}
