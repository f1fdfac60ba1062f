//! Reading the activity log: what part of it is asked for, and in which form it is told.

mod cef;
mod csv;
mod cursor;
mod format;
mod kind;
mod query;
mod waiters;

pub use cef::to_cef;
pub use csv::{CSV_HEADER, to_csv};
pub use cursor::{ActivityCursor, ParseActivityCursorError};
pub use format::{ActivityFormat, CEF_TYPE, ExportFormat, JSON_TYPE, NOT_ACCEPTABLE};
pub use kind::{Kind, ParseKindError, Topic};
pub use query::{
    ActivityQuery, ExportQuery, LONGEST_WAIT, Order, ParseActivityQueryError, ParseWaitError,
    StoredLogQuery, Wait,
};
pub use waiters::{MOST_WAITERS, Waiters};

#[cfg(test)]
mod tests;
