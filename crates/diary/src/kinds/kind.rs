//! What is known of a kind of entry beside its content.

use super::fields::Field;

/// What an entry is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A day of the person's life.
    Day,
    /// A day as a diary kept elsewhere has it.
    ImportedDay,
    /// Treatment, which may be years older than the diary.
    Treatment,
    /// The chart itself.
    Chart,
}

/// Who writes an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The patient or a guardian, as part of the diary.
    Diary,
    /// The care team, as a fact.
    CareTeam,
    /// Either, each in their own voice.
    Anyone,
    /// Whoever reviews the chart.
    Reviewer,
    /// A member of the staff, for the staff.
    Staff,
    /// The installation, from a file.
    Import,
    /// Nobody by itself: it is part of another entry.
    Nobody,
}

/// Who may correct what somebody of the staff wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Correctors {
    /// Any clinician: it is a fact of the clinic.
    Clinic,
    /// Its writer alone: it is their words.
    Writer,
}

/// Where an entry goes that has one part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// To the strand of its writer: what patient and care team share, for the patient alone, or the family's.
    Main,
    /// There, and a copy of what is shared for the family.
    MainAndFamily,
    /// As [`Self::Main`], but what is shared goes to the sensitive strand.
    FreeText,
    /// To the strand of the staff.
    Staff,
}

/// A kind of entry, or of part of an entry.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its name, stored and on the wire.
    pub name: &'static str,
    /// Its short name, in addresses and file names.
    pub short: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// What it is about.
    pub subject: Subject,
    /// Who writes it.
    pub writer: Writer,
    /// Who may correct it.
    pub correctors: Correctors,
    /// Where it goes.
    pub placement: Placement,
    /// Its fields, in order; none for a kind with a form of its own.
    pub fields: &'static [Field],
}

impl Kind {
    /// The field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
