//! `export` as its user meets it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use serde_json::{Value, json};

use super::entries::{check_in, id};
use super::place::Place;
use super::server::Server;

/// Exports a chart and gives what was written to standard output.
fn export(place: &Place, chart: &str, format: &str, out: &Path) -> super::command::Said {
    place.run(&["export", "--format", format], &["--chart", chart, "--out", out.to_str().expect("a path")])
}

/// How many versions of how many entries, and how many of those are marked as entered in error.
fn sizes(entries: &Value, in_error: impl Fn(&Value) -> bool) -> (usize, usize, usize) {
    let entries = entries.as_array().expect("entries");
    let versions = entries.iter().map(|entry| entry["versions"].as_array().expect("versions").len());
    (entries.len(), versions.sum(), entries.iter().filter(|entry| in_error(entry)).count())
}

fn rows(table: &[u8]) -> Vec<csv::StringRecord> {
    let bytes = table.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark");
    csv::Reader::from_reader(bytes).records().map(|row| row.expect("a row")).collect()
}

#[test]
fn an_export_has_every_entry_with_every_version() {
    let place = Place::demo();
    let server = Server::start(&place);
    // The twelfth patient took an entry back, and corrected others.
    let (patient, _, chart) = server.patient(11);
    let shown = patient.json(&format!("/api/v1/charts/{chart}/entries"));
    let expected = sizes(&shown["entries"], |entry| entry["in_error"] == true);
    assert!(expected.1 > expected.0 && expected.2 >= 1, "the demo has versions: {expected:?}");

    let beside = place.path("beside.json");
    assert_eq!(export(&place, &chart, "json", &beside).code, 0);
    server.stop_well();
    let alone = place.path("alone.json");
    assert_eq!(export(&place, &chart, "json", &alone).code, 0);
    let text = fs::read(&beside).expect("the file");
    assert!(text == fs::read(alone).expect("the file"), "beside a server or alone, an export is the same");
    let document: Value = serde_json::from_slice(&text).expect("JSON");
    assert_eq!(document["format"], "namima-export/1");
    assert_eq!(sizes(&document["entries"], |entry| entry["state"] != "current"), expected);

    let folder = place.path("tables");
    assert_eq!(export(&place, &chart, "csv", &folder).code, 0);
    let records = document["entries"].as_array().expect("entries").iter();
    let records = records.flat_map(|entry| entry["versions"].as_array().expect("versions"));
    let records: usize = records.map(|version| version["records"].as_array().expect("records").len()).sum();
    assert_eq!(rows(&fs::read(folder.join("versions.csv")).expect("the table")).len(), records);
    for path in [&folder, &beside] {
        let mode = fs::metadata(path).expect("written").permissions().mode() & 0o777;
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 });
    }
    for file in fs::read_dir(&folder).expect("a folder") {
        assert_eq!(file.expect("a file").metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_was_said_before_an_amendment_and_for_oneself_alone_comes_along() {
    let place = Place::few();
    let server = Server::start(&place);
    let (patient, _, chart) = server.patient(0);
    assert_eq!(patient.submit(&chart, &[check_in(1, "最初の言葉")]).status, 200);
    let timeline = patient.json(&format!("/api/v1/charts/{chart}/timeline"));
    let day = timeline["days"].as_array().expect("days").last().expect("a day").clone();
    let mut second = check_in(2, "あとの言葉");
    second["amends"] = day["check_in"]["record"].clone();
    second["reason"] = json!("書きまちがい");
    let answer = patient.submit(&chart, &[second]);
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut own = check_in(3, "自分だけの言葉");
    own["only_me"] = json!(true);
    assert_eq!(patient.submit(&chart, &[own]).status, 200);

    let (document, folder) = (place.path("o.json"), place.path("o"));
    assert_eq!(export(&place, &chart, "json", &document).code, 0);
    assert_eq!(export(&place, &chart, "csv", &folder).code, 0);
    let document = fs::read_to_string(document).expect("the file");
    let notes = fs::read_to_string(folder.join("notes.csv")).expect("the table");
    for words in ["最初の言葉", "あとの言葉", "自分だけの言葉", "書きまちがい"] {
        assert!(document.contains(words) && notes.contains(words), "{words} is missing");
    }
    assert!([1, 2, 3].into_iter().all(|number| document.contains(&id(number))));
    let accesses = patient.json(&format!("/api/v1/charts/{chart}/accesses")).to_string();
    assert_eq!(accesses.matches("\"export\"").count(), 2, "an export is on the access list: {accesses}");
    server.stop_well();
}

#[test]
fn what_is_there_already_is_left_alone() {
    let place = Place::few();
    let chart = place.chart(0);
    let (file, folder) = (place.write("file", "mine"), place.path("folder"));
    fs::create_dir(&folder).expect("made");
    let link = place.path("link");
    std::os::unix::fs::symlink("nowhere", &link).expect("a link");
    for out in [&file, &folder, &link] {
        for format in ["csv", "json"] {
            export(&place, &chart, format, out).refuses(2, "is there already");
        }
    }
    assert_eq!(fs::read_to_string(file).expect("the file"), "mine");
    assert_eq!(fs::read_dir(folder).expect("the folder").count(), 0);
    assert!(!place.path("nowhere").exists());
}

#[test]
fn what_cannot_be_exported_says_why_and_writes_nothing() {
    let place = Place::few();
    let (chart, out) = (place.chart(0), place.path("out"));
    export(&place, &chart, "fhir", &out).refuses(2, "`export --format fhir` is not there yet");
    export(&place, &chart, "pdf", &out).refuses(2, "`export --format pdf` is not there yet");
    assert_eq!(export(&place, &chart, "xlsx", &out).code, 2);
    export(&place, "00000000-0000-4000-8000-000000000000", "json", &out).refuses(1, "There is no such chart");
    export(&place, &chart, "json", &place.path("no/such/folder/out")).refuses(1, "cannot be written");
    assert!(!out.exists());
}

#[test]
fn it_reports_as_json_when_asked() {
    let place = Place::few();
    let (chart, out) = (place.chart(0), place.path("out"));
    let out = out.to_str().expect("a path");
    let content = place.run(&["export", "--format", "csv"], &["--chart", &chart, "--out", out, "--json"]);
    let report = content.json();
    assert_eq!(report["out"], *out);
    let files = report["files"].as_array().expect("files");
    assert_eq!(files.len(), fs::read_dir(out).expect("the folder").count());
    assert!(files.contains(&json!("README.txt")));
}
