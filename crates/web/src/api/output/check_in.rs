//! A check-in, and the safety answers beside it.

use diary::{CheckIn, ListedSymptom, Safety, SymptomAnswer};
use serde::Serialize;
use utoipa::ToSchema;

use super::display::{Clock, Shown, clock};

/// An evening's check-in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckInShape<'a> {
    /// 0 very bad, 10 very good.
    mood: Option<u8>,
    /// 0 none, 10 very strong.
    anxiety: Option<u8>,
    /// Today's medicine.
    medicine: Option<&'a str>,
    /// School, work, home.
    function: Option<&'a str>,
    /// What was answered about symptoms.
    symptoms: Option<SymptomsShape<'a>>,
    /// Events of the day.
    events: Vec<&'a str>,
    /// Hours slept, as stated.
    sleep_hours: Option<f64>,
    /// 0 very bad, 10 very good.
    sleep_quality: Option<u8>,
    /// "Cannot write today".
    cannot_write: bool,
}

impl<'a> CheckInShape<'a> {
    pub(super) fn of(check_in: &'a CheckIn) -> Self {
        Self {
            mood: check_in.mood.map(diary::Score::get),
            anxiety: check_in.anxiety.map(diary::Score::get),
            medicine: check_in.medicine.map(diary::MedicineTaken::as_str),
            function: check_in.function.map(diary::Function::as_str),
            symptoms: check_in.symptoms.as_ref().map(|answer| SymptomsShape::of(answer, check_in)),
            events: check_in.events.iter().map(|event| event.as_str()).collect(),
            sleep_hours: check_in.sleep_hours.map(diary::SleepHours::hours),
            sleep_quality: check_in.sleep_quality.map(diary::Score::get),
            cannot_write: check_in.answered == diary::Answered::CannotWrite,
        }
    }
}

/// What was answered about symptoms.
#[derive(Debug, Serialize, ToSchema)]
pub struct SymptomsShape<'a> {
    /// `none`, `same` or `listed`.
    answer: &'static str,
    /// Which were asked.
    asked: Vec<&'a str>,
    /// Which were chosen; absent where they were the same as before.
    #[serde(skip_serializing_if = "Option::is_none")]
    listed: Option<Vec<ListedShape>>,
}

impl<'a> SymptomsShape<'a> {
    fn of(answer: &'a SymptomAnswer, check_in: &'a CheckIn) -> Self {
        let (answer, listed) = match answer {
            SymptomAnswer::None => ("none", Some(Vec::new())),
            SymptomAnswer::Same => ("same", None),
            SymptomAnswer::Listed(all) => ("listed", Some(all.iter().map(ListedShape::of).collect())),
        };
        Self { answer, asked: check_in.symptoms_asked.iter().map(|symptom| symptom.id()).collect(), listed }
    }
}

/// One listed symptom.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedShape {
    /// Its name in the list.
    id: &'static str,
    /// 1 to 3, for concepts with grades.
    severity: Option<u8>,
    /// When, where that was said.
    #[schema(value_type = Option<String>)]
    time: Option<Shown<Clock>>,
}

impl ListedShape {
    /// One listed symptom.
    #[must_use]
    pub fn of(item: &ListedSymptom) -> Self {
        let severity = item.severity.map(diary::Severity::number);
        Self { id: item.symptom.id(), severity, time: clock(item.time) }
    }
}

/// Safety answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafetyShape {
    /// What was chosen.
    pub safety: Vec<ListedShape>,
}

impl SafetyShape {
    pub(super) fn of(safety: &Safety) -> Self {
        Self { safety: safety.listed.iter().map(ListedShape::of).collect() }
    }
}
