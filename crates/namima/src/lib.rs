//! The parts of the one binary that have no clock, no storage and no keys, so that tests reach them directly.

pub mod export;
pub mod import;
pub mod simulate;
