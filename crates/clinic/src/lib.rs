//! The use cases: the one place where authority, keys and plaintext meet.
//!
//! Every use case asks the policy first, opens only what was granted, and commits its audit event together with what
//! it writes, or before the first byte of what it read is handed out.

mod account;
mod audit;
mod clinic;
mod clock;
mod directory;
mod error;
mod ids;
mod kept;
mod memory;
mod opened;
mod panel;
mod payload;
mod read;
mod rows;
mod session;
mod slots;
mod strands;
mod verify;
mod write;

pub use account::{Account, Person};
pub use audit::{Access, Outcome, Source};
pub use clinic::{Clinic, Cx};
pub use clock::{Clock, SystemClock};
pub use directory::{Directory, Enrolment, Opening};
pub use error::{EntryRefusal, Problem};
pub use panel::{PanelDay, PanelDose, PanelPage, PanelPatient};
pub use read::ChartView;
pub use session::{Token, Viewer};
pub use verify::{BadPosition, Verified};
pub use write::{Bring, Entrance, Status, Written};

/// Whether two secrets are the same, in a time that does not depend on where they differ.
#[must_use]
pub fn same_secret(one: &[u8], other: &[u8]) -> bool {
    vault::constant_time_eq(one, other)
}
