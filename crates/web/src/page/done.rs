//! After an entry was stored.

use askama::Template;
use jiff::civil::DateTime;

use super::{Frame, path};

/// What became of the entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Stored, and delivered to the clinic.
    Delivered,
    /// It had been stored before.
    Again,
    /// Stored as "cannot write today".
    CannotWrite,
    /// Stored for the writer alone.
    OnlyMe,
}

/// Saved and delivered, in words, and what may come next.
#[derive(Template)]
#[template(path = "done.html")]
pub struct DonePage {
    /// Surroundings.
    pub frame: Frame,
    /// What became of it.
    pub outcome: Outcome,
    /// When it was stored, by the reader's clock.
    pub at: DateTime,
    /// When the clinic next reads, if known.
    pub next_reading: Option<DateTime>,
    /// What may be written next.
    pub next: Next,
    /// What is not in it although it may seem so.
    pub gap: Gap,
}

/// What a "same as yesterday" leaves out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing.
    None,
    /// The safety answer of the day before, which nobody was asked about anew.
    Safety,
}

/// What may be written next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// The sleep card of this morning is still empty.
    Sleep,
    /// The sleep card was just saved: today's check-in.
    Today,
    /// Nothing today.
    Nothing,
}

impl DonePage {
    fn sentence(&self) -> String {
        let t = self.frame.t;
        match self.outcome {
            Outcome::Delivered => t.one("done-delivered", "time", t.time(&self.at.time())),
            Outcome::Again => t.get("done-again"),
            Outcome::CannotWrite => t.get("done-cannot-write"),
            Outcome::OnlyMe => t.get("done-only-me"),
        }
    }

    /// Where to go on, and its name.
    fn way(&self) -> Option<(&'static str, String)> {
        let t = self.frame.t;
        match self.next {
            Next::Sleep => Some((path::SLEEP, t.get("done-sleep"))),
            Next::Today => Some((path::TODAY, t.get("days-write"))),
            Next::Nothing => None,
        }
    }

    fn again(&self) -> &'static str {
        path::TODAY
    }

    fn left_out(&self) -> Option<String> {
        (self.gap == Gap::Safety).then(|| self.frame.t.get("done-safety-left-out"))
    }

    fn delivered(&self) -> bool {
        self.outcome != Outcome::OnlyMe
    }
}
