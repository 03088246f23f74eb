//! Every entry of one patient with every version.

use askama::Template;

use super::{EntryView, Frame, Who, path};

/// The entries a member of the care team may read, newest day first.
#[derive(Template)]
#[template(path = "entries.html")]
pub struct EntriesPage {
    /// Surroundings.
    pub frame: Frame,
    /// Who.
    pub who: Who,
    /// Entries.
    pub entries: Vec<EntryView>,
    /// Where older entries are.
    pub older: Option<String>,
    /// Where newer entries are.
    pub newer: Option<String>,
}

impl EntriesPage {
    fn review(&self) -> Option<String> {
        self.who.review()
    }

    fn timeline(&self) -> String {
        path::chart(&self.who.chart)
    }
}
