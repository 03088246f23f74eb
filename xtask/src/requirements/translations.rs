//! The sheet on which clinicians sign for the words of clinical items (SAFE-014). A row whose words change loses its signature.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::Problem;
use crate::workspace::Workspace;

/// The sheet: an introduction, then a table of key, Japanese, English and signature.
pub const PATH: &str = "docs/requirements/translations.md";
const RULE: &str = "|---|---|---|---|\n";

/// What a person is asked or answers with: whole keys, and beginnings of keys.
const ASKED: &str = "mood anxiety medicine-taken function events note symptoms symptoms-question symptoms-none symptoms-same \
                     symptoms-listed anew-question family-mood family-medicine family-function family-note";
const GROUPS: &str =
    "symptom- severity- medicine-taken- function- event- mood- anxiety- sleep- on-day- family-mood-";

/// The words of every item, by key.
type Words = BTreeMap<String, String>;

/// The sheet as it has to be, from the sheet as it is and the texts.
pub fn sheet(workspace: &Workspace, problems: &mut Vec<Problem>) -> Result<String> {
    let before = workspace.read(PATH)?;
    let [ja, en] = [items(workspace, "ja")?, items(workspace, "en")?];
    let untranslated = ja.keys().filter(|key| !en.contains_key(*key));
    problems.extend(untranslated.map(|key| format!("{key} has no English words")));
    redrawn(&before, &ja, &en).with_context(|| format!("{PATH} has no table"))
}

/// The clinical items of one language: every line of a text file that is one.
fn items(workspace: &Workspace, language: &str) -> Result<Words> {
    let place = format!("/locales/{language}/");
    let mut words = Words::new();
    let paths = workspace.paths()?.into_iter();
    for path in paths.filter(|path| path.starts_with("crates/") && path.contains(&place)) {
        let text = workspace.read(&path)?;
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        let items = lines.filter(|(key, _)| is_item(key));
        words.extend(items.map(|(key, words)| (key.to_owned(), words.trim().to_owned())));
    }
    Ok(words)
}

fn is_item(key: &str) -> bool {
    ASKED.split(' ').any(|one| one == key) || GROUPS.split(' ').any(|group| key.starts_with(group))
}

/// The same introduction, a row an item; a signature stays where neither word changed.
fn redrawn(before: &str, ja: &Words, en: &Words) -> Option<String> {
    let (introduction, rows) = before.split_once(RULE)?;
    let mut sheet = format!("{introduction}{RULE}");
    for (key, ja) in ja {
        let words = format!("| `{key}` | {ja} | {} | ", en.get(key).map_or("", String::as_str));
        let signed =
            rows.lines().find_map(|row| row.strip_prefix(&words)?.strip_suffix('|')).unwrap_or_default();
        sheet.push_str(&format!("{words}{} |\n", signed.trim()));
    }
    Some(sheet)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> Words {
        pairs.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect()
    }

    /// Every item of both languages has its row with the words as they are now.
    ///
    /// Verifies: SAFE-014
    #[test]
    fn the_sheet_of_translations_is_that_of_the_texts() {
        let workspace = Workspace::find().unwrap();
        let mut problems = Vec::new();
        let sheet = sheet(&workspace, &mut problems).unwrap();
        assert_eq!(problems, Vec::<Problem>::new());
        assert!(sheet.lines().filter(|line| line.starts_with("| `")).count() > 60);
        assert!(sheet == workspace.read(PATH).unwrap(), "run cargo xtask requirements");
    }

    /// Whatever the forms ask a patient or a guardian stands on the sheet.
    ///
    /// Verifies: SAFE-014
    #[test]
    fn every_question_of_the_forms_is_signed_for() {
        let workspace = Workspace::find().unwrap();
        let mut asked = Vec::new();
        let names = ["checkin", "check_in", "family", "sleep"];
        let is_form = |path: &String| path.ends_with(".html") && names.iter().any(|name| path.contains(name));
        let forms: Vec<String> = workspace.paths().unwrap().into_iter().filter(is_form).collect();
        assert!(forms.len() >= 3, "{forms:?}");
        for form in forms {
            let template = workspace.read(&form).unwrap();
            for field in ["field::scale(", "field::choice(", "field::text(", "<legend>", "<strong>"] {
                let labels = template.split(field).skip(1).filter_map(|rest| rest.lines().next());
                let keys = labels.filter_map(|label| label.split_once("t.get(\"")?.1.split('"').next());
                asked.extend(keys.map(str::to_owned));
            }
        }
        asked.retain(|key| !key.starts_with("check-in-") && !key.starts_with("already-"));
        assert!(asked.len() > 12 && asked.contains(&"family-note".to_owned()), "{asked:?}");
        let missing: Vec<&String> = asked.iter().filter(|key| !is_item(key)).collect();
        assert_eq!(missing, Vec::<&String>::new());
    }

    /// Verifies: SAFE-014
    #[test]
    fn a_changed_word_voids_its_signature_and_no_other() {
        let before = format!(
            "# Sheet\n\n| Key |\n{RULE}| `mood` | 気分 | Mood | ja AB; en CD |\n| `note` | メモ | Note | ja AB |\n"
        );
        let en = words(&[("mood", "Mood"), ("note", "A note"), ("symptom-x", "X")]);
        let ja = words(&[("mood", "気分"), ("note", "メモ"), ("symptom-x", "ペケ")]);
        let after = redrawn(&before, &ja, &en).unwrap();
        let rows: Vec<&str> = after.lines().skip_while(|line| !line.starts_with("| `")).collect();
        let expected =
            ["`mood` | 気分 | Mood | ja AB; en CD", "`note` | メモ | A note | ", "`symptom-x` | ペケ | X | "];
        assert_eq!(rows, expected.map(|row| format!("| {row} |")));
        assert_eq!(redrawn(&after, &ja, &en).unwrap(), after, "drawn again it is the same");
        assert!(is_item("sleep-quality") && !is_item("mode-late"));
    }
}
