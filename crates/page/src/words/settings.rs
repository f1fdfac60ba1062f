//! What the settings' values mean for what is there.

use super::number;
use crate::model::{Beyond, Settings, SettingsField};

/// What is said while the server is asked what goes beyond a longest life.
const LOOKING: &str = "Looking at which tokens live longer…";

/// What the value that stands in a field means for what is there, if it means anything.
pub fn outlook(settings: &Settings, field: SettingsField) -> Option<String> {
    match field {
        SettingsField::MostLiveTokens => {
            let (_, most) =
                settings.other_number(field).filter(|(before, after)| after < before)?;
            let most = number(most.into());
            Some(format!("Users who have {most} or more keep them, but can't generate another."))
        }
        SettingsField::LongestLife => life_outlook(settings),
        SettingsField::ActivityRetention => settings.other_number(field).map(retention_outlook),
    }
}

fn life_outlook(settings: &Settings) -> Option<String> {
    let is_other = settings.entered(SettingsField::LongestLife).text.is_some();
    if settings.text(SettingsField::LongestLife).trim().is_empty() {
        return is_other.then(|| "Tokens may be generated without an expiry again.".to_owned());
    }
    let longest_life = settings.longest_life()?;
    let known = settings.beyond.filter(|beyond| beyond.longest_life == longest_life);
    match (known, is_other) {
        (Some(Beyond { tokens: 0, .. }), true) => Some("No token lives longer.".to_owned()),
        (Some(Beyond { tokens: 1, .. }), _) => {
            Some("1 token ends later, or never. It stays as it is.".to_owned())
        }
        (Some(Beyond { tokens, .. }), _) if tokens > 1 => {
            Some(format!("{} tokens end later, or never. They stay as they are.", number(tokens)))
        }
        (None, true) => Some(LOOKING.to_owned()),
        (Some(_) | None, _) => None,
    }
}

fn retention_outlook((before, after): (u32, u32)) -> String {
    if after < before {
        let days = number(after.into());
        format!("Events older than {days} days are deleted for good, within a day.")
    } else {
        "What was deleted before does not come back.".to_owned()
    }
}

#[cfg(test)]
mod tests {
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    use super::*;
    use crate::message::{Message, SettingsMessage};
    use crate::model::Model;
    use crate::samples::{NOON, settings_view, showing_settings};
    use crate::update::update;

    fn enter(model: &mut Model, field: SettingsField, text: &str) {
        let entered = SettingsMessage::Entered(field, text.to_owned());
        update(model, Message::Settings(entered), NOON);
    }

    fn said(field: SettingsField, text: &str) -> Option<String> {
        let mut model = showing_settings(settings_view(0));
        enter(&mut model, field, text);
        outlook(&model.settings, field)
    }

    #[test]
    fn fewer_tokens_bind_only_who_generates_another() {
        let sentence = "Users who have 7 or more keep them, but can't generate another.";
        let field = SettingsField::MostLiveTokens;
        assert_eq!(said(field, "7").as_deref(), Some(sentence));
        for text in ["100", "101", "0", "", "many"] {
            assert_eq!(said(field, text), None, "{text:?}");
        }
    }

    #[test]
    fn a_shorter_log_loses_what_is_older_and_a_longer_one_gets_nothing_back() {
        let field = SettingsField::ActivityRetention;
        let shorter = "Events older than 30 days are deleted for good, within a day.";
        assert_eq!(said(field, "30").as_deref(), Some(shorter));
        let longer = "What was deleted before does not come back.";
        assert_eq!(said(field, "3650").as_deref(), Some(longer));
        assert_eq!((said(field, "365"), said(field, "29")), (None, None));
    }

    #[test]
    fn a_longest_life_says_how_many_tokens_go_beyond_it_and_that_they_stay() {
        let field = SettingsField::LongestLife;
        for (tokens, is_other, sentence) in [
            (0, true, Some("No token lives longer.")),
            (0, false, None),
            (1, true, Some("1 token ends later, or never. It stays as it is.")),
            (1_234, false, Some("1,234 tokens end later, or never. They stay as they are.")),
        ] {
            let mut view = settings_view(tokens);
            view.settings.longest_life_days = 90.try_into().ok();
            let mut model = showing_settings(view);
            if is_other {
                enter(&mut model, field, "30");
                assert_eq!(outlook(&model.settings, field).as_deref(), Some(LOOKING));
                let longest_life = 30.try_into().unwrap();
                model.settings.beyond = Some(Beyond { longest_life, tokens });
            }
            assert_eq!(outlook(&model.settings, field).as_deref(), sentence);
            enter(&mut model, field, "");
            let unbound = outlook(&model.settings, field);
            assert_eq!(
                unbound.as_deref(),
                Some("Tokens may be generated without an expiry again.")
            );
        }
        assert_eq!((said(field, ""), said(field, "0"), said(field, "soon")), (None, None, None));
    }
}
