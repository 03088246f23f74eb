//! The daily check-in.

use askama::Template;
use diary::{DayEvent, QuestionSet};
use jiff::civil::{Date, DateTime};

use crate::http::urls;
use crate::pages::check_in::safety::Lead;
use crate::pages::forms::already::Already;
use crate::pages::forms::choices::Chip;
use crate::pages::forms::question_reasons;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::forms::submitted::Repeated;
use crate::pages::layout::view::Layout;
use crate::pages::parts::contacts::Contacts;

/// Whether the day itself has to be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// The day is plain.
    Daytime,
    /// In the first hours of a day: yesterday or today, the person says which; nothing is preselected.
    AfterMidnight,
}

/// Whether a question is asked that is not always.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asks {
    Yes,
    /// It would be asked in vain.
    No,
}

/// What "the same as yesterday" would repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SameAs {
    Repeats(Repeated),
    /// A day that is for the writer alone: what the clinic reads cannot repeat it.
    OnlyMe(Date),
}

/// The check-in, new or to be corrected. Its form posts to [`urls::CHECK_IN`] or [`urls::amend`].
#[derive(Template)]
#[template(path = "check_in/view.html")]
pub struct CheckInPage {
    pub layout: Layout,
    pub form: FormState,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    /// The days that can be written about: today first, then back.
    pub days: Vec<Date>,
    /// Whether to ask which day.
    pub clock: Clock,
    /// What is written already of the day asked about.
    pub already: Vec<Already>,
    /// The days of which something is written.
    pub written: Vec<Date>,
    /// What to do first and whom to call, where the form was refused and holds a safety answer.
    pub help: Option<(Lead, Contacts)>,
    /// Same-day answers of the last answered day, which "the same" does not repeat.
    pub asked_again: Vec<Chip>,
    /// What "the same" would repeat on each day first asked about; none where there is nothing to repeat.
    pub same: Vec<(Date, SameAs)>,
    pub first: Vec<Chip>,
    pub wider: Vec<Chip>,
    pub events: Vec<DayEvent>,
    /// Whether the evening asks about the night: not where there is a sleep card of this morning.
    pub sleep: Asks,
    /// Whether it asks about the medicine: not of somebody who was off everything on all these days.
    pub medicine: Asks,
    /// When the clinic next reads, if known.
    pub next_reading: Option<DateTime>,
    pub amends: Option<Amended>,
}

impl CheckInPage {
    fn action(&self) -> String {
        self.amends.as_ref().map_or_else(|| urls::CHECK_IN.to_owned(), |old| urls::amend(&old.record))
    }

    fn today(&self) -> Option<Date> {
        self.days.first().copied()
    }

    fn yesterday(&self) -> Option<Date> {
        self.days.get(1).copied()
    }

    fn earlier(&self) -> &[Date] {
        let shown = if self.asks_day() { 2 } else { 1 };
        self.days.get(shown..).unwrap_or_default()
    }

    fn asks_day(&self) -> bool {
        self.clock == Clock::AfterMidnight
    }

    fn asks_sleep(&self) -> bool {
        self.sleep == Asks::Yes
    }

    fn asks_medicine(&self) -> bool {
        self.medicine == Asks::Yes
    }

    /// Whether the day is an earlier one, so that the list of days stands open.
    fn earlier_chosen(&self) -> bool {
        self.earlier().iter().any(|day| self.form.has("date", day))
    }

    /// Whether one touch may still say that the day cannot be written about: only a day without words.
    fn may_be_wordless(&self, day: &Date) -> bool {
        self.amends.is_none() && !self.written.contains(day)
    }

    /// The days that one touch may call wordless, and what its button says.
    fn wordless(&self) -> Vec<(Date, String)> {
        let t = self.layout.t;
        let near = self.days.iter().take(if self.asks_day() { 2 } else { 1 });
        let mut buttons = Vec::new();
        for day in near.rev().filter(|day| self.may_be_wordless(day)) {
            let words = match self.clock {
                Clock::Daytime => t.get("check-in-cannot-write"),
                Clock::AfterMidnight => t.one("check-in-cannot-write-for", "day", t.short_day(day)),
            };
            buttons.push((*day, words));
        }
        buttons
    }

    /// Whether the form is about today until another day is chosen; else its words fit any day.
    fn of_today(&self) -> bool {
        let today = self.today().is_some_and(|today| self.form.blank("date") || self.form.has("date", today));
        self.amends.is_none() && !self.asks_day() && today
    }

    /// What "the same" is called on this form, before another day is chosen.
    fn same_name(&self) -> String {
        self.layout.t.get(if self.of_today() { "symptoms-same" } else { "on-day-same" })
    }

    fn is_chosen(&self, day: &Date) -> bool {
        self.form.has("date", day)
            || (self.form.blank("date") && !self.asks_day() && self.today() == Some(*day))
    }

    /// What is not there to be repeated is not offered; a correction still shows what was answered.
    fn offers_same(&self) -> bool {
        !self.same.is_empty() || self.form.has("symptoms", "same")
    }

    /// What "the same" stands for on the days first asked about, in sentences that name the day where it is asked.
    fn same_as(&self) -> Vec<String> {
        let (t, name) = (self.layout.t, self.same_name());
        let told = self.same.iter().map(|(day, same)| {
            let words = match same {
                SameAs::Repeats(it) => it.offer(t, &name),
                SameAs::OnlyMe(own) => t.with(
                    "check-in-same-for-oneself",
                    &[("day", t.day(own).into()), ("same", name.as_str().into())],
                ),
            };
            if self.of_today() || self.amends.is_some() {
                return words;
            }
            t.with("check-in-same-on", &[("day", t.short_day(day).into()), ("words", words.into())])
        });
        told.collect()
    }

    /// What it stands for on any other day.
    fn same_elsewhere(&self) -> Option<String> {
        (!self.same.is_empty() && self.amends.is_none()).then(|| self.layout.t.get("check-in-same-other-day"))
    }

    /// The symptoms shown, as one hidden value: what was not asked is not "none".
    fn symptoms_asked(&self) -> String {
        let ids: Vec<&str> = self.first.iter().chain(&self.wider).map(|chip| chip.0.id()).collect();
        ids.join(",")
    }

    fn reasons(&self) -> Vec<String> {
        question_reasons::reasons(&self.layout.t, self.question_set(), &self.asked())
    }

    /// What is asked anew, as one hidden value: on another day something else may be left out.
    fn asked_again_ids(&self) -> String {
        let ids: Vec<&str> = self.asked_again.iter().map(|chip| chip.0.id()).collect();
        ids.join(",")
    }

    fn question_set(&self) -> &'static QuestionSet {
        QuestionSet::CHECK_IN
    }

    /// The questions shown: about the night and the medicine only where the page asks of them.
    fn asked(&self) -> Vec<&'static str> {
        let shown = |question: &&str| match *question {
            "sleep_hours" | "sleep_quality" => self.asks_sleep(),
            "medicine" => self.asks_medicine(),
            _ => true,
        };
        self.question_set().questions.iter().copied().filter(shown).collect()
    }

    fn wider_chosen(&self) -> bool {
        self.wider.iter().any(|chip| !self.form.blank(&chip.name()))
    }
}
