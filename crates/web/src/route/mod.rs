//! The copy for the clinic's own chart.

pub mod copy;

use crate::pages::chart::handler as patient;
use crate::pages::layout::context as frame;
use crate::pages::parts::entry as said;
