//! Facts, notes and marks on the wire.

use diary::{
    Code, DayEvent, DoseChange, Event, HalfMicrograms, Medicine, MedicineStart, Precision, Review,
    ReviewClaim, Submission, Text,
};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;

use super::fields::Named as _;
use crate::http::input_error::{InputError, date};

/// An event of its own.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventWire {
    /// What, by name.
    pub what: String,
    /// Last day of a span, `YYYY-MM-DD`, inclusive.
    pub until: Option<String>,
}

/// A medicine and its first known dose, from the entry's date on. Written by the clinic.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MedicineWire {
    /// Catalogue id, generic or brand name of the catalogue, or any other name.
    pub medicine: String,
    /// Milligrams a day as a decimal number in text, such as `"37.5"`, in steps of 0.0005.
    pub dose_mg: String,
    /// `day`, `month` or `year`; `day` if absent.
    pub precision: Option<String>,
    /// The medicine it took the place of.
    pub replaces: Option<String>,
}

/// A change of dose from the entry's date on. Written by the clinic.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DoseWire {
    /// As the medicine was named, or any other name of it in the catalogue.
    pub medicine: String,
    /// Milligrams a day as a decimal number in text; `"0"` when it was stopped.
    pub dose_mg: String,
    /// `day`, `month` or `year`; `day` if absent.
    pub precision: Option<String>,
    /// A record of the dose of the same medicine and date that this one takes the place of; without it, a second one of a
    /// date is refused with 409 `dose-of-that-day`.
    #[expect(dead_code, reason = "described here, and read before the fields of its kind")]
    pub known: Option<String>,
}

/// Free text: a patient's note, or a working note of the staff.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteWire {
    /// At most 4,000 characters.
    pub text: String,
}

/// A clinician's "reviewed up to here".
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewWire {
    /// Everything received up to this moment was on the screen (RFC 3339).
    pub up_to: String,
    /// An answer that the patient can read.
    pub answer: Option<String>,
    /// Answers for a look on the same day that were read one by one, each as `RECORD.ID.SYMPTOM`: the entry's `record`, the
    /// `id` of the version that gave it, the symptom's id. A review needs all that arrived since the last one and up to
    /// `up_to`.
    pub seen: Option<Vec<String>>,
    /// `received_at` of the newest review that its writer knows of, empty where they know of none; where it is given, another
    /// one that was stored since refuses this one.
    pub known: Option<String>,
}

/// The entry named by `amends` should not have been made.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ErrorWire {}

impl EventWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let what = DayEvent::parse(&self.what).named("what")?;
        let until = self.until.map(|text| date("until", &text)).transpose()?;
        Ok(Submission::Event(Event { what, until }))
    }
}

impl MedicineWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        Ok(Submission::MedicineStart(MedicineStart {
            medicine: Medicine::named(&self.medicine).named("medicine")?,
            per_day: HalfMicrograms::parse_mg(&self.dose_mg).named("dose_mg")?,
            precision: precision(self.precision)?,
            replaces: self.replaces.map(|name| Medicine::named(&name)).transpose().named("replaces")?,
        }))
    }
}

impl DoseWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        Ok(Submission::DoseChange(DoseChange {
            medicine: Medicine::named(&self.medicine).named("medicine")?,
            per_day: HalfMicrograms::parse_mg(&self.dose_mg).named("dose_mg")?,
            precision: precision(self.precision)?,
        }))
    }
}

impl NoteWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        Ok(Submission::Note(self.text()?))
    }

    pub(super) fn parse_staff(self) -> Result<Submission, InputError> {
        Ok(Submission::StaffNote(self.text()?))
    }

    fn text(self) -> Result<Text, InputError> {
        Text::parse(&self.text).named("text")?.ok_or(InputError::new("text", Code::Empty))
    }
}

impl ReviewWire {
    pub(super) fn parse(self) -> Result<Submission, InputError> {
        let up_to = self.up_to.parse::<Timestamp>().map_err(|_| InputError::new("up_to", Code::NotATime))?;
        let answer = self.answer.as_deref().map_or(Ok(None), Text::parse).named("answer")?;
        let claim = ReviewClaim { seen: self.seen.unwrap_or_default(), known: self.known };
        Ok(Submission::Review { review: Review { up_to, answer }, claim })
    }
}

impl ErrorWire {
    pub(super) fn parse(self) -> Submission {
        Submission::EnteredInError
    }
}

fn precision(name: Option<String>) -> Result<Precision, InputError> {
    name.map_or(Ok(Precision::Day), |name| Precision::parse(&name)).named("precision")
}
