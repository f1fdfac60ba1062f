//! What axe-core finds.

use crate::harness::folder::repository;

use super::Browser;

impl Browser {
    /// Panics if axe-core finds anything wrong with what the page shows.
    pub(crate) async fn assert_accessible(&self, state: &str) {
        let source = repository().join("node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(source).expect("axe-core is installed");
        self.run(&source).await;
        let findings = self
            .run_to_end(
                "const done = arguments[arguments.length - 1];
                 axe.run(document, { resultTypes: ['violations'] }).then((result) => done(
                     result.violations.map((violation) => violation.id + ': ' +
                         violation.nodes.map((node) => node.html).join(' '))));",
            )
            .await;
        assert_eq!(findings, serde_json::json!([]), "in the state {state:?}");
    }

    /// Panics if something is wider than the window.
    pub(crate) async fn assert_nothing_cut(&self, state: &str) {
        let overflow = self
            .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await;
        assert_eq!(overflow, 0, "in the state {state:?}");
    }
}
