//! Which tenants have which own hosts, as one isolate knows it for a minute.

use super::generations::Generations;
use crate::tenant::{Region, Tenant, TenantLabel};
use crate::time::{Millis, UnixMillis};

/// How long an isolate goes by what it was told of a label, from when it asked.
pub const HOST_LIFE: Millis = Millis::seconds(60);

/// The most tenants that are remembered, and the most labels that nobody has.
pub const MOST_HOSTS: usize = 1_000;

/// Whose an own host is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resident {
    /// This tenant's.
    Tenant(Tenant),
    /// Nobody's.
    Nobody,
}

impl Resident {
    /// The tenant, where its own region stands in the host too.
    pub fn in_region(self, region: Region) -> Option<Tenant> {
        match self {
            Self::Tenant(tenant) if tenant.region == region => Some(tenant),
            Self::Tenant(_) | Self::Nobody => None,
        }
    }
}

/// What one isolate knows of labels. Made-up ones never push out those of tenants.
pub struct Hosts {
    tenants: Generations<TenantLabel, (Tenant, UnixMillis)>,
    nobodies: Generations<TenantLabel, UnixMillis>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self { tenants: Generations::new(MOST_HOSTS), nobodies: Generations::new(MOST_HOSTS) }
    }
}

impl Hosts {
    /// What is known of a label at `now`.
    pub fn find(&mut self, label: &TenantLabel, now: UnixMillis) -> Option<Resident> {
        if let Some((tenant, _)) = self.tenants.find(label).filter(|(_, until)| now < *until) {
            return Some(Resident::Tenant(tenant.clone()));
        }
        self.nobodies.find(label).filter(|until| now < **until).map(|_| Resident::Nobody)
    }

    /// Takes in an answer to a question asked at `asked_at`. Tenants stay, so that there is one
    /// outlasts every answer that there is none.
    pub fn learn(&mut self, label: &TenantLabel, resident: Resident, asked_at: UnixMillis) {
        let until = asked_at + HOST_LIFE;
        match resident {
            Resident::Tenant(tenant) => self.tenants.insert(label.clone(), (tenant, until)),
            Resident::Nobody => self.nobodies.insert(label.clone(), until),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::samples::{NOON, tenant};

    const START: UnixMillis = UnixMillis(1_795_521_600_000);

    fn label(text: &str) -> TenantLabel {
        text.parse().unwrap()
    }

    fn contoso() -> Resident {
        Resident::Tenant(Tenant {
            id: tenant(),
            label: label("contoso"),
            region: Region::Eu,
            created_at: NOON,
        })
    }

    #[test]
    fn an_answer_counts_for_a_minute_from_when_it_was_asked_for() {
        for resident in [contoso(), Resident::Nobody] {
            let mut hosts = Hosts::default();
            assert_eq!(hosts.find(&label("contoso"), START), None);
            hosts.learn(&label("contoso"), resident.clone(), START);
            let last = START + Millis(HOST_LIFE.0 - 1);
            assert_eq!(hosts.find(&label("contoso"), last), Some(resident));
            assert_eq!(hosts.find(&label("contoso"), START + HOST_LIFE), None);
        }
    }

    #[test]
    fn that_there_is_a_tenant_outlasts_a_late_answer_that_there_is_none() {
        let mut hosts = Hosts::default();
        hosts.learn(&label("contoso"), contoso(), START + Millis(1));
        hosts.learn(&label("contoso"), Resident::Nobody, START);
        assert_eq!(hosts.find(&label("contoso"), START + Millis(2)), Some(contoso()));
    }

    #[test]
    fn a_tenant_made_meanwhile_takes_its_host() {
        let mut hosts = Hosts::default();
        hosts.learn(&label("contoso"), Resident::Nobody, START);
        hosts.learn(&label("contoso"), contoso(), START + Millis(1));
        assert_eq!(hosts.find(&label("contoso"), START + Millis(2)), Some(contoso()));
    }

    #[test]
    fn only_its_own_region_leads_to_a_tenant() {
        assert!(contoso().in_region(Region::Eu).is_some());
        assert_eq!(contoso().in_region(Region::Eu2), None);
        assert_eq!(Resident::Nobody.in_region(Region::Eu), None);
    }

    #[test]
    fn a_flood_of_made_up_labels_pushes_no_tenant_out_and_leaves_a_bounded_rest() {
        let mut hosts = Hosts::default();
        hosts.learn(&label("contoso"), contoso(), START);
        for number in 0..10 * MOST_HOSTS {
            hosts.learn(&label(&format!("made-up-{number}")), Resident::Nobody, START);
        }
        assert_eq!(hosts.find(&label("contoso"), START), Some(contoso()));
        let is_known = |number: &usize| {
            hosts.find(&label(&format!("made-up-{number}")), START) == Some(Resident::Nobody)
        };
        assert!((0..10 * MOST_HOSTS).filter(is_known).count() <= MOST_HOSTS);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn nothing_is_known_of_a_label_for_longer_than_a_minute_after_it_was_last_asked_for(
            steps in prop::collection::vec((0_i64..100_000, any::<bool>()), 1..20),
            wait in 0_i64..200_000,
        ) {
            let (mut hosts, mut last) = (Hosts::default(), START);
            for (wait, is_tenant) in steps {
                let resident = if is_tenant { contoso() } else { Resident::Nobody };
                last = last + Millis(wait);
                hosts.learn(&label("contoso"), resident, last);
            }
            let is_known = hosts.find(&label("contoso"), last + Millis(wait)).is_some();
            prop_assert_eq!(is_known, wait < HOST_LIFE.0);
        }
    }
}
