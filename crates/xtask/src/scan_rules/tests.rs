use gatepass_core::mac::Keyring;
use gatepass_core::token::{SecretToken, TokenKind};
use regex::Regex;
use toml::Table;

use super::write::{AFTER, BEFORE, rules};
use super::*;

const PREFIXES: [&str; 3] = ["gp", "acme", "acme,gp"];

/// What captures a token, as each scanner gets it from its file.
fn regex_of(format: ScanFormat, prefixes: &Prefixes) -> Regex {
    let text = rules(format, prefixes, &Examples::of(prefixes).unwrap()).unwrap();
    let of_rule = |file: &Table| {
        let rule = file["rules"][0].clone();
        assert_eq!(rule["secretGroup"].as_integer(), Some(1));
        let keywords: Vec<&str> = rule["keywords"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| word.as_str().unwrap())
            .collect();
        assert_eq!(keywords, prefixes.heads());
        rule["regex"].as_str().unwrap().to_owned()
    };
    let regex = match format {
        ScanFormat::Gitleaks => {
            let file: Table = text.parse().unwrap();
            assert_eq!(file["extend"]["useDefault"].as_bool(), Some(true));
            of_rule(&file)
        }
        ScanFormat::Gitlab => {
            let file: Table = text.parse().unwrap();
            let passed = &file["secrets"]["passthrough"][0];
            assert_eq!(passed["type"].as_str(), Some("raw"));
            assert_eq!(passed["target"].as_str(), Some("gitleaks.toml"));
            let within: Table = passed["value"].as_str().unwrap().parse().unwrap();
            assert_eq!(within["extend"]["path"].as_str(), Some("/gitleaks.toml"));
            of_rule(&within)
        }
        ScanFormat::Trufflehog => {
            let line = text.lines().find_map(|line| line.strip_prefix("      token: '")).unwrap();
            line.strip_suffix('\'').unwrap().to_owned()
        }
        ScanFormat::Github => {
            let pattern: serde_json::Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                (&pattern["before_secret"], &pattern["after_secret"]),
                (&BEFORE.into(), &AFTER.into())
            );
            format!("(?:{BEFORE})({})(?:{AFTER})", pattern["secret_format"].as_str().unwrap())
        }
    };
    Regex::new(&regex).unwrap()
}

fn each(check: impl Fn(&str, &Prefixes, &Regex)) {
    for text in PREFIXES {
        let prefixes: Prefixes = text.parse().unwrap();
        for format in ScanFormat::ALL {
            check(&format!("{format:?} of {text}"), &prefixes, &regex_of(format, &prefixes));
        }
    }
}

/// Tokens as they are issued, by chance.
fn issued(prefixes: &Prefixes) -> Vec<SecretToken> {
    let mut tokens = Vec::new();
    for kind in TokenKind::ALL {
        for _ in 0..20 {
            let (mut key, mut entropy) = ([0; 32], [0; 128]);
            getrandom::fill(&mut key).unwrap();
            getrandom::fill(&mut entropy).unwrap();
            let keys: Keyring = hex::encode(key).parse().unwrap();
            let tenant = "tenant".parse().unwrap();
            tokens.push(SecretToken::issue(prefixes, kind, tenant, &keys, &entropy).unwrap());
        }
    }
    tokens
}

#[test]
fn every_rule_finds_every_token_wherever_it_stands() {
    each(|case, prefixes, regex| {
        for token in issued(prefixes) {
            let token = token.expose();
            for text in [
                token.to_owned(),
                format!("Authorization: Token {token}\n"),
                format!("GATEPASS_TOKEN={token}"),
                format!("{{\"token\":\"{token}\"}}"),
                format!("https://x:{token}@example.com"),
            ] {
                let found = regex.captures(&text).unwrap();
                assert_eq!(&found[1], token, "{case}");
            }
        }
    });
}

#[test]
fn no_rule_finds_what_is_only_like_a_token() {
    each(|case, prefixes, regex| {
        let examples = Examples::of(prefixes).unwrap();
        for text in &examples.matching {
            assert!(regex.is_match(text), "{case}: {text}");
            assert!(SecretToken::parse(text, prefixes).is_ok());
        }
        for text in &examples.others {
            assert!(!regex.is_match(text), "{case}: {text}");
            assert!(SecretToken::parse(text, prefixes).is_err());
        }
        for token in issued(&"other".parse().unwrap()) {
            assert!(!regex.is_match(token.expose()), "{case}");
        }
    });
}
