//! The head of every screen of one patient.

use clinic::ChartView;
use insight::dose_steps::planned;
use jiff::civil::Date;
use timeline::planned_step;

use crate::http::urls;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::layout::context::PageContext;

/// Who is on the screen: always two identifiers.
#[derive(Clone, Debug)]
pub struct Who {
    pub chart: String,
    /// Display name.
    pub name: String,
    pub birth: Date,
    pub age: i16,
    /// The clinic's own number, where it uses one.
    pub number: Option<String>,
    /// Medicine and dose: `セルトラリン 12.5 mg`.
    pub medicines: Vec<String>,
    /// What is entered for later days: `12月1日からセルトラリン 5 mg`.
    pub planned: Vec<String>,
    /// The forms about them that the reader may send.
    pub forms: Vec<DeskForm>,
    /// Days since the last dose step.
    pub since_step: Option<i32>,
    /// When the newest record on the page arrived: what a review that begins here says was read. Empty on an empty chart.
    pub newest_arrival: String,
}

impl Who {
    /// Who is on the screen.
    #[must_use]
    pub fn of(page: &PageContext, view: &ChartView) -> Self {
        let today = view.today;
        let lanes = view.chart.doses();
        let medicines = lanes.iter().filter_map(|lane| {
            let dose = lane.on(today)?;
            let name = page.t.medicine(&lane.medicine);
            Some(page.t.dosed(&name, dose))
        });
        let first_day = view.chart.diary_days().first();
        let changes = lanes.iter().filter_map(|lane| lane.last_change(first_day, today));
        let last_step = changes.map(|change| change.step.date).max();
        Self {
            chart: view.id.to_string(),
            name: view.person.name.clone(),
            birth: view.person.born,
            age: view.person.age_on(today),
            number: Some(view.person.number.clone()).filter(|number| !number.is_empty()),
            medicines: medicines.collect(),
            planned: planned(&view.chart, today).iter().map(|step| planned_step(page.t, step)).collect(),
            forms: DeskForm::offered(page),
            since_step: last_step.and_then(|date| today.since(date).ok()).map(|span| span.get_days()),
            newest_arrival: view
                .chart
                .entries()
                .first()
                .map(|_| view.seen_up_to().to_string())
                .unwrap_or_default(),
        }
    }

    /// Where a review of what this page showed is written, by a reader who may.
    pub fn review(&self) -> Option<String> {
        let address = urls::treatment(&self.chart, DeskForm::Review.as_str());
        self.forms.contains(&DeskForm::Review).then(|| format!("{address}?up_to={}", self.newest_arrival))
    }
}
