//! A real diary that is openly published, through the program: into the demo's empty chart and out again.

use std::fs;

use serde_json::Value;

use super::place::Place;
use super::server::Server;
use crate::open_diary_file::{MAP, NAME, bytes, cells};

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Date, time, item and cell of every value of a JSON export.
fn of_document(document: &Value) -> Vec<[String; 4]> {
    let mut values = Vec::new();
    for entry in document["entries"].as_array().expect("entries") {
        for version in entry["versions"].as_array().expect("versions") {
            for record in version["records"].as_array().expect("records") {
                for pair in record["body"]["values"].as_array().into_iter().flatten() {
                    values.push([
                        text(&version["date"]),
                        text(&version["time"]),
                        text(&pair[0]),
                        text(&pair[1]),
                    ]);
                }
            }
        }
    }
    values.sort();
    values
}

/// The same from the tables.
fn of_table(table: &[u8]) -> Vec<[String; 4]> {
    let mut reader =
        csv::Reader::from_reader(table.strip_prefix(b"\xEF\xBB\xBF").expect("a byte order mark"));
    let header = reader.headers().expect("a header").clone();
    let at = ["date", "time", "item", "value"]
        .map(|name| header.iter().position(|column| column == name).expect("a column"));
    let row = |row: csv::StringRecord| at.map(|at| row[at].to_owned());
    let mut values: Vec<_> = reader.records().map(|record| row(record.expect("a row"))).collect();
    values.sort();
    values
}

#[test]
fn every_value_of_the_open_diary_comes_back_exactly() {
    let Some(table) = bytes() else { return };
    let place = Place::demo();
    let server = Server::start(&place);
    let (map, file, chart) = (place.write("map.toml", MAP), place.write(NAME, &table), place.empty_chart());
    let import = |more: &[&str]| {
        let mut rest = vec!["--json", "--chart", &chart, "--map", map.to_str().expect("a path")];
        rest.extend(more);
        rest.push(file.to_str().expect("a path"));
        let content = place.run(&["import", "csv"], &rest);
        assert_eq!(content.code, 0, "{content:?}");
        let report = content.json();
        ["rows", "doses", "new", "known"].map(|name| report[name].as_u64().expect("a number"))
    };
    let entries = 1 + 1_476 + 10;
    assert_eq!(import(&[]), [1_476, 10, entries, 0]);
    assert_eq!(import(&["--apply"]), [1_476, 10, entries, 0]);
    assert_eq!(import(&["--apply"]), [1_476, 10, 0, entries]);
    let timeline = server.as_first("clinician").json(&format!("/api/v1/charts/{chart}/timeline"));
    assert_eq!(timeline["imported"].as_array().expect("rows").len(), 1_476);
    assert_eq!(timeline["doses"][0]["steps"].as_array().expect("steps").len(), 10);
    assert_eq!((&timeline["from"], &timeline["to"]), (&"2012-08-13".into(), &"2013-04-08".into()));

    let expected = cells(&table);
    for (format, out) in [("json", "o.json"), ("csv", "o")] {
        let path = place.path(out);
        let rest = ["--chart", &chart, "--out", path.to_str().expect("a path")];
        assert_eq!(place.run(&["export", "--format", format], &rest).code, 0);
    }
    let document = fs::read(place.path("o.json")).expect("the file");
    let document = of_document(&serde_json::from_slice(&document).expect("JSON"));
    assert!(document == expected, "the document differs from the file");
    let table = of_table(&fs::read(place.path("o/imported_values.csv")).expect("the table"));
    assert!(table == expected, "the table differs from the file");
    let doses = fs::read_to_string(place.path("o/medicines.csv")).expect("the table");
    assert_eq!(doses.lines().count(), 1 + 10);
    server.stop_whole(&place);
}
