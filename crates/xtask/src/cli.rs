//! What can be typed after `cargo xtask`.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args, Parser, Subcommand, ValueEnum};
use gatepass_core::audit::ChainHead;
use gatepass_core::tenant::{ParseLabelError, Region, TenantLabel};

use crate::build::Parts;

/// Port that `cargo xtask dev` serves at; `PORTAL_HOST` in wrangler.toml names the same.
pub(crate) const DEV_PORT: u16 = 8787;

/// Set-up, build, dev, test and deploy of Gatepass.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
pub(crate) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Install what is missing to build and serve; nothing when all is there.
    Setup,
    /// Build the page and the Worker; nothing when both are up to date.
    Build(BuildOptions),
    /// Set up, build and serve at http://localhost:8787, with a demo API behind it.
    Dev(DevOptions),
    /// Set up and run every check and test.
    Test(TestOptions),
    /// Feed what parses what others send with what nobody would think of.
    Fuzz(FuzzOptions),
    /// Look at what roles and routes are to be.
    Policy(PolicyCommand),
    /// Build the Worker and measure it, into target/bench.json.
    Bench(BenchOptions),
    /// Make and list tenants, and let people into them.
    Tenant(TenantOptions),
    /// Verify a tenant's activity log.
    Audit(AuditOptions),
    /// Tell KV again of all that the registries know, or look how far it is from that.
    Rebuild(RebuildOptions),
    /// Write rules by which scanners find this installation's tokens.
    ScanRules(ScanRulesOptions),
    /// Build and deploy to your own Cloudflare account.
    Deploy(DeployOptions),
}

/// What to build.
#[derive(Args)]
pub(crate) struct BuildOptions {
    /// Build the Worker only.
    #[arg(long, conflicts_with = "page_only")]
    worker_only: bool,
    /// Build the page only.
    #[arg(long)]
    page_only: bool,
}

impl BuildOptions {
    /// The parts to build.
    pub(crate) fn parts(&self) -> Parts {
        match (self.worker_only, self.page_only) {
            (true, _) => Parts::Worker,
            (false, true) => Parts::Page,
            (false, false) => Parts::Both,
        }
    }
}

/// How to serve.
#[derive(Args)]
pub(crate) struct DevOptions {
    /// The port to serve at.
    #[arg(long, default_value_t = DEV_PORT)]
    pub(crate) port: u16,
}

/// What to test.
#[derive(Args)]
pub(crate) struct TestOptions {
    /// Run these stages only.
    #[arg(long)]
    pub(crate) only: Option<Stages>,
}

/// What to feed, and for how long.
#[derive(Args)]
pub(crate) struct FuzzOptions {
    /// For how many seconds each target runs.
    #[arg(long, default_value_t = 60)]
    pub(crate) seconds: u32,
    /// Run this target only: the name of a file in fuzz/fuzz_targets.
    #[arg(long)]
    pub(crate) only: Option<String>,
}

/// What to measure.
#[derive(Args)]
pub(crate) struct BenchOptions {
    /// Measure this part only: verify, tokens, list, size, memory or traffic.
    #[arg(long)]
    pub(crate) only: Option<String>,
    /// Take fewer rounds: the numbers swing more.
    #[arg(long)]
    pub(crate) quick: bool,
}

/// A group of the test stages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum Stages {
    /// Formatting and clippy.
    Lint,
    /// Native tests.
    Unit,
    /// Tests in a headless browser.
    Wasm,
    /// Every fuzz target for some seconds.
    Fuzz,
    /// End to end, against a server.
    E2e,
}

/// What to do with the policy.
#[derive(Args)]
pub(crate) struct PolicyCommand {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: PolicyAction,
}

/// What to do with the policy.
#[derive(Subcommand)]
pub(crate) enum PolicyAction {
    /// Say whether POLICY is right, and show its roles and routes.
    Check {
        /// The file that holds it, instead of wrangler.toml.
        file: Option<PathBuf>,
    },
}

/// What to do with tenants, and where.
#[derive(Args)]
pub(crate) struct TenantOptions {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: TenantAction,
    /// The deployment's URL. For one that is not on this machine, GATEPASS_OPERATOR_SECRET holds
    /// the operator secret.
    #[arg(long, global = true, default_value_t = format!("http://localhost:{DEV_PORT}"))]
    pub(crate) remote: String,
}

/// What to do with tenants.
#[derive(Subcommand)]
pub(crate) enum TenantAction {
    /// Make a tenant and print the one-time sign-in link of its first full administrator.
    Create {
        /// Names the tenant to people; the first part of its own host name.
        label: TenantLabel,
        /// Where its data is asked to live: us, us2, us3, eu or eu2.
        #[arg(long, default_value_t = Region::Eu)]
        region: Region,
    },
    /// List the tenants.
    List,
    /// Print another one-time sign-in link, for a tenant that is locked out.
    Link {
        /// The tenant's label.
        label: TenantLabel,
    },
}

/// What to do with activity logs, and where.
#[derive(Args)]
pub(crate) struct AuditOptions {
    /// What to do.
    #[command(subcommand)]
    pub(crate) action: AuditAction,
    /// The deployment's URL. For one that is not on this machine, GATEPASS_OPERATOR_SECRET holds
    /// the operator secret and GATEPASS_AUDIT_KEYS the AUDIT_KEYS.
    #[arg(long, global = true, default_value_t = format!("http://localhost:{DEV_PORT}"))]
    pub(crate) remote: String,
}

/// What to do with activity logs.
#[derive(Subcommand)]
pub(crate) enum AuditAction {
    /// Say whether the log is whole, and if not, where it is broken.
    Verify {
        /// The tenant's label.
        tenant: TenantLabel,
        /// What an earlier run said to note, as <event>:<64 hexadecimal digits>: it has to be in the
        /// log still. A log whose end was cut off is whole; only this shows that.
        #[arg(long)]
        since: Option<ChainHead>,
    },
}

/// What to rebuild, and where.
#[derive(Args)]
pub(crate) struct RebuildOptions {
    /// A tenant's label, or all: every tenant, and the directory.
    #[arg(default_value = "all", value_name = "TENANT|all")]
    pub(crate) what: Rebuilt,
    /// Only say how KV differs, and change nothing. Fails if it does.
    #[arg(long)]
    pub(crate) check: bool,
    /// The deployment's URL. For one that is not on this machine, GATEPASS_OPERATOR_SECRET holds
    /// the operator secret.
    #[arg(long, default_value_t = format!("http://localhost:{DEV_PORT}"))]
    pub(crate) remote: String,
}

/// What to rebuild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Rebuilt {
    /// All there is.
    All,
    /// What KV is to hold of one tenant's tokens.
    Tenant(TenantLabel),
}

impl FromStr for Rebuilt {
    type Err = ParseLabelError;

    fn from_str(text: &str) -> Result<Self, ParseLabelError> {
        match text {
            "all" => Ok(Self::All),
            label => label.parse().map(Self::Tenant),
        }
    }
}

/// Which rules to write, and where.
#[derive(Args)]
pub(crate) struct ScanRulesOptions {
    /// For this scanner; for all, if left out.
    #[arg(long)]
    pub(crate) format: Option<ScanFormat>,
    /// The folder to write files into; on the terminal, if left out.
    #[arg(long)]
    pub(crate) out: Option<PathBuf>,
}

/// A scanner.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum ScanFormat {
    /// Gitleaks: a configuration that extends its own.
    Gitleaks,
    /// TruffleHog: a custom detector.
    Trufflehog,
    /// GitHub: a custom pattern of secret scanning.
    Github,
    /// GitLab: an extension of pipeline secret detection.
    Gitlab,
}

/// How to deploy.
#[derive(Args)]
pub(crate) struct DeployOptions {
    /// The host under which the portal is reached, for example portal.example.com, instead of
    /// PORTAL_HOST in wrangler.toml.
    #[arg(long)]
    pub(crate) portal_host: Option<String>,
    /// The URL of the API behind, instead of UPSTREAM in wrangler.toml.
    #[arg(long)]
    pub(crate) upstream: Option<String>,
    /// Make the secrets that are missing, and put them.
    #[arg(long)]
    pub(crate) make_secrets: bool,
}
