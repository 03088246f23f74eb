//! Every text exists in both languages, says something, and takes the same values.

use std::collections::BTreeMap;

use crate::reading::{self, Files, LANGUAGES, Text};

/// What is wrong when the texts of the languages are compared with each other.
fn compared(files: &Files) -> Vec<String> {
    let mut wrong = Vec::new();
    let [ja, en] = LANGUAGES.map(|language| by_key(files, language, &mut wrong));
    for (texts, others, language) in [(&ja, &en, "en"), (&en, &ja, "ja")] {
        let lost = texts.keys().filter(|key| !others.contains_key(*key));
        wrong.extend(lost.map(|key| format!("{key} is not there in {language}")));
    }
    for (text, twin) in ja.values().filter_map(|text| Some((text, en.get(&text.key)?))) {
        if text.variables != twin.variables {
            let values = format!("takes {:?}, but {:?} in {}", text.variables, twin.variables, twin.path);
            wrong.push(format!("{} {values}", text.key));
        }
    }
    wrong
}

fn by_key(files: &Files, language: &str, wrong: &mut Vec<String>) -> BTreeMap<String, Text> {
    let (texts, unread) = reading::of(files, language);
    wrong.extend(unread);
    let mut by_key = BTreeMap::new();
    for text in texts {
        if text.words.trim().is_empty() && text.variables.is_empty() {
            wrong.push(format!("{} is empty", text.key));
        }
        if let Some(twin) = by_key.insert(text.key.clone(), text) {
            wrong.push(format!("{} is there twice", twin.key));
        }
    }
    by_key
}

fn found(ja: &str, en: &str) -> Vec<String> {
    compared(
        &[("/locales/ja/a.ftl", ja), ("/locales/en/b.ftl", en)]
            .map(|(path, text)| (path.into(), text.into()))
            .to_vec(),
    )
}

#[test]
fn every_text_exists_in_both_languages() {
    let files = reading::files("locales", "ftl");
    assert!(files.len() > 20, "{}", files.len());
    assert_eq!(compared(&files), Vec::<String>::new());
    // A crate with texts of its own would be left out here.
    assert_eq!(reading::files("..", "ftl").len(), files.len());
}

#[test]
fn equal_texts_pass() {
    let ja = "# c\nmood = 気分 { $value }\n    .label = 説明\n";
    let en =
        "mood = { $value ->\n    [one] one { $value }\n   *[other] many { $value }\n }\n    .label = Label\n";
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
    assert!(found("a = { $\n", "a = a\n").iter().any(|message| message.contains("is no Fluent")));
}

#[test]
fn another_set_of_values_is_found() {
    assert_eq!(found("a = { $x }\n", "a = { $x } { NUMBER($y) }\n").len(), 1);
}
