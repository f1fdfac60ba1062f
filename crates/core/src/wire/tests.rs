#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::*;
use crate::agents::{AddAgent, AgentKind, AgentSettings, Sources, Trouble};
use crate::policy::{Policy, Role};
use crate::samples::{NOON, record, tenant, user};
use crate::scope::Scope;
use crate::tenant::{Region, Tenant};

fn assert_pinned<T: Serialize + DeserializeOwned>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
}

fn view() -> TokenView {
    let mut record = record();
    record.id = "tenant0123456789".parse().unwrap();
    TokenView::of(&record, &user(Role::GLOBAL_ADMINISTRATOR), NOON)
}

const VIEW: &str = r#"{"id":"tenant0123456789","name":"ci","sub":"000000000ada","issued_by":"Ada","scope":"read write","iat":1795521600,"status":"generated"}"#;

#[test]
fn a_token_view_is_pinned() {
    assert_pinned(&view(), VIEW);
}

#[test]
fn a_used_token_tells_when() {
    let view = TokenView { last_used_at: Some(NOON), ..view() };
    assert!(serde_json::to_string(&view).unwrap().contains(r#""last_used_at":1795521600"#));
}

#[test]
fn a_token_page_is_pinned() {
    let totals = StatusTotals { generated: 1, active: 2, inactive: 3 };
    let page = TokenPage {
        total: 6,
        has_next: false,
        data: vec![view()],
        cursor: None,
        totals,
        now: NOON,
    };
    let totals = r#"{"generated":1,"active":2,"inactive":3}"#;
    let json = format!(
        r#"{{"total":6,"hasNext":false,"data":[{VIEW}],"totals":{totals},"now":1795521600}}"#
    );
    assert_pinned(&page, &json);
}

#[test]
fn that_a_token_was_found_is_pinned() {
    let found_at = Some("https://a.b/c".parse().unwrap());
    assert_pinned(
        &ExposureView { at: NOON, found_at },
        r#"{"at":1795521600,"found_at":"https://a.b/c"}"#,
    );
    assert_pinned(&ExposureView { at: NOON, found_at: None }, r#"{"at":1795521600}"#);
    assert!(serde_json::from_str::<ExposureView>(r#"{"at":1,"found_at":"ftp://a"}"#).is_err());
}

#[test]
fn an_issued_token_is_pinned() {
    let issued = IssuedToken { token: "gpu_x", url: "https://a.eu.b", view: &view() };
    assert_eq!(
        serde_json::to_string(&issued).unwrap(),
        format!(r#"{{"token":"gpu_x","url":"https://a.eu.b","view":{VIEW}}}"#)
    );
}

#[test]
fn a_revoked_token_is_pinned() {
    let revoked = RevokedToken::of("tenant0123456789".parse().unwrap(), NOON);
    assert_pinned(
        &revoked,
        r#"{"id":"tenant0123456789","revoked_at":1795521600,"refused_in_use_by":1795521610,"refused_elsewhere_by":1795521660}"#,
    );
}

#[test]
fn what_asks_for_a_token_is_pinned_and_its_bad_forms_refused() {
    assert_pinned(&crate::samples::request("ci"), r#"{"name":"ci"}"#);
    for bad in [
        r#"{}"#,
        r#"{"name":7}"#,
        r#"{"name":null}"#,
        r#"{"name":""}"#,
        r#"{"name":"ci","scope":["read"]}"#,
        r#"{"name":"ci","scope":"re\"ad"}"#,
        r#"{"name":"ci","colour":"red"}"#,
        r#"{"name":"ci","name":"cd"}"#,
    ] {
        assert!(serde_json::from_str::<IssueToken>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_problem_is_pinned() {
    assert_pinned(
        &Problem::of_field("name", "Enter a name."),
        r#"{"type":"urn:gatepass:problem:invalid-request","title":"Invalid request","status":400,"detail":"Enter a name.","field":"name"}"#,
    );
    assert_pinned(
        &Problem::of(ProblemKind::NotFound),
        r#"{"type":"urn:gatepass:problem:not-found","title":"Not found","status":404}"#,
    );
}

#[test]
fn who_is_signed_in_is_pinned() {
    let me = Me {
        sub: crate::samples::subject("ada"),
        name: "Ada".parse().unwrap(),
        role: Role::SECURITY_READER,
        is_full_administrator: false,
        scope: [Scope::READ].into_iter().collect(),
        tenant: TenantView::of(
            Tenant {
                id: tenant(),
                label: "contoso".parse().unwrap(),
                region: Region::Eu2,
                created_at: NOON,
            },
            &"portal.example.com".parse().unwrap(),
        ),
        token_prefixes: "acme,gp".parse().unwrap(),
        longest_life_days: None,
        version: "0.1.0".to_owned(),
    };
    let bound = Me { longest_life_days: 90.try_into().ok(), ..me.clone() };
    assert!(serde_json::to_string(&bound).unwrap().contains(r#","longest_life_days":90,"#));
    assert_pinned(
        &me,
        r#"{"sub":"000000000ada","name":"Ada","role":"security-reader","is_full_administrator":false,"scope":"read","tenant":{"id":"tenant","label":"contoso","region":"eu2","url":"https://contoso.eu2.portal.example.com","portal_url":"https://portal.example.com","api_url":"https://contoso.eu2.portal.example.com/api/"},"token_prefixes":["acme","gp"],"version":"0.1.0"}"#,
    );
}

#[test]
fn what_the_operator_says_and_hears_is_pinned() {
    let create = CreateTenant { label: "contoso".parse().unwrap(), region: Region::Eu };
    assert_pinned(&create, r#"{"label":"contoso","region":"eu"}"#);
    let tenant = Tenant {
        id: tenant(),
        label: "contoso".parse().unwrap(),
        region: Region::Eu,
        created_at: NOON,
    };
    let link = TenantLink { link: "https://a/sign-in#link=x".to_owned(), exp: NOON };
    assert_pinned(
        &CreatedTenant { tenant, link },
        r#"{"tenant":{"id":"tenant","label":"contoso","region":"eu","created_at":1795521600},"link":"https://a/sign-in#link=x","exp":1795521600}"#,
    );
    for bad in [r#"{"label":"Contoso","region":"eu"}"#, r#"{"label":"a","region":"mars"}"#] {
        assert!(serde_json::from_str::<CreateTenant>(bad).is_err(), "{bad}");
    }
}

#[test]
fn what_signs_in_is_pinned_and_its_bad_forms_refused() {
    let development =
        SignInForDevelopment { tenant: "contoso".parse().unwrap(), person: "Ada".parse().unwrap() };
    assert_pinned(&development, r#"{"tenant":"contoso","person":"Ada"}"#);
    let link = SignInByLink { link: "link_x".to_owned(), name: Some("Ada".parse().unwrap()) };
    assert_pinned(&link, r#"{"link":"link_x","name":"Ada"}"#);
    let own = SignInByLink { link: "userlink_x".to_owned(), name: None };
    assert_pinned(&own, r#"{"link":"userlink_x"}"#);
    assert!(serde_json::from_str::<SignInByLink>(r#"{"name":"Ada"}"#).is_err());
    assert!(serde_json::from_str::<SignInForDevelopment>(r#"{"tenant":"a"}"#).is_err());
}

#[test]
fn how_one_can_sign_in_is_pinned() {
    let options = SignInOptions::default();
    assert_pinned(&options, r#"{"people":[],"tenants":[]}"#);
    let tenant = Some("contoso".parse().unwrap());
    assert_pinned(
        &SignInOptions { tenant, ..options },
        r#"{"people":[],"tenants":[],"tenant":"contoso"}"#,
    );
}

#[test]
fn a_problem_names_the_member_at_fault() {
    for (json, field, detail) in [
        (r#"{}"#, "name", "missing field `name`"),
        (r#"{"name":7}"#, "name", "invalid type: integer `7`, expected a string"),
        (r#"{"name":" "}"#, "name", "Enter a name."),
        (
            r#"{"name":"ci","colour":1}"#,
            "colour",
            "unknown field `colour`, expected one of `name`, `description`, `scope`, `nbf`, `exp`, `networks`",
        ),
        (r#"{"name":"ci","name":"cd"}"#, "name", "duplicate field `name`"),
        (r#"{"name":"ci","scope":"a\"b"}"#, "scope", "a scope has no '\"' in it"),
        (r#"["ci"]"#, "body", "Send a JSON object."),
        ("", "body", "Send a JSON object."),
        (r#"{"name":"ci"} x"#, "body", "Send one JSON object and nothing after it."),
    ] {
        let problem = from_json::<IssueToken>(json.as_bytes()).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(field), "{json}");
        assert_eq!(problem.detail.as_deref(), Some(detail), "{json}");
    }
    assert_eq!(from_json::<IssueToken>(br#" {"name":"ci"} "#), Ok(crate::samples::request("ci")));
}

#[test]
fn an_edit_tells_a_member_left_out_from_one_taken_away() {
    let edit: EditToken = serde_json::from_str(r#"{"exp":null,"description":"for CI"}"#).unwrap();
    assert_eq!((edit.exp, edit.nbf), (Some(None), None));
    assert_pinned(&edit, r#"{"description":"for CI","exp":null}"#);
    assert!(serde_json::from_str::<EditToken>(r#"{"owner":"me"}"#).is_err());
}

#[test]
fn an_overlap_is_one_of_four_spans() {
    for (span, is_overlap) in
        [(0, true), (3_600, true), (86_400, true), (604_800, true), (60, false)]
    {
        let json = format!(r#"{{"overlap":{span}}}"#);
        assert_eq!(serde_json::from_str::<RegenerateToken>(&json).is_ok(), is_overlap, "{span}");
    }
}

#[test]
fn what_regenerates_a_token_is_pinned_and_its_bad_forms_refused() {
    let asked = RegenerateToken { overlap: Overlap::Hour, exp: Some(NOON) };
    assert_pinned(&asked, r#"{"overlap":3600,"exp":1795521600}"#);
    assert_pinned(&RegenerateToken { exp: None, ..asked }, r#"{"overlap":3600}"#);
    for bad in [r#"{}"#, r#"{"overlap":3600,"exp":"soon"}"#, r#"{"overlap":3600,"name":"ci"}"#] {
        assert!(serde_json::from_str::<RegenerateToken>(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_answer_to_a_repeated_request_is_pinned_and_has_no_token() {
    let repeated = RepeatedToken::new("https://a.eu.b".to_owned(), view());
    let detail = "This request was carried out before, and its token was handed over then. If it was lost, regenerate it.";
    assert_pinned(
        &repeated,
        &format!(r#"{{"detail":"{detail}","url":"https://a.eu.b","view":{VIEW}}}"#),
    );
}

#[test]
fn settings_are_pinned_and_their_bad_forms_refused() {
    let json = r#"{"most_live_tokens":7,"longest_life_days":90,"activity_retention_days":30,"tokens_beyond":2}"#;
    let view: SettingsView = serde_json::from_str(json).unwrap();
    assert_pinned(&view, json);
    let change: ChangeSettings = serde_json::from_str(r#"{"longest_life_days":null}"#).unwrap();
    assert_pinned(&change, r#"{"longest_life_days":null}"#);
    let changed = change.applied_to(view.settings);
    assert_eq!(changed.longest_life_days, None);
    assert_eq!(changed.most_live_tokens, view.settings.most_live_tokens);
    assert_eq!(ChangeSettings::default().applied_to(view.settings), view.settings);
    for bad in [
        r#"{"most_live_tokens":0}"#,
        r#"{"longest_life_days":3651}"#,
        r#"{"activity_retention_days":29}"#,
        r#"{"tokens_beyond":0}"#,
    ] {
        assert!(serde_json::from_str::<ChangeSettings>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_longest_life_that_is_only_thought_of_is_asked_about_in_the_query() {
    assert_eq!(SettingsQuery::default().to_query(), "");
    assert_eq!(SettingsQuery::parse(""), Ok(SettingsQuery::default()));
    let asked = SettingsQuery { longest_life_days: 30.try_into().ok() };
    assert_eq!(asked.to_query(), "longest_life_days=30");
    assert_eq!(SettingsQuery::parse("longest_life_days=30"), Ok(asked));
    for (bad, parameter) in [
        ("longest_life_days=0", "longest_life_days"),
        ("longest_life_days=3651", "longest_life_days"),
        ("longest_life_days=", "longest_life_days"),
        ("longest_life_days=1&longest_life_days=1", "longest_life_days"),
        ("most_live_tokens=1", "most_live_tokens"),
    ] {
        let problem = SettingsQuery::parse(bad).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(parameter), "{bad}");
    }
}

#[test]
fn a_siem_agent_is_pinned() {
    let view = agent_view(AgentKind::SiemAgent);
    assert_pinned(
        &view,
        r#"{"id":"tenant0123456789","name":"hub","created_by":"Ada","token_owner":"Ada","iat":1795521600,"modified_at":1795521600,"status":"created","type":"cef","notifications":"all"}"#,
    );
}

#[test]
fn a_page_of_log_collectors_is_pinned() {
    let mut view = agent_view(AgentKind::LogCollector);
    view.last_used_at = Some(NOON);
    view.trouble = Some(Trouble::OwnerDeprovisioned);
    view.sources = Some(Sources::from_lines("Proxy").unwrap());
    let page = AgentPage { total: 1, has_next: false, data: vec![view], now: NOON };
    assert_pinned(
        &page,
        r#"{"total":1,"hasNext":false,"data":[{"id":"tenant0123456789","name":"hub","created_by":"Ada","token_owner":"Ada","iat":1795521600,"modified_at":1795521600,"last_used_at":1795521600,"status":"created","trouble":"owner_deprovisioned","sources":["Proxy"]}],"now":1795521600}"#,
    );
}

#[test]
fn adding_and_changing_agents_is_pinned() {
    let added: AddSiemAgent = from_json(br#"{"name":"hub"}"#).unwrap();
    assert_pinned(&added, r#"{"name":"hub","type":"cef","notifications":"all"}"#);
    let added: AddLogCollector = from_json(br#"{"name":"hub"}"#).unwrap();
    assert_pinned(&added, r#"{"name":"hub","sources":[]}"#);
    let edited: EditSiemAgent = from_json(br#"{"type":"json","notifications":"changes"}"#).unwrap();
    assert_pinned(&edited, r#"{"type":"json","notifications":"changes"}"#);
    let edited: EditLogCollector = from_json(br#"{"sources":["Proxy"]}"#).unwrap();
    assert_pinned(&edited, r#"{"sources":["Proxy"]}"#);
}

#[test]
fn a_bad_agent_names_the_member_at_fault() {
    for (json, field) in [
        (r#"{"type":"cef"}"#, "name"),
        (r#"{"name":"hub","type":"syslog"}"#, "type"),
        (r#"{"name":"hub","notifications":true}"#, "notifications"),
        (r#"{"name":"hub","sources":[]}"#, "sources"),
        (r#"{"name":"hub","scope":"read"}"#, "scope"),
    ] {
        let problem = from_json::<AddSiemAgent>(json.as_bytes()).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(field), "{json}");
    }
    for json in [r#"{"sources":["a","A"]}"#, r#"{"sources":"a"}"#, r#"{"sources":[""]}"#] {
        let problem = from_json::<EditLogCollector>(json.as_bytes()).unwrap_err();
        assert!(problem.field.unwrap().starts_with("sources"), "{json}");
    }
}

#[test]
fn an_agent_just_added_is_pinned() {
    let view = agent_view(AgentKind::LogCollector);
    let issued = IssuedAgent { token: "gpc_x", url: "https://a.eu.b", view: &view };
    let json = serde_json::to_string(&issued).unwrap();
    assert!(json.starts_with(r#"{"token":"gpc_x","url":"https://a.eu.b","view":{"id":"#), "{json}");
}

fn agent_view(kind: AgentKind) -> AgentView {
    let owner = user(Role::GLOBAL_ADMINISTRATOR);
    let settings = AgentSettings::default_of(kind);
    let request = AddAgent { kind, name: "hub".parse().unwrap(), settings };
    let mut token = crate::samples::token(1).identity();
    token.id = "tenant0123456789".parse().unwrap();
    let policy = Policy::default();
    let agent = crate::agents::add(token, &request, &owner, &[], &policy, NOON).unwrap();
    let people = AgentPeople { creator: &owner, owner: &owner };
    AgentView::of(&agent, kind, people, &policy, NOON)
}
