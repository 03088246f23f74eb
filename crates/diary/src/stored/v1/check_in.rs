//! Version 1: check-in and safety answers.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::form::{Form, score};
use crate::{
    Answered, CheckIn, Code, DayEvent, Function, ListedSymptom, MedicineTaken, Safety, Score, Severity,
    SleepHours, Symptom, SymptomAnswer,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckInForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mood: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anxiety: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    function: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    symptoms: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    asked: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    listed: Vec<ListedForm>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    events: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sleep_tenths: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sleep_quality: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answered: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SafetyForm {
    listed: Vec<ListedForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedForm {
    id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    severity: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
}

impl Form for CheckInForm {
    type Content = CheckIn;

    fn write(content: &CheckIn) -> Self {
        let (symptoms, listed) = match &content.symptoms {
            None => (None, Vec::new()),
            Some(SymptomAnswer::None) => (Some("none"), Vec::new()),
            Some(SymptomAnswer::Same) => (Some("same"), Vec::new()),
            Some(SymptomAnswer::Listed(listed)) => (Some("listed"), listed.iter().map(listed_form).collect()),
        };
        let cannot_write = content.answered == Answered::CannotWrite;
        Self {
            mood: content.mood.map(Score::get),
            anxiety: content.anxiety.map(Score::get),
            medicine: content.medicine.map(|m| m.as_str().to_owned()),
            function: content.function.map(|f| f.as_str().to_owned()),
            symptoms: symptoms.map(str::to_owned),
            asked: content.symptoms_asked.iter().map(|s| s.id().to_owned()).collect(),
            listed,
            events: content.events.iter().map(|e| e.as_str().to_owned()).collect(),
            sleep_tenths: content.sleep_hours.map(SleepHours::tenths),
            sleep_quality: content.sleep_quality.map(Score::get),
            answered: cannot_write.then(|| content.answered.as_str().to_owned()),
        }
    }

    fn read(self) -> Result<CheckIn, Code> {
        let symptoms = match (self.symptoms.as_deref(), self.listed.as_slice()) {
            (Some("listed"), _) => Some(SymptomAnswer::Listed(listed(self.listed)?)),
            (None, []) => None,
            (Some("none"), []) => Some(SymptomAnswer::None),
            (Some("same"), []) => Some(SymptomAnswer::Same),
            _ => return Err(Code::UnknownValue),
        };
        Ok(CheckIn {
            mood: score(self.mood)?,
            anxiety: score(self.anxiety)?,
            medicine: self.medicine.map(|m| MedicineTaken::parse(&m)).transpose()?,
            function: self.function.map(|f| Function::parse(&f)).transpose()?,
            symptoms,
            symptoms_asked: self.asked.iter().map(|id| Symptom::parse(id)).collect::<Result<_, _>>()?,
            events: self.events.iter().map(|event| DayEvent::parse(event)).collect::<Result<_, _>>()?,
            sleep_hours: self.sleep_tenths.map(SleepHours::from_tenths).transpose()?,
            sleep_quality: score(self.sleep_quality)?,
            answered: self.answered.map_or(Ok(Answered::Answered), |a| Answered::parse(&a))?,
        })
    }
}

impl Form for SafetyForm {
    type Content = Safety;

    fn write(content: &Safety) -> Self {
        Self { listed: content.listed.iter().map(listed_form).collect() }
    }

    fn read(self) -> Result<Safety, Code> {
        Ok(Safety { listed: listed(self.listed)? })
    }
}

fn listed_form(item: &ListedSymptom) -> ListedForm {
    ListedForm {
        id: item.symptom.id().to_owned(),
        severity: item.severity.map(Severity::number),
        time: item.time,
    }
}

fn listed(stored: Vec<ListedForm>) -> Result<Vec<ListedSymptom>, Code> {
    let read = |item: ListedForm| {
        Ok(ListedSymptom {
            symptom: Symptom::parse(&item.id)?,
            severity: item.severity.map(|s| Severity::from_number(s.into())).transpose()?,
            time: item.time,
        })
    };
    stored.into_iter().map(read).collect()
}
