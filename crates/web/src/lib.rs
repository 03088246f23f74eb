//! HTTP: routes, pages, texts, styles and the JSON interface. The only room that knows it.

mod api;
mod app;
mod body;
mod drawing;
mod failure;
mod guard;
mod page;
mod query;
mod route;
mod session;
mod texts;
mod wire;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::middleware::from_fn_with_state;
use axum::response::IntoResponse;
use tower_http::catch_panic::CatchPanicLayer;

pub use api::description;
pub use app::{App, Health, Link, Transport};
pub use route::ROUTES;

/// Serves until told to stop.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stopped).await
}

/// Everything the clinic serves. Only an app with sign-in links has the route that takes them.
#[must_use]
pub fn router(app: App) -> Router {
    let mut routes = Router::new().merge(route::routes()).merge(api::routes());
    if app.has_links() {
        routes = routes.merge(api::link_routes()).merge(route::link_routes());
    }
    routes
        .fallback(route::not_found)
        .method_not_allowed_fallback(route::method_not_allowed)
        .layer(DefaultBodyLimit::max(body::MOST_BYTES))
        .layer(from_fn_with_state(app.clone(), guard::origin))
        .layer(from_fn_with_state(app.clone(), guard::host))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        .with_state(app)
}
