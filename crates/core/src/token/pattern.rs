//! The form of a token, for programs that look for tokens in texts.

use super::secret::BODY_LENGTH;
use super::{Prefixes, TokenKind};

impl Prefixes {
    /// Every beginning of a token, with its underscore: each prefix with each kind.
    pub fn heads(&self) -> Vec<String> {
        let prefixes = std::iter::once(&self.first).chain(&self.others);
        let heads = |prefix| TokenKind::ALL.map(|kind| format!("{prefix}{}_", kind.letter()));
        prefixes.flat_map(heads).collect()
    }

    /// A regular expression for tokens, in what all engines have in common: no look-around, no
    /// named group, nothing captured. What stands before and after a token is left to who looks.
    pub fn pattern(&self) -> String {
        let kinds: String = TokenKind::ALL.map(TokenKind::letter).iter().collect();
        let prefixes: Vec<&str> =
            std::iter::once(&self.first).chain(&self.others).map(String::as_str).collect();
        let prefix = match prefixes.as_slice() {
            [only] => (*only).to_owned(),
            several => format!("(?:{})", several.join("|")),
        };
        format!("{prefix}[{kinds}]_[0-9A-Za-z]{{{BODY_LENGTH}}}")
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn the_form_is_that_of_every_prefix_and_kind() {
        let one = Prefixes::default();
        assert_eq!(one.pattern(), "gp[usc]_[0-9A-Za-z]{65}");
        assert_eq!(one.heads(), ["gpu_", "gps_", "gpc_"]);
        let two: Prefixes = "acme,gp".parse().unwrap();
        assert_eq!(two.pattern(), "(?:acme|gp)[usc]_[0-9A-Za-z]{65}");
        assert_eq!(two.heads(), ["acmeu_", "acmes_", "acmec_", "gpu_", "gps_", "gpc_"]);
    }
}
