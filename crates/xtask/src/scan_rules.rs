//! `cargo xtask scan-rules`: rules for scanners that look for tokens where they should not be.

mod examples;
mod write;

#[cfg(test)]
mod tests;

use anyhow::{Context, Result};
use gatepass_core::token::Prefixes;

use self::examples::Examples;
use crate::cli::{ScanFormat, ScanRulesOptions};
use crate::paths::Paths;
use crate::say;
use crate::settings::Settings;

impl ScanFormat {
    const ALL: [Self; 4] = [Self::Gitleaks, Self::Trufflehog, Self::Github, Self::Gitlab];

    /// The file that the scanner looks for, or that one may hand to it.
    fn file_name(self) -> &'static str {
        match self {
            Self::Gitleaks => "gitleaks.toml",
            Self::Trufflehog => "trufflehog.yaml",
            Self::Github => "github-custom-pattern.json",
            Self::Gitlab => "secret-detection-ruleset.toml",
        }
    }
}

/// Writes the rules for this installation's prefixes: into files, or on the terminal.
pub(crate) fn scan_rules(paths: &Paths, options: &ScanRulesOptions) -> Result<()> {
    let prefixes = match Settings::read(paths)?.var("TOKEN_PREFIX") {
        None => Prefixes::default(),
        Some(text) => text.parse().context("Mend TOKEN_PREFIX in wrangler.toml")?,
    };
    let examples = Examples::of(&prefixes)?;
    let formats = options.format.map_or(ScanFormat::ALL.to_vec(), |format| vec![format]);
    for format in formats {
        let text = write::rules(format, &prefixes, &examples)?;
        let Some(folder) = &options.out else {
            say::line(&format!("# {}\n{text}", format.file_name()));
            continue;
        };
        std::fs::create_dir_all(folder)
            .with_context(|| format!("Make {} writable", folder.display()))?;
        let file = folder.join(format.file_name());
        std::fs::write(&file, text).with_context(|| format!("Make {} writable", file.display()))?;
        say::line(&file.display().to_string());
    }
    Ok(())
}
