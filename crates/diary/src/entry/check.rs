//! What can be refused without looking at the chart.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::{NewEntry, Provenance, Sharing, Submission};
use crate::error::InField as _;
use crate::text::check_name;
use crate::{Answered, CheckIn, Code, HalfMicrograms, Mode, Precision, QuestionSet, Refusal, Role, Text};

/// Days after which an evening can no longer be written about.
pub const LATE_DAYS: i32 = 7;
/// How far a device's clock may run ahead of the clinic's.
const CLOCK_AHEAD_S: i64 = 26 * 3600;
/// Years back and ahead that an entry can be about; beyond them the year is a slip.
const MOST_YEARS_BACK: i16 = 100;
const MOST_YEARS_AHEAD: i16 = 2;
/// The longest name of a program, in characters.
const NAME_CHARS: usize = 64;

impl NewEntry {
    /// Checks everything that does not need the chart. Who may write which kind is not asked here: that is decided before.
    ///
    /// Late receipt is no reason to refuse: only `entered_at` counts against the seven days.
    ///
    /// # Errors
    /// The first field that cannot be accepted.
    pub fn check(&self, writer: Role, received_at: Timestamp) -> Result<(), Refusal> {
        let from_import = matches!(self.content, Submission::ImportedSet(_) | Submission::ImportedRow(_));
        if from_import && self.provenance.mode != Mode::Imported {
            return Err(Refusal::new("kind", Code::NotYours));
        }
        if self.sharing != Sharing::CareTeam && writer != Role::Patient {
            return Err(Refusal::new("only_me", Code::NotYours));
        }
        if self.entered_at.as_second() > received_at.as_second() + CLOCK_AHEAD_S {
            return Err(Refusal::new("entered_at", Code::ClockAhead));
        }
        self.check_date(writer)?;
        self.provenance.check(&self.content)?;
        self.check_content(writer, received_at)
    }

    fn check_date(&self, writer: Role) -> Result<(), Refusal> {
        let days = self.about.days_until(self.entered_at);
        let diary = matches!(self.content, Submission::CheckIn { .. } | Submission::Sleep(_));
        let from_elsewhere = self.provenance.mode == Mode::Imported;
        self.check_year()?;
        let may_be_planned = matches!(self.content, Submission::DoseChange(_) | Submission::DoseOrder(_));
        if days < 0 && !(may_be_planned && writer == Role::Clinician) {
            return Err(Refusal::new("date", Code::InTheFuture));
        }
        if diary && days > LATE_DAYS && self.amends.is_none() && !from_elsewhere {
            return Err(Refusal::new("date", Code::TooLate));
        }
        Ok(())
    }

    /// Refuses a date that no entry of a living person's chart can be about.
    fn check_year(&self) -> Result<(), Refusal> {
        let date = self.about.date;
        let today = self.about.zone.date_of(self.entered_at);
        if today.checked_sub(MOST_YEARS_BACK.years()).is_ok_and(|first| date < first) {
            return Err(Refusal::new("date", Code::TooLongAgo));
        }
        if self.is_too_far_ahead(date) {
            return Err(Refusal::new("date", Code::TooFarAhead));
        }
        Ok(())
    }

    fn is_too_far_ahead(&self, date: Date) -> bool {
        let today = self.about.zone.date_of(self.entered_at);
        today.checked_add(MOST_YEARS_AHEAD.years()).is_ok_and(|last| date > last)
    }

    fn check_content(&self, writer: Role, received_at: Timestamp) -> Result<(), Refusal> {
        match &self.content {
            Submission::CheckIn { note_for, .. }
                if *note_for != Sharing::CareTeam && writer != Role::Patient =>
            {
                Err(Refusal::new("note_only_me", Code::NotYours))
            }
            Submission::CheckIn { check_in, note, .. } => check_evening(check_in, note.as_ref()),
            Submission::Sleep(night) => night.check(&self.about, self.entered_at),
            Submission::Event(event) if event.until.is_some_and(|until| until < self.about.date) => {
                Err(Refusal::new("until", Code::OutOfRange))
            }
            Submission::Event(event) if event.until.is_some_and(|until| self.is_too_far_ahead(until)) => {
                Err(Refusal::new("until", Code::TooFarAhead))
            }
            Submission::MedicineStart(started) if started.replaces.as_ref() == Some(&started.medicine) => {
                Err(Refusal::new("replaces", Code::Contradicts))
            }
            Submission::MedicineStart(started) => check_precision(started.precision, self.about.date),
            Submission::DoseChange(dose) => check_precision(dose.precision, self.about.date),
            Submission::Intake { intake, .. } if intake.amount == HalfMicrograms::ZERO => {
                Err(Refusal::new("mg", Code::OutOfRange))
            }
            Submission::Fields(entry) => entry.check(),
            Submission::ImportedSet(set) => set.check(),
            Submission::ImportedRow(row) => row.check(),
            Submission::Review { review, .. } if review.up_to > received_at => {
                Err(Refusal::new("up_to", Code::InTheFuture))
            }
            Submission::EnteredInError if self.amends.is_none() => Err(Refusal::new("amends", Code::Missing)),
            _ => Ok(()),
        }
    }
}

impl Provenance {
    fn check(&self, content: &Submission) -> Result<(), Refusal> {
        match &self.question_set {
            Some(name) => QuestionSet::parse(name).in_field("question_set")?.check(content, &self.asked)?,
            None if self.asked.is_empty() => {}
            // A question means nothing without the set it stands in.
            None => return Err(Refusal::new("question_set", Code::Missing)),
        }
        check_name(&self.client, NAME_CHARS).in_field("client")
    }
}

fn check_evening(check_in: &CheckIn, note: Option<&Text>) -> Result<(), Refusal> {
    let cannot_write = check_in.answered == Answered::CannotWrite;
    let blank = CheckIn { symptoms_asked: check_in.symptoms_asked.clone(), ..CheckIn::default() };
    let says_nothing = CheckIn { answered: Answered::Answered, ..check_in.clone() } == blank;
    if cannot_write && !says_nothing {
        return Err(Refusal::new("cannot_write", Code::Contradicts));
    }
    if !cannot_write && says_nothing && note.is_none() {
        return Err(Refusal::new("check_in", Code::Empty));
    }
    let events = &check_in.events;
    if events.iter().enumerate().any(|(at, event)| events.iter().skip(at + 1).any(|other| other == event)) {
        return Err(Refusal::new("events", Code::Twice));
    }
    check_in.symptoms.as_ref().map_or(Ok(()), |answer| answer.check(&check_in.symptoms_asked))
}

/// A date known to the month or the year is stored as the first day of it, so that it never looks exact.
fn check_precision(precision: Precision, date: Date) -> Result<(), Refusal> {
    let fits = match precision {
        Precision::Day => true,
        Precision::Month => date.day() == 1,
        Precision::Year => date.day_of_year() == 1,
    };
    if fits { Ok(()) } else { Err(Refusal::new("date", Code::Contradicts)) }
}
