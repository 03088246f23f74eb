//! A chart from and to files of others. Pure: bytes come in and go out, the time of day is a parameter.

mod error;
pub mod export;
pub mod import;

pub use error::Error;
