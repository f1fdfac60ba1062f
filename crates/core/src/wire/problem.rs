//! Errors, as RFC 9457 has them.

use serde::{Deserialize, Serialize};

/// A problem document. RFC 9457 §3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What kind of problem it is: a URN.
    #[serde(rename = "type")]
    pub kind: ProblemKind,
    /// The kind in words.
    pub title: String,
    /// The status code.
    pub status: u16,
    /// What is wrong this time, and what would be right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// The member or parameter that is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// The kinds of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ProblemKind {
    /// The request has something in it that is wrong; `field` names it.
    #[serde(rename = "urn:gatepass:problem:invalid-request")]
    InvalidRequest,
    /// Nobody is signed in, or no token was sent.
    #[serde(rename = "urn:gatepass:problem:unauthenticated")]
    Unauthenticated,
    /// The token is none that is valid now.
    #[serde(rename = "urn:gatepass:problem:invalid-token")]
    InvalidToken,
    /// It is known who asks, and they may not.
    #[serde(rename = "urn:gatepass:problem:permission-denied")]
    PermissionDenied,
    /// It is known who asks, and they have to sign in again first.
    #[serde(rename = "urn:gatepass:problem:sign-in-too-old")]
    SignInTooOld,
    /// The token lacks a scope.
    #[serde(rename = "urn:gatepass:problem:insufficient-scope")]
    InsufficientScope,
    /// There is nothing there for the one who asks.
    #[serde(rename = "urn:gatepass:problem:not-found")]
    NotFound,
    /// The path does not take the method.
    #[serde(rename = "urn:gatepass:problem:method-not-allowed")]
    MethodNotAllowed,
    /// None of the forms that there are is accepted.
    #[serde(rename = "urn:gatepass:problem:not-acceptable")]
    NotAcceptable,
    /// What was to be made exists already.
    #[serde(rename = "urn:gatepass:problem:already-exists")]
    AlreadyExists,
    /// As things stand, it can't be done.
    #[serde(rename = "urn:gatepass:problem:conflict")]
    Conflict,
    /// The body is larger than any that is asked for.
    #[serde(rename = "urn:gatepass:problem:too-large")]
    TooLarge,
    /// The body is not JSON by its `Content-Type`.
    #[serde(rename = "urn:gatepass:problem:unsupported-media-type")]
    UnsupportedMediaType,
    /// There were too many requests; trying again later helps.
    #[serde(rename = "urn:gatepass:problem:too-many-requests")]
    TooManyRequests,
    /// The API behind could not be reached.
    #[serde(rename = "urn:gatepass:problem:bad-gateway")]
    BadGateway,
    /// The API behind did not answer in time.
    #[serde(rename = "urn:gatepass:problem:gateway-timeout")]
    GatewayTimeout,
    /// Nobody could be asked; trying again may help.
    #[serde(rename = "urn:gatepass:problem:unavailable")]
    Unavailable,
    /// A fault of ours.
    #[serde(rename = "urn:gatepass:problem:internal")]
    Internal,
}

impl ProblemKind {
    /// The status code. RFC 9110 §15.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest => 400,
            Self::Unauthenticated | Self::InvalidToken => 401,
            Self::PermissionDenied | Self::SignInTooOld | Self::InsufficientScope => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::NotAcceptable => 406,
            Self::AlreadyExists | Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::BadGateway => 502,
            Self::Unavailable => 503,
            Self::GatewayTimeout => 504,
        }
    }

    /// The kind in words.
    pub fn title(self) -> &'static str {
        match self {
            Self::InvalidRequest => "Invalid request",
            Self::Unauthenticated => "Authentication required",
            Self::InvalidToken => "Invalid token",
            Self::PermissionDenied => "Permission denied",
            Self::SignInTooOld => "Sign in again",
            Self::InsufficientScope => "Insufficient scope",
            Self::NotFound => "Not found",
            Self::MethodNotAllowed => "Method not allowed",
            Self::NotAcceptable => "Not acceptable",
            Self::AlreadyExists => "Already exists",
            Self::Conflict => "Not possible now",
            Self::TooLarge => "Request too large",
            Self::UnsupportedMediaType => "Unsupported media type",
            Self::TooManyRequests => "Too many requests",
            Self::BadGateway => "Bad gateway",
            Self::GatewayTimeout => "Gateway timeout",
            Self::Unavailable => "Temporarily unavailable",
            Self::Internal => "Internal error",
        }
    }
}

impl Problem {
    /// A problem of this kind, with nothing to add.
    pub fn of(kind: ProblemKind) -> Self {
        let title = kind.title().to_owned();
        Self { kind, title, status: kind.status(), detail: None, field: None }
    }

    /// The same, saying what is wrong and what would be right.
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// An invalid request: which member or parameter is wrong, and what would be right.
    pub fn of_field(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let field = Some(field.into());
        Self { field, ..Self::of(ProblemKind::InvalidRequest).with_detail(detail) }
    }
}
