//! The evening's check-in on the wire.

use diary::{
    Answered, CheckIn, Code, DayEvent, Function, ListedSymptom, MedicineTaken, Score, Severity, Sharing,
    SleepHours, Submission, Symptom, SymptomAnswer, Text,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::fields::Named as _;
use crate::http::input_error::{InputError, time};

/// A check-in. Every field may be absent: not answered.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CheckInWire {
    /// 0 very bad, 10 very good.
    pub mood: Option<i64>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<i64>,
    /// `as_planned`, `partly`, `not_taken` or `more`.
    pub medicine: Option<String>,
    /// `as_usual`, `partly`, `could_not` or `day_off`.
    pub function: Option<String>,
    /// Symptoms.
    pub symptoms: Option<SymptomsWire>,
    /// Names of events of the day.
    pub events: Option<Vec<String>>,
    /// Hours, 0 to 24, at most one decimal.
    pub sleep_hours: Option<f64>,
    /// 0 very bad, 10 very good.
    pub sleep_quality: Option<i64>,
    /// "Cannot write today"; then nothing else is answered.
    pub cannot_write: Option<bool>,
    /// Free text to the clinic.
    pub note: Option<String>,
    /// Keeps the note from everyone but the patient.
    pub note_only_me: Option<bool>,
    /// Whether safety answers go to the clinic, `deliver` (if absent) or, with `only_me` alone, `keep`.
    pub safety_answer: Option<String>,
}

/// The answer about symptoms.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SymptomsWire {
    /// `none`, `same` or `listed`.
    pub answer: String,
    /// Which concepts were offered; what is listed counts as offered.
    pub asked: Option<Vec<String>>,
    /// With `listed`: which there were.
    pub listed: Option<Vec<ListedWire>>,
}

/// One symptom.
#[derive(Clone, Debug, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ListedWire {
    /// The concept.
    pub id: String,
    /// 1 mild, 2 moderate, 3 severe; absent for concepts without grades.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<i64>,
    /// When, `HH:MM`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
}

impl CheckInWire {
    pub(super) fn parse(self, sharing: Sharing) -> Result<(Submission, Sharing), InputError> {
        let sharing = match (sharing, self.safety_answer.as_deref()) {
            (Sharing::CareTeam, None | Some("deliver")) => Sharing::CareTeam,
            // Nothing is kept back from an entry that goes to the care team: better refused than misunderstood.
            (Sharing::CareTeam, Some("keep")) => {
                return Err(InputError::new("safety_answer", Code::Contradicts));
            }
            (_, None | Some("deliver")) => Sharing::OnlyMeSafetyDelivered,
            (_, Some("keep")) => Sharing::OnlyMe,
            (_, Some(_)) => return Err(InputError::new("safety_answer", Code::UnknownValue)),
        };
        let (symptoms, symptoms_asked) = self.symptoms.map(SymptomsWire::parse).transpose()?.unzip();
        let check_in = CheckIn {
            mood: self.mood.map(Score::new).transpose().named("mood")?,
            anxiety: self.anxiety.map(Score::new).transpose().named("anxiety")?,
            medicine: self.medicine.map(|name| MedicineTaken::parse(&name)).transpose().named("medicine")?,
            function: self.function.map(|name| Function::parse(&name)).transpose().named("function")?,
            symptoms,
            symptoms_asked: symptoms_asked.unwrap_or_default(),
            events: names(self.events.unwrap_or_default()).named("events")?,
            sleep_hours: self.sleep_hours.map(SleepHours::from_hours).transpose().named("sleep_hours")?,
            sleep_quality: self.sleep_quality.map(Score::new).transpose().named("sleep_quality")?,
            answered: if self.cannot_write == Some(true) {
                Answered::CannotWrite
            } else {
                Answered::Answered
            },
        };
        let note = self.note.as_deref().map_or(Ok(None), Text::parse).named("note")?;
        let note_for = if self.note_only_me == Some(true) { Sharing::OnlyMe } else { Sharing::CareTeam };
        Ok((Submission::CheckIn { check_in, note, note_for }, sharing))
    }
}

fn names(names: Vec<String>) -> Result<Vec<DayEvent>, Code> {
    names.iter().map(|name| DayEvent::parse(name)).collect()
}

impl SymptomsWire {
    fn parse(self) -> Result<(SymptomAnswer, Vec<Symptom>), InputError> {
        let asked = self.asked.unwrap_or_default();
        let mut asked: Vec<Symptom> =
            asked.iter().map(|id| Symptom::parse(id)).collect::<Result<_, _>>().named("symptoms.asked")?;
        let listed = self.listed.unwrap_or_default();
        let answer = match (self.answer.as_str(), listed.is_empty()) {
            ("none", true) => SymptomAnswer::None,
            ("same", true) => SymptomAnswer::Same,
            ("none" | "same", false) => return Err(InputError::new("symptoms.listed", Code::Contradicts)),
            ("listed", _) => {
                SymptomAnswer::Listed(listed.into_iter().map(ListedWire::parse).collect::<Result<_, _>>()?)
            }
            _ => return Err(InputError::new("symptoms.answer", Code::UnknownValue)),
        };
        if let SymptomAnswer::Listed(listed) = &answer {
            for item in listed {
                if !asked.contains(&item.symptom) {
                    asked.push(item.symptom);
                }
            }
        }
        Ok((answer, asked))
    }
}

impl ListedWire {
    pub fn parse(self) -> Result<ListedSymptom, InputError> {
        Ok(ListedSymptom {
            symptom: Symptom::parse(&self.id).named("symptoms.listed")?,
            severity: self
                .severity
                .map(Severity::from_number)
                .transpose()
                .named("symptoms.listed.severity")?,
            time: self.time.map(|text| time("symptoms.listed.time", &text)).transpose()?,
        })
    }
}
