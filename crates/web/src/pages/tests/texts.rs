//! Every key that is used exists in both languages, and every key that exists is used.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diary::{
    DayEvent, FieldEntry, Function, Kind, Language, Measure, MedicineTaken, Mode, Precision, Role, Severity,
    symptoms,
};
use jiff::civil::date;
use locale::Texts;
use policy::{Action, Purpose};

fn files(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).expect("folder") {
        let path = entry.expect("entry").path();
        // What only tests use is not used.
        if path.file_stem().is_some_and(|name| name == "tests") {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
            found.push(std::fs::read_to_string(path).expect("text"));
        }
    }
}

fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join("src"), &mut found);
    files(&root.join("../locale/src"), &mut found);
    for room in ["timeline", "exchange", "namima"] {
        files(&root.join("..").join(room).join("src"), &mut found);
    }
    found
}

/// Keys of the files of a language.
fn keys(language: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locale/locales").join(language);
    let mut keys = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("folder") {
        let text = std::fs::read_to_string(entry.expect("entry").path()).expect("text");
        let lines = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        for key in lines.filter_map(|line| line.split_once(" =")) {
            *keys.entry(key.0.to_owned()).or_insert(0) += 1;
        }
    }
    assert_eq!(keys.iter().find(|(_, times)| **times > 1), None, "{language}: a key stands twice");
    keys.into_keys().collect()
}

/// Keys that are made of a group and a name of the domain.
fn made() -> BTreeSet<String> {
    let mut keys: BTreeSet<String> = symptoms().map(|symptom| format!("symptom-{}", symptom.id())).collect();
    // Short names exist only where the long ones do not fit.
    let short = symptoms().map(|symptom| format!("strip-{}", symptom.id()));
    keys.extend(short.filter(|key| Texts::of(Language::Ja).has(key)));
    let mut add =
        |group: &str, names: Vec<&str>| keys.extend(names.iter().map(|name| format!("{group}-{name}")));
    add("severity", Severity::ALL.iter().map(|one| one.as_str()).collect());
    add("medicine-taken", MedicineTaken::ALL.iter().map(|one| one.as_str()).collect());
    add("function", Function::ALL.iter().map(|one| one.as_str()).collect());
    add("event", DayEvent::ALL.iter().map(|one| one.as_str()).collect());
    add("mode", Mode::ALL.iter().map(|one| one.as_str()).collect());
    add("role", Role::ALL.iter().map(|one| one.as_str()).collect());
    add("precision", Precision::ALL.iter().map(|one| one.as_str()).collect());
    add("ledger", vec!["full", "locked", "busy", "read-only", "corrupt", "io", "unknown", "keys"]);
    for group in ["measure", "example"] {
        add(group, Measure::ALL.iter().map(|one| one.as_str()).collect());
    }
    for group in ["unit", "amount"] {
        add(group, Measure::ALL.iter().map(|one| one.scale().unit).collect());
    }
    add("weekday", vec!["1", "2", "3", "4", "5", "6", "7"]);
    add("month", vec!["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]);
    add("era", vec!["reiwa", "heisei", "showa", "taisho"]);
    let mut actions: Vec<&str> = Action::ALL.iter().map(|one| one.as_str()).collect();
    // What the installation does to a chart: `clinic` gives it these names.
    actions.extend(["open_chart", "end_access"]);
    actions.extend(["let_in_own", "let_in_guardian", "let_in_supporter", "let_in_care_team"]);
    add("action", actions);
    add("purpose", Purpose::ALL.iter().map(|one| one.as_str()).collect());
    let kinds: Vec<&str> = Kind::STORED.iter().map(|kind| kind.name).collect();
    assert!(kinds.len() >= 13, "the kinds were not found");
    add("kind", kinds);
    for kind in FieldEntry::KINDS {
        add("form-title", vec![kind.short]);
        for field in kind.fields {
            add("field", vec![field.name]);
            add(&format!("field-{}", field.name), vec!["asked"]);
            add(&format!("choice-{}", field.name), field.choices().unwrap_or_default().to_vec());
        }
    }
    let codes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../diary/src/error.rs");
    let codes = std::fs::read_to_string(codes).expect("codes");
    let codes: Vec<&str> =
        codes.lines().filter_map(|line| line.trim().strip_prefix("Self::")?.split('"').nth(1)).collect();
    assert!(codes.len() >= 23, "the codes were not found");
    add("refusal", codes);
    // Said where there is something to say.
    let t = Texts::of(Language::Ja);
    for kind in FieldEntry::KINDS {
        let fields = kind
            .fields
            .iter()
            .flat_map(|field| ["hint", "value"].map(|it| format!("field-{}-{it}", field.name)));
        keys.extend(fields.chain([format!("form-lead-{}", kind.short)]).filter(|key| t.has(key)));
    }
    keys.extend(FieldEntry::KINDS.iter().map(|kind| format!("kind-{}-lane", kind.short)));
    keys
}

/// A key that stands in quotes somewhere in sources or templates.
fn quoted(sources: &[String], key: &str) -> bool {
    let quoted = format!("\"{key}\"");
    sources.iter().any(|source| source.contains(&quoted))
}

#[test]
fn every_key_used_exists_in_both_languages() {
    let mut used = made();
    for source in sources() {
        for call in [".get(\"", ".one(\"", ".with(\"", ".with(\n            \"", "dated(\""] {
            used.extend(
                source.split(call).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())),
            );
        }
    }
    for language in Language::ALL {
        let known = Texts::of(*language);
        let missing: Vec<&String> = used.iter().filter(|key| key.contains('-') && !known.has(key)).collect();
        assert!(missing.is_empty(), "{}: {missing:?}", language.as_str());
    }
    assert_eq!(keys("ja"), keys("en"));
}

#[test]
fn no_two_words_are_kept_for_nothing() {
    let (sources, made) = (sources(), made());
    // What the grant of a rule shows less of, and another person's day, have names made of two.
    let pieced = [
        "action-read_chart-guardian-family-voice",
        "action-read_chart-technician-tms-sessions",
        "action-write_diary-guardian-family-voice",
        "kind-check_in-family",
        "kind-note-family",
    ];
    let unused: Vec<String> = keys("ja")
        .into_iter()
        .filter(|key| !made.contains(key) && !quoted(&sources, key) && !pieced.contains(&key.as_str()))
        // By the codes of errors and of what `verify` finds, whichever store they come from.
        .filter(|key| !["command-line-opening-", "command-line-bad-"].iter().any(|of| key.starts_with(of)))
        .collect();
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn dates_read_as_a_native_writes_them() {
    let (ja, en) = (Texts::of(Language::Ja), Texts::of(Language::En));
    let day = date(2026, 11, 24);
    assert_eq!((ja.day(&day).as_str(), en.day(&day).as_str()), ("11月24日（火）", "Tue 24 Nov"));
    assert_eq!(ja.date(&day), "2026年11月24日（火）");
    assert_eq!(ja.moment(&day.at(9, 5, 0, 0)), "11月24日（火）09:05");
    assert_eq!(ja.about(&date(2024, 3, 1), &Precision::Month), "2024年3月ごろ");
}

/// Verifies: SAFE-014
#[test]
fn birth_dates_stand_in_both_calendars() {
    let (ja, en) = (Texts::of(Language::Ja), Texts::of(Language::En));
    for (born, written) in [
        (date(1991, 3, 2), "1991年3月2日（平成3年）"),
        (date(2019, 4, 30), "2019年4月30日（平成31年）"),
        (date(2019, 5, 1), "2019年5月1日（令和元年）"),
        (date(1989, 1, 7), "1989年1月7日（昭和64年）"),
        (date(1926, 12, 24), "1926年12月24日（大正15年）"),
        (date(1900, 1, 1), "1900年1月1日"),
    ] {
        assert_eq!(ja.birth(&born), written);
    }
    assert_eq!(en.birth(&date(1991, 3, 2)), "2 Mar 1991 (Heisei 3)");
    assert_eq!(en.birth(&date(2019, 5, 1)), "1 May 2019 (Reiwa 1)");
}

#[test]
fn numbers_choose_their_words_and_values_carry_no_direction_marks() {
    let en = Texts::of(Language::En);
    assert_eq!(en.one("patients-since-review-value", "n", 1), "1 entry");
    assert_eq!(en.one("patients-since-review-value", "n", 2), "2 entries");
    assert_eq!(Texts::of(Language::Ja).one("patients-age", "age", 35), "35歳");
    assert_eq!(Texts::of(Language::Ja).one("signed-in-as", "name", "花子"), "サインイン中：花子");
}

/// Verifies: GOV-006
#[test]
fn the_symptom_labels_name_no_medicine_and_no_cause() {
    for language in Language::ALL {
        let t = Texts::of(*language);
        let shown = [
            "symptoms",
            "symptoms-question",
            "check-in-symptoms-pick",
            "check-in-symptoms-wider",
            "question-reason-symptoms",
        ]
        .map(|key| t.get(key));
        for text in symptoms().map(|symptom| t.symptom(&symptom)).chain(shown) {
            for banned in ["離脱", "薬", "減", "再発", "withdraw", "taper", "medicine", "relapse"] {
                assert!(!text.to_lowercase().contains(banned), "{text}");
            }
        }
    }
}
