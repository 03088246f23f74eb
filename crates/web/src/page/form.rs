//! What a form holds when it is shown: typed, prefilled, refused.

use std::fmt::Display;

use diary::Code;
use jiff::civil::Date;

use crate::texts::Texts;

/// Field values by name, and what is wrong with them. Values are shown again exactly as they were typed.
#[derive(Clone, Default)]
pub struct Filled {
    pairs: Vec<(String, String)>,
    problems: Vec<(String, Code)>,
}

impl Filled {
    /// From names and values, in the order of the form; a name may repeat.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, problems: Vec::new() }
    }

    /// The same form with what is wrong in it: fields by their names on the wire.
    #[must_use]
    pub fn refused_by(mut self, errors: &[crate::wire::WireError]) -> Self {
        self.problems.extend(errors.iter().map(|error| (error.field.clone(), error.code)));
        self
    }

    /// The first value of a field; empty where there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// Whether a field has this value.
    #[must_use]
    pub fn has(&self, name: &str, value: impl Display) -> bool {
        let value = value.to_string();
        self.pairs.iter().any(|(field, filled)| field == name && *filled == value)
    }

    /// Whether a field is empty or absent.
    #[must_use]
    pub fn blank(&self, name: &str) -> bool {
        self.value(name).is_empty()
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn problem(&self, name: &str) -> Option<Code> {
        self.problems.iter().find(|(field, _)| field == name).map(|(_, code)| *code)
    }

    /// Whether anything is wrong.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Everything wrong: the field's name on the wire, and the words for it.
    #[must_use]
    pub fn problems(&self, t: &Texts) -> Vec<(String, String)> {
        let words = |field: &str, code: &Code| match label(*t, field) {
            Some(label) => {
                t.with("field-named-problem", &[("field", label.into()), ("problem", t.refusal(code).into())])
            }
            None => t.refusal(code),
        };
        self.problems.iter().map(|(field, code)| (field.clone(), words(field, code))).collect()
    }

    /// Every field and value, to carry them on in hidden fields.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

/// What a field is called on the page.
fn label(t: Texts, field: &str) -> Option<String> {
    Some(match field {
        "mood" => t.get("mood"),
        "anxiety" => t.get("anxiety"),
        "medicine" => t.get("facts-medicine"),
        "symptoms" => t.get("symptoms"),
        "function" => t.get("function"),
        "events" => t.get("events"),
        "sleep_hours" => t.get("sleep-hours"),
        "sleep_quality" | "quality" => t.get("sleep-quality"),
        "note" | "text" => t.get("note"),
        "date" => t.get("facts-date"),
        "reason" => t.get("reason"),
        "into_bed" => t.get("sleep-into-bed"),
        "try_sleep" => t.get("sleep-try"),
        "minutes_to_fall_asleep" => t.get("sleep-latency"),
        "awakenings" => t.get("sleep-awakenings"),
        "minutes_awake" => t.get("sleep-awake"),
        "final_wake" => t.get("sleep-wake"),
        "out_of_bed" => t.get("sleep-out-of-bed"),
        "dose_mg" => t.get("facts-dose"),
        "replaces" => t.get("facts-replaces"),
        "protocol" => t.get("facts-protocol"),
        "intensity_percent_mt" => t.get("facts-intensity"),
        "pulses" => t.get("facts-pulses"),
        "what" => t.get("facts-event"),
        "until" => t.get("facts-until"),
        "kg" => t.get("facts-weight"),
        "answer" => t.get("facts-answer"),
        _ => return None,
    })
}

/// The entry that a form corrects.
#[derive(Clone, Debug)]
pub struct Amended {
    /// Any record of it.
    pub record: String,
    /// The day it is about.
    pub day: Date,
}
