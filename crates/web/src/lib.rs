//! HTTP: routes, pages, texts, styles and the JSON interface. The only room that knows it.

/// Names each route once: for the router that serves it, and for the tests that ask every one of them.
macro_rules! routes {
    ($list:ident, $make:ident: $($method:ident $path:literal => $handler:path),+ $(,)?) => {
        pub const $list: &[crate::Route] = &[$((stringify!($method), $path)),+];

        pub fn $make() -> axum::Router<crate::App> {
            axum::Router::new()$(.route($path, axum::routing::$method($handler)))+
        }
    };
}

mod api;
mod app;
mod asker;
mod body;
mod failure;
#[cfg(fuzzing)]
pub mod fuzzing;
mod guard;
mod page;
mod query;
mod route;
mod session;
mod wire;

use locale as texts;
use timeline as drawing;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tower_http::catch_panic::CatchPanicLayer;

pub use api::description;
pub use app::{App, Health, Link, Transport};

/// One route: method in lower case, and path.
pub type Route = (&'static str, &'static str);

/// Every route: of the pages, of the interface, and of the sign-in links, which only the demo has.
pub const ROUTES: [&[Route]; 4] = [route::ROUTES, api::ROUTES, route::LINK_ROUTES, api::LINK_ROUTES];

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
    let mut routes = Router::new().merge(route::routes()).merge(api::routes());
    if app.has_links() {
        routes = routes.merge(api::link_routes()).merge(route::link_routes());
    }
    routes
        .fallback(route::not_found)
        .method_not_allowed_fallback(route::method_not_allowed)
        .layer(DefaultBodyLimit::max(body::MOST_BYTES))
        .layer(from_fn(guard::address))
        .layer(from_fn_with_state(app.clone(), guard::origin))
        .layer(from_fn_with_state(app.clone(), guard::host))
        .layer(CatchPanicLayer::custom(|_| failure::panicked()))
        .layer(from_fn_with_state(app.clone(), guard::headers))
        .with_state(app)
}
