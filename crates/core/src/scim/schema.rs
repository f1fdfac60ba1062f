//! The attributes of users and groups that are kept here: RFC 7643 §4.1, §4.2 and §3.1.

use super::attribute::{Attribute, AttributeKind};

/// A kind of resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ResourceKind {
    /// A user.
    User,
    /// A group of users.
    Group,
}

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "The whole name, as it is shown."),
    Attribute::text("familyName", "The family name."),
    Attribute::text("givenName", "The given name."),
];

const EMAILS: &[Attribute] = &[
    Attribute::text("value", "The address.").required(),
    Attribute::text("type", "What it is for.").usually(&["work", "home", "other"]),
    Attribute::text("primary", "Whether it is the one to use.").of_kind(AttributeKind::Boolean),
];

const GROUPS: &[Attribute] = &[
    Attribute::text("value", "The group's id.").case_exact().read_only(),
    Attribute::text("display", "The group's name.").read_only(),
    Attribute::text("$ref", "The group's URI.").referring_to(&["Group"]).read_only(),
];

const USER: &[Attribute] = &[
    Attribute::text("userName", "What the user is called by the system that provisions.")
        .required()
        .unique(),
    Attribute::complex("name", "The user's name, in its parts.", NAME),
    Attribute::text("displayName", "The user's name, as it is shown."),
    Attribute::text("active", "Whether the user may sign in and use tokens.")
        .of_kind(AttributeKind::Boolean),
    Attribute::complex("emails", "The user's addresses: the primary one counts.", EMAILS).multi(),
    Attribute::complex("groups", "The groups that the user is in.", GROUPS).multi().read_only(),
];

const MEMBERS: &[Attribute] = &[
    Attribute::text("value", "The user's id.").required().case_exact().immutable(),
    Attribute::text("$ref", "The user's URI.").referring_to(&["User"]).immutable(),
    Attribute::text("type", "User.").usually(&["User"]).immutable(),
];

const GROUP: &[Attribute] = &[
    Attribute::text("displayName", "The group's name, by which a role is given.")
        .required()
        .unique(),
    Attribute::complex("members", "The users in the group.", MEMBERS).multi(),
];

const META: &[Attribute] = &[
    Attribute::text("resourceType", "The kind of resource.").case_exact().read_only(),
    Attribute::text("created", "When it came.").of_kind(AttributeKind::Moment).read_only(),
    Attribute::text("lastModified", "When it last changed.")
        .of_kind(AttributeKind::Moment)
        .read_only(),
    Attribute::text("location", "Its URI.").referring_to(&["uri"]).read_only(),
    Attribute::text("version", "Its version.").case_exact().read_only(),
];

const COMMON: &[Attribute] = &[
    Attribute::text("id", "The id here.").case_exact().unique().read_only(),
    Attribute::text("externalId", "The id in the system that provisions.").case_exact(),
    Attribute::complex("meta", "What is told of the resource.", META).read_only(),
];

/// Attributes that the standard names and that are not kept: clients send them all the same. RFC 7643
/// §4.1.
const NOT_KEPT: &[&str] = &[
    "schemas",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "password",
    "phoneNumbers",
    "ims",
    "photos",
    "addresses",
    "entitlements",
    "roles",
    "x509Certificates",
];

/// Parts of [`NAME`] that are not kept either.
const NAME_PARTS_NOT_KEPT: &[&str] = &["middleName", "honorificPrefix", "honorificSuffix"];

impl ResourceKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::User, Self::Group];

    /// The word for it in `meta.resourceType`.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Group => "Group",
        }
    }

    /// Where its resources are, below the base URL.
    pub fn endpoint(self) -> &'static str {
        match self {
            Self::User => "Users",
            Self::Group => "Groups",
        }
    }

    /// The URI of its schema.
    pub fn schema(self) -> &'static str {
        match self {
            Self::User => "urn:ietf:params:scim:schemas:core:2.0:User",
            Self::Group => "urn:ietf:params:scim:schemas:core:2.0:Group",
        }
    }

    /// Its own attributes.
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Self::User => USER,
            Self::Group => GROUP,
        }
    }

    /// The attribute of this name, in whatever case, the common ones included.
    pub fn find(self, name: &str) -> Option<&'static Attribute> {
        let mut all = self.attributes().iter().chain(COMMON);
        all.find(|attribute| attribute.name.eq_ignore_ascii_case(name))
    }

    /// Whether the standard has such an attribute of it, though it is not kept here.
    pub(super) fn knows_not_kept(name: &str, sub: Option<&str>) -> bool {
        let is_one =
            |list: &[&str], name: &str| list.iter().any(|it| it.eq_ignore_ascii_case(name));
        match sub {
            Some(sub) if name.eq_ignore_ascii_case("name") => is_one(NAME_PARTS_NOT_KEPT, sub),
            Some(_) | None => is_one(NOT_KEPT, name),
        }
    }
}
