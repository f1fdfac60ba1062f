//! What the providers to sign in with are called, and what is asked of them.

use gatepass_core::oidc::ProviderKind;

/// The labels and hints of a provider's form, by its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProviderWords {
    /// The label of the issuer.
    pub issuer: &'static str,
    /// Its hint.
    pub issuer_hint: &'static str,
    /// The label of the client id.
    pub client_id: &'static str,
    /// Its hint.
    pub client_id_hint: &'static str,
}

/// What a kind of provider is called.
pub fn provider_kind(kind: ProviderKind) -> &'static str {
    match kind {
        ProviderKind::Openid => "OpenID Connect",
        ProviderKind::Access => "Cloudflare Access",
    }
}

/// The labels and hints of the form for this kind.
pub fn provider_form(kind: ProviderKind) -> ProviderWords {
    match kind {
        ProviderKind::Openid => ProviderWords {
            issuer: "Issuer URL",
            issuer_hint: "As the provider states it, to the letter: https://login.example.com.",
            client_id: "Client ID",
            client_id_hint: "As whom this tenant is registered there.",
        },
        ProviderKind::Access => ProviderWords {
            issuer: "Team domain",
            issuer_hint: "The whole URL: https://team.cloudflareaccess.com.",
            client_id: "Application audience (AUD) tag",
            client_id_hint: "Of the Access application that this address is behind. Without it, \
                             signing in by Access is off.",
        },
    }
}
