//! Lists: filters, order, pages, and what of resources is told.

use serde_json::{Value, json};

use super::{Scene, expect_error};

fn encoded(query: &str) -> String {
    let mut url = reqwest::Url::parse("http://localhost/").unwrap();
    url.set_query(None);
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        url.query_pairs_mut().append_pair(name, value);
    }
    url.query().unwrap().to_owned()
}

async fn list(scene: &Scene, kind: &str, query: &str) -> Value {
    let path = format!("{kind}?{}", encoded(query));
    scene.get(&path).await.expect(200).json()
}

async fn names(scene: &Scene, query: &str) -> String {
    let page = list(scene, "Users", query).await;
    let resources = page["Resources"].as_array().unwrap();
    let names: Vec<&str> = resources.iter().map(|it| it["displayName"].as_str().unwrap()).collect();
    format!("{} of {}", names.join(" "), page["totalResults"])
}

#[tokio::test]
async fn a_list_is_filtered_sorted_and_cut_into_pages() {
    let scene = Scene::new().await;
    for name in ["Cleo", "Abel", "Bert"] {
        scene.add(name).await;
    }
    let id = scene.add("Dora").await;
    scene
        .patch(
            &format!("Users/{id}"),
            json!([{ "op": "replace", "path": "active", "value": false }]),
        )
        .await
        .expect(200);
    scene.group("Ops", &[&id]).await;
    for (query, expected) in [
        (r#"filter=userName eq "abel@CONTOSO.example""#, "Abel of 1"),
        (r#"filter=externalId eq "ext-Bert""#, "Bert of 1"),
        (r#"filter=externalId eq "EXT-Bert""#, " of 0"),
        (r#"filter=userName eq "abel@contoso.example" and active eq false"#, " of 0"),
        (r#"filter=active eq "False""#, "Dora of 1"),
        (r#"filter=groups.display eq "ops""#, "Dora of 1"),
        (
            r#"filter=displayName sw "b" or displayName ew "eo"&sortBy=displayName"#,
            "Bert Cleo of 2",
        ),
        (r#"filter=not (active eq true)"#, "Dora of 1"),
        (r#"filter=meta.created gt "2000-01-01T00:00:00Z"&count=1&sortBy=userName"#, "Abel of 4"),
        ("sortBy=displayName", "Abel Bert Cleo Dora of 4"),
        ("sortBy=displayName&sortOrder=descending&startIndex=2&count=2", "Cleo Bert of 4"),
        ("sortBy=userName&startIndex=4&count=5", "Dora of 4"),
        ("sortBy=userName&startIndex=9", " of 4"),
        ("count=0", " of 4"),
        ("startIndex=-1&count=-1", " of 4"),
    ] {
        assert_eq!(names(&scene, query).await, expected, "{query}");
    }
    let by_id = list(&scene, "Users", &format!(r#"filter=id eq "{id}""#)).await;
    assert_eq!(by_id["Resources"][0]["id"], id);
}

#[tokio::test]
async fn pages_put_together_are_the_whole_list() {
    let scene = Scene::new().await;
    for number in 0..7 {
        scene.add(&format!("user{number}")).await;
    }
    let mut seen = Vec::new();
    for start in [1, 4, 7] {
        let page = list(&scene, "Users", &format!("startIndex={start}&count=3")).await;
        assert_eq!((&page["totalResults"], &page["startIndex"]), (&json!(7), &json!(start)));
        let resources = page["Resources"].as_array().unwrap();
        assert_eq!(page["itemsPerPage"], json!(resources.len()));
        seen.extend(resources.iter().map(|it| it["id"].as_str().unwrap().to_owned()));
    }
    let told = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((told, seen.len()), (7, 7));
}

#[tokio::test]
async fn what_is_asked_for_of_a_resource_is_told_and_no_more() {
    let scene = Scene::new().await;
    let id = scene.add("Grace").await;
    let group = scene.group("Ops", &[&id]).await;
    let page = list(&scene, "Users", "attributes=userName").await;
    let told: Vec<&String> = page["Resources"][0].as_object().unwrap().keys().collect();
    assert_eq!(told, ["id", "schemas", "userName"]);
    let path = format!("Groups/{group}?excludedAttributes=members");
    let told: Value = scene.get(&path).await.expect(200).json();
    assert!(told.get("members").is_none() && told["displayName"] == "Ops");
    let whole: Value = scene.get(&format!("Groups/{group}")).await.expect(200).json();
    assert_eq!(whole["members"][0]["value"], id);
    let filter = r#"filter=displayName eq "OPS"&excludedAttributes=members"#;
    assert_eq!(list(&scene, "Groups", filter).await["totalResults"], 1);
    let filter = format!(r#"filter=members[value eq "{id}"]"#);
    assert_eq!(list(&scene, "Groups", &filter).await["totalResults"], 1);
    let body = json!({ "filter": r#"displayName eq "grace""#, "attributes": ["displayName"] });
    let found = scene.ask(reqwest::Method::POST, "Users/.search", body.clone()).await.expect(200);
    let found: Value = found.json();
    let told: Vec<&String> = found["Resources"][0].as_object().unwrap().keys().collect();
    assert_eq!((&found["totalResults"], told.len()), (&json!(1), 3));
    expect_error(&scene.ask(reqwest::Method::POST, ".search", body).await, 501, None);
}

#[tokio::test]
async fn a_wrong_filter_or_parameter_is_refused_with_what_is_wrong() {
    let scene = Scene::new().await;
    for (query, kind) in [
        ("filter=userName", "invalidFilter"),
        ("filter=userName eq", "invalidFilter"),
        ("filter=userName eq ada", "invalidFilter"),
        ("filter=shoeSize eq 4", "invalidFilter"),
        ("filter=(userName pr", "invalidFilter"),
        ("filter=active gt true", "invalidFilter"),
        ("count=x", "invalidValue"),
        ("sortBy=shoeSize", "invalidPath"),
    ] {
        for resources in ["Users", "Groups"] {
            let answer = scene.get(&format!("{resources}?{}", encoded(query))).await;
            let detail = expect_error(&answer, 400, Some(kind));
            assert!(detail.contains(':'), "{query}: {detail}");
        }
    }
}
