//! The activity log, as far as it was asked for: a window on it of a bounded length.

use std::collections::BTreeMap;

use gatepass_core::activity::{ActivityQuery, ExportFormat, ExportQuery, Kind};
use gatepass_core::id::{Subject, TokenId};
use gatepass_core::person::PersonName;
use gatepass_core::time::UnixSeconds;
use gatepass_core::wire::ActivityView;

use super::Asked;

/// The most events that are kept: beyond, the newest leave as older ones come.
pub const MOST_EVENTS_KEPT: usize = 300;

/// The activity log, as far as it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Activity {
    /// What is let through.
    pub choice: ActivityChoice,
    /// What stands in the field for a token's id.
    pub typed_token: String,
    /// Whether it was answered, and how it went.
    pub asked: Asked<()>,
    /// What for it was asked last.
    pub purpose: Option<Reach>,
    /// The events, the newest first.
    pub events: Vec<ActivityView>,
    /// Where the events end, if more come after them.
    pub cursor: Option<String>,
    /// Whether newer events have left the window.
    pub is_past_newest: bool,
    /// The people to choose from: the tenant's, and those who did something in the events seen so far.
    pub people: BTreeMap<Subject, PersonName>,
    /// Whether the tenant's people were asked for.
    pub is_asking_for_people: bool,
    /// The moment that relative times are reckoned from.
    pub as_of: UnixSeconds,
}

/// What part of the log is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The newest events of a new choice.
    Anew,
    /// The newest events as they are now.
    Refresh,
    /// Those before the oldest that are shown.
    Older,
}

/// What the log lets through.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ActivityChoice {
    /// Only what this user did.
    pub person: Option<Subject>,
    /// Only what was done to or by this token.
    pub token: Option<TokenId>,
    /// Only events of this kind.
    pub kind: Option<Kind>,
    /// Only from this day on.
    pub from: Option<Day>,
    /// Only up to this day, and on it.
    pub until: Option<Day>,
}

/// A day in the browser's time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// As a field for dates has it: `2026-11-24`.
    pub text: String,
    /// Its first moment.
    pub start: UnixSeconds,
    /// The first moment after it.
    pub end: UnixSeconds,
}

impl Activity {
    /// Forgets everything, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.asked.forget();
        *self = Self { asked: std::mem::take(&mut self.asked), ..Self::default() };
    }

    /// The query that `purpose` takes.
    pub fn query(&self, purpose: Reach) -> ActivityQuery {
        let cursor = match purpose {
            Reach::Anew | Reach::Refresh => None,
            Reach::Older => self.cursor.clone(),
        };
        ActivityQuery { cursor, ..self.choice.to_query() }
    }
}

impl ActivityChoice {
    /// Whether it leaves anything out.
    pub fn is_narrowed(&self) -> bool {
        *self != Self::default()
    }

    /// Whether it ends before it begins.
    pub fn is_reversed(&self) -> bool {
        self.from
            .as_ref()
            .zip(self.until.as_ref())
            .is_some_and(|(from, until)| from.start >= until.end)
    }

    fn to_query(&self) -> ActivityQuery {
        ActivityQuery {
            person: self.person,
            token: self.token,
            kind: self.kind,
            from: self.from.as_ref().map(|day| day.start),
            until: self.until.as_ref().map(|day| day.end),
            ..ActivityQuery::default()
        }
    }

    /// The query to export it by.
    pub fn to_export(&self, format: ExportFormat) -> ExportQuery {
        let ActivityQuery { person, token, kind, from, until, order, cursor, .. } = self.to_query();
        ExportQuery { format, person, token, kind, from, until, order, cursor }
    }
}
