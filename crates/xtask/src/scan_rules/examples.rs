//! Texts to try rules with.

use anyhow::{Context, Result};
use gatepass_core::mac::Keyring;
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};

/// Seals what is good for nothing: no installation has it.
const NOBODYS_KEY: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Texts to try rules with.
pub(super) struct Examples {
    /// Texts in the form of tokens: one of each kind. None was issued anywhere.
    pub(super) matching: Vec<String>,
    /// Texts that are like tokens, and none.
    pub(super) others: Vec<String>,
}

impl Examples {
    pub(super) fn of(prefixes: &Prefixes) -> Result<Self> {
        let keys: Keyring = NOBODYS_KEY.parse()?;
        let tenant = "000000".parse()?;
        let entropy = std::array::from_fn(|place| (place as u8).wrapping_mul(97));
        let tokens = TokenKind::ALL.map(|kind| {
            let token = SecretToken::issue(prefixes, kind, tenant, &keys, &entropy);
            token.map(|token| token.expose().to_owned())
        });
        let matching: Vec<String> = tokens.into_iter().collect::<std::result::Result<_, _>>()?;
        let first = matching.first().context("there are kinds of tokens")?;
        let (head, body) = first.split_once('_').context("a token has an underscore")?;
        let cut = body.get(1..).context("a token has a body")?;
        let others = vec![
            format!("{head}_{cut}"),
            format!("{head}_{body}0"),
            format!("{head}-{body}"),
            format!("{head}_{cut}-"),
            format!("{}_{body}", head.to_uppercase()),
            format!("x{head}_{body}"),
            head.to_owned(),
        ];
        Ok(Self { matching, others })
    }
}
