//! What a server answered.

use bytes::Bytes;
use gatepass_core::wire::{Problem, ProblemKind};
use reqwest::header::HeaderMap;
use serde::de::DeserializeOwned;

/// An answer, read to its end.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// The headers.
    pub(crate) headers: HeaderMap,
    /// The body.
    pub(crate) body: Bytes,
}

impl Answer {
    /// Reads an answer to its end.
    pub(crate) async fn read(response: reqwest::Response) -> reqwest::Result<Self> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?;
        Ok(Self { status, headers, body })
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value; empty, if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).and_then(|value| value.to_str().ok());
        value.unwrap_or_default()
    }

    /// All values of a header.
    pub(crate) fn headers(&self, name: &str) -> Vec<&str> {
        let values = self.headers.get_all(name).iter();
        values.filter_map(|value| value.to_str().ok()).collect()
    }

    /// The same, after making sure of its status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    /// The body, which is JSON of this type.
    #[track_caller]
    pub(crate) fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// The problem document, after making sure that it is one and agrees with the status.
    #[track_caller]
    pub(crate) fn problem(&self) -> Problem {
        assert_eq!(
            self.header("content-type"),
            "application/problem+json",
            "{} {}",
            self.status,
            self.text()
        );
        let problem: Problem = self.json();
        assert_eq!(problem.status, self.status);
        problem
    }

    /// Makes sure that it is a problem of this kind.
    #[track_caller]
    pub(crate) fn expect_problem(&self, kind: ProblemKind) -> Problem {
        let problem = self.problem();
        assert_eq!((problem.kind, self.status), (kind, kind.status()));
        problem
    }

    /// Makes sure that it is a problem of this kind, told as a proxy takes it for a no: by 403.
    #[track_caller]
    pub(crate) fn expect_no(&self, kind: ProblemKind) -> Problem {
        let problem = self.problem();
        assert_eq!((problem.kind, self.status), (kind, 403));
        problem
    }

    /// Makes sure that it says that this member or parameter is wrong.
    #[track_caller]
    pub(crate) fn expect_wrong(&self, field: &str) {
        let problem = self.expect_problem(ProblemKind::InvalidRequest);
        assert_eq!(problem.field.as_deref(), Some(field), "{problem:?}");
        assert!(problem.detail.is_some(), "{problem:?}");
    }
}
