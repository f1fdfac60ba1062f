//! That all arms that are measured give the same answers.

use anyhow::{Context, Result, ensure};
use reqwest::Method;

use super::arms::{ALIKE, FRAMEWORKS};
use super::scene::Scene;
use super::{Bench, OURS};
use crate::load::Question;

/// What every framework answers with the same status: they take `Bearer` alone, and know no scopes.
const AS_FRAMEWORKS_DO: [&str; 6] =
    ["valid", "one of many", "that reads", "revoked", "malformed", "none"];

/// Asks every arm the same, and ends with the first answer that is another than the Worker's.
pub(super) async fn compare(bench: &Bench<'_>, scene: &Scene) -> Result<()> {
    let plain = |value: Option<&str>| Question {
        method: Method::GET,
        authorization: value.map(str::to_owned),
    };
    let by = |method: Method, token: &str| Question { method, ..Question::of(token) };
    let other = format!("tOkEn {}", scene.valid);
    let many = scene.many.first().context("there are many")?;
    let cut = scene.valid.get(..68).unwrap_or_default();
    for (what, question, status) in [
        ("valid", Question::of(&scene.valid), 200),
        ("valid, HEAD", by(Method::HEAD, &scene.valid), 200),
        ("valid, POST", by(Method::POST, &scene.valid), 200),
        ("valid, Token", plain(Some(&other)), 200),
        ("one of many", Question::of(many), 200),
        ("that reads", Question::of(&scene.reads), 200),
        ("beyond its scope", by(Method::DELETE, &scene.reads), 403),
        ("revoked", Question::of(&scene.revoked), 401),
        ("malformed", Question::of("garbage"), 401),
        ("cut", Question::of(cut), 401),
        ("of another scheme", plain(Some("Basic YTpi")), 401),
        ("none", plain(None), 401),
    ] {
        for _ in 0..2 {
            let ours = bench.load.ask(&bench.origin(OURS)?, &question).await?;
            ensure!(ours.status == status, "{OURS}, {what}: {ours:?}");
            for arm in ALIKE {
                let told = bench.load.ask(&bench.origin(arm)?, &question).await?;
                ensure!(told == ours, "{arm}, {what}: {told:?} instead of {ours:?}");
            }
            for arm in FRAMEWORKS.into_iter().filter(|_| AS_FRAMEWORKS_DO.contains(&what)) {
                let told = bench.load.ask(&bench.origin(arm)?, &question).await?;
                let is_alike = told.status == ours.status
                    && told.identity().eq(ours.identity())
                    && told.has_challenge() == ours.has_challenge();
                ensure!(is_alike, "{arm}, {what}: {told:?} instead of {ours:?}");
            }
        }
    }
    Ok(())
}
