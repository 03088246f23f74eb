//! What an entry says, by kind.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::author::named;
use crate::imported::{ImportedRow, ImportedSet};
use crate::kinds::{self, Kind};
use crate::symptom::{ListedSymptom, Symptom, SymptomAnswer};
use crate::{
    Dosing, FieldEntry, HalfMicrograms, Measurement, Medicine, Order, Precision, Score, SleepHours,
    SleepNight, Text,
};

named! {
    /// Today's medicine.
    MedicineTaken {
        /// As planned.
        AsPlanned = "as_planned",
        /// Only part of it.
        Partly = "partly",
        /// Not taken.
        NotTaken = "not_taken",
        /// More than planned.
        More = "more",
    }
}

named! {
    /// School, work or home today.
    Function {
        /// As usual.
        AsUsual = "as_usual",
        /// Partly.
        Partly = "partly",
        /// Could not.
        CouldNot = "could_not",
        /// A day off.
        DayOff = "day_off",
    }
}

named! {
    /// Something that happened and may matter beside the symptoms.
    DayEvent {
        /// Menstruation.
        Menstruation = "menstruation",
        /// Fever or feeling ill.
        Illness = "illness",
        /// Alcohol.
        Alcohol = "alcohol",
        /// Caffeine.
        Caffeine = "caffeine",
        /// A late night or travel.
        LateNightOrTravel = "late_night_or_travel",
        /// An exam or another event.
        ExamOrEvent = "exam_or_event",
        /// Another medicine.
        OtherMedicine = "other_medicine",
        /// In hospital.
        HospitalStay = "hospital_stay",
        /// Exercise.
        Exercise = "exercise",
        /// A session of cognitive behavioural therapy.
        Cbt = "cbt",
        /// A visit to the clinic.
        Visit = "visit",
    }
}

/// Answers of an evening's check-in. The symptoms of a [`crate::Submission`] hold its safety answers too; in a [`Body`] these
/// are a [`Safety`] beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckIn {
    /// 0 very bad, 10 very good.
    pub mood: Option<Score>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<Score>,
    /// Today's medicine.
    pub medicine: Option<MedicineTaken>,
    /// School, work, home.
    pub function: Option<Function>,
    /// Symptoms, where answered.
    pub symptoms: Option<SymptomAnswer>,
    /// Which symptoms were asked.
    pub symptoms_asked: Vec<Symptom>,
    /// Events of the day.
    pub events: Vec<DayEvent>,
    /// Hours slept, asked in the evening of who skipped the morning card.
    pub sleep_hours: Option<SleepHours>,
    /// 0 very bad, 10 very good.
    pub sleep_quality: Option<Score>,
    /// "Cannot write today", or an answered check-in.
    pub answered: Answered,
}

impl CheckIn {
    /// Whether it says that the day could not be written about.
    #[must_use]
    pub fn is_wordless(&self) -> bool {
        self.answered == Answered::CannotWrite
    }
}

named! {
    /// Whether the day could be written about.
    #[derive(Default)]
    Answered {
        /// The questions were answered, each or some.
        #[default]
        Answered = "answered",
        /// "Cannot write today".
        CannotWrite = "cannot_write",
    }
}

/// Safety concepts that were selected. Any selection is positive; there are no grades.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Safety {
    /// What was selected.
    pub listed: Vec<ListedSymptom>,
}

/// Free text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What was written.
    pub text: Text,
}

/// An event of its own, perhaps lasting until a later day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub what: DayEvent,
    /// Last day, inclusive, of a span.
    pub until: Option<Date>,
}

/// A medicine the person takes from the entry's date on, with its first known dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MedicineStart {
    /// The medicine.
    pub medicine: Medicine,
    /// Dose a day.
    pub per_day: HalfMicrograms,
    /// How exactly the date is known.
    pub precision: Precision,
    /// The medicine it took the place of.
    pub replaces: Option<Medicine>,
}

/// A change of dose from the entry's date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseChange {
    /// The medicine.
    pub medicine: Medicine,
    /// Dose a day; zero when it was stopped.
    pub per_day: HalfMicrograms,
    /// How exactly the date is known.
    pub precision: Precision,
}

/// An order from the entry's date on that says more than one amount a day; a cycle begins on that date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoseOrder {
    /// The medicine.
    pub medicine: Medicine,
    /// How it is to be taken.
    pub order: Order,
}

/// A dose that was taken; when is what the entry is about, why is free text beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intake {
    /// The medicine.
    pub medicine: Medicine,
    /// How much, once.
    pub amount: HalfMicrograms,
}

/// A clinician has read everything that had arrived by a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Everything received up to this moment was on the screen.
    pub up_to: Timestamp,
    /// An answer that the patient can read.
    pub answer: Option<Text>,
}

/// What the writer of a review says they had before them. It is checked and not stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewClaim {
    /// The same-day answers that were read one by one, each as [`crate::SameDayAnswer::tick`] names it.
    pub seen: Vec<String>,
    /// When the newest review that the writer knows of was stored, empty where they know of none; `None` where they do
    /// not say.
    pub known: Option<String>,
}

named! {
    /// The entry named by the amendment no longer stands.
    Withdrawn {
        /// It should never have been entered: the wrong person, or a slip.
        EnteredInError = "entered_in_error",
        /// A part that the amended entry no longer has.
        Removed = "removed",
    }
}

/// What a record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Check-in.
    CheckIn(CheckIn),
    /// Safety answers of a check-in.
    Safety(Safety),
    /// Free text.
    Note(Note),
    /// A night's sleep.
    Sleep(SleepNight),
    /// An event.
    Event(Event),
    /// A medicine.
    MedicineStart(MedicineStart),
    /// A dose change.
    DoseChange(DoseChange),
    /// An order.
    DoseOrder(DoseOrder),
    /// A dose that was taken.
    Intake(Intake),
    /// What a kind says that is a list of fields.
    Fields(FieldEntry),
    /// A measurement.
    Measurement(Measurement),
    /// Items of an imported diary.
    ImportedSet(ImportedSet),
    /// Values of an imported diary.
    ImportedRow(ImportedRow),
    /// Reviewed up to here.
    Review(Review),
    /// No longer stands.
    Withdrawn(Withdrawn),
}

impl Body {
    /// Whether both say the same, whatever else was on the screen.
    #[must_use]
    pub fn is_equivalent_to(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::CheckIn(one), Self::CheckIn(other)) => {
                let symptoms_asked = one.symptoms_asked.clone();
                *one == CheckIn { symptoms_asked, ..other.clone() }
            }
            _ => self == other,
        }
    }

    /// What someone should look at on the same day, as it was answered: every safety answer, and severe akathisia.
    pub fn same_day_answers(&self) -> impl Iterator<Item = &ListedSymptom> {
        let listed = match self {
            Self::Safety(safety) => safety.listed.as_slice(),
            Self::CheckIn(CheckIn { symptoms: Some(SymptomAnswer::Listed(listed)), .. }) => listed,
            _ => &[],
        };
        listed.iter().filter(|item| item.needs_same_day_review())
    }

    /// What it says of the dose of a medicine from its date on, where it is a fact of one.
    #[must_use]
    pub fn dosing(&self) -> Option<(&Medicine, Dosing)> {
        match self {
            Self::MedicineStart(started) => Some((&started.medicine, Dosing::Daily(started.per_day))),
            Self::DoseChange(dose) => Some((&dose.medicine, Dosing::Daily(dose.per_day))),
            Self::DoseOrder(ordered) => Some((&ordered.medicine, Dosing::Ordered(ordered.order.clone()))),
            _ => None,
        }
    }

    /// The kind of part it is.
    #[must_use]
    pub const fn kind(&self) -> &'static Kind {
        match self {
            Self::CheckIn(_) => &kinds::CHECK_IN,
            Self::Safety(_) => &kinds::SAFETY,
            Self::Note(_) => &kinds::NOTE,
            Self::Sleep(_) => &kinds::SLEEP,
            Self::Event(_) => &kinds::EVENT,
            Self::MedicineStart(_) => &kinds::MEDICINE,
            Self::DoseChange(_) => &kinds::DOSE_CHANGE,
            Self::DoseOrder(_) => &kinds::DOSE_ORDER,
            Self::Intake(_) => &kinds::INTAKE,
            Self::Fields(entry) => entry.kind(),
            Self::Measurement(_) => &kinds::MEASUREMENT,
            Self::ImportedSet(_) => &kinds::IMPORTED_SET,
            Self::ImportedRow(_) => &kinds::IMPORTED_ROW,
            Self::Review(_) => &kinds::REVIEW,
            Self::Withdrawn(_) => &kinds::WITHDRAWN,
        }
    }
}

impl<T: Into<FieldEntry>> From<T> for Body {
    fn from(entry: T) -> Self {
        Self::Fields(entry.into())
    }
}
