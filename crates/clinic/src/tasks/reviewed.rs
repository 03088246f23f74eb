//! Up to when a chart was reviewed, in a row of its own: whoever writes an answer that needs a review has to know, and not
//! everyone who writes one may open the strand that says so. Every chart has the row from the start, so that its being there
//! tells nothing either.

use serde::{Deserialize, Serialize};

use crate::sealed::payload::Payload;

/// The sealed content of the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReviewedRow {
    /// None where no review stands any more.
    pub up_to_ms: Option<i64>,
}

impl Payload for ReviewedRow {
    const KIND: &'static str = "reviewed";
}
