//! Signing in by Cloudflare Access, whose part a server on this machine has.

mod page;
mod people;
mod tokens;

use gatepass_core::oidc::{ACCESS_ASSERTION, ProviderId};
use gatepass_core::route::{Route, View};
use gatepass_core::wire::{Me, ProviderList, ProviderView};
use serde_json::{Value, json};

use crate::harness::{
    ADA, Answer, Person, ProviderProcess, SESSION_COOKIE, Tenant, send, send_json, shared,
};

/// The application's audience tag.
const AUD: &str = "32eafc7626e974616deaf0dc3ce63d7bcbed58a2731e84d06bc3cdf1b53c4228";

/// The year 2100.
const FAR: i64 = 4_102_444_800;

/// A tenant at its own host, whose administrator has added an Access application.
struct Scene {
    tenant: Tenant,
    ada: Person,
    team: ProviderProcess,
    id: ProviderId,
}

fn session_in(answer: &Answer) -> Option<String> {
    let cookies = answer.headers("set-cookie");
    let pairs = cookies.iter().filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    let found = pairs.into_iter().find(|(name, _)| *name == SESSION_COOKIE);
    found.map(|(_, value)| value.to_owned())
}

fn settings() -> String {
    Route::View(View::SignInProviders).to_path()
}

/// Why nobody was signed in, in a sentence.
fn refused(answer: &Answer) -> String {
    assert_eq!((answer.status, session_in(answer)), (403, None), "{}", answer.text());
    answer.json::<Value>()["detail"].as_str().unwrap().to_owned()
}

impl Scene {
    /// With an application that nobody tried yet.
    async fn untried() -> Self {
        let tenant = Tenant::create(shared().await).await.at_own_host();
        let ada = tenant.sign_in(ADA).await;
        let team = ProviderProcess::hostile();
        let request = json!({
            "kind": "access", "name": "Contoso", "issuer": team.issuer, "client_id": AUD,
        });
        let added = send_json(ada.to(&Route::AddProvider), &request).await.expect(201);
        let id = added.json::<ProviderView>().id;
        Self { tenant, ada, team, id }
    }

    /// With one that Ada tried, whom it knows as `ada`, and that is switched on.
    async fn new() -> Self {
        let scene = Self::untried().await;
        let tested = scene.test_with(&scene.token(&scene.claims("ada")).await).await.expect(200);
        assert_eq!(tested.json::<Value>()["url"], settings());
        assert_eq!(session_in(&tested), None);
        scene.change(&json!({ "enabled": true })).await.expect(200);
        scene
    }

    async fn change(&self, change: &Value) -> Answer {
        send_json(self.ada.to(&Route::EditProvider(self.id)), change).await
    }

    async fn view(&self) -> ProviderView {
        let list: ProviderList = self.ada.call(&Route::Providers).await.expect(200).json();
        list.data.into_iter().find(|provider| provider.id == self.id).unwrap()
    }

    /// The claims of a token that is right in all.
    fn claims(&self, sub: &str) -> Value {
        json!({
            "aud": [AUD], "email": format!("{sub}@contoso.example"), "exp": FAR,
            "iat": 1_700_000_000, "nbf": 1_700_000_000, "iss": self.team.issuer, "type": "app",
            "identity_nonce": "6ei69kawdKzMIAPF", "sub": sub, "country": "US",
        })
    }

    /// A token of this team's that says this.
    async fn token(&self, claims: &Value) -> String {
        let header = json!({ "alg": "RS256", "kid": "a", "typ": "JWT" });
        let payload = claims.to_string();
        self.team.sign(&json!({ "header": header, "payload": payload, "key": "a" })).await
    }

    async fn test_with(&self, token: &str) -> Answer {
        let route = Route::TestProvider(self.id);
        send(self.ada.to(&route).header(ACCESS_ASSERTION, token)).await
    }

    /// Signs in with this token, and whatever else the request says.
    async fn begin(&self, token: &str, more: &Value) -> Answer {
        let mut body = json!({ "provider": self.id });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let request = self.tenant.caller.as_page(&Route::BeginSignIn);
        send_json(request.header(ACCESS_ASSERTION, token), &body).await
    }

    async fn try_claims(&self, claims: &Value) -> Answer {
        self.begin(&self.token(claims).await, &Value::Null).await
    }

    async fn signed_in(&self, answer: &Answer) -> Me {
        assert_eq!(answer.status, 200, "{}", answer.text());
        Person::with(&self.tenant.caller, session_in(answer).unwrap()).me().await
    }

    async fn sign_in(&self, sub: &str) -> Me {
        self.signed_in(&self.try_claims(&self.claims(sub)).await).await
    }

    /// The reasons that the activity log has for refused sign-ins, each once.
    async fn reasons(&self) -> Vec<String> {
        let path = format!("{}?kind=sign_in.refused&limit=100", Route::Activity.to_path());
        let request = self.tenant.caller.request(reqwest::Method::GET, &path);
        let page: Value =
            send(request.header("cookie", self.ada.cookie())).await.expect(200).json();
        let events = page["data"].as_array().unwrap().iter();
        let told = events.map(|event| event["changes"][0]["after"].as_str().unwrap().to_owned());
        let mut reasons: Vec<_> = told.collect();
        reasons.sort();
        reasons.dedup();
        reasons
    }
}
