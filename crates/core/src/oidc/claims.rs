//! The members of a JWT's header or payload, each of which is there once.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The value of a member, as far as anything here is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// A text.
    Text(String),
    /// A number, whole seconds if it is a moment: a fraction is cut off.
    Number(i64),
    /// A list of texts.
    Texts(Vec<String>),
    /// Anything else.
    Other,
}

/// The members, in their order. One that is there twice is refused: two readers may take different
/// ones of them. RFC 8725 §2.4 and RFC 7519 §4.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims(Vec<(String, Claim)>);

impl Claims {
    /// The member of this name.
    pub fn find(&self, name: &str) -> Option<&Claim> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, claim)| claim)
    }

    /// The text of this name, if it is one.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.find(name)? {
            Claim::Text(text) => Some(text),
            Claim::Number(_) | Claim::Texts(_) | Claim::Other => None,
        }
    }

    /// The text or the texts of this name; none, where it is neither.
    pub fn texts(&self, name: &str) -> Vec<&str> {
        match self.find(name) {
            Some(Claim::Text(text)) => vec![text],
            Some(Claim::Texts(texts)) => texts.iter().map(String::as_str).collect(),
            Some(Claim::Number(_) | Claim::Other) | None => vec![],
        }
    }
}

impl<'de> Deserialize<'de> for Claims {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ClaimsVisitor)
    }
}

struct ClaimsVisitor;

impl<'de> Visitor<'de> for ClaimsVisitor {
    type Value = Claims;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Claims, A::Error> {
        let mut claims: Vec<(String, Claim)> = Vec::new();
        while let Some(name) = object.next_key::<String>()? {
            if claims.iter().any(|(known, _)| *known == name) {
                return Err(A::Error::custom("a member is there twice"));
            }
            let claim = object.next_value()?;
            claims.push((name, claim));
        }
        Ok(Claims(claims))
    }
}

impl<'de> Deserialize<'de> for Claim {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ClaimVisitor)
    }
}

struct ClaimVisitor;

impl<'de> Visitor<'de> for ClaimVisitor {
    type Value = Claim;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Claim, E> {
        Ok(Claim::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Claim, E> {
        Ok(Claim::Other)
    }

    fn visit_i64<E>(self, number: i64) -> Result<Claim, E> {
        Ok(Claim::Number(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Claim, E> {
        Ok(i64::try_from(number).map_or(Claim::Other, Claim::Number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Claim, E> {
        // Moments beyond what whole numbers hold exactly (IEEE 754, 2^53) are none.
        let is_exact = number.abs() < 9_007_199_254_740_992.0;
        Ok(if is_exact { Claim::Number(number.floor() as i64) } else { Claim::Other })
    }

    fn visit_string<E>(self, text: String) -> Result<Claim, E> {
        Ok(Claim::Text(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Claim, E> {
        Ok(Claim::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Claim, A::Error> {
        let (mut texts, mut is_of_texts) = (Vec::new(), true);
        while let Some(item) = list.next_element::<Claim>()? {
            match item {
                Claim::Text(text) => texts.push(text),
                Claim::Number(_) | Claim::Texts(_) | Claim::Other => is_of_texts = false,
            }
        }
        Ok(if is_of_texts { Claim::Texts(texts) } else { Claim::Other })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Claim, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Claim::Other)
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::reading::read_json;

    fn claim(json: &str) -> Claim {
        let claims: Claims = read_json(format!(r#"{{"x":{json}}}"#).as_bytes()).unwrap();
        claims.find("x").unwrap().clone()
    }

    #[test]
    fn a_member_has_the_type_that_it_came_with_and_no_other() {
        assert_eq!(claim(r#""1795000000""#), Claim::Text("1795000000".to_owned()));
        assert_eq!(claim("1795000000"), Claim::Number(1_795_000_000));
        assert_eq!(claim("1795000000.9"), Claim::Number(1_795_000_000));
        assert_eq!(claim("-1"), Claim::Number(-1));
        assert_eq!(claim(r#"["a","b"]"#), Claim::Texts(vec!["a".to_owned(), "b".to_owned()]));
        for other in ["null", "true", "1e300", "18446744073709551615", "[1]", r#"["a",1]"#, "{}"] {
            assert_eq!(claim(other), Claim::Other, "{other}");
        }
        assert_eq!(claim(r#"{"y":{"z":[1]}}"#), Claim::Other);
    }

    #[test]
    fn a_member_that_is_there_twice_is_refused() {
        for json in [r#"{"a":1,"a":1}"#, r#"{"a":1,"b":2,"\u0061":3}"#] {
            assert!(read_json::<Claims>(json.as_bytes()).is_err(), "{json}");
        }
        for json in ["[]", "1", "null", r#""a""#, "{", r#"{"a":1}x"#] {
            assert!(read_json::<Claims>(json.as_bytes()).is_err(), "{json}");
        }
    }
}
