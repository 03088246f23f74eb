//! Simulated power cuts: of the log, nothing that was not flushed need be there, and what is there may be torn; of the
//! database, any mixture of old and new pages while it is being brought up to date from the log.

use std::fs;
use std::path::Path;
use std::process::Command;

use ledger::{Ledger, next_head};
use ledger_sqlite::LedgerSqlite;
use testkit::conformance::fixture::{CARE, CLINIC, StrandWriter, append, chart, pass, verified_chain};
use testkit::private_folder;

const COMMITS: u64 = 60;
/// What a disk writes at once: half a page of the database.
const PAGE: usize = 4096;

/// Cuts of each kind; the long run sets more.
pub fn cuts() -> u64 {
    std::env::var("NAMIMA_POWER_CUTS").map_or(150, |number| number.parse().unwrap())
}

/// What the disk held: the database before and after the log was folded in, the log, and the length of the log when
/// each commit was acknowledged.
struct Disk {
    old: Vec<u8>,
    new: Vec<u8>,
    log: Vec<u8>,
    acknowledged_at: Vec<usize>,
}

/// At every cut, what was acknowledged before it is there, whole and unbroken.
///
/// Verifies: INT-013
#[tokio::test]
async fn acknowledged_commits_survive() {
    let disk = written().await;
    let start = disk.acknowledged_at[0];
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for cut in 0..cuts() {
        let at = start + random.below(disk.log.len() - start + 1);
        let mut log = disk.log[..at].to_vec();
        if cut % 2 == 1 {
            // Sectors behind the last flush may hold anything, also parts of what was being written.
            let mut torn = disk.log[at..].to_vec();
            torn.truncate(3 * PAGE);
            torn.iter_mut().for_each(|byte| *byte ^= if random.below(3) == 0 { 0xff } else { 0 });
            log.extend(torn);
        }
        let expected = disk.acknowledged_at.iter().filter(|length| **length <= at).count() - 1;
        assert_stored(&disk.old, &log, expected as u64).await;
    }
    for _ in 0..cuts() {
        let mixed: Vec<u8> = disk
            .new
            .chunks(PAGE)
            .enumerate()
            .flat_map(|(number, new)| match disk.old.get(number * PAGE..(number + 1) * PAGE) {
                Some(old) if random.below(2) == 0 => old,
                _ => new,
            })
            .copied()
            .collect();
        assert_stored(&mixed, &disk.log, COMMITS).await;
    }
}

async fn written() -> Disk {
    let (folder, ledger) = crate::fresh();
    let log = folder.path().join("ledger.db-wal");
    let length = || fs::metadata(&log).map_or(0, |data| usize::try_from(data.len()).unwrap());
    let mut acknowledged_at = vec![length()];
    let mut pen = StrandWriter::new(chart(1), CARE);
    for number in 1..=COMMITS {
        ledger.commit(append(number, vec![pen.write(number)])).await.unwrap();
        acknowledged_at.push(length());
    }
    // Copied by another process: closing the database here would drop the locks that the ledger holds on it.
    let copy = private_folder();
    assert!(Command::new("cp").arg("-r").arg(folder.path()).arg(copy.path()).status().unwrap().success());
    let copy = copy.path().join(folder.path().file_name().unwrap());
    drop(ledger);
    let read = |folder: &Path, name| fs::read(folder.join(name)).unwrap();
    Disk {
        old: read(&copy, "ledger.db"),
        new: read(folder.path(), "ledger.db"),
        log: read(&copy, "ledger.db-wal"),
        acknowledged_at,
    }
}

async fn assert_stored(database: &[u8], log: &[u8], expected: u64) {
    let folder = private_folder();
    for (name, bytes) in [("ledger.db", database), ("ledger.db-wal", log)] {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    let ledger = LedgerSqlite::open(folder.path()).unwrap();
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(expected));
    let mut head = StrandWriter::new(chart(1), CARE).head();
    for record in ledger.records(chart(1), &[CARE]).await.unwrap() {
        head = next_head(pass(CLINIC).linker(), head, &record).unwrap();
    }
    assert_eq!(head.seq, expected);
    drop(ledger);
    let intact: String =
        crate::plain(folder.path()).query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok");
}

/// A small generator (xorshift64), so that every run makes the same cuts.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end as u64).unwrap()
    }
}
