//! In which form the log is told.

use serde::{Deserialize, Serialize};

/// The media type of JSON. RFC 8259 §11.
pub const JSON_TYPE: &str = "application/json";

/// The media type that we give ArcSight's Common Event Format, which has none that is registered.
pub const CEF_TYPE: &str = "application/cef";

/// What is told to who accepts neither.
pub const NOT_ACCEPTABLE: &str = "Accept application/json or application/cef.";

/// A form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActivityFormat {
    /// A JSON object with a page of events.
    Json,
    /// A line of CEF for each event.
    Cef,
}

/// A form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// Comma-separated values. RFC 4180.
    #[default]
    Csv,
    /// A JSON object on each line.
    Jsonl,
}

impl ExportFormat {
    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Jsonl => "application/jsonl; charset=utf-8",
        }
    }

    /// The word in a URL, which is also what its file's name ends in.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
        }
    }
}

/// How well a media range fits: 0 not at all, 1 `*/*`, 2 `application/*`, 3 the very type.
fn fit(range: &str, media_type: &str) -> u8 {
    let whole = media_type.split_once('/').map_or("", |(whole, _)| whole);
    match range.to_ascii_lowercase() {
        range if range == media_type => 3,
        range if range.strip_suffix("/*") == Some(whole) => 2,
        range if range == "*/*" => 1,
        _ => 0,
    }
}

/// A weight in thousandths. RFC 9110 §12.4.2: `0` to `1`, with at most three decimals.
fn weight(text: &str) -> Option<u16> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_weight = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let thousandths = format!("{decimals:0<3}").parse().ok().filter(|_| is_weight)?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(1000),
        _ => None,
    }
}

/// How much `accept` wants the media type, in thousandths: what the closest of its ranges says.
/// RFC 9110 §12.5.1. A range that cannot be read counts for nothing.
fn wanted(accept: &str, media_type: &str) -> u16 {
    let ranges = accept.split(',').filter_map(|part| {
        let mut pieces = part.split(';').map(str::trim);
        let fit = fit(pieces.next()?, media_type);
        let mut weights = pieces.filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| weight(value.trim()))
        });
        let weight = weights.next().unwrap_or(Some(1000))?;
        (fit > 0).then_some((fit, weight))
    });
    ranges.max().map_or(0, |(_, weight)| weight)
}

impl ActivityFormat {
    /// The form for who sent this `Accept`: JSON, where it says nothing or wants both alike;
    /// nothing, where it wants neither.
    pub fn negotiate(accept: Option<&str>) -> Option<Self> {
        let accept = accept.map(str::trim).filter(|accept| !accept.is_empty()).unwrap_or("*/*");
        match (wanted(accept, JSON_TYPE), wanted(accept, CEF_TYPE)) {
            (0, 0) => None,
            (json, cef) if cef > json => Some(Self::Cef),
            (_, _) => Some(Self::Json),
        }
    }
}
