//! Calls the operator's routes of a deployment.

mod loopback;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use gatepass_core::route::Route;
use gatepass_core::wire::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ureq::http::Request;
use ureq::http::request::Builder;
use ureq::{Agent, SendBody};

use crate::operator::loopback::is_on_this_machine;
use crate::paths::Paths;
use crate::step::secrets;

/// Holds the operator secret of a deployment that is not on this machine. It is never an argument,
/// since others on the machine can read those.
const SECRET_VARIABLE: &str = "GATEPASS_OPERATOR_SECRET";

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// One who may use the operator's routes.
pub(crate) struct Operator {
    agent: Agent,
    deployment: String,
    secret: String,
}

/// What a deployment answers.
pub(crate) enum Answer<T> {
    /// What was asked for.
    Given(T),
    /// Why not.
    Refused(Problem),
}

impl Operator {
    /// The operator of the deployment at this URL.
    pub(crate) fn of(paths: &Paths, deployment: &str) -> Result<Self> {
        let deployment = deployment.trim_end_matches('/').to_owned();
        let is_local = is_on_this_machine(&deployment);
        if !is_local && !deployment.starts_with("https://") {
            bail!("Use an https:// URL: the operator secret would travel in clear.");
        }
        let of_environment = std::env::var(SECRET_VARIABLE).ok().filter(|value| !value.is_empty());
        let secret = if is_local {
            secrets::for_development(paths)
                .value("OPERATOR_SECRET")?
                .or(of_environment)
                .context("Run `cargo xtask dev` first, which makes the operator secret.")?
        } else {
            of_environment.with_context(|| {
                format!("Put the deployment's operator secret into the variable {SECRET_VARIABLE}.")
            })?
        };
        Ok(Self { agent: agent(is_local), deployment, secret })
    }

    /// Asks for a route's answer.
    pub(crate) fn ask<T: DeserializeOwned>(&self, route: &Route) -> Result<Answer<T>> {
        self.read(self.agent.run(self.request(route).body(SendBody::none())?))
    }

    /// Sends a body to a route and asks for its answer.
    pub(crate) fn send<T: DeserializeOwned>(
        &self,
        route: &Route,
        body: &impl Serialize,
    ) -> Result<Answer<T>> {
        let request = self.request(route).header("Content-Type", "application/json");
        self.read(self.agent.run(request.body(serde_json::to_vec(body)?)?))
    }

    fn request(&self, route: &Route) -> Builder {
        Request::builder()
            .method(route.method().as_str())
            .uri(format!("{}{}", self.deployment, route.to_path()))
            .header("Authorization", format!("Bearer {}", self.secret))
    }

    fn read<T: DeserializeOwned>(
        &self,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Answer<T>> {
        let mut answer = answer.with_context(|| format!("{} does not answer", self.deployment))?;
        let status = answer.status();
        let text = answer.body_mut().read_to_string().context("The answer broke off")?;
        let foreign = || format!("{} answered {status}, and not as Gatepass does", self.deployment);
        if status.is_success() {
            return serde_json::from_str(&text).map(Answer::Given).with_context(foreign);
        }
        serde_json::from_str(&text).map(Answer::Refused).with_context(foreign)
    }
}

impl<T> Answer<T> {
    /// What was asked for, or an error that says why not.
    pub(crate) fn given(self) -> Result<T> {
        match self {
            Self::Given(given) => Ok(given),
            Self::Refused(problem) => bail!("{}", in_words(&problem)),
        }
    }
}

fn in_words(problem: &Problem) -> String {
    let Problem { title, status, detail, .. } = problem;
    detail.as_ref().map_or_else(
        || format!("Refused: {title} ({status})."),
        |detail| format!("Refused: {title} ({status}): {detail}"),
    )
}

/// Asks for pages; every status is an answer. A proxy is for what is elsewhere.
pub(crate) fn agent(is_local: bool) -> Agent {
    let config = Agent::config_builder().http_status_as_error(false).timeout_global(Some(PATIENCE));
    if is_local { config.proxy(None).build().into() } else { config.build().into() }
}
