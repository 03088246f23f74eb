//! Diaries kept elsewhere: what is read, and what is refused with which reason.

use diary::{Language, Polarity, Role, Submission};
use encoding_rs::{EUC_JP, SHIFT_JIS};
use exchange::import::{
    Cause, File, Limits, Map, MapError, Plan, map_error_text, plan, plan_within, refusal_text,
};
use jiff::Timestamp;
use locale::Texts;

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
[[item]]
column = "不安"
item = "不安"
min = "-3"
max = 3
direction = "higher_worse"
[dose]
column = "用量"
medicine = "パキシル"
unit = "mg"
"#;

const HEADER: &str = "日付,時刻,気分,不安,用量,メモ";

fn map() -> Map {
    Map::parse(MAP).expect("the map")
}

fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().expect("a moment")
}

fn of_bytes(bytes: &[u8]) -> Plan {
    plan(&map(), &[File { name: "a.csv", bytes }], now())
}

fn of_rows(rows: &[&str]) -> Plan {
    of_bytes(format!("{HEADER}\n{}\n", rows.join("\n")).as_bytes())
}

/// Row, column and code of each reason.
fn reasons(plan: &Plan) -> Vec<(Option<u64>, Option<&str>, Cause)> {
    plan.refused.iter().map(|reason| (reason.row, reason.column.as_deref(), reason.cause)).collect()
}

fn values(plan: &Plan) -> Vec<Vec<&str>> {
    let rows = plan.entries.iter().filter_map(|entry| match &entry.content {
        Submission::ImportedRow(row) => Some(row.values.iter().map(|(_, value)| value.as_str()).collect()),
        _ => None,
    });
    rows.collect()
}

#[test]
fn cells_are_kept_as_written_and_empty_ones_are_missing() {
    let plan = of_rows(&["2024-04-01,8:30,5.0,-3,,a", "2024/4/1,,007, ,,b", "2024-04-02,,,,,c"]);
    assert_eq!(reasons(&plan), []);
    assert_eq!(values(&plan), [vec!["5.0", "-3"], vec!["007"]]);
    let counts = plan.counts;
    assert_eq!((counts.rows, counts.row_entries, counts.values), (3, 2, 3));
    assert_eq!((counts.missing, counts.empty_rows, counts.dose_facts), (3, 1, 0));
    let Submission::ImportedSet(set) = &plan.entries[0].content else { panic!("the items come first") };
    assert_eq!((set.series[1].min.as_str(), set.series[1].direction), ("-3", Polarity::HigherWorse));
    assert_eq!(plan.entries[1].about.time, Some(jiff::civil::time(8, 30, 0, 0)));
    assert!(plan.entries.iter().all(|entry| entry.provenance.mode == diary::Mode::Imported));
}

#[test]
fn encodings_marks_and_mixed_line_ends_give_the_same_plan() {
    let text = format!("{HEADER}\r\n2024-04-01,,5,1,20,散歩\n2024-04-02,,6,0,20,\"雨,風\"\r\n");
    let expected = of_bytes(text.as_bytes());
    assert_eq!((reasons(&expected).len(), expected.counts.row_entries), (0, 2));
    let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    let utf16: Vec<u8> =
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let old_mac = text.replace("\r\n", "\n").replace('\n', "\r");
    let others = [
        marked,
        utf16,
        SHIFT_JIS.encode(&text).0.into_owned(),
        EUC_JP.encode(&text).0.into_owned(),
        old_mac.into(),
    ];
    for bytes in others {
        assert_eq!(of_bytes(&bytes), expected);
    }
}

/// Every kind of bad cell is refused with its row and column, and nothing is guessed.
#[test]
fn bad_cells_are_refused_by_row_and_column() {
    let cases: [(&str, Option<&str>, Cause); 12] = [
        ("2023-02-30,,5,1,,", Some("日付"), Cause::ImpossibleDate),
        ("30.2.2023,,5,1,,", Some("日付"), Cause::NotADate),
        (",,5,1,,", Some("日付"), Cause::NotADate),
        ("2026-11-26,,5,1,,", Some("日付"), Cause::InTheFuture),
        ("2024-04-01,25:00,5,1,,", Some("時刻"), Cause::NotATime),
        ("2024-04-01,,11,1,,", Some("気分"), Cause::OutOfRange),
        ("2024-04-01,,5,-4,,", Some("不安"), Cause::OutOfRange),
        ("2024-04-01,,five,1,,", Some("気分"), Cause::NotANumber),
        ("2024-04-01,,=5,1,,", Some("気分"), Cause::Formula),
        ("2024-04-01,,5,@A1,,", Some("不安"), Cause::Formula),
        ("2024-04-01,,5,1,10mg,", Some("用量"), Cause::NotADose),
        ("2024-04-01,,5,1", None, Cause::FieldCount),
    ];
    for (row, column, why) in cases {
        let plan = of_rows(&["2024-03-31,,5,1,,", row]);
        assert_eq!(reasons(&plan), [(Some(3), column, why)], "{row}");
        assert_eq!((plan.counts.refused, plan.counts.row_entries), (1, 1));
    }
    let both = of_rows(&["2023-02-30,,11,x,,"]);
    assert_eq!((both.refused.len(), both.counts.refused), (3, 1), "all reasons of a row, counted as one row");
}

#[test]
fn nul_and_huge_cells_are_refused_also_where_nothing_is_mapped() {
    let nul = of_rows(&["2024-04-01,,5,1,,a\0b", "2024-04-01,,\0,1,,"]);
    assert_eq!(reasons(&nul), [(Some(2), Some("6"), Cause::Nul), (Some(3), Some("気分"), Cause::Nul)]);
    let huge = of_rows(&[&format!("2024-04-01,,5,1,,{}", "x".repeat(64 * 1024 + 1))]);
    assert_eq!(reasons(&huge), [(Some(2), Some("6"), Cause::CellTooLong)]);
    let fits = of_rows(&[&format!("2024-04-01,,5,1,,{}", "x".repeat(64 * 1024))]);
    assert_eq!(reasons(&fits), []);
}

#[test]
fn columns_must_be_there_once() {
    let missing = of_bytes("日付,時刻,気分,用量\n2024-04-01,,5,\n".as_bytes());
    assert_eq!(reasons(&missing), [(Some(1), Some("不安"), Cause::MissingColumn)]);
    let twice = of_bytes("日付,時刻,気分,不安,気分,用量\n2024-04-01,,5,1,6,\n".as_bytes());
    assert_eq!(reasons(&twice), [(Some(1), Some("気分"), Cause::DuplicateColumn)]);
    assert_eq!((missing.entries.len(), twice.entries.len()), (0, 0));
    assert_eq!(reasons(&of_bytes(b"")), [(None, None, Cause::NoHeader)]);
    let free = of_bytes("日付,時刻,気分,不安,用量,x,x,,\n2024-04-01,,5,1,,1,2,3,4\n".as_bytes());
    assert_eq!(reasons(&free), [], "columns that are not mapped may be called anything");
}

#[test]
fn limits_hold_for_bytes_rows_columns_and_reasons() {
    let limits = Limits { file_bytes: 200, rows: 3, columns: 8, cell_bytes: 50, refusals: 2 };
    let within = |text: String, limits| {
        plan_within(limits, &map(), &[File { name: "a.csv", bytes: text.as_bytes() }], now())
    };
    let row = "2024-04-01,,5,1,,\n";
    let why = |plan: Plan| plan.refused.iter().map(|reason| reason.cause).collect::<Vec<_>>();
    assert_eq!(why(within(format!("{HEADER}\n{}", row.repeat(3)), limits)), []);
    assert_eq!(why(within(format!("{HEADER}\n{}", row.repeat(4)), limits)), [Cause::TooManyRows]);
    assert_eq!(why(within(format!("{HEADER}\n{}", " ".repeat(200)), limits)), [Cause::FileTooBig]);
    assert_eq!(why(within(format!("{HEADER},a,b,c\n"), limits)), [Cause::TooManyColumns]);
    let bad = within(format!("{HEADER}\n{}", "x,,5,1,,\n".repeat(3)), limits);
    assert_eq!((bad.refused.len(), bad.counts.refused), (2, 3), "reasons are bounded, the count is not");
    let file = File { name: "a.csv", bytes: format!("{HEADER}\n{}", row.repeat(2)).leak().as_bytes() };
    let two = plan_within(limits, &map(), &[file, file], now());
    assert_eq!(why(two), [Cause::TooManyRows], "the bound is for all files together");
}

#[test]
fn a_second_run_gives_the_same_ids_and_twin_rows_are_kept() {
    let rows = ["2024-04-01,9:00,5,1,,", "2024-04-01,9:00,5,1,,", "2024-04-01,10:00,5,1,,"];
    let plan = of_rows(&rows);
    let ids = |plan: &Plan| plan.entries.iter().map(|entry| entry.id).collect::<Vec<_>>();
    let mut all = ids(&plan);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 4, "the set and three rows");
    let again = plan_within(
        Limits::DEFAULT,
        &map(),
        &[File { name: "b.csv", bytes: format!("{HEADER}\n{}", rows.join("\n")).as_bytes() }],
        "2027-01-01T00:00:00Z".parse().expect("a moment"),
    );
    assert_eq!(again.entries, plan.entries, "neither the file's name nor the day of the run matters");
    let longer = of_rows(&[rows[0], rows[1], rows[2], "2024-04-02,9:00,6,1,,"]);
    assert!(
        ids(&plan).iter().all(|id| ids(&longer).contains(id)),
        "a longer file has the earlier rows again"
    );
    let text = format!("{HEADER}\n{}", rows.join("\n"));
    let both = ["a.csv", "b.csv"].map(|name| File { name, bytes: text.as_bytes() });
    let both = exchange::import::plan(&map(), &both, now());
    assert_eq!((both.counts.row_entries, both.counts.repeated), (3, 3));
}

#[test]
fn doses_become_facts_only_when_they_change() {
    let rows = [
        "2024-04-03,,5,1,10,",
        "2024-04-01,,5,1,20.0,",
        "2024-04-02,,5,1,20,",
        "2024-04-04,,,,,",
        "2024-04-05,,,,0,",
    ];
    let plan = of_rows(&rows);
    let facts: Vec<String> = plan
        .entries
        .iter()
        .filter_map(|entry| match &entry.content {
            Submission::MedicineStart(started) => {
                let name = started.medicine.as_str();
                Some(format!("{} {name} started {}", entry.about.date, started.per_day))
            }
            Submission::DoseChange(dose) => Some(format!("{} {}", entry.about.date, dose.per_day)),
            _ => None,
        })
        .collect();
    assert_eq!(facts, ["2024-04-01 paroxetine started 20", "2024-04-03 10", "2024-04-05 0"]);
    let two = of_rows(&["2024-04-01,9:00,5,1,20,", "2024-04-01,21:00,5,1,10,"]);
    assert_eq!(reasons(&two), [(Some(3), Some("用量"), Cause::TwoDoses)]);
}

#[test]
fn maps_that_cannot_be_used_say_why() {
    let with = |from: &str, to: &str| Map::parse(&MAP.replace(from, to)).expect_err("refused");
    assert!(matches!(with("zone =", "zona ="), MapError::Form(text) if text.contains("zona")));
    assert!(matches!(with("min = 0", "mean = 0"), MapError::Form(_)));
    assert_eq!(with("Asia/Tokyo", "Asia/Nowhere"), MapError::Zone);
    assert_eq!(with("auto", "klingon"), MapError::Encoding);
    assert_eq!(with("max = 10", "max = 0"), MapError::Range("気分".to_owned()));
    assert_eq!(with("higher_worse", "up"), MapError::Direction("不安".to_owned()));
    assert_eq!(with("\"mg\"", "\"ml\""), MapError::Unit);
    assert_eq!(with("パキシル", ""), MapError::Medicine);
    assert_eq!(with("column = \"不安\"", "column = \"気分\""), MapError::Twice("気分".to_owned()));
    assert_eq!(with("item = \"不安\"", "item = \"気分\""), MapError::Twice("気分".to_owned()));
    assert_eq!(Map::parse("date = \"d\"\nzone = \"UTC\"").expect_err("refused"), MapError::Nothing);
}

/// Whatever a map names, the diary keeps: hidden marks are refused with the map, and spaces around an end are no part of it.
#[test]
fn a_map_that_is_read_names_what_the_diary_takes() {
    for hidden in ["\u{61C}", "\u{200E}", "\u{200F}", "\u{FEFF}", "\u{202E}", "\u{2028}", "\u{2029}"] {
        let map = Map::parse(&MAP.replace("item = \"気分\"", &format!("item = \"気{hidden}分\"")));
        assert_eq!(map.expect_err("refused"), MapError::Name("気分".to_owned()));
    }
    let spaced =
        Map::parse(&MAP.replace("\"-3\"", &format!("\"{}-3\u{85}\"", " ".repeat(300)))).expect("a map");
    assert_eq!(spaced.set_entry().check(Role::Clinician, now()), Ok(()));
    assert_eq!(spaced.set_id(), map().set_id());
}

#[test]
fn refusals_are_in_both_languages_without_what_the_cell_holds() {
    let plan = of_rows(&["2023-02-30,,secret,1,,"]);
    let lines =
        |language| plan.refused.iter().map(|reason| refusal_text(reason, language)).collect::<Vec<_>>();
    assert_eq!(lines(Texts::of(Language::Ja))[0], "a.csv 2行目 列「日付」: 暦にない日付です。");
    assert_eq!(
        lines(Texts::of(Language::En))[0],
        "a.csv, row 2, column \"日付\": the calendar has no such day."
    );
    let content = [lines(Texts::of(Language::Ja)), lines(Texts::of(Language::En))].concat().join("\n");
    assert!(!content.contains("secret") && !content.contains("2023"));
    assert_eq!(
        map_error_text(&MapError::Zone, Texts::of(Language::Ja)),
        "zone がタイムゾーン名ではありません"
    );
}
