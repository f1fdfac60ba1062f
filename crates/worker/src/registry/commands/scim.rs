//! What a SCIM client asks for, by its token.

mod groups;
mod list;
mod told;
mod users;

use gatepass_core::audit::{Action, Actor, AuditEvent, Means};
use gatepass_core::scim::{
    Page, PatchRequest, Preconditions, Query, ResourceKind, ScimError, resource_type,
    resource_types, schema, schemas, service_provider_config,
};
use gatepass_core::time::{Seconds, UnixSeconds};
use serde_json::Value;

use self::told::Told;
use crate::call::{AnswerScim, Declined, Discovered, ScimAnswer, ScimRequest};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::Store;

/// How far apart uses of the token are noted at least.
const NOTED_EVERY: Seconds = Seconds(60);

/// What a resource is changed to.
enum Change<'a> {
    /// This in its place.
    Replace(&'a Value),
    /// What the patch makes of it.
    Patch(PatchRequest),
}

/// What a command goes by.
struct Call<'a> {
    store: &'a Store,
    base: &'a str,
    address: Option<std::net::IpAddr>,
    now: UnixSeconds,
}

impl Call<'_> {
    fn event(&self, action: Action) -> AuditEvent {
        AuditEvent::new(action, Actor::Provisioner, Means::ScimToken, self.now)
            .from_address(self.address)
    }
}

impl Instance {
    /// Answers a SCIM client. Without a token that is kept, there is nothing for anybody: SCIM is
    /// off.
    pub(in crate::registry) fn answer_scim(
        &self,
        call: &AnswerScim,
    ) -> Result<ScimAnswer, Refused> {
        let refused = || Refused::from(ScimError::plain(401, "Show the tenant's SCIM token."));
        if !self.store.is_made()? {
            return Err(refused());
        }
        let (now, access) = (self.now(), self.store.scim_access()?);
        if access.digest != Some(call.token) {
            let by = Means::ScimToken;
            self.note_refused_sign_in(Actor::Unknown, by, call.address, "scim_token");
            return Err(refused());
        }
        if access.last_used_at.is_none_or(|at| now >= at + NOTED_EVERY) {
            self.store.transaction(|store| store.save_scim_use(now))?;
        }
        let base = self.scim_base_url()?;
        let answered = self.store.transaction(|store| {
            let on = Call { store, base: &base, address: call.address, now };
            self.answer_request(&on, &call.request)
        });
        match answered {
            Err(Refused::Declined(Declined::Provisioning(error))) => {
                Err(ScimError::plain(409, error.to_string()).into())
            }
            answered => answered,
        }
    }

    fn answer_request(&self, on: &Call<'_>, request: &ScimRequest) -> Result<ScimAnswer, Refused> {
        match request {
            ScimRequest::Discover(what) => Ok(ScimAnswer::told(discovered(*what, on.base))),
            ScimRequest::List { kind, query } => {
                let query = Query::parse(query, *kind)?;
                let page = match kind {
                    ResourceKind::User => list::users(on, &query)?,
                    ResourceKind::Group => list::groups(on, &query)?,
                };
                Ok(ScimAnswer::told(page.to_json()))
            }
            ScimRequest::Show { kind, id, query, if_version } => {
                let told = find(on, *kind, id)?;
                if if_version.has(&told.version) {
                    return Ok(ScimAnswer { version: Some(told.version), ..ScimAnswer::bare(304) });
                }
                told.answer(200, *kind, query)
            }
            ScimRequest::Create { kind, body, query } => {
                let told = match kind {
                    ResourceKind::User => self.create_scim_user(on, body)?,
                    ResourceKind::Group => self.create_scim_group(on, body)?,
                };
                told.answer(201, *kind, query)
            }
            ScimRequest::Replace { kind, id, body, query, if_version } => {
                let told = self.change_scim(on, *kind, id, &Change::Replace(body), if_version)?;
                told.answer(200, *kind, query)
            }
            ScimRequest::Patch { kind, id, body, query, if_version } => {
                let change = Change::Patch(PatchRequest::read(body)?);
                self.change_scim(on, *kind, id, &change, if_version)?.answer(200, *kind, query)
            }
            ScimRequest::Delete { kind, id, if_version } => {
                if_version.check(&find(on, *kind, id)?.version)?;
                match kind {
                    ResourceKind::User => self.delete_scim_user(on, id)?,
                    ResourceKind::Group => self.delete_scim_group(on, id)?,
                }
                Ok(ScimAnswer::bare(204))
            }
        }
    }

    fn change_scim(
        &self,
        on: &Call<'_>,
        kind: ResourceKind,
        id: &str,
        change: &Change<'_>,
        if_version: &Preconditions,
    ) -> Result<Told, Refused> {
        if_version.check(&find(on, kind, id)?.version)?;
        match kind {
            ResourceKind::User => self.change_scim_user(on, id, change),
            ResourceKind::Group => self.change_scim_group(on, id, change),
        }
    }
}

/// The resource as it is told.
fn find(on: &Call<'_>, kind: ResourceKind, id: &str) -> Result<Told, Refused> {
    match kind {
        ResourceKind::User => Ok(Told::user(&users::find(on.store, id)?, on.base)),
        ResourceKind::Group => Ok(Told::group(&groups::find(on.store, id)?, on.base)),
    }
}

fn discovered(what: Discovered, base: &str) -> Value {
    match what {
        Discovered::ServiceProviderConfig => service_provider_config(base),
        Discovered::ResourceTypes(None) => Page::whole(resource_types(base)).to_json(),
        Discovered::ResourceTypes(Some(kind)) => resource_type(kind, base),
        Discovered::Schemas(None) => Page::whole(schemas(base)).to_json(),
        Discovered::Schemas(Some(kind)) => schema(kind, base),
    }
}
