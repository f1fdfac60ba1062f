//! What they ask, as a form.

use std::net::IpAddr;

use crate::token::{Prefixes, SecretToken};

/// The media type of the requests' bodies. RFC 7662 §2.1 and RFC 7009 §2.1.
pub const FORM_TYPE: &str = "application/x-www-form-urlencoded";

/// Why a form is refused. No variant holds any of a value: it may be a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ParseFormError {
    /// It does not name a token.
    #[error("Send the token as the parameter token.")]
    NoToken,
    /// A parameter is there more than once. RFC 6749 §3.2.
    #[error("Send the parameter {0} once.")]
    Repeated(&'static str),
    /// What is to be an address is none.
    #[error("Send an IPv4 or IPv6 address as the parameter address, or leave it out.")]
    Address,
}

impl ParseFormError {
    /// The parameter at fault.
    pub fn parameter(self) -> &'static str {
        match self {
            Self::NoToken => "token",
            Self::Repeated(parameter) => parameter,
            Self::Address => "address",
        }
    }
}

/// A parameter's value. One without a value counts as left out, and one that is unheard of as
/// ignored (RFC 6749 §3.2).
fn parameter(form: &[u8], name: &'static str) -> Result<Option<String>, ParseFormError> {
    let mut values = form_urlencoded::parse(form).filter(|(known, _)| known == name);
    let value = values.next();
    match values.next() {
        Some(_) => Err(ParseFormError::Repeated(name)),
        None => Ok(value.map(|(_, value)| value.into_owned()).filter(|value| !value.is_empty())),
    }
}

/// The token that the form shows; nothing, where what it shows is no token. `token_type_hint` is
/// taken and not needed: a token says of itself what it is.
///
/// # Errors
/// [`ParseFormError`].
pub fn shown_token(
    form: &[u8],
    prefixes: &Prefixes,
) -> Result<Option<SecretToken>, ParseFormError> {
    parameter(form, "token_type_hint")?;
    let token = parameter(form, "token")?.ok_or(ParseFormError::NoToken)?;
    Ok(SecretToken::parse(&token, prefixes).ok())
}

/// The address of whoever showed the token to the server that asks, if the form says it: our
/// parameter `address`.
///
/// # Errors
/// [`ParseFormError`].
pub fn caller_address(form: &[u8]) -> Result<Option<IpAddr>, ParseFormError> {
    let address = parameter(form, "address")?;
    address.map(|text| text.parse().map_err(|_| ParseFormError::Address)).transpose()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::id::TokenId;
    use crate::samples::token;

    fn shown(form: &str) -> Result<Option<TokenId>, ParseFormError> {
        shown_token(form.as_bytes(), &Prefixes::default()).map(|token| token.map(|t| t.id()))
    }

    #[test]
    fn the_token_is_found_among_whatever_else_is_sent() {
        let token = token(1);
        let text = token.expose();
        let escaped = text.replace('_', "%5F");
        for form in [
            format!("token={text}"),
            format!("token={escaped}&token_type_hint=access_token"),
            format!("x=1&x=2&Token=y&token={text}&token_type_hint=nonsense&=&&"),
            format!("token_type_hint=&token={text}"),
        ] {
            assert_eq!(shown(&form), Ok(Some(token.id())), "{form}");
        }
    }

    #[test]
    fn what_is_no_token_is_a_token_that_nobody_knows() {
        for form in ["token=x", "token=%ff%00", "token=%", "token=+", "token=a=b"] {
            assert_eq!(shown(form), Ok(None), "{form}");
        }
    }

    #[test]
    fn a_token_is_asked_for_and_each_parameter_once() {
        for form in ["", "token", "token=", "TOKEN=x", "{\"token\":\"x\"}", "&&", "token%00=x"] {
            assert_eq!(shown(form), Err(ParseFormError::NoToken), "{form}");
        }
        for form in ["token=x&token=x", "token=x&token=", "token=x&%74oken=y"] {
            assert_eq!(shown(form), Err(ParseFormError::Repeated("token")), "{form}");
        }
        let hints = "token=x&token_type_hint=a&token_type_hint=a";
        assert_eq!(shown(hints), Err(ParseFormError::Repeated("token_type_hint")));
    }

    #[test]
    fn an_address_is_one_or_left_out() {
        for (form, address) in [
            ("token=x", Ok(None)),
            ("address=", Ok(None)),
            ("address=192.0.2.7", Ok(Some("192.0.2.7".parse().unwrap()))),
            ("address=2001%3Adb8%3A%3A7", Ok(Some("2001:db8::7".parse().unwrap()))),
            ("address=192.0.2.0/24", Err(ParseFormError::Address)),
            ("address=example.com", Err(ParseFormError::Address)),
            ("address=192.0.2.7&address=192.0.2.8", Err(ParseFormError::Repeated("address"))),
        ] {
            assert_eq!(caller_address(form.as_bytes()), address, "{form}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_bytes_are_read_or_refused(form in any::<Vec<u8>>()) {
            prop_assert!(!matches!(shown_token(&form, &Prefixes::default()), Ok(Some(_))));
            prop_assert!(!matches!(caller_address(&form), Ok(Some(_))));
        }
    }
}
