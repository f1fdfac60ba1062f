//! A small API to stand behind the gateway in development: it answers with what it got.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use serde::Serialize;
use tiny_http::{Header, Request, Response, Server};

/// Where it listens, if that is free.
const PORT: u16 = 8788;

/// How many requests it answers at once.
const THREADS: usize = 4;

/// How much of a body is echoed, in bytes.
const BODY_LIMIT: u64 = 64 * 1024;

/// What arrived.
#[derive(Serialize)]
struct Echo {
    method: String,
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    query: Option<String>,
    headers: BTreeMap<String, String>,
    body: String,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_body_cut: bool,
}

/// Listens on this machine only and answers until the program ends; hands over its URL.
pub(crate) fn start() -> Result<String> {
    let server = Server::http(("127.0.0.1", PORT))
        .or_else(|_| Server::http(("127.0.0.1", 0)))
        .map_err(|error| anyhow!("No port is free for the demo API: {error}."))?;
    let server = Arc::new(server);
    let address = server.server_addr();
    for _ in 0..THREADS {
        let server = Arc::clone(&server);
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                answer(request);
            }
        });
    }
    Ok(format!("http://{address}"))
}

fn answer(mut request: Request) {
    let mut body = Vec::new();
    let taken = request.as_reader().take(BODY_LIMIT + 1).read_to_end(&mut body);
    let is_body_cut = body.len() as u64 > BODY_LIMIT;
    body.truncate(usize::try_from(BODY_LIMIT).unwrap_or(usize::MAX));
    let echo = echo(&request, &body, is_body_cut);
    let status = if taken.is_ok() { 200 } else { 400 };
    let text = serde_json::to_string_pretty(&echo).unwrap_or_default() + "\n";
    let mut response = Response::from_string(text).with_status_code(status);
    if let Ok(json) = Header::from_bytes("Content-Type", "application/json") {
        response.add_header(json);
    }
    // Whoever asked may have gone; that is theirs to notice.
    drop(request.respond(response));
}

fn echo(request: &Request, body: &[u8], is_body_cut: bool) -> Echo {
    let (path, query) = split_url(request.url());
    let mut headers = BTreeMap::new();
    for header in request.headers() {
        let name = header.field.as_str().as_str().to_ascii_lowercase();
        let values: &mut String = headers.entry(name).or_default();
        if !values.is_empty() {
            values.push_str(", ");
        }
        values.push_str(header.value.as_str());
    }
    let body = String::from_utf8_lossy(body).into_owned();
    Echo { method: request.method().to_string(), path, query, headers, body, is_body_cut }
}

fn split_url(url: &str) -> (String, Option<String>) {
    match url.split_once('?') {
        Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
        None => (url.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_echoed_with_its_query_headers_and_body() {
        let url = start().unwrap() + "/api/v1/x?a=1";
        let agent = crate::operator::agent(true);
        let request = agent.post(&url).header("Gatepass-Subject", "alice");
        let text = request.send("hello").unwrap().body_mut().read_to_string().unwrap();
        let echo: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(echo["method"], "POST");
        assert_eq!(echo["path"], "/api/v1/x");
        assert_eq!(echo["query"], "a=1");
        assert_eq!(echo["headers"]["gatepass-subject"], "alice");
        assert_eq!(echo["body"], "hello");
    }
}
