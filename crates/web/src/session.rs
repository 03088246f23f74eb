//! The session cookie and the person it stands for.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::header::COOKIE;
use axum::http::request::Parts;
use clinic::{Problem, Token, Viewer};
use diary::AccountId;

use crate::app::{App, Transport};
use crate::asker::Asker;
use crate::failure::Failure;

/// `__Host-` and `Secure` need TLS; the demo on plain loopback HTTP goes without, as its decision record says.
fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::LoopbackHttp => "namima-demo",
        Transport::Tls => "__Host-namima",
    }
}

/// Signs in, and answers the cookie. The session this browser had until now ends: no token outlives a sign-in.
pub async fn start(app: &App, before: Option<Signed>, account: AccountId) -> Result<String, Problem> {
    if let Some(Signed(before)) = before {
        app.clinic().accounts().sign_out(&before, Asker::source()).await?;
    }
    let (token, _) = app.clinic().accounts().sign_in(account, Asker::source()).await?;
    Ok(cookie(app.transport(), &token))
}

/// The cookie that carries a session.
fn cookie(transport: Transport, token: &Token) -> String {
    let secure = if transport == Transport::Tls { "; Secure" } else { "" };
    format!("{}={}; Path=/; HttpOnly; SameSite=Strict{secure}", name(transport), token.reveal())
}

/// The cookie that ends one.
#[must_use]
pub fn ended(transport: Transport) -> String {
    let secure = if transport == Transport::Tls { "; Secure" } else { "" };
    format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}", name(transport))
}

/// The person signed in. A request without a session in force does not get past this.
pub struct Signed(pub Viewer);

impl FromRequestParts<App> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Failure> {
        let wanted = name(app.transport());
        let token = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).find_map(
            |cookies| {
                cookies
                    .split(';')
                    .filter_map(|pair| pair.trim().split_once('='))
                    .find(|(name, _)| *name == wanted)
            },
        );
        let (_, token) = token.ok_or_else(|| Failure::sign_in(parts))?;
        app.clinic()
            .accounts()
            .session(token)
            .await
            .map(Signed)
            .map_err(|problem| Failure::of(parts, problem))
    }
}

impl OptionalFromRequestParts<App> for Signed {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Failure> {
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(signed) => Ok(Some(signed)),
            Err(failure) if failure.is_sign_in() => Ok(None),
            Err(failure) => Err(failure),
        }
    }
}
