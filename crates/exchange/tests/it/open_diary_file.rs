//! A real diary that is openly published, read from outside the project where it is there (docs/decisions/0004).

use std::path::PathBuf;

use exchange::import::Map;

/// The layout.
pub const MAP: &str = include_str!("../data/kossakowski.toml");
/// The file.
pub const NAME: &str = "kossakowski2017_beeps.csv";

/// The file's content, where it is beside the checkout.
pub fn bytes() -> Option<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let bytes = std::fs::read(folder.join(NAME)).ok();
    if bytes.is_none() {
        println!("skipped: the open data ({NAME}) is not beside the checkout");
    }
    bytes
}

/// Date, time, item and cell of every value, straight from the file.
pub fn cells(bytes: &[u8]) -> Vec<[String; 4]> {
    let map = Map::parse(MAP).expect("the map");
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|column| column == name).expect("a column");
    let mut cells = Vec::new();
    for record in reader.records() {
        let record = record.expect("a row");
        for item in &map.items {
            let cell = &record[place(&item.column)];
            if !cell.is_empty() {
                let time = format!("{}:00", &record[place("time")]);
                let [date, item] = [&record[place("date")], item.series.item.as_str()];
                cells.push([date.to_owned(), time, item.to_owned(), cell.to_owned()]);
            }
        }
    }
    cells.sort();
    cells
}
