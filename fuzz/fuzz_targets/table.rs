//! A table of comma-separated values, in whatever encoding: every row is counted once.
#![no_main]

use libfuzzer_sys::fuzz_target;
use namima::import::{File, Map, plan};

const MAP: &str = r#"
date = "day"
time = "time"
zone = "Asia/Tokyo"
encoding = "auto"

[[item]]
column = "mood"
item = "mood"
min = 0
max = 10
direction = "higher_better"

[dose]
column = "mg"
medicine = "venlafaxine"
unit = "mg"
"#;

fuzz_target!(|bytes: &[u8]| {
    let map = Map::parse(MAP).expect("our own map");
    let now = jiff::Timestamp::from_second(1_800_000_000).expect("a time");
    let first = plan(&map, &[File { name: "a.csv", bytes }], now);
    let counts = first.counts;
    assert!(counts.row_entries + counts.empty_rows + counts.repeated <= counts.rows);
    assert_eq!(first, plan(&map, &[File { name: "a.csv", bytes }], now), "the same file gives the same entries");
});
