//! Where a browser goes after signing in.

use gatepass_core::route::View;
use gatepass_core::wire::{Problem, ProblemKind};
use serde_json::json;

use super::{Begun, SESSION_COOKIE, Scene, cookie_of};

const HOSTILE: &str = include_str!("../../crates/core/src/route/return_to/hostile.json");

#[tokio::test]
async fn whoever_signs_in_is_led_to_the_view_that_they_asked_for() {
    let scene = Scene::new().await;
    for view in View::FRAMED {
        let body = json!({ "provider": scene.id, "to": view.path() });
        let begun = Begun::of(&scene.try_begin(&body).await.expect(200));
        let answer = scene.arrive(&begun, &scene.claims(&begun, "ada")).await;
        assert_eq!((answer.status, answer.header("location")), (303, view.path()));
        assert!(cookie_of(&answer, SESSION_COOKIE).is_some());
    }
}

#[tokio::test]
async fn no_hostile_address_is_taken() {
    let scene = Scene::new().await;
    let hostile: Vec<String> = serde_json::from_str(HOSTILE).unwrap();
    assert_eq!(hostile.len(), 60);
    for address in hostile {
        let answer = scene.try_begin(&json!({ "provider": scene.id, "to": address })).await;
        assert_eq!(answer.status, 400, "{address:?}");
        let problem: Problem = answer.json();
        assert_eq!(
            (problem.kind, problem.field.as_deref()),
            (ProblemKind::InvalidRequest, Some("to"))
        );
        assert!(answer.headers("set-cookie").is_empty(), "{address:?}");
    }
}
