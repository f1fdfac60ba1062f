//! Answers that are copied rather than made: to make a response header by header costs more than
//! all that is decided of it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use gatepass_core::decision::Principal;
use gatepass_core::edge::{CACHED_GRANTS, Generations, MOST_HOSTS};
use gatepass_core::id::{TenantId, TokenId};
use gatepass_core::refusal::Refusal;
use gatepass_core::tenant::Tenant;
use js_sys::{JSON, JsString};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::identity;
use crate::answer::{Failure, told};
use crate::platform::config::Config;
use crate::platform::counts::{self, Counted};
use crate::site::Site;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::Response, js_name = Response)]
    type Cast;

    /// `new Response(body, init)`, which takes status and headers from another response.
    #[wasm_bindgen(constructor, js_class = "Response", catch)]
    fn new(body: &JsString, head: &web_sys::Response) -> Result<Cast, JsValue>;
}

/// Status and headers of an answer. A response without a body does no I/O and is never used up, so
/// it may outlive the request in which it was made.
fn head(status: u16, headers: &JsValue) -> Option<web_sys::Response> {
    let init = web_sys::ResponseInit::new();
    init.set_status(status);
    init.set_headers(headers);
    web_sys::Response::new_with_opt_str_and_init(None, &init).ok()
}

/// A refusal: its head, and its body as text.
struct Mould {
    head: web_sys::Response,
    body: JsString,
}

impl Mould {
    fn cast(&self) -> Option<web_sys::Response> {
        Cast::new(&self.body, &self.head).ok().map(Into::into)
    }
}

/// The moulds of an isolate. A new instance of the module begins with none.
#[derive(Default)]
struct Moulds {
    granted: Granted,
    refused: Refused,
}

/// The moulds of what is refused at a host: one for each refusal, and those are few.
type OfHost = Vec<(Refusal, Mould)>;

/// A challenge leads to what its host says of itself, so each has moulds of its own. Of own hosts,
/// as many as are remembered: they are those of tenants, and none that a caller made up.
struct Refused {
    generic: OfHost,
    elsewhere: OfHost,
    own: Generations<TenantId, OfHost>,
}

impl Default for Refused {
    fn default() -> Self {
        let (generic, elsewhere) = (Vec::new(), Vec::new());
        Self { generic, elsewhere, own: Generations::new(MOST_HOSTS) }
    }
}

impl Refused {
    fn at(&mut self, site: &Site) -> Option<&mut OfHost> {
        match site {
            Site::Generic => Some(&mut self.generic),
            Site::Elsewhere => Some(&mut self.elsewhere),
            Site::Own(Tenant { id, .. }) => {
                if self.own.find(id).is_none() {
                    self.own.insert(*id, Vec::new());
                }
                self.own.find(id)
            }
        }
    }
}

/// As many as grants are remembered: each the whole answer to this principal.
struct Granted(Generations<TokenId, (Principal, web_sys::Response)>);

impl Default for Granted {
    fn default() -> Self {
        Self(Generations::new(CACHED_GRANTS))
    }
}

thread_local! {
    static MOULDS: RefCell<Moulds> = RefCell::default();
}

/// An answer to who may pass, for this time. Tokens that are used once leave nothing behind.
pub(super) fn made_for(principal: &Principal) -> Option<web_sys::Response> {
    let headers = identity::of(principal).chain([("cache-control", "no-store".to_owned())]);
    let headers = serde_json::to_string(&headers.collect::<BTreeMap<_, _>>()).ok()?;
    head(200, &JSON::parse(&headers).ok()?)
}

/// The answer to who may pass. It is one and the same each time, so nobody may change it.
pub(super) fn pass(principal: Principal) -> Option<web_sys::Response> {
    MOULDS.with_borrow_mut(|Moulds { granted: Granted(known), .. }| {
        let answer = known.find(&principal.token);
        if let Some((_, answer)) = answer.filter(|(whose, _)| *whose == principal) {
            return Some(Clone::clone(answer));
        }
        let answer = made_for(&principal)?;
        known.insert(principal.token, (principal, Clone::clone(&answer)));
        Some(answer)
    })
}

/// The answer to who is refused here.
pub(super) fn refuse(refusal: Refusal, site: &Site, config: &Config) -> Option<web_sys::Response> {
    counts::count(Counted::Refused((&refusal).into()));
    MOULDS.with_borrow_mut(|Moulds { refused, .. }| {
        let known = refused.at(site)?;
        if let Some((_, mould)) = known.iter().find(|(known, _)| *known == refusal) {
            return mould.cast();
        }
        let failure = Failure::Refused(refusal.clone());
        let metadata = site.metadata_url(&config.portal_host);
        let (problem, headers) = told(&failure, metadata.as_ref()).ok()?;
        let body = serde_json::to_string(&problem).ok()?;
        let head = head(problem.status, headers.0.as_ref())?;
        let mould = Mould { head, body: body.into() };
        let answer = mould.cast();
        known.push((refusal, mould));
        answer
    })
}
