//! Sessions: how long they last, who sees and ends them, and what takes a recent sign-in.

mod recent;

use gatepass_core::audit::Means;
use gatepass_core::id::Subject;
use gatepass_core::route::Route;
use gatepass_core::session::UNATTENDED;
use gatepass_core::time::Seconds;
use gatepass_core::wire::{ActivityPage, EndedSessions, SessionList, SessionView};

use crate::harness::{ADA, OTTO, Person, RITA, Tenant, send, shared};

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

async fn list(person: &Person) -> Vec<SessionView> {
    person.call(&Route::Sessions).await.expect(200).json::<SessionList>().data
}

async fn list_of(person: &Person, sub: Subject) -> Vec<SessionView> {
    person.call(&Route::UserSessions(sub)).await.expect(200).json::<SessionList>().data
}

async fn current(person: &Person) -> SessionView {
    list(person).await.into_iter().find(|session| session.is_current).unwrap()
}

async fn is_signed_in(person: &Person) -> bool {
    person.call(&Route::Me).await.status == 200
}

#[tokio::test]
async fn people_see_where_and_since_when_they_are_signed_in() {
    let tenant = Tenant::create(shared().await).await;
    let request = tenant.signing_in(ADA).header("user-agent", FIREFOX);
    let answer = send(request).await.expect(204);
    let first = Person::with(&tenant.caller, crate::harness::session_of(&answer));
    tenant.advance_clock(Seconds(120)).await;
    let second = tenant.sign_in(ADA).await;
    tenant.sign_in(OTTO).await;
    let seen = list(&first).await;
    assert_eq!(seen.len(), 2, "nobody else's");
    let own = seen.iter().find(|session| session.is_current).unwrap();
    assert_eq!(own.browser.as_ref().unwrap().as_str(), "Firefox on Linux");
    assert_eq!(own.by, Means::DevelopmentSignIn);
    assert!(own.last_seen_at - own.iat >= Seconds(120), "{own:?}");
    let other = seen.iter().find(|session| !session.is_current).unwrap();
    assert_eq!(other.id, current(&second).await.id);
    assert_eq!(other.browser, None);
}

#[tokio::test]
async fn a_session_that_is_ended_is_worth_nothing_at_once_and_no_other_ends_with_it() {
    let tenant = Tenant::create(shared().await).await;
    let (here, elsewhere) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    let id = current(&elsewhere).await.id;
    here.call(&Route::EndSession(id)).await.expect(204);
    assert!(!is_signed_in(&elsewhere).await && is_signed_in(&here).await);
    here.call(&Route::EndSession(id)).await.expect(404);
    let log: ActivityPage = here.call(&Route::Activity).await.expect(200).json();
    let ended = log.data.iter().filter(|event| event.action.as_str() == "session.ended");
    assert_eq!(ended.count(), 1);
}

#[tokio::test]
async fn nobody_but_its_owner_and_full_administrators_sees_or_ends_a_session() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, otto) = (tenant.sign_in(ADA).await, tenant.sign_in(OTTO).await);
    let rita = tenant.sign_in(RITA).await;
    let (id, sub) = (current(&otto).await.id, otto.me().await.sub);
    rita.call(&Route::EndSession(id)).await.expect(404);
    rita.call(&Route::UserSessions(sub)).await.expect(403);
    rita.call(&Route::EndUserSessions(sub)).await.expect(403);
    assert!(is_signed_in(&otto).await);
    let seen = list_of(&ada, sub).await;
    assert_eq!((seen.len(), seen[0].id, seen[0].is_current), (1, id, false));
    ada.call(&Route::EndSession(id)).await.expect(204);
    assert!(!is_signed_in(&otto).await && is_signed_in(&rita).await);
}

#[tokio::test]
async fn whoever_signs_in_again_in_the_same_browser_has_another_session_and_the_one_before_ends() {
    let tenant = Tenant::create(shared().await).await;
    let (ada, elsewhere) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    let again = send(tenant.signing_in(ADA).header("cookie", ada.cookie())).await.expect(204);
    let again = Person::with(&tenant.caller, crate::harness::session_of(&again));
    assert_ne!(again.session, ada.session);
    assert!(is_signed_in(&again).await && is_signed_in(&elsewhere).await);
    assert!(!is_signed_in(&ada).await);
}

#[tokio::test]
async fn an_administrator_ends_all_sessions_of_somebody() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let ottos = [tenant.sign_in(OTTO).await, tenant.sign_in(OTTO).await];
    let sub = ottos[0].me().await.sub;
    let ended: EndedSessions = ada.call(&Route::EndUserSessions(sub)).await.expect(200).json();
    assert_eq!(ended.ended, 2);
    for otto in &ottos {
        assert!(!is_signed_in(otto).await);
    }
    let ended: EndedSessions = ada.call(&Route::EndUserSessions(sub)).await.expect(200).json();
    assert_eq!(ended.ended, 0);
}

#[tokio::test]
async fn all_sessions_of_who_is_deprovisioned_end_and_none_comes_back() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let ottos = [tenant.sign_in(OTTO).await, tenant.sign_in(OTTO).await];
    let sub = ottos[0].me().await.sub;
    ada.call(&Route::DeprovisionUser(sub)).await.expect(200);
    assert!(list_of(&ada, sub).await.is_empty());
    ada.call(&Route::ReprovisionUser(sub)).await.expect(200);
    for otto in &ottos {
        assert!(!is_signed_in(otto).await);
    }
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_without_use() {
    let tenant = Tenant::create(shared().await).await;
    let (used, idle) = (tenant.sign_in(ADA).await, tenant.sign_in(ADA).await);
    tenant.advance_clock(Seconds(1500)).await;
    assert!(is_signed_in(&used).await);
    tenant.advance_clock(Seconds(301)).await;
    assert!(is_signed_in(&used).await && !is_signed_in(&idle).await);
    assert_eq!(list(&used).await.len(), 1);
}

#[tokio::test]
async fn a_session_ends_after_twelve_hours_however_much_it_is_used() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    for _ in 0..28 {
        tenant.advance_clock(Seconds(1500)).await;
        assert!(is_signed_in(&ada).await);
    }
    tenant.advance_clock(Seconds(1200)).await;
    assert!(!is_signed_in(&ada).await);
}

#[tokio::test]
async fn a_request_that_nobodys_hand_led_to_keeps_no_session() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    tenant.advance_clock(Seconds(1500)).await;
    send(ada.to(&Route::Me).header(UNATTENDED, "1")).await.expect(200);
    tenant.advance_clock(Seconds(301)).await;
    send(ada.to(&Route::Me).header(UNATTENDED, "1")).await.expect(401);
    assert!(!is_signed_in(&ada).await);
}

#[tokio::test]
async fn that_a_session_is_used_is_written_once_a_minute() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let at_first = current(&ada).await.last_seen_at;
    tenant.advance_clock(Seconds(30)).await;
    assert_eq!(current(&ada).await.last_seen_at, at_first);
    tenant.advance_clock(Seconds(31)).await;
    assert!(current(&ada).await.last_seen_at - at_first >= Seconds(60));
}
