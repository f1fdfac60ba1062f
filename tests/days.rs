//! Uses by day.

use std::time::Duration;

use gatepass_core::days::DAYS_SHOWN;
use gatepass_core::time::Seconds;

use crate::harness::{ADA, Issued, Person, Server, Settings, Tenant, eventually, shared};

/// By when a use shows, at the latest: a report is due 5 s after the last, and takes its time.
const USE_SHOWS_WITHIN: Duration = Duration::from_secs(20);

/// By when a use is written, at the latest: uses are gathered for 30 s.
const USE_WRITTEN_WITHIN: Duration = Duration::from_secs(60);

async fn uses_by_day(person: &Person, issued: &Issued) -> Vec<u64> {
    person.find(issued.view.id).await.expect("it is listed").uses_by_day
}

async fn await_uses(person: &Person, issued: &Issued, uses: u64) -> Vec<u64> {
    eventually("the uses show", USE_SHOWS_WITHIN, async || {
        let days = uses_by_day(person, issued).await;
        (days.iter().sum::<u64>() == uses).then_some(days)
    })
    .await
}

#[tokio::test]
async fn the_table_tells_how_often_a_token_was_used_on_each_of_thirty_days() {
    let tenant = Tenant::create(shared().await).await;
    let ada = tenant.sign_in(ADA).await;
    let (used, unused) = (ada.issue("used").await, ada.issue("unused").await);
    for _ in 0..4 {
        tenant.caller.verify(&used.token).await.expect(200);
    }
    let days = await_uses(&ada, &used, 4).await;
    assert_eq!((days.len(), days[DAYS_SHOWN - 1]), (DAYS_SHOWN, 4), "the latest stands last");
    assert_eq!(uses_by_day(&ada, &unused).await, Vec::<u64>::new());

    tenant.advance_clock(Seconds::days(2)).await;
    let ada = tenant.sign_in(ADA).await;
    let days = uses_by_day(&ada, &used).await;
    assert_eq!((days[DAYS_SHOWN - 3], days[DAYS_SHOWN - 1]), (4, 0));
    tenant.advance_clock(Seconds::days(30)).await;
    let ada = tenant.sign_in(ADA).await;
    assert_eq!(uses_by_day(&ada, &used).await, Vec::<u64>::new());
}

#[tokio::test]
async fn uses_gathered_for_half_a_minute_are_written_and_outlive_a_crash() {
    let mut server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;
    let issued = ada.issue("used").await;
    for _ in 0..3 {
        tenant.caller.verify(&issued.token).await.expect(200);
    }
    await_uses(&ada, &issued, 3).await;
    eventually("the uses are written", USE_WRITTEN_WITHIN, async || {
        let count = "SELECT count(*) FROM uses_by_day WHERE counts = '[3]'";
        let registries = server.registries();
        registries
            .iter()
            .any(|registry| registry.query_row(count, [], |row| row.get(0)) == Ok(1))
            .then_some(())
    })
    .await;
    server.kill().await;
    server.start_again().await;
    assert_eq!(uses_by_day(&ada, &issued).await.last(), Some(&3));
    tenant.caller.verify(&issued.token).await.expect(200);
    await_uses(&ada, &issued, 4).await;
}
