//! What a patient or a guardian chooses from: symptoms, and the answers about medicine and work.

use diary::{Function, ListedSymptom, MedicineTaken, Severity, Symptom};
use locale::Texts;

use crate::pages::forms::form_object::{ASKED_AGAIN, OPENED};

#[derive(Clone, Copy, Debug)]
pub struct Chip(pub Symptom);

impl Chip {
    pub fn name(self) -> String {
        format!("symptom.{}", self.0.id())
    }

    pub fn again_name(self) -> String {
        format!("{}{}", ASKED_AGAIN, self.0.id())
    }

    /// What ticking it anew says: a concept with grades is asked about at its strongest.
    pub fn again_value(self) -> &'static str {
        if self.graded() { "3" } else { "on" }
    }

    pub fn again_text(self, t: &Texts) -> String {
        let severity = self.graded().then_some(Severity::Severe);
        t.listed_symptom(&ListedSymptom { symptom: self.0, severity, time: None })
    }

    pub fn time_name(self) -> String {
        format!("symptom_time.{}", self.0.id())
    }

    pub fn opened_name(self) -> String {
        format!("{}{}", OPENED, self.0.id())
    }

    pub fn graded(self) -> bool {
        !self.0.is_safety()
    }
}

/// The answers about today's medicine: value and text.
pub fn taken(t: &Texts) -> Vec<(&'static str, String)> {
    MedicineTaken::ALL.iter().map(|taken| (taken.as_str(), t.taken(taken))).collect()
}

/// The answers about school, work and home: value and text.
pub fn functions(t: &Texts) -> Vec<(&'static str, String)> {
    Function::ALL.iter().map(|function| (function.as_str(), t.function(function))).collect()
}

/// The strengths of a symptom: value and text.
pub fn grades(t: &Texts) -> [(u8, String); 3] {
    [Severity::Mild, Severity::Moderate, Severity::Severe].map(|grade| (grade.number(), t.severity(&grade)))
}
