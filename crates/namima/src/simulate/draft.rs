//! From what is written to an entry with its times.

use diary::{
    About, CheckIn, Code, EntryId, Mode, NewEntry, Provenance, QuestionSet, Score, Sharing, Submission, Text,
};
use jiff::{Span, Timestamp};

use super::life::Life;
use super::people::{Amendment, Writer, WrittenEntry};
use super::random::Seeded;

/// How an entry travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sent {
    /// At once.
    Now,
    /// Written so many days after its date.
    DaysLate(i32),
    /// Written in time, delivered the next morning.
    NextMorning,
}

/// An entry before it has an id.
pub(super) struct Draft {
    pub(super) by: Writer,
    pub(super) about: About,
    pub(super) content: Submission,
    /// Day and second of the day of writing.
    pub(super) day: i32,
    pub(super) second: i32,
    pub(super) sent: Sent,
}

impl Draft {
    /// Written live on a day.
    pub(super) fn live(by: Writer, about: About, content: Submission, day: i32, second: i32) -> Self {
        Self { by, about, content, day, second, sent: Sent::Now }
    }

    /// Written live, about a whole day, on that day.
    pub(super) fn of_day(life: &Life, by: Writer, content: Submission, day: i32, second: i32) -> Self {
        Self::live(by, life.clock.about(life.clock.date(day)), content, day, second)
    }

    /// The entry; none if it would arrive today or later.
    pub(super) fn written(self, life: &Life, random: &mut Seeded) -> Option<WrittenEntry> {
        let id = random.id();
        let late = if let Sent::DaysLate(days) = self.sent { days } else { 0 };
        let entered_at = life.clock.moment(self.day + late, self.second);
        let received_at = match self.sent {
            Sent::NextMorning => life.clock.moment(self.day + 1, 7 * 3_600 + random.between(0, 3_000)),
            Sent::Now | Sent::DaysLate(_) => soon(entered_at, random),
        };
        let mode = match self.sent {
            Sent::Now => Mode::Live,
            Sent::DaysLate(_) => Mode::Late,
            Sent::NextMorning => Mode::Offline,
        };
        let set = question_set(self.by, &self.content);
        let provenance = Provenance {
            question_set: set.map(ToString::to_string),
            asked: set.map(asked).unwrap_or_default(),
            language: life.profile.language,
            client: env!("CARGO_PKG_VERSION").to_owned(),
            mode,
        };
        let (about, content, sharing) = (self.about, self.content, Sharing::CareTeam);
        let entry =
            NewEntry { id, about, entered_at, provenance, sharing, content, amends: None, known: None };
        life.clock.past(received_at).then_some(WrittenEntry { by: self.by, entry, received_at, amends: None })
    }

    /// As [`Self::written`], correcting an earlier entry.
    pub(super) fn correcting(
        self,
        of: EntryId,
        reason: &str,
        life: &Life,
        random: &mut Seeded,
    ) -> Result<Option<WrittenEntry>, Code> {
        let reason = text(reason)?;
        let written = self.written(life, random);
        Ok(written.map(|written| WrittenEntry { amends: Some(Amendment { of, reason }), ..written }))
    }
}

/// An answer of 0 to 10, as people round it.
pub(super) fn score(value: f64) -> Result<Score, Code> {
    Score::new(value.round().clamp(0.0, 10.0) as i64)
}

/// An evening's answers with nothing beside them.
pub(super) fn check_in(check_in: CheckIn) -> Submission {
    Submission::CheckIn { check_in, note: None, note_for: Sharing::CareTeam }
}

/// A sentence of the model as text.
pub(super) fn text(words: &str) -> Result<Text, Code> {
    Text::parse(words)?.ok_or(Code::Missing)
}

fn soon(entered_at: Timestamp, random: &mut Seeded) -> Timestamp {
    entered_at.saturating_add(Span::new().seconds(random.between(1, 20))).unwrap_or(entered_at)
}

/// The set that the writer's form asks with.
fn question_set(by: Writer, content: &Submission) -> Option<&'static QuestionSet> {
    match (content, by) {
        (Submission::CheckIn { .. }, Writer::Guardian) => Some(QuestionSet::FAMILY_CHECK_IN),
        (Submission::CheckIn { .. }, _) => Some(QuestionSet::CHECK_IN),
        (Submission::Sleep(_), _) => Some(QuestionSet::SLEEP),
        _ => None,
    }
}

/// The questions that the form asks: all but those about the night, which the morning's card asks.
fn asked(set: &QuestionSet) -> Vec<String> {
    let questions = set.questions.iter().filter(|question| !question.starts_with("sleep_"));
    questions.map(|question| (*question).to_owned()).collect()
}
