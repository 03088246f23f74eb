//! The session cookie and the person it stands for.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use clinic::{ClinicError, Source, Token, Viewer};
use diary::AccountId;

use super::cookies;
use super::error::HttpError;
use super::request_info::RequestInfo;
use crate::app::{App, Transport};

/// `__Host-` and `Secure` need TLS; the demo on plain loopback HTTP goes without, as its decision record says.
fn name(transport: Transport) -> &'static str {
    match transport {
        Transport::LoopbackHttp => "namima-demo",
        Transport::Tls => "__Host-namima",
    }
}

/// Signs in, and answers the cookie. The session this browser had until now ends: no token outlives a sign-in.
///
/// # Errors
/// As [`clinic::Accounts::sign_in`].
pub async fn start(
    app: &App,
    before: Option<Signed>,
    account: AccountId,
    source: Source,
) -> Result<String, ClinicError> {
    if let Some(Signed(before)) = before {
        app.clinic().accounts().sign_out(&before, source).await?;
    }
    let (token, _) = app.clinic().accounts().sign_in(account, source).await?;
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
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, HttpError> {
        let token = cookies::value(&parts.headers, name(app.transport())).ok_or(ClinicError::SignIn)?;
        let viewer = app.clinic().accounts().session(token).await?;
        let Ok(info) = RequestInfo::from_request_parts(parts, app).await;
        info.signed_in(viewer.account.language);
        Ok(Self(viewer))
    }
}

impl OptionalFromRequestParts<App> for Signed {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, HttpError> {
        match <Self as FromRequestParts<App>>::from_request_parts(parts, app).await {
            Ok(signed) => Ok(Some(signed)),
            Err(HttpError::Clinic(ClinicError::SignIn)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
