//! A real browser, which does what a person does.

mod accessibility;
mod driver;
mod find;

use std::path::Path;
use std::time::Duration;

use gatepass_core::route::{Route, View};
use serde_json::json;
use thirtyfour::prelude::{Key, WebDriver};

use super::eventually;
use super::tenant::Tenant;

/// How long the page may take for anything; a busy machine takes its time.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// More keys than there are things to stop at.
const MOST_TABS: usize = 60;

/// A window of a browser with a profile of its own. End it with [`Browser::close`].
pub(crate) struct Browser {
    window: WebDriver,
    origin: String,
}

impl Browser {
    /// Opens a window of a desktop's size on the portal at `origin`.
    pub(crate) async fn open(origin: String) -> Self {
        let window = driver::new_window().await;
        let browser = Self { window, origin };
        browser.resize(1280, 900).await;
        browser
    }

    /// Opens a window and signs in as one of the people for development.
    pub(crate) async fn signed_in(tenant: &Tenant, name: &str) -> Self {
        let browser = Self::open(tenant.caller.origin()).await;
        let sign_in = Route::View(View::SignIn).to_path();
        browser.go(&format!("{sign_in}?tenant={}", tenant.label)).await;
        browser.click("button", &format!("{name} ")).await;
        browser.await_text("h1", "API tokens").await;
        browser
    }

    /// Turns to the window that this one opened, and closes this one.
    pub(crate) async fn turn_to_opened(&self) {
        let own = self.window.window().await.unwrap();
        let opened = on_page("another window", async || {
            let windows = self.window.windows().await.unwrap();
            windows.into_iter().find(|window| *window != own)
        });
        let opened = opened.await;
        self.window.close_window().await.unwrap();
        self.window.switch_to_window(opened).await.unwrap();
    }

    /// Does something in the window that this one opened, closes that, and comes back.
    pub(crate) async fn in_opened(&self, act: impl AsyncFnOnce(&Self)) {
        let own = self.window.window().await.unwrap();
        let opened = on_page("another window", async || {
            let windows = self.window.windows().await.unwrap();
            windows.into_iter().find(|window| *window != own)
        });
        self.window.switch_to_window(opened.await).await.unwrap();
        act(self).await;
        self.window.close_window().await.unwrap();
        self.window.switch_to_window(own).await.unwrap();
    }

    /// Goes to a path of the portal.
    pub(crate) async fn go(&self, path: &str) {
        self.window.goto(format!("{}{path}", self.origin)).await.unwrap();
    }

    /// The path that it is at.
    pub(crate) async fn path(&self) -> String {
        self.window.current_url().await.unwrap().path().to_owned()
    }

    /// The path and the query that it is at.
    pub(crate) async fn address(&self) -> String {
        let url = self.window.current_url().await.unwrap();
        url.query().map_or(url.path().to_owned(), |query| format!("{}?{query}", url.path()))
    }

    /// Makes the window this large, in CSS pixels.
    pub(crate) async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false
        });
        self.developer("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Has the system ask for a light or a dark page.
    pub(crate) async fn prefer(&self, scheme: &str) {
        let features = json!({
            "features": [{ "name": "prefers-color-scheme", "value": scheme }]
        });
        self.developer("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the window off from the network, or connects it again.
    pub(crate) async fn set_offline(&self, is_offline: bool) {
        self.developer("Network.enable", json!({})).await;
        let conditions = json!({
            "offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1
        });
        self.developer("Network.emulateNetworkConditions", conditions).await;
    }

    /// Sends these headers with every request from here on.
    pub(crate) async fn send_headers(&self, headers: serde_json::Value) {
        self.developer("Network.enable", json!({})).await;
        self.developer("Network.setExtraHTTPHeaders", json!({ "headers": headers })).await;
    }

    async fn developer(&self, command: &str, parameters: serde_json::Value) {
        self.window.cdp().send_raw(command, parameters).await.unwrap();
    }

    /// Runs a script in the page and gives what it returns.
    pub(crate) async fn run(&self, script: &str) -> serde_json::Value {
        self.window.execute(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Runs a script that ends by calling its last argument, and gives what it called it with.
    pub(crate) async fn run_to_end(&self, script: &str) -> serde_json::Value {
        self.window.execute_async(script, Vec::new()).await.unwrap().json().clone()
    }

    /// Presses keys, as a person does who has no mouse.
    pub(crate) async fn press(&self, keys: impl IntoIterator<Item = Key>) {
        for key in keys {
            let chain = self.window.action_chain();
            chain.send_keys(char::from(key)).perform().await.unwrap();
        }
    }

    /// Presses Tab until what has the focus is named so.
    pub(crate) async fn tab_to(&self, name: &str) {
        for _ in 0..MOST_TABS {
            if self.focused_name().await.starts_with(name) {
                return;
            }
            self.press([Key::Tab]).await;
        }
        panic!("{name:?} is not reached by Tab");
    }

    /// Types into whatever has the focus.
    pub(crate) async fn type_text(&self, text: &str) {
        self.window.action_chain().send_keys(text).perform().await.unwrap();
    }

    /// Puts a text into the clipboard, and pastes it into whatever has the focus.
    pub(crate) async fn paste(&self, text: &str) {
        let permissions =
            json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        self.developer("Browser.grantPermissions", permissions).await;
        let script = "const [text, done] = arguments;
             navigator.clipboard.writeText(text).then(() => done(true), (error) => done(String(error)))";
        let written = self.window.execute_async(script, vec![json!(text)]).await.unwrap();
        assert_eq!(written.json(), &json!(true));
        self.window
            .action_chain()
            .key_down(Key::Control)
            .send_keys("v")
            .key_up(Key::Control)
            .perform()
            .await
            .unwrap();
    }

    /// What the window shows, as a picture in a file.
    pub(crate) async fn picture(&self, path: &Path) {
        self.window.screenshot(path).await.unwrap();
    }

    /// Ends the window.
    pub(crate) async fn close(self) {
        self.window.quit().await.unwrap();
    }
}

/// Looks until there is something, for as long as the page may take.
async fn on_page<T>(what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
    eventually(what, LIMIT, look).await
}
