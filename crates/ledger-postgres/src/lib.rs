//! The ledger on PostgreSQL, and the store of wrapped keys in a database of its own.
//!
//! Every node has one writer task that commits many changes in one transaction, and a few connections for reading. Nodes
//! keep nothing between transactions, so several serve one database: whoever writes for a clinic locks the head of
//! its audit chain first. Every connection proves its settings before it is used.

mod batch;
mod config;
mod connection;
mod error;
mod keys;
mod pipeline;
mod query;
mod reader;
mod schema;
mod settings;
mod setup;
pub mod sql;
mod store;
mod writer;

pub use config::{Config, ConfigError};
pub use error::OpenError;
pub use keys::KeysPostgres;
pub use setup::{migrate_keys, migrate_ledger, setup_keys, setup_ledger};
pub use store::LedgerPostgres;
pub use writer::{BATCH, QUEUE};
