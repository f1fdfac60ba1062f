//! What a row says besides name, owner, moments and status: badges, notes, knocks, uses.

use gatepass_core::badge::Badge;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::TokenView;

use crate::dom::{MissingPart, Part};
use crate::time::Clock;
use crate::words::{self, Moments};

/// How high the highest bar is, in the picture's units.
const HIGHEST: u64 = 16;

pub(in crate::view) struct More {
    description: Part,
    badges: Vec<(Badge, Part)>,
    notes: Part,
    knocks: Part,
    uses: Part,
    uses_said: Part,
}

impl More {
    pub(in crate::view) fn find(row: &Part) -> Result<Self, MissingPart> {
        let badges: Result<Vec<_>, MissingPart> =
            Badge::ALL.into_iter().map(|badge| Ok((badge, row.find(badge.as_str())?))).collect();
        Ok(Self {
            description: row.find("description")?,
            badges: badges?,
            notes: row.find("notes")?,
            knocks: row.find("knocks")?,
            uses: row.find("uses")?,
            uses_said: row.find("uses-said")?,
        })
    }

    pub(in crate::view) fn show(&self, token: &TokenView, now: UnixSeconds, clock: &Clock) {
        let description = token.description.as_ref();
        self.description.set_optional_text(description.map(|text| text.as_str()));
        for (badge, part) in &self.badges {
            part.show_if(badge.is_on(token, now));
        }
        let ago = |moment| clock.relative(moment, now);
        let at = |moment| clock.day_and_time(moment);
        let moments = Moments { ago: &ago, at: &at };
        self.notes.set_optional_text(words::notes(token, &moments, now).as_deref());
        let knocks = token.knocks.as_ref().map(|knocks| words::knocks(knocks, &moments));
        self.knocks.set_optional_text(knocks.as_deref());
        let has_uses = token.uses_by_day.iter().any(|count| *count > 0);
        self.uses.show_if(has_uses);
        if has_uses {
            self.uses.draw("path", "d", &bars(&token.uses_by_day));
            self.uses_said.set_text(&words::uses_by_day(&token.uses_by_day));
        }
    }
}

/// A bar for each day, as an SVG path: 2 wide, 1 apart, from below. A day with any use shows.
fn bars(uses: &[u64]) -> String {
    let most = uses.iter().copied().max().unwrap_or(1).max(1);
    let bar = |(day, count): (usize, &u64)| {
        let height = count.saturating_mul(HIGHEST).div_ceil(most).min(HIGHEST);
        (height > 0).then(|| format!("M{} {HIGHEST}v-{height}h2v{height}z", day * 3))
    };
    uses.iter().enumerate().filter_map(bar).collect()
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;

    #[test]
    fn a_bar_is_as_high_as_its_share_of_the_most_and_never_lost() {
        assert_eq!(bars(&[0, 10, 5, 1]), "M3 16v-16h2v16zM6 16v-8h2v8zM9 16v-2h2v2z");
        assert_eq!(bars(&[1, 1_000_000]), "M0 16v-1h2v1zM3 16v-16h2v16z");
        assert_eq!(bars(&[u64::MAX]), "M0 16v-1h2v1z");
        assert_eq!(bars(&[0, 0]), "");
    }
}
