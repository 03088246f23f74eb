//! Commands on a clinic's folder: beside a running server through its socket, or alone with the folder's lock.

mod exporting;
mod importing;
mod making;
pub mod socket;
mod verifying;

pub use exporting::export;
pub use importing::import_csv;
pub use making::init;
pub use verifying::verify;

/// Where a command runs; stores of PostgreSQL need several threads.
pub(crate) fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
