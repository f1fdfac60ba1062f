//! Events as ArcSight's Common Event Format has them, version 0: one line each.
//!
//! Source: "ArcSight Common Event Format (CEF) Implementation Standard", version 25. In the header
//! `|` and `\` are escaped; in the extension `=`, `\` and line breaks.

use std::net::IpAddr;

use crate::audit::{Action, Actor, Means, ObjectKind};
use crate::id::TenantId;
use crate::time::{UnixMillis, UnixSeconds};
use crate::wire::ActivityView;

/// Characters that some reader takes for the end of a line, or that say nothing in a text.
fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

fn escape(text: &str, special: char, out: &mut String) {
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            c if c == special => out.extend(['\\', c]),
            '\n' if special == '=' => out.push_str("\\n"),
            '\r' if special == '=' => out.push_str("\\r"),
            c if is_unprintable(c) => out.push(' '),
            c => out.push(c),
        }
    }
}

/// How grave it is, 0 to 10.
fn severity(action: Action) -> u8 {
    match action {
        Action::FaultProvoked => 1,
        Action::SessionOpened | Action::SessionClosed => 2,
        Action::TokenIssued | Action::TokenChanged | Action::TenantCreated => 3,
        Action::TokenRegenerated
        | Action::TokenRevoked
        | Action::SiemAgentAdded
        | Action::SiemAgentChanged
        | Action::SiemAgentRegenerated
        | Action::SiemAgentDeleted
        | Action::LogCollectorAdded
        | Action::LogCollectorChanged
        | Action::LogCollectorRegenerated
        | Action::LogCollectorDeleted
        | Action::SessionEnded
        | Action::SignInLinkUsed => 4,
        Action::UserAdded
        | Action::UserChanged
        | Action::UserDeprovisioned
        | Action::UserReprovisioned
        | Action::UserHandedOver
        | Action::GroupAdded
        | Action::GroupChanged
        | Action::GroupDeleted
        | Action::SignInLinkCreated
        | Action::ActivityExported => 5,
        Action::TokenRefused
        | Action::SignInRefused
        | Action::SettingsChanged
        | Action::IdentityBound
        | Action::ProvisioningTokenIssued
        | Action::ProvisioningChanged
        | Action::ProvisioningSwitchedOff
        | Action::ProviderAdded
        | Action::ProviderChanged
        | Action::ProviderTested
        | Action::ProviderDeleted => 6,
        Action::TokenExposed => 8,
    }
}

/// The fields of the extension.
struct Extension(String);

impl Extension {
    fn add(&mut self, key: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(key);
        self.0.push('=');
        escape(value, '=', &mut self.0);
    }

    fn add_labeled(&mut self, key: &str, label: &str, value: &str) {
        self.add(&format!("{key}Label"), label);
        self.add(key, value);
    }

    fn add_moment(&mut self, key: &str, moment: UnixSeconds) {
        self.add(key, &UnixMillis::from(moment).0.to_string());
    }
}

/// By what it was done, in words.
pub(super) fn means(by: &Means) -> String {
    match by {
        Means::Session => "session".to_owned(),
        Means::SignInLink => "sign-in link".to_owned(),
        Means::DevelopmentSignIn => "development sign-in".to_owned(),
        Means::Provider(name) => format!("provider {name}"),
        Means::Token(id) => format!("token {id}"),
        Means::ScimToken => "SCIM token".to_owned(),
        Means::OperatorSecret => "operator's secret".to_owned(),
        Means::Time => "time".to_owned(),
        Means::LeakReport => "leak report".to_owned(),
    }
}

/// What sort of actor it is.
pub(super) fn actor_kind(actor: &Actor) -> &'static str {
    match actor {
        Actor::User { .. } => "user",
        Actor::Operator => "operator",
        Actor::Registry => "registry",
        Actor::Provisioner => "provisioner",
        Actor::Unknown => "unknown",
    }
}

/// The event as a line, without its end.
///
/// `rt` is when it happened (of several told as one, the last; `start` the first and `cnt` how
/// many), `suid` and `suser` who did it, `src` or `c6a2` from where, `duid` and `duser` to which
/// user; what else there is to tell stands in the six custom strings, each with its label.
pub fn to_cef(event: &ActivityView, tenant: TenantId) -> String {
    let mut line = format!("CEF:0|Gatepass|Gatepass|{}|", env!("CARGO_PKG_VERSION"));
    escape(event.action.as_str(), '|', &mut line);
    line.push('|');
    escape(event.action.title(), '|', &mut line);
    line.push_str(&format!("|{}|", severity(event.action)));
    line.push_str(&extension(event, tenant).0);
    line
}

fn extension(event: &ActivityView, tenant: TenantId) -> Extension {
    let mut fields = Extension(String::new());
    fields.add_moment("rt", event.at);
    fields.add("externalId", &event.sequence.to_string());
    fields.add("deviceExternalId", tenant.as_str());
    fields.add("cat", event.action.topic().as_str());
    fields.add("cnt", &event.count.to_string());
    if let Some(since) = event.since {
        fields.add_moment("start", since);
        fields.add_moment("end", event.at);
    }
    if let Actor::User { sub, name } = &event.actor {
        fields.add("suid", sub.as_str());
        fields.add("suser", name.as_str());
    }
    match event.address {
        Some(IpAddr::V4(address)) => fields.add("src", &address.to_string()),
        Some(IpAddr::V6(address)) => {
            fields.add_labeled("c6a2", "Source IPv6 Address", &address.to_string());
        }
        None => {}
    }
    fields.add_labeled("cs1", "Actor", actor_kind(&event.actor));
    fields.add_labeled("cs2", "By", &means(&event.by));
    if let Some(object) = &event.object {
        if object.kind == ObjectKind::User {
            fields.add("duid", &object.id);
            fields.add("duser", &object.name);
        }
        fields.add_labeled("cs3", "Object kind", object.kind.as_str());
        fields.add_labeled("cs4", "Object id", &object.id);
        fields.add_labeled("cs5", "Object name", &object.name);
    }
    if !event.changes.is_empty() {
        let changes = serde_json::to_string(&event.changes).unwrap_or_default();
        fields.add_labeled("cs6", "Changes", &changes);
    }
    fields
}
