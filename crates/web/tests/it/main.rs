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
mod anew;
mod any_day;
mod apart;
mod both_languages;
mod contract;
mod description;
mod desk;
mod desk_ways;
mod drafts;
mod evening;
mod failures;
mod forms;
mod guardian;
mod guardian_time;
mod guards;
mod input;
mod inventory;
mod leaves;
mod log_lines;
mod markup;
mod matrix;
mod meanwhile;
mod measurements;
mod provenance;
mod questions;
mod reached;
mod refusals;
mod reviewed;
mod ruled;
mod safety;
mod sessions;
mod surface;
mod timeline;
mod told;
