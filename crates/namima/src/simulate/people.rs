//! What the model gives: people, and what was written about them.

use diary::{EntryId, Language, NewEntry, RecordId, Role, Text};
use jiff::Timestamp;
use jiff::civil::Date;

/// A clinic of invented people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntheticClinic {
    /// Patients: first 16 adults with more than a year of diary, at the end one adult without any entry.
    pub people: Vec<Person>,
    /// Staff, the first clinician first.
    pub staff: Vec<Staff>,
}

/// Someone who works at the clinic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    /// Display name.
    pub display_name: String,
    /// What they are there.
    pub role: Role,
}

/// Someone who is near a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relative {
    /// Display name.
    pub display_name: String,
}

/// What happens to a person in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Story {
    /// Before the first step: nothing is reduced yet.
    Observing,
    /// A taper with a wave after each step.
    Waves,
    /// A finished taper, waves after its steps, then level.
    WithdrawalOnly,
    /// A finished taper and, weeks after the last dose, a slow ramp that stays.
    Relapse,
    /// The first steps lie before the diary, with approximate dates.
    MidTaper,
    /// One step is taken back: the only story in which a dose goes up.
    Reinstated,
    /// One medicine takes the place of another, which is then reduced.
    Switch,
    /// No entry at all: a chart for imports.
    Empty,
}

/// A synthetic patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Display name, such as `合成 07番`.
    pub display_name: String,
    /// Date of birth.
    pub birth_date: Date,
    /// The clinic's chart number.
    pub chart_number: String,
    /// Language of the screen.
    pub language: Language,
    /// The legal representative of a minor.
    pub guardian: Option<Relative>,
    /// Someone the patient invited.
    pub supporter: Option<Relative>,
    /// What was written, in order of arrival.
    pub entries: Vec<WrittenEntry>,
    /// What happens.
    pub story: Story,
}

/// Who wrote an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Writer {
    /// The person whose chart it is.
    Patient,
    /// The person's guardian.
    Guardian,
    /// The first clinician.
    Clinician,
}

impl Writer {
    /// The role it is written in.
    #[must_use]
    pub const fn role(self) -> Role {
        match self {
            Self::Patient => Role::Patient,
            Self::Guardian => Role::Guardian,
            Self::Clinician => Role::Clinician,
        }
    }
}

/// A correction, by entry: the record to name exists only once the entry is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amendment {
    /// The entry to correct: earlier in the same person's list, by the same writer.
    pub of: EntryId,
    /// Why.
    pub reason: Text,
}

/// One entry with its writer and its arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenEntry {
    /// Who wrote it.
    pub by: Writer,
    /// What was written; `amends` is empty, see [`WrittenEntry::naming`].
    pub entry: NewEntry,
    /// When it arrives at the clinic.
    pub received_at: Timestamp,
    /// What it corrects.
    pub amends: Option<Amendment>,
}

impl WrittenEntry {
    /// The entry as it is submitted, once a record of the entry to correct is known.
    #[must_use]
    pub fn naming(&self, record: RecordId) -> NewEntry {
        let amends = self.amends.as_ref();
        let amends =
            amends.map(|amendment| diary::Amends { record, reason: amendment.reason.clone(), newest: None });
        NewEntry { amends, ..self.entry.clone() }
    }
}
