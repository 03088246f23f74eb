//! Every text exists in both languages, says something, and takes the same values.

use std::collections::BTreeMap;

use super::subject::{Finding, Subject};
use super::texts::{self, LANGUAGES, Text};

/// Compares the texts of the languages with each other.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let [ja, en] = LANGUAGES.map(|language| by_key(subject, language, &mut findings));
    for (texts, others, language) in [(&ja, &en, "en"), (&en, &ja, "ja")] {
        for text in texts.values().filter(|text| !others.contains_key(&text.key)) {
            findings.push(Finding::about(&text.path, format!("{} is not there in {language}", text.key)));
        }
    }
    for (text, twin) in ja.values().filter_map(|text| Some((text, en.get(&text.key)?))) {
        if text.variables != twin.variables {
            let values = format!("takes {:?}, but {:?} in {}", text.variables, twin.variables, twin.path);
            findings.push(Finding::about(&text.path, format!("{} {values}", text.key)));
        }
    }
    findings
}

fn by_key(subject: &Subject, language: &str, findings: &mut Vec<Finding>) -> BTreeMap<String, Text> {
    let (texts, wrong) = texts::of(subject, language);
    findings.extend(wrong);
    let mut by_key = BTreeMap::new();
    for text in texts {
        if text.words.trim().is_empty() && text.variables.is_empty() {
            findings.push(Finding::about(&text.path, format!("{} is empty", text.key)));
        }
        if let Some(twin) = by_key.insert(text.key.clone(), text) {
            findings.push(Finding::about(&twin.path, format!("{} is there twice", twin.key)));
        }
    }
    by_key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ja: &str, en: &str) -> Vec<String> {
        let files = [("crates/locale/locales/ja/a.ftl", ja), ("crates/locale/locales/en/b.ftl", en)];
        check(&Subject::of_files(&files)).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn equal_texts_pass() {
        let ja = "# c\nmood = 気分 { $value }\n    .label = 説明\n";
        let en = "mood = { $value ->\n    [one] one { $value }\n   *[other] many { $value }\n }\n    .label = Label\n";
        assert_eq!(found(ja, en), Vec::<String>::new());
    }

    #[test]
    fn a_missing_text_is_found_in_either_language() {
        let found_both = found("a = あ\nb = い\n", "a = a\nc = c\n");
        assert_eq!(found_both, ["b is not there in en", "c is not there in ja"]);
        assert_eq!(found("a = あ\n    .x = い\n", "a = a\n"), ["a.x is not there in en"]);
    }

    #[test]
    fn empty_doubled_and_broken_texts_are_found() {
        assert_eq!(found("a = { \"\" }\n", "a = a\n"), ["a is empty"]);
        assert_eq!(found("a = あ\na = い\n", "a = a\n"), ["a is there twice"]);
        assert!(found("a = { $\n", "a = a\n").iter().any(|message| message.starts_with("is no Fluent")));
    }

    #[test]
    fn another_set_of_values_is_found() {
        assert_eq!(found("a = { $x }\n", "a = { $x } { NUMBER($y) }\n").len(), 1);
    }
}
