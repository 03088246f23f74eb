//! `import csv` as its user meets it.

use encoding_rs::SHIFT_JIS;
use serde_json::Value;

use super::command::Said;
use super::place::Place;
use super::server::Server;

const MAP: &str = r#"
date = "日付"
time = "時刻"
zone = "Asia/Tokyo"
encoding = "auto"
[[item]]
column = "気分"
item = "気分"
min = 0
max = 10
direction = "higher_better"
[dose]
column = "用量"
medicine = "paroxetine"
unit = "mg"
"#;

const GOOD: &str = "日付,時刻,気分,用量,メモ\n2024-04-01,8:30,5.0,20,散歩した\n2024-04-01,21:00,6,20,眠れた\n2024/4/2,,,20,\n2024-04-03,9:00,07,10,晴れ\n";

/// Imports into the first chart; `more` stands before the file.
fn import(place: &Place, table: impl AsRef<[u8]>, more: &[&str]) -> Said {
    let [map, table] = [place.write("map.toml", MAP), place.write("table.csv", table)];
    let chart = place.chart(0);
    let mut rest = vec!["--chart", &chart, "--map", map.to_str().expect("a path")];
    rest.extend(more);
    rest.push(table.to_str().expect("a path"));
    place.run(&["import", "csv"], &rest)
}

fn numbers(content: &Said, names: [&str; 4]) -> [u64; 4] {
    let report = content.json();
    names.map(|name| report[name].as_u64().expect("a number"))
}

const COUNTED: [&str; 4] = ["values", "doses", "new", "known"];

#[test]
fn alone_a_dry_run_writes_nothing_and_a_second_run_imports_nothing() {
    let place = Place::few();
    let before = place.counts();
    let dry = import(&place, GOOD, &[]);
    assert!(
        dry.code == 0 && dry.out.contains("A dry run") && dry.out.contains("--apply を付けます"),
        "{dry:?}"
    );
    assert!(dry.out.contains("4 rows (1 empty), 3 values, 2 doses; 6 new, 0 known already"), "{dry:?}");
    let dry = import(&place, GOOD, &["--json"]);
    assert_eq!(numbers(&dry, COUNTED), [3, 2, 6, 0]);
    assert_eq!((dry.code, &dry.json()["applied"]), (0, &Value::Bool(false)));
    assert_eq!(place.counts(), before);
    let first = import(&place, GOOD, &["--apply", "--json"]);
    assert_eq!((numbers(&first, COUNTED), &first.json()["applied"]), ([3, 2, 6, 0], &Value::Bool(true)));
    let after = place.counts();
    // Each of the two doses has a copy for whoever gives the medicine.
    assert_eq!(after[0], before[0] + 6 + 2);
    let second = import(&place, GOOD, &["--apply", "--json"]);
    assert_eq!((second.code, numbers(&second, COUNTED)), (0, [3, 2, 0, 6]));
    assert_eq!(place.counts()[0], after[0]);
    assert_eq!(place.run(&["verify"], &[]).code, 0);
}

#[test]
fn beside_a_server_the_clinician_sees_the_values_at_once() {
    let place = Place::few();
    let server = Server::start(&place);
    let clinician = server.as_first("clinician");
    let path = format!("/api/v1/charts/{}/timeline", place.chart(0));
    assert_eq!(clinician.json(&path)["imported"], serde_json::json!([]));
    assert_eq!(numbers(&import(&place, GOOD, &["--json"]), COUNTED), [3, 2, 6, 0]);
    assert_eq!(clinician.json(&path)["imported"], serde_json::json!([]), "a dry run wrote something");
    assert_eq!(import(&place, GOOD, &["--apply"]).code, 0);
    let timeline = clinician.json(&path);
    let values: Vec<&Value> =
        timeline["imported"].as_array().expect("rows").iter().map(|row| &row["values"]).collect();
    let text = serde_json::to_string(&values).expect("JSON");
    for cell in ["\"5.0\"", "\"6\"", "\"07\""] {
        assert!(text.contains(cell), "{text}");
    }
    assert_eq!(numbers(&import(&place, GOOD, &["--apply", "--json"]), COUNTED), [3, 2, 0, 6]);
    server.stop_whole(&place);
}

#[test]
fn one_refused_row_keeps_everything_out_and_is_named_in_both_languages() {
    let place = Place::few();
    let table = format!("{GOOD}2024-02-30,9:00,5,10,\n2024-04-05,9:00,11,10,\n");
    let before = place.counts();
    let refuses = |content: Said| {
        content.refuses(1, "Nothing was written. / 何も書いていません。");
        for reason in [
            "row 6, column \"日付\": the calendar has no such day.",
            "7行目 列「気分」: 対応表の範囲の外です。",
        ] {
            assert!(content.out.contains(reason), "{content:?}");
        }
    };
    refuses(import(&place, &table, &["--apply"]));
    assert_eq!(place.counts(), before);
    let server = Server::start(&place);
    refuses(import(&place, &table, &["--apply"]));
    let report = import(&place, &table, &["--apply", "--json"]).json();
    assert_eq!(
        (&report["applied"], report["refused"].as_array().map(Vec::len)),
        (&Value::Bool(false), Some(2))
    );
    assert_eq!(report["new"], 0);
    server.stop_well();
    assert_eq!(place.counts()[0], before[0]);
}

#[test]
fn files_of_japanese_spreadsheets_are_read() {
    let place = Place::few();
    let mixed = GOOD.replacen('\n', "\r\n", 2);
    let marked = [b"\xEF\xBB\xBF", GOOD.as_bytes()].concat();
    let (shifted, _, lossy) = SHIFT_JIS.encode(GOOD);
    assert!(!lossy);
    let [first, again, rest @ ..] = [GOOD.as_bytes(), &shifted, &marked, mixed.as_bytes()];
    let expected = import(&place, first, &["--apply", "--json"]);
    assert_eq!(numbers(&expected, COUNTED), [3, 2, 6, 0]);
    for table in [again].into_iter().chain(rest) {
        assert_eq!(numbers(&import(&place, table, &["--json"]), COUNTED), [3, 2, 0, 6]);
    }
}

#[test]
fn bad_tables_get_reasons_with_row_numbers_and_write_nothing() {
    let place = Place::few();
    let before = place.counts();
    let row = |cells: &str| format!("{GOOD}{cells}\n").into_bytes();
    let huge = "5".repeat(70_000);
    let cases: [(Vec<u8>, &str); 11] = [
        (
            GOOD.replace("メモ", "気分").into_bytes(),
            "column \"気分\": the header has this column more than once",
        ),
        (GOOD.replace("気分", "機嫌").into_bytes(), "column \"気分\": the header has no such column"),
        (row("2023-02-29,9:00,5,10,"), "row 6, column \"日付\": the calendar has no such day"),
        (row("昨日,9:00,5,10,"), "row 6, column \"日付\": not a date"),
        (row("2199-01-01,9:00,5,10,"), "row 6, column \"日付\": this day has not come yet"),
        (row("2024-04-04,25:00,5,10,"), "row 6, column \"時刻\": not a clock time"),
        (row(&format!("2024-04-04,9:00,5,10,{huge}")), "row 6"),
        (row("2024-04-04,9:00,=1+1,10,"), "row 6, column \"気分\": formulas are not read"),
        (row("2024-04-04,9:00,5\0,10,"), "row 6"),
        (row("2024-04-04,9:00,5,10"), "row 6: the number of cells differs from the header"),
        (Vec::new(), "there is no header row"),
    ];
    for (table, reason) in cases {
        let content = import(&place, table, &["--apply"]);
        content.refuses(1, reason);
        assert!(content.out.contains("table.csv"), "{content:?}");
        assert!(!content.out.contains(&huge), "a refused cell is repeated");
    }
    let (latin, _, _) = SHIFT_JIS.encode(GOOD);
    let broken = [&latin, &b"\xFF\xFF\n"[..]].concat();
    assert_eq!(import(&place, broken, &["--apply"]).code, 1);
    assert_eq!(place.counts(), before);
}

#[test]
fn what_is_not_there_is_said_in_both_languages() {
    let place = Place::few();
    let (map, table) = (place.write("map.toml", MAP), place.write("table.csv", GOOD));
    let [map, table] = [&map, &table].map(|path| path.to_str().expect("a path"));
    let chart = place.chart(0);
    let absent = "00000000-0000-4000-8000-000000000000";
    let run = |chart: &str, map: &str, table: &str| {
        place.run(&["import", "csv"], &["--chart", chart, "--map", map, "--apply", table])
    };
    let ask = || {
        run(absent, map, table).refuses(1, "There is no such chart");
        run("not-an-id", map, table).refuses(1, "There is no such chart");
    };
    ask();
    run(&chart, "nowhere.toml", table).refuses(1, "nowhere.toml cannot be read");
    run(&chart, map, "nowhere.csv").refuses(1, "nowhere.csv cannot be read");
    run(&chart, table, table).refuses(1, "the map cannot be read");
    let server = Server::start(&place);
    ask();
    server.stop_well();
}
