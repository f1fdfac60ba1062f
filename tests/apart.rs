//! Tenants are apart: what is one's is worth nothing in another, on every route and at every host.
//!
//! A new route does not compile until [`Crossing::of`] says what there is to cross.

use gatepass_core::route::Route;
use gatepass_core::wire::{Me, ProblemKind, SignInOptions};
use reqwest::RequestBuilder;
use serde_json::{Value, json};

use crate::credentials::{Scene, request_for};
use crate::harness::{ADA, Answer, Caller, SESSION_COOKIE, send, send_json};

/// What a route has of a tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Crossing {
    /// Nothing: anybody is answered the same.
    Nothing,
    /// A way in.
    SignIn,
    /// Nothing but what the body shows.
    Body,
    /// Nothing but what GitHub signed.
    Signed,
    /// What the asker's own tenant has.
    Own,
    /// A part of a list, which a cursor leads to beside this query.
    List(&'static str),
    /// One thing, by its id.
    Thing,
    /// What the SCIM token has, which is none of these.
    Scim,
    /// Whether a token passes.
    Passing,
    /// What a client is told of another's token.
    Told,
    /// The operator's.
    Operator,
}

impl Crossing {
    fn of(route: &Route) -> Self {
        match route {
            Route::View(_)
            | Route::AuthorizationServer
            | Route::ProtectedResource
            | Route::Health
            | Route::Asset => Self::Nothing,
            Route::SignInOptions
            | Route::SignInByLink
            | Route::SignInForDevelopment
            | Route::BeginSignIn
            | Route::SignInCallback => Self::SignIn,
            Route::ReportLeaked => Self::Body,
            Route::ReportByGithub => Self::Signed,
            Route::SignOut
            | Route::Me
            | Route::IssueToken
            | Route::RevokeTokens
            | Route::Settings
            | Route::ChangeSettings
            | Route::Agents(_)
            | Route::AddAgent(_)
            | Route::Users
            | Route::AddUser
            | Route::Sessions
            | Route::Provisioning
            | Route::ChangeProvisioning
            | Route::IssueScimToken
            | Route::SwitchProvisioningOff
            | Route::Providers
            | Route::AddProvider => Self::Own,
            Route::Scim(_) => Self::Scim,
            Route::Tokens => Self::List("sort=name&limit=1"),
            Route::Activity => Self::List("limit=1"),
            Route::ExportActivity => Self::List("format=jsonl"),
            Route::Token(_)
            | Route::EditToken(_)
            | Route::RegenerateToken(_)
            | Route::RevokeToken(_)
            | Route::EditUser(_)
            | Route::UserLink(_)
            | Route::DeprovisionUser(_)
            | Route::ReprovisionUser(_)
            | Route::UserImpact(_)
            | Route::UserSessions(_)
            | Route::EndUserSessions(_)
            | Route::EndSession(_)
            | Route::HandUserOver(_)
            | Route::EditAgent(..)
            | Route::RegenerateAgent(..)
            | Route::DeleteAgent(..)
            | Route::EditProvider(_)
            | Route::DeleteProvider(_)
            | Route::TestProvider(_) => Self::Thing,
            Route::Verify | Route::Upstream => Self::Passing,
            Route::Introspect | Route::RevokeShown => Self::Told,
            Route::Tenants
            | Route::StoredLog(_)
            | Route::Drift(_)
            | Route::Rebuild(_)
            | Route::Metrics
            | Route::CreateTenant
            | Route::TenantLink(_)
            | Route::Fault(..)
            | Route::AdvanceClock(_) => Self::Operator,
        }
    }
}

/// What the intruder shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Session,
    Token,
    ManagingToken,
}

/// Two tenants: whose things are asked for, and who asks.
struct Walls {
    victim: Scene,
    intruder: Scene,
}

impl Walls {
    async fn new() -> Self {
        Self { victim: Scene::new().await, intruder: Scene::new().await }
    }

    fn at_generic_host(&self) -> Caller {
        self.intruder.tenant.caller.clone()
    }

    fn at_victims_host(&self) -> Caller {
        self.victim.tenant.at_own_host().caller
    }

    fn at_own_host(&self) -> Caller {
        self.intruder.tenant.at_own_host().caller
    }

    /// A request with what the intruder shows.
    async fn showing(&self, caller: &Caller, route: &Route, shown: Shown) -> RequestBuilder {
        let request = request_for(caller, route);
        match shown {
            Shown::Session if *route == Route::SignOut => {
                let throwaway = self.intruder.tenant.sign_in(ADA).await;
                request.header("cookie", throwaway.cookie())
            }
            Shown::Session => {
                request.header("cookie", format!("{SESSION_COOKIE}={}", self.intruder.ada.session))
            }
            Shown::Token => request.bearer_auth(&self.intruder.issued.token),
            Shown::ManagingToken => request.bearer_auth(&self.intruder.managing.token),
        }
    }

    async fn try_route(&self, caller: &Caller, route: &Route, shown: Shown) -> Answer {
        let request = self.showing(caller, route, shown).await;
        self.victim.send_to(route, request).await
    }

    /// All that would show that something of the victim's changed.
    async fn state(&self) -> (Value, Value) {
        let tokens = self.victim.ada.try_list("sort=name&direction=ascending").await.expect(200);
        let mut tokens: Value = tokens.json();
        tokens["now"].take();
        let route = Route::StoredLog(self.victim.tenant.label.clone());
        let log = send(self.victim.tenant.caller.as_operator(&route)).await.expect(200);
        (tokens, log.json())
    }

    /// Makes sure that an answer has nothing of the victim's in it.
    fn assert_tells_nothing(&self, answer: &Answer, case: &str) {
        let text = answer.text();
        let tenant = &self.victim.tenant;
        for secret in [tenant.label.as_str(), tenant.id.as_str(), self.victim.issued.url.as_str()] {
            assert!(!text.contains(secret), "{case}: {text}");
        }
    }
}

const EVERYTHING: [Shown; 3] = [Shown::Session, Shown::Token, Shown::ManagingToken];

#[tokio::test]
async fn what_is_shown_of_one_tenant_is_worth_nothing_at_anothers_own_host() {
    let walls = Walls::new().await;
    let before = walls.state().await;
    let host = walls.at_victims_host();
    for route in walls.victim.routes() {
        for shown in EVERYTHING {
            let answer = walls.try_route(&host, &route, shown).await;
            let case = format!("{route:?} with {shown:?}: {}", answer.text());
            let kind = match (Crossing::of(&route), shown) {
                (Crossing::Nothing, _) => {
                    assert_eq!(answer.status, 200, "{case}");
                    continue;
                }
                (Crossing::SignIn, _) => {
                    let cookies = answer.headers("set-cookie");
                    assert!(cookies.iter().all(|it| it.contains("Max-Age=0")), "{case}");
                    continue;
                }
                (Crossing::Body, _) => {
                    assert_eq!(answer.status, 400, "{case}");
                    walls.assert_tells_nothing(&answer, &case);
                    continue;
                }
                (Crossing::Signed, _) => ProblemKind::PermissionDenied,
                (Crossing::Told | Crossing::Scim, _) => {
                    assert_eq!(answer.status, 401, "{case}");
                    walls.assert_tells_nothing(&answer, &case);
                    continue;
                }
                (Crossing::Operator, Shown::Session) => ProblemKind::Unauthenticated,
                (Crossing::Operator, Shown::Token | Shown::ManagingToken) => {
                    ProblemKind::PermissionDenied
                }
                (
                    Crossing::Own | Crossing::List(_) | Crossing::Thing | Crossing::Passing,
                    Shown::Session,
                ) => ProblemKind::Unauthenticated,
                (
                    Crossing::Own | Crossing::List(_) | Crossing::Thing | Crossing::Passing,
                    Shown::Token | Shown::ManagingToken,
                ) => ProblemKind::InvalidToken,
            };
            assert_eq!(answer.problem().kind, kind, "{case}");
            assert!(answer.headers("set-cookie").is_empty(), "{case}");
        }
    }
    assert_eq!(walls.state().await, before);
    // It was worth something all the while, where it belongs.
    walls.intruder.ada.call(&Route::Me).await.expect(200);
    walls.at_own_host().verify(&walls.intruder.issued.token).await.expect(200);
}

#[tokio::test]
async fn ids_of_one_tenant_are_as_good_as_none_for_another() {
    let walls = Walls::new().await;
    let before = walls.state().await;
    for host in [walls.at_generic_host(), walls.at_own_host()] {
        for route in walls.victim.routes() {
            for shown in EVERYTHING {
                let crossing = Crossing::of(&route);
                let answer = walls.try_route(&host, &route, shown).await;
                let case = format!("{route:?} with {shown:?}: {}", answer.text());
                match (crossing, shown) {
                    (Crossing::Nothing | Crossing::SignIn, _) => {}
                    (Crossing::Thing, Shown::Session) => {
                        assert_eq!(answer.problem().kind, ProblemKind::NotFound, "{case}");
                    }
                    (Crossing::Thing, Shown::Token | Shown::ManagingToken)
                    | (Crossing::Operator, _) => {
                        assert!([401, 403, 404].contains(&answer.status), "{case}");
                    }
                    (Crossing::Signed, _) => {
                        assert_eq!(answer.problem().kind, ProblemKind::PermissionDenied, "{case}");
                    }
                    (Crossing::Own | Crossing::List(_) | Crossing::Told | Crossing::Body, _) => {
                        walls.assert_tells_nothing(&answer, &case);
                    }
                    (Crossing::Scim, _) => assert_eq!(answer.status, 401, "{case}"),
                    (Crossing::Passing, Shown::Session) => assert_eq!(answer.status, 401, "{case}"),
                    (Crossing::Passing, Shown::Token | Shown::ManagingToken) => {
                        assert!(![401, 403].contains(&answer.status), "{case}");
                        walls.assert_tells_nothing(&answer, &case);
                    }
                }
            }
        }
    }
    assert_eq!(walls.state().await, before);
    let me: Me = walls.intruder.ada.me().await;
    assert_eq!(me.tenant.id, walls.intruder.tenant.id);
}

#[tokio::test]
async fn cursors_of_one_tenant_are_named_as_wrong_in_another() {
    let walls = Walls::new().await;
    let before = walls.state().await;
    for route in walls.victim.routes() {
        let Crossing::List(query) = Crossing::of(&route) else { continue };
        // An export goes on where a part of the log ended, too.
        let of_its_list = match route == Route::ExportActivity {
            true => (Route::Activity.to_path(), "limit=1"),
            false => (route.to_path(), query),
        };
        let first = ask(&walls.victim.ada.caller, &of_its_list.0, of_its_list.1, |request| {
            request.header("cookie", walls.victim.ada.cookie())
        })
        .await;
        let cursor = first.expect(200).json::<Value>()["cursor"].as_str().unwrap().to_owned();
        let query = format!("{query}&cursor={cursor}");
        let path = route.to_path();
        let mine = ask(&walls.victim.ada.caller, &path, &query, |request| {
            request.header("cookie", walls.victim.ada.cookie())
        });
        mine.await.expect(200);
        for host in [walls.at_generic_host(), walls.at_own_host()] {
            let by_session = ask(&host, &path, &query, |request| {
                request.header("cookie", walls.intruder.ada.cookie())
            });
            by_session.await.expect_wrong("cursor");
            let by_token = ask(&host, &path, &query, |request| {
                request.bearer_auth(&walls.intruder.managing.token)
            });
            by_token.await.expect_wrong("cursor");
        }
    }
    let after = walls.state().await;
    assert_eq!(after.0, before.0);
}

async fn ask(
    caller: &Caller,
    path: &str,
    query: &str,
    show: impl FnOnce(RequestBuilder) -> RequestBuilder,
) -> Answer {
    let request = caller.request(reqwest::Method::GET, &format!("{path}?{query}"));
    send(show(request.header("origin", caller.origin()))).await
}

#[tokio::test]
async fn nobody_signs_in_to_a_tenant_at_the_host_of_another() {
    let walls = Walls::new().await;
    let host = walls.at_victims_host();
    let options: SignInOptions = send(host.to(&Route::SignInOptions)).await.expect(200).json();
    let label = &walls.victim.tenant.label;
    assert_eq!((options.tenant.as_ref(), &options.tenants), (Some(label), &vec![label.clone()]));

    let link = json!({ "link": walls.intruder.tenant.link, "name": "Mallory" });
    let answer = send_json(host.as_page(&Route::SignInByLink), &link).await;
    answer.expect_wrong("link");
    assert!(answer.headers("set-cookie").is_empty());
    let other = json!({ "tenant": walls.intruder.tenant.label, "person": ADA });
    let answer = send_json(host.as_page(&Route::SignInForDevelopment), &other).await;
    answer.expect_wrong("tenant");
    assert!(answer.headers("set-cookie").is_empty());

    // The link was not used up by that.
    let request = walls.at_own_host().as_page(&Route::SignInByLink);
    send_json(request, &link).await.expect(204);
}
