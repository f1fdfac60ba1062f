//! Asking a registry, from the Worker's side.
//!
//! A registry is one instance in one place. It may be out of reach, restarting, or overloaded, and a
//! call whose answer was lost may have been carried out. After an exception its stub is broken, so
//! every call takes a new one.

use gatepass_core::edge::ASK_PATIENCE;
use gatepass_core::id::TenantId;
use gatepass_core::reading::read_json;
use gatepass_core::tenant::Region;
use worker::wasm_bindgen::JsValue;
use worker::{Env, Method, Request, RequestInit, Response, Stub};

use crate::call::{Call, Command, Declined};
use crate::platform::clock;

/// The instance that knows which tenants there are. No tenant's id has this many characters.
const DIRECTORY: &str = "directory";

const BINDING: &str = "REGISTRY";

/// Why a call has no reply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum CallError {
    /// The registry answered that it does not do it.
    #[error(transparent)]
    Declined(#[from] Declined),
    /// The registry could not be asked, or its answer was lost.
    #[error("the registry is out of reach: {0}")]
    OutOfReach(String),
    /// The registry failed.
    #[error("the registry failed with status {0}")]
    Failed(u16),
}

impl From<worker::Error> for CallError {
    fn from(error: worker::Error) -> Self {
        Self::OutOfReach(error.to_string())
    }
}

/// A registry that can be asked.
pub(crate) struct RegistryClient<'a> {
    env: &'a Env,
    name: &'a str,
    region: Option<Region>,
}

impl<'a> RegistryClient<'a> {
    /// The directory.
    pub(crate) fn directory(env: &'a Env) -> Self {
        Self { env, name: DIRECTORY, region: None }
    }

    /// A tenant's registry. Only for an id that was issued here: asking any makes an instance.
    pub(crate) fn of(env: &'a Env, tenant: &'a TenantId) -> Self {
        Self { env, name: tenant.as_str(), region: None }
    }

    /// The same, with the wish that it lives in this region, should this call make it.
    pub(crate) fn in_region(self, region: Region) -> Self {
        Self { region: Some(region), ..self }
    }

    fn stub(&self) -> worker::Result<Stub> {
        let namespace = self.env.durable_object(BINDING)?;
        match self.region {
            None => namespace.get_by_name(self.name),
            Some(region) => {
                namespace.get_by_name_with_location_hint(self.name, region.location_hint())
            }
        }
    }

    /// Asks.
    ///
    /// # Errors
    /// [`CallError`]: the registry's own no, or that there was no answer.
    pub(crate) async fn call<C: Call>(&self, call: C) -> Result<C::Reply, CallError> {
        let sending = self.send(call.into());
        let late = || CallError::OutOfReach("no answer in time".to_owned());
        let mut response = clock::within(ASK_PATIENCE, sending).await.ok_or_else(late)??;
        match response.status_code() {
            200 => Ok(read_reply::<C>(&response.bytes().await?)??),
            status => Err(CallError::Failed(status)),
        }
    }

    async fn send(&self, command: Command) -> Result<Response, CallError> {
        let json = serde_json::to_string(&command)
            .map_err(|error| CallError::OutOfReach(error.to_string()))?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_body(Some(JsValue::from(json)));
        let request = Request::new_with_init("https://registry/", &init)?;
        Ok(self.stub()?.fetch_with_request(request).await?)
    }
}

fn read_reply<C: Call>(json: &[u8]) -> Result<Result<C::Reply, Declined>, CallError> {
    read_json(json).map_err(|error| CallError::OutOfReach(error.to_string()))
}
