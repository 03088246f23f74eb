//! The patients whose TMS sessions one logs.

use askama::Template;
use jiff::civil::Date;

use crate::pages::layout::view::Layout;

/// Names alone: nothing of a chart stands here.
#[derive(Template)]
#[template(path = "tms_patients/view.html")]
pub struct TmsPatientsPage {
    pub layout: Layout,
    /// By chart number.
    pub patients: Vec<NamedPatient>,
    /// Where the next page is.
    pub next: Option<String>,
}

/// One patient: always two identifiers.
pub struct NamedPatient {
    /// Where their sessions are.
    pub href: String,
    /// Display name.
    pub name: String,
    /// The clinic's own number.
    pub number: String,
    pub birth: Date,
    pub age: i16,
}
