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
}

impl View {
    /// Every view.
    pub const ALL: [Self; 3] = [Self::Home, Self::SignIn, Self::ApiTokens];

    /// Those that stand in the frame, in the order of the rail.
    pub const FRAMED: [Self; 1] = [Self::ApiTokens];

    /// The word that stands for it in the document.
    pub fn word(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::SignIn => "sign-in",
            Self::ApiTokens => "api-tokens",
        }
    }

    /// Whether only full administrators may see it.
    pub fn is_for_full_administrators(self) -> bool {
        match self {
            Self::Home | Self::SignIn | Self::ApiTokens => false,
        }
    }

    /// Its path.
    pub fn path(self) -> &'static str {
        match self {
            Self::Home => "/",
            Self::SignIn => "/sign-in",
            Self::ApiTokens => "/settings/security-extensions/api-tokens",
        }
    }

    /// The view at a path.
    pub(super) fn find(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.path() == path)
    }
}
