//! Forms by which the clinic adds facts.

use askama::Template;
use diary::{DayEvent, Language, Measure, Precision, listed_medicines};
use jiff::civil::{Date, DateTime};

use crate::http::urls;
use crate::pages::chart::view::Who;
use crate::pages::forms::state::{Amended, Filled};
use crate::pages::layout::view::Frame;
use crate::texts::Texts;

/// What is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactKind {
    /// A medicine with its first known dose.
    Medicine,
    /// A dose change.
    Dose,
    /// A TMS session.
    Tms,
    /// An event.
    Event,
    /// A measurement.
    Measure(Measure),
    /// Reviewed up to here.
    Review,
    /// A working note.
    Note,
}

impl FactKind {
    /// In the order of the menu.
    pub fn added() -> impl Iterator<Item = Self> {
        let measures = Measure::ALL.iter().copied().map(Self::Measure);
        [Self::Dose, Self::Medicine, Self::Tms, Self::Event].into_iter().chain(measures).chain([Self::Note])
    }

    /// Everything that is added, and the review.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::added().chain([Self::Review])
    }

    /// As in the page's address.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Medicine => "medicine",
            Self::Dose => "dose",
            Self::Tms => "tms",
            Self::Event => "event",
            Self::Measure(measure) => measure.as_str(),
            Self::Review => "review",
            Self::Note => "note",
        }
    }

    /// From the page's address.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::all().find(|kind| kind.as_str() == name)
    }

    pub fn title(self, t: &Texts) -> String {
        match self {
            Self::Medicine => t.get("facts-title-medicine"),
            Self::Dose => t.get("facts-title-dose"),
            Self::Tms => t.get("facts-title-tms"),
            Self::Event => t.get("facts-title-event"),
            Self::Measure(measure) => t.measure(&measure),
            Self::Review => t.get("facts-title-review"),
            Self::Note => t.get("facts-title-note"),
        }
    }

    fn lead(self, t: &Texts) -> Option<String> {
        match self {
            Self::Medicine => Some(t.get("facts-lead-medicine")),
            Self::Dose => Some(t.get("facts-lead-dose")),
            Self::Tms => Some(t.get("facts-lead-tms")),
            Self::Review => Some(t.get("facts-lead-review")),
            Self::Note => Some(t.get("facts-lead-note")),
            Self::Event | Self::Measure(_) => None,
        }
    }
}

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

/// Whether a medicine is taken today, or will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// It is.
    Current,
    /// It was stopped and stays so, as far as is known.
    Stopped,
}

/// One answer for a look on the same day that a review covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covered {
    /// What its tick sends: its record and its symptom.
    pub tick: String,
    /// The day it is about.
    pub day: Date,
    /// When it was written, by the clinic's clock.
    pub written: DateTime,
    /// Who wrote it: name and role.
    pub by: (String, String),
    /// What was answered.
    pub said: String,
    /// What became of it since.
    pub fate: Fate,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It stands.
    Stands,
    /// It was corrected or withdrawn.
    Changed,
}

/// One form. It posts to [`urls::fact`] or [`urls::chart_amend`].
#[derive(Template)]
#[template(path = "treatment/view.html")]
pub struct FactPage {
    /// Surroundings.
    pub frame: Frame,
    /// Who.
    pub who: Who,
    /// What is added.
    pub kind: FactKind,
    /// What is filled in. A medicine to be added by name, as typed; one of the chart as it is stored.
    pub form: Filled,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    /// What is corrected.
    pub amends: Option<Amended>,
    /// The medicines of the chart, those taken first.
    pub known: Vec<Known>,
    /// For a review: the moment up to which everything was on the screen, and its exact form for the server.
    pub up_to: Option<(DateTime, String)>,
    /// For a review: when the newest one that its page knows of was stored; empty where there is none.
    pub known_review: String,
    /// For a review: the answers for a look on the same day that it covers, oldest first.
    pub answers: Vec<Covered>,
}

impl FactPage {
    fn action(&self) -> String {
        let chart = &self.who.chart;
        self.amends.as_ref().map_or_else(
            || urls::fact(chart, self.kind.as_str()),
            |old| urls::chart_amend(chart, &old.record),
        )
    }

    /// What the button does: a dose is read back first.
    fn button(&self) -> String {
        self.frame.t.get(if self.is_precise() { "facts-to-read-back" } else { "save" })
    }

    fn heading(&self) -> String {
        let title = self.kind.title(&self.frame.t);
        if self.amends.is_some() { self.frame.t.one("facts-amend-title", "title", title) } else { title }
    }

    fn timeline(&self) -> String {
        urls::chart(&self.who.chart)
    }

    fn dated(&self) -> bool {
        !matches!(self.kind, FactKind::Review | FactKind::Note)
    }

    /// Whether the form asks how exactly the day is known.
    const fn is_precise(&self) -> bool {
        matches!(self.kind, FactKind::Medicine | FactKind::Dose)
    }

    /// Where no precision is asked, the day is known; empty then.
    fn date_hint(&self) -> String {
        if self.is_precise() { self.frame.t.get("facts-date-hint") } else { String::new() }
    }

    fn medicines(&self) -> impl Iterator<Item = &'static str> {
        let language = self.frame.t.language();
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
