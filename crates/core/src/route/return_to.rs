//! Where a browser goes after signing in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::View;

/// Where a browser goes after signing in: a view of the page. There is no other, so nobody is led
/// away from the portal by what an address says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReturnTo(View);

/// Text that is the path of no view to return to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("to is the path of a view, like /settings/security-extensions/api-tokens")]
pub struct ParseReturnToError;

impl ReturnTo {
    /// To the view, if it is one that somebody who is signed in sees.
    pub fn of(view: View) -> Option<Self> {
        View::FRAMED.contains(&view).then_some(Self(view))
    }

    /// The view.
    pub fn view(self) -> View {
        self.0
    }
}

impl FromStr for ReturnTo {
    type Err = ParseReturnToError;

    /// Takes the path of a view to the letter.
    fn from_str(text: &str) -> Result<Self, ParseReturnToError> {
        View::find(text).and_then(Self::of).ok_or(ParseReturnToError)
    }
}

impl TryFrom<String> for ReturnTo {
    type Error = ParseReturnToError;

    fn try_from(text: String) -> Result<Self, ParseReturnToError> {
        text.parse()
    }
}

impl From<ReturnTo> for String {
    fn from(to: ReturnTo) -> Self {
        to.to_string()
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.path())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    /// Addresses that would lead somebody away, were they taken. Sources: OWASP, "Unvalidated
    /// Redirects and Forwards Cheat Sheet"; WHATWG URL Standard §4.4 (what parsers strip and take
    /// for slashes).
    fn hostile() -> Vec<String> {
        serde_json::from_str(include_str!("return_to/hostile.json")).unwrap()
    }

    #[test]
    fn every_view_that_one_can_see_is_returned_to() {
        for view in View::FRAMED {
            let to: ReturnTo = view.path().parse().unwrap();
            assert_eq!((to.view(), to.to_string().as_str()), (view, view.path()));
        }
    }

    #[test]
    fn no_hostile_address_is_returned_to() {
        for address in hostile() {
            assert_eq!(address.parse::<ReturnTo>(), Err(ParseReturnToError), "{address:?}");
            let json = serde_json::to_string(&address).unwrap();
            assert!(serde_json::from_str::<ReturnTo>(&json).is_err(), "{address:?}");
        }
        let distinct: std::collections::BTreeSet<_> = hostile().into_iter().collect();
        assert_eq!(distinct.len(), 60);
    }

    #[test]
    fn neither_the_sign_in_view_nor_the_root_is_returned_to() {
        for view in [View::SignIn, View::Home] {
            assert_eq!(ReturnTo::of(view), None);
            assert!(view.path().parse::<ReturnTo>().is_err());
        }
    }

    proptest! {
        #[test]
        fn what_is_added_to_a_path_makes_it_another(
            place in 0..View::FRAMED.len(), before in "\\PC{0,3}", after in "\\PC{0,3}",
        ) {
            let path = View::FRAMED[place].path();
            let text = format!("{before}{path}{after}");
            prop_assert_eq!(text.parse::<ReturnTo>().is_ok(), text == path);
        }
    }
}
