//! Help first: what comes after a safety answer, and the choice whether it goes to the clinic.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use clinic::ChartView;
use diary::chart::Entry;
use diary::{ListedSymptom, NewEntry, RecordId, Sharing, Symptom};
use jiff::civil::Date;
use locale::Texts;

use crate::http::urls;
use crate::pages::forms::form::Form;
use crate::pages::forms::state::FormState;
use crate::pages::forms::submitted;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::{Layout, NavItem};
use crate::pages::parts::contacts;
use crate::pages::parts::contacts::Contacts;
use crate::pages::parts::sharing;

/// What the words before the numbers are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Something hard to say was said.
    Words,
    Body,
    Both,
}

impl Lead {
    /// What these answers of the safety list need to hear first.
    #[must_use]
    pub fn of(answers: &[Symptom]) -> Self {
        let body = answers.iter().filter(|symptom| symptom.is_bodily_emergency()).count();
        match (body, answers.len() - body) {
            (0, _) => Self::Words,
            (_, 0) => Self::Body,
            _ => Self::Both,
        }
    }

    pub fn title(self, t: &Texts) -> String {
        t.get(if self == Self::Words { "check-in-safety-title" } else { "check-in-safety-body-title" })
    }

    /// Support first; where a life is in danger, what to do first.
    pub fn support(self, t: &Texts) -> Vec<String> {
        let keys: &[&str] = match self {
            Self::Words => &["check-in-safety-support"],
            Self::Body => &["check-in-safety-body-support"],
            Self::Both => &["check-in-safety-body-support", "check-in-safety-support"],
        };
        keys.iter().map(|key| t.get(key)).collect()
    }

    /// The prompt to call.
    pub fn call(self, t: &Texts) -> Vec<String> {
        let keys: &[&str] = match self {
            Self::Words => &["check-in-safety-call"],
            Self::Body => &["check-in-safety-body-call", "check-in-safety-body-over"],
            Self::Both => &["check-in-safety-body-call", "check-in-safety-body-over", "check-in-safety-call"],
        };
        keys.iter().map(|key| t.get(key)).collect()
    }
}

/// An entry held back until its writer has chosen.
pub struct Waiting {
    /// The whole form as it was sent; carried on in hidden fields.
    pub form: FormState,
    /// Where the form was sent: [`urls::CHECK_IN`] or [`urls::amend`]. The choice is sent there as `safety_answer`.
    pub action: String,
}

/// What of a stored entry the clinic has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivered {
    /// The entry; a note may be for its writer alone.
    Entry,
    /// The safety answer and nothing else.
    SafetyAlone,
}

/// A stored entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    pub day: Date,
    /// What the clinic has of it.
    pub delivered: Delivered,
    /// What "the same" in it left out without having been asked.
    pub left_out: Vec<ListedSymptom>,
}

/// What became of the entry.
pub enum Saved {
    /// Nothing is stored before the choice that the page asks for.
    Waits(Waiting),
    /// It is stored, and its safety answer has reached the clinic.
    Stored(Arrived),
}

/// Help, whom to call, and what became of the answer.
#[derive(Template)]
#[template(path = "check_in/safety.html")]
pub struct SafetyPage {
    pub layout: Layout,
    /// What the words before the numbers are about.
    pub lead: Lead,
    pub contacts: Contacts,
    /// What became of the entry.
    pub saved: Saved,
}

impl SafetyPage {
    /// Fields carried on. The choice and the token are the page's own.
    fn carried(waiting: &Waiting) -> impl Iterator<Item = &(String, String)> {
        let own = ["csrf", "safety_answer"];
        waiting.form.pairs().iter().filter(move |(name, _)| !own.contains(&name.as_str()))
    }

    /// Saved, delivered, and when it is read, each in a sentence; nothing while the entry waits.
    fn delivered(&self) -> Vec<String> {
        let (Saved::Stored(arrived), t) = (&self.saved, self.layout.t) else { return Vec::new() };
        let saved = t.one("check-in-safety-saved", "day", t.day(&arrived.day));
        let rest = (arrived.delivered == Delivered::SafetyAlone).then(|| t.get("check-in-safety-rest-kept"));
        let reading = contacts::reading(&t, &self.contacts.next_reading);
        [saved, t.get("check-in-safety-arrived")].into_iter().chain(rest).chain([reading]).collect()
    }

    fn left_out(&self) -> Option<String> {
        let Saved::Stored(arrived) = &self.saved else { return None };
        submitted::left_out(&self.layout.t, &arrived.left_out)
    }

    fn waiting(&self) -> Option<&Waiting> {
        match &self.saved {
            Saved::Waits(waiting) => Some(waiting),
            Saved::Stored(_) => None,
        }
    }

    fn days(&self) -> &'static str {
        urls::MY_DAYS
    }
}

/// Whether the clinic has a safety answer of what an entry said before it was corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    Delivered,
    /// It has none, as far as the page has to say so.
    NotDelivered,
}

/// Whether the clinic had a safety answer of this entry before its correction `corrected`.
pub fn earlier_safety(view: &ChartView, record: RecordId, corrected: &NewEntry) -> Earlier {
    let versions = view.chart.entry(record).map(Entry::versions).unwrap_or_default();
    let before = versions.iter().filter(|version| version.meta.entry != corrected.id);
    if before.into_iter().any(|version| !sharing::delivered_safety(version).is_empty()) {
        Earlier::Delivered
    } else {
        Earlier::NotDelivered
    }
}

/// Help, then the choice whether the safety answer of an entry kept to oneself is delivered. Nothing is stored yet.
pub fn ask_first(page: &PageContext, view: &ChartView, form: Form, action: String) -> Response {
    let form = FormState::of(form.0);
    let lead = Lead::of(&form.safety());
    safety_page(page, view, lead, Saved::Waits(Waiting { form, action }))
}

/// Help, after a safety answer that has reached the clinic, with what "the same" beside it left out unasked.
pub fn help_first(
    page: &PageContext,
    view: &ChartView,
    entry: &NewEntry,
    left_out: Vec<ListedSymptom>,
) -> Response {
    let delivered =
        if entry.sharing == Sharing::CareTeam { Delivered::Entry } else { Delivered::SafetyAlone };
    let saved = Saved::Stored(Arrived { day: entry.about.date, delivered, left_out });
    safety_page(page, view, Lead::of(&entry.safety_answers().collect::<Vec<_>>()), saved)
}

fn safety_page(page: &PageContext, view: &ChartView, lead: Lead, saved: Saved) -> Response {
    let contacts = Contacts::of(page.t, contacts::age(view));
    render(&SafetyPage { layout: page.layout(NavItem::Today), lead, contacts, saved }, StatusCode::OK)
}
