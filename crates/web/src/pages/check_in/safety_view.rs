//! What comes first after a safety answer.

use askama::Template;
use diary::{ListedSymptom, Symptom};
use jiff::civil::Date;

use crate::http::urls;
use crate::pages::forms::state::Filled;
use crate::pages::layout::view::Frame;
use crate::pages::parts::contacts::Contacts;
use crate::texts::Texts;

/// What the words before the numbers are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lead {
    /// Something hard to say was said.
    Words,
    /// The body is in danger.
    Body,
    /// Both.
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
        t.get(if self == Self::Words { "safety-title" } else { "safety-body-title" })
    }

    /// Support first; where a life is in danger, what to do first.
    pub fn support(self, t: &Texts) -> Vec<String> {
        let keys: &[&str] = match self {
            Self::Words => &["safety-support"],
            Self::Body => &["safety-body-support"],
            Self::Both => &["safety-body-support", "safety-support"],
        };
        keys.iter().map(|key| t.get(key)).collect()
    }

    /// The prompt to call.
    pub fn call(self, t: &Texts) -> Vec<String> {
        let keys: &[&str] = match self {
            Self::Words => &["safety-call"],
            Self::Body => &["safety-body-call", "safety-body-over"],
            Self::Both => &["safety-body-call", "safety-body-over", "safety-call"],
        };
        keys.iter().map(|key| t.get(key)).collect()
    }
}

/// An entry held back until its writer has chosen.
pub struct Waiting {
    /// The whole form as it was sent; carried on in hidden fields.
    pub form: Filled,
    /// Where the form was sent: [`urls::TODAY`] or [`urls::amend`]. The choice is sent there as `safety_answer`.
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
    /// The day it is about.
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
    /// Surroundings.
    pub frame: Frame,
    /// What the words before the numbers are about.
    pub lead: Lead,
    /// Whom to call.
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
    fn told(&self) -> Vec<String> {
        let (Saved::Stored(arrived), t) = (&self.saved, self.frame.t) else { return Vec::new() };
        let saved = t.one("safety-saved", "day", t.day(&arrived.day));
        let rest = (arrived.delivered == Delivered::SafetyAlone).then(|| t.get("safety-rest-kept"));
        let reading = crate::pages::parts::contacts::reading(&t, &self.contacts.next_reading);
        [saved, t.get("safety-arrived")].into_iter().chain(rest).chain([reading]).collect()
    }

    fn left_out(&self) -> Option<String> {
        let Saved::Stored(arrived) = &self.saved else { return None };
        crate::pages::submitted::view::left_out(&self.frame.t, &arrived.left_out)
    }

    fn waiting(&self) -> Option<&Waiting> {
        match &self.saved {
            Saved::Waits(waiting) => Some(waiting),
            Saved::Stored(_) => None,
        }
    }

    fn days(&self) -> &'static str {
        urls::DAYS
    }
}
