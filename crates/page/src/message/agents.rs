//! What happens to SIEM agents and log collectors.

use gatepass_core::agents::{AddAgent, AgentFormat, AgentKind, Notifications};
use gatepass_core::id::TokenId;
use gatepass_core::wire::{AgentPage, AgentView, RevokedToken};

use crate::model::Failure;

/// Something that happens to agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentsMessage {
    /// The server listed the agents of a kind.
    Listed {
        /// The kind.
        kind: AgentKind,
        /// Which question it answers.
        number: u32,
        /// The agents.
        outcome: Result<AgentPage, Failure>,
    },

    /// "Add …" was chosen.
    AddChosen,
    /// "Edit" was chosen in a row's menu.
    EditChosen(TokenId),
    /// Something was entered in the form.
    Entered(Entry),
    /// The form was submitted.
    FormSubmitted,
    /// The server changed an agent, or did not.
    Changed {
        /// The kind.
        kind: AgentKind,
        /// The agent as it is now.
        outcome: Result<Box<AgentView>, Failure>,
    },

    /// "Regenerate token" was chosen in a row's menu.
    RegenerateChosen(TokenId),
    /// "Delete" was chosen in a row's menu.
    DeleteChosen(TokenId),
    /// What the dialog asks was confirmed.
    Confirmed,
    /// The server added an agent or gave it another token, or did not.
    Issued {
        /// The kind.
        kind: AgentKind,
        /// The agent, without the token.
        outcome: Result<Box<NewAgent>, Failure>,
    },
    /// The server deleted an agent, or did not.
    Deleted {
        /// The kind.
        kind: AgentKind,
        /// Which agent.
        id: TokenId,
        /// By when no edge takes its token.
        outcome: Result<RevokedToken, Failure>,
    },
}

/// Something entered in the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The name.
    Name(String),
    /// The form in which the agent reads events.
    Format(AgentFormat),
    /// Of what the agent is told.
    Notifications(Notifications),
    /// Where the logs come from, a name on each line.
    Sources(String),
}

/// An agent with a token just issued, without the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgent {
    /// The agent as its table shows it.
    pub view: AgentView,
    /// The tenant's own URL.
    pub url: String,
}

/// What the page asks of the server about agents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentsCall {
    /// List those of a kind.
    List {
        /// The kind.
        kind: AgentKind,
        /// Tells the answer from others.
        number: u32,
    },
    /// Add one.
    Add(AddAgent),
    /// Make one what the request says.
    Edit(TokenId, AddAgent),
    /// Give one another token.
    Regenerate(AgentKind, TokenId),
    /// Delete one.
    Delete(AgentKind, TokenId),
}
