//! A server killed under load: nothing that was acknowledged is lost.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::Duration;

use ledger::{Guard, Ledger, next_head};
use ledger_sqlite::LedgerSqlite;
use testkit::conformance::fixture::{
    CARE, CLINIC, PANEL, StrandWriter, append, chart, pass, put, verified_chain,
};
use testkit::private_folder;

const FOLDER: &str = "LEDGER_SQLITE_KILL_FOLDER";
const WRITERS: u8 = 16;
const KILLS: u32 = 5;
const LIFE: Duration = Duration::from_millis(400);

/// The child process; does nothing when the tests run on their own.
#[tokio::test(flavor = "multi_thread")]
async fn child_writes_until_killed() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let ledger = std::sync::Arc::new(LedgerSqlite::open(Path::new(&folder)).unwrap());
    let mut writers = tokio::task::JoinSet::new();
    for writer in 1..=WRITERS {
        let ledger = std::sync::Arc::clone(&ledger);
        writers.spawn(async move {
            let head = ledger.heads(chart(writer)).await.unwrap().first().copied();
            let mut pen = head.map_or(StrandWriter::new(chart(writer), CARE), |head| {
                StrandWriter::behind(chart(writer), head)
            });
            loop {
                let before = pen.head();
                let number = before.seq + 1;
                let mut change = append(u64::from(writer) << 32 | number, vec![pen.write(number)]);
                change.guards = vec![Guard::Head(chart(writer), before)];
                change.rows = put(number, &[writer], number).rows;
                ledger.commit(change).await.unwrap();
                writeln!(std::io::stdout(), "stored {writer} {number}").unwrap();
            }
        });
    }
    writers.join_all().await;
}

/// Several lives on one folder, each ended by SIGKILL in the middle of its work.
#[tokio::test]
async fn killed_server_keeps_what_it_acknowledged() {
    let folder = private_folder();
    let mut acknowledged = [0_u64; WRITERS as usize + 1];
    for _ in 0..KILLS {
        let before = acknowledged.iter().sum::<u64>();
        live_and_die(folder.path(), &mut acknowledged);
        assert!(acknowledged.iter().sum::<u64>() > before, "the child acknowledged nothing");
        check(folder.path(), &acknowledged).await;
    }
}

fn live_and_die(folder: &Path, acknowledged: &mut [u64]) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["killed_server::child_writes_until_killed", "--exact", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut child = Some(child);
    let mut killer = None;
    let mut line = String::new();
    // A line without its end was not heard.
    while output.read_line(&mut line).unwrap() > 0 && line.ends_with('\n') {
        if let ["stored", writer, number] = line.split_whitespace().collect::<Vec<_>>()[..] {
            killer = killer.or_else(|| child.take().map(kill_soon));
            acknowledged[writer.parse::<usize>().unwrap()] = number.parse().unwrap();
        }
        line.clear();
    }
    let ended = killer.expect("the child acknowledged something").join().unwrap();
    assert_eq!(ended.signal(), Some(9));
}

fn kill_soon(mut child: Child) -> JoinHandle<ExitStatus> {
    std::thread::spawn(move || {
        std::thread::sleep(LIFE);
        child.kill().unwrap();
        child.wait().unwrap()
    })
}

/// Every acknowledged record is there, every chain is unbroken, and records, rows and events tell the same story.
async fn check(folder: &Path, acknowledged: &[u64]) {
    let found = assert_complete(&LedgerSqlite::open_read_only(folder).unwrap(), acknowledged).await;
    assert_eq!(assert_complete(&LedgerSqlite::open(folder).unwrap(), acknowledged).await, found);
}

async fn assert_complete(ledger: &LedgerSqlite, acknowledged: &[u64]) -> u64 {
    let mut records = 0;
    for writer in 1..=WRITERS {
        let mut head = StrandWriter::new(chart(writer), CARE).head();
        for record in ledger.records(chart(writer), &[CARE]).await.unwrap() {
            head = next_head(pass(CLINIC).linker(), head, &record).unwrap();
        }
        assert!(head.seq >= acknowledged[usize::from(writer)], "writer {writer}");
        let row = ledger.row(CLINIC, PANEL, &[writer]).await.unwrap();
        assert_eq!(row.map_or(0, |row| row.version), head.seq);
        records += head.seq;
    }
    assert_eq!(verified_chain(ledger, CLINIC).await, Ok(records));
    records
}
