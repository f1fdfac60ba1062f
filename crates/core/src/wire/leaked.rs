//! A report of a token that leaked.

use serde::Deserialize;
use zeroize::Zeroize as _;

use crate::exposure::FoundAt;
use crate::token::{ParseTokenError, Prefixes, SecretToken};

/// Report a token that leaked. It cannot be printed, and its token is zeroed when it is dropped.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportLeaked {
    token: String,
    #[serde(default)]
    found_at: Option<FoundAt>,
}

impl ReportLeaked {
    /// The token, in whose place there may be any text.
    ///
    /// # Errors
    /// [`ParseTokenError`], which holds nothing of the text.
    pub fn token(&self, prefixes: &Prefixes) -> Result<SecretToken, ParseTokenError> {
        SecretToken::parse(self.token.trim(), prefixes)
    }

    /// Where it was found, if that is said.
    pub fn found_at(&self) -> Option<&FoundAt> {
        self.found_at.as_ref()
    }
}

impl Drop for ReportLeaked {
    fn drop(&mut self) {
        self.token.zeroize();
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::token;
    use crate::wire::from_json;

    #[test]
    fn a_report_is_a_token_and_perhaps_where_it_was_found() {
        let token = token(1);
        let said = |rest: &str| {
            let json = format!(r#"{{"token":"{}"{rest}}}"#, token.expose());
            let report: ReportLeaked = from_json(json.as_bytes()).unwrap();
            assert_eq!(report.token(&Prefixes::default()).unwrap().id(), token.id());
            report.found_at().map(ToString::to_string)
        };
        assert_eq!(said(""), None);
        assert_eq!(said(r#","found_at":"https://a.b/c""#).as_deref(), Some("https://a.b/c"));
    }

    #[test]
    fn its_bad_forms_are_refused_by_the_member_at_fault() {
        for (json, field) in [
            ("{}", "token"),
            (r#"{"token":1}"#, "token"),
            (r#"{"token":"x","found_at":""}"#, "found_at"),
            (r#"{"token":"x","found_at":"ftp://a"}"#, "found_at"),
            (r#"{"token":"x","owner":"ada"}"#, "owner"),
        ] {
            let problem = from_json::<ReportLeaked>(json.as_bytes()).err().unwrap();
            assert_eq!(problem.field.as_deref(), Some(field), "{json}");
        }
    }
}
