//! The views of the page.

/// A view of the page, at its own URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// `/`: leads to the API tokens.
    Home,
    /// Signing in, by link or as one of the people for development.
    SignIn,
    /// Settings → Security extensions → API tokens.
    ApiTokens,
    /// Settings → Security extensions → SIEM agents.
    SiemAgents,
    /// Settings → Cloud Discovery → Log collectors.
    LogCollectors,
    /// Settings → Activity log.
    ActivityLog,
    /// Settings → System → General: the tenant's settings.
    General,
    /// Settings → System → Users.
    Users,
    /// Settings → System → Sign-in: the providers to sign in with.
    SignInProviders,
    /// Settings → System → Provisioning: SCIM, and where roles come from.
    Provisioning,
    /// Settings → Your account → Sessions.
    Sessions,
}

impl View {
    /// Every view.
    pub const ALL: [Self; 11] = [
        Self::Home,
        Self::SignIn,
        Self::ApiTokens,
        Self::SiemAgents,
        Self::LogCollectors,
        Self::ActivityLog,
        Self::General,
        Self::Users,
        Self::SignInProviders,
        Self::Provisioning,
        Self::Sessions,
    ];

    /// Those that stand in the frame, in the order of the rail.
    pub const FRAMED: [Self; 9] = [
        Self::ApiTokens,
        Self::SiemAgents,
        Self::LogCollectors,
        Self::ActivityLog,
        Self::General,
        Self::Users,
        Self::SignInProviders,
        Self::Provisioning,
        Self::Sessions,
    ];

    /// The word that stands for it in the document.
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::SignIn => "sign-in",
            Self::ApiTokens => "api-tokens",
            Self::SiemAgents => "siem-agents",
            Self::LogCollectors => "log-collectors",
            Self::ActivityLog => "activity-log",
            Self::General => "general",
            Self::Users => "users",
            Self::SignInProviders => "sign-in-providers",
            Self::Provisioning => "provisioning",
            Self::Sessions => "sessions",
        }
    }

    /// Whether only full administrators may see it.
    pub fn is_for_full_administrators(self) -> bool {
        match self {
            Self::Home | Self::SignIn | Self::ApiTokens | Self::Sessions => false,
            Self::SiemAgents
            | Self::LogCollectors
            | Self::ActivityLog
            | Self::General
            | Self::Users
            | Self::SignInProviders
            | Self::Provisioning => true,
        }
    }

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::SignIn => "/sign-in",
            Self::ApiTokens => "/settings/security-extensions/api-tokens",
            Self::SiemAgents => "/settings/security-extensions/siem-agents",
            Self::LogCollectors => "/settings/cloud-discovery/log-collectors",
            Self::ActivityLog => "/settings/activity-log",
            Self::General => "/settings/general",
            Self::Users => "/settings/users",
            Self::SignInProviders => "/settings/sign-in",
            Self::Provisioning => "/settings/provisioning",
            Self::Sessions => "/settings/sessions",
        }
    }

    /// The view at a path.
    pub(super) fn find(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.path() == path)
    }
}
