mod asking;
mod bound;
mod cache;
mod usage;

use super::*;
use crate::policy::Role;
use crate::record::{Generation, Revision};
use crate::refusal::{Refusal, Reported};
use crate::samples::{NOON, record, tenant, token, user};
use crate::standing::{Standing, Verdict, Withheld};
use crate::time::{Millis, UnixMillis};
use crate::token::TokenDigest;

const START: UnixMillis = UnixMillis(1_000_000);

fn digest() -> TokenDigest {
    token(1).digest()
}

fn granted(revision: u64) -> Answer {
    let standing =
        Standing::of(&record(), Generation::Current, &user(Role::GLOBAL_ADMINISTRATOR), NOON);
    Answer::Known(Standing { revision: Revision(revision), ..standing })
}

fn withheld(revision: u64, why: Withheld) -> Answer {
    Answer::Known(Standing { revision: Revision(revision), verdict: Verdict::Withheld(why) })
}

fn cache_with(answer: Answer) -> EdgeCache {
    let mut cache = EdgeCache::default();
    cache.learn(digest(), answer, Source::Kv, START, START);
    cache
}
