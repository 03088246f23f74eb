//! The answer to "were there symptoms that bothered you today?"

use jiff::civil::Time;

use super::{Grade, Severity, Symptom};
use crate::{Code, Refusal};

/// One symptom of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSymptom {
    /// Which.
    pub symptom: Symptom,
    /// How strong; absent for concepts without grades.
    pub severity: Option<Severity>,
    /// When, where the person says so.
    pub time: Option<Time>,
}

impl ListedSymptom {
    /// As [`Symptom::needs_same_day_review`], for the strength that was answered.
    #[must_use]
    pub fn needs_same_day_review(&self) -> bool {
        self.symptom.needs_same_day_review(self.severity)
    }
}

/// What was answered. What was asked stands beside it: not asked is not "none".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SymptomAnswer {
    /// There were none.
    None,
    /// The same as on the last answered day; resolved at reading.
    Same,
    /// These.
    Listed(Vec<ListedSymptom>),
}

impl SymptomAnswer {
    /// Refuses a list that is empty, names a concept twice or one that was not asked, or grades the ungraded.
    ///
    /// # Errors
    /// Names the field `symptoms` and what is wrong.
    pub fn check(&self, asked: &[Symptom]) -> Result<(), Refusal> {
        let Self::Listed(listed) = self else { return Ok(()) };
        if listed.is_empty() {
            return Err(Refusal::new("symptoms", Code::Empty));
        }
        for (at, item) in listed.iter().enumerate() {
            let graded = item.symptom.concept().grade == Grade::Graded;
            if graded != item.severity.is_some() {
                return Err(Refusal::new("symptoms", Code::SeverityMismatch));
            }
            if listed.iter().skip(at + 1).any(|other| other.symptom == item.symptom) {
                return Err(Refusal::new("symptoms", Code::Twice));
            }
            if !asked.contains(&item.symptom) {
                return Err(Refusal::new("symptoms", Code::NotAsked));
            }
        }
        Ok(())
    }

    /// Splits safety concepts from the rest.
    #[must_use]
    pub fn split(self) -> (Self, Vec<ListedSymptom>) {
        match self {
            Self::Listed(all) => {
                let (safety, rest) = all.into_iter().partition(|item| item.symptom.is_safety());
                (Self::Listed(rest), safety)
            }
            other => (other, Vec::new()),
        }
    }
}
