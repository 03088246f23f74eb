//! After an entry was stored.

use askama::Template;
use clinic::{Status, Written};
use diary::{ListedSymptom, NewEntry, Sharing, Submission};
use jiff::civil::{Date, DateTime};
use locale::Texts;

use crate::http::urls;
use crate::pages::layout::context::PageContext;
use crate::pages::layout::view::{Layout, Menu, NavItem};

/// What became of the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, and delivered to the clinic.
    Delivered,
    /// It had been stored before, for the clinic.
    Again,
    /// Stored as "cannot write today".
    CannotWrite,
    /// Stored for the writer alone.
    OnlyMe,
    /// A correction, stored for the writer alone: what it corrects the clinic may have.
    OnlyMeCorrected,
    /// A guardian's, stored and delivered to the clinic.
    Family,
}

/// What of an entry did not go to the clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// Its note is for the writer alone.
    Note,
    /// Its safety answer was kept, too.
    Safety,
    /// The clinic has a safety answer of what it corrects, and not the correction.
    SafetyCorrected,
    /// It corrects something that the clinic may have.
    Earlier,
}

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    Day,
    /// The night that ended on the morning of a day.
    Morning,
    /// What a guardian saw on a day.
    Family,
}

/// Saved and delivered, in words, and what may come next.
#[derive(Template)]
#[template(path = "forms/submitted.html")]
pub struct SubmittedPage {
    pub layout: Layout,
    pub outcome: Outcome,
    /// When it was stored, by the reader's clock.
    pub at: DateTime,
    /// When the clinic next reads, if known.
    pub next_reading: Option<DateTime>,
    pub next: Next,
    /// What a "same as yesterday" left out and nobody was asked about anew.
    pub left_out: Vec<ListedSymptom>,
    pub day: Date,
    /// What of that day.
    pub about: About,
    /// What did not go to the clinic.
    pub apart: Vec<Apart>,
    /// What a "same as yesterday" repeated.
    pub repeated: Option<Repeated>,
}

/// What "the same as yesterday" stands for, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeated {
    /// The last answered day.
    pub day: Date,
    /// Its symptoms; none where there were none.
    pub symptoms: Option<String>,
}

impl Repeated {
    /// What the answer called `same` would stand for, as a sentence that names its day.
    #[must_use]
    pub fn offer(&self, t: Texts, same: &str) -> String {
        let (day, same) = (("day", t.day(&self.day).into()), ("same", same.into()));
        match &self.symptoms {
            Some(symptoms) => t.with("same-stands-for", &[day, same, ("symptoms", symptoms.as_str().into())]),
            None => t.with("same-stands-for-none", &[day, same]),
        }
    }

    /// What was repeated, as a sentence that names its day.
    fn sentence(&self, t: Texts) -> String {
        let day = ("day", t.day(&self.day).into());
        match &self.symptoms {
            Some(symptoms) => t.with("submitted-same", &[day, ("symptoms", symptoms.as_str().into())]),
            None => t.with("submitted-same-none", &[day]),
        }
    }
}

/// What a "same" left out without having been asked, by name.
pub fn left_out(t: &Texts, left_out: &[ListedSymptom]) -> Option<String> {
    if left_out.is_empty() {
        return None;
    }
    let named: Vec<String> = left_out.iter().map(|item| t.listed_symptom(item)).collect();
    Some(t.one("submitted-left-out", "symptoms", named.join(&t.get("list-separator"))))
}

/// What may be written next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The sleep card of this morning is still empty.
    Sleep,
    /// The sleep card was just saved: today's check-in.
    Today,
    /// Another of a guardian's notes.
    Family,
    Nothing,
}

impl SubmittedPage {
    /// An entry that was stored just now, and nothing more to say of it.
    pub fn of(page: &PageContext, place: NavItem, entry: &NewEntry, written: &[Written]) -> Self {
        let wordless =
            matches!(&entry.content, Submission::CheckIn { check_in, .. } if check_in.is_wordless());
        // Sent again, an entry for its writer alone is still that: nothing of it has gone to the clinic since.
        let outcome = match entry.sharing {
            Sharing::CareTeam if is_stored_before(written) => Outcome::Again,
            Sharing::CareTeam if wordless => Outcome::CannotWrite,
            Sharing::CareTeam => Outcome::Delivered,
            _ if entry.amends.is_some() => Outcome::OnlyMeCorrected,
            _ => Outcome::OnlyMe,
        };
        Self {
            layout: page.layout(place),
            outcome,
            at: page.local(page.app.clinic().now()),
            next_reading: None,
            next: Next::Nothing,
            left_out: Vec::new(),
            day: entry.about.date,
            about: About::Day,
            apart: Vec::new(),
            repeated: None,
        }
    }

    fn sentence(&self) -> String {
        let t = self.layout.t;
        match self.outcome {
            Outcome::Delivered => t.one("submitted-delivered", "time", t.time(&self.at.time())),
            Outcome::Again => t.get("submitted-again"),
            Outcome::CannotWrite => t.get("submitted-cannot-write"),
            Outcome::OnlyMe => t.get("submitted-only-me"),
            Outcome::OnlyMeCorrected => t.get("submitted-only-me-corrected"),
            Outcome::Family => {
                let (day, time) = (t.day(&self.day), t.time(&self.at.time()));
                t.with("submitted-family", &[("day", day.into()), ("time", time.into())])
            }
        }
    }

    /// Which day's it is; a guardian's sentence says so itself.
    fn of_day(&self) -> Option<String> {
        let key = match self.about {
            About::Day => "submitted-of-day",
            About::Morning => "submitted-of-morning",
            About::Family => return None,
        };
        Some(self.layout.t.one(key, "day", self.layout.t.day(&self.day)))
    }

    /// What reached nobody but the writer, and what a "same" repeated.
    fn details(&self) -> Vec<String> {
        let t = self.layout.t;
        let apart = self.apart.iter().map(|apart| {
            t.get(match apart {
                Apart::Note => "submitted-note-only-me",
                Apart::Safety => "submitted-safety-kept",
                Apart::SafetyCorrected => "submitted-safety-corrected",
                Apart::Earlier => "submitted-earlier-stays",
            })
        });
        let repeated = self.repeated.iter().map(|it| it.sentence(t));
        apart.chain(repeated).collect()
    }

    fn of_family(&self) -> bool {
        self.layout.menu == Menu::Guardian
    }

    fn list(&self) -> &'static str {
        if self.of_family() { urls::FAMILY_NOTES } else { urls::MY_DAYS }
    }

    /// Where to go on, and its name.
    fn way(&self) -> Option<(&'static str, String)> {
        let t = self.layout.t;
        match self.next {
            Next::Sleep => Some((urls::SLEEP_CARD, t.get("submitted-sleep"))),
            Next::Today => Some((urls::CHECK_IN, t.get("my-days-write"))),
            Next::Family => Some((urls::FAMILY, t.get("submitted-family-again"))),
            Next::Nothing => None,
        }
    }

    fn again(&self) -> &'static str {
        urls::CHECK_IN
    }

    fn left_out(&self) -> Option<String> {
        left_out(&self.layout.t, &self.left_out)
    }

    fn delivered(&self) -> bool {
        !matches!(self.outcome, Outcome::OnlyMe | Outcome::OnlyMeCorrected)
    }
}

/// Whether nothing of it is new to the clinic.
pub fn is_stored_before(written: &[Written]) -> bool {
    written.iter().all(|written| written.status == Status::AlreadyStored)
}
