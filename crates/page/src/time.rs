//! Moments as people read them.

use gatepass_core::time::{Seconds, UnixSeconds};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::JsValue;

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

/// The present moment, by the browser's clock.
pub fn now() -> UnixSeconds {
    UnixSeconds((Date::now() / 1000.0).floor() as i64)
}

/// Writes moments in English, in the browser's time zone.
pub struct Clock {
    relative: Intl::RelativeTimeFormat,
    exact: Function,
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
        let time_of_day = [
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("second", "2-digit"),
            ("hourCycle", "h23"),
        ];
        Ok(Self {
            relative: Intl::RelativeTimeFormat::new(&english, &options(&[("numeric", "auto")])?),
            exact: Intl::DateTimeFormat::new(&english, &options(&exact)?).format(),
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

    /// "12:03:20".
    pub fn time_of_day(&self, moment: UnixSeconds) -> String {
        written(&self.time_of_day, moment)
    }
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
    fn the_browser_writes_moments_in_english() {
        let clock = Clock::new().unwrap();
        assert_eq!(clock.relative(NOON - Seconds::days(3), NOON), "3 days ago");
        assert_eq!(clock.relative(NOON - Seconds::days(1), NOON), "yesterday");
        assert!(clock.exact(NOON).contains("2026"), "{}", clock.exact(NOON));
        assert_eq!(clock.time_of_day(NOON).len(), "12:03:20".len());
        assert_eq!(machine_readable(NOON), "2026-11-24T12:00:00.000Z");
    }
}
