//! What comes out as files.

use std::collections::BTreeMap;

use diary::chart::Chart;
use diary::{
    About, CheckIn, EntryId, Event, FieldEntry, Language, Mode, NewEntry, Provenance, Role, Score, Sharing,
    Submission, Text, ZoneName,
};
use exchange::export::{OutputFile, csv_folder, json};
use exchange::import::{File, Map, plan};
use jiff::Timestamp;

use crate::memory::Memory;

/// One table: rows as column and cell, as a program reads them.
pub fn table(chart: &Chart, name: &str) -> Vec<BTreeMap<String, String>> {
    let files = csv_folder(chart).expect("an export");
    let file = files.iter().find(|file| file.name == name).expect("the table");
    let bytes = file.bytes.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let row = |record: csv::StringRecord| {
        header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

/// Date, time, item and cell of every imported value, from the CSV export.
pub fn imported_values(chart: &Chart) -> Vec<[String; 4]> {
    let rows = table(chart, "imported_values.csv").into_iter();
    let mut values: Vec<[String; 4]> =
        rows.map(|row| ["date", "time", "item", "value"].map(|column| row[column].clone())).collect();
    values.sort();
    values
}

/// The same from the JSON export.
pub fn json_values(chart: &Chart) -> Vec<[String; 4]> {
    let document: serde_json::Value = serde_json::from_slice(&json(chart).expect("an export")).expect("JSON");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let mut values = Vec::new();
    for entry in document["entries"].as_array().expect("entries") {
        for version in entry["versions"].as_array().expect("versions") {
            for record in version["records"].as_array().expect("records") {
                for pair in record["body"]["values"].as_array().into_iter().flatten() {
                    let (date, time) = (text(&version["date"]), text(&version["time"]));
                    values.push([date, time, text(&pair[0]), text(&pair[1])]);
                }
            }
        }
    }
    values.sort();
    values
}

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn entry(id: u8, at: &str, content: Submission) -> NewEntry {
    let zone = ZoneName::parse("Asia/Tokyo").expect("a zone");
    let entered_at = moment(at);
    NewEntry {
        id: EntryId::from_bytes([id; 16]),
        about: About { date: zone.date_of(entered_at), time: None, zone },
        entered_at,
        provenance: Provenance {
            question_set: None,
            asked: Vec::new(),
            language: Language::Ja,
            client: "0.1.0".to_owned(),
            mode: Mode::Live,
        },
        sharing: Sharing::CareTeam,
        content,
        amends: None,
        known: None,
    }
}

fn text(words: &str) -> Text {
    Text::parse(words).expect("a text").expect("words")
}

fn check_in(mood: i64, note: Option<&str>) -> Submission {
    let mood = Score::new(mood).ok();
    Submission::CheckIn {
        check_in: CheckIn { mood, ..CheckIn::default() },
        note: note.map(text),
        note_for: Sharing::CareTeam,
    }
}

/// The half of PORT-003 that is about CSV; there is no PDF yet.
#[test]
fn formulas_are_neutralised_in_every_table_and_numbers_are_not() {
    let mut memory = Memory::default();
    let wild = ["=HYPERLINK(\"x\")", "+1+1", "-1+1", "@SUM(A1)", "'=1", "＝1+1", "普通の文"];
    for (id, words) in (1_u8..).zip(wild) {
        let entry = entry(id, "2026-11-20T12:00:00Z", Submission::Note(text(words)));
        memory.submit(&entry, Role::Patient, entry.entered_at);
    }
    let map = "date=\"d\"\nzone=\"Asia/Tokyo\"\n[[item]]\ncolumn=\"v\"\nitem=\"=v\"\nmin=-5\nmax=5\ndirection=\"none\"";
    let map = Map::parse(map).expect("a map");
    let file = File { name: "a.csv", bytes: b"d,v\n2026-11-01,-3\n2026-11-02,+2.50\n" };
    for entry in &plan(&map, &[file], moment("2026-11-20T12:00:00Z")).entries {
        memory.submit(entry, Role::Patient, moment("2026-11-20T12:00:00Z"));
    }
    let chart = memory.chart();
    let mut notes: Vec<String> = table(&chart, "notes.csv").iter().map(|row| row["text"].clone()).collect();
    let mut expected: Vec<String> = wild[..6].iter().map(|words| format!("'{words}")).collect();
    expected.push(wild[6].to_owned());
    notes.sort();
    expected.sort();
    assert_eq!(notes, expected);
    let values: Vec<[String; 4]> = imported_values(&chart);
    assert_eq!(values.iter().map(|value| value[3].as_str()).collect::<Vec<_>>(), ["-3", "+2.50"]);
    assert!(values.iter().all(|value| value[2] == "'=v"));
    for OutputFile { name, bytes } in
        csv_folder(&chart).expect("an export").iter().filter(|file| file.name.ends_with(".csv"))
    {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[3..]);
        for cell in
            reader.records().flat_map(|row| row.expect("a row").iter().map(str::to_owned).collect::<Vec<_>>())
        {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!runs, "{name}: {cell}");
        }
    }
}

#[test]
fn all_versions_are_there_with_who_when_and_why() {
    let mut memory = Memory::default();
    let first = entry(1, "2026-11-20T12:00:00Z", check_in(3, Some("最初のメモ")));
    memory.submit(&first, Role::Patient, moment("2026-11-20T12:00:09Z"));
    let record = memory.record_of(first.id);
    let reason = text("押し間違い");
    let amends = Some(diary::Amends { record, reason, newest: None });
    let second = NewEntry { amends, ..entry(2, "2026-11-20T13:00:00Z", check_in(7, None)) };
    memory.submit(&second, Role::Patient, moment("2026-11-20T13:00:09Z"));
    let chart = memory.chart();

    let rows = table(&chart, "check_ins.csv");
    let line = |row: &BTreeMap<String, String>| {
        ["version", "versions", "stands", "mood_0_10", "role", "received_at", "reason", "strand"]
            .map(|column| row[column].clone())
            .join(" ")
    };
    assert_eq!(
        rows.iter().map(line).collect::<Vec<_>>(),
        [
            "1 2 no 3 patient 2026-11-20T12:00:09Z  care",
            "2 2 yes 7 patient 2026-11-20T13:00:09Z 押し間違い care"
        ]
    );
    let notes = table(&chart, "notes.csv");
    assert_eq!((notes[0]["text"].as_str(), notes[0]["stands"].as_str()), ("最初のメモ", "no"));
    let withdrawn: Vec<String> =
        table(&chart, "versions.csv").iter().map(|row| row["withdrawn"].clone()).collect();
    assert_eq!(withdrawn.iter().filter(|why| *why == "removed").count(), 1);
    assert_eq!(withdrawn.len(), 4);

    let document: serde_json::Value =
        serde_json::from_slice(&json(&chart).expect("an export")).expect("JSON");
    assert_eq!(document["format"], "namima-export/1");
    let versions = document["entries"][0]["versions"].as_array().expect("versions");
    assert_eq!(versions[0]["records"][0]["body"]["mood"], 3);
    assert_eq!(versions[1]["records"][0]["body"]["mood"], 7);
    assert_eq!(versions[1]["reason"], "押し間違い");
    assert_eq!(versions[0]["records"][0]["stands"], false);
}

#[test]
fn every_table_is_described_and_always_there() {
    let files = csv_folder(&Chart::default()).expect("an export");
    let readme = String::from_utf8(files[0].bytes.clone()).expect("text");
    assert_eq!(files.len(), 14 + FieldEntry::KINDS.len());
    let (japanese, english) = readme.split_once("■ English").expect("both languages");
    for OutputFile { name, bytes } in &files[1..] {
        assert!(japanese.contains(name.as_str()) && english.contains(name.as_str()), "{name}");
        let header = String::from_utf8(bytes.clone()).expect("text");
        assert!(header.starts_with('\u{FEFF}') && header.ends_with("\r\n") && header.lines().count() == 1);
    }
    let until = entry(
        1,
        "2026-11-20T12:00:00Z",
        Submission::Event(Event { what: diary::DayEvent::HospitalStay, until: None }),
    );
    let mut memory = Memory::default();
    memory.submit(&until, Role::Clinician, until.entered_at);
    for (n, what) in (2..).zip(diary::Measure::ALL) {
        let content = Submission::Measurement(diary::Measurement::parse(*what, "60").expect("a value"));
        let measured = entry(n, "2026-11-20T12:00:00Z", content);
        memory.submit(&measured, Role::Clinician, measured.entered_at);
    }
    assert_eq!(table(&memory.chart(), "events.csv")[0]["event"], "hospital_stay");
    let rows = table(&memory.chart(), "measurements.csv");
    assert_eq!(rows.len(), diary::Measure::ALL.len());
    let says = |what: &diary::Measure, row: &BTreeMap<String, String>| {
        let unit = what.scale().unit;
        (&*row["measure"], &*row["value"], &*row["unit"]) == (what.as_str(), "60", unit)
    };
    assert!(diary::Measure::ALL.iter().all(|what| rows.iter().any(|row| says(what, row))), "{rows:?}");
}

/// A dose is kept in two strands and comes out once.
#[test]
fn a_dose_that_the_family_reads_too_is_exported_once() {
    let dose = diary::DoseChange {
        medicine: diary::Medicine::parse("sertraline").expect("a name"),
        per_day: diary::HalfMicrograms::parse_mg("37.5").expect("a dose"),
        precision: diary::Precision::Day,
    };
    let mut memory = Memory::default();
    let new = entry(1, "2026-11-20T12:00:00Z", Submission::DoseChange(dose));
    memory.submit(&new, Role::Clinician, new.entered_at);
    let chart = memory.chart();
    let [row] = &table(&chart, "medicines.csv")[..] else { panic!("one dose") };
    assert_eq!((row["mg_per_day"].as_str(), row["strand"].as_str()), ("37.5", "care family"));
    assert_eq!(table(&chart, "versions.csv").len(), 1);
    let document: serde_json::Value =
        serde_json::from_slice(&json(&chart).expect("an export")).expect("JSON");
    let records = document["entries"][0]["versions"][0]["records"].as_array().expect("records");
    assert_eq!((records.len(), &records[0]["copies"]), (1, &serde_json::json!(["family"])));
}

/// A catalogue id and a name as it was written are told apart, whatever ids a later catalogue has.
///
/// Part of: INT-008
#[test]
fn a_written_medicine_is_never_exported_as_one_of_the_catalogue() {
    let mut memory = Memory::default();
    let medicines = [("sertraline", "medicine", "medicine_name"), ("漢方薬", "medicine_name", "medicine")];
    for (id, (name, ..)) in (1_u8..).zip(medicines) {
        let dose = diary::DoseChange {
            medicine: diary::Medicine::parse(name).expect("a name"),
            per_day: diary::HalfMicrograms::ZERO,
            precision: diary::Precision::Day,
        };
        let new = entry(id, &format!("2026-11-2{id}T12:00:00Z"), Submission::DoseChange(dose));
        memory.submit(&new, Role::Clinician, new.entered_at);
    }
    let rows = table(&memory.chart(), "medicines.csv");
    let document: serde_json::Value =
        serde_json::from_slice(&json(&memory.chart()).expect("an export")).expect("JSON");
    for (at, (name, column, empty)) in medicines.into_iter().enumerate() {
        assert_eq!((rows[at][column].as_str(), rows[at][empty].as_str()), (name, ""));
        let body = &document["entries"][at]["versions"][0]["records"][0]["body"];
        assert_eq!((body[column].as_str(), body.get(empty)), (Some(name), None));
    }
}

/// An amendment lists what it changed; what it left as it was still stands where it was written.
#[test]
fn an_amendment_lists_what_it_changed() {
    let mut memory = Memory::default();
    let first = entry(1, "2026-11-20T12:00:00Z", check_in(3, Some("a word")));
    memory.submit(&first, Role::Patient, first.entered_at);
    let amends =
        Some(diary::Amends { record: memory.record_of(first.id), reason: text("a slip"), newest: None });
    let second = NewEntry { amends, ..entry(2, "2026-11-20T13:00:00Z", check_in(7, Some("a word"))) };
    memory.submit(&second, Role::Patient, second.entered_at);
    let notes = table(&memory.chart(), "notes.csv");
    assert_eq!((notes.len(), notes[0]["version"].as_str(), notes[0]["stands"].as_str()), (1, "1", "yes"));
    assert_eq!(table(&memory.chart(), "check_ins.csv").len(), 2);
}
