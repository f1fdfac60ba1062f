//! The secrets and switches of a development server, in `.dev.vars`.

use anyhow::{Context, Result};

use crate::paths::Paths;
use crate::say;
use crate::vars_file::VarsFile;

/// The secrets, each 32 random bytes as 64 hexadecimal digits; the first three may be lists,
/// separated by commas.
pub(crate) const SECRETS: [&str; 5] =
    ["SEAL_KEYS", "SESSION_KEYS", "AUDIT_KEYS", "OPERATOR_SECRET", "PROXY_SECRET"];

/// Lets anyone on this machine sign in as one of the built-in people.
const DEV_SIGN_IN: &str = "DEV_SIGN_IN";

/// Where they are for development.
pub(crate) fn for_development(paths: &Paths) -> VarsFile {
    VarsFile(paths.in_root(".dev.vars"))
}

/// Adds what is missing for development.
pub(crate) fn ensure(paths: &Paths) -> Result<()> {
    let names: Vec<&str> = SECRETS.into_iter().chain([DEV_SIGN_IN]).collect();
    let fresh_value = |name: &str| {
        if name == DEV_SIGN_IN { Ok("on".to_owned()) } else { fresh() }
    };
    if for_development(paths).complete(&names, fresh_value)? {
        say::step("Made secrets for development, in .dev.vars");
    }
    Ok(())
}

/// A new secret.
pub(crate) fn fresh() -> Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).context("The operating system gave no random bytes")?;
    Ok(hex::encode(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_64_lowercase_hexadecimal_digits() {
        let secret = fresh().unwrap();
        assert_eq!(secret.len(), 64);
        assert!(secret.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)));
        assert_ne!(secret, fresh().unwrap());
    }
}
