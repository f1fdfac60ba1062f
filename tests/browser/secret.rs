//! A token that was shown once is nowhere in the browser afterwards.

use serde_json::Value;

use crate::harness::{ADA, Browser, Tenant, shared};

/// How many characters of a secret in a row are too many.
const TOO_MANY: usize = 12;

/// All that the page has: its document with what its fields hold, what it stores, its addresses, and
/// what its module has in memory, as texts.
pub(super) const ALL_THERE_IS: &str = r#"
    const [done] = arguments;
    const all = async () => {
        const { default: init } = await import("/pkg/gatepass_page.js");
        const { memory } = await init();
        const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
        const databases = await indexedDB.databases();
        const cached = await Promise.all((await caches.keys()).map(async (name) => {
            const cache = await caches.open(name);
            const kept = await cache.matchAll();
            return [name, await Promise.all(kept.map((answer) => answer.text()))];
        }));
        // What a database holds is not looked into, so there may be none.
        if (databases.length > 0) throw new Error("there is a database");
        return {
            document: document.documentElement.outerHTML + "\n" + fields.join("\n"),
            storage: JSON.stringify([
                { ...localStorage }, { ...sessionStorage }, document.cookie, cached,
                location.href, history.state, window.name, document.title,
            ]),
            memory: new TextDecoder("latin1").decode(memory.buffer).replace(/[^\x20-\x7e]+/g, "\n"),
        };
    };
    all().then(done, (error) => done({ failed: String(error) }));
"#;

/// Whether any part of it, as long as [`TOO_MANY`], is in the text.
pub(super) fn has_part_of(text: &str, secret: &str) -> bool {
    let last = secret.len() - TOO_MANY;
    (0..=last).any(|start| text.contains(&secret[start..start + TOO_MANY]))
}

pub(super) fn text<'a>(all: &'a Value, place: &str) -> &'a str {
    all[place].as_str().unwrap_or_else(|| panic!("{all}"))
}

#[tokio::test]
async fn after_the_dialog_closes_the_token_is_nowhere_and_the_module_never_had_it() {
    let tenant = Tenant::create(shared().await).await;
    let browser = Browser::signed_in(&tenant, ADA).await;
    browser.click("button", "Generate new token").await;
    browser.fill("textbox", "Token name", "unmistakable-name").await;
    browser.click("button", "Next").await;
    browser.await_text("dialog", "API token was successfully generated").await;
    let token = browser.value("token-value").await;
    // The token's id is no secret, and the page shows it.
    let secret = &token[20..];

    let shown = browser.run_to_end(ALL_THERE_IS).await;
    assert!(text(&shown, "document").contains(secret));
    for place in ["storage", "memory"] {
        assert!(!has_part_of(text(&shown, place), secret), "{place}, while it is shown");
    }
    // What the module does have can be found there.
    assert!(text(&shown, "memory").contains("unmistakable-name"));

    browser.click("button", "Close").await;
    browser.await_gone("dialog", "Generate").await;
    browser.await_rows(&[("unmistakable-name", "Generated")]).await;
    let closed = browser.run_to_end(ALL_THERE_IS).await;
    for place in ["document", "storage", "memory"] {
        assert!(!has_part_of(text(&closed, place), secret), "{place}");
    }
    browser.close().await;
}
