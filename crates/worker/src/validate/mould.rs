//! Answers that are copied rather than made: to make a response header by header costs more than
//! all that is decided of it.

use std::cell::RefCell;

use gatepass_core::decision::Principal;
use gatepass_core::edge::{CACHED_GRANTS, Generations};
use gatepass_core::refusal::Refusal;
use gatepass_core::token::TokenDigest;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use worker::Headers;

use super::verify::told_of;
use crate::answer::{Failure, told};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = web_sys::Response, js_name = Response)]
    type Cast;

    /// `new Response(body, init)`, which takes status and headers from another response.
    #[wasm_bindgen(constructor, js_class = "Response", catch)]
    fn new(body: &JsValue, head: &web_sys::Response) -> Result<Cast, JsValue>;
}

/// What the answers to a question have in common. A response without a body does no I/O, so it may
/// outlive the request in which it was made.
struct Mould {
    head: web_sys::Response,
    body: JsValue,
}

impl Mould {
    fn new(status: u16, headers: &Headers, body: JsValue) -> Option<Self> {
        let init = web_sys::ResponseInit::new();
        init.set_status(status);
        init.set_headers(headers.0.as_ref());
        let head = web_sys::Response::new_with_opt_str_and_init(None, &init).ok()?;
        Some(Self { head, body })
    }

    fn cast(&self) -> Option<web_sys::Response> {
        Cast::new(&self.body, &self.head).ok().map(Into::into)
    }
}

/// The moulds of an isolate. A new instance of the module begins with none.
#[derive(Default)]
struct Moulds {
    granted: Granted,
    /// One for each refusal: those are few.
    refused: Vec<(Refusal, Mould)>,
}

/// As many as grants are remembered; the principal is what the mould was made for.
struct Granted(Generations<TokenDigest, (Principal, Mould)>);

impl Default for Granted {
    fn default() -> Self {
        Self(Generations::new(CACHED_GRANTS))
    }
}

thread_local! {
    static MOULDS: RefCell<Moulds> = RefCell::default();
}

/// The answer to who may pass.
pub(super) fn pass(digest: TokenDigest, principal: Principal) -> Option<web_sys::Response> {
    MOULDS.with_borrow_mut(|Moulds { granted: Granted(known), .. }| {
        if let Some((_, mould)) = known.find(&digest).filter(|(made_for, _)| *made_for == principal)
        {
            return mould.cast();
        }
        let mould = Mould::new(200, &told_of(&principal).ok()?, JsValue::NULL)?;
        let answer = mould.cast();
        known.insert(digest, (principal, mould));
        answer
    })
}

/// The answer to who is refused.
pub(super) fn refuse(refusal: Refusal) -> Option<web_sys::Response> {
    MOULDS.with_borrow_mut(|Moulds { refused: known, .. }| {
        if let Some((_, mould)) = known.iter().find(|(made_for, _)| *made_for == refusal) {
            return mould.cast();
        }
        let failure = Failure::Refused(refusal.clone());
        let (problem, headers) = told(&failure).ok()?;
        let body = serde_json::to_string(&problem).ok()?;
        let mould = Mould::new(problem.status, &headers, body.into())?;
        let answer = mould.cast();
        known.push((refusal, mould));
        answer
    })
}
