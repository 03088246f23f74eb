//! Why each question is asked.

use diary::QuestionSet;
use locale::Texts;

/// The questions of a set by the reason they share, with the key of its text.
type Reasons = &'static [(&'static [&'static str], &'static str)];

const CHECK_IN: Reasons = &[
    (&["mood", "anxiety"], "question-reason-mood"),
    (&["medicine"], "question-reason-medicine"),
    (&["symptoms"], "question-reason-symptoms"),
    (&["function"], "question-reason-function"),
    (&["events"], "question-reason-events"),
    (&["sleep_hours", "sleep_quality"], "question-reason-sleep"),
    (&["note"], "question-reason-note"),
];
const SLEEP: Reasons = &[
    (&["try_sleep", "final_wake"], "question-reason-sleep-times"),
    (&["quality"], "question-reason-sleep-quality"),
    (
        &["into_bed", "out_of_bed", "minutes_to_fall_asleep", "awakenings", "minutes_awake"],
        "question-reason-sleep-more",
    ),
    (&["no_sleep", "nap"], "question-reason-sleep-episode"),
];
const FAMILY_CHECK_IN: Reasons = &[
    (&["mood"], "question-reason-family-mood"),
    (&["medicine"], "question-reason-family-medicine"),
    (&["function"], "question-reason-function"),
    (&["note"], "question-reason-note"),
];

fn of(set: &QuestionSet) -> Reasons {
    match set.name {
        "sleep" => SLEEP,
        "family_check_in" => FAMILY_CHECK_IN,
        _ => CHECK_IN,
    }
}

/// The reasons for the questions that a page asks, in their order, each said once.
pub fn reasons(t: &Texts, set: &QuestionSet, asked: &[&str]) -> Vec<String> {
    let shown =
        of(set).iter().filter(|(questions, _)| questions.iter().any(|question| asked.contains(question)));
    shown.map(|(_, text)| t.get(text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use diary::Language;

    /// Every question of every set has one reason; a question that is not asked gives none.
    ///
    /// Verifies: PRIV-003
    #[test]
    fn every_question_has_its_reason() {
        for set in QuestionSet::ALL {
            let told: Vec<_> = of(set).iter().flat_map(|(questions, _)| questions.iter().copied()).collect();
            assert_eq!(told, set.questions, "{}", set.name);
            for language in Language::ALL {
                let t = Texts::of(*language);
                let all = reasons(&t, set, set.questions);
                assert_eq!(all.len(), of(set).len());
                assert_eq!(reasons(&t, set, &["note"]).len(), usize::from(set.questions.contains(&"note")));
                assert!(reasons(&t, set, &[]).is_empty());
            }
        }
    }
}
