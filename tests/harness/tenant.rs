//! A tenant for one test.

use gatepass_core::id::TenantId;
use gatepass_core::route::{Fault, Route};
use gatepass_core::tenant::{Region, TenantLabel};
use gatepass_core::time::Seconds;
use gatepass_core::wire::{AdvanceClock, CreateTenant, CreatedTenant, SignInForDevelopment};
use reqwest::RequestBuilder;

use super::answer::Answer;
use super::caller::{Caller, send, send_json};
use super::person::{Person, session_of};
use super::random_hex;
use super::server::Server;

/// A tenant, made for one test.
pub(crate) struct Tenant {
    /// Names it to people.
    pub(crate) label: TenantLabel,
    /// Names its registry.
    pub(crate) id: TenantId,
    /// The way in for its first administrator: what stands after `#link=`.
    pub(crate) link: String,
    /// Somebody who calls its server, with nothing to show.
    pub(crate) caller: Caller,
}

impl Tenant {
    /// Makes one under a label that nobody has.
    pub(crate) async fn create(server: &Server) -> Self {
        Self::create_named(server, &format!("t-{}", random_hex(8))).await
    }

    /// Makes one under this label, for the one test that shows it to people.
    pub(crate) async fn create_named(server: &Server, label: &str) -> Self {
        Self::enroll(server.caller(), label).await
    }

    /// Makes one by way of this caller, under a label that nobody has.
    pub(crate) async fn create_at(caller: Caller) -> Self {
        Self::enroll(caller, &format!("t-{}", random_hex(8))).await
    }

    async fn enroll(caller: Caller, label: &str) -> Self {
        let label: TenantLabel = label.parse().expect("it is a label");
        let made: CreatedTenant = create(&caller, &label).await.expect(201).json();
        Self { label, id: made.tenant.id, link: secret_of(&made.link.link), caller }
    }

    /// One that was never made, though a caller may ask for it.
    pub(crate) fn unmade(caller: &Caller) -> Self {
        Self {
            label: "unmade".parse().expect("it is a label"),
            id: "unmade".parse().expect("it is an id"),
            link: String::new(),
            caller: caller.clone(),
        }
    }

    /// The same, called by another name of this machine.
    pub(crate) fn at_host(&self, host: &str) -> Self {
        Self {
            label: self.label.clone(),
            id: self.id,
            link: self.link.clone(),
            caller: self.caller.at_host(host),
        }
    }

    /// The same, called by the tenant's own host.
    pub(crate) fn at_own_host(&self) -> Self {
        self.at_host(&format!("{}.{}.localhost", self.label, Region::Eu))
    }

    /// A request to sign in as one of the people for development.
    pub(crate) fn signing_in(&self, name: &str) -> RequestBuilder {
        let body = SignInForDevelopment {
            tenant: self.label.clone(),
            person: name.parse().expect("it is a name"),
        };
        self.caller.as_page(&Route::SignInForDevelopment).json(&body)
    }

    /// Signs in as one of the people for development.
    pub(crate) async fn sign_in(&self, name: &str) -> Person {
        let answer = send(self.signing_in(name)).await.expect(204);
        Person::with(&self.caller, session_of(&answer))
    }

    /// Lets the tenant's registry think that it is later.
    pub(crate) async fn advance_clock(&self, by: Seconds) {
        let request = self.caller.as_operator(&Route::AdvanceClock(self.label.clone()));
        send_json(request, &AdvanceClock { seconds: by }).await.expect(204);
    }

    /// Provokes a fault.
    pub(crate) async fn provoke(&self, fault: Fault) -> Answer {
        send(self.caller.as_operator(&Route::Fault(fault, self.label.clone()))).await
    }

    /// Another way in.
    pub(crate) async fn another_link(&self) -> String {
        let request = self.caller.as_operator(&Route::TenantLink(self.label.clone()));
        let link: gatepass_core::wire::TenantLink = send(request).await.expect(201).json();
        secret_of(&link.link)
    }
}

/// Asks for a tenant.
pub(crate) async fn create(caller: &Caller, label: &TenantLabel) -> Answer {
    let body = CreateTenant { label: label.clone(), region: Region::Eu };
    send_json(caller.as_operator(&Route::CreateTenant), &body).await
}

fn secret_of(link: &str) -> String {
    let (_, secret) = link.split_once("#link=").expect("a link holds a secret");
    secret.to_owned()
}
