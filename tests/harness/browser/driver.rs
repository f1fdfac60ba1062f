//! The browser's driver, one for all tests of a process.

use std::fs::File;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use thirtyfour::Capabilities;
use thirtyfour::prelude::WebDriver;
use tokio::sync::OnceCell;

use super::LIMIT;
use crate::harness::eventually;
use crate::harness::folder::repository;
use crate::harness::process::Group;
use crate::harness::server::free_port;

struct Driver {
    url: String,
    // Ends the driver with this process.
    _group: Group,
    _log: File,
}

static DRIVER: OnceCell<Driver> = OnceCell::const_new();

async fn driver() -> &'static Driver {
    DRIVER
        .get_or_init(|| async {
            let port = free_port();
            let program = std::env::var_os("CHROMEDRIVER").unwrap_or("chromedriver".into());
            let mut command = Command::new(program);
            command.arg(format!("--port={port}"));
            let log = tempfile::tempfile().expect("a file can be made");
            let group = Group::start(&command, &log, None);
            let url = format!("http://127.0.0.1:{port}");
            eventually("the driver answers", LIMIT, async || {
                reqwest::get(format!("{url}/status")).await.ok()
            })
            .await;
            Driver { url, _group: group, _log: log }
        })
        .await
}

/// A new window, with the switches that the tests of the rules use as well.
pub(super) async fn new_window() -> WebDriver {
    let path = repository().join("crates/page/webdriver.json");
    let capabilities: Capabilities = read(&path).into();
    WebDriver::new(driver().await.url.as_str(), capabilities).await.unwrap()
}

fn read(path: &Path) -> serde_json::Map<String, Value> {
    let text = std::fs::read_to_string(path).expect("the switches can be read");
    serde_json::from_str(&text).expect("they are JSON")
}
