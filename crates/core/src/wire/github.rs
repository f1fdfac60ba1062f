//! What GitHub's secret scanning reports, and what it is told of that.
//!
//! Source: GitHub Docs, "Secret scanning partner program".

use serde::{Deserialize, Serialize};
use zeroize::Zeroize as _;

use super::Problem;
use super::parse::from_json_list;
use crate::exposure::FoundAt;
use crate::token::{ParseTokenError, Prefixes, SecretToken, TokenDigest};

/// The most finds that are taken in one report.
pub const MOST_FINDS: usize = 1000;

/// The most characters of what GitHub calls a kind of place.
const LONGEST_SOURCE: usize = 40;

/// A text that GitHub took for one of our tokens. It cannot be printed, and its token is zeroed when
/// it is dropped. What else GitHub may say of it is not read.
#[derive(Deserialize)]
pub struct GithubFind {
    token: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

/// What is told of a find. It names the token by its digest, never by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GithubVerdict {
    token_hash: TokenDigest,
    token_type: String,
    label: Label,
}

/// Whether a find was one of our tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Label {
    TruePositive,
    FalsePositive,
}

impl GithubFind {
    /// Reads a report whose signature holds.
    ///
    /// # Errors
    /// A [`Problem`] that names what is wrong with it.
    pub fn read_all(json: &[u8]) -> Result<Vec<Self>, Problem> {
        let finds: Vec<Self> = from_json_list(json)?;
        if finds.len() > MOST_FINDS {
            let sentence = format!("Report at most {MOST_FINDS} tokens at once.");
            return Err(Problem::of_field("body", sentence));
        }
        Ok(finds)
    }

    /// The token, in whose place there may be any text.
    ///
    /// # Errors
    /// [`ParseTokenError`], which holds nothing of the text.
    pub fn token(&self, prefixes: &Prefixes) -> Result<SecretToken, ParseTokenError> {
        SecretToken::parse(&self.token, prefixes)
    }

    /// Where it was found: `GitHub`, in what of it, and the URL, as far as those are given.
    pub fn found_at(&self) -> Option<FoundAt> {
        let url = self.url.as_deref().and_then(|url| FoundAt::cut(url).ok());
        let source = self.source.as_deref().and_then(place).unwrap_or_default();
        let url = url.map(|url| format!(": {url}")).unwrap_or_default();
        FoundAt::cut(&format!("GitHub{source}{url}")).ok()
    }

    /// What is told of it.
    pub fn verdict(&self, is_ours: bool) -> GithubVerdict {
        GithubVerdict {
            token_hash: TokenDigest::of(self.token.as_bytes()),
            token_type: self.kind.clone(),
            label: if is_ours { Label::TruePositive } else { Label::FalsePositive },
        }
    }
}

/// The words for what GitHub calls a kind of place, like `Pull_request_title`; none for `Unknown`.
fn place(source: &str) -> Option<String> {
    let is_word = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let is_known = (1..=LONGEST_SOURCE).contains(&source.len()) && source.bytes().all(is_word);
    let words = source.replace('_', " ").to_ascii_lowercase();
    (is_known && words != "unknown").then(|| format!(", {words}"))
}

impl Drop for GithubFind {
    fn drop(&mut self) {
        self.token.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::token;

    const URL: &str = "https://github.com/octocat/Hello-World/blob/1234/foo/bar.txt";

    fn finds(json: &serde_json::Value) -> Vec<GithubFind> {
        GithubFind::read_all(json.to_string().as_bytes()).map_err(|it| it.detail).unwrap()
    }

    fn found_at(url: serde_json::Value, source: serde_json::Value) -> String {
        let [find] = finds(&json!([{ "token": "x", "type": "t", "url": url, "source": source }]))
            .try_into()
            .map_err(|_| "one")
            .unwrap();
        find.found_at().unwrap().to_string()
    }

    #[test]
    fn a_report_is_a_list_of_finds_and_what_else_it_says_is_let_be() {
        let token = token(1);
        let text = token.expose();
        let report = json!([
            { "token": text, "type": "gatepass_api_token", "url": URL, "source": "content" },
            { "token": "none", "type": "gatepass_api_token", "url": "", "new": [1] },
        ]);
        let finds = finds(&report);
        assert_eq!(finds[0].token(&Prefixes::default()).unwrap().id(), token.id());
        assert!(finds[1].token(&Prefixes::default()).is_err());
        assert_eq!(finds.len(), 2);
    }

    #[test]
    fn its_bad_forms_are_refused_by_what_is_at_fault() {
        let many = vec![json!({ "token": "x", "type": "t" }); MOST_FINDS + 1];
        for (json, field) in [
            (json!({}), "body"),
            (json!("x"), "body"),
            (json!([1]), "[0]"),
            (json!([{ "type": "t" }]), "token"),
            (json!([{ "token": 1, "type": "t" }]), "[0].token"),
            (json!([{ "token": "x" }]), "type"),
            (json!([{ "token": "x", "type": "t", "url": 1 }]), "[0].url"),
            (many.into(), "body"),
        ] {
            let problem = GithubFind::read_all(json.to_string().as_bytes()).err().unwrap();
            assert_eq!(problem.field.as_deref(), Some(field), "{problem:?}");
        }
        for text in ["", " ", "[", "[]x", "\u{feff}[]"] {
            let problem = GithubFind::read_all(text.as_bytes()).err().unwrap();
            assert_eq!(problem.field.as_deref(), Some("body"), "{text}");
        }
        assert!(GithubFind::read_all(b" []").unwrap().is_empty());
    }

    #[test]
    fn where_it_was_found_is_said_in_words() {
        for (url, source, said) in [
            (json!(URL), json!("content"), format!("GitHub, content: {URL}")),
            (json!(URL), json!("Pull_request_title"), format!("GitHub, pull request title: {URL}")),
            (json!(URL), json!("Unknown"), format!("GitHub: {URL}")),
            (json!(URL), json!(null), format!("GitHub: {URL}")),
            (json!(""), json!("npm"), "GitHub, npm".to_owned()),
            (json!(null), json!("<b>"), "GitHub".to_owned()),
            (json!("javascript://x"), json!("commit"), "GitHub, commit".to_owned()),
            (json!("a\nb"), json!("x".repeat(41)), "GitHub".to_owned()),
        ] {
            assert_eq!(found_at(url, source), said);
        }
        let long = format!("https://github.com/{}", "x".repeat(600));
        assert_eq!(found_at(json!(long), json!("commit")).chars().count(), 500);
    }

    #[test]
    fn what_is_told_of_a_find_is_its_digest_and_a_label() {
        let finds = finds(&json!([{ "token": "abc", "type": "t" }]));
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        for (is_ours, label) in [(true, "true_positive"), (false, "false_positive")] {
            let told = serde_json::to_string(&finds[0].verdict(is_ours)).unwrap();
            let expected =
                format!(r#"{{"token_hash":"{digest}","token_type":"t","label":"{label}"}}"#);
            assert_eq!(told, expected);
        }
    }
}
