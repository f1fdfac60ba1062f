//! What KV is to hold, and having it told again.

use gatepass_core::outbox::{KvWrite, OutboxGauge, has_news};
use gatepass_core::rebuild::{AT_ONCE, Expected, RebuildPlace, TokenFacts};
use gatepass_core::record::{Generation, TokenRecord};
use gatepass_core::tenant::Tenant;
use gatepass_core::token::TokenDigest;

use crate::call::{Declined, RestoreKeys, Restored, Survey, SurveyKeys};
use crate::registry::Instance;
use crate::registry::dispatch::Refused;
use crate::registry::store::{Page, Store, StoreError};

/// Something that KV is to know of.
enum Known {
    Token {
        digest: TokenDigest,
        generation: Generation,
        record: Box<TokenRecord>,
    },
    /// A token whose record is not there.
    Nobodys,
    Tenant(Tenant),
}

impl Known {
    fn lane(&self) -> String {
        match self {
            Self::Token { digest, .. } => digest.to_string(),
            Self::Nobodys => String::new(),
            Self::Tenant(tenant) => tenant.label.to_string(),
        }
    }
}

/// Some of what KV is to know of.
struct Part {
    /// They, each with where to go on after it.
    known: Vec<(Known, RebuildPlace)>,
    /// Where to go on after all of them.
    next: RebuildPlace,
}

impl Part {
    fn of<T>(
        from: &RebuildPlace,
        page: Page<T>,
        known: impl Fn(T) -> (Known, RebuildPlace),
    ) -> Self {
        let known: Vec<_> = page.items.into_iter().map(known).collect();
        let last = known.last().map(|(_, place)| place.clone());
        let next = last.filter(|_| page.is_full).unwrap_or_else(|| from.next_kind());
        Self { known, next }
    }
}

fn part(store: &Store, from: &RebuildPlace, most: u32) -> Result<Part, StoreError> {
    match from {
        RebuildPlace::Tokens(after) => {
            Ok(Part::of(from, store.tokens_after(*after, most)?, |record| {
                let place = RebuildPlace::Tokens(Some(record.id.serial));
                let (digest, generation) = (record.digest, Generation::Current);
                let record = Box::new(record);
                (Known::Token { digest, generation, record }, place)
            }))
        }
        RebuildPlace::Superseded(after) => Ok(Part::of(
            from,
            store.superseded_after(*after, most)?,
            |(digest, generation, record)| {
                let place = RebuildPlace::Superseded(Some(digest));
                let known = record.map_or(Known::Nobodys, |record| Known::Token {
                    digest,
                    generation,
                    record: Box::new(record),
                });
                (known, place)
            },
        )),
        RebuildPlace::Tenants(after) => {
            Ok(Part::of(from, store.tenants_after(after.as_ref(), most)?, |tenant| {
                let place = RebuildPlace::Tenants(Some(tenant.label.clone()));
                (Known::Tenant(tenant), place)
            }))
        }
        RebuildPlace::End => Ok(Part { known: Vec::new(), next: RebuildPlace::End }),
    }
}

impl Instance {
    fn require_made(&self) -> Result<(), Refused> {
        match self.store.is_made()? {
            true => Ok(()),
            false => Err(Declined::NoTenant.into()),
        }
    }

    pub(in crate::registry) fn survey_keys(&self, call: &SurveyKeys) -> Result<Survey, Refused> {
        self.require_made()?;
        let store = &self.store;
        let Part { known, next } = part(store, &call.from, call.most.min(AT_ONCE))?;
        let mut keys = Vec::with_capacity(2 * known.len());
        for (known, _) in &known {
            keys.extend(self.expected(store, known)?);
        }
        let total = match call.from {
            RebuildPlace::Tenants(_) => store.count_of_tenants()?,
            RebuildPlace::Tokens(_) | RebuildPlace::Superseded(_) | RebuildPlace::End => {
                store.count_of_tokens()?
            }
        };
        Ok(Survey { keys, looked_at: known.len() as u64, total, next })
    }

    fn expected(&self, store: &Store, known: &Known) -> Result<Vec<Expected>, StoreError> {
        let is_awaited = has_news(&store.lane(&known.lane())?);
        match known {
            Known::Nobodys => Ok(Vec::new()),
            Known::Tenant(tenant) => Ok(vec![Expected::of_tenant(tenant, is_awaited)]),
            Known::Token { digest, generation, record } => {
                let owner = store.owner_of(record)?;
                let facts =
                    TokenFacts { digest: *digest, record, generation: *generation, owner: &owner };
                Ok(Expected::of_token(&facts, is_awaited, self.now()).into())
            }
        }
    }

    /// All of it goes by the outbox, with what is so now and in order with what is told otherwise.
    pub(in crate::registry) fn restore_keys(
        &self,
        call: &RestoreKeys,
    ) -> Result<Restored, Refused> {
        self.require_made()?;
        let most = call.most.min(AT_ONCE);
        self.store.transaction(|store| {
            let Part { known, mut next } = part(store, &call.from, most)?;
            let (mut looked_at, mut written) = (0, 0);
            let mut place = &call.from;
            for (known, after) in &known {
                if written >= u64::from(most) {
                    next = place.clone();
                    break;
                }
                let writes = self.to_restore(store, known, &call.extra)?;
                written += writes.len() as u64;
                self.enqueue(store, &known.lane(), writes)?;
                looked_at += 1;
                place = after;
            }
            let waiting = store.outbox_gauge(self.now_in_millis())?.waiting;
            Ok(Restored { looked_at, written, waiting, next })
        })
    }

    fn to_restore(
        &self,
        store: &Store,
        known: &Known,
        extra: &[String],
    ) -> Result<Vec<KvWrite>, StoreError> {
        match known {
            Known::Nobodys => Ok(Vec::new()),
            Known::Tenant(tenant) => Ok(vec![KvWrite::put_tenant(tenant)]),
            Known::Token { digest, generation, record } => {
                let owner = store.owner_of(record)?;
                let facts =
                    TokenFacts { digest: *digest, record, generation: *generation, owner: &owner };
                Ok(facts.to_restore(&store.lane(&known.lane())?, extra, self.now()))
            }
        }
    }

    pub(in crate::registry) fn measure_outbox(&self) -> Result<OutboxGauge, Refused> {
        match self.store.is_made()? {
            true => Ok(self.store.outbox_gauge(self.now_in_millis())?),
            false => Ok(OutboxGauge::default()),
        }
    }
}
