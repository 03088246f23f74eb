//! The language of the domain: entries, the chart they fold into, and their stored format.
//!
//! Pure: no clock, no storage, no keys; JSON only inside [`stored`]. Time always comes in as a parameter.

mod about;
mod author;
mod body;
pub mod chart;
pub mod dialogue;
mod entry;
mod error;
mod id;
mod imported;
mod kinds;
mod measurement;
mod medicine;
mod question_set;
mod review;
mod score;
mod sleep;
pub mod stored;
mod strand;
mod symptom;
mod text;

pub use about::{About, ZoneName};
pub use author::{Author, Language, Mode, Modes, Role};
pub use body::{
    Answered, Body, CheckIn, DayEvent, DoseChange, DoseOrder, Event, Function, Intake, MedicineStart,
    MedicineTaken, Note, Review, ReviewClaim, Safety, Withdrawn,
};
pub use entry::{Amends, LATE_DAYS, NewEntry, Part, Provenance, Sharing, Submission};
pub use error::{Code, Refusal};
pub use id::{AccountId, ChartId, ClinicId, EntryId, RecordId};
pub use imported::{ImportedRow, ImportedSeries, ImportedSet, Polarity};
pub use kinds::*;
pub use measurement::{Amount, Measure, Measurement, Scale};
pub use medicine::{
    AsNeeded, DoseCycle, Dosing, HalfMicrograms, Listed, MeanDose, Medicine, Order, Precision, TaperClass,
    TimedAmount, TimedAmounts, listed_medicines,
};
pub use question_set::QuestionSet;
pub use review::{Reviews, SameDayAnswer};
pub use score::{Score, SleepHours};
pub use sleep::{SleepEpisode, SleepFigures, SleepNight};
pub use stored::{Meta, Payload};
pub use strand::Strand;
pub use symptom::{
    Age, Category, Concept, Grade, ListedSymptom, Offer, Severity, Symptom, SymptomAnswer, Tms, offered,
    same_day_answers, symptoms,
};
pub use text::Text;
