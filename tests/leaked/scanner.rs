//! The rules for scanners, as a real one reads them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use gatepass_core::id::Entropy;
use gatepass_core::mac::Keyring;
use gatepass_core::token::{Prefixes, SecretToken, TokenKind};
use serde_json::Value;

use crate::harness::{random_hex, scan_rules};

/// What its rule is called.
const RULE: &str = "gatepass-token";

fn token(kind: TokenKind) -> String {
    let keys: Keyring = random_hex(32).parse().unwrap();
    let mut entropy: Entropy = [0; 128];
    getrandom::fill(&mut entropy).unwrap();
    let tenant = "tenant".parse().unwrap();
    let token = SecretToken::issue(&Prefixes::default(), kind, tenant, &keys, &entropy).unwrap();
    token.expose().to_owned()
}

/// What gitleaks finds below a folder by our rule.
fn found(folder: &Path, rules: &Path) -> Vec<String> {
    let report = tempfile::NamedTempFile::new().unwrap();
    let gitleaks = std::env::var_os("GITLEAKS").map_or("gitleaks".into(), PathBuf::from);
    let scanned = Command::new(&gitleaks)
        .args(["dir", "--no-banner", "--exit-code", "0", "--report-format", "json", "--config"])
        .arg(rules)
        .arg("--report-path")
        .arg(report.path())
        .arg(folder)
        .output()
        .unwrap_or_else(|error| panic!("{} can't be started: {error}", gitleaks.display()));
    let said = String::from_utf8_lossy(&scanned.stderr);
    assert!(scanned.status.success(), "{said}");
    let findings = std::fs::read(report.path()).unwrap();
    let findings: Vec<Value> = serde_json::from_slice(&findings).unwrap();
    let ours = findings.iter().filter(|finding| finding["RuleID"] == RULE);
    ours.map(|finding| finding["Secret"].as_str().unwrap().to_owned()).collect()
}

/// The rules for GitLab's analyzer, which hands them to gitleaks with its own behind.
fn as_gitlab_has_them(rules: &Path, folder: &Path) -> PathBuf {
    let text = std::fs::read_to_string(rules.join("secret-detection-ruleset.toml")).unwrap();
    let ruleset: toml::Table = text.parse().unwrap();
    let passed = ruleset["secrets"]["passthrough"][0]["value"].as_str().unwrap();
    let own = folder.join("own.toml");
    std::fs::write(&own, "[extend]\nuseDefault = true\n").unwrap();
    let file = folder.join("passed.toml");
    std::fs::write(&file, passed.replace("/gitleaks.toml", own.to_str().unwrap())).unwrap();
    file
}

#[test]
fn gitleaks_finds_every_token_and_nothing_that_is_only_like_one() {
    let (rules, texts, other) =
        (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    scan_rules(rules.path());
    let mut expected = BTreeSet::new();
    for (number, kind) in TokenKind::ALL.into_iter().cycle().take(30).enumerate() {
        let token = token(kind);
        let text = match number % 5 {
            0 => format!("GATEPASS_TOKEN={token}\n"),
            1 => format!("{{\"token\":\"{token}\"}}"),
            2 => format!("curl -H 'Authorization: Token {token}' https://example.com\n"),
            3 => format!("https://x:{token}@example.com"),
            _ => token.clone(),
        };
        std::fs::write(texts.path().join(format!("{number}.txt")), text).unwrap();
        let (head, body) = token.split_once('_').unwrap();
        let others = [
            format!("{head}_{}", &body[1..]),
            format!("{token}0"),
            format!("x{token}"),
            format!("{head}-{body}"),
            token.to_uppercase(),
        ];
        std::fs::write(texts.path().join(format!("other-{number}.txt")), others.join("\n"))
            .unwrap();
        expected.insert(token);
    }
    let gitlab = as_gitlab_has_them(rules.path(), other.path());
    for file in [rules.path().join("gitleaks.toml"), gitlab] {
        let found = found(texts.path(), &file);
        assert_eq!(found.len(), expected.len(), "{}", file.display());
        assert_eq!(BTreeSet::from_iter(found), expected, "{}", file.display());
    }
}
