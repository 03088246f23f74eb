//! Whatever the bytes are, an import answers, and what it plans the diary accepts.

use diary::{Mode, Role};
use namima::import::{File, Limits, Map, Plan, plan_within};
use namima::simulate::Seeded;

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

#[test]
fn damaged_files_never_break_the_import() {
    assert_eq!(planned(GOOD.as_bytes()).counts.refused, 1);
    let mut random = Seeded::new(11, [0, 0]);
    let mut refused = 0;
    for _ in 0..3_000 {
        let mut bytes = GOOD.as_bytes().to_vec();
        for _ in 0..random.between(1, 4) {
            let at = random.between(0, bytes.len() as i32 - 1) as usize;
            let odd = random.pick(&ODD).copied().unwrap_or_default();
            let upto = (at + random.between(0, 3) as usize).min(bytes.len());
            bytes.splice(at..upto, odd.iter().copied());
        }
        refused += planned(&bytes).counts.refused;
    }
    assert!(refused > 3_000);
}

#[test]
fn bytes_of_no_kind_are_refused_or_empty() {
    let mut random = Seeded::new(12, [0, 0]);
    for length in 0..600 {
        let bytes: Vec<u8> = (0..length).map(|_| random.draw() as u8).collect();
        assert_eq!(planned(&bytes).entries, []);
    }
}
