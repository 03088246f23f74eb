//! Commands on a clinic's folder: beside a running server through its socket, or alone with the folder's lock.

mod exporting;
mod importing;
pub mod socket;
mod verifying;

pub use exporting::export;
pub use importing::import_csv;
pub use verifying::verify;
