//! What is drawn of a chart, and the copy for it.

pub mod copy;
mod drawing;

pub use copy::{CopyPage, Elsewhere, Gathered, Since, Step, Symptoms};
pub use drawing::{Figure, Item, Key, Legend, Multiple, Multiples, Svg, Table, caption, labels};

use crate::http::urls as path;
use crate::pages::chart::view::Who;
use crate::pages::layout::view::Frame;
pub use crate::pages::layout::view::Place;
pub use crate::pages::parts::entry_facts::symptom;
