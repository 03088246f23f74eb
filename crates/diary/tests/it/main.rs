//! Tests of the diary through its public door.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod amendments;
mod any;
mod authors;
mod bounds;
mod conflicting_amendments;
mod dates;
mod days;
mod dialogue;
mod diary_days;
mod golden;
mod golden_cover;
mod history;
mod lists;
mod model;
mod naps;
mod orders;
mod question_sets;
mod refusals;
mod refusals_by_kind;
mod review;
mod sharing;
mod sleep;
mod staff_notes;
mod stored;
mod support;
mod treatment;
mod values;
mod versions;
mod visible_doses;
