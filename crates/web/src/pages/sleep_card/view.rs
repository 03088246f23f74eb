//! The morning sleep card.

use askama::Template;
use diary::Code;
use diary::QuestionSet;
use jiff::civil::Date;

use crate::http::urls;
use crate::pages::forms::already::Already;
use crate::pages::forms::question_reasons;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::layout::view::Layout;

/// The sleep card, new or to be corrected. Its form posts to [`urls::SLEEP_CARD`] or [`urls::amend`].
#[derive(Template)]
#[template(path = "sleep_card/view.html")]
pub struct SleepPage {
    pub layout: Layout,
    pub form: FormState,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    /// The mornings that can be written about: today's first, then back.
    pub days: Vec<Date>,
    /// What is written already of this morning.
    pub already: Vec<Already>,
    /// The days of which a night is written.
    pub written: Vec<Date>,
    pub amends: Option<Amended>,
}

/// The fields under "more".
const MORE: [&str; 5] = ["into_bed", "out_of_bed", "minutes_to_fall_asleep", "awakenings", "minutes_awake"];

impl SleepPage {
    fn action(&self) -> String {
        self.amends.as_ref().map_or_else(|| urls::SLEEP_CARD.to_owned(), |old| urls::amend(&old.record))
    }

    fn reasons(&self) -> Vec<String> {
        question_reasons::reasons(&self.layout.t, self.question_set(), self.question_set().questions)
    }

    fn question_set(&self) -> &'static QuestionSet {
        QuestionSet::SLEEP
    }

    fn today(&self) -> Option<Date> {
        self.days.first().copied()
    }

    fn earlier(&self) -> &[Date] {
        self.days.get(1..).unwrap_or_default()
    }

    /// Whether the card is about this morning until another is chosen.
    fn of_today(&self) -> bool {
        self.form.blank("date") || self.today().is_some_and(|today| self.form.has("date", today))
    }

    fn is_chosen(&self, day: &Date) -> bool {
        self.form.has("date", day) || (self.form.blank("date") && self.today() == Some(*day))
    }

    fn earlier_chosen(&self) -> bool {
        self.earlier().iter().any(|day| self.form.has("date", day))
    }

    /// Whether to ask if such a long night is meant.
    fn asks_if_meant(&self) -> bool {
        self.form.problem("final_wake") == Some(Code::Unlikely) || self.form.has("times_meant", "on")
    }

    fn more_open(&self) -> bool {
        MORE.iter().any(|name| !self.form.blank(name) || self.form.problem(name).is_some())
    }
}
