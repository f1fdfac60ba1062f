//! The tenant's settings, as they are and as the form has them.

use gatepass_core::settings::{LongestLife, OutOfBoundsError};
use gatepass_core::wire::{ChangeSettings, SettingsQuery, SettingsView};

use super::Asked;

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsField {
    /// The most live tokens that one user has.
    MostLiveTokens,
    /// The longest life of a token, in days; nothing for none.
    LongestLife,
    /// How long the activity log is kept, in days.
    ActivityRetention,
}

impl SettingsField {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 3] = [Self::MostLiveTokens, Self::LongestLife, Self::ActivityRetention];

    /// The member of the request, which is also its word in the document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MostLiveTokens => "most_live_tokens",
            Self::LongestLife => "longest_life_days",
            Self::ActivityRetention => "activity_retention_days",
        }
    }

    /// The field of this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// What stands in a field, and what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entered {
    /// What was entered, as long as it is not what is set.
    pub text: Option<String>,
    /// What is wrong with it, in a sentence.
    pub error: Option<String>,
}

/// How many tokens go beyond a longest life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beyond {
    /// The longest life.
    pub longest_life: LongestLife,
    /// How many tokens end later, or never.
    pub tokens: u64,
}

/// The tenant's settings, as they are and as the form has them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The settings as they are.
    pub asked: Asked<SettingsView>,
    /// The longest life that was last asked about, if one that is not set.
    pub thought_of: Option<LongestLife>,
    /// What the last answer said of a longest life.
    pub beyond: Option<Beyond>,
    entered: [Entered; 3],
    /// What went wrong besides, in a sentence.
    pub form_error: Option<String>,
    /// Whether the server is being asked to change them.
    pub is_sending: bool,
    /// Whether they were saved, and nothing was entered since.
    pub is_saved: bool,
}

impl Settings {
    fn present(&self, field: SettingsField) -> Option<u32> {
        let settings = &self.asked.answer.as_ref()?.settings;
        match field {
            SettingsField::MostLiveTokens => Some(settings.most_live_tokens.into()),
            SettingsField::LongestLife => settings.longest_life_days.map(u32::from),
            SettingsField::ActivityRetention => Some(settings.activity_retention_days.into()),
        }
    }

    /// What was entered into a field.
    pub fn entered(&self, field: SettingsField) -> &Entered {
        let [tokens, life, retention] = &self.entered;
        match field {
            SettingsField::MostLiveTokens => tokens,
            SettingsField::LongestLife => life,
            SettingsField::ActivityRetention => retention,
        }
    }

    /// What was entered into a field, to be changed.
    pub fn entered_mut(&mut self, field: SettingsField) -> &mut Entered {
        let [tokens, life, retention] = &mut self.entered;
        match field {
            SettingsField::MostLiveTokens => tokens,
            SettingsField::LongestLife => life,
            SettingsField::ActivityRetention => retention,
        }
    }

    /// What stands in a field.
    pub fn text(&self, field: SettingsField) -> String {
        let present = || self.present(field).map(|number| number.to_string()).unwrap_or_default();
        self.entered(field).text.clone().unwrap_or_else(present)
    }

    /// What is asked for beyond what is set.
    ///
    /// # Errors
    /// The first field with something wrong in it, which is noted at each of them.
    pub fn change(&mut self) -> Result<ChangeSettings, SettingsField> {
        let mut change = ChangeSettings::default();
        let mut wrong = None;
        for field in SettingsField::ALL {
            if let Some(text) = self.entered(field).text.clone() {
                let error = put(&mut change, field, &text).err().map(|error| error.to_string());
                if error.is_some() && wrong.is_none() {
                    wrong = Some(field);
                }
                self.entered_mut(field).error = error;
            }
        }
        match wrong {
            Some(field) => Err(field),
            None => Ok(change),
        }
    }

    /// Whether something was entered that is not what is set.
    pub fn differs(&self) -> bool {
        SettingsField::ALL.into_iter().any(|field| self.entered(field).text.is_some())
    }

    /// Lets go of what was entered and is set by now.
    pub fn settle(&mut self) {
        for field in SettingsField::ALL {
            let present = self.present(field);
            let entered = self.entered_mut(field);
            if entered.text.as_ref().is_some_and(|text| read(field, text) == Ok(present)) {
                *entered = Entered::default();
            }
        }
    }

    /// The longest life that the form has and that is not set.
    pub fn query(&self) -> SettingsQuery {
        let text = self.entered(SettingsField::LongestLife).text.as_ref();
        SettingsQuery { longest_life_days: text.and_then(|text| text.parse().ok()) }
    }

    /// The longest life that the form has, if there is to be any.
    pub fn longest_life(&self) -> Option<LongestLife> {
        self.text(SettingsField::LongestLife).parse().ok()
    }

    /// The number that stands in a field, beside the one that is set, if it is another.
    pub fn other_number(&self, field: SettingsField) -> Option<(u32, u32)> {
        let number = read(field, self.entered(field).text.as_ref()?).ok()??;
        self.present(field).map(|present| (present, number))
    }

    /// Lets go of what was entered.
    pub fn discard(&mut self) {
        self.entered = <[Entered; 3]>::default();
        self.form_error = None;
    }

    /// Forgets all of it, as when somebody else may sign in next.
    pub fn forget(&mut self) {
        self.asked.forget();
        *self = Self { asked: std::mem::take(&mut self.asked), ..Self::default() };
    }
}

/// What is wrong with a text for a field, in a sentence.
pub fn error_of(field: SettingsField, text: &str) -> Option<String> {
    read(field, text).err().map(|error| error.to_string())
}

/// The number that a text is; none for no bound.
fn read(field: SettingsField, text: &str) -> Result<Option<u32>, OutOfBoundsError> {
    let mut change = ChangeSettings::default();
    put(&mut change, field, text)?;
    Ok(match field {
        SettingsField::MostLiveTokens => change.most_live_tokens.map(u32::from),
        SettingsField::LongestLife => change.longest_life_days.flatten().map(u32::from),
        SettingsField::ActivityRetention => change.activity_retention_days.map(u32::from),
    })
}

/// Reads a text into the member that it is for.
fn put(
    change: &mut ChangeSettings,
    field: SettingsField,
    text: &str,
) -> Result<(), OutOfBoundsError> {
    match field {
        SettingsField::MostLiveTokens => change.most_live_tokens = Some(text.parse()?),
        SettingsField::LongestLife if text.trim().is_empty() => {
            change.longest_life_days = Some(None);
        }
        SettingsField::LongestLife => change.longest_life_days = Some(Some(text.parse()?)),
        SettingsField::ActivityRetention => change.activity_retention_days = Some(text.parse()?),
    }
    Ok(())
}
