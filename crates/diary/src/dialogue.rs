//! The dialogue of the check-in and the sleep card: what becomes of a form that was sent.
//!
//! Pages, programs and later a phone hold it alike. A person at a form is asked where something is open; a program means what
//! it sends.

use jiff::civil::Time;

use crate::chart::{CarriedForward, Chart, Entry, Readers};
use crate::entry::EVENING_ENDS_HOUR;
use crate::{AccountId, Code, ListedSymptom, NewEntry, Refusal, Sharing, Submission, Symptom, SymptomAnswer};

/// Whether yesterday's evening may still be meant at this time of the clinic's clock.
#[must_use]
pub fn is_after_midnight(clock: Time) -> bool {
    clock.hour() < EVENING_ENDS_HOUR
}

/// Whether a form says what its writer has to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It does.
    Made,
    /// Not yet.
    Open,
}

/// What a form says beside the entry it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormAnswers {
    /// The clinic's clock when it was sent.
    pub clock: Time,
    /// Whether it names its day; the entry is about today where it does not.
    pub day: Choice,
    /// Symptoms that were opened without an answer how strong they were.
    pub without_strength: Vec<Symptom>,
    /// The same-day answers that it asked about once more beside "the same as yesterday".
    pub asked_again: Vec<Symptom>,
    /// What is listed beside "the same as yesterday"; none where nothing of it was answered.
    pub answered_again: Option<Vec<ListedSymptom>>,
    /// Whether the times of an unlikely night are said to be meant.
    pub night: Choice,
    /// Whether it says if the safety answers of an entry for oneself go to the clinic.
    pub safety_answer: Choice,
}

/// Who sends an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentBy {
    /// A program: nothing is asked of it.
    Program,
    /// A person at a form, which can be shown again.
    Person(FormAnswers),
}

/// A check-in or a sleep card that was sent and is not stored yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The entry as it was read.
    pub entry: NewEntry,
    /// Who sends it.
    pub sent_by: SentBy,
}

/// What becomes of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next {
    /// The form is shown again with what is wrong.
    Refuse(Refusal),
    /// The form is shown again and asks once whether the times of the night are meant; only a sleep card leads here.
    ConfirmNight,
    /// Help is shown, with the question whether the safety answers go to the clinic.
    AskSharing,
    /// It is stored.
    Store(Box<Accepted>),
}

impl Next {
    /// The entry to store, where nothing can be asked but by showing the form again.
    ///
    /// # Errors
    /// What is wrong, or what is to be asked: [`Code::Unlikely`] of `final_wake`, [`Code::Missing`] of `safety_answer`.
    pub fn accepted(self) -> Result<Accepted, Refusal> {
        match self {
            Self::Store(accepted) => Ok(*accepted),
            Self::Refuse(refusal) => Err(refusal),
            Self::ConfirmNight => Err(Refusal::new("final_wake", Code::Unlikely)),
            Self::AskSharing => Err(Refusal::new("safety_answer", Code::Missing)),
        }
    }
}

/// An entry to store, and what its writer learns once it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The entry.
    pub entry: NewEntry,
    /// What comes after it.
    pub afterwards: Afterwards,
    /// The same-day answers that "the same as yesterday" left out and nobody was asked about, without clock times.
    pub left_out: Vec<ListedSymptom>,
    /// What "the same as yesterday" stands for, where it is stored as that.
    pub carried: Option<CarriedForward>,
}

/// What a writer is shown once the entry is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// Help: a safety answer has reached the clinic.
    Help,
    /// What became of the entry. Where its safety answers stay with the writer, help was shown with that choice.
    Outcome,
}

impl Draft {
    /// Whether [`Self::next`] looks at the chart. Where it does not, any chart gives the same answer.
    #[must_use]
    pub fn needs_chart(&self) -> bool {
        matches!(self.sent_by, SentBy::Person(_))
            && (self.is_new_wordless_day() || self.entry.repeats_symptoms())
    }

    /// What becomes of it. The chart holds all strands of its writer's, the patient's.
    #[must_use]
    pub fn next(self, chart: &Chart) -> Next {
        let SentBy::Person(form) = &self.sent_by else { return Next::Store(Box::new(accepted(self.entry))) };
        let read = if self.is_new_wordless_day() {
            self.check_nothing_is_written(chart).map(|()| accepted(self.entry.clone()))
        } else if !form.without_strength.is_empty() {
            Err(Refusal::new("symptoms", Code::Missing))
        } else if self.entry.repeats_symptoms() {
            carry_forward(self.entry.clone(), form, chart)
        } else {
            Ok(accepted(self.entry.clone()))
        };
        match read.and_then(|accepted| form.check_day(&accepted.entry).map(|()| accepted)) {
            Err(refusal) => Next::Refuse(refusal),
            Ok(accepted) if form.night == Choice::Open && is_unlikely_night(&accepted.entry) => {
                Next::ConfirmNight
            }
            Ok(accepted) if form.safety_answer == Choice::Open && keeps_safety(&accepted.entry) => {
                Next::AskSharing
            }
            Ok(accepted) => Next::Store(Box::new(accepted)),
        }
    }

    fn is_new_wordless_day(&self) -> bool {
        self.entry.amends.is_none() && self.entry.is_wordless()
    }

    /// A day is called wordless where nothing is written of it: the same form sent again is no other entry.
    fn check_nothing_is_written(&self, chart: &Chart) -> Result<(), Refusal> {
        let (day, id) = (self.entry.about.date, Some(self.entry.id));
        let days = chart.days(day, day);
        if days.iter().flat_map(|day| day.check_ins()).any(|(entry, _)| entry.client_id() != id) {
            return Err(Refusal::new("cannot_write", Code::Contradicts));
        }
        Ok(())
    }
}

impl FormAnswers {
    /// After midnight nothing is preselected, and nothing may be guessed either.
    fn check_day(&self, entry: &NewEntry) -> Result<(), Refusal> {
        let evening = matches!(entry.content, Submission::CheckIn { .. }) && entry.amends.is_none();
        if evening && self.day == Choice::Open && is_after_midnight(self.clock) {
            return Err(Refusal::new("date", Code::Missing));
        }
        Ok(())
    }
}

fn accepted(entry: NewEntry) -> Accepted {
    let reaches_the_clinic = entry.has_safety_answer() && entry.sharing != Sharing::OnlyMe;
    let afterwards = if reaches_the_clinic { Afterwards::Help } else { Afterwards::Outcome };
    Accepted { entry, afterwards, left_out: Vec::new(), carried: None }
}

impl NewEntry {
    /// The entry with the time and the language of its first sending; none where this writer has stored none under its id.
    ///
    /// A form that is sent again knows neither, and is still the same entry.
    #[must_use]
    pub fn as_first_sent(&self, chart: &Chart, writer: AccountId) -> Option<Self> {
        let mut versions = chart.entries().iter().flat_map(Entry::versions);
        let first = versions
            .find(|version| version.meta.entry == self.id && version.meta.author.account == writer)?;
        let mut entry = self.clone();
        entry.entered_at = first.meta.entered_at;
        entry.provenance.language = first.meta.language;
        Some(entry)
    }
}

fn is_unlikely_night(entry: &NewEntry) -> bool {
    matches!(&entry.content, Submission::Sleep(night) if night.is_unlikely(&entry.about))
}

fn keeps_safety(entry: &NewEntry) -> bool {
    entry.sharing != Sharing::CareTeam && entry.has_safety_answer()
}

/// "The same as yesterday" repeats symptoms, never a same-day answer. With one of those answered beside it, the repeated
/// symptoms are spelled out, because "the same" can hold none.
///
/// A correction that finds nothing to repeat only keeps what it said.
fn carry_forward(entry: NewEntry, form: &FormAnswers, chart: &Chart) -> Result<Accepted, Refusal> {
    let Some(before) = chart.symptoms_before(entry.about.date) else {
        if entry.amends.is_none() {
            return Err(Refusal::new("symptoms", Code::NothingToRepeat));
        }
        if form.answered_again.as_ref().is_some_and(|answered| !answered.is_empty()) {
            return Err(Refusal::new("symptoms.listed", Code::Contradicts));
        }
        return Ok(accepted(entry));
    };
    let same = chart.carried_forward(entry.about.date);
    let only_me = same.as_ref().is_some_and(|same| same.readers == Readers::OnlyMe);
    if only_me && entry.sharing == Sharing::CareTeam {
        return Err(Refusal::new("symptoms", Code::RepeatsOnlyMe));
    }
    let left_out = left_out(form, &before);
    match &form.answered_again {
        Some(answered) => Ok(Accepted { left_out, ..accepted(spelled_out(entry, answered, &before)) }),
        None => Ok(Accepted { left_out, carried: same, ..accepted(entry) }),
    }
}

/// The same-day answers that are neither repeated nor among those that the form asked about, and that it does not give: a
/// form asks about the days that it was shown for, and another may have been chosen.
fn left_out(form: &FormAnswers, before: &[ListedSymptom]) -> Vec<ListedSymptom> {
    let answered = form.answered_again.as_deref().unwrap_or_default();
    let mut left_out = Vec::new();
    for item in before.iter().filter(|item| item.needs_same_day_review()) {
        if !form.asked_again.contains(&item.symptom) && !lists(answered, item.symptom) {
            // Its clock time belongs to the day before.
            left_out.push(ListedSymptom { time: None, ..item.clone() });
        }
    }
    left_out
}

/// A symptom that the form itself answers keeps that answer.
fn spelled_out(mut entry: NewEntry, answered: &[ListedSymptom], before: &[ListedSymptom]) -> NewEntry {
    let mut listed: Vec<ListedSymptom> = Vec::new();
    for item in before {
        if !item.needs_same_day_review() && !lists(answered, item.symptom) {
            listed.push(ListedSymptom { time: None, ..item.clone() });
        }
    }
    listed.extend_from_slice(answered);
    if let Submission::CheckIn { check_in, .. } = &mut entry.content {
        for item in &listed {
            if !check_in.symptoms_asked.contains(&item.symptom) {
                check_in.symptoms_asked.push(item.symptom);
            }
        }
        check_in.symptoms = Some(SymptomAnswer::Listed(listed));
    }
    entry
}

fn lists(listed: &[ListedSymptom], symptom: Symptom) -> bool {
    listed.iter().any(|item| item.symptom == symptom)
}
