//! Forms by which the clinic adds facts.

use askama::Template;
use diary::chart::Chart;
use diary::{DayEvent, Language, Precision, listed_medicines};
use jiff::civil::{Date, DateTime};
use locale::Texts;

use crate::http::urls;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::layout::view::Layout;
use crate::pages::parts::medicines::Taken;
use crate::pages::parts::patient_header::Who;
use crate::pages::parts::same_day_answers::{Covered, Fate};

/// Events the clinic can add, in order.
#[must_use]
pub fn event_choices() -> &'static [DayEvent] {
    DayEvent::ALL
}

/// A medicine of the chart, to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// As it is stored.
    pub value: String,
    /// Its name, with today's dose: `セルトラリン 12.5 mg`.
    pub text: String,
    /// Whether it is taken.
    pub course: Course,
}

impl Known {
    /// The medicines of a chart, those taken first.
    #[must_use]
    pub fn all(t: Texts, chart: &Chart, today: Date) -> Vec<Self> {
        let (mut current, mut stopped) = (Vec::new(), Vec::new());
        for lane in chart.doses() {
            let name = t.medicine(&lane.medicine);
            let over = Taken::of(t, &lane, today).is_over();
            let known = Self {
                value: lane.medicine.as_str().to_owned(),
                text: lane.on(today).map_or_else(|| name.clone(), |dose| t.dosed(&name, dose)),
                course: if over { Course::Stopped } else { Course::Current },
            };
            if over { stopped.push(known) } else { current.push(known) }
        }
        current.append(&mut stopped);
        current
    }
}

/// Whether a medicine is taken today, or will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    Current,
    /// It was stopped and stays so, as far as is known.
    Stopped,
}

/// The dose of a medicine and a day that another one was to be entered for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfThatDay {
    /// Its record.
    pub record: String,
    /// What it says, as a sentence.
    pub sentence: String,
    /// Where it is corrected.
    pub amend: String,
}

impl OfThatDay {
    /// The last one of the medicine and the day that a form holds; none where there is none.
    #[must_use]
    pub fn find(t: Texts, chart: &Chart, of_chart: &str, form: &FormState) -> Option<Self> {
        let day = form.day()?;
        let facts = chart.dose_facts();
        let mut same = facts
            .iter()
            .filter(|it| it.medicine.as_str() == form.value("medicine") && it.entry.date() == day);
        let last = same.next_back()?;
        let record = last.entry.id()?.to_string();
        let values = [
            ("medicine", t.medicine(last.medicine).into()),
            ("date", t.day(&day).into()),
            ("dosing", t.dosing(&last.dosing).into()),
        ];
        let sentence = t.with("treatment-of-that-day-there", &values);
        Some(Self { amend: urls::chart_amend(of_chart, &record), record, sentence })
    }
}

/// One form. It posts to [`urls::treatment`] or [`urls::chart_amend`].
#[derive(Template)]
#[template(path = "treatment/view.html")]
pub struct TreatmentPage {
    pub layout: Layout,
    pub who: Who,
    pub kind: DeskForm,
    /// What is filled in. A medicine to be added by name, as typed; one of the chart as it is stored.
    pub form: FormState,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    pub amends: Option<Amended>,
    /// The medicines of the chart, those taken first.
    pub known: Vec<Known>,
    /// What is entered for the day of a dose that was refused for it.
    pub of_that_day: Option<OfThatDay>,
    /// For a review: the moment up to which everything was on the screen, and its exact form for the server.
    pub up_to: Option<(DateTime, String)>,
    /// For a review: when the newest one that its page knows of was stored; empty where there is none.
    pub known_review: String,
    /// For a review: the same-day answers that it covers, oldest first.
    pub answers: Vec<Covered>,
}

impl TreatmentPage {
    fn action(&self) -> String {
        let chart = &self.who.chart;
        self.amends.as_ref().map_or_else(
            || urls::treatment(chart, self.kind.as_str()),
            |old| urls::chart_amend(chart, &old.record),
        )
    }

    /// What the button does: a dose is read back first.
    fn button(&self) -> String {
        self.layout.t.get(if self.is_precise() || self.kind == DeskForm::Order {
            "treatment-to-read-back"
        } else {
            "save"
        })
    }

    fn heading(&self) -> String {
        let title = self.kind.title(&self.layout.t);
        if self.amends.is_some() { self.layout.t.one("treatment-amend-title", "title", title) } else { title }
    }

    fn timeline(&self) -> String {
        urls::chart(&self.who.chart)
    }

    fn dated(&self) -> bool {
        !matches!(self.kind, DeskForm::Review | DeskForm::Note)
    }

    /// Whether the form asks how exactly the day is known.
    const fn is_precise(&self) -> bool {
        matches!(self.kind, DeskForm::Medicine | DeskForm::Dose)
    }

    /// Where no precision is asked, the day is known; empty then.
    fn date_hint(&self) -> String {
        if self.is_precise() { self.layout.t.get("treatment-date-hint") } else { String::new() }
    }

    fn medicines(&self) -> impl Iterator<Item = &'static str> {
        let language = self.layout.t.language();
        listed_medicines()
            .iter()
            .map(move |listed| if language == Language::Ja { listed.ja } else { listed.en })
    }

    fn of_course(&self, course: Course) -> Vec<&Known> {
        self.known.iter().filter(|one| one.course == course).collect()
    }

    /// Whether one of the chart's medicines is chosen: by itself where there is only one, and it is needed.
    fn is_chosen(&self, field: &str, one: &Known) -> bool {
        let only = field == "medicine" && self.of_course(Course::Current).len() == 1;
        self.form.has(field, &one.value) || (only && self.form.blank(field) && one.course == Course::Current)
    }

    fn precisions(&self) -> &'static [Precision] {
        Precision::ALL
    }

    fn is_precision(&self, precision: &Precision) -> bool {
        self.form.has("precision", precision.as_str())
            || (self.form.blank("precision") && *precision == Precision::Day)
    }
}
