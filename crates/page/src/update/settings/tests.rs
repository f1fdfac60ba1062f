use gatepass_core::route::View;
use gatepass_core::wire::{ChangeSettings, Problem, ProblemKind, SettingsQuery, SettingsView};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::message::{Address, Call, Message, SettingsCall, SettingsMessage};
use crate::model::{Beyond, Failure, Focus, Model, Session, SettingsField, Theme};
use crate::samples::{NOON, failure, me, settings_view, showing_settings, signed_in};
use crate::update::update;

const LIFE: SettingsField = SettingsField::LongestLife;
const TOKENS: SettingsField = SettingsField::MostLiveTokens;
const RETENTION: SettingsField = SettingsField::ActivityRetention;

fn happen(model: &mut Model, message: SettingsMessage) -> Option<Call> {
    update(model, Message::Settings(message), NOON)
}

fn enter(model: &mut Model, field: SettingsField, text: &str) -> Option<Call> {
    happen(model, SettingsMessage::Entered(field, text.to_owned()))
}

/// Which question is asked, and about which longest life.
#[track_caller]
fn asking(call: Option<Call>) -> (u32, Option<u32>) {
    let Some(Call::Settings(SettingsCall::Show { number, query })) = call else {
        panic!("{call:?}")
    };
    let SettingsQuery { longest_life_days } = query;
    (number, longest_life_days.map(u32::from))
}

fn tell(model: &mut Model, number: u32, view: SettingsView) {
    assert_eq!(happen(model, SettingsMessage::Told { number, outcome: Ok(view) }), None);
}

/// The settings with this longest life and so many tokens beyond it.
fn view_with_life(days: u32, tokens: u64) -> SettingsView {
    let mut view = settings_view(tokens);
    view.settings.longest_life_days = days.try_into().ok();
    view
}

fn beyond(days: u32, tokens: u64) -> Option<Beyond> {
    Some(Beyond { longest_life: days.try_into().unwrap(), tokens })
}

#[test]
fn the_view_asks_as_it_opens_and_again_as_time_passes() {
    let mut model = signed_in();
    let call = update(&mut model, Message::ViewChosen(View::General), NOON);
    let (number, life) = asking(call);
    assert_eq!(life, None);
    // It is being asked: not twice at once.
    assert_eq!(update(&mut model, Message::Ticked, NOON), None);
    tell(&mut model, number, settings_view(0));
    assert_eq!(model.settings.text(TOKENS), "100");
    assert_eq!(model.settings.text(LIFE), "");
    assert_eq!(model.settings.text(RETENTION), "365");
    asking(update(&mut model, Message::Ticked, NOON));
}

#[test]
fn who_does_not_administer_asks_for_nothing() {
    let mut model = signed_in();
    let mut other = me();
    other.is_full_administrator = false;
    model.session = Session::In(Box::new(other));
    assert_eq!(update(&mut model, Message::ViewChosen(View::General), NOON), None);
    assert_eq!(update(&mut model, Message::Ticked, NOON), None);
}

#[test]
fn what_was_entered_survives_a_refresh_and_what_was_not_follows_it() {
    let mut model = showing_settings(settings_view(0));
    enter(&mut model, TOKENS, "7");
    let (number, _) = asking(update(&mut model, Message::Ticked, NOON));
    let mut view = view_with_life(90, 2);
    view.settings.most_live_tokens = 50.try_into().unwrap();
    tell(&mut model, number, view);
    assert_eq!(model.settings.text(TOKENS), "7");
    assert_eq!(model.settings.text(LIFE), "90");
    assert!(model.settings.differs());
    // Somebody else set the very same.
    let (number, _) = asking(update(&mut model, Message::Ticked, NOON));
    view.settings.most_live_tokens = 7.try_into().unwrap();
    tell(&mut model, number, view);
    assert!(!model.settings.differs());
}

#[test]
fn nothing_is_to_be_saved_until_something_differs() {
    let mut model = showing_settings(settings_view(0));
    assert_eq!(happen(&mut model, SettingsMessage::Submitted), None);
    enter(&mut model, TOKENS, "7");
    assert!(model.settings.differs());
    enter(&mut model, TOKENS, " 100 ");
    enter(&mut model, LIFE, " ");
    assert!(!model.settings.differs());
    assert_eq!(happen(&mut model, SettingsMessage::Submitted), None);
}

#[test]
fn only_what_differs_is_asked_for_and_only_once() {
    let mut model = showing_settings(view_with_life(90, 0));
    enter(&mut model, LIFE, "");
    enter(&mut model, RETENTION, "730");
    let call = happen(&mut model, SettingsMessage::Submitted);
    let change = ChangeSettings {
        most_live_tokens: None,
        longest_life_days: Some(None),
        activity_retention_days: 730.try_into().ok(),
    };
    assert_eq!(call, Some(Call::Settings(SettingsCall::Change(change))));
    assert_eq!(happen(&mut model, SettingsMessage::Submitted), None);
    // Until it is known what became of it, an answer would tell of the time before.
    assert_eq!(update(&mut model, Message::Ticked, NOON), None);
}

#[test]
fn what_is_wrong_is_said_at_each_field_once_it_is_to_be_saved() {
    let mut model = showing_settings(settings_view(0));
    enter(&mut model, TOKENS, "many");
    enter(&mut model, RETENTION, "29");
    assert_eq!(model.settings.entered(TOKENS).error, None);
    assert_eq!(happen(&mut model, SettingsMessage::Submitted), None);
    let error = |model: &Model, field| model.settings.entered(field).error.clone();
    let sentence = Some("Enter a whole number from 1 to 10000.".to_owned());
    assert_eq!(error(&model, TOKENS), sentence);
    assert!(error(&model, RETENTION).is_some() && error(&model, LIFE).is_none());
    assert_eq!(model.focus, Some(Focus::Settings(TOKENS)));
    enter(&mut model, TOKENS, "manyy");
    assert_eq!(error(&model, TOKENS), sentence);
    enter(&mut model, TOKENS, "7");
    assert_eq!(error(&model, TOKENS), None);
}

#[test]
fn what_was_saved_is_what_is_shown_and_what_the_form_for_a_token_offers() {
    let mut model = showing_settings(settings_view(0));
    let (late, _) = asking(update(&mut model, Message::Ticked, NOON));
    enter(&mut model, LIFE, "30");
    happen(&mut model, SettingsMessage::Submitted);
    assert_eq!(happen(&mut model, SettingsMessage::Changed(Ok(view_with_life(30, 2)))), None);
    let settings = &model.settings;
    assert!(settings.is_saved && !settings.is_sending && !settings.differs());
    assert_eq!((settings.text(LIFE), settings.beyond), ("30".to_owned(), beyond(30, 2)));
    assert_eq!(model.me().unwrap().longest_life_days, 30.try_into().ok());
    tell(&mut model, late, settings_view(0));
    assert_eq!(model.settings.text(LIFE), "30");
    enter(&mut model, TOKENS, "7");
    assert!(!model.settings.is_saved);
}

#[test]
fn what_the_server_says_about_a_field_stands_at_it() {
    for field in SettingsField::ALL {
        let mut model = showing_settings(settings_view(0));
        enter(&mut model, TOKENS, "7");
        happen(&mut model, SettingsMessage::Submitted);
        let wrong = Failure::Problem(Problem::of_field(field.as_str(), "Not this one."));
        assert_eq!(happen(&mut model, SettingsMessage::Changed(Err(wrong))), None);
        let settings = &model.settings;
        assert_eq!(settings.entered(field).error.as_deref(), Some("Not this one."));
        assert_eq!(model.focus, Some(Focus::Settings(field)));
        assert!(!settings.is_saved && settings.differs() && settings.form_error.is_none());
        assert!(happen(&mut model, SettingsMessage::Submitted).is_some());
    }
}

#[test]
fn what_else_goes_wrong_stands_below_the_fields_and_nothing_entered_is_lost() {
    let mut model = showing_settings(settings_view(0));
    enter(&mut model, TOKENS, "7");
    happen(&mut model, SettingsMessage::Submitted);
    let lost = Err(Failure::Unreachable);
    assert_eq!(happen(&mut model, SettingsMessage::Changed(lost)), None);
    assert!(model.settings.form_error.is_some());
    assert_eq!(model.settings.text(TOKENS), "7");
    happen(&mut model, SettingsMessage::Submitted);
    assert_eq!(model.settings.form_error, None);
}

#[test]
fn a_longest_life_is_asked_about_once_nothing_was_entered_for_a_moment() {
    let mut model = showing_settings(settings_view(0));
    let call = enter(&mut model, LIFE, "3");
    assert!(matches!(call, Some(Call::Wait { .. })), "{call:?}");
    enter(&mut model, LIFE, "30");
    assert_eq!(happen(&mut model, SettingsMessage::LifeSettled("3".to_owned())), None);
    let call = happen(&mut model, SettingsMessage::LifeSettled("30".to_owned()));
    let (number, life) = asking(call);
    assert_eq!(life, Some(30));
    tell(&mut model, number, settings_view(4));
    assert_eq!(model.settings.beyond, beyond(30, 4));
    assert_eq!(model.settings.text(LIFE), "30");
    // It is known by now, and what is none is not asked about.
    assert_eq!(enter(&mut model, LIFE, "030"), None);
    assert_eq!(enter(&mut model, LIFE, "soon"), None);
    assert_eq!(enter(&mut model, TOKENS, "7"), None);
    // A refresh asks about the one that stands there.
    enter(&mut model, LIFE, "60");
    assert_eq!(asking(update(&mut model, Message::Ticked, NOON)).1, Some(60));
}

#[test]
fn what_goes_beyond_the_longest_life_that_is_set_is_known_without_asking() {
    let mut model = showing_settings(view_with_life(90, 2));
    assert_eq!(model.settings.beyond, beyond(90, 2));
    enter(&mut model, LIFE, "30");
    assert_eq!(enter(&mut model, LIFE, "90"), None);
}

#[test]
fn discarding_leads_back_to_what_is_set() {
    let mut model = showing_settings(settings_view(0));
    assert_eq!(happen(&mut model, SettingsMessage::Discarded), None);
    enter(&mut model, TOKENS, "0");
    enter(&mut model, LIFE, "30");
    happen(&mut model, SettingsMessage::Submitted);
    let (_, life) = asking(happen(&mut model, SettingsMessage::Discarded));
    assert_eq!(life, None);
    assert!(!model.settings.differs());
    assert_eq!(model.settings.entered(TOKENS).error, None);
    assert_eq!(model.settings.text(TOKENS), "100");
    assert_eq!(model.focus, Some(Focus::Settings(TOKENS)));
}

#[test]
fn who_does_not_administer_any_more_is_known_anew() {
    let denied = || Err(failure(ProblemKind::PermissionDenied));
    let mut model = showing_settings(settings_view(0));
    let (number, _) = asking(update(&mut model, Message::Ticked, NOON));
    let told = SettingsMessage::Told { number, outcome: denied() };
    assert_eq!(happen(&mut model, told), Some(Call::LoadMe));
    assert_eq!(model.settings.asked.answer, None);
    let mut model = showing_settings(settings_view(0));
    enter(&mut model, TOKENS, "7");
    happen(&mut model, SettingsMessage::Submitted);
    let changed = SettingsMessage::Changed(denied());
    assert_eq!(happen(&mut model, changed), Some(Call::LoadMe));
}

#[test]
fn the_end_of_the_session_leaves_nothing_on_the_page() {
    for message in [
        SettingsMessage::Told { number: 2, outcome: Err(failure(ProblemKind::Unauthenticated)) },
        SettingsMessage::Changed(Err(failure(ProblemKind::Unauthenticated))),
    ] {
        let mut model = showing_settings(settings_view(0));
        enter(&mut model, TOKENS, "7");
        assert_eq!(asking(update(&mut model, Message::Ticked, NOON)).0, 2);
        assert_eq!(happen(&mut model, message), Some(Call::LoadSignInOptions));
        assert_eq!((model.place.view, model.settings.differs()), (View::SignIn, false));
        assert_eq!(model.settings.asked.answer, None);
    }
}

#[test]
fn what_could_not_be_shown_is_tried_again() {
    let mut model = signed_in();
    let (number, _) = asking(update(&mut model, Message::ViewChosen(View::General), NOON));
    let outcome = Err(Failure::Unreachable);
    happen(&mut model, SettingsMessage::Told { number, outcome });
    assert!(model.settings.asked.failure.is_some());
    asking(update(&mut model, Message::RetryChosen, NOON));
    assert_eq!(model.settings.asked.failure, None);
    assert_eq!(model.focus, Some(Focus::Heading));
}

#[test]
fn where_it_cannot_be_said_who_asks_the_view_says_so() {
    let mut model = Model::new(Theme::System);
    let address =
        Address { view: View::General, link: None, refused: None, tenant: None, to: None };
    assert_eq!(update(&mut model, Message::Opened(address), NOON), Some(Call::LoadMe));
    update(&mut model, Message::MeAnswered(Err(Failure::Unreachable)), NOON);
    assert_eq!(model.settings.asked.failure, Some(Failure::Unreachable));
    assert_eq!(update(&mut model, Message::RetryChosen, NOON), Some(Call::LoadMe));
    asking(update(&mut model, Message::MeAnswered(Ok(me())), NOON));
}
