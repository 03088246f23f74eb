//! Question sets: what a form may ask, by name and version.
//!
//! An entry names the set it was written with and which of its questions were on the screen, so that "not asked" and "left
//! blank" can be told apart for as long as the entry is kept.

use std::fmt;

use crate::{Code, Refusal, Submission};

/// One version of a form's questions. It is never changed once used: other questions, or another meaning of one, are the
/// next version beside it.
#[derive(Debug, PartialEq, Eq)]
pub struct QuestionSet {
    /// Its name.
    pub name: &'static str,
    /// Its version, from 1.
    pub version: u16,
    /// The kind of entry its answers become.
    pub kind: &'static str,
    /// The questions it may ask, in their order on the screen, by the names their answers have on the wire.
    pub questions: &'static [&'static str],
}

impl QuestionSet {
    /// The evening's check-in. It asks about the night only of who filled in no sleep card.
    pub const CHECK_IN: &'static Self = &Self {
        name: "check_in",
        version: 1,
        kind: "check_in",
        questions: &[
            "mood",
            "anxiety",
            "medicine",
            "symptoms",
            "function",
            "events",
            "sleep_hours",
            "sleep_quality",
            "note",
        ],
    };

    /// The morning's sleep card.
    pub const SLEEP: &'static Self = &Self {
        name: "sleep",
        version: 1,
        kind: "sleep",
        questions: &[
            "try_sleep",
            "final_wake",
            "quality",
            "into_bed",
            "out_of_bed",
            "minutes_to_fall_asleep",
            "awakenings",
            "minutes_awake",
            "no_sleep",
            "nap",
        ],
    };

    /// What a guardian is asked: how the child seemed.
    pub const FAMILY_CHECK_IN: &'static Self = &Self {
        name: "family_check_in",
        version: 1,
        kind: "check_in",
        questions: &["mood", "medicine", "function", "note"],
    };

    /// Every set that was ever used.
    pub const ALL: &'static [&'static Self] = &[Self::CHECK_IN, Self::SLEEP, Self::FAMILY_CHECK_IN];

    /// From its stored name, such as `check_in/1`.
    ///
    /// # Errors
    /// [`Code::UnknownValue`] for any other name.
    pub fn parse(name: &str) -> Result<&'static Self, Code> {
        Self::ALL.iter().copied().find(|set| set.to_string() == name).ok_or(Code::UnknownValue)
    }

    /// Refuses an entry that this set does not ask for, and questions it does not have or that were asked twice.
    ///
    /// # Errors
    /// Names the field `question_set` or `asked`.
    pub(crate) fn check(&self, content: &Submission, asked: &[String]) -> Result<(), Refusal> {
        if content.kind().name != self.kind {
            return Err(Refusal::new("question_set", Code::Contradicts));
        }
        for (at, question) in asked.iter().enumerate() {
            if !self.questions.contains(&question.as_str()) {
                return Err(Refusal::new("asked", Code::UnknownValue));
            }
            if asked.iter().take(at).any(|earlier| earlier == question) {
                return Err(Refusal::new("asked", Code::Twice));
            }
        }
        Ok(())
    }
}

/// As it is stored: `check_in/1`.
impl fmt::Display for QuestionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.version)
    }
}
