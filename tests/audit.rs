//! Verifying a log that somebody may have had their hands in.

use std::path::PathBuf;
use std::process::Output;

use gatepass_core::time::Seconds;
use rusqlite::Connection;

use crate::harness::{ADA, Server, Settings, Tenant, shared};

#[track_caller]
fn expect(output: &Output, succeeds: bool, text: &str) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    let said = format!("{}{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err));
    assert_eq!(output.status.success(), succeeds, "{said}");
    assert!(said.contains(text), "{said}");
    said
}

/// The head that it says to note: the last line.
fn head(said: &str) -> String {
    said.trim_end().lines().last().unwrap().trim().to_owned()
}

/// A server, and a tenant's log on it.
struct Scene {
    server: Server,
    tenant: Tenant,
}

impl Scene {
    async fn verify(&self, more: &[&str]) -> Output {
        let arguments = [&["audit", "verify", self.tenant.label.as_str()], more].concat();
        self.server.xtask(&arguments).await
    }

    /// The database that has this many events in it: the directory's has one.
    fn database(&self, events: i64) -> PathBuf {
        let has_them = |path: &PathBuf| {
            let count = "SELECT count(*) FROM audit_events";
            let count = Connection::open(path).unwrap().query_row(count, [], |row| row.get(0));
            count.is_ok_and(|count: i64| count == events)
        };
        let mut databases = self.server.registry_files().into_iter();
        databases.find(has_them).expect("there is a log of that length")
    }

    /// Does something to the log of this many events behind the server's back.
    async fn tamper(&mut self, events: i64, statements: &str) {
        self.server.stop().await;
        let database = Connection::open(self.database(events)).unwrap();
        database.execute_batch(statements).unwrap();
        drop(database);
        self.server.start_again().await;
    }
}

#[tokio::test]
async fn an_edit_a_gap_and_a_cut_are_told_with_their_place() {
    let server = Server::start(Settings::new()).await;
    let tenant = Tenant::create(&server).await;
    let ada = tenant.sign_in(ADA).await;
    for name in ["a", "b", "c"] {
        ada.issue(name).await;
    }
    let mut scene = Scene { server, tenant };

    let whole = expect(&scene.verify(&[]).await, true, "5 events hold, from 20");
    let noted = head(&whole);
    assert!(noted.starts_with("5:"), "{whole}");
    expect(
        &scene.verify(&["--since", &noted]).await,
        true,
        "Event 5, noted earlier, is among them.",
    );

    let edit = |from: &str, to: &str| {
        let set = format!("SET event = replace(event, '{from}', '{to}')");
        format!("UPDATE audit_events {set} WHERE sequence = 4")
    };
    let (right, wrong) = (r#""name":"b""#, r#""name":"x""#);
    scene.tamper(5, &edit(right, wrong)).await;
    let edited = expect(&scene.verify(&[]).await, false, "event 4 is not what was written");
    assert!(edited.contains("broken after 3 events that hold"), "{edited}");

    let gap = "CREATE TABLE kept AS SELECT sequence, at, action, person, token, event, mac \
               FROM audit_events WHERE sequence = 3; DELETE FROM audit_events WHERE sequence = 3";
    scene.tamper(5, &format!("{}; {gap}", edit(wrong, right))).await;
    expect(&scene.verify(&[]).await, false, "after event 2 comes event 4");

    let cut = "INSERT INTO audit_events (sequence, at, action, person, token, event, mac) \
               SELECT * FROM kept; DROP TABLE kept; DELETE FROM audit_events WHERE sequence > 3";
    scene.tamper(4, cut).await;
    // A log whose end was cut off is whole: only what was noted shows it.
    expect(&scene.verify(&[]).await, true, "3 events hold");
    let lost = "the log ends with event 3, and event 5 was noted: its end was cut off";
    expect(&scene.verify(&["--since", &noted]).await, false, lost);

    let ada = scene.tenant.sign_in(ADA).await;
    ada.issue("after").await;
    expect(&scene.verify(&[]).await, true, "5 events hold");
    expect(&scene.verify(&["--since", &noted]).await, false, "event 5 is another than was noted");
}

#[tokio::test]
async fn what_is_a_year_old_is_pruned_and_the_rest_still_holds() {
    let server = shared().await;
    let tenant = Tenant::create(server).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("old").await;
    let verify = async |more: &[&str]| {
        let arguments = [&["audit", "verify", tenant.label.as_str()], more].concat();
        server.xtask(&arguments).await
    };
    let noted = head(&expect(&verify(&[]).await, true, "3 events hold"));
    tenant.advance_clock(Seconds::days(366)).await;
    let ada = tenant.sign_in(ADA).await;
    ada.issue("new").await;
    let said = expect(&verify(&[]).await, true, "2 events hold");
    assert!(said.contains("Those up to event 3 were pruned."), "{said}");
    expect(&verify(&["--since", &noted]).await, true, "Event 3, noted earlier");
    let older = format!("2:{}", "0".repeat(64));
    expect(&verify(&["--since", &older]).await, false, "were pruned: note a later one");
    expect(
        &verify(&["--since", "nonsense"]).await,
        false,
        "a number, a colon and 64 hexadecimal digits",
    );
}
