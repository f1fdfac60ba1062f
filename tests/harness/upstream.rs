//! The API behind the gateway: it tells what reached it, and answers as its path asks.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use tokio::sync::watch;

mod hostile;
mod routes;
mod socket;

/// What reached the API behind.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The method.
    pub(crate) method: String,
    /// Path and query, as they came.
    pub(crate) uri: String,
    /// The headers, names in lowercase, in the order they came.
    pub(crate) headers: Vec<(String, String)>,
    /// How much of the body came so far, in bytes.
    pub(crate) received: usize,
    /// SHA-256 of the whole body, in hexadecimal; empty until it ended.
    pub(crate) digest: String,
    /// How many requests have come by that path so far.
    pub(crate) times: usize,
    /// By which code the caller closed its WebSocket. RFC 6455 §7.4.
    pub(crate) closed: Option<u16>,
}

impl Seen {
    /// All values of a header.
    pub(crate) fn values(&self, name: &str) -> Vec<&str> {
        let found = self.headers.iter().filter(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).collect()
    }
}

/// The one API behind for all servers of the process. It runs on a thread of its own, since the
/// runtime of a test ends with it.
pub(crate) struct Upstream {
    address: SocketAddr,
    seen: Mutex<HashMap<String, watch::Sender<Option<Seen>>>>,
}

static UPSTREAM: OnceLock<Upstream> = OnceLock::new();

impl Upstream {
    /// The one that all share.
    pub(crate) fn shared() -> &'static Self {
        UPSTREAM.get_or_init(|| {
            let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
            listener.set_nonblocking(true).expect("a socket can be set up");
            let address = listener.local_addr().expect("it listens");
            thread::spawn(move || routes::serve(listener));
            Self { address, seen: Mutex::default() }
        })
    }

    /// Where it listens, without a trailing slash.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn sender(&self, key: &str) -> watch::Sender<Option<Seen>> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = seen.entry(key.to_owned());
        sender.or_insert_with(|| watch::Sender::new(None)).clone()
    }

    /// What reached it so far by a path that ends in `key`, if anything did.
    pub(crate) fn seen(&self, key: &str) -> Option<Seen> {
        self.sender(key).borrow().clone()
    }

    /// Waits for something of that kind to have reached it by a path that ends in `key`.
    pub(crate) async fn await_seen(&self, key: &str, is_it: impl Fn(&Seen) -> bool) -> Seen {
        let mut receiver = self.sender(key).subscribe();
        let found = receiver.wait_for(|seen| seen.as_ref().is_some_and(&is_it)).await;
        found.expect("the sender is kept").clone().expect("it was seen")
    }

    /// Waits for that many requests to have come by a path that ends in `key`.
    async fn await_times(&self, key: &str, times: usize) {
        if times > 0 {
            self.await_seen(key, |seen| seen.times >= times).await;
        }
    }

    /// Notes that a request came, and how many have come.
    fn note_arrival(&self, key: &str, seen: &mut Seen) {
        self.sender(key).send_modify(|known| {
            seen.times = known.as_ref().map_or(0, |before| before.times) + 1;
            *known = Some(seen.clone());
        });
    }

    /// Notes more of a request that came.
    fn note(&self, key: &str, seen: &Seen) {
        self.sender(key).send_modify(|known| {
            let times = known.as_ref().map_or(0, |before| before.times);
            *known = Some(Seen { times, ..seen.clone() });
        });
    }
}
