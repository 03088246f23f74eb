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

/// What a form is for, as the route says that it was sent to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// A new entry.
    New,
    /// The correction of an entry.
    Correction,
}

/// What a form lists beside "the same as yesterday", where it gives an answer that was asked again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnsweredBeside {
    /// Symptoms that were chosen beside it, in the form's order.
    pub chosen: Vec<ListedSymptom>,
    /// The same-day answers that were asked again.
    pub again: Vec<ListedSymptom>,
    /// Clock times that were typed, whether their symptom was chosen or is only repeated.
    pub times: Vec<TypedTime>,
}

/// A clock time that was typed for a symptom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedTime {
    /// Which symptom.
    pub symptom: Symptom,
    /// The time; none where what was typed is no time.
    pub time: Option<Time>,
}

impl AnsweredBeside {
    fn lists(&self, symptom: Symptom) -> bool {
        self.chosen.iter().chain(&self.again).any(|item| item.symptom == symptom)
    }
}

/// What a form says beside the entry it stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormAnswers {
    /// What it is for.
    pub purpose: FormPurpose,
    /// The clinic's clock when it was sent.
    pub clock: Time,
    /// Whether it names its day; the entry is about today where it does not.
    pub day: Choice,
    /// Symptoms that were opened without an answer how strong they were.
    pub without_strength: Vec<Symptom>,
    /// The same-day answers that it asked about once more beside "the same as yesterday".
    pub asked_again: Vec<Symptom>,
    /// What is listed beside "the same as yesterday"; none where nothing that was asked again is answered.
    pub beside_same: Option<AnsweredBeside>,
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
        let SentBy::Person(form) = &self.sent_by else { return false };
        form.is_new_wordless_day(&self.entry) || self.entry.repeats_symptoms()
    }

    /// What becomes of it. The chart holds all strands of its writer's, the patient's.
    #[must_use]
    pub fn next(self, chart: &Chart) -> Next {
        let SentBy::Person(form) = &self.sent_by else { return Next::Store(Box::new(accepted(self.entry))) };
        let read = if form.is_new_wordless_day(&self.entry) {
            self.check_nothing_is_written(chart).map(|()| accepted(self.entry.clone()))
        } else if let Err(refusal) = form.check_strengths() {
            Err(refusal)
        } else if self.entry.repeats_symptoms() {
            carry_forward(self.entry.clone(), form, chart)
        } else {
            Ok(accepted(self.entry.clone()))
        };
        let checked = match self.entry.content {
            Submission::CheckIn { .. } => read.and_then(|accepted| form.check_day().map(|()| accepted)),
            _ => read,
        };
        match checked {
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
    /// Refuses a symptom that was opened without its strength.
    ///
    /// # Errors
    /// [`Code::Missing`] of `symptoms`.
    pub fn check_strengths(&self) -> Result<(), Refusal> {
        if self.without_strength.is_empty() { Ok(()) } else { Err(Refusal::new("symptoms", Code::Missing)) }
    }

    /// Refuses a new check-in that does not name its day after midnight: nothing is preselected then, and nothing may be
    /// guessed either.
    ///
    /// # Errors
    /// [`Code::Missing`] of `date`.
    pub fn check_day(&self) -> Result<(), Refusal> {
        let is_open = self.purpose == FormPurpose::New && self.day == Choice::Open;
        if is_open && is_after_midnight(self.clock) {
            Err(Refusal::new("date", Code::Missing))
        } else {
            Ok(())
        }
    }

    fn is_new_wordless_day(&self, entry: &NewEntry) -> bool {
        self.purpose == FormPurpose::New && entry.is_wordless()
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
        if form.purpose == FormPurpose::New {
            return Err(Refusal::new("symptoms", Code::NothingToRepeat));
        }
        let listed = form.beside_same.as_ref().map_or(0, |beside| beside.chosen.len() + beside.again.len());
        if listed > 0 {
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
    match &form.beside_same {
        Some(beside) => Ok(Accepted { left_out, ..accepted(spelled_out(entry, beside, &before)?) }),
        None => Ok(Accepted { left_out, carried: same, ..accepted(entry) }),
    }
}

/// The same-day answers that are neither repeated nor among those that the form asked about, and that it does not give: a
/// form asks about the days that it was shown for, and another may have been chosen.
fn left_out(form: &FormAnswers, before: &[ListedSymptom]) -> Vec<ListedSymptom> {
    let is_answered = |symptom| form.beside_same.as_ref().is_some_and(|beside| beside.lists(symptom));
    let mut left_out = Vec::new();
    for item in before.iter().filter(|item| item.needs_same_day_review()) {
        if !form.asked_again.contains(&item.symptom) && !is_answered(item.symptom) {
            // Its clock time belongs to the day before.
            left_out.push(ListedSymptom { time: None, ..item.clone() });
        }
    }
    left_out
}

/// A symptom that the form itself answers keeps that answer; one that is repeated has the time that was typed for it, and
/// never that of the day before.
fn spelled_out(
    mut entry: NewEntry,
    beside: &AnsweredBeside,
    before: &[ListedSymptom],
) -> Result<NewEntry, Refusal> {
    let mut listed = beside.chosen.clone();
    for item in before {
        if !item.needs_same_day_review() && !beside.lists(item.symptom) {
            let time = match beside.times.iter().find(|typed| typed.symptom == item.symptom) {
                Some(typed) => Some(typed.time.ok_or(Refusal::new("symptoms.listed.time", Code::NotATime))?),
                None => None,
            };
            listed.push(ListedSymptom { time, ..item.clone() });
        }
    }
    listed.extend_from_slice(&beside.again);
    if let Submission::CheckIn { check_in, .. } = &mut entry.content {
        for item in &listed {
            if !check_in.symptoms_asked.contains(&item.symptom) {
                check_in.symptoms_asked.push(item.symptom);
            }
        }
        check_in.symptoms = Some(SymptomAnswer::Listed(listed));
    }
    Ok(entry)
}
