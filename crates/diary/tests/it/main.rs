//! Tests of the diary through its public door.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod amendments;
mod any;
mod bounds;
mod dates;
mod days;
mod dialogue;
mod golden;
mod golden_cover;
mod history;
mod in_force;
mod kept_back;
mod lists;
mod meanwhile;
mod model;
mod question_sets;
mod recorded;
mod refusals;
mod refusals_by_kind;
mod review;
mod sharing;
mod sleep;
mod stored;
mod support;
mod treatment;
mod values;
mod versions;
mod voices;
