//! What the drawings promise.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that meets the unexpected should fail loudly"
)]

mod axis;
mod days;
mod edges;
mod items;
mod latest;
mod lines;
mod marks;
mod means;
mod sample;
mod small;
mod snapshots;
mod twin;
mod writer;
