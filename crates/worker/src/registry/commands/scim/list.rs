//! Lists of resources: from an index where there is one for what is asked, or by looking at each.

use gatepass_core::scim::{Filter, Page, Query};

use super::told::Told;
use super::{Call, groups, users};
use crate::registry::dispatch::Refused;
use crate::registry::store::{ScimGroup, ScimUser};

/// What a list found: by what it is sorted, and which it is.
type Found = (Option<String>, String);

/// Notes a resource that is asked for.
fn note(found: &mut Vec<Found>, query: &Query, told: &Told, id: &str) {
    if query.filter.as_ref().is_none_or(|filter| filter.matches(&told.document)) {
        let key = query.sort_by.as_ref().and_then(|sort_by| sort_by.key(&told.document));
        found.push((key, id.to_owned()));
    }
}

/// How many there are, and the ids of those on the page.
fn cut(mut found: Vec<Found>, query: &Query) -> (usize, Vec<String>) {
    if let Some(sort_by) = &query.sort_by {
        found.sort_by(|one, other| sort_by.order(one.0.as_deref(), other.0.as_deref()));
    }
    let total = found.len();
    let on_page = found.into_iter().skip(query.skipped()).take(query.count);
    (total, on_page.map(|(_, id)| id).collect())
}

fn equalities(query: &Query) -> Vec<(&'static str, &str)> {
    query.filter.as_ref().map(Filter::equalities).unwrap_or_default()
}

/// The one user who can match, where an index knows that.
fn indexed_user(on: &Call<'_>, query: &Query) -> Result<Option<Option<ScimUser>>, Refused> {
    for (name, text) in equalities(query) {
        let found = match name {
            "id" => text.parse().ok().map_or(Ok(None), |id| on.store.scim_user(id))?,
            "userName" => on.store.scim_user_by_user_name(&text.to_lowercase())?,
            "externalId" => on.store.scim_user_by_external_id(text)?,
            _ => continue,
        };
        return Ok(Some(found));
    }
    Ok(None)
}

fn indexed_group(on: &Call<'_>, query: &Query) -> Result<Option<Option<ScimGroup>>, Refused> {
    for (name, text) in equalities(query) {
        let found = match name {
            "id" => text.parse().ok().map_or(Ok(None), |id| on.store.scim_group(id))?,
            "displayName" => on.store.scim_group_by_name(&text.to_lowercase())?,
            "externalId" => on.store.scim_group_by_external_id(text)?,
            _ => continue,
        };
        return Ok(Some(found));
    }
    Ok(None)
}

fn page(total: usize, query: &Query, told: Vec<Told>) -> Page {
    let resources = told.into_iter().map(|told| told.project(&query.projection)).collect();
    Page { total, start_index: query.start_index, resources }
}

/// A page of the users.
pub(super) fn users(on: &Call<'_>, query: &Query) -> Result<Page, Refused> {
    if query.filter.is_none() && query.sort_by.is_none() {
        let some = on.store.scim_users_from(query.skipped(), query.count)?;
        let told = some.iter().map(|user| Told::user(user, on.base)).collect();
        return Ok(page(on.store.count_scim_users()?, query, told));
    }
    let mut found = Vec::new();
    let mut look = |user: ScimUser| {
        note(&mut found, query, &Told::user(&user, on.base), user.user.subject.as_str());
    };
    match indexed_user(on, query)? {
        Some(one) => one.into_iter().for_each(look),
        None => on.store.each_scim_user(&mut look)?,
    }
    let (total, ids) = cut(found, query);
    let told = ids.iter().map(|id| Ok(Told::user(&users::find(on.store, id)?, on.base)));
    Ok(page(total, query, told.collect::<Result<_, Refused>>()?))
}

/// A page of the groups.
pub(super) fn groups(on: &Call<'_>, query: &Query) -> Result<Page, Refused> {
    if query.filter.is_none() && query.sort_by.is_none() {
        let some = on.store.scim_groups_from(query.skipped(), query.count)?;
        let told = some.iter().map(|group| Told::group(group, on.base)).collect();
        return Ok(page(on.store.count_scim_groups()?, query, told));
    }
    let mut found = Vec::new();
    let mut look = |group: ScimGroup| {
        note(&mut found, query, &Told::group(&group, on.base), group.id.as_str());
    };
    match indexed_group(on, query)? {
        Some(one) => one.into_iter().for_each(look),
        None => on.store.each_scim_group(&mut look)?,
    }
    let (total, ids) = cut(found, query);
    let told = ids.iter().map(|id| Ok(Told::group(&groups::find(on.store, id)?, on.base)));
    Ok(page(total, query, told.collect::<Result<_, Refused>>()?))
}
