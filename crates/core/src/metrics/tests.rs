#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use super::*;

fn text_of(outbox: Option<OutboxGauge>) -> String {
    let mut isolate = IsolateFigures { cache_hits: 7, cache_misses: 2, ..Default::default() };
    isolate.refusals[RefusalReason::Revoked.number()] = 3;
    isolate.failed_writes = 4;
    let registry = RegistryFigures { name: "contoso".to_owned(), outbox };
    to_text(&isolate, &[registry], Some(1))
}

#[track_caller]
fn has(text: &str, line: &str) {
    assert!(text.lines().any(|known| known == line), "{line} is not in\n{text}");
}

#[test]
fn every_figure_is_told() {
    let oldest = Some(Millis(1_500));
    let text = text_of(Some(OutboxGauge { waiting: 12, oldest, repeating: 3 }));
    for line in [
        "gatepass_registry_up{registry=\"contoso\"} 1",
        "gatepass_outbox_depth{registry=\"contoso\"} 12",
        "# UNIT gatepass_outbox_oldest_age_seconds seconds",
        "gatepass_outbox_oldest_age_seconds{registry=\"contoso\"} 1.5",
        "gatepass_outbox_repeats{registry=\"contoso\"} 3",
        "gatepass_tenants 1",
        "gatepass_cache_lookups_total{result=\"hit\"} 7",
        "gatepass_cache_lookups_total{result=\"miss\"} 2",
        "gatepass_refusals_total{reason=\"revoked\"} 3",
        "gatepass_refusals_total{reason=\"forged\"} 0",
        "gatepass_kv_errors_total{operation=\"read\"} 0",
        "gatepass_kv_errors_total{operation=\"write\"} 4",
    ] {
        has(&text, line);
    }
    assert!(text.ends_with("\n# EOF\n"));
}

#[test]
fn a_registry_out_of_reach_is_down_and_the_rest_is_told() {
    let text = text_of(None);
    has(&text, "gatepass_registry_up{registry=\"contoso\"} 0");
    assert!(!text.contains("gatepass_outbox_depth{"), "{text}");
    has(&text, "gatepass_cache_lookups_total{result=\"hit\"} 7");
}

#[test]
fn what_is_of_the_answering_isolate_alone_says_so() {
    let text = text_of(None);
    for name in ["gatepass_cache_lookups", "gatepass_refusals", "gatepass_kv_errors"] {
        let start = format!("# HELP {name} ");
        let help = text.lines().find_map(|line| line.strip_prefix(&start)).unwrap();
        assert!(help.contains("by the answering isolate alone"), "{help}");
    }
}

#[test]
fn the_directory_is_no_tenants_label() {
    assert!(DIRECTORY.parse::<TenantLabel>().is_err());
}
