//! Provisioning by SCIM 2.0: RFC 7644. It rests on the tenant's SCIM token alone, never on a cookie.

use gatepass_core::reference::{Purpose, SecretReference};
use gatepass_core::route::ScimPath;
use gatepass_core::scim::{Preconditions, ResourceKind, ScimError, in_normal_form, query_of_body};
use serde_json::Value;
use worker::{Request, Response};

use crate::answer::{Failure, answer_to_scim, refuse_scim};
use crate::call::{AnswerScim, Discovered, ScimAnswer, ScimRequest};
use crate::edge::Edge;
use crate::isolate::LeaveToAsk;
use crate::platform::{body, headers, text};
use crate::registry::RegistryClient;
use crate::validate;

/// Answers a SCIM client, in its own terms whatever comes of it.
pub(crate) async fn answer(
    edge: &Edge,
    mut request: Request,
    path: ScimPath,
) -> Result<Response, Failure> {
    match asked(edge, &mut request, path).await {
        Ok(answer) => Ok(answer_to_scim(&answer)?),
        Err(failure) => Ok(refuse_scim(&failure)?),
    }
}

async fn asked(edge: &Edge, request: &mut Request, path: ScimPath) -> Result<ScimAnswer, Failure> {
    let address = headers::address(request.headers());
    validate::count_address(edge, address).await.map_err(Failure::Refused)?;
    let token = token(edge, request)?;
    let sent = request.inner().method();
    let method = if sent == "HEAD" { "GET" } else { sent.as_str() };
    let methods = path.methods();
    if methods.is_empty() {
        return Err(ScimError::not_found().into());
    }
    if !methods.contains(&method) {
        return Err(Failure::MethodNotAllowed(methods.join(", ")));
    }
    let asked = read(request, method, path).await?;
    let _leave = LeaveToAsk::take(token.tenant()).ok_or(Failure::Registry)?;
    let call = AnswerScim { token: token.digest(), address, request: asked };
    Ok(RegistryClient::of(&edge.env, &token.tenant()).call(call).await?)
}

/// The SCIM token that is shown, if its seal holds and its tenant is at home at this host.
fn token(edge: &Edge, request: &Request) -> Result<SecretReference, Failure> {
    let refused = || ScimError::plain(401, "Show the tenant's SCIM token.");
    let authorization = headers::value(request.headers(), "authorization").unwrap_or_default();
    let (scheme, shown) = authorization.split_once(' ').unwrap_or_default();
    let shown = Some(shown.trim()).filter(|_| scheme.eq_ignore_ascii_case("bearer"));
    let keys = &edge.config.session_keys;
    let token = shown.and_then(|text| SecretReference::parse(text, Purpose::Scim, keys).ok());
    let token = token.filter(|token| edge.site.admits(token.tenant()));
    Ok(token.ok_or_else(refused)?)
}

/// What is asked for.
async fn read(request: &mut Request, method: &str, path: ScimPath) -> Result<ScimRequest, Failure> {
    let query = request.url()?.query().unwrap_or_default().to_owned();
    let if_version = Preconditions {
        if_match: headers::value(request.headers(), "if-match"),
        if_none_match: headers::value(request.headers(), "if-none-match"),
    };
    Ok(match path {
        ScimPath::ServiceProviderConfig => ScimRequest::Discover(Discovered::ServiceProviderConfig),
        ScimPath::ResourceTypes => ScimRequest::Discover(Discovered::ResourceTypes(None)),
        ScimPath::ResourceType(kind) => {
            ScimRequest::Discover(Discovered::ResourceTypes(Some(kind)))
        }
        ScimPath::Schemas => ScimRequest::Discover(Discovered::Schemas(None)),
        ScimPath::Schema(kind) => ScimRequest::Discover(Discovered::Schemas(Some(kind))),
        ScimPath::Resources(kind) => match method {
            "POST" => ScimRequest::Create { kind, body: json(request).await?, query },
            _ => ScimRequest::List { kind, query },
        },
        ScimPath::Search(Some(kind)) => {
            ScimRequest::List { kind, query: query_of_body(&json(request).await?)? }
        }
        ScimPath::Search(None) => {
            let sentence = "Search one kind of resource at a time.";
            return Err(ScimError::plain(501, sentence).into());
        }
        ScimPath::Resource(kind, id) => one(request, method, (kind, id), query, if_version).await?,
        ScimPath::Unknown => return Err(ScimError::not_found().into()),
    })
}

/// What is asked for of one resource.
async fn one(
    request: &mut Request,
    method: &str,
    (kind, id): (ResourceKind, String),
    query: String,
    if_version: Preconditions,
) -> Result<ScimRequest, Failure> {
    Ok(match method {
        "PUT" => ScimRequest::Replace { kind, id, body: json(request).await?, query, if_version },
        "PATCH" => ScimRequest::Patch { kind, id, body: json(request).await?, query, if_version },
        "DELETE" => ScimRequest::Delete { kind, id, if_version },
        _ => ScimRequest::Show { kind, id, query, if_version },
    })
}

async fn json(request: &mut Request) -> Result<Value, Failure> {
    Ok(in_normal_form(body::scim(request).await?, text::to_nfc))
}
