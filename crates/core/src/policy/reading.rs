//! The ways in which an API may read one path.

/// One of them. The rules are for the exact one; the others are looked at so that nobody gets past a
/// rule by a spelling that means the same to the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reading {
    case: Case,
    end: End,
}

/// Whether capitals make a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Counts,
    Ignored,
}

/// Whether a slash at the end makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Counts,
    Ignored,
}

impl Reading {
    /// As it stands.
    pub(super) const EXACT: Self = Self { case: Case::Counts, end: End::Counts };

    /// The others.
    pub(super) const LOOSE: [Self; 3] = [
        Self { case: Case::Counts, end: End::Ignored },
        Self { case: Case::Ignored, end: End::Counts },
        Self { case: Case::Ignored, end: End::Ignored },
    ];

    /// The segments without an empty one that a slash at the end leaves.
    pub(super) fn without_end<T>(self, segments: &[T], is_empty: impl Fn(&T) -> bool) -> &[T] {
        match (self.end, segments.split_last()) {
            (End::Ignored, Some((last, before))) if is_empty(last) => before,
            (End::Ignored | End::Counts, _) => segments,
        }
    }

    /// Whether two segments, or two methods, are the same.
    pub(super) fn is_same(self, one: &str, other: &str) -> bool {
        let fold = |text: &'_ str| text.chars().flat_map(char::to_lowercase).collect::<String>();
        match self.case {
            Case::Counts => one == other,
            Case::Ignored => one.eq_ignore_ascii_case(other) || fold(one) == fold(other),
        }
    }
}
