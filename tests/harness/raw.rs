//! Requests exactly as they are spelled, which no client does that parses what it is given.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::caller::Caller;

/// What was answered to bytes.
#[derive(Debug, Clone)]
pub(crate) struct RawAnswer {
    /// The status codes, one for each answer.
    pub(crate) statuses: Vec<u16>,
}

impl RawAnswer {
    /// The status of the first answer, or nothing, if the connection was closed instead.
    pub(crate) fn status(&self) -> Option<u16> {
        self.statuses.first().copied()
    }
}

/// Sends a request line, header lines and a body as they are, over a connection of their own. What
/// each line ends with is added, and `host` as the first header.
pub(crate) async fn send_raw(
    caller: &Caller,
    line: &str,
    headers: &[&str],
    body: &str,
) -> RawAnswer {
    let origin = caller.origin();
    let host = origin.strip_prefix("http://").expect("it is reached without TLS");
    let port = host.rsplit(':').next().expect("it has a port");
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    let request = format!("{line}\r\nhost: {host}\r\n{headers}connection: close\r\n\r\n{body}");
    let mut stream =
        TcpStream::connect(format!("127.0.0.1:{port}")).await.expect("the server listens");
    stream.write_all(request.as_bytes()).await.ok();
    let mut answer = Vec::new();
    // A server that closes early may reset the connection.
    stream.read_to_end(&mut answer).await.ok();
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let after = answer.split("HTTP/1.1 ").skip(1);
    let statuses = after.filter_map(|text| text.get(..3)?.parse().ok()).collect();
    RawAnswer { statuses }
}
