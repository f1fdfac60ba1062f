//! What is told to clients by RFC 7662, and how errors are told there.

use serde::{Deserialize, Serialize};

use super::{Problem, ProblemKind};
use crate::id::{Subject, TenantId, TokenId};
use crate::scope::ScopeSet;
use crate::time::UnixSeconds;
use crate::token::TokenKind;

/// How a token is to be used. RFC 6750.
pub const BEARER: &str = "Bearer";

/// What a token is good for. RFC 7662 §2.2; what is ours is named so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActiveToken {
    /// What it may do now: left out, if that is nothing.
    #[serde(skip_serializing_if = "ScopeSet::is_empty")]
    pub scope: ScopeSet,
    /// Whom it was issued for.
    pub sub: Subject,
    /// Its public id.
    pub jti: TokenId,
    /// From when on it is valid, if not at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nbf: Option<UnixSeconds>,
    /// From when on it is not valid any more, if ever.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<UnixSeconds>,
    /// How it is to be used.
    pub token_type: &'static str,
    /// Who issued it: the URL of the host that was asked.
    pub iss: String,
    /// Its tenant.
    pub gatepass_tenant: TenantId,
    /// Whose program it is made for.
    pub gatepass_kind: TokenKind,
}

/// Whether a token is good for anything, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Introspection {
    active: bool,
    #[serde(flatten)]
    token: Option<ActiveToken>,
}

impl Introspection {
    /// It is good for this.
    pub fn of(token: ActiveToken) -> Self {
        Self { active: true, token: Some(token) }
    }

    /// It is good for nothing.
    pub fn inactive() -> Self {
        Self { active: false, token: None }
    }
}

/// The code of an error. RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OauthErrorCode {
    /// The request has something in it that is wrong.
    InvalidRequest,
    /// The client does not show who it is.
    InvalidClient,
    /// The client's token lacks a scope.
    InsufficientScope,
    /// The client may not do it.
    AccessDenied,
    /// A fault of ours.
    ServerError,
    /// Nobody could be asked; trying again may help.
    TemporarilyUnavailable,
}

/// An error. RFC 6749 §5.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OauthError {
    /// Its code.
    pub error: OauthErrorCode,
    /// What is wrong, for people.
    pub error_description: String,
}

impl From<&Problem> for OauthError {
    fn from(problem: &Problem) -> Self {
        let error_description = problem.detail.as_ref().unwrap_or(&problem.title).clone();
        Self { error: code_of(problem.kind), error_description }
    }
}

fn code_of(kind: ProblemKind) -> OauthErrorCode {
    match kind {
        ProblemKind::Unauthenticated | ProblemKind::InvalidToken => OauthErrorCode::InvalidClient,
        ProblemKind::InsufficientScope => OauthErrorCode::InsufficientScope,
        ProblemKind::PermissionDenied | ProblemKind::SignInTooOld => OauthErrorCode::AccessDenied,
        ProblemKind::TooManyRequests | ProblemKind::Unavailable => {
            OauthErrorCode::TemporarilyUnavailable
        }
        ProblemKind::BadGateway | ProblemKind::GatewayTimeout | ProblemKind::Internal => {
            OauthErrorCode::ServerError
        }
        ProblemKind::InvalidRequest
        | ProblemKind::NotFound
        | ProblemKind::MethodNotAllowed
        | ProblemKind::NotAcceptable
        | ProblemKind::AlreadyExists
        | ProblemKind::Conflict
        | ProblemKind::TooLarge
        | ProblemKind::UnsupportedMediaType => OauthErrorCode::InvalidRequest,
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::oauth::ParseFormError;
    use crate::policy::Period;
    use crate::refusal::Refusal;
    use crate::samples::{NOON, subject};
    use crate::scope::Scope;

    fn json(value: &impl Serialize) -> String {
        serde_json::to_string(value).unwrap()
    }

    fn token() -> ActiveToken {
        let jti: TokenId = "tenant0123456789".parse().unwrap();
        ActiveToken {
            scope: "read write".parse().unwrap(),
            sub: subject("ada"),
            jti,
            nbf: None,
            exp: None,
            token_type: BEARER,
            iss: "https://contoso.eu.portal.example.com".to_owned(),
            gatepass_tenant: jti.tenant,
            gatepass_kind: TokenKind::User,
        }
    }

    #[test]
    fn of_a_token_that_is_good_for_nothing_nothing_is_told() {
        assert_eq!(json(&Introspection::inactive()), r#"{"active":false}"#);
    }

    #[test]
    fn a_good_token_is_pinned() {
        assert_eq!(
            json(&Introspection::of(token())),
            r#"{"active":true,"scope":"read write","sub":"000000000ada","jti":"tenant0123456789","token_type":"Bearer","iss":"https://contoso.eu.portal.example.com","gatepass_tenant":"tenant","gatepass_kind":"user"}"#
        );
    }

    #[test]
    fn what_is_absent_is_left_out_and_moments_are_numbers() {
        let token =
            ActiveToken { scope: ScopeSet::default(), nbf: Some(NOON), exp: Some(NOON), ..token() };
        let json = json(&Introspection::of(token));
        assert!(json.contains(r#","nbf":1795521600,"exp":1795521600,"#), "{json}");
        assert!(!json.contains("scope"), "{json}");
    }

    #[test]
    fn errors_have_the_standards_codes_and_characters() {
        for (problem, code) in [
            (Refusal::NoToken.to_problem(), "invalid_client"),
            (Refusal::Forged.to_problem(), "invalid_client"),
            (Refusal::Revoked.to_problem(), "invalid_client"),
            (Refusal::OwnerDeprovisioned.to_problem(), "access_denied"),
            (Refusal::InsufficientScope(Scope::INTROSPECT).to_problem(), "insufficient_scope"),
            (Refusal::Unavailable.to_problem(), "temporarily_unavailable"),
            (Refusal::TooManyRequests(Period::Minute).to_problem(), "temporarily_unavailable"),
            (Problem::of(ProblemKind::Internal), "server_error"),
            (Problem::of(ProblemKind::TooLarge), "invalid_request"),
            (Problem::of_field("token", ParseFormError::NoToken.to_string()), "invalid_request"),
            (Problem::of_field("a", ParseFormError::Repeated("a").to_string()), "invalid_request"),
            (Problem::of_field("a", ParseFormError::Address.to_string()), "invalid_request"),
        ] {
            let error = OauthError::from(&problem);
            let text = error.error_description.clone();
            assert_eq!(
                json(&error),
                format!(r#"{{"error":"{code}","error_description":"{text}"}}"#)
            );
            // RFC 6749 §5.2.
            let is_allowed = |c: char| matches!(c, ' '..='~') && c != '"' && c != '\\';
            assert!(!text.is_empty() && text.chars().all(is_allowed), "{text}");
        }
    }
}
