//! Every entry of one patient with every version.

use askama::Template;

use crate::http::urls;
use crate::pages::chart::view::Who;
use crate::pages::layout::view::Frame;
use crate::pages::parts::entry_model::EntryView;

/// The entries a member of the care team may read, newest day first.
#[derive(Template)]
#[template(path = "entries/view.html")]
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
        urls::chart(&self.who.chart)
    }
}
