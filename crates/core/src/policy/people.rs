//! The people that a developer can sign in as: one for each role, so that all can be tried.

use super::{Policy, Role};
use crate::wire::DevelopmentPerson;

/// Those with a name of their own.
const NAMED: [(Role, &str); 3] = [
    (Role::GLOBAL_ADMINISTRATOR, "Ada Admin"),
    (Role::SECURITY_OPERATOR, "Otto Operator"),
    (Role::SECURITY_READER, "Rita Reader"),
];

impl Policy {
    /// A person for each role, in the policy's order; named after the role in words, unless there is
    /// somebody with a name of their own.
    pub fn development_people(&self) -> Vec<DevelopmentPerson> {
        let name_of = |role: &Role| {
            let named = NAMED.into_iter().find(|(of, _)| of == role);
            named.map_or_else(|| role.to_words(), |(_, name)| name.to_owned())
        };
        self.roles()
            .filter_map(|known| {
                let name = name_of(&known.role).parse().ok()?;
                Some(DevelopmentPerson { name, role: known.role.clone() })
            })
            .collect()
    }
}
