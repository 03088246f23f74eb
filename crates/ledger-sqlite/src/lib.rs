//! The ledger on SQLite, and the store of wrapped keys beside it.
//!
//! One writer thread drains a bounded queue and commits many changes in one transaction; a few reader threads serve
//! reads from connections that cannot write. Every connection proves its settings before it is used.

mod batch;
mod connection;
mod error;
#[cfg(feature = "testing")]
mod faults;
mod files;
mod keys;
mod query;
mod reader;
mod schema;
mod settings;
mod store;
#[cfg(feature = "testing")]
pub mod testing;
mod version;
mod writer;

pub use error::OpenError;
pub use keys::KeysDb;
pub use store::LedgerSqlite;
pub use version::{FLOOR, check_version};
pub use writer::{BATCH, QUEUE};
