//! Settings and secrets, parsed once per isolate.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt::Display;
use std::rc::Rc;
use std::str::FromStr;

use gatepass_core::github::KEYS_URL;
use gatepass_core::mac::Keyring;
use gatepass_core::oidc::WebAddress;
use gatepass_core::patience::Patience;
use gatepass_core::policy::{Limit, Policy};
use gatepass_core::tenant::PortalHost;
use gatepass_core::token::Prefixes;
use subtle::ConstantTimeEq;
use worker::{Env, Url};

use super::limiter;

/// The fewest characters that an operator's secret has: 128 bits in hexadecimal.
const SHORTEST_SECRET: usize = 32;

/// Where the API behind the gateway is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Upstream {
    /// There is none.
    Absent,
    /// At this URL.
    Url(Url),
    /// Another Worker, bound as `UPSTREAM`.
    Service,
}

/// Settings and secrets.
pub(crate) struct Config {
    pub(crate) prefixes: Prefixes,
    pub(crate) seal_keys: Keyring,
    pub(crate) session_keys: Keyring,
    pub(crate) audit_keys: Keyring,
    pub(crate) portal_host: PortalHost,
    pub(crate) policy: Policy,
    pub(crate) upstream: Upstream,
    pub(crate) patience: Patience,
    /// Where GitHub publishes its keys.
    pub(crate) github_keys: Cow<'static, str>,
    operator_secret: String,
    proxy_secret: Option<String>,
    has_development_sign_in: bool,
    has_faults: bool,
}

/// A setting that is missing or wrong. It holds nothing of a secret's value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {reason}")]
pub(crate) struct ConfigError {
    setting: Cow<'static, str>,
    reason: String,
}

impl ConfigError {
    fn new(setting: impl Into<Cow<'static, str>>, reason: impl Display) -> Self {
        Self { setting: setting.into(), reason: reason.to_string() }
    }
}

thread_local! {
    static CONFIG: OnceCell<Result<Rc<Config>, ConfigError>> = const { OnceCell::new() };
}

/// The settings of this isolate.
///
/// # Errors
/// The first [`ConfigError`]: with it, no request is to be answered but by 503.
pub(crate) fn load(env: &Env) -> Result<Rc<Config>, ConfigError> {
    CONFIG.with(|config| config.get_or_init(|| Config::read(env).map(Rc::new)).clone())
}

fn text(env: &Env, setting: &'static str) -> Option<String> {
    js_sys::Reflect::get(env, &setting.into()).ok().and_then(|value| value.as_string())
}

fn required(env: &Env, setting: &'static str) -> Result<String, ConfigError> {
    text(env, setting)
        .filter(|value| !value.is_empty())
        .ok_or_else(|| ConfigError::new(setting, "it is not set"))
}

fn parsed<T: FromStr<Err: Display>>(env: &Env, setting: &'static str) -> Result<T, ConfigError> {
    required(env, setting)?.parse().map_err(|error| ConfigError::new(setting, error))
}

fn long_enough(setting: &'static str, secret: String) -> Result<String, ConfigError> {
    if secret.len() < SHORTEST_SECRET {
        let reason = format!("it has fewer than {SHORTEST_SECRET} characters");
        return Err(ConfigError::new(setting, reason));
    }
    Ok(secret)
}

fn is_on(env: &Env, setting: &'static str) -> Result<bool, ConfigError> {
    match text(env, setting).as_deref() {
        None | Some("" | "off") => Ok(false),
        Some("on") => Ok(true),
        Some(_) => Err(ConfigError::new(setting, "it is neither on nor off")),
    }
}

impl Config {
    fn read(env: &Env) -> Result<Self, ConfigError> {
        let operator_secret = required(env, "OPERATOR_SECRET")?;
        Ok(Self {
            prefixes: match text(env, "TOKEN_PREFIX") {
                None => Prefixes::default(),
                Some(_) => parsed(env, "TOKEN_PREFIX")?,
            },
            seal_keys: parsed(env, "SEAL_KEYS")?,
            session_keys: parsed(env, "SESSION_KEYS")?,
            audit_keys: parsed(env, "AUDIT_KEYS")?,
            portal_host: parsed(env, "PORTAL_HOST")?,
            policy: Self::read_policy(env)?,
            upstream: Self::read_upstream(env)?,
            patience: match text(env, "UPSTREAM_TIMEOUT") {
                None => Patience::default(),
                Some(_) => parsed(env, "UPSTREAM_TIMEOUT")?,
            },
            github_keys: Self::read_github_keys(env)?,
            operator_secret: long_enough("OPERATOR_SECRET", operator_secret)?,
            proxy_secret: text(env, "PROXY_SECRET")
                .filter(|value| !value.is_empty())
                .map(|value| long_enough("PROXY_SECRET", value))
                .transpose()?,
            has_development_sign_in: is_on(env, "DEV_SIGN_IN")?,
            has_faults: is_on(env, "FAULTS")?,
        })
    }

    /// Another place than GitHub's own can only be on this very machine: for tests.
    fn read_github_keys(env: &Env) -> Result<Cow<'static, str>, ConfigError> {
        let setting = "GITHUB_KEYS_URL";
        let Some(text) = text(env, setting) else { return Ok(Cow::Borrowed(KEYS_URL)) };
        match text.parse::<WebAddress>() {
            Ok(address) if address.is_local() => Ok(Cow::Owned(address.into())),
            Ok(_) | Err(_) => Err(ConfigError::new(setting, "it is no URL on this machine")),
        }
    }

    fn read_policy(env: &Env) -> Result<Policy, ConfigError> {
        let value = js_sys::Reflect::get(env, &"POLICY".into()).unwrap_or_default();
        if value.is_undefined() {
            return Ok(Policy::default());
        }
        let json = match value.is_object() {
            true => js_sys::JSON::stringify(&value).ok().and_then(|json| json.as_string()),
            false => None,
        };
        let json = json.ok_or_else(|| ConfigError::new("POLICY", "it is not a table"))?;
        let policy = Policy::from_json(&json);
        let policy = policy.map_err(|error| ConfigError::new(error.key, error.fault))?;
        let unbound = policy.limits().iter().find(|(_, it)| !limiter::is_bound(env, &it.binding));
        match unbound {
            None => Ok(policy),
            Some((by, Limit { binding, .. })) => Err(ConfigError::new(
                format!("POLICY.limits.{by}.binding"),
                format!("there is no rate-limiting binding {}", binding.as_str()),
            )),
        }
    }

    fn read_upstream(env: &Env) -> Result<Upstream, ConfigError> {
        let value = js_sys::Reflect::get(env, &"UPSTREAM".into()).unwrap_or_default();
        match value.as_string() {
            None if value.is_object() => Ok(Upstream::Service),
            None => Ok(Upstream::Absent),
            Some(text) if text.is_empty() => Ok(Upstream::Absent),
            Some(text) => match Url::parse(&text) {
                Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(Upstream::Url(url)),
                Ok(_) | Err(_) => Err(ConfigError::new(
                    "UPSTREAM",
                    "it is not a URL like https://api.example.com",
                )),
            },
        }
    }

    /// Whether the text is the operator's secret, in a time that tells nothing of where they differ.
    pub(crate) fn is_operator_secret(&self, text: &str) -> bool {
        self.operator_secret.as_bytes().ct_eq(text.as_bytes()).into()
    }

    /// Whether the text is what a proxy shows to be believed, likewise; without the setting, none is.
    pub(crate) fn is_proxy_secret(&self, text: &str) -> bool {
        let secret = self.proxy_secret.as_ref();
        secret.is_some_and(|secret| secret.as_bytes().ct_eq(text.as_bytes()).into())
    }

    /// Whether one may sign in without proof: where it is switched on, on a host that never leaves
    /// the machine.
    pub(crate) fn allows_development_sign_in(&self, host_name: &str) -> bool {
        self.has_development_sign_in && gatepass_core::tenant::is_local_host(host_name)
    }

    /// Whether faults may be provoked, likewise.
    pub(crate) fn allows_faults(&self, host_name: &str) -> bool {
        self.has_faults && gatepass_core::tenant::is_local_host(host_name)
    }
}
