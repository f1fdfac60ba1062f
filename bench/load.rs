//! Asking a lot at once.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::{Client, Method};
use tokio::task::JoinSet;

/// How many requests are under way at once.
const AT_ONCE: usize = 8;

/// A question that is asked of every arm.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    /// The method.
    pub(crate) method: Method,
    /// The `Authorization`, if there is one.
    pub(crate) authorization: Option<String>,
}

/// What is told of an answer where arms are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Told {
    /// The status code.
    pub(crate) status: u16,
    /// The headers, but for those of the connection.
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: String,
}

/// Somebody who asks.
#[derive(Clone)]
pub(crate) struct Load {
    http: Client,
}

impl Question {
    /// Whether this token may read.
    pub(crate) fn of(token: &str) -> Self {
        Self { method: Method::GET, authorization: Some(format!("Bearer {token}")) }
    }
}

impl Told {
    /// Who the request acts as, in headers.
    pub(crate) fn identity(&self) -> impl Iterator<Item = &(String, String)> {
        self.headers.iter().filter(|(name, _)| name.starts_with("gatepass-"))
    }

    /// Whether a token is asked for.
    pub(crate) fn has_challenge(&self) -> bool {
        self.headers.iter().any(|(name, _)| name == "www-authenticate")
    }
}

impl Load {
    /// Somebody who keeps connections open.
    pub(crate) fn new() -> Result<Self> {
        let http = Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?;
        Ok(Self { http })
    }

    async fn send(&self, origin: &str, question: &Question) -> Result<reqwest::Response> {
        let request = self.http.request(question.method.clone(), format!("{origin}/verify"));
        let request = match &question.authorization {
            Some(value) => request.header("authorization", value),
            None => request,
        };
        Ok(request.send().await?)
    }

    /// Fetches a text from a URL.
    pub(crate) async fn fetch(&self, url: &str) -> Result<String> {
        Ok(self.http.get(url).send().await?.error_for_status()?.text().await?)
    }

    /// Asks, and looks at the answer.
    pub(crate) async fn ask(&self, origin: &str, question: &Question) -> Result<Told> {
        let answer = self.send(origin, question).await?;
        let status = answer.status().as_u16();
        let mut headers = Vec::new();
        for (name, value) in answer.headers() {
            headers.push((name.to_string(), value.to_str()?.to_owned()));
        }
        headers.sort();
        Ok(Told { status, headers, body: answer.text().await? })
    }

    /// Asks every one of these, some at once; each has to be answered with this status.
    pub(crate) async fn ask_all(
        &self,
        origin: &str,
        questions: &[Question],
        status: u16,
    ) -> Result<()> {
        let mut lanes = JoinSet::new();
        for lane in 0..AT_ONCE {
            let questions = questions.iter().skip(lane).step_by(AT_ONCE);
            let questions: Vec<Question> = questions.cloned().collect();
            let (load, origin) = (self.clone(), origin.to_owned());
            lanes.spawn(async move { load.ask_each(&origin, &questions, status).await });
        }
        while let Some(lane) = lanes.join_next().await {
            lane.context("a lane ends")??;
        }
        Ok(())
    }

    /// Asks every one of these, one after the other; likewise.
    pub(crate) async fn ask_each(
        &self,
        origin: &str,
        questions: &[Question],
        status: u16,
    ) -> Result<()> {
        for question in questions {
            let answer = self.send(origin, question).await?;
            let found = answer.status().as_u16();
            ensure!(found == status, "{origin} answered {found} instead of {status}");
            answer.bytes().await?;
        }
        Ok(())
    }
}
