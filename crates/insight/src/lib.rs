//! Numbers counted from a chart, for drawings, summaries and reports.
//!
//! Everything is a pure function of its input: no text, no drawing, no time zone but the one that is given. Nothing
//! compares a person with anything, judges or concludes.

pub mod dose_steps;
pub mod median;
pub mod visit_summary;
