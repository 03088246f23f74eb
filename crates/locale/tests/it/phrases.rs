//! The product records and shows. No text of it may promise to watch, diagnose or predict.

use regex_lite::Regex;

use crate::reading::{self, Files, LANGUAGES};

/// Texts that deny it, one a line: a sentence listed here may be said.
const ALLOWED: &str = include_str!("../allowed-phrases.txt");

/// Looked for in texts written in lower case; a phrase of letters must begin a word, so that "secure" is not "cure".
const BANNED: &str = concat!(
    "監視|見守|モニタ|診断|予測|予知|予報|検知|早期発見|自動判定|リスクスコア|リスク判定|危険度|再発を防|完治|治癒|",
    r"\b(monitor|diagnos|predict|forecast|surveil|detect|screening tool|risk score|risk level|early warning|",
    "watch over|watches over|watching over|keep an eye|keeps an eye|cure)",
);

/// What the texts of both languages promise, and what is allowed for nothing.
fn promised(files: &Files, allowed: &str) -> Vec<String> {
    let banned = Regex::new(BANNED).unwrap();
    let mut wrong = Vec::new();
    let allowed = sentences(allowed);
    let mut used = vec![false; allowed.len()];
    for text in LANGUAGES.iter().flat_map(|language| reading::of(files, language).0) {
        let mut words = plain(&text.words);
        for (sentence, used) in allowed.iter().zip(&mut used) {
            *used |= words.contains(sentence);
            words = words.replace(sentence, " ");
        }
        let remedy = "reword it, or list a sentence that denies it in tests/allowed-phrases.txt";
        let phrase = banned.find(&words);
        wrong.extend(phrase.map(|it| format!("{} says \"{}\"; {remedy}", text.key, it.as_str())));
    }
    let stale = allowed.iter().zip(used).filter(|(_, used)| !used);
    wrong.extend(stale.map(|(sentence, _)| format!("no text says \"{sentence}\"")));
    wrong
}

fn sentences(text: &str) -> Vec<String> {
    text.lines().map(plain).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Lower case, and white space of any length as one space.
fn plain(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn found(ja: &str, en: &str, allowed: &str) -> Vec<String> {
    let files = [("/locales/ja/a.ftl", ja), ("/locales/en/a.ftl", en)];
    promised(&files.map(|(path, text)| (path.into(), text.into())).to_vec(), allowed)
}

/// Verifies: GOV-006
#[test]
fn no_text_promises_to_watch_diagnose_or_predict() {
    assert_eq!(promised(&reading::files("locales", "ftl"), ALLOWED), Vec::<String>::new());
}

/// Verifies: GOV-006
#[test]
fn a_promise_to_watch_diagnose_or_predict_is_found() {
    for (ja, en) in [
        ("a = 症状を監視します", "a = x"),
        ("a = あ\n    .label = うつ病を診断", "a = x"),
        ("a = { $n ->\n    [one] 再発を予測\n   *[other] い\n }\n", "a = { $n }"),
        ("a = あ", "a = We Monitor your mood"),
        ("a = あ", "a = A diagnostic\n    aid"),
        ("a = あ", "a = This app predicts relapse"),
    ] {
        assert_eq!(found(ja, en, "").len(), 1, "{ja} {en}");
    }
}

/// Verifies: GOV-006
#[test]
fn a_listed_denial_passes_and_nothing_beside_it() {
    let denial = "# denials\nIt does not diagnose or predict.\n";
    assert!(found("a = あ", "a = It does not diagnose or\n    predict. Secure.", denial).is_empty());
    assert_eq!(found("a = あ", "a = It does not diagnose or predict. It monitors.", denial).len(), 1);
}

#[test]
fn a_listed_sentence_that_no_text_says_is_found() {
    let stale = found("a = あ", "a = x", "It does not predict.\n");
    assert_eq!(stale, ["no text says \"it does not predict.\""]);
}
