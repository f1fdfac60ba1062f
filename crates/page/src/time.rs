//! Moments as people read them.

use gatepass_core::time::{Seconds, UnixSeconds};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

use crate::model::Day;

/// How long ago something was, in the largest unit that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ago {
    /// Less than a minute, or, by a clock that runs differently, in the future.
    JustNow,
    /// So many of this unit.
    Of(i64, Unit),
}

/// A unit of time as `Intl.RelativeTimeFormat` names it. ECMA-402 §18.5.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 60 s.
    Minute,
    /// 60 min.
    Hour,
    /// 24 h.
    Day,
    /// 30 days.
    Month,
    /// 365 days.
    Year,
}

impl Unit {
    const LARGEST_FIRST: [Self; 5] = [Self::Year, Self::Month, Self::Day, Self::Hour, Self::Minute];

    fn as_str(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    fn span(self) -> Seconds {
        match self {
            Self::Minute => Seconds(60),
            Self::Hour => Seconds::hours(1),
            Self::Day => Seconds::days(1),
            Self::Month => Seconds::days(30),
            Self::Year => Seconds::days(365),
        }
    }
}

/// How long ago a moment is at `now`.
pub fn ago(moment: UnixSeconds, now: UnixSeconds) -> Ago {
    let passed = now - moment;
    Unit::LARGEST_FIRST
        .into_iter()
        .find(|unit| passed >= unit.span())
        .map_or(Ago::JustNow, |unit| Ago::Of(passed.0 / unit.span().0, unit))
}

/// The day in the browser's time zone that a field for dates has as text; nothing for any other.
pub fn day(text: &str) -> Option<Day> {
    let first = Date::new(&format!("{text}T00:00").into());
    let moment = |date: &Date| UnixSeconds((date.get_time() / 1000.0) as i64);
    if text.is_empty() || first.get_time().is_nan() {
        return None;
    }
    let next = Date::new(&first);
    next.set_date(first.get_date() + 1);
    Some(Day { text: text.to_owned(), start: moment(&first), end: moment(&next) })
}

/// The present moment, by the browser's clock.
pub fn now() -> UnixSeconds {
    UnixSeconds((Date::now() / 1000.0).floor() as i64)
}

/// Writes moments in English, in the browser's time zone.
pub struct Clock {
    relative: Intl::RelativeTimeFormat,
    exact: Function,
    day_and_time: Function,
    time_of_day: Function,
}

impl Clock {
    /// Makes the browser's formats.
    ///
    /// # Errors
    /// What the browser threw.
    pub fn new() -> Result<Self, JsValue> {
        let english = Array::of1(&"en".into());
        let exact = [
            ("year", "numeric"),
            ("month", "short"),
            ("day", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("hourCycle", "h23"),
            ("timeZoneName", "short"),
        ];
        let day_and_time = [
            ("year", "numeric"),
            ("month", "short"),
            ("day", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
        ];
        let time_of_day = [
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("hourCycle", "h23"),
        ];
        Ok(Self {
            relative: Intl::RelativeTimeFormat::new(&english, &options(&[("numeric", "auto")])?),
            exact: Intl::DateTimeFormat::new(&english, &options(&exact)?).format(),
            day_and_time: Intl::DateTimeFormat::new(&english, &options(&day_and_time)?).format(),
            time_of_day: Intl::DateTimeFormat::new(&english, &options(&time_of_day)?).format(),
        })
    }

    /// "3 days ago".
    pub fn relative(&self, moment: UnixSeconds, now: UnixSeconds) -> String {
        match ago(moment, now) {
            Ago::JustNow => "just now".to_owned(),
            Ago::Of(amount, unit) => self.relative.format(-(amount as f64), unit.as_str()).into(),
        }
    }

    /// "Nov 24, 2026, 12:03:20 GMT+1".
    pub fn exact(&self, moment: UnixSeconds) -> String {
        written(&self.exact, moment)
    }

    /// "Nov 24, 2026, 12:03".
    pub fn day_and_time(&self, moment: UnixSeconds) -> String {
        written(&self.day_and_time, moment)
    }

    /// "12:03:20".
    pub fn time_of_day(&self, moment: UnixSeconds) -> String {
        written(&self.time_of_day, moment)
    }
}

/// The moment that a field has, like "2026-11-24T12:03", in the browser's time zone.
pub fn local(text: &str) -> Option<UnixSeconds> {
    // With a time and without an offset it is local: ECMA-262 §21.4.1.32.
    let has_time = text.contains('T');
    to_moment(&Date::new(&text.into())).filter(|_| has_time)
}

/// The end of the day that a field has, like "2026-11-24", in the browser's time zone.
pub fn end_of_day(text: &str) -> Option<UnixSeconds> {
    let date = Date::new(&format!("{text}T00:00").into());
    date.set_date(date.get_date() + 1);
    to_moment(&date)
}

/// What a field for a moment has for this one.
pub fn to_local(moment: UnixSeconds) -> String {
    let date = date(moment);
    let day = [date.get_month() + 1, date.get_date(), date.get_hours(), date.get_minutes()];
    let [month, day, hours, minutes] = day.map(|number| format!("{number:02}"));
    format!("{:04}-{month}-{day}T{hours}:{minutes}", date.get_full_year())
}

/// What a field for a day has for the one that ends at this moment.
pub fn to_day_before(moment: UnixSeconds) -> String {
    to_local(moment - Seconds(1)).split('T').next().unwrap_or_default().to_owned()
}

fn to_moment(date: &Date) -> Option<UnixSeconds> {
    let millis = date.get_time();
    (!millis.is_nan()).then(|| UnixSeconds((millis / 1000.0).floor() as i64))
}

/// The moment as a `datetime` attribute has it, RFC 3339; empty for one beyond what a `Date` holds.
pub fn machine_readable(moment: UnixSeconds) -> String {
    let date = date(moment);
    if date.get_time().is_nan() { String::new() } else { date.to_iso_string().into() }
}

fn options(pairs: &[(&str, &str)]) -> Result<Object, JsValue> {
    let options = Object::new();
    for (name, value) in pairs {
        Reflect::set(&options, &(*name).into(), &(*value).into())?;
    }
    Ok(options)
}

fn date(moment: UnixSeconds) -> Date {
    Date::new(&JsValue::from_f64(moment.0 as f64 * 1000.0))
}

fn written(format: &Function, moment: UnixSeconds) -> String {
    format
        .call1(&JsValue::UNDEFINED, &date(moment))
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    const NOON: UnixSeconds = UnixSeconds(1_795_521_600);

    #[test]
    fn how_long_ago_is_told_in_the_largest_unit_that_fits() {
        let cases = [
            (Seconds(59), Ago::JustNow),
            (Seconds(60), Ago::Of(1, Unit::Minute)),
            (Seconds(3599), Ago::Of(59, Unit::Minute)),
            (Seconds::hours(1), Ago::Of(1, Unit::Hour)),
            (Seconds::days(1), Ago::Of(1, Unit::Day)),
            (Seconds::days(29), Ago::Of(29, Unit::Day)),
            (Seconds::days(30), Ago::Of(1, Unit::Month)),
            (Seconds::days(800), Ago::Of(2, Unit::Year)),
        ];
        for (passed, expected) in cases {
            assert_eq!(ago(NOON - passed, NOON), expected, "{passed:?}");
        }
    }

    #[test]
    fn a_moment_in_the_future_is_just_now() {
        assert_eq!(ago(NOON + Seconds::days(3), NOON), Ago::JustNow);
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn what_stands_in_a_field_is_read_in_the_browsers_time_zone_and_written_the_same() {
        for text in ["2026-11-24T12:03", "2027-01-01T00:00"] {
            assert_eq!(to_local(local(text).unwrap()), text);
        }
        for text in ["2026-11-24", "2026-12-31", "2028-02-29"] {
            assert_eq!(to_day_before(end_of_day(text).unwrap()), text);
        }
        assert_eq!(end_of_day("2026-11-24"), local("2026-11-25T00:00"));
        for text in ["", "2026-11-24", "soon"] {
            assert_eq!(local(text), None, "{text}");
        }
        assert_eq!(end_of_day(""), None);
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn a_day_lasts_until_the_next_begins() {
        let day_of = day("2026-11-24").unwrap();
        assert_eq!(day_of.end - day_of.start, Seconds::days(1));
        assert_eq!(day("2026-11-25").unwrap().start, day_of.end);
        assert!((0..=Seconds::days(1).0).contains(&(NOON - day_of.start).0), "{day_of:?}");
        for none in ["", "tomorrow", "2026-13-01"] {
            assert_eq!(day(none), None);
        }
    }

    #[cfg(target_arch = "wasm32")]
    #[test]
    fn the_browser_writes_moments_in_english() {
        let clock = Clock::new().unwrap();
        assert_eq!(clock.relative(NOON - Seconds::days(3), NOON), "3 days ago");
        assert_eq!(clock.relative(NOON - Seconds::days(1), NOON), "yesterday");
        assert!(clock.exact(NOON).contains("2026"), "{}", clock.exact(NOON));
        assert!(
            clock.day_and_time(NOON).starts_with("Nov 24, 2026, "),
            "{}",
            clock.day_and_time(NOON)
        );
        assert_eq!(clock.time_of_day(NOON).len(), "12:03:20".len());
        assert_eq!(machine_readable(NOON), "2026-11-24T12:00:00.000Z");
    }
}
