//! Every entry of one patient with every version.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::Layout;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::patient_header::Who;

/// The entries a member of the care team may read, newest day first.
#[derive(Template)]
#[template(path = "entries/view.html")]
pub struct EntriesPage {
    pub layout: Layout,
    pub who: Who,
    /// Its entries, newest day first.
    pub list: EntryList,
}

impl EntriesPage {
    fn review(&self) -> Option<String> {
        self.who.review()
    }

    fn timeline(&self) -> String {
        urls::chart(&self.who.chart)
    }
}
