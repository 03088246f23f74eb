//! Whatever the bytes are, an import answers, and what it plans the diary accepts.

use diary::{Mode, Role};
use exchange::import::{File, Limits, Map, Plan, plan_within};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::sample::{Index, select};
use proptest::strategy::{Strategy, ValueTree as _};
use proptest::test_runner::TestRunner;

const MAP: &str = "date = \"d\"\ntime = \"t\"\nzone = \"Asia/Tokyo\"\n[[item]]\ncolumn = \"v\"\nitem = \"v\"\nmin = 0\nmax = 9\ndirection = \"none\"\n[dose]\ncolumn = \"m\"\nmedicine = \"x\"\nunit = \"g\"";
const GOOD: &str =
    "d,t,v,m,note\n2024-04-01,8:30,5,0.02,\"a,b\"\n2024-04-02,9:30,4.50,0.02,夜\n2024/4/3,,-1,0.01,=x\n";
/// Bytes that break things: quotes, line ends, marks, NUL, halves of characters, formulas.
const ODD: [&[u8]; 14] = [
    b"\"",
    b"\n",
    b"\r",
    b"\r\n",
    b",",
    b"\0",
    b"\xFF",
    b"\xEF\xBB\xBF",
    b"\x81",
    b"\xFF\xFE",
    b"=",
    b"-",
    b"9999999",
    b"\xE2\x80\xAE",
];

fn planned(bytes: &[u8]) -> Plan {
    let map = Map::parse(MAP).expect("the map");
    let now = "2026-11-24T12:00:00Z".parse().expect("a moment");
    let limits = Limits { rows: 50, ..Limits::DEFAULT };
    let plan = plan_within(limits, &map, &[File { name: "a.csv", bytes }], now);
    for entry in &plan.entries {
        entry.check(Role::Clinician, now).expect("the diary accepts what is planned");
        assert_eq!(entry.provenance.mode, Mode::Imported);
    }
    let counts = plan.counts;
    assert!(counts.row_entries + counts.empty_rows + counts.repeated <= counts.rows);
    assert_eq!(plan.refused.is_empty(), counts.refused == 0);
    plan
}

/// Calls the test with values that are the same in every run.
fn with_each<S: Strategy>(times: usize, strategy: &S, mut test: impl FnMut(S::Value)) {
    let mut runner = TestRunner::deterministic();
    for _ in 0..times {
        test(strategy.new_tree(&mut runner).expect("a value").current());
    }
}

#[test]
fn damaged_files_never_break_the_import() {
    assert_eq!(planned(GOOD.as_bytes()).counts.refused, 1);
    let damages = vec((any::<Index>(), select(&ODD[..]), 0_usize..4), 1..=4);
    let mut refused = 0;
    with_each(3_000, &damages, |damages| {
        let mut bytes = GOOD.as_bytes().to_vec();
        for (at, odd, length) in damages {
            let at = at.index(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, odd.iter().copied());
        }
        refused += planned(&bytes).counts.refused;
    });
    assert!(refused > 3_000);
}

#[test]
fn bytes_of_no_kind_are_refused_or_empty() {
    with_each(600, &vec(any::<u8>(), 0..600), |bytes| assert_eq!(planned(&bytes).entries, []));
}
