//! A diary from another place, from CSV files to entries. Pure: content comes in as bytes, the time of day as a parameter.
//!
//! Values have the range of their item and are stored exactly as the cell has them. Nothing is guessed: a row with one cell
//! that cannot be accepted is refused as a whole, with the row's number and the column. A second run over the same rows gives
//! the same entry ids, so that the ledger answers "already stored".
//!
//! Row numbers count records: the header is row 1, blank lines are not counted.

mod cell;
mod charset;
mod doses;
mod ids;
mod map;
mod messages;
mod new_entry;
mod plan;
mod refusal;
mod row;
mod table;

pub use cell::Unit;
pub(crate) use cell::is_number;
pub use charset::Charset;
pub use map::{DoseColumn, Item, Map, MapError};
pub use messages::{map_error_text, refusal_text};
pub use plan::{Counts, Plan, plan, plan_within};
pub use refusal::{Cause, Refusal};
pub use table::{File, Limits};
