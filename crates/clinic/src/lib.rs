//! The use cases: the one place where authority, keys and plaintext meet.
//!
//! Every use case asks the policy first, opens only what was granted, and commits its audit event together with what
//! it writes, or before the first byte of what it read is handed out.

mod accounts;
mod audit;
mod cache;
mod charts;
mod checkpoint;
mod clinic;
mod clock;
mod error;
mod panel;
mod sealed;
mod tasks;
mod verify;

pub use accounts::Accounts;
pub use accounts::access::ChartAccess;
pub use accounts::account::{Account, Person};
pub use accounts::directory::{Directory, DirectoryChange, Enrolment};
pub use accounts::request_context::RequestContext;
pub use accounts::session::{Token, Viewer};
pub use audit::{Access, Outcome, Source};
pub use charts::Charts;
pub use charts::read::ChartView;
pub use charts::submit::ImportMode;
pub use charts::writing::{Status, Written};
pub use checkpoint::comparison::{Comparison, Found};
pub use checkpoint::{Checkpoints, StoredCheckpoint};
pub use clinic::Clinic;
pub use clock::{Clock, SystemClock};
pub use error::{ClinicError, EntryRefusal};
pub use panel::page::{Panel, PanelPage, PanelPatient};
pub use panel::past_days::PanelDay;
pub use panel::patients::{ListedPatient, PatientNames};
pub use panel::row::PanelDose;
pub use verify::verifier::{BadPosition, Verified};

/// Whether two secrets are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same_secret(one: &[u8], other: &[u8]) -> bool {
    vault::constant_time_eq(one, other)
}
