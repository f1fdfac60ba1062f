//! Calls the operator's routes of a deployment.

mod loopback;

use std::time::Duration;

use anyhow::{Context, Result, bail};
use gatepass_core::mac::Keyring;
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

/// Holds the keys of a deployment's activity logs, likewise.
const KEYS_VARIABLE: &str = "GATEPASS_AUDIT_KEYS";

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
        let secret = secret_of(paths, is_local, "OPERATOR_SECRET", SECRET_VARIABLE)?;
        Ok(Self { agent: agent(is_local), deployment, secret })
    }

    /// The keys of the deployment's activity logs.
    pub(crate) fn audit_keys(&self, paths: &Paths) -> Result<Keyring> {
        let is_local = is_on_this_machine(&self.deployment);
        secret_of(paths, is_local, "AUDIT_KEYS", KEYS_VARIABLE)?
            .parse()
            .context("Mend the AUDIT_KEYS")
    }

    /// Asks for a route's answer.
    pub(crate) fn ask<T: DeserializeOwned>(&self, route: &Route) -> Result<Answer<T>> {
        self.ask_for_part(route, "")
    }

    /// Asks for a part of a route's answer, by the query of its URL.
    pub(crate) fn ask_for_part<T: DeserializeOwned>(
        &self,
        route: &Route,
        query: &str,
    ) -> Result<Answer<T>> {
        self.read(self.agent.run(self.request(route, query).body(SendBody::none())?))
    }

    /// Sends a body to a route and asks for its answer.
    pub(crate) fn send<T: DeserializeOwned>(
        &self,
        route: &Route,
        body: &impl Serialize,
    ) -> Result<Answer<T>> {
        let request = self.request(route, "").header("Content-Type", "application/json");
        self.read(self.agent.run(request.body(serde_json::to_vec(body)?)?))
    }

    fn request(&self, route: &Route, query: &str) -> Builder {
        let mark = if query.is_empty() { "" } else { "?" };
        Request::builder()
            .method(route.method().as_str())
            .uri(format!("{}{}{mark}{query}", self.deployment, route.to_path()))
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

/// A secret of a deployment: for one on this machine from its file, else from a variable.
fn secret_of(paths: &Paths, is_local: bool, name: &str, variable: &str) -> Result<String> {
    let of_environment = std::env::var(variable).ok().filter(|value| !value.is_empty());
    match is_local {
        true => secrets::for_development(paths)
            .value(name)?
            .or(of_environment)
            .with_context(|| format!("Run `cargo xtask dev` first, which makes {name}.")),
        false => of_environment
            .with_context(|| format!("Put the deployment's {name} into the variable {variable}.")),
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
