//! Secret scanning as GitHub does it, on this machine.

use serde_json::{Value, json};

use super::provider::ProviderProcess;

/// Publishes keys and signs reports. It ends when dropped.
pub(crate) struct Github(ProviderProcess);

impl Github {
    pub(crate) fn start() -> Self {
        Self(ProviderProcess::start("github.mjs", &[]))
    }

    /// Where its keys are.
    pub(crate) fn keys_url(&self) -> String {
        format!("{}/keys", self.0.issuer)
    }

    /// Tells it what to publish: `published` names keys of `a`, `b` and `c`; `trouble` is `down`, or
    /// what to say instead.
    pub(crate) async fn script(&self, script: &Value) {
        self.0.script(script).await;
    }

    /// How often it was asked for its keys.
    pub(crate) async fn asked(&self) -> usize {
        self.0.seen().await.len()
    }

    /// Signs a report, with r and s of this many bytes in DER: 33, 32, fewer for anything else, and
    /// any for 0.
    pub(crate) async fn sign(&self, key: &str, body: &str, [r, s]: [u8; 2]) -> String {
        let request = json!({ "key": key, "body": body, "r": r, "s": s });
        let answer = self.0.post("sign", &request).await;
        answer["signature"].as_str().expect("it signs").to_owned()
    }
}
