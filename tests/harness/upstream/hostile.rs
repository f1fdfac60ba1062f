//! A page that tries what it can do on the origin that it comes from.

use axum::response::{Html, IntoResponse as _, Response};

const PAGE: &str = r#"<!doctype html>
<html lang="en">
  <head><title>untouched</title></head>
  <body>
    <h1>Hostile</h1>
    <form method="post" action="/manage/v1/sign-out" enctype="text/plain">
      <button>Win a prize</button>
    </form>
    <script>
      document.title = "scripted";
      fetch("/manage/v1/sign-out", { method: "POST", credentials: "include" });
      navigator.serviceWorker.register("/api/hostile/worker.js", { scope: "/" });
    </script>
  </body>
</html>
"#;

/// Answers with the page, asking for the widest scope of a service worker and a cookie of ours.
pub(super) async fn page() -> Response {
    let headers = [
        ("service-worker-allowed", "/"),
        ("set-cookie", "__Host-gatepass-session=stolen; Path=/; Secure"),
    ];
    (headers, Html(PAGE)).into_response()
}
