//! OpenID providers on this machine: a real one, and one that says what it is told to.

use std::io::{BufRead as _, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;

/// A provider, which ends when dropped.
pub(crate) struct ProviderProcess {
    child: Child,
    /// Whatever else it says: written to a pipe that nobody holds, it would end it.
    _said: Lines<BufReader<ChildStdout>>,
    /// Who it is.
    pub(crate) issuer: String,
}

fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().expect("a client without TLS can be made")
}

impl ProviderProcess {
    /// A real one, with one client, which has a secret or shows nothing but PKCE's verifier.
    pub(crate) fn real(client: &str, secret: Option<&str>, redirect_uri: &str) -> Self {
        Self::start("provider.mjs", &[client, secret.unwrap_or("-"), redirect_uri])
    }

    /// One that says what it is told to.
    pub(crate) fn hostile() -> Self {
        Self::start("hostile.mjs", &[])
    }

    pub(super) fn start(script: &str, arguments: &[&str]) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness").join(script);
        let mut child = Command::new("node")
            .arg(script)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
        let port = lines.next().expect("it says its port").expect("in UTF-8");
        Self { child, _said: lines, issuer: format!("http://127.0.0.1:{port}") }
    }

    /// Tells a hostile one what to say.
    pub(crate) async fn script(&self, script: &Value) {
        let url = format!("{}/script", self.issuer);
        let sent = client().post(url).json(script).send().await;
        assert!(sent.expect("it answers").status().is_success());
    }

    /// What it answers to JSON.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}/{path}", self.issuer);
        let answer = client().post(url).json(body).send().await.expect("it answers");
        answer.json().await.expect("it answers with JSON")
    }

    /// A token that a hostile one seals: its `header`, its `payload` and by which `key`.
    pub(crate) async fn sign(&self, token: &Value) -> String {
        let answer = self.post("sign", token).await;
        answer["token"].as_str().expect("a text").to_owned()
    }

    /// What a hostile one was asked, in order.
    pub(crate) async fn seen(&self) -> Vec<Value> {
        let url = format!("{}/seen", self.issuer);
        let answer = client().get(url).send().await.expect("it answers");
        answer.json().await.expect("it is a list")
    }
}

impl Drop for ProviderProcess {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        self.child.wait().ok();
    }
}
