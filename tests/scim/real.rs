//! A client library that others wrote, with the checks of its own test suite.

use std::path::Path;
use std::process::{Command, Stdio};

use gatepass_core::wire::ProvisioningView;

use super::Scene;

#[tokio::test]
async fn a_client_library_reads_the_schemas_and_makes_finds_changes_and_deletes_what_they_say() {
    let scene = Scene::new().await;
    let ProvisioningView { base_url, .. } = scene.provisioning().await;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut command = Command::new("python3");
    command
        .arg(folder.join("harness/scim_client.py"))
        .args([&base_url, &scene.token])
        .env("PYTHONPATH", folder.join("../target/python"))
        .stdin(Stdio::null());
    let ended = tokio::task::spawn_blocking(move || command.output()).await;
    let output = ended.expect("it ends").expect("python3 can be started");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{complained}");
    assert!(said.ends_with("all passed\n"), "{said}");
}
