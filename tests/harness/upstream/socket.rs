//! A WebSocket that sends back what it gets, and closes when it is told to.

use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, Request};
use axum::response::Response;

use super::routes::seen_of;
use super::{Seen, Upstream};

/// The subprotocol that it speaks.
const PROTOCOL: &str = "chat.v2";

/// Takes the upgrade, noting what came with it.
pub(super) async fn echo(
    Path(key): Path<String>,
    upgrade: WebSocketUpgrade,
    request: Request,
) -> Response {
    let (head, _) = request.into_parts();
    let mut seen = seen_of(&head);
    Upstream::shared().note_arrival(&key, &mut seen);
    upgrade.protocols([PROTOCOL]).on_upgrade(|socket| answer(socket, key, seen))
}

/// Greets, since either end may speak first. `close <code> <reason>` is done.
async fn answer(mut socket: WebSocket, key: String, mut seen: Seen) {
    socket.send(Message::Text("hello".into())).await.ok();
    while let Some(Ok(message)) = socket.recv().await {
        match message {
            Message::Text(text) => {
                let mut words = text.splitn(3, ' ');
                let reply = match (words.next(), words.next(), words.next()) {
                    (Some("close"), Some(code), Some(reason)) => {
                        let code = code.parse().expect("a code is a number");
                        Message::Close(Some(CloseFrame { code, reason: reason.into() }))
                    }
                    _ => Message::Text(text),
                };
                socket.send(reply).await.ok();
            }
            Message::Binary(bytes) => {
                socket.send(Message::Binary(bytes)).await.ok();
            }
            Message::Close(frame) => {
                seen.closed = Some(frame.map_or(1005, |frame| frame.code));
                Upstream::shared().note(&key, &seen);
            }
            Message::Ping(_) | Message::Pong(_) => {}
        }
    }
}
