//! The published diary: planned without a refused row, and exported value for value.

use diary::{HalfMicrograms, Role, Submission};
use exchange::import::{File, Map, plan};
use jiff::Timestamp;

use crate::export::{imported_values, json_values};
use crate::memory::Memory;
use crate::open_diary_file::{MAP, NAME, bytes, cells};

fn now() -> Timestamp {
    "2026-11-24T00:00:00Z".parse().expect("a moment")
}

#[test]
fn the_open_diary_is_planned_without_a_refused_row() {
    let Some(bytes) = bytes() else { return };
    let map = Map::parse(MAP).expect("the map");
    let planned = plan(&map, &[File { name: NAME, bytes: &bytes }], now());
    assert_eq!(planned.refused, []);
    assert_eq!((planned.counts.rows, planned.counts.row_entries), (1_476, 1_476));
    assert_eq!(planned.counts.values, cells(&bytes).len() as u64);
    assert_eq!(planned.counts.values + planned.counts.missing, 1_476 * 30);
    assert_eq!(planned.entries.len(), 1 + 1_476 + 10);

    let milligrams = |micrograms: HalfMicrograms| micrograms.to_string();
    let doses: Vec<(String, String)> = planned
        .entries
        .iter()
        .filter_map(|entry| match &entry.content {
            Submission::MedicineStart(started) => {
                Some((entry.about.date.to_string(), milligrams(started.per_day)))
            }
            Submission::DoseChange(dose) => Some((entry.about.date.to_string(), milligrams(dose.per_day))),
            _ => None,
        })
        .collect();
    let amounts: Vec<&str> = doses.iter().map(|(_, dose)| dose.as_str()).collect();
    assert_eq!(amounts, ["150", "105", "73", "51", "37", "25", "18", "12", "9", "0"]);
    assert_eq!((doses[0].0.as_str(), doses[1].0.as_str()), ("2012-08-13", "2012-09-25"));
    assert_eq!(doses[9].0, "2012-11-19");
    assert_eq!(plan(&map, &[File { name: NAME, bytes: &bytes }], now()), planned);
}

#[test]
fn every_value_of_the_open_diary_comes_back_out_of_an_export() {
    let Some(bytes) = bytes() else { return };
    let map = Map::parse(MAP).expect("the map");
    let mut memory = Memory::default();
    for entry in &plan(&map, &[File { name: NAME, bytes: &bytes }], now()).entries {
        memory.submit(entry, Role::Clinician, now());
    }
    let expected = cells(&bytes);
    assert!(expected.iter().any(|cell| cell[3] == "4.0") && expected.iter().any(|cell| cell[3] == "5"));
    let chart = memory.chart();
    assert_eq!(imported_values(&chart), expected);
    assert_eq!(json_values(&chart), expected);
    assert_eq!(chart.doses()[0].steps.len(), 10);
}
