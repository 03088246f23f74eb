//! A simulated chart, exported.

use std::collections::BTreeMap;

use exchange::export::{OutputFile, csv_folder, json};

use crate::memory::Memory;

/// The rows of one table, by column.
fn table(files: &[OutputFile], name: &str) -> Vec<BTreeMap<String, String>> {
    let file = files.iter().find(|file| file.name == name).expect("the table");
    let mut reader = csv::Reader::from_reader(&file.bytes[3..]);
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

#[test]
fn a_synthetic_chart_is_exported_whole() {
    let people = namima::simulate::population(3, 1, 200, jiff::civil::date(2026, 11, 24));
    let person = people.into_iter().next().expect("somebody").expect("a person");
    let mut memory = Memory::default();
    for written in &person.entries {
        let entry = match &written.amends {
            Some(amendment) => written.naming(memory.record_of(amendment.of)),
            None => written.entry.clone(),
        };
        memory.submit(&entry, written.by.role(), written.received_at);
    }
    let chart = memory.chart();
    let files = csv_folder(&chart).expect("an export");
    let versions = chart.entries().iter().flat_map(|entry| entry.versions());
    let records: usize = versions.map(|version| version.written().count()).sum();
    assert_eq!(table(&files, "versions.csv").len(), records);
    let nights = table(&files, "sleep.csv");
    assert!(
        nights.iter().any(|row| row["efficiency_percent"].parse::<f64>().is_ok_and(|value| value > 50.0))
    );
    assert!(!table(&files, "symptoms.csv").is_empty() && !table(&files, "medicines.csv").is_empty());
    let document: serde_json::Value =
        serde_json::from_slice(&json(&chart).expect("an export")).expect("JSON");
    let versions = document["entries"].as_array().expect("entries").iter();
    let versions = versions.flat_map(|entry| entry["versions"].as_array().expect("versions"));
    let in_json: usize = versions.map(|version| version["records"].as_array().expect("records").len()).sum();
    assert_eq!(in_json, records);
}
