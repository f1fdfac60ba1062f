//! Who asks: the operator, and a full administrator of each tenant.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use gatepass_core::id::TokenId;
use gatepass_core::listing::TokenQuery;
use gatepass_core::route::Route;
use gatepass_core::tenant::{Region, Tenant, TenantLabel};
use gatepass_core::wire::{
    CreateTenant, CreatedTenant, SignInForDevelopment, TokenPage, TokenView,
};
use reqwest::{Client, Method, RequestBuilder};
use serde::Deserialize;
use serde_json::json;

use crate::workerd::Site;

/// How long a start may take.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The full administrator for development.
const ADA: &str = "Ada Admin";

/// A tenant with somebody who is signed in to it.
pub(crate) struct Administrator {
    http: Client,
    origin: String,
    cookie: String,
    /// The tenant.
    pub(crate) tenant: Tenant,
}

/// A token just issued, as its holder gets it.
#[derive(Deserialize)]
pub(crate) struct Handed {
    /// The token in clear.
    pub(crate) token: String,
    /// The token as the table shows it.
    pub(crate) view: TokenView,
}

/// Waits until the site answers.
pub(crate) async fn await_answer(site: &Site) -> Result<()> {
    let (http, begin) = (client()?, Instant::now());
    let url = format!("{}{}", site.origin(), Route::Health.to_path());
    while begin.elapsed() < START_LIMIT {
        if http.get(&url).send().await.is_ok_and(|answer| answer.status().is_success()) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    bail!("workerd does not answer:\n{}", site.log())
}

fn client() -> Result<Client> {
    Ok(Client::builder().no_proxy().timeout(Duration::from_secs(60)).build()?)
}

impl Administrator {
    /// Makes a tenant and signs in to it.
    pub(crate) async fn of_new_tenant(site: &Site, label: &str) -> Result<Self> {
        let (http, origin) = (client()?, site.origin());
        let label: TenantLabel = label.parse()?;
        let body = CreateTenant { label: label.clone(), region: Region::Eu };
        let route = Route::CreateTenant;
        let created = http
            .request(method(&route)?, format!("{origin}{}", route.to_path()))
            .bearer_auth(site.operator_secret())
            .json(&body);
        let created: CreatedTenant = created.send().await?.error_for_status()?.json().await?;

        let route = Route::SignInForDevelopment;
        let body = SignInForDevelopment { tenant: label, person: ADA.parse()? };
        let answer = http
            .request(method(&route)?, format!("{origin}{}", route.to_path()))
            .header("origin", &origin)
            .json(&body)
            .send()
            .await?
            .error_for_status()?;
        let cookie = answer.headers().get("set-cookie").context("a session is handed over")?;
        let cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        Ok(Self { http, origin, cookie, tenant: created.tenant })
    }

    /// Issues a token.
    pub(crate) async fn issue(&self, name: &str, scope: &str) -> Result<Handed> {
        let body = json!({ "name": name, "scope": scope });
        let answer = self.change(&Route::IssueToken)?.json(&body).send().await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// Revokes a token.
    pub(crate) async fn revoke(&self, id: TokenId) -> Result<()> {
        self.change(&Route::RevokeToken(id))?.send().await?.error_for_status()?;
        Ok(())
    }

    fn change(&self, route: &Route) -> Result<RequestBuilder> {
        let url = format!("{}{}", self.origin, route.to_path());
        let request = self.http.request(method(route)?, url);
        Ok(request.header("origin", &self.origin).header("cookie", &self.cookie))
    }

    /// Asks for a page, and does not look at it.
    pub(crate) async fn ask(&self, query: &TokenQuery) -> Result<Vec<u8>> {
        let url = format!("{}{}?{}", self.origin, Route::Tokens.to_path(), query.to_query());
        let answer = self.http.get(url).header("cookie", &self.cookie).send().await?;
        ensure!(answer.status().is_success(), "{}", answer.text().await?);
        Ok(answer.bytes().await?.to_vec())
    }

    /// A page.
    pub(crate) async fn list(&self, query: &TokenQuery) -> Result<TokenPage> {
        Ok(serde_json::from_slice(&self.ask(query).await?)?)
    }
}

fn method(route: &Route) -> Result<Method> {
    Ok(route.method().as_str().parse()?)
}
