//! What axe-core finds.

use crate::harness::folder::repository;

use super::{Browser, on_page};

/// Whether nothing moves and nothing is awaited: colors on their way are nobody's choice.
const IS_STILL: &str = "return ![...document.querySelectorAll('[aria-busy=true]')].some((part) => part.checkVisibility()) &&
    document.getAnimations().every((animation) => animation.playState !== 'running')";

impl Browser {
    /// Panics if axe-core finds anything wrong with what the page shows.
    pub(crate) async fn assert_accessible(&self, state: &str) {
        let source = repository().join("node_modules/axe-core/axe.min.js");
        let source = std::fs::read_to_string(source).expect("axe-core is installed");
        self.run(&source).await;
        on_page("a page that is still", async || {
            self.run(IS_STILL).await.as_bool().filter(|is_still| *is_still)
        })
        .await;
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
            .run(
                "const { scrollWidth, clientWidth } = document.documentElement;
                 return scrollWidth === clientWidth ? [] : [...document.body.querySelectorAll('*')]
                     .filter((part) => part.getBoundingClientRect().right > clientWidth)
                     .map((part) => part.outerHTML.slice(0, 120));",
            )
            .await;
        assert_eq!(overflow, serde_json::json!([]), "wider than the window, in {state:?}");
    }
}
