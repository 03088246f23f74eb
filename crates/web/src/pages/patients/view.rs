//! The list of patients.

use askama::Template;
use jiff::civil::Date;
use timeline::Svg;

use crate::pages::layout::view::Layout;

pub struct PatientRow {
    /// Where their timeline is.
    pub href: String,
    pub name: String,
    /// The clinic's own number; empty where it uses none.
    pub number: String,
    pub age: i16,
    /// Medicine and dose, a line each: `セルトラリン 12.5 mg`.
    pub medicines: Vec<String>,
    /// Days since the last dose step; its day is 0.
    pub since_step: Option<i32>,
    /// Days since the last entry; 0 is today.
    pub last_entry: Option<i32>,
    pub since_review: usize,
    /// The day on which the oldest answer that waits for a look arrived.
    pub task_since: Option<Date>,
    /// Sparklines of mood, anxiety and sleep over 28 days.
    pub sparks: [Svg; 3],
    /// Whether what is stored for their row does not open: then no numbers are shown.
    pub unreadable: bool,
}

/// The list, in the order its rule says.
#[derive(Template)]
#[template(path = "patients/view.html")]
pub struct PatientsPage {
    pub layout: Layout,
    pub today: Date,
    /// All patients of the reader, over all pages.
    pub patients: usize,
    /// Open tasks, over all pages.
    pub tasks: usize,
    pub rows: Vec<PatientRow>,
    /// Where the next page is.
    pub next: Option<String>,
}

impl PatientsPage {
    fn summary(&self) -> String {
        let t = self.layout.t;
        t.with(
            "patients-summary",
            &[
                ("day", t.day(&self.today).into()),
                ("patients", self.patients.into()),
                ("tasks", self.tasks.into()),
            ],
        )
    }

    fn heads(&self) -> [String; 9] {
        let keys = [
            "patients-patient",
            "patients-medicine",
            "patients-since-step",
            "patients-mood",
            "patients-anxiety",
            "patients-sleep",
            "patients-last-entry",
            "patients-since-review",
            "patients-task",
        ];
        keys.map(|key| self.layout.t.get(key))
    }

    /// The small lines, each with its name.
    fn sparks<'a>(&self, row: &'a PatientRow) -> Vec<(&'a Svg, String)> {
        let names = ["patients-mood", "patients-anxiety", "patients-sleep"].map(|key| self.layout.t.get(key));
        row.sparks.iter().zip(names).collect()
    }

    fn last_entry(&self, row: &PatientRow) -> String {
        let t = self.layout.t;
        match row.last_entry {
            None => t.get("patients-never"),
            Some(0) => t.get("patients-today"),
            Some(1) => t.get("patients-yesterday"),
            Some(days) => t.one("patients-days-ago", "n", days),
        }
    }
}
