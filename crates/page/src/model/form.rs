//! The form that asks what a token is to be: the same to generate one and to edit one.

use std::collections::BTreeMap;

use gatepass_core::name::{Description, ParseNameError, TokenName};
use gatepass_core::network::{MOST_NETWORKS, NetworkRule, parse_networks, write_networks};
use gatepass_core::scope::{Scope, ScopeSet};
use gatepass_core::settings::LongestLife;
use gatepass_core::time::{Seconds, UnixSeconds};
use gatepass_core::wire::{IssueToken, Me, TokenView};

use super::Complaint;

/// The form that asks what a token is to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Form {
    /// What stands in the field for its name.
    pub name: String,
    /// What stands in the field for what it is for.
    pub description: String,
    /// The scopes that there are to choose from, the usual ones first.
    pub offered: Vec<Scope>,
    /// Those chosen.
    pub scopes: ScopeSet,
    /// When it expires.
    pub expiry: Expiry,
    /// The longest life of the tenant's tokens, if one is set.
    pub longest_life: Option<LongestLife>,
    /// When it expires so far, if ever.
    pub expires_so_far: Option<UnixSeconds>,
    /// The end of the day chosen for [`Expiry::OnDate`].
    pub date: Option<UnixSeconds>,
    /// From when on it is valid, if not at once.
    pub not_before: Option<UnixSeconds>,
    /// What stands in the field for where it may be used from, a network a line.
    pub inside: String,
    /// What stands in the field for where it may not.
    pub outside: String,
    /// What is wrong with a field, in a sentence.
    pub errors: BTreeMap<Field, String>,
    /// What went wrong besides, in a sentence.
    pub form_error: Option<Complaint>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

/// When a token expires, as the form has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expiry {
    /// Never.
    #[default]
    Never,
    /// As so far.
    AsSoFar,
    /// So many days from now.
    InDays(i64),
    /// At the end of a day.
    OnDate,
}

impl Expiry {
    /// Whether a tenant with this longest life lets it be chosen.
    pub fn is_within(self, longest_life: Option<LongestLife>) -> bool {
        match (self, longest_life) {
            (Self::Never, Some(_)) => false,
            (Self::InDays(days), Some(longest)) => Seconds::days(days) <= longest.span(),
            (Self::AsSoFar | Self::OnDate, _) | (Self::Never | Self::InDays(_), None) => true,
        }
    }

    /// What is chosen at first: never, or else the longest span offered, a month at most.
    pub fn usual(longest_life: Option<LongestLife>) -> Self {
        let spans = [Self::Never, Self::InDays(30), Self::InDays(7)];
        spans.into_iter().find(|life| life.is_within(longest_life)).unwrap_or(Self::OnDate)
    }
}

/// When a token expires that lives for so many days from `now`: a minute less than the longest life,
/// where that is what it is, since the registry's clock may be behind.
pub fn end_of_life(days: i64, longest_life: Option<LongestLife>, now: UnixSeconds) -> UnixSeconds {
    let end = now + Seconds::days(days);
    longest_life.map_or(end, |longest| end.min(now + longest.span() - Seconds(60)))
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The name.
    Name,
    /// What it is for.
    Description,
    /// The scopes.
    Scopes,
    /// When it expires.
    Expiry,
    /// From when on it is valid.
    NotBefore,
    /// Where it may be used from.
    Inside,
    /// Where it may not.
    Outside,
}

impl Field {
    /// Every one, from top to bottom.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Description,
        Self::Scopes,
        Self::Expiry,
        Self::NotBefore,
        Self::Inside,
        Self::Outside,
    ];

    /// The word for it in the document: the request's member.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Description => "description",
            Self::Scopes => "scope",
            Self::Expiry => "exp",
            Self::NotBefore => "nbf",
            Self::Inside => "networks",
            Self::Outside => "networks.not_in",
        }
    }

    /// The field that a member of the request comes from.
    pub fn of_member(member: &str) -> Option<Self> {
        Self::ALL.into_iter().rev().find(|field| member.starts_with(field.as_str()))
    }

    /// Whether it stands below "More".
    pub fn is_in_more(self) -> bool {
        match self {
            Self::Name | Self::Description | Self::Scopes | Self::Expiry => false,
            Self::NotBefore | Self::Inside | Self::Outside => true,
        }
    }
}

impl Form {
    /// The form for a new token of somebody's.
    pub fn new(me: &Me) -> Self {
        Self {
            offered: offered(&me.scope),
            scopes: me.scope.by_default(),
            expiry: Expiry::usual(me.longest_life_days),
            longest_life: me.longest_life_days,
            ..Self::default()
        }
    }

    /// The form with what a token is. Its owner may give it what their role has; others can only
    /// take away.
    pub fn of(token: &TokenView, me: &Me) -> Self {
        let others = if token.sub == me.sub { me.scope.clone() } else { ScopeSet::default() };
        Self {
            name: token.name.to_string(),
            description: token.description.as_ref().map(ToString::to_string).unwrap_or_default(),
            offered: offered(&token.scope.iter().chain(others.iter()).cloned().collect()),
            scopes: token.scope.clone(),
            expiry: if token.exp.is_some() { Expiry::AsSoFar } else { Expiry::Never },
            longest_life: me.longest_life_days,
            expires_so_far: token.exp,
            not_before: token.nbf,
            inside: write_networks(&token.networks.inside),
            outside: write_networks(&token.networks.outside),
            ..Self::default()
        }
    }

    /// What stands in a field for text.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        match field {
            Field::Name => Some(&mut self.name),
            Field::Description => Some(&mut self.description),
            Field::Inside => Some(&mut self.inside),
            Field::Outside => Some(&mut self.outside),
            Field::Scopes | Field::Expiry | Field::NotBefore => None,
        }
    }

    /// Whether something stands below "More".
    pub fn has_more(&self) -> bool {
        self.not_before.is_some() || !self.inside.is_empty() || !self.outside.is_empty()
    }

    /// Chooses a scope, or takes it away.
    pub fn toggle(&mut self, scope: &Scope) {
        let is_chosen = |other: &Scope| self.scopes.contains(other) != (other == scope);
        self.scopes = self.offered.iter().filter(|other| is_chosen(other)).cloned().collect();
    }

    /// Says what is wrong with a field, or nothing if nothing is.
    pub fn check(&mut self, field: Field) {
        match self.error_in(field) {
            Some(error) => self.errors.insert(field, error),
            None => self.errors.remove(&field),
        };
    }

    fn error_in(&self, field: Field) -> Option<String> {
        match field {
            Field::Name => self.name.parse::<TokenName>().err().map(|error| error.to_string()),
            Field::Description => self.description().err().map(|error| error.to_string()),
            Field::Scopes => {
                self.scopes.is_empty().then(|| "Choose at least one scope.".to_owned())
            }
            Field::Expiry => (self.expiry == Expiry::OnDate && self.date.is_none())
                .then(|| "Choose a date.".to_owned()),
            Field::NotBefore => None,
            Field::Inside => parse_networks(&self.inside).err().map(|error| error.to_string()),
            Field::Outside => match parse_networks(&self.outside) {
                Err(error) => Some(error.to_string()),
                Ok(_) if self.networks().is_short() => None,
                Ok(_) => Some(format!("Name at most {MOST_NETWORKS} networks in all.")),
            },
        }
    }

    fn description(&self) -> Result<Option<Description>, ParseNameError> {
        if self.description.trim().is_empty() {
            return Ok(None);
        }
        self.description.parse().map(Some)
    }

    fn networks(&self) -> NetworkRule {
        NetworkRule {
            inside: parse_networks(&self.inside).unwrap_or_default(),
            outside: parse_networks(&self.outside).unwrap_or_default(),
        }
    }

    fn expires_at(&self, now: UnixSeconds) -> Option<UnixSeconds> {
        match self.expiry {
            Expiry::Never => None,
            Expiry::AsSoFar => self.expires_so_far,
            Expiry::InDays(days) => Some(end_of_life(days, self.longest_life, now)),
            Expiry::OnDate => self.date,
        }
    }

    /// What the form asks for at `now`.
    ///
    /// # Errors
    /// The first field in which something is wrong; what is wrong in each is noted.
    pub fn request(&mut self, now: UnixSeconds) -> Result<IssueToken, Field> {
        Field::ALL.into_iter().for_each(|field| self.check(field));
        if let Some(field) = self.errors.keys().next() {
            return Err(*field);
        }
        Ok(IssueToken {
            name: self.name.parse().map_err(|_| Field::Name)?,
            description: self.description().map_err(|_| Field::Description)?,
            scope: Some(self.scopes.clone()),
            nbf: self.not_before,
            exp: self.expires_at(now),
            networks: self.networks(),
        })
    }
}

/// The usual scopes of these, then the others.
fn offered(scopes: &ScopeSet) -> Vec<Scope> {
    let usual = scopes.by_default();
    let others = scopes.iter().filter(|scope| !usual.contains(scope));
    usual.iter().chain(others).cloned().collect()
}
