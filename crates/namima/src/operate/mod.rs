//! Commands on a clinic's folder: beside a running server through its socket, or alone with the folder's lock.

mod checkpoint;
mod export;
mod import_csv;
mod init;
mod verify;

pub use checkpoint::checkpoint;
pub use export::export;
pub use import_csv::import_csv;
pub use init::init;
pub use verify::verify;
