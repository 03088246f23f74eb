//! What a person submits, before it becomes records.

mod check;
mod parts;
mod records;

pub use check::LATE_DAYS;
pub use parts::Part;

use jiff::Timestamp;

use crate::error::InField as _;
use crate::kinds::{self, Kind};
use crate::{
    About, CheckIn, Code, DoseChange, DoseOrder, EntryId, Event, FieldEntry, ImportedRow, ImportedSet,
    Intake, Language, Measurement, MedicineStart, Mode, Modes, RecordId, Refusal, Review, ReviewClaim, Role,
    SleepNight, Symptom, SymptomAnswer, Text,
};

/// How an entry was asked and sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// Name and version of the [`crate::QuestionSet`], such as `check_in/1`; none for what no form of questions asked.
    pub question_set: Option<String>,
    /// Which of its questions were shown.
    pub asked: Vec<String>,
    /// The screen's language. An import shows none: what it says here means nothing.
    pub language: Language,
    /// The program's version at the writer's end.
    pub client: String,
    /// As the writer's end tells it.
    pub mode: Mode,
}

/// Who an entry of a patient is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sharing {
    /// The care team reads it.
    CareTeam,
    /// Only the writer, safety answers too: the patient has been told what that means.
    OnlyMe,
    /// Only the writer, but its safety answers go to the care team.
    OnlyMeSafetyDelivered,
}

/// A correction of an earlier entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amends {
    /// Any record of the entry to correct.
    pub record: RecordId,
    /// Why.
    pub reason: Text,
    /// The newest record of the entry that its writer had before them, as [`crate::chart::Entry::newest_record`] names it;
    /// where it is told and no longer the newest, nothing is stored. Without it, what stands when it arrives counts.
    pub newest: Option<RecordId>,
}

impl Amends {
    /// A correction of the entry that holds `record`, for a reason as it was typed.
    ///
    /// # Errors
    /// Of the field `reason`: [`Code::ReasonNeeded`] when it is empty, otherwise as [`Text::parse`].
    pub fn parse(record: RecordId, reason: &str) -> Result<Self, Refusal> {
        let reason = Text::parse(reason).in_field("reason")?;
        let reason = reason.ok_or(Refusal::new("reason", Code::ReasonNeeded))?;
        Ok(Self { record, reason, newest: None })
    }
}

/// What is submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Submission {
    /// An evening's check-in.
    CheckIn {
        /// Answers, safety concepts included.
        check_in: CheckIn,
        /// Free text.
        note: Option<Text>,
        /// Who the note is for: the care team, or only the writer where it says anything else.
        note_for: Sharing,
    },
    /// A night's sleep.
    Sleep(SleepNight),
    /// Free text.
    Note(Text),
    /// An event.
    Event(Event),
    /// A medicine.
    MedicineStart(MedicineStart),
    /// A dose change.
    DoseChange(DoseChange),
    /// An order.
    DoseOrder(DoseOrder),
    /// A dose that was taken.
    Intake {
        /// What and how much.
        intake: Intake,
        /// Why.
        reason: Option<Text>,
    },
    /// What a kind says that is a list of fields.
    Fields(FieldEntry),
    /// A measurement.
    Measurement(Measurement),
    /// The items of an imported file.
    ImportedSet(ImportedSet),
    /// One row of an imported file.
    ImportedRow(ImportedRow),
    /// Reviewed up to here.
    Review {
        /// What is stored of it.
        review: Review,
        /// What its writer says they have read.
        claim: ReviewClaim,
    },
    /// A working note of the staff.
    StaffNote(Text),
    /// The amended entry should not have been made.
    EnteredInError,
}

impl Submission {
    /// The kind of entry it is.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        match self {
            Self::CheckIn { .. } => &kinds::CHECK_IN,
            Self::Sleep(_) => &kinds::SLEEP,
            Self::Note(_) => &kinds::NOTE,
            Self::Event(_) => &kinds::EVENT,
            Self::MedicineStart(_) => &kinds::MEDICINE,
            Self::DoseChange(_) => &kinds::DOSE_CHANGE,
            Self::DoseOrder(_) => &kinds::DOSE_ORDER,
            Self::Intake { .. } => &kinds::INTAKE,
            Self::Fields(entry) => entry.kind(),
            Self::Measurement(_) => &kinds::MEASUREMENT,
            Self::ImportedSet(_) => &kinds::IMPORTED_SET,
            Self::ImportedRow(_) => &kinds::IMPORTED_ROW,
            Self::Review { .. } => &kinds::REVIEW,
            Self::StaffNote(_) => &kinds::STAFF_NOTE,
            Self::EnteredInError => &kinds::ENTERED_IN_ERROR,
        }
    }
}

impl<T: Into<FieldEntry>> From<T> for Submission {
    fn from(entry: T) -> Self {
        Self::Fields(entry.into())
    }
}

/// One entry as a client sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Made by the client; sending it again changes nothing.
    pub id: EntryId,
    /// When it is about.
    pub about: About,
    /// When it was written, by the writer's clock.
    pub entered_at: Timestamp,
    /// How it was asked.
    pub provenance: Provenance,
    /// Who it is for.
    pub sharing: Sharing,
    /// What it says.
    pub content: Submission,
    /// What it corrects.
    pub amends: Option<Amends>,
    /// For a dose: the record of the one of the same medicine and day that its writer had before them, and that this one
    /// takes the place of. It is checked and not stored.
    pub known: Option<RecordId>,
}

/// A day's evening lasts until this hour of the next morning: an entry before it is still of its own day.
pub(crate) const EVENING_ENDS_HOUR: i8 = 4;

impl NewEntry {
    /// How the entry came to be, with what can be told from its dates.
    ///
    /// An entry about an earlier day is late, whoever wrote it, so that back-dating shows.
    #[must_use]
    pub fn modes(&self, writer: Role) -> Modes {
        let mode = self.provenance.mode;
        if mode == Mode::Imported {
            return Modes::of([mode]);
        }
        let by_staff = writer.writes_for_clinic().then_some(Mode::ByStaff);
        let late = self.is_late().then_some(Mode::Late);
        let live = by_staff.or(late).is_none();
        let mode = Some(mode).filter(|mode| live || *mode != Mode::Live);
        Modes::of([mode, by_staff, late].into_iter().flatten())
    }

    /// Whether it answers that the symptoms are the same as on the last answered day.
    #[must_use]
    pub fn repeats_symptoms(&self) -> bool {
        self.check_in().is_some_and(|check_in| check_in.symptoms == Some(SymptomAnswer::Same))
    }

    /// Whether it tells of a night and corrects none.
    #[must_use]
    pub fn is_new_night(&self) -> bool {
        let night = matches!(&self.content, Submission::Sleep(night) if night.is_night());
        night && self.amends.is_none()
    }

    /// Whether what it adds is decided by what the chart holds: an amendment, "the same as yesterday", a night.
    #[must_use]
    pub fn rests_on_chart(&self) -> bool {
        self.amends.is_some() || self.repeats_symptoms() || self.is_new_night()
    }

    /// Whether it says that its day could not be written about.
    #[must_use]
    pub fn is_wordless(&self) -> bool {
        self.check_in().is_some_and(CheckIn::is_wordless)
    }

    /// Its safety answers.
    pub fn safety_answers(&self) -> impl Iterator<Item = Symptom> {
        let listed = match self.check_in().and_then(|check_in| check_in.symptoms.as_ref()) {
            Some(SymptomAnswer::Listed(listed)) => listed.as_slice(),
            _ => &[],
        };
        listed.iter().map(|item| item.symptom).filter(|symptom| symptom.is_safety())
    }

    /// Whether it holds a safety answer.
    #[must_use]
    pub fn has_safety_answer(&self) -> bool {
        self.safety_answers().next().is_some()
    }

    const fn check_in(&self) -> Option<&CheckIn> {
        match &self.content {
            Submission::CheckIn { check_in, .. } => Some(check_in),
            _ => None,
        }
    }

    fn is_late(&self) -> bool {
        match self.about.days_until(self.entered_at) {
            ..=0 => false,
            1 => self.about.zone.time_of(self.entered_at).hour() >= EVENING_ENDS_HOUR,
            _ => true,
        }
    }
}
