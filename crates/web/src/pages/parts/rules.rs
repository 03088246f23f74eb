//! The rules behind every order and flag that staff see. Each has an id, which the device gate lists, and stands where it acts.

use diary::{Severity, Symptom};
use locale::Texts;

/// A rule by which something is put first or pointed at.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
    /// The order of the list of patients.
    Order,
    /// What counts as an answer to be seen on the same day.
    SameDay,
    /// What is pointed at when a dose is read back.
    ReadBack,
}

impl Rule {
    /// The rule's id and text.
    pub fn text(self, t: &Texts) -> String {
        match self {
            Self::Order => t.one("rule-order", "rule", "A"),
            Self::SameDay => {
                let named = |asks: fn(&Symptom) -> bool| {
                    let quoted = |one: Symptom| t.one("rule-answer", "answer", t.symptom(&one));
                    let all: Vec<String> = diary::symptoms().filter(asks).map(quoted).collect();
                    all.join(&t.get("rule-answers"))
                };
                let any = named(|one| one.asks_same_day(None));
                let severe =
                    named(|one| !one.asks_same_day(None) && one.asks_same_day(Some(Severity::Severe)));
                t.with(
                    "rule-same-day",
                    &[("rule", "B".into()), ("any", any.into()), ("severe", severe.into())],
                )
            }
            Self::ReadBack => t.one("rule-read-back", "rule", "C"),
        }
    }
}
