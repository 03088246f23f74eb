//! What a form holds when it is shown: typed, prefilled, refused.

use std::fmt::Display;

use diary::chart::Entry;
use diary::{Code, Measure};
use jiff::civil::Date;
use locale::Texts;

use crate::http::input_error;
use crate::http::input_error::InputError;
use crate::pages::forms::form_object;
use crate::pages::forms::refusals;
use crate::pages::forms::refusals::label;

/// Field values by name, and what is wrong with them. Values are shown again exactly as they were typed.
#[derive(Clone, Default)]
pub struct FormState {
    pairs: Vec<(String, String)>,
    problems: Vec<(String, Code)>,
    today: Option<Date>,
}

impl FormState {
    /// From names and values, in the order of the form; a name may repeat.
    #[must_use]
    pub fn of(pairs: Vec<(String, String)>) -> Self {
        Self { pairs, problems: Vec::new(), today: None }
    }

    /// The same form with what is wrong in it: fields by their names on the wire.
    #[must_use]
    pub fn refused_by(mut self, errors: &[InputError]) -> Self {
        // `symptoms.listed.severity` is a part of what the form shows as one.
        for error in errors {
            let shown = error.field.split('.').next().unwrap_or_default();
            self.problems.push((shown.to_owned(), error.code));
        }
        self
    }

    /// The same form on this day: an example of a date is one that can be written.
    #[must_use]
    pub fn on(mut self, today: Date) -> Self {
        self.today = Some(today);
        self
    }

    /// The same form with this value in the place of any other of the field.
    #[must_use]
    pub fn with(mut self, name: &str, value: String) -> Self {
        self.pairs.retain(|(field, _)| field != name);
        self.pairs.push((name.to_owned(), value));
        self
    }

    /// The same form, knowing which version of an entry its writer has before them.
    #[must_use]
    pub fn with_newest(self, entry: &Entry) -> Self {
        self.with("newest", entry.newest_record().map(|record| record.to_string()).unwrap_or_default())
    }

    /// The first value of a field; empty where there is none.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.pairs.iter().find(|(field, _)| field == name).map_or("", |(_, value)| value)
    }

    /// The day it names, where that is one.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        input_error::date("date", self.value("date").trim()).ok()
    }

    /// Whether a symptom was opened and no strength chosen.
    pub fn leaves_open(&self, symptom: &diary::Symptom) -> bool {
        form_object::without_strength(&self.pairs).contains(symptom)
    }

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

    /// What to do about a field, in words that fit it.
    #[must_use]
    pub fn words(&self, t: &Texts, name: &str) -> Option<String> {
        self.problem(name).map(|code| self.say(*t, name, code))
    }

    fn say(&self, t: Texts, field: &str, code: Code) -> String {
        match (code, self.today) {
            (Code::NotADate, Some(today)) => t.one("refusal-not-a-date", "example", today.to_string()),
            (Code::Missing, _) if field == "symptoms" => {
                let open = named(t, &form_object::without_strength(&self.pairs));
                t.one("refusal-strength-missing", "symptoms", open)
            }
            (Code::Contradicts, _) if field == "symptoms" => {
                let of_today = self.blank("amends") && (self.blank("date") || self.day() == self.today);
                let answer = t.get(match (self.has("symptoms", "same"), of_today) {
                    (false, _) => "symptoms-none",
                    (true, true) => "symptoms-same",
                    (true, false) => "on-day-same",
                });
                let listed = named(t, &form_object::listed(&self.pairs));
                t.with(
                    "refusal-contradicts-symptoms",
                    &[("answer", answer.into()), ("symptoms", listed.into())],
                )
            }
            _ => refusals::words(t, field, code, self.measure()),
        }
    }

    /// What the form measures, if it does.
    fn measure(&self) -> Option<Measure> {
        Measure::parse(self.value("what")).ok()
    }

    /// The answers of the safety list that are among what was chosen.
    #[must_use]
    pub fn safety(&self) -> Vec<diary::Symptom> {
        let chosen = self.pairs.iter().filter(|(_, value)| !value.is_empty());
        let ids = chosen.filter_map(|(name, _)| {
            name.strip_prefix("symptom.").or(name.strip_prefix(form_object::ASKED_AGAIN))
        });
        ids.filter_map(|id| diary::Symptom::parse(id).ok()).filter(|it| it.is_safety()).collect()
    }

    /// How to find what is wrong: by the marks beside the fields, or in the list where there is no mark to look for.
    pub fn nothing_stored(&self, t: &Texts) -> String {
        let marked = self.problems.iter().any(|(field, _)| label(*t, field, self.measure()).is_some());
        t.get(if marked { "nothing-stored-detail" } else { "nothing-stored-listed" })
    }

    #[must_use]
    pub fn is_refused(&self) -> bool {
        !self.problems.is_empty()
    }

    /// Everything wrong: where the page shows it, if it does, and the words for it.
    #[must_use]
    pub fn problems(&self, t: &Texts) -> Vec<(Option<String>, String)> {
        let mut problems = Vec::new();
        for (field, code) in &self.problems {
            let problem = self.say(*t, field, *code);
            let named = label(*t, field, self.measure());
            let shown = named.is_some() || matches!(field.as_str(), "check_in" | "sleep" | "family");
            let at = if field == "family" { "check_in" } else { field };
            let words = match named {
                Some(label) => {
                    t.with("field-named-problem", &[("field", label.into()), ("problem", problem.into())])
                }
                None => problem,
            };
            problems.push((shown.then(|| format!("#f-{at}")), words));
        }
        problems
    }

    /// Every field and value, to carry them on in hidden fields.
    #[must_use]
    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }
}

fn named(t: Texts, symptoms: &[diary::Symptom]) -> String {
    let names: Vec<String> = symptoms.iter().map(|symptom| t.symptom(symptom)).collect();
    names.join(&t.get("list-separator"))
}

/// The entry that a form corrects.
#[derive(Clone, Debug)]
pub struct Amended {
    /// Any record of it.
    pub record: String,
    pub day: Date,
}
