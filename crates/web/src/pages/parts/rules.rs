//! The rules behind every order and flag that staff see. Each has an id, which the device gate lists, and stands where it acts.

use diary::Severity;
use locale::Texts;

/// A rule by which something is put first or pointed at.
#[derive(Clone, Copy, Debug)]
pub enum Rule {
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
                let (mut any, mut severe) = (Vec::new(), Vec::new());
                for symptom in diary::symptoms() {
                    let quoted = t.one("rule-answer", "answer", t.symptom(&symptom));
                    if symptom.needs_same_day_review(None) {
                        any.push(quoted);
                    } else if symptom.needs_same_day_review(Some(Severity::Severe)) {
                        severe.push(quoted);
                    }
                }
                let (any, severe) = (any.join(&t.get("rule-answers")), severe.join(&t.get("rule-answers")));
                t.with(
                    "rule-same-day",
                    &[("rule", "B".into()), ("any", any.into()), ("severe", severe.into())],
                )
            }
            Self::ReadBack => t.one("rule-read-back", "rule", "C"),
        }
    }
}
