//! One made-up history on both databases: every change is answered the same, and every question afterwards too.

use std::collections::HashMap;
use std::fmt::Debug;

use ledger::{Change, Guard, Head, Job, JobWrite, Ledger, LedgerError, Row, RowWrite, Space};
use ledger_postgres::LedgerPostgres;
use ledger_sqlite::LedgerSqlite;
use testkit::conformance::fixture::{CARE, OWN, StrandWriter, bytes16, chart, event_about, pass, subject};
use vault::{ChartId, ClinicId, RecordId, StrandCode};

/// How many changes; the long form is 10,000.
const LENGTH: &str = "LEDGER_HISTORY";
const CLINICS: [ClinicId; 2] = [ClinicId([0xc1; 16]), ClinicId([0xc2; 16])];
const CHARTS: u8 = 6;
const STRANDS: [StrandCode; 2] = [CARE, OWN];
const SPACES: [Space; 2] = [Space(1), Space(200)];
const SUBJECTS: u8 = 4;

/// The same numbers from the same seed, everywhere (SplitMix64).
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len() as u64) as usize]
    }
}

/// Writes the history. Most changes are good; some lose a guard, leave a gap, take a known id or a foreign chart.
struct Scribe {
    dice: Dice,
    heads: HashMap<(ChartId, StrandCode), Head>,
    number: u64,
}

impl Scribe {
    fn next(&mut self) -> Change {
        self.number += 1;
        let about = self.dice.roll(u64::from(SUBJECTS)) as u8;
        let mut change = Change::new(pass(self.dice.pick(&CLINICS)), event_about(self.number * 2, about));
        if self.dice.one_in(3) {
            change.also(event_about(self.number * 2 + 1, 0));
        }
        let mut pens = HashMap::new();
        for part in 0..self.dice.roll(4) {
            self.add_record(&mut change, &mut pens, part);
        }
        for _ in 0..self.dice.roll(3) {
            let (space, key) = self.place();
            let version = self.dice.roll(4);
            change.guards.push(if version == 0 {
                Guard::RowAbsent(space, key)
            } else {
                Guard::RowIs(space, key, version)
            });
        }
        if self.dice.one_in(2) {
            change.guards.clear();
        }
        for _ in 0..self.dice.roll(4) {
            let write = self.row_write();
            change.rows.push(write);
        }
        for _ in 0..self.dice.roll(3) {
            let write = self.job_write();
            change.jobs.push(write);
        }
        change
    }

    fn add_record(
        &mut self,
        change: &mut Change,
        pens: &mut HashMap<(ChartId, StrandCode), StrandWriter>,
        part: u64,
    ) {
        let owner = if self.dice.one_in(40) { 1 } else { 0 };
        let clinic = CLINICS.iter().position(|clinic| *clinic == change.clinic).unwrap() as u8;
        let number = 1 + (self.dice.roll(u64::from(CHARTS / 2)) as u8) * 2 + (clinic + owner) % 2;
        let (chart, strand) = (chart(number), self.dice.pick(&STRANDS));
        let empty = StrandWriter::new(chart, strand).head();
        let of = change.clinic;
        let head = self.heads.get(&(chart, strand)).copied().unwrap_or(empty);
        if self.dice.one_in(2) {
            change.guards.push(Guard::Head(chart, if self.dice.one_in(15) { empty } else { head }));
        }
        let pen = pens.entry((chart, strand)).or_insert_with(|| StrandWriter::behind(chart, head).of(of));
        if self.dice.one_in(40) {
            pen.write(u64::MAX);
        }
        let id = if self.dice.one_in(40) { 1 } else { self.number * 4 + part };
        let length = [0, 512, 1024, 2048, 20_000][self.dice.roll(5) as usize];
        change.records.push(pen.write_bytes(id, vec![self.number as u8; length]));
    }

    fn row_write(&mut self) -> RowWrite {
        let ((space, key), version) = (self.place(), self.dice.roll(4) + u64::from(!self.dice.one_in(60)));
        let row = Row { space, version, value: vec![self.number as u8; self.dice.roll(300) as usize], key };
        match self.dice.roll(4) {
            0 => RowWrite::Delete(row.space, row.key),
            1 => RowWrite::Refresh(row),
            _ => RowWrite::Put(row),
        }
    }

    fn job_write(&mut self) -> JobWrite {
        let (id, due_ms) = (bytes16(self.dice.roll(30)), self.dice.roll(50) as i64 - 10);
        let job = Job { id, kind: self.dice.roll(65_536) as u16, chart: chart(1), due_ms };
        match self.dice.roll(4) {
            0 => JobWrite::Reopen(job),
            1 => JobWrite::Close(id, self.number as i64),
            _ => JobWrite::Open(job),
        }
    }

    fn place(&mut self) -> (Space, Vec<u8>) {
        let bytes = [0x00, 0x61, 0x80, 0xff];
        let key = (0..self.dice.roll(4)).map(|_| self.dice.pick(&bytes)).collect();
        (self.dice.pick(&SPACES), key)
    }

    /// Takes note of a change that was stored.
    fn stored(&mut self, change: &Change) {
        for record in &change.records {
            let head = Head { strand: record.strand, seq: record.seq, link: record.link };
            self.heads.insert((record.chart, record.strand), head);
        }
    }
}

/// Verifies: SDL-005
#[tokio::test(flavor = "multi_thread")]
async fn one_history_gives_the_same_answers_on_both_databases() {
    let fresh = crate::server::fresh().await;
    let folder = testkit::private_folder();
    let stores = (LedgerSqlite::open(folder.path()).unwrap(), fresh.node().await);
    let length = std::env::var(LENGTH).map_or(600, |text| text.parse().unwrap());

    let mut scribe = Scribe { dice: Dice(20_261_124), heads: HashMap::new(), number: 0 };
    let mut kinds = HashMap::new();
    for number in 0..length {
        let change = scribe.next();
        let answer = stores.0.commit(change.clone()).await;
        assert_eq!(answer, stores.1.commit(change.clone()).await, "change {number}");
        if answer.is_ok() {
            scribe.stored(&change);
        }
        *kinds.entry(answer.map_or_else(|error| error.code(), |()| "stored")).or_insert(0) += 1;
        if number % 200 == 0 {
            compare(&stores, &mut scribe.dice).await;
        }
    }
    compare(&stores, &mut scribe.dice).await;
    // The history is worth comparing only if it has all of these.
    for kind in ["stored", LedgerError::GuardFailed(0).code(), LedgerError::Malformed.code()] {
        assert!(kinds.get(kind).is_some_and(|count| *count > length / 40), "{kinds:?}");
    }
}

/// Asks both stores everything that the trait can be asked.
async fn compare(stores: &(LedgerSqlite, LedgerPostgres), dice: &mut Dice) {
    let all: Vec<Vec<u8>> = [vec![], vec![0x61], vec![0xff], vec![0xff, 0xff], vec![0x80, 0x00]].to_vec();
    for clinic in CLINICS {
        both(stores, async |ledger| ledger.audit_head(clinic).await).await;
        let events = both(stores, async |ledger| ledger.audit(clinic, 0, u32::MAX).await).await;
        both(stores, async |ledger| ledger.audit(clinic, events.len() as u64 / 2, 7).await).await;
        both(stores, async |ledger| ledger.open_jobs(clinic, 1000).await).await;
        both(stores, async |ledger| ledger.waiting_charts(clinic).await).await;
        both(stores, async |ledger| ledger.open_jobs(clinic, 3).await).await;
        both(stores, async |ledger| ledger.charts(clinic, None, 2).await).await;
        both(stores, async |ledger| ledger.charts(clinic, Some(chart(2)), 10).await).await;
        for about in 0..=SUBJECTS {
            let before = dice.one_in(2).then_some(events.len() as u64 / 2);
            both(stores, async |ledger| ledger.audit_of(clinic, &subject(about), before, 20).await).await;
        }
        for space in SPACES {
            both(stores, async |ledger| ledger.rows_at(clinic, space, &all).await).await;
            for key in &all {
                both(stores, async |ledger| ledger.row(clinic, space, key).await).await;
                both(stores, async |ledger| ledger.rows(clinic, space, key, None, 1000).await).await;
                let after = Some([0x61, 0x80].as_slice());
                both(stores, async |ledger| ledger.rows(clinic, space, key, after, 2).await).await;
            }
        }
    }
    for number in 1..=CHARTS {
        let heads = both(stores, async |ledger| ledger.heads(chart(number)).await).await;
        let records = both(stores, async |ledger| ledger.records(chart(number), &STRANDS).await).await;
        assert_eq!(records.len() as u64, heads.iter().map(|head| head.seq).sum::<u64>());
        both(stores, async |ledger| ledger.records(chart(number), &[OWN]).await).await;
        let mut ids: Vec<RecordId> = records.iter().rev().step_by(3).map(|record| record.id).collect();
        ids.push(RecordId([0xee; 16]));
        both(stores, async |ledger| ledger.find(chart(number), &ids).await).await;
    }
    both(stores, async |ledger| ledger.probe().await).await;
}

/// The answer of both, which must be the same.
async fn both<T: Debug + PartialEq>(
    (one, other): &(LedgerSqlite, LedgerPostgres),
    ask: impl AsyncFn(&dyn Ledger) -> Result<T, LedgerError>,
) -> T {
    let (expected, found) = (ask(one).await.unwrap(), ask(other).await.unwrap());
    assert!(expected == found, "SQLite: {expected:?}\nPostgreSQL: {found:?}");
    found
}
