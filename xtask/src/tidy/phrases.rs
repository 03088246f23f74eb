//! The product records and shows. No text of it may promise to watch, diagnose or predict.

use regex_lite::Regex;

use super::subject::{Finding, Subject};
use super::texts::{self, LANGUAGES};

/// Texts that deny it, one a line: a sentence listed here may be said.
const ALLOWED: &str = "xtask/allowed-phrases.txt";

/// Looked for in texts written in lower case; a phrase of letters must begin a word, so that "secure" is not "cure".
const BANNED: &str = concat!(
    "監視|見守|モニタ|診断|予測|予知|予報|検知|早期発見|自動判定|リスクスコア|リスク判定|危険度|再発を防|完治|治癒|",
    r"\b(monitor|diagnos|predict|forecast|surveil|detect|screening tool|risk score|risk level|early warning|",
    "watch over|watches over|watching over|keep an eye|keeps an eye|cure)",
);

/// Looks at every text in both languages.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let Ok(banned) = Regex::new(BANNED) else { return vec![Finding::about("BANNED", "is no pattern")] };
    let mut findings = Vec::new();
    let allowed: Vec<String> = subject.file(ALLOWED).map(|file| sentences(&file.text)).unwrap_or_default();
    let mut used = vec![false; allowed.len()];
    for text in LANGUAGES.iter().flat_map(|language| texts::of(subject, language).0) {
        let mut words = plain(&text.words);
        for (sentence, used) in allowed.iter().zip(&mut used) {
            *used |= words.contains(sentence);
            words = words.replace(sentence, " ");
        }
        if let Some(phrase) = banned.find(&words) {
            let why = format!(
                "{} says \"{}\"; reword it, or list a sentence that denies it in {ALLOWED}",
                text.key,
                phrase.as_str()
            );
            findings.push(Finding::about(&text.path, why));
        }
    }
    for (sentence, _) in allowed.iter().zip(used).filter(|(_, used)| !used) {
        findings.push(Finding::about(ALLOWED, format!("no text says \"{sentence}\"")));
    }
    findings
}

fn sentences(text: &str) -> Vec<String> {
    text.lines().map(plain).filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
}

/// Lower case, and white space of any length as one space.
fn plain(words: &str) -> String {
    words.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ja: &str, en: &str, allowed: &str) -> Vec<String> {
        let texts = [
            ("crates/locale/locales/ja/a.ftl", ja),
            ("crates/locale/locales/en/a.ftl", en),
            (ALLOWED, allowed),
        ];
        check(&Subject::of_files(&texts)).into_iter().map(|finding| finding.message).collect()
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
}
