//! Signing in by OpenID Connect, with a provider that says what it is told to; with a real one in a
//! real browser, see `real`.

mod answers;
mod people;
mod providers;
pub(crate) mod real;
mod return_to;
mod tokens;

use std::collections::HashMap;

use gatepass_core::id::Base62Text;
use gatepass_core::oidc::ProviderId;
use gatepass_core::route::Route;
use gatepass_core::wire::{Me, ProviderList, ProviderView, SignInBegun};
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{
    ADA, Answer, Person, ProviderProcess, SESSION_COOKIE, Tenant, send, send_json, shared,
};

const ATTEMPT_COOKIE: &str = "__Host-gatepass-sign-in";

/// The year 2100.
const FAR: i64 = 4_102_444_800;

/// A tenant at its own host, whose administrator has set a provider up.
pub(crate) struct Scene {
    pub(crate) tenant: Tenant,
    pub(crate) ada: Person,
    hostile: ProviderProcess,
    pub(crate) id: ProviderId,
}

/// A sign-in that a browser has begun.
#[derive(Clone)]
pub(crate) struct Begun {
    cookie: String,
    asked: HashMap<String, String>,
}

fn cookie_of(answer: &Answer, name: &str) -> Option<String> {
    let cookies = answer.headers("set-cookie");
    let pairs = cookies.iter().filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    let found = pairs.into_iter().find(|(known, value)| *known == name && !value.is_empty());
    found.map(|(_, value)| value.to_owned())
}

impl Begun {
    pub(crate) fn of(answer: &Answer) -> Self {
        let url: SignInBegun = answer.json();
        let (_, query) = url.url.split_once('?').unwrap();
        let asked = serde_urlencoded_pairs(query);
        Self { cookie: cookie_of(answer, ATTEMPT_COOKIE).unwrap(), asked }
    }
}

fn serde_urlencoded_pairs(query: &str) -> HashMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://localhost/?{query}")).unwrap();
    url.query_pairs().into_owned().collect()
}

/// Why nobody was signed in, by the word that the page has a sentence for.
pub(crate) fn refused(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(cookie_of(answer, SESSION_COOKIE), None);
    let (_, word) = answer.header("location").split_once("/sign-in#refused=").unwrap();
    word.to_owned()
}

impl Scene {
    /// With a provider that nobody tried yet.
    async fn untried() -> Self {
        let tenant = Tenant::create(shared().await).await.at_own_host();
        let ada = tenant.sign_in(ADA).await;
        let hostile = ProviderProcess::hostile();
        let request =
            json!({ "name": "Contoso", "issuer": hostile.issuer, "client_id": "gatepass" });
        let added = send_json(ada.to(&Route::AddProvider), &request).await.expect(201);
        let id = added.json::<ProviderView>().id;
        Self { tenant, ada, hostile, id }
    }

    /// With one that Ada tried, whom it knows as `ada`, and that is switched on.
    pub(crate) async fn new() -> Self {
        let scene = Self::untried().await;
        let begun = scene.begin_test().await;
        scene.say(&scene.claims(&begun, "ada")).await;
        let tested = scene.come_back_as(&begun, &scene.query(&begun), &scene.ada).await;
        assert_eq!((tested.status, cookie_of(&tested, SESSION_COOKIE)), (303, None));
        scene.change(&json!({ "enabled": true })).await.expect(200);
        scene
    }

    pub(crate) async fn change(&self, change: &Value) -> Answer {
        send_json(self.ada.to(&Route::EditProvider(self.id)), change).await
    }

    pub(crate) async fn view(&self) -> ProviderView {
        let list: ProviderList = self.ada.call(&Route::Providers).await.expect(200).json();
        list.data.into_iter().find(|provider| provider.id == self.id).unwrap()
    }

    async fn begin_test(&self) -> Begun {
        Begun::of(&self.ada.call(&Route::TestProvider(self.id)).await.expect(200))
    }

    pub(crate) async fn try_begin(&self, body: &Value) -> Answer {
        send_json(self.tenant.caller.as_page(&Route::BeginSignIn), body).await
    }

    pub(crate) async fn begin(&self) -> Begun {
        Begun::of(&self.try_begin(&json!({ "provider": self.id })).await.expect(200))
    }

    /// The claims of a token that is right in all.
    pub(crate) fn claims(&self, begun: &Begun, sub: &str) -> Value {
        json!({
            "iss": self.hostile.issuer, "aud": "gatepass", "sub": sub, "exp": FAR,
            "iat": 1_700_000_000, "nonce": begun.asked["nonce"], "name": format!("{sub} of Contoso"),
        })
    }

    /// Has the provider give a token with these claims.
    async fn say(&self, claims: &Value) {
        let header = json!({ "alg": "RS256", "kid": "a" });
        let token = json!({ "header": header, "payload": claims.to_string(), "key": "a" });
        self.hostile.script(&json!({ "token": token })).await;
    }

    /// What a browser comes back with, from this provider.
    fn query(&self, begun: &Begun) -> String {
        let state = &begun.asked["state"];
        format!("code=one&state={state}&iss={}", self.hostile.issuer)
    }

    /// Comes back with these cookies.
    async fn come_back_with(&self, cookies: &str, query: &str) -> Answer {
        let path = format!("{}?{query}", Route::SignInCallback.to_path());
        send(self.tenant.caller.request(Method::GET, &path).header("cookie", cookies)).await
    }

    async fn come_back(&self, begun: &Begun, query: &str) -> Answer {
        self.come_back_with(&format!("{ATTEMPT_COOKIE}={}", begun.cookie), query).await
    }

    async fn come_back_as(&self, begun: &Begun, query: &str, person: &Person) -> Answer {
        let cookies = format!("{ATTEMPT_COOKIE}={}; {}", begun.cookie, person.cookie());
        self.come_back_with(&cookies, query).await
    }

    /// Comes back from the provider, which says this; nothing is wrong but perhaps that.
    pub(crate) async fn arrive(&self, begun: &Begun, claims: &Value) -> Answer {
        self.say(claims).await;
        self.come_back(begun, &self.query(begun)).await
    }

    /// Signs in as whom the provider knows as this.
    pub(crate) async fn try_sign_in(&self, sub: &str) -> Answer {
        let begun = self.begin().await;
        let claims = self.claims(&begun, sub);
        self.arrive(&begun, &claims).await
    }

    pub(crate) async fn sign_in(&self, sub: &str) -> Me {
        self.signed_in(&self.try_sign_in(sub).await).await
    }

    pub(crate) async fn signed_in(&self, answer: &Answer) -> Me {
        assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.text());
        let session = cookie_of(answer, SESSION_COOKIE).unwrap();
        Person::with(&self.tenant.caller, session).me().await
    }

    /// The reasons that the activity log has for refused sign-ins.
    pub(crate) async fn reasons(&self) -> Vec<String> {
        let path = format!("{}?kind=sign_in.refused&limit=100", Route::Activity.to_path());
        let request = self.tenant.caller.request(Method::GET, &path);
        let page: Value =
            send(request.header("cookie", self.ada.cookie())).await.expect(200).json();
        let events = page["data"].as_array().unwrap().iter();
        events.map(|event| event["changes"][0]["after"].as_str().unwrap().to_owned()).collect()
    }
}

/// An id of no provider.
fn none() -> ProviderId {
    "0000000000".parse::<Base62Text<10>>().unwrap()
}
