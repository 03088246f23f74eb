//! HTTP: routes, pages, texts, styles and the JSON interface. The only room that knows it.

/// Names each route once: for the router that serves it, and for the tests that ask every one of them.
macro_rules! routes {
    ($list:ident, $make:ident: $($method:ident $path:expr => $handler:path),+ $(,)?) => {
        pub const $list: &[crate::Route] = &[$((stringify!($method), $path)),+];

        pub fn $make() -> axum::Router<crate::App> {
            axum::Router::new()$(.route($path, axum::routing::$method($handler)))+
        }
    };
}

mod api;
mod app;
#[cfg(fuzzing)]
pub mod fuzzing;
mod http;
mod pages;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse as _;
use tower_http::catch_panic::CatchPanicLayer;

use http::error::HttpError;
use http::{json_body, security_headers};
use pages::layout::error_page;

pub use api::description;
pub use app::{App, Health, Link, Transport};

/// One route: method in lower case, and path.
pub type Route = (&'static str, &'static str);

/// Every route: of the pages, of the interface, and of the sign-in links, which only the demo has.
pub const ROUTES: [&[Route]; 4] = [pages::ROUTES, api::ROUTES, pages::LINK_ROUTES, api::LINK_ROUTES];

/// Serves until told to stop.
///
/// # Errors
/// When the listener breaks.
pub async fn serve(
    listener: tokio::net::TcpListener,
    app: App,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let service = router(app).into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stopped).await
}

/// Everything the clinic serves. Only an app with sign-in links has the route that takes them.
pub fn router(app: App) -> Router {
    let mut routes = Router::new().merge(pages::routes()).merge(api::routes());
    if app.has_links() {
        routes = routes.merge(api::link_routes()).merge(pages::link_routes());
    }
    routes
        .fallback(error_page::not_found)
        .method_not_allowed_fallback(error_page::method_not_allowed)
        .layer(DefaultBodyLimit::max(json_body::MOST_BYTES))
        .layer(from_fn(security_headers::address))
        .layer(from_fn_with_state(app.clone(), security_headers::origin))
        .layer(from_fn_with_state(app.clone(), security_headers::host))
        .layer(CatchPanicLayer::custom(|_| HttpError::Panicked.into_response()))
        .layer(from_fn_with_state(app.clone(), error_page::write_errors))
        .layer(from_fn_with_state(app.clone(), security_headers::headers))
        .with_state(app)
}
