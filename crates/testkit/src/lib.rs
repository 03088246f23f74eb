//! What tests of several crates share. Only ever a dependency of tests.
//!
//! Without a feature: private folders and the device that fails on demand. With `conformance`: what every store must do.
//! With `clinic`: [`TestClinic`], its clock and its people. With `server`: [`TestServer`], the same clinic over HTTP.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![cfg_attr(
    feature = "clinic",
    expect(clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")
)]

#[cfg(feature = "clinic")]
mod clinic;
#[cfg(feature = "clinic")]
mod clock;
#[cfg(feature = "conformance")]
pub mod conformance;
mod disk;
#[cfg(feature = "clinic")]
mod people;
#[cfg(feature = "server")]
mod request;
#[cfg(feature = "server")]
mod server;

#[cfg(feature = "clinic")]
pub use clinic::{TestClinic, accesses, at, cx, installation, submit_to};
#[cfg(feature = "clinic")]
pub use clock::{START, TODAY, TestClock};
pub use disk::{build_device, private_folder};
#[cfg(feature = "clinic")]
pub use people::{CLINIC, OPERATOR, account, author, chart, enrol, open};
#[cfg(feature = "server")]
pub use request::{Answer, Ask, Bytes, Session, ask, form, get, json, part, token_of};
#[cfg(feature = "server")]
pub use server::{MISSING, PEOPLE, TestServer, check_in, entry, id};
