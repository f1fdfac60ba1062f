//! The paths of SCIM: RFC 7644 §3.2, table 2.

use crate::scim::ResourceKind;

const BASE: &str = "/scim/v2";

/// A path below the base of SCIM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ScimPath {
    /// All resources of a kind.
    Resources(ResourceKind),
    /// One of them, by its id here, as it was spelled.
    Resource(ResourceKind, String),
    /// All resources of a kind, by a query in the body; of every kind, where none is named. §3.4.3.
    Search(Option<ResourceKind>),
    /// What the server can do.
    ServiceProviderConfig,
    /// The kinds of resource.
    ResourceTypes,
    /// One of them.
    ResourceType(ResourceKind),
    /// The schemas of resources.
    Schemas,
    /// One of them.
    Schema(ResourceKind),
    /// Nothing that there is.
    Unknown,
}

impl ScimPath {
    /// The path, if it is one below the base.
    pub(super) fn find(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/scim")?;
        if !rest.is_empty() && !rest.starts_with('/') {
            return None;
        }
        let Some(rest) = path.strip_prefix(BASE).and_then(|rest| rest.strip_prefix('/')) else {
            return Some(Self::Unknown);
        };
        let segments: Vec<&str> = rest.split('/').collect();
        let kind_at =
            |endpoint: &str| ResourceKind::ALL.into_iter().find(|kind| kind.endpoint() == endpoint);
        let found = match segments.as_slice() {
            ["ServiceProviderConfig"] => Some(Self::ServiceProviderConfig),
            ["ResourceTypes"] => Some(Self::ResourceTypes),
            ["ResourceTypes", word] => {
                let kind = ResourceKind::ALL.into_iter().find(|kind| kind.word() == *word);
                kind.map(Self::ResourceType)
            }
            ["Schemas"] => Some(Self::Schemas),
            ["Schemas", schema] => {
                let kind = ResourceKind::ALL.into_iter().find(|kind| kind.schema() == *schema);
                kind.map(Self::Schema)
            }
            [".search"] => Some(Self::Search(None)),
            [endpoint, ".search"] => kind_at(endpoint).map(|kind| Self::Search(Some(kind))),
            [endpoint] => kind_at(endpoint).map(Self::Resources),
            [endpoint, id] if !id.is_empty() => {
                kind_at(endpoint).map(|kind| Self::Resource(kind, (*id).to_owned()))
            }
            _ => None,
        };
        Some(found.unwrap_or(Self::Unknown))
    }

    /// The path.
    pub fn to_path(&self) -> String {
        match self {
            Self::Resources(kind) => format!("{BASE}/{}", kind.endpoint()),
            Self::Resource(kind, id) => format!("{BASE}/{}/{id}", kind.endpoint()),
            Self::Search(Some(kind)) => format!("{BASE}/{}/.search", kind.endpoint()),
            Self::Search(None) => format!("{BASE}/.search"),
            Self::ServiceProviderConfig => format!("{BASE}/ServiceProviderConfig"),
            Self::ResourceTypes => format!("{BASE}/ResourceTypes"),
            Self::ResourceType(kind) => format!("{BASE}/ResourceTypes/{}", kind.word()),
            Self::Schemas => format!("{BASE}/Schemas"),
            Self::Schema(kind) => format!("{BASE}/Schemas/{}", kind.schema()),
            Self::Unknown => BASE.to_owned(),
        }
    }

    /// The methods that it takes, as on the wire; none, where there is nothing.
    pub fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::Resources(_) => &["GET", "POST"],
            Self::Resource(..) => &["GET", "PUT", "PATCH", "DELETE"],
            Self::Search(_) => &["POST"],
            Self::ServiceProviderConfig
            | Self::ResourceTypes
            | Self::ResourceType(_)
            | Self::Schemas
            | Self::Schema(_) => &["GET"],
            Self::Unknown => &[],
        }
    }

    /// The URL that a client is given, of a tenant with this URL of its own.
    pub fn base_url(own_url: &str) -> String {
        format!("{}{BASE}", own_url.trim_end_matches('/'))
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::route::{Route, Routed};

    fn find(path: &str) -> Option<ScimPath> {
        match Route::find("GET", path) {
            Routed::To(Route::Scim(found)) => Some(found),
            Routed::To(_) | Routed::MethodNotAllowed(_) | Routed::NotFound => None,
        }
    }

    #[test]
    fn every_path_of_scim_is_found_as_it_is_told() {
        use ResourceKind::{Group, User};
        for path in [
            ScimPath::Resources(User),
            ScimPath::Resource(Group, "0123456789ab".to_owned()),
            ScimPath::Search(Some(User)),
            ScimPath::Search(None),
            ScimPath::ServiceProviderConfig,
            ScimPath::ResourceTypes,
            ScimPath::ResourceType(Group),
            ScimPath::Schemas,
            ScimPath::Schema(User),
            ScimPath::Unknown,
        ] {
            assert_eq!(find(&path.to_path()), Some(path.clone()), "{path:?}");
        }
    }

    #[test]
    fn what_scim_does_not_know_is_scims_all_the_same() {
        for path in [
            "/scim",
            "/scim/",
            "/scim/v1/Users",
            "/scim/v2/",
            "/scim/v2/users",
            "/scim/v2/Me",
            "/scim/v2/Users/",
            "/scim/v2/Users/a/b",
            "/scim/v2/Bulk",
            "/scim/v2/Schemas/x",
        ] {
            assert_eq!(find(path), Some(ScimPath::Unknown), "{path}");
        }
        assert_eq!(find("/scimitar"), None);
    }
}
