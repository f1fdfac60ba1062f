//! Finding things as a person or a screen reader does: by role and name, else by `data-test`.

use serde_json::json;
use thirtyfour::By;
use thirtyfour::prelude::{Key, WebElement};

use super::{Browser, on_page};

/// The name of an element, with a space at its end.
const NAME_OF: &str = r"
    const textOf = (element) => {
        const copy = element.cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true]').forEach((hidden) => hidden.remove());
        return copy.textContent;
    };
    const nameOf = (element) => {
        const label = element.getAttribute('aria-label');
        const by = element.getAttribute('aria-labelledby');
        const named = label ?? (by && by.split(' ').map((id) =>
            textOf(document.getElementById(id))).join(' '));
        const labels = element.labels?.length ? textOf(element.labels[0]) : null;
        const text = named || labels || textOf(element);
        return text.replace(/\s+/g, ' ').trim() + ' ';
    };
";

/// Finds the visible, enabled elements of a selector whose name begins with a text.
const FIND: &str = r"
    const [selector, name] = arguments;
    const modal = document.querySelector('dialog:modal');
    return [...document.querySelectorAll(selector)].find((element) =>
        element.checkVisibility({ visibilityProperty: true }) && !element.disabled &&
        (!modal || modal.contains(element)) && nameOf(element).startsWith(name)) ?? null;
";

/// The selector of a role.
fn selector(role: &str) -> &str {
    match role {
        "textbox" => "input[type=text], input:not([type]), textarea",
        "searchbox" => "input[type=search]",
        "combobox" => "select",
        "checkbox" => "input[type=checkbox]",
        "radio" => "input[type=radio]",
        "link" => "a[href]",
        "dialog" => "dialog[open]",
        other => other,
    }
}

impl Browser {
    /// The element of this role whose name begins with `name`, if it is there, visible and enabled.
    /// A name with a space at its end is a whole one.
    pub(crate) async fn find(&self, role: &str, name: &str) -> Option<WebElement> {
        let arguments = vec![json!(selector(role)), json!(name)];
        let found = self.window.execute(format!("{NAME_OF}{FIND}"), arguments).await.unwrap();
        if found.json().is_null() { None } else { found.element().ok() }
    }

    /// Waits for the element of this role and name.
    pub(crate) async fn await_element(&self, role: &str, name: &str) -> WebElement {
        on_page(&format!("{role} {name:?}"), async || self.find(role, name).await).await
    }

    /// Waits until there is no such element any more.
    pub(crate) async fn await_gone(&self, role: &str, name: &str) {
        let what = format!("no {role} {name:?}");
        on_page(&what, async || self.find(role, name).await.is_none().then_some(())).await;
    }

    /// Clicks the element of this role and name, once it is there.
    pub(crate) async fn click(&self, role: &str, name: &str) {
        let what = format!("a click on {role} {name:?}");
        on_page(&what, async || self.find(role, name).await?.click().await.ok()).await;
    }

    /// Types into the field of this role and name, in place of what it holds.
    pub(crate) async fn fill(&self, role: &str, name: &str, text: &str) {
        let field = self.await_element(role, name).await;
        // By its keys: the page hears nothing of what the driver itself clears, and may put it back.
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Empties the field of this role and name by its keys, as a person does.
    pub(crate) async fn erase(&self, role: &str, name: &str) {
        let field = self.await_element(role, name).await;
        field.send_keys(Key::Control + "a").await.unwrap();
        field.send_keys(Key::Delete + "").await.unwrap();
    }

    /// Chooses an option of the select of this name.
    pub(crate) async fn choose(&self, name: &str, option: &str) {
        let select = self.await_element("combobox", name).await;
        let xpath = format!("./option[normalize-space()='{option}']");
        select.find(By::XPath(xpath)).await.unwrap().click().await.unwrap();
    }

    /// The name of what has the focus.
    pub(crate) async fn focused_name(&self) -> String {
        let script = format!("{NAME_OF} return nameOf(document.activeElement);");
        self.run(&script).await.as_str().unwrap().to_owned()
    }

    /// Waits until what is named so has the focus.
    pub(crate) async fn await_focus(&self, name: &str) {
        on_page(&format!("the focus on {name:?}"), async || {
            self.focused_name().await.starts_with(name).then_some(())
        })
        .await;
    }

    /// All visible elements with this `data-test`.
    pub(crate) async fn all_tests(&self, test: &str) -> Vec<WebElement> {
        let by = By::Css(format!("[data-test={test}]"));
        let mut visible = Vec::new();
        for element in self.window.find_all(by).await.unwrap() {
            if element.is_displayed().await.unwrap_or(false) {
                visible.push(element);
            }
        }
        visible
    }

    /// Waits for a visible element with this `data-test`.
    pub(crate) async fn await_test(&self, test: &str) -> WebElement {
        on_page(test, async || self.all_tests(test).await.into_iter().next()).await
    }

    /// Waits until something of this role says `text`.
    pub(crate) async fn await_text(&self, role: &str, text: &str) -> WebElement {
        let script = r"
            const [selector, text] = arguments;
            return [...document.querySelectorAll(selector)].find((element) =>
                element.checkVisibility() && element.innerText.includes(text)) ?? null;
        ";
        on_page(&format!("{role} says {text:?}"), async || {
            let arguments = vec![json!(selector(role)), json!(text)];
            let found = self.window.execute(script, arguments).await.ok()?;
            found.element().ok()
        })
        .await
    }

    /// What the field with this `data-test` holds.
    pub(crate) async fn value(&self, test: &str) -> String {
        let field = self.await_test(test).await;
        field.value().await.unwrap().unwrap_or_default()
    }

    /// The whole document, with what its fields hold.
    pub(crate) async fn document(&self) -> String {
        let script = "return document.documentElement.outerHTML + \
                      [...document.querySelectorAll('input, textarea')].map((f) => f.value)";
        self.run(script).await.as_str().unwrap().to_owned()
    }

    /// Waits until a text is nowhere in the document any more.
    pub(crate) async fn await_out_of_document(&self, text: &str) {
        on_page("the document without the text", async || {
            (!self.document().await.contains(text)).then_some(())
        })
        .await;
    }

    /// The names and statuses in the table, from top to bottom.
    pub(crate) async fn rows(&self) -> Vec<(String, String)> {
        let script = r"
            return [...document.querySelectorAll('[data-test=token-row]')]
                .filter((row) => row.checkVisibility())
                .map((row) => [
                    row.querySelector('[data-test=name]').innerText.trim(),
                    row.querySelector('[data-test=status]').innerText.trim(),
                ]);
        ";
        serde_json::from_value(self.run(script).await).unwrap()
    }

    /// Waits until the table shows these names and statuses.
    pub(crate) async fn await_rows(&self, expected: &[(&str, &str)]) {
        on_page(&format!("the rows {expected:?}"), async || {
            let rows = self.rows().await;
            let is_so = rows.iter().map(|(name, status)| (name.as_str(), status.as_str()));
            is_so.eq(expected.iter().copied()).then_some(())
        })
        .await;
    }
}
