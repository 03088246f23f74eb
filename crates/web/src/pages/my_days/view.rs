//! My days.

use askama::Template;
use jiff::civil::DateTime;
use timeline::Figure;

use crate::http::urls;
use crate::pages::layout::view::Layout;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::EntryView;

/// The own figure, which the person may put away.
pub enum OwnFigure {
    /// Nothing to draw yet.
    None,
    /// Put away; the link shows it.
    Hidden {
        /// Where it is shown.
        show: String,
    },
    /// Drawn.
    Shown {
        figure: Box<Figure>,
        /// Where it is put away.
        hide: String,
    },
}

/// The clinic's latest answer.
pub struct Answer {
    pub at: DateTime,
    pub by: String,
    pub text: String,
}

/// The person's own entries.
#[derive(Template)]
#[template(path = "my_days/view.html")]
pub struct MyDaysPage {
    pub layout: Layout,
    pub figure: OwnFigure,
    pub answer: Option<Answer>,
    /// Its entries, newest day first.
    pub list: EntryList,
}

impl MyDaysPage {
    /// Of the newest day with entries, which lie open: they are what one comes to look at or to correct.
    fn is_newest(&self, entry: &EntryView) -> bool {
        self.list.newer.is_none() && self.list.entries.first().is_some_and(|newest| newest.day == entry.day)
    }

    fn write(&self) -> &'static str {
        urls::CHECK_IN
    }
}
