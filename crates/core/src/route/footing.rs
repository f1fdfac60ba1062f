//! What a request for a route rests on, and so from where a browser may send it.

use super::{Method, Route};

/// What a request for a route rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Footing {
    /// Nothing that a browser adds by itself: a token, a secret, or nothing at all.
    Shown,
    /// What a provider sends a browser back with, from its own pages, and a cookie that began it: it
    /// opens a session only where both belong together.
    Return,
    /// What it shows in its body makes a session, of whoever's browser sends it.
    SignIn,
    /// The cookie of a session, unless it has `Authorization`. The portal's own page asks for it.
    Session,
    /// Likewise, and a link of that page leads to it, which a browser keeps as a file.
    Download,
}

/// What a browser says of where a request comes from, as its headers came.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sender<'a> {
    /// `Sec-Fetch-Site`, which no page can set. Source: Fetch Metadata Request Headers, W3C.
    pub site: Option<&'a str>,
    /// `Sec-Fetch-Dest`: what the answer is for. Likewise.
    pub destination: Option<&'a str>,
    /// `Origin`.
    pub origin: Option<&'a str>,
    /// Whether it has `Authorization`, and so counts by that alone.
    pub has_authorization: bool,
    /// Whether it has a session's cookie.
    pub has_session: bool,
}

/// A browser was made to send it by somebody else's page, or for something else than a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the request does not come from the portal's own page")]
pub struct NotFromThePage;

impl Route {
    /// What a request for it rests on.
    pub fn footing(&self) -> Footing {
        match self {
            Self::View(_)
            | Self::SignInOptions
            | Self::Tenants
            | Self::CreateTenant
            | Self::TenantLink(_)
            | Self::StoredLog(_)
            | Self::Drift(_)
            | Self::Rebuild(_)
            | Self::Metrics
            | Self::Fault(..)
            | Self::AdvanceClock(_)
            | Self::Verify
            | Self::Introspect
            | Self::RevokeShown
            | Self::ReportLeaked
            | Self::ReportByGithub
            | Self::AuthorizationServer
            | Self::ProtectedResource
            | Self::Health
            | Self::Upstream
            | Self::Scim(_)
            | Self::Asset => Footing::Shown,
            Self::SignInCallback => Footing::Return,
            Self::SignInByLink | Self::SignInForDevelopment | Self::BeginSignIn => Footing::SignIn,
            Self::SignOut
            | Self::Me
            | Self::Tokens
            | Self::IssueToken
            | Self::Token(_)
            | Self::EditToken(_)
            | Self::RegenerateToken(_)
            | Self::RevokeToken(_)
            | Self::RevokeTokens
            | Self::Settings
            | Self::ChangeSettings
            | Self::Agents(_)
            | Self::AddAgent(_)
            | Self::EditAgent(..)
            | Self::RegenerateAgent(..)
            | Self::DeleteAgent(..)
            | Self::Activity
            | Self::Users
            | Self::AddUser
            | Self::EditUser(_)
            | Self::UserLink(_)
            | Self::DeprovisionUser(_)
            | Self::ReprovisionUser(_)
            | Self::UserImpact(_)
            | Self::UserSessions(_)
            | Self::EndUserSessions(_)
            | Self::Sessions
            | Self::EndSession(_)
            | Self::HandUserOver(_)
            | Self::Provisioning
            | Self::ChangeProvisioning
            | Self::IssueScimToken
            | Self::SwitchProvisioningOff
            | Self::Providers
            | Self::AddProvider
            | Self::EditProvider(_)
            | Self::DeleteProvider(_)
            | Self::TestProvider(_) => Footing::Session,
            // It goes into the log itself, so no other page has a part in it.
            Self::ExportActivity => Footing::Download,
        }
    }

    /// Whether a request for it may come from there. `own_origin` is the portal's, at which it is
    /// asked for.
    ///
    /// # Errors
    /// [`NotFromThePage`].
    pub fn admits(&self, sender: &Sender<'_>, own_origin: &str) -> Result<(), NotFromThePage> {
        let is_for = |wanted: &[&str]| sender.destination.is_none_or(|it| wanted.contains(&it));
        let is_same_origin =
            sender.site.map_or(sender.origin == Some(own_origin), |site| site == "same-origin");
        let is_read = self.method() == Method::Get;
        let is_admitted = match self.footing() {
            Footing::Shown | Footing::Return => true,
            Footing::SignIn => is_for(&["empty"]) && is_same_origin,
            Footing::Session | Footing::Download if sender.has_authorization => true,
            Footing::Session => {
                let is_harmless = if is_read { sender.site.is_none() } else { !sender.has_session };
                is_for(&["empty"]) && (is_harmless || is_same_origin)
            }
            Footing::Download => {
                is_for(&["empty", "document"]) && (!sender.has_session || is_same_origin)
            }
        };
        if is_admitted { Ok(()) } else { Err(NotFromThePage) }
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    const OWN: &str = "https://portal.example.com";
    const OTHER: &str = "https://evil.example";

    fn page() -> Sender<'static> {
        let (site, destination) = (Some("same-origin"), Some("empty"));
        Sender { site, destination, origin: Some(OWN), has_session: true, ..Sender::default() }
    }

    fn elsewhere() -> Sender<'static> {
        Sender { site: Some("cross-site"), origin: Some(OTHER), ..page() }
    }

    fn is_admitted(route: &Route, sender: Sender<'_>) -> bool {
        route.admits(&sender, OWN).is_ok()
    }

    #[test]
    fn the_page_may_ask_for_all_that_rests_on_its_session() {
        for route in [Route::Me, Route::IssueToken, Route::ExportActivity, Route::SignInByLink] {
            assert!(is_admitted(&route, page()), "{route:?}");
            let older = Sender { site: None, destination: None, ..page() };
            assert!(is_admitted(&route, older), "{route:?}");
        }
    }

    #[test]
    fn nobody_elses_page_may() {
        for route in [Route::Me, Route::IssueToken, Route::ExportActivity, Route::SignInByLink] {
            for site in ["cross-site", "same-site", "none", "Same-Origin", ""] {
                let sender = Sender { site: Some(site), ..page() };
                assert!(!is_admitted(&route, sender), "{route:?} {site}");
            }
            assert!(!is_admitted(&route, elsewhere()), "{route:?}");
        }
        for origin in [
            None,
            Some("null"),
            Some(""),
            Some(OTHER),
            Some("https://portal.example.com.evil.example"),
        ] {
            let older = Sender { site: None, destination: None, origin, ..page() };
            for route in [Route::IssueToken, Route::ExportActivity, Route::SignInByLink] {
                assert!(!is_admitted(&route, older), "{route:?} {origin:?}");
            }
        }
    }

    #[test]
    fn an_answer_for_a_script_is_given_to_nothing_else() {
        for destination in ["document", "iframe", "image", "script", "style", "object", "worker"] {
            let sender = Sender { destination: Some(destination), ..page() };
            for route in [Route::Me, Route::Tokens, Route::IssueToken, Route::SignInByLink] {
                assert!(!is_admitted(&route, sender), "{route:?} {destination}");
            }
            let is_document = destination == "document";
            assert_eq!(is_admitted(&Route::ExportActivity, sender), is_document, "{destination}");
        }
    }

    #[test]
    fn who_shows_a_token_may_come_from_anywhere() {
        for route in [Route::Me, Route::IssueToken, Route::ExportActivity, Route::SignOut] {
            let sender = Sender { has_authorization: true, ..elsewhere() };
            assert!(is_admitted(&route, sender), "{route:?}");
        }
        let sender = Sender { has_authorization: true, ..elsewhere() };
        assert!(!is_admitted(&Route::SignInByLink, sender));
    }

    #[test]
    fn a_program_without_a_session_hears_that_it_has_none() {
        for route in [Route::Me, Route::IssueToken, Route::ExportActivity] {
            assert!(is_admitted(&route, Sender::default()), "{route:?}");
        }
        assert!(!is_admitted(&Route::SignInByLink, Sender::default()));
    }

    #[test]
    fn a_provider_sends_a_browser_back_from_its_own_pages() {
        let sender = Sender { destination: Some("document"), ..elsewhere() };
        assert!(is_admitted(&Route::SignInCallback, sender));
        assert!(!is_admitted(&Route::BeginSignIn, sender));
    }

    #[test]
    fn what_rests_on_nothing_that_a_browser_adds_is_for_everybody() {
        for route in [Route::Verify, Route::Upstream, Route::Introspect, Route::CreateTenant] {
            assert!(is_admitted(&route, elsewhere()), "{route:?}");
        }
    }
}
