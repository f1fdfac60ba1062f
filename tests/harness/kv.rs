//! A KV in the memory of the test, which fails when it is told to.

use std::collections::BTreeMap;
use std::future::pending;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Map, Value, json};

/// What it does with what it is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All of it.
    Works,
    /// Nothing.
    Fails,
    /// It never answers a write.
    WritesHang,
    /// It reports that every write failed, and carries them out once it is told to.
    WritesLate,
}

struct Inner {
    mood: Mood,
    values: BTreeMap<String, String>,
    late: Vec<(String, Option<String>)>,
    reads: usize,
    failing: usize,
    failed: usize,
}

/// The KV.
#[derive(Clone)]
pub(crate) struct Kv {
    inner: Arc<Mutex<Inner>>,
    address: SocketAddr,
}

impl Kv {
    /// Starts one; it ends with the runtime of the test.
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let inner = Inner {
            mood: Mood::Works,
            values: BTreeMap::new(),
            late: Vec::new(),
            reads: 0,
            failing: 0,
            failed: 0,
        };
        let kv = Self { inner: Arc::new(Mutex::new(inner)), address };
        let routes = Router::new().fallback(serve).with_state(kv.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        kv
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes what it does from here on.
    pub(crate) fn be(&self, mood: Mood) {
        self.inner().mood = mood;
    }

    /// Lets the next writes fail, so many of them.
    pub(crate) fn fail_writes(&self, count: usize) {
        self.inner().failing = count;
    }

    /// How many writes failed so far.
    pub(crate) fn failed(&self) -> usize {
        self.inner().failed
    }

    /// Forgets all that it holds.
    pub(crate) fn wipe(&self) {
        self.inner().values.clear();
    }

    /// All that it holds.
    pub(crate) fn values(&self) -> BTreeMap<String, String> {
        self.inner().values.clone()
    }

    /// Carries out what it said had failed.
    pub(crate) fn land_late_writes(&self) {
        let mut inner = self.inner();
        for (key, value) in std::mem::take(&mut inner.late) {
            inner.apply(key, value);
        }
    }

    /// A value that it holds.
    pub(crate) fn value(&self, key: &str) -> Option<String> {
        self.inner().values.get(key).cloned()
    }

    /// Holds a value from here on, or holds it no longer.
    pub(crate) fn set(&self, key: &str, value: Option<String>) {
        self.inner().apply(key.to_owned(), value);
    }

    /// The keys that it holds.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.inner().values.keys().cloned().collect()
    }

    /// How often it was read so far.
    pub(crate) fn reads(&self) -> usize {
        self.inner().reads
    }
}

impl Inner {
    fn apply(&mut self, key: String, value: Option<String>) {
        match value {
            Some(value) => self.values.insert(key, value),
            None => self.values.remove(&key),
        };
    }

    fn write(&mut self, key: String, value: Option<String>) -> StatusCode {
        let is_late = self.mood == Mood::WritesLate;
        if is_late {
            self.late.push((key, value));
        } else if self.mood != Mood::Fails && self.failing == 0 {
            self.apply(key, value);
            return StatusCode::OK;
        }
        self.failing = self.failing.saturating_sub(1);
        self.failed += 1;
        StatusCode::INTERNAL_SERVER_ERROR
    }

    fn read(&mut self, keys: &[Value]) -> Response {
        self.reads += 1;
        if self.mood == Mood::Fails {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        }
        let value_of = |key: &str| self.values.get(key).map_or(Value::Null, |value| json!(value));
        let keys = keys.iter().filter_map(Value::as_str);
        let found: Map<String, Value> = keys.map(|key| (key.to_owned(), value_of(key))).collect();
        Json(found).into_response()
    }
}

/// Answers as the platform's KV does, over HTTP: a bulk get, a put, a delete.
async fn serve(State(kv): State<Kv>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a body has an end");
    if head.method != Method::POST && kv.inner().mood == Mood::WritesHang {
        return pending().await;
    }
    let key = head.uri.path().trim_start_matches('/').replace("%3A", ":");
    match head.method {
        Method::POST => {
            let asked: Value = serde_json::from_slice(&body).expect("a bulk get is JSON");
            kv.inner().read(asked["keys"].as_array().expect("it has keys"))
        }
        Method::PUT => {
            let value = String::from_utf8(body.to_vec()).expect("a value is text");
            kv.inner().write(key, Some(value)).into_response()
        }
        _ => kv.inner().write(key, None).into_response(),
    }
}
