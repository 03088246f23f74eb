//! The interface and the pages, asked from outside as a browser or a program asks them.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod audit_trail;
mod both_languages;
mod carried_forward;
mod check_in;
mod concurrent_corrections;
mod consistency;
mod description;
mod desk_forms;
mod desk_navigation;
mod drafts;
mod earlier_days;
mod failures;
mod forms;
mod guardian;
mod guardian_time;
mod guards;
mod input;
mod inventory;
mod log_injection;
mod markup;
mod matrix;
mod measurements;
mod naps;
mod notices;
mod only_me;
mod orders;
mod provenance;
mod questions;
mod refusals;
mod review_coverage;
mod rules_shown;
mod safety;
mod safety_delivery;
mod sessions;
mod submit_entries;
mod surface;
mod technician;
mod timeline;
