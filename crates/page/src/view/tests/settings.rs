use gatepass_core::route::View;
use gatepass_core::wire::ProblemKind;
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::Stage;
use crate::dom::Part;
use crate::message::{Message, SettingsMessage};
use crate::model::{Beyond, Model, SettingsField};
use crate::samples::{NOON, failure, settings_view, showing_settings, signed_in};
use crate::update::update;

fn happen(stage: &mut Stage, model: &mut Model, message: SettingsMessage) {
    stage.let_happen(model, Message::Settings(message));
}

fn enter(stage: &mut Stage, model: &mut Model, field: SettingsField, text: &str) {
    happen(stage, model, SettingsMessage::Entered(field, text.to_owned()));
}

fn part(stage: &Stage, name: &str) -> Part {
    stage.find("view-general").find(name).unwrap()
}

fn is_disabled(stage: &Stage, name: &str) -> bool {
    part(stage, name).attribute("aria-disabled").as_deref() == Some("true")
}

#[test]
fn each_setting_stands_in_its_field_and_says_its_default() {
    let stage = Stage::showing(&showing_settings(settings_view(0)));
    let values: Vec<_> =
        SettingsField::ALL.into_iter().map(|field| part(&stage, field.as_str()).value()).collect();
    assert_eq!(values, ["100", "", "365"]);
    let hints = stage.find("view-general").select_all(".hint");
    let defaults = ["Default: 100.", "Default: none.", "Default: 365."];
    assert_eq!(hints.len(), defaults.len());
    for (hint, default) in hints.iter().zip(defaults) {
        assert!(hint.text().ends_with(default), "{}", hint.text());
    }
}

#[test]
fn one_of_skeleton_form_and_failed_is_shown() {
    let mut open = signed_in();
    update(&mut open, Message::ViewChosen(View::General), NOON);
    let mut failed = open.clone();
    let outcome = Err(failure(ProblemKind::Unavailable));
    let told = SettingsMessage::Told { number: 1, outcome };
    update(&mut failed, Message::Settings(told), NOON);
    let shown = showing_settings(settings_view(0));
    for (model, expected) in [(open, "skeleton"), (failed, "failed"), (shown, "table")] {
        let stage = Stage::showing(&model);
        let is_shown = |name: &&str| part(&stage, name).element().offset_parent().is_some();
        let visible: Vec<_> =
            ["skeleton", "failed", "table"].into_iter().filter(is_shown).collect();
        assert_eq!(visible, [expected]);
    }
}

#[test]
fn it_can_be_saved_once_something_differs_and_then_says_so() {
    let mut model = showing_settings(settings_view(0));
    let mut stage = Stage::showing(&model);
    assert!(is_disabled(&stage, "save") && is_disabled(&stage, "discard"));
    enter(&mut stage, &mut model, SettingsField::MostLiveTokens, "7");
    assert!(!is_disabled(&stage, "save") && !is_disabled(&stage, "discard"));
    happen(&mut stage, &mut model, SettingsMessage::Submitted);
    assert_eq!(
        (part(&stage, "save").text().as_str(), is_disabled(&stage, "save")),
        ("Saving…", true)
    );
    let mut view = settings_view(0);
    view.settings.most_live_tokens = 7.try_into().unwrap();
    happen(&mut stage, &mut model, SettingsMessage::Changed(Ok(view)));
    assert_eq!(part(&stage, "said").text(), "Saved");
    assert!(is_disabled(&stage, "save"));
    enter(&mut stage, &mut model, SettingsField::MostLiveTokens, "8");
    assert_eq!(part(&stage, "said").text(), "");
}

#[test]
fn a_field_says_what_its_value_means_or_what_is_wrong_with_it() {
    let mut model = showing_settings(settings_view(0));
    let mut stage = Stage::showing(&model);
    let outlook = |stage: &Stage| part(stage, "longest_life_days-outlook").text();
    assert_eq!(outlook(&stage), "");
    enter(&mut stage, &mut model, SettingsField::LongestLife, "30");
    model.settings.beyond = Some(Beyond { longest_life: 30.try_into().unwrap(), tokens: 2 });
    stage.show(&model);
    assert_eq!(outlook(&stage), "2 tokens end later, or never. They stay as they are.");
    enter(&mut stage, &mut model, SettingsField::LongestLife, "0");
    happen(&mut stage, &mut model, SettingsMessage::Submitted);
    let input = part(&stage, "longest_life_days");
    assert_eq!(input.attribute("aria-invalid").as_deref(), Some("true"));
    assert!(input.has_focus());
    assert!(stage.is_shown("longest_life_days-error"));
    assert_eq!(outlook(&stage), "");
    happen(&mut stage, &mut model, SettingsMessage::Discarded);
    assert!(part(&stage, "most_live_tokens").has_focus());
    assert_eq!((input.value().as_str(), stage.is_shown("longest_life_days-error")), ("", false));
}
