//! One patient's TMS sessions.

use askama::Template;
use diary::Kind;
use jiff::civil::Date;

use crate::http::urls;
use crate::pages::forms::state::FormState;
use crate::pages::layout::view::Layout;
use crate::pages::parts::entry_list::EntryList;

/// The sessions that were given, newest day first, and the form for the next. It posts to [`urls::TMS_SESSIONS`].
#[derive(Template)]
#[template(path = "tms_sessions/view.html")]
pub struct TmsSessionsPage {
    pub layout: Layout,
    pub chart: String,
    /// Display name.
    pub name: String,
    pub birth: Date,
    pub age: i16,
    /// The clinic's own number, where it uses one.
    pub number: Option<String>,
    /// What a session says.
    pub kind: &'static Kind,
    pub form: FormState,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    /// Its sessions, newest day first.
    pub list: EntryList,
    /// Whether a session was stored just before.
    pub is_saved: bool,
}

impl TmsSessionsPage {
    fn action(&self) -> String {
        urls::tms_sessions(&self.chart)
    }

    fn patients(&self) -> &'static str {
        urls::TMS_PATIENTS
    }
}
