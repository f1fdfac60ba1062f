//! The providers to sign in with, as they are and as the form has them.

use gatepass_core::oidc::{ChangeProviderError, ClientSecret, ProviderId, ProviderKind, RoleFor};
use gatepass_core::policy::Role;
use gatepass_core::wire::{AddProvider, EditProvider, ProviderList, ProviderView};

use super::Asked;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProviderField {
    /// What people call it.
    Name,
    /// Who signs its ID tokens.
    Issuer,
    /// As whom this tenant is known to it.
    ClientId,
    /// What shows that.
    ClientSecret,
    /// The claim that says which role somebody has.
    RoleClaim,
    /// The claim that says what SCIM calls somebody's `externalId`.
    ExternalIdClaim,
    /// What its values stand for, one on each line.
    Roles,
}

impl ProviderField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Issuer,
        Self::ClientId,
        Self::ClientSecret,
        Self::RoleClaim,
        Self::Roles,
        Self::ExternalIdClaim,
    ];

    /// The member of the request, which is also its word in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Issuer => "issuer",
            Self::ClientId => "client_id",
            Self::ClientSecret => "client_secret",
            Self::RoleClaim => "role_claim",
            Self::ExternalIdClaim => "external_id_claim",
            Self::Roles => "roles",
        }
    }

    /// The field of this word, or of a place within its member.
    pub fn of(word: &str) -> Option<Self> {
        let word = word.split('[').next()?;
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// The form that sets one up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProviderForm {
    /// Which is changed; none, if one is added.
    pub id: Option<ProviderId>,
    /// How it says who somebody is.
    pub kind: ProviderKind,
    /// Whether it has a client secret already.
    pub has_secret: bool,
    texts: [String; 7],
    /// Whether who is not known here becomes a user.
    pub creates_users: bool,
    /// What is wrong, in a sentence, and at which field, if at one.
    pub error: Option<(Option<ProviderField>, String)>,
    /// Whether the server is being asked.
    pub is_sending: bool,
}

impl ProviderForm {
    /// The form that changes this one.
    pub fn editing(provider: &ProviderView) -> Self {
        let roles = provider.roles.iter();
        let roles = roles.map(|it| format!("{} = {}", it.value.as_str(), it.role));
        Self {
            id: Some(provider.id),
            kind: provider.kind,
            has_secret: provider.has_secret,
            texts: [
                provider.name.to_string(),
                provider.issuer.to_string(),
                provider.client_id.to_string(),
                String::new(),
                provider.role_claim.as_ref().map(ToString::to_string).unwrap_or_default(),
                roles.collect::<Vec<_>>().join("\n"),
                provider.external_id_claim.as_ref().map(ToString::to_string).unwrap_or_default(),
            ],
            creates_users: provider.creates_users,
            ..Self::default()
        }
    }

    /// What stands in a field.
    pub fn text(&self, field: ProviderField) -> &str {
        let place = ProviderField::ALL.into_iter().position(|known| known == field);
        place.and_then(|place| self.texts.get(place)).map(String::as_str).unwrap_or_default()
    }

    /// Takes in what was entered; what was wrong with it may be right by now.
    pub fn enter(&mut self, field: ProviderField, text: String) {
        let place = ProviderField::ALL.into_iter().position(|known| known == field);
        if let Some(known) = place.and_then(|place| self.texts.get_mut(place)) {
            *known = text;
        }
        if self.error.as_ref().is_some_and(|(at, _)| *at == Some(field)) {
            self.error = None;
        }
    }

    /// What is asked for.
    ///
    /// # Errors
    /// The first field with something wrong in it, and what.
    pub fn checked(&self) -> Result<AddProvider, (ProviderField, String)> {
        let claim = self.text(ProviderField::RoleClaim).trim();
        let external_id = self.text(ProviderField::ExternalIdClaim).trim();
        let external_id = (!external_id.is_empty()).then(|| external_id.parse()).transpose();
        let client_id = self.text(ProviderField::ClientId);
        if self.kind == ProviderKind::Access && client_id.trim().is_empty() {
            return Err((ProviderField::ClientId, ChangeProviderError::NoAudience.to_string()));
        }
        // What was typed before another kind was chosen stands in a field that nobody sees.
        let typed_secret = match self.kind {
            ProviderKind::Openid => self.text(ProviderField::ClientSecret).trim(),
            ProviderKind::Access => "",
        };
        let claim = (!claim.is_empty()).then(|| claim.parse()).transpose();
        let typed_secret = (!typed_secret.is_empty()).then(|| typed_secret.to_owned());
        let typed_secret = typed_secret.map(ClientSecret::try_from).transpose();
        Ok(AddProvider {
            kind: self.kind,
            name: parsed(ProviderField::Name, self.text(ProviderField::Name).parse())?,
            issuer: parsed(ProviderField::Issuer, self.text(ProviderField::Issuer).parse())?,
            client_id: Some(parsed(ProviderField::ClientId, client_id.parse())?),
            client_secret: parsed(ProviderField::ClientSecret, typed_secret)?,
            role_claim: parsed(ProviderField::RoleClaim, claim)?,
            roles: roles(self.text(ProviderField::Roles))
                .map_err(|sentence| (ProviderField::Roles, sentence))?,
            creates_users: self.creates_users,
            external_id_claim: parsed(ProviderField::ExternalIdClaim, external_id)?,
        })
    }
}

fn parsed<T, E: ToString>(
    field: ProviderField,
    outcome: Result<T, E>,
) -> Result<T, (ProviderField, String)> {
    outcome.map_err(|error| (field, error.to_string()))
}

/// A value and its role from each line that has anything in it.
fn roles(text: &str) -> Result<Vec<RoleFor>, String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = |line: &str| {
        let (value, role) = line.rsplit_once('=')?;
        let value = value.parse().ok()?;
        role.trim().parse::<Role>().ok().map(|role| RoleFor { value, role })
    };
    lines
        .map(|line| {
            read(line)
                .ok_or_else(|| format!("“{line}” is not like “Admins = global-administrator”."))
        })
        .collect()
}

/// What of a provider is to be changed, for it to be as the form has it. A secret that nothing was
/// entered for stays.
pub fn change_to(asked: AddProvider) -> EditProvider {
    EditProvider {
        name: Some(asked.name),
        issuer: Some(asked.issuer),
        client_id: asked.client_id,
        client_secret: asked.client_secret.map(Some),
        role_claim: Some(asked.role_claim),
        roles: Some(asked.roles),
        creates_users: Some(asked.creates_users),
        external_id_claim: Some(asked.external_id_claim),
        enabled: None,
    }
}

/// The providers, as they are and as the form has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Providers {
    /// The providers as they are.
    pub list: Asked<ProviderList>,
    /// The form, if it is open.
    pub form: Option<ProviderForm>,
    /// The one that is to be deleted, if that is confirmed.
    pub deleting: Option<ProviderId>,
    /// Which one nothing came of, and why, in a sentence.
    pub trouble: Option<(ProviderId, String)>,
    /// Whether the server is being asked to do something with one.
    pub is_sending: bool,
}

impl Providers {
    /// Those that are shown.
    pub fn rows(&self) -> &[ProviderView] {
        self.list.answer.as_ref().map(|list| list.data.as_slice()).unwrap_or_default()
    }

    /// One of those that are shown.
    pub fn find(&self, id: ProviderId) -> Option<&ProviderView> {
        self.rows().iter().find(|provider| provider.id == id)
    }

    /// Forgets all of it, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.list.forget();
        *self = Self { list: std::mem::take(&mut self.list), ..Self::default() };
    }
}
