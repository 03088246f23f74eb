//! Power cuts on a recorded run: every write, cut and flush of a ledger that commits, folds its log in and begins it anew is
//! taken down as it happens; then the run is cut at any call, and what was not flushed is lost, torn or written out of order.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::Command;

use ledger::{Guard, Ledger, next_head};
use ledger_sqlite::LedgerSqlite;
use ledger_sqlite::testing::{Role, connect};
use testkit::conformance::fixture::{CARE, CLINIC, StrandWriter, append, chart, pass, put, verified_chain};
use testkit::private_folder;

use crate::simulated_power_cuts::{Random, cuts};

const FOLDER: &str = "LEDGER_SQLITE_RECORDED_FOLDER";
const LIVES: u64 = 2;
const COMMITS: u64 = 60;
/// Commits between two times that the log is folded in.
const FOLDED_EVERY: u64 = 9;
const SECTOR: usize = 512;
/// Where the child says what was acknowledged; no part of the ledger.
const ACKNOWLEDGED: &str = "acknowledged";

/// The child process; does nothing when the tests run on their own.
#[tokio::test]
async fn child_commits() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let mut acknowledged = File::create(folder.join(ACKNOWLEDGED)).unwrap();
    let mut pen = StrandWriter::new(chart(1), CARE);
    for life in 0..LIVES {
        let ledger = LedgerSqlite::open(folder).unwrap();
        if life == 0 {
            acknowledged.write_all(&0_u64.to_le_bytes()).unwrap();
        }
        for number in life * COMMITS + 1..=(life + 1) * COMMITS {
            let before = pen.head();
            let mut change = append(number, vec![pen.write(number)]);
            change.guards = vec![Guard::Head(chart(1), before)];
            change.rows = put(number, b"k", number).rows;
            ledger.commit(change).await.unwrap();
            acknowledged.write_all(&number.to_le_bytes()).unwrap();
            if number % FOLDED_EVERY == 0 {
                let beside = connect(folder, Role::Write).unwrap();
                beside.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())).unwrap();
            }
        }
    }
}

/// One call on the device.
enum Call {
    Write { file: String, offset: usize, bytes: Vec<u8> },
    Cut { file: String, length: usize },
    Flush { file: String },
    Gone { file: String },
}

/// What a disk holds for certain, what was written since, and what had been acknowledged.
#[derive(Default)]
struct Disk {
    flushed: BTreeMap<String, Vec<u8>>,
    waiting: Vec<Call>,
    acknowledged: u64,
}

/// At every cut, what was acknowledged before it is there, whole and unbroken, and at most one commit more.
///
/// Verifies: INT-013
#[tokio::test]
async fn acknowledged_commits_survive_a_cut_at_any_call() {
    let calls = recorded();
    let is_acknowledgement = |call: &Call| matches!(call, Call::Write { file, .. } if file == ACKNOWLEDGED);
    let start = calls.iter().position(is_acknowledgement).unwrap();
    let restarted = calls
        .iter()
        .filter(|call| matches!(call, Call::Write { file, offset: 0, .. } if file.ends_with("-wal")));
    assert!(restarted.count() > 8, "the log was not started again");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut places: Vec<usize> =
        (0..2 * cuts()).map(|_| start + 1 + random.below(calls.len() - start)).collect();
    places.sort_unstable();
    let (mut disk, mut done) = (Disk::default(), 0);
    let mut calls = calls.into_iter();
    for place in places {
        while done < place {
            disk.hear(calls.next().unwrap());
            done += 1;
        }
        let left = disk.cut(&mut random);
        assert_stored(&left, disk.acknowledged, done).await;
    }
}

/// Lets a child commit behind a device that takes everything down.
fn recorded() -> Vec<Call> {
    let place = private_folder();
    let at = |name: &str| place.path().join(name);
    testkit::build_device(&at("device.so"));
    fs::write(at("orders"), [0; 64]).unwrap();
    let folder = private_folder();
    let child = Command::new(std::env::current_exe().unwrap())
        .args(["recorded_power_cuts::child_commits", "--exact"])
        .env(FOLDER, folder.path())
        .env("LD_PRELOAD", at("device.so"))
        .env("DEVICE_ORDERS", at("orders"))
        .env("DEVICE_UNDER", folder.path().canonicalize().unwrap())
        .env("DEVICE_TRACE", at("trace"))
        .output()
        .unwrap();
    assert!(child.status.success(), "{}", String::from_utf8_lossy(&child.stderr));
    read(&fs::read(at("trace")).unwrap())
}

/// Calls as the device took them down: kind, length of the name, offset, length; the name; the bytes of a write.
fn read(mut trace: &[u8]) -> Vec<Call> {
    let mut calls = Vec::new();
    while !trace.is_empty() {
        let mut take = |length: usize| trace.split_off(..length).unwrap();
        let mut number = || usize::try_from(i64::from_le_bytes(take(8).try_into().unwrap())).unwrap();
        let (kind, name, offset, length) = (number(), number(), number(), number());
        let file = String::from_utf8(take(name).to_vec()).unwrap();
        let call = match kind {
            1 => Call::Write { file, offset, bytes: take(length).to_vec() },
            2 => Call::Cut { file, length },
            3 => Call::Flush { file },
            _ => Call::Gone { file },
        };
        calls.push(call);
    }
    // The index of the log lives in memory alone.
    calls.retain(|call| !call.file().ends_with("-shm"));
    calls
}

impl Call {
    fn file(&self) -> &str {
        match self {
            Self::Write { file, .. }
            | Self::Cut { file, .. }
            | Self::Flush { file }
            | Self::Gone { file } => file,
        }
    }

    /// Does it to the files: wholly, or as far as a device came whose power was cut.
    fn apply(&self, files: &mut BTreeMap<String, Vec<u8>>, mut came: impl FnMut() -> Came) {
        let content = files.entry(self.file().to_owned()).or_default();
        match self {
            Self::Write { offset, bytes, .. } => {
                for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                    let from = offset + number * SECTOR;
                    let came = came();
                    if came != Came::Not {
                        content.resize(content.len().max(from + sector.len()), 0);
                        let wrong = if came == Came::Wrong { 0xa5 } else { 0 };
                        let written = sector.iter().map(|byte| byte ^ wrong);
                        content[from..from + sector.len()]
                            .iter_mut()
                            .zip(written)
                            .for_each(|(to, byte)| *to = byte);
                    }
                }
            }
            Self::Cut { length, .. } if came() == Came::Whole => content.resize(*length, 0),
            _ => {}
        }
    }
}

/// How a sector came to the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Came {
    Whole,
    Not,
    /// Something is there, but not what was written.
    Wrong,
}

impl Disk {
    fn hear(&mut self, call: Call) {
        match call {
            Call::Write { file, bytes, .. } if file == ACKNOWLEDGED => {
                self.acknowledged = u64::from_le_bytes(bytes.try_into().unwrap());
            }
            Call::Flush { file } => {
                let (flushed, waiting) =
                    std::mem::take(&mut self.waiting).into_iter().partition(|call| call.file() == file);
                let flushed: Vec<Call> = flushed;
                flushed.iter().for_each(|call| call.apply(&mut self.flushed, || Came::Whole));
                self.waiting = waiting;
            }
            Call::Gone { file } => {
                self.flushed.remove(&file);
                self.waiting.retain(|call| call.file() != file);
            }
            call => self.waiting.push(call),
        }
    }

    /// The files after a cut: of what was not flushed nothing came, or all, or any part.
    fn cut(&self, random: &mut Random) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.flushed.clone();
        let kind = random.below(4);
        for call in &self.waiting {
            // Most devices do a write wholly or not at all; the rest may come in parts.
            let whole = random.below(3);
            call.apply(&mut files, || match (kind, whole, random.below(4)) {
                (0, ..) | (_, 0, _) => Came::Not,
                (1, ..) | (_, 1, _) => Came::Whole,
                (3, _, 0) => Came::Wrong,
                (_, _, 0 | 1) => Came::Not,
                _ => Came::Whole,
            });
        }
        files
    }
}

async fn assert_stored(files: &BTreeMap<String, Vec<u8>>, acknowledged: u64, at: usize) {
    let folder = private_folder();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }
    let ledger = LedgerSqlite::open(folder.path()).unwrap();
    let mut head = StrandWriter::new(chart(1), CARE).head();
    for record in ledger.records(chart(1), &[CARE]).await.unwrap() {
        head = next_head(pass(CLINIC).linker(), head, &record).unwrap();
    }
    assert!(
        [acknowledged, acknowledged + 1].contains(&head.seq),
        "cut at call {at}: {} of {acknowledged}",
        head.seq
    );
    assert_eq!(verified_chain(&ledger, CLINIC).await, Ok(head.seq), "cut at call {at}");
    let row = ledger.row(CLINIC, testkit::conformance::fixture::PANEL, b"k").await.unwrap();
    assert_eq!(row.map_or(0, |row| row.version), head.seq, "cut at call {at}");
    drop(ledger);
    let intact: String =
        crate::plain(folder.path()).query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(intact, "ok", "cut at call {at}");
}
