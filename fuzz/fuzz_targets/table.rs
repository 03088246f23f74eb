//! A table of comma-separated values, in whatever encoding: every row is counted once, and what is planned can be kept.
#![no_main]

use std::sync::LazyLock;

use diary::{Language, Role};
use exchange::import::{File, Map, plan, refusal_text};
use libfuzzer_sys::fuzz_target;
use locale::Texts;
use namima_fuzz::{kept, now};

/// By the first character of the input: how the rest is read.
const ENCODINGS: [&str; 4] = ["auto", "utf-8", "shift_jis", "euc-jp"];

static MAPS: LazyLock<Vec<Map>> = LazyLock::new(|| {
    let map = |encoding| {
        Map::parse(&format!(
            r#"
date = "day"
time = "time"
zone = "Asia/Tokyo"
encoding = "{encoding}"
[[item]]
column = "mood"
item = "mood"
min = 0
max = 10
direction = "higher_better"
[[item]]
column = "calm"
item = "落ち着き"
min = "-3"
max = 3
direction = "higher_worse"
[dose]
column = "mg"
medicine = "venlafaxine"
unit = "mg"
"#
        ))
    };
    ENCODINGS.map(|encoding| map(encoding).expect("a map of ours")).into()
});

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let map = &MAPS[usize::from(*first) % MAPS.len()];
    let file = File { name: "a.csv", bytes };
    let found = plan(map, &[file], now());
    let counts = found.counts;
    let columns: Vec<&str> = map.columns().collect();
    for reason in &found.refused {
        let column = reason.column.as_deref();
        let known = column.is_none_or(|column| columns.contains(&column) || column.parse::<u16>().is_ok());
        assert!(known, "a reason names a column of the map or a number, and nothing of the file");
        assert!(
            [Language::Ja, Language::En]
                .iter()
                .all(|language| !refusal_text(reason, Texts::of(*language)).is_empty())
        );
    }
    for entry in &found.entries {
        assert_eq!(entry.check(Role::Clinician, now()), Ok(()), "the diary takes what is planned");
    }
    found.entries.iter().take(3).for_each(kept);
    assert!(counts.row_entries + counts.empty_rows + counts.repeated <= counts.rows);
    assert_eq!(found.refused.is_empty(), counts.refused == 0);
    let twice = plan(map, &[file, File { name: "b.csv", bytes }], now());
    assert_eq!(twice.entries, found.entries, "a file that is given twice adds nothing");
    assert_eq!(twice.counts.repeated, counts.row_entries + 2 * counts.repeated);
});
