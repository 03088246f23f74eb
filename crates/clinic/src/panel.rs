//! The panel: one small sealed row a chart, drawn from the `care` strand alone, with absolute dates only.

mod page;
mod row;
mod settled;
mod shown;

pub use page::{PanelPage, PanelPatient};
pub(crate) use row::PanelRow;
pub use row::{PanelDay, PanelDose};
pub(crate) use shown::{MOST_BYTES, Rows};
