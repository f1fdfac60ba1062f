//! From `POLICY`, as JSON, to a policy.

mod limits;
mod raw;

use super::error::{ParsePolicyError, PolicyFault};
use super::rule::{Access, Demand, Freshness};
use super::{Policy, Role, RolePolicy, RouteRule};
use crate::reading::{ReadError, read_json};
use crate::scope::{Scope, ScopeSet};
use raw::{RawPolicy, RawRole, RawRoute, Table};

/// The most roles that a policy has.
const MOST_ROLES: usize = 50;

/// The most scopes that a role has.
const MOST_SCOPES: usize = 50;

/// The most rules for routes that a policy has: every request looks at them.
const MOST_ROUTES: usize = 200;

/// The most characters that a scope of a policy has.
const LONGEST_SCOPE: usize = 60;

/// The setting's name, with which every key begins.
const SETTING: &str = "POLICY";

impl Policy {
    /// Reads the setting `POLICY`, as JSON. What it leaves out is as in the default.
    ///
    /// # Errors
    /// [`ParsePolicyError`], for the first mistake.
    pub fn from_json(json: &str) -> Result<Self, ParsePolicyError> {
        let Table(raw) = read(json)?;
        let default = Self::default();
        let roles = match raw.roles {
            None => default.roles,
            Some(roles) => roles_of(roles)?,
        };
        let first_administrator = roles
            .iter()
            .find(|known| known.is_full)
            .map(|known| known.role.clone())
            .ok_or_else(|| at(format!("{SETTING}.roles"), PolicyFault::NoFullRole))?;
        let routes = match raw.routes {
            None => default.routes,
            Some(routes) => routes_of(routes, &roles)?,
        };
        let limits = match raw.limits {
            None => default.limits,
            Some(Table(limits)) => limits::limits_of(limits)?,
        };
        Ok(Self { roles, first_administrator, routes, lets_preflights: raw.preflights, limits })
    }
}

fn read(json: &str) -> Result<Table<RawPolicy>, ParsePolicyError> {
    read_json(json.as_bytes()).map_err(|ReadError { path, reason }| {
        let key = path.map_or_else(|| SETTING.to_owned(), |path| format!("{SETTING}.{path}"));
        at(key, PolicyFault::Shape(raw::in_words(&reason)))
    })
}

fn at(key: impl Into<String>, fault: impl Into<PolicyFault>) -> ParsePolicyError {
    ParsePolicyError { key: key.into(), fault: fault.into() }
}

fn at_most(most: usize, count: usize, key: impl Into<String>) -> Result<(), ParsePolicyError> {
    if count > most { Err(at(key, PolicyFault::TooMany { most })) } else { Ok(()) }
}

fn roles_of(raw: Vec<(String, RawRole)>) -> Result<Vec<RolePolicy>, ParsePolicyError> {
    at_most(MOST_ROLES, raw.len(), format!("{SETTING}.roles"))?;
    let mut roles: Vec<RolePolicy> = Vec::new();
    for (name, raw) in raw {
        let key = format!("{SETTING}.roles.{name}");
        let role: Role = name.parse().map_err(|error: super::ParseRoleError| at(&key, error))?;
        if roles.iter().any(|known| known.role == role) {
            return Err(at(key, PolicyFault::RoleTwice));
        }
        roles.push(role_of(role, raw, &format!("{key}.scopes"))?);
    }
    Ok(roles)
}

fn role_of(role: Role, raw: RawRole, key: &str) -> Result<RolePolicy, ParsePolicyError> {
    let raw_scopes = raw.scopes.ok_or_else(|| at(key, PolicyFault::NoScopes))?;
    at_most(MOST_SCOPES, raw_scopes.len(), key)?;
    let scopes = raw_scopes
        .iter()
        .enumerate()
        .map(|(index, text)| scope_of(text, &format!("{key}[{index}]")))
        .collect::<Result<ScopeSet, _>>()?;
    if raw.full && !scopes.contains(&Scope::MANAGE) {
        return Err(at(key, PolicyFault::FullWithoutManage));
    }
    Ok(RolePolicy { role, scopes, is_full: raw.full })
}

fn scope_of(text: &str, key: &str) -> Result<Scope, ParsePolicyError> {
    if text.len() > LONGEST_SCOPE {
        return Err(at(key, PolicyFault::LongScope { most: LONGEST_SCOPE }));
    }
    text.parse().map_err(|error: crate::scope::ParseScopeError| at(key, error))
}

fn routes_of(
    raw: Vec<Table<RawRoute>>,
    roles: &[RolePolicy],
) -> Result<Vec<RouteRule>, ParsePolicyError> {
    at_most(MOST_ROUTES, raw.len(), format!("{SETTING}.routes"))?;
    let mut routes: Vec<RouteRule> = Vec::new();
    for (index, Table(raw)) in raw.into_iter().enumerate() {
        let key = format!("{SETTING}.routes[{index}]");
        let rule = route_of(&raw, roles, &key)?;
        if let Some(by) = routes.iter().position(|before| before.hides(&rule)) {
            return Err(at(key, PolicyFault::Hidden { by }));
        }
        routes.push(rule);
    }
    Ok(routes)
}

fn route_of(
    raw: &RawRoute,
    roles: &[RolePolicy],
    key: &str,
) -> Result<RouteRule, ParsePolicyError> {
    let access = access_of(raw, roles, key)?;
    let path_key = format!("{key}.path");
    let path = raw.path.as_deref().ok_or_else(|| at(&path_key, PolicyFault::NoPath))?;
    let pattern =
        path.parse().map_err(|error: super::pattern::ParsePatternError| at(path_key, error))?;
    let key = format!("{key}.methods");
    if raw.methods.as_ref().is_some_and(Vec::is_empty) {
        return Err(at(key, PolicyFault::NoMethods));
    }
    let methods = raw
        .methods
        .iter()
        .flatten()
        .enumerate()
        .map(|(index, text)| {
            text.parse().map_err(|error: super::method::ParseMethodError| {
                at(format!("{key}[{index}]"), error)
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(RouteRule { methods, pattern, access })
}

fn access_of(raw: &RawRoute, roles: &[RolePolicy], key: &str) -> Result<Access, ParsePolicyError> {
    match (&raw.scope, raw.public) {
        (None, false) => Err(at(key, PolicyFault::NeitherScopeNorPublic)),
        (Some(_), true) => Err(at(key, PolicyFault::ScopeAndPublic)),
        (None, true) if raw.strict => Err(at(key, PolicyFault::StrictAndPublic)),
        (None, true) => Ok(Access::Public),
        (Some(text), false) => {
            let key = format!("{key}.scope");
            let scope = scope_of(text, &key)?;
            if !roles.iter().any(|known| known.scopes.contains(&scope)) {
                return Err(at(key, PolicyFault::ScopeOfNoRole { scope }));
            }
            let freshness = if raw.strict { Freshness::Strict } else { Freshness::Cached };
            Ok(Access::Token(Demand { scope, freshness }))
        }
    }
}

#[cfg(test)]
mod tests;
