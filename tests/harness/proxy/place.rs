//! Documented configurations, filled in for one place.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::documented;
use crate::harness::server::free_port;

/// What nginx needs around a server that is included. Whoever runs the tests owns its folders.
const NGINX: &str = r#"
user root;
worker_processes 1;
pid <folder>/nginx.pid;
events {}
http {
    access_log off;
    client_body_temp_path <folder>/body;
    proxy_temp_path <folder>/proxy;
    fastcgi_temp_path <folder>/fastcgi;
    uwsgi_temp_path <folder>/uwsgi;
    scgi_temp_path <folder>/scgi;
    include <folder>/api.conf;
}
"#;

/// What a configuration names, as it is in the documentation.
const PORTAL: &str = "portal.example.com";
const SECRET: &str = "<PROXY_SECRET>";
const API: &str = "127.0.0.1:9000";

/// The text with each of these replaced, every one of which has to be there.
fn filled_in(text: &str, replaced: &[(&str, &str)]) -> String {
    replaced.iter().fold(text.to_owned(), |text, (before, after)| {
        assert!(text.contains(before), "the configuration does not say {before}");
        text.replace(before, after)
    })
}

/// Where a proxy is, and whom it asks.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// A folder of its own.
    pub(super) folder: &'a Path,
    /// Where it listens.
    pub(super) port: u16,
    /// Where Gatepass listens.
    pub(super) gatepass: u16,
    /// What it shows to be believed.
    pub(super) secret: &'a str,
    /// Host and port of the API behind.
    pub(super) api: &'a str,
}

impl Place<'_> {
    pub(super) fn nginx(&self, command: &mut Command) {
        let Self { folder, port, gatepass, secret, api } = *self;
        let (at, host) = (format!("127.0.0.1:{gatepass}"), format!("Host localhost:{gatepass};"));
        let listen = format!("listen 127.0.0.1:{port};");
        let text = filled_in(
            &documented("nginx.conf"),
            &[
                (&format!("{PORTAL}:443"), &at),
                (&format!("Host {PORTAL};"), &host),
                ("https://gatepass/", "http://gatepass/"),
                ("listen 8080;", &listen),
                (API, api),
                (SECRET, secret),
            ],
        );
        fs::write(folder.join("api.conf"), text).expect("a file can be written");
        let around = NGINX.replace("<folder>", &folder.to_string_lossy());
        let config = folder.join("nginx.conf");
        fs::write(&config, around).expect("a file can be written");
        command.args(["-e", "stderr", "-g", "daemon off;", "-p"]).arg(folder).arg("-c").arg(config);
    }

    pub(super) fn caddy(&self, command: &mut Command) {
        let Self { folder, port, gatepass, secret, api } = *self;
        let (at, host) =
            (format!("http://localhost:{gatepass} "), format!("Host localhost:{gatepass}\n"));
        let listen = format!("\n:{port} {{");
        let text = filled_in(
            &documented("Caddyfile"),
            &[
                (&format!("https://{PORTAL} "), &at),
                (&format!("Host {PORTAL}\n"), &host),
                ("\n:8080 {", &listen),
                (API, api),
            ],
        );
        let config = folder.join("Caddyfile");
        fs::write(&config, format!("{{\n\tadmin off\n}}\n{text}")).expect("a file can be written");
        command
            .args(["run", "--adapter", "caddyfile", "--config"])
            .arg(config)
            .env("HOME", folder)
            .env("XDG_CONFIG_HOME", folder)
            .env("XDG_DATA_HOME", folder)
            .env("PROXY_SECRET", secret);
    }

    pub(super) fn traefik(&self, command: &mut Command) {
        let Self { folder, port, gatepass, secret, api } = *self;
        let at = format!("http://localhost:{gatepass}/");
        let text = filled_in(
            &documented("traefik.yml"),
            &[(&format!("https://{PORTAL}/"), &at), (API, api), (SECRET, secret)],
        );
        let config = folder.join("traefik.yml");
        fs::write(&config, text).expect("a file can be written");
        command
            .arg(format!("--entryPoints.web.address=127.0.0.1:{port}"))
            .arg(format!("--providers.file.filename={}", config.display()));
    }

    pub(super) fn envoy(&self, command: &mut Command) {
        let Self { folder, port, gatepass, secret, api } = *self;
        let text = documented("envoy.yaml");
        // Without TLS, which is the last of what it says.
        let (text, tls) =
            text.split_once("      # The secret goes to nobody else.").expect("it says so");
        assert!(tls.contains("trusted_ca"));
        let hop = free_port();
        let (listen, at) = (
            format!("127.0.0.1, port_value: {port} "),
            format!("address: 127.0.0.1, port_value: {gatepass} "),
        );
        let (hop_port, hop_at) = (format!("port_value: {hop} "), format!("127.0.0.1:{hop}"));
        let api_port = api.rsplit(':').next().expect("it has a port");
        let text = filled_in(
            text,
            &[
                ("0.0.0.0, port_value: 8080 ", &listen),
                ("127.0.0.1:8081", &hop_at),
                ("port_value: 8081 ", &hop_port),
                ("port_value: 9000 ", &format!("port_value: {api_port} ")),
                (&format!("address: {PORTAL}, port_value: 443 "), &at),
                (
                    &format!("host_rewrite_literal: {PORTAL} "),
                    &format!("host_rewrite_literal: \"localhost:{gatepass}\" "),
                ),
                (SECRET, secret),
            ],
        );
        let config = folder.join("envoy.yaml");
        fs::write(&config, text).expect("a file can be written");
        command.arg("--config-path").arg(config).args([
            "--concurrency",
            "1",
            "--use-dynamic-base-id",
        ]);
    }
}
