//! Requests in Unicode's normal form C, so that texts which look the same are the same.
//!
//! An accented letter is one character or two, by how it was typed (Unicode UAX #15 §1.1). Names that
//! differ in nothing else count as one, and a search finds either. What makes the normal form is an
//! argument: its tables are those of the JavaScript engine, or they would make the Worker larger.

use std::str::FromStr;

use super::{
    AddProvider, AddUser, BeginSignIn, ChangeProvisioning, EditProvider, EditToken, EditUser,
    IssueToken, Problem, SignInByLink, UserQuery,
};
use crate::agents::{AddAgent, AgentSettings, EditAgent, Sources};
use crate::listing::TokenQuery;
use crate::name::{Description, ParseNameError, TokenName};
use crate::person::PersonName;
use crate::scim::GroupRole;

/// What may have texts in it that are to be in normal form.
pub trait InNormalForm: Sized {
    /// The same in normal form, which `to_nfc` makes of a text.
    ///
    /// # Errors
    /// A [`Problem`] that names the member at fault: in normal form it may be too long, as some
    /// characters become several, or one name may be there twice.
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem>;
}

/// Makes the normal form C of a text.
pub type ToNfc = fn(&str) -> String;

fn normal<T: FromStr<Err = ParseNameError>>(
    field: &str,
    text: &str,
    to_nfc: ToNfc,
) -> Result<T, Problem> {
    let parsed = to_nfc(text).parse();
    parsed.map_err(|error: ParseNameError| Problem::of_field(field, error.to_string()))
}

fn name(name: &TokenName, to_nfc: ToNfc) -> Result<TokenName, Problem> {
    normal("name", name.as_str(), to_nfc)
}

fn person_name(name: &PersonName, to_nfc: ToNfc) -> Result<PersonName, Problem> {
    normal("name", name.as_str(), to_nfc)
}

fn description(description: &Description, to_nfc: ToNfc) -> Result<Description, Problem> {
    normal("description", description.as_str(), to_nfc)
}

fn sources(sources: Sources, to_nfc: ToNfc) -> Result<Sources, Problem> {
    let names = Vec::from(sources);
    let names = names.iter().map(|name| normal("sources", name.as_str(), to_nfc));
    let sources = Sources::try_from(names.collect::<Result<Vec<TokenName>, Problem>>()?);
    sources.map_err(|error| Problem::of_field("sources", error.to_string()))
}

impl InNormalForm for IssueToken {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self {
            name: name(&self.name, to_nfc)?,
            description: self
                .description
                .as_ref()
                .map(|text| description(text, to_nfc))
                .transpose()?,
            ..self
        })
    }
}

impl InNormalForm for EditToken {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        let described = self
            .description
            .map(|text| text.as_ref().map(|text| description(text, to_nfc)).transpose());
        Ok(Self {
            name: self.name.as_ref().map(|text| name(text, to_nfc)).transpose()?,
            description: described.transpose()?,
            ..self
        })
    }
}

impl InNormalForm for AddAgent {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        let settings = match self.settings {
            AgentSettings::LogCollector { sources: told } => {
                AgentSettings::LogCollector { sources: sources(told, to_nfc)? }
            }
            settings @ AgentSettings::SiemAgent { .. } => settings,
        };
        Ok(Self { name: name(&self.name, to_nfc)?, settings, ..self })
    }
}

impl InNormalForm for EditAgent {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self {
            name: self.name.as_ref().map(|text| name(text, to_nfc)).transpose()?,
            sources: self.sources.map(|told| sources(told, to_nfc)).transpose()?,
            ..self
        })
    }
}

impl InNormalForm for AddProvider {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self { name: name(&self.name, to_nfc)?, ..self })
    }
}

impl InNormalForm for EditProvider {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        let name = self.name.as_ref().map(|text| name(text, to_nfc)).transpose()?;
        Ok(Self { name, ..self })
    }
}

impl InNormalForm for ChangeProvisioning {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        let Some(group_roles) = self.group_roles else { return Ok(self) };
        let named = group_roles.into_iter().enumerate().map(|(index, it)| {
            let field = format!("group_roles[{index}].group");
            Ok(GroupRole { group: normal(&field, it.group.as_str(), to_nfc)?, role: it.role })
        });
        Ok(Self { group_roles: Some(named.collect::<Result<_, Problem>>()?), ..self })
    }
}

impl InNormalForm for BeginSignIn {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        let name = self.name.as_ref().map(|text| person_name(text, to_nfc)).transpose()?;
        Ok(Self { name, ..self })
    }
}

impl InNormalForm for AddUser {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self { name: person_name(&self.name, to_nfc)?, ..self })
    }
}

impl InNormalForm for EditUser {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self {
            name: self.name.as_ref().map(|text| person_name(text, to_nfc)).transpose()?,
            ..self
        })
    }
}

impl InNormalForm for SignInByLink {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self {
            name: self.name.as_ref().map(|text| person_name(text, to_nfc)).transpose()?,
            ..self
        })
    }
}

impl InNormalForm for TokenQuery {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self { search: self.search.as_deref().map(to_nfc), ..self })
    }
}

impl InNormalForm for UserQuery {
    fn in_normal_form(self, to_nfc: ToNfc) -> Result<Self, Problem> {
        Ok(Self { search: self.search.as_deref().map(to_nfc), ..self })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};
    use unicode_normalization::UnicodeNormalization as _;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::agents::AgentKind;

    /// With an accented letter that is one character.
    const ONE: &str = "caf\u{e9}";
    /// The same, where it is two.
    const TWO: &str = "cafe\u{301}";
    /// One character that is two in normal form.
    const LONGER: &str = "\u{958}";

    fn nfc(text: &str) -> String {
        text.nfc().collect()
    }

    fn normal<T: DeserializeOwned + InNormalForm>(request: Value) -> Result<T, Problem> {
        serde_json::from_value::<T>(request).unwrap().in_normal_form(nfc)
    }

    #[track_caller]
    fn assert_one<T: DeserializeOwned + InNormalForm + PartialEq>(request: impl Fn(&str) -> Value) {
        let [expected, other]: [T; 2] =
            [ONE, TWO].map(|text| serde_json::from_value(request(text)).unwrap());
        let case = request(ONE);
        assert!(other != expected, "{case}");
        assert!(other.in_normal_form(nfc).unwrap() == expected, "{case}");
    }

    #[test]
    fn whatever_is_named_or_searched_for_is_so_in_one_form() {
        assert_one::<IssueToken>(|text| json!({ "name": text }));
        assert_one::<IssueToken>(|text| json!({ "name": "ci", "description": text }));
        assert_one::<EditToken>(|text| json!({ "name": text }));
        assert_one::<EditToken>(|text| json!({ "description": text }));
        assert_one::<AddUser>(|text| json!({ "name": text, "role": "security-reader" }));
        assert_one::<EditUser>(|text| json!({ "name": text }));
        assert_one::<SignInByLink>(|text| json!({ "link": "l", "name": text }));
        assert_one::<EditAgent>(|text| json!({ "name": text }));
        assert_one::<EditAgent>(|text| json!({ "sources": [text] }));
        assert_one::<TokenQuery>(|text| json!({ "search": text }));
        assert_one::<UserQuery>(|text| json!({ "search": text }));
    }

    #[test]
    fn an_agent_is_added_in_one_form() {
        let agent = |kind, text: &str| {
            let name = text.parse().unwrap();
            let settings = match kind {
                AgentKind::SiemAgent => AgentSettings::default_of(kind),
                AgentKind::LogCollector => {
                    AgentSettings::LogCollector { sources: Sources::from_lines(text).unwrap() }
                }
            };
            AddAgent { kind, name, settings }
        };
        for kind in AgentKind::ALL {
            assert_ne!(agent(kind, TWO), agent(kind, ONE));
            assert_eq!(agent(kind, TWO).in_normal_form(nfc), Ok(agent(kind, ONE)));
        }
    }

    #[test]
    fn what_is_left_out_or_taken_away_stays_so() {
        for request in [json!({}), json!({ "description": null, "exp": null })] {
            let edit: EditToken = serde_json::from_value(request.clone()).unwrap();
            assert_eq!(normal::<EditToken>(request), Ok(edit));
        }
        assert_eq!(normal::<EditUser>(json!({ "email": null })).unwrap().email, Some(None));
        assert_eq!(normal::<TokenQuery>(json!({})).unwrap(), TokenQuery::default());
    }

    #[test]
    fn what_is_too_long_or_there_twice_in_normal_form_is_named() {
        let (name, description) = (LONGER.repeat(51), LONGER.repeat(101));
        let at_fault = |problem: Option<Problem>| problem.and_then(|problem| problem.field);
        let problem = normal::<IssueToken>(json!({ "name": name })).err();
        let sentence = "Use at most 100 characters; this has 102.";
        assert_eq!(problem.as_ref().and_then(|it| it.detail.as_deref()), Some(sentence));
        assert_eq!(at_fault(problem).as_deref(), Some("name"));
        let problem = normal::<EditToken>(json!({ "description": description })).err();
        assert_eq!(at_fault(problem).as_deref(), Some("description"));
        let problem = normal::<EditAgent>(json!({ "sources": [ONE, TWO] })).err();
        assert_eq!(at_fault(problem).as_deref(), Some("sources"));
    }

    proptest! {
        #[test]
        fn names_that_differ_in_form_alone_are_one(text in "[a-zA-Z\u{c0}-\u{17f}\u{300}-\u{30f}\u{ac00}-\u{ad00}]{1,20}") {
            let forms = [text.clone(), text.nfc().collect(), text.nfd().collect()];
            let named = forms.map(|form| normal::<EditUser>(json!({ "name": form })).unwrap());
            prop_assert!(named.iter().all(|request| request == &named[0]), "{named:?}");
            let again = named[0].clone().in_normal_form(nfc);
            prop_assert_eq!(again.as_ref(), Ok(&named[0]));
        }
    }
}
