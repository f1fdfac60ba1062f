//! Set-up, build, dev, test, bench and deploy: `cargo xtask`.
#![forbid(unsafe_code)]

mod audit;
mod bench;
mod build;
mod cli;
mod demo_upstream;
mod deploy;
mod dev;
mod evidence;
mod fuzz;
mod operator;
mod paths;
mod policy;
mod rebuild;
mod run;
mod say;
mod scan_rules;
mod settings;
mod step;
mod tenant;
mod test;
mod vars_file;

use std::process::ExitCode;

use clap::Parser;

use crate::cli::{Cli, Command, PolicyAction, PolicyCommand};
use crate::paths::Paths;

fn main() -> ExitCode {
    let outcome = Paths::find().and_then(|paths| carry_out(Cli::parse().command, &paths));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::failure(&error);
            run::exit_code_of(&error)
        }
    }
}

fn carry_out(command: Command, paths: &Paths) -> anyhow::Result<()> {
    match command {
        Command::Setup => {
            step::set_up(paths)?;
            step::secrets::ensure(paths)?;
            say::line("Everything is set up. `cargo xtask dev` serves it.");
            Ok(())
        }
        Command::Build(options) => {
            step::set_up(paths)?;
            build::build(paths, options.parts())
        }
        Command::Dev(options) => dev::serve(paths, options.port),
        Command::Test(options) => test::test(paths, options.only),
        Command::Fuzz(options) => fuzz::fuzz(paths, &options),
        Command::Policy(PolicyCommand { action: PolicyAction::Check { file } }) => {
            policy::check(paths, file.as_deref())
        }
        Command::Bench(options) => bench::bench(paths, &options),
        Command::Tenant(options) => tenant::tenant(paths, &options),
        Command::Audit(options) => audit::audit(paths, &options),
        Command::Rebuild(options) => rebuild::rebuild(paths, &options),
        Command::ScanRules(options) => scan_rules::scan_rules(paths, &options),
        Command::Deploy(options) => deploy::deploy(paths, &options),
    }
}
