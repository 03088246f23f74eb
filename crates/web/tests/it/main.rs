//! The interface and the pages, asked from outside as a browser or a program asks them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod agree;
mod apart;
mod ask;
mod contract;
mod description;
mod desk;
mod evening;
mod failures;
mod forms;
mod guardian;
mod guards;
mod input;
mod inventory;
mod leaves;
mod markup;
mod matrix;
mod meanwhile;
mod measurements;
mod provenance;
mod refusals;
mod safety;
mod sessions;
mod timeline;
mod world;
