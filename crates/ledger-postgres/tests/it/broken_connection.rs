//! A connection that is lost at every message of a commit in turn: whoever hears "not saved" can rely on it, whoever hears
//! "unknown" can send the same again, and the next change works.

use std::time::{Duration, Instant};

use ledger::{Change, Guard, JobWrite, Ledger, LedgerError, RowWrite, Storage};
use ledger_postgres::{Config, LedgerPostgres};
use testkit::conformance::fixture::{
    CARE, CLINIC, OWN, PANEL, StrandWriter, append, chart, event_about, job, row, verified_chain, with,
};

use crate::proxy::{Break, Line};
use crate::server::Fresh;

/// A change with everything that a change can have, on a chart of its own.
fn everything(number: u8) -> Change {
    let (mut care, mut own) = (StrandWriter::new(chart(number), CARE), StrandWriter::new(chart(number), OWN));
    let guard = Guard::Head(chart(number), care.head());
    let records = vec![care.write(1), own.write(2)];
    with(append(u64::from(number), records), |change| {
        change.guards = vec![guard];
        change.rows = vec![RowWrite::Put(row(&[number], 1)), RowWrite::Delete(PANEL, b"none".to_vec())];
        change.jobs = vec![JobWrite::Open(job(u64::from(number), 10)), JobWrite::Close(job(999, 10).id, 5)];
        change.also(event_about(u64::from(number) + 1000, 5));
    })
}

struct Lines {
    fresh: Fresh,
    line: Line,
    node: LedgerPostgres,
    _folder: tempfile::TempDir,
}

async fn lines() -> Lines {
    let fresh = crate::server::fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let line = Line::listen(folder.path(), &fresh.server.socket());
    let address = format!("postgres://namima_run@/{}?host={}", fresh.name, folder.path().display());
    let node = LedgerPostgres::open(&Config::parse(&address).unwrap()).await.unwrap();
    Lines { fresh, line, node, _folder: folder }
}

/// Whether the change of this number is stored: all of it or nothing of it.
async fn is_stored(witness: &LedgerPostgres, number: u8) -> bool {
    let records = witness.records(chart(number), &[CARE, OWN]).await.unwrap().len();
    let heads = witness.heads(chart(number)).await.unwrap().len();
    let row = witness.row(CLINIC, PANEL, &[number]).await.unwrap();
    let jobs = witness.open_jobs(CLINIC, 1000).await.unwrap();
    let job = jobs.iter().any(|open| open.id == job(u64::from(number), 10).id);
    match (records, heads, row.is_some(), job) {
        (2, 2, true, true) => true,
        (0, 0, false, false) => false,
        half => panic!("change {number} is half stored: {half:?}"),
    }
}

/// Breaks the line at every message in turn; answers what was heard and whether the change was stored.
async fn heard(lines: &Lines, how: Break, first: u8) -> Vec<(LedgerError, bool)> {
    let witness = lines.fresh.node().await;
    let mut heard = Vec::new();
    for number in first.. {
        let before = verified_chain(&witness, CLINIC).await.unwrap();
        lines.line.break_at(heard.len() as u64, how);
        let answer = lines.node.commit(everything(number)).await;
        if lines.line.mend() {
            assert_eq!(answer, Ok(()));
            return heard;
        }
        let stored = is_stored(&witness, number).await;
        let again = lines.node.commit(everything(number)).await;
        assert_eq!(again, if stored { Err(LedgerError::GuardFailed(0)) } else { Ok(()) }, "{answer:?}");
        assert!(is_stored(&witness, number).await);
        assert_eq!(verified_chain(&witness, CLINIC).await, Ok(before + 2));
        heard.push((answer.unwrap_err(), stored));
    }
    panic!("a commit has more messages than this test has charts");
}

/// Verifies: AUD-003, AVL-007
#[tokio::test(flavor = "multi_thread")]
async fn line_breaks_at_every_message() {
    let lines = lines().await;
    lines.node.commit(everything(1)).await.unwrap();
    let mut first = 2;
    for how in [Break::Before, Break::After] {
        let mut heard = heard(&lines, how, first).await;
        first += u8::try_from(heard.len()).unwrap() + 1;
        // BEGIN, seven questions, eleven writes and COMMIT, of which most are several messages.
        assert!(heard.len() > 40, "{}", heard.len());
        // Only of COMMIT nobody knows: it may have been the last thing that the server did.
        assert_eq!(heard.pop(), Some((LedgerError::Unknown, how == Break::After)));
        assert!(heard.iter().all(|heard| *heard == (LedgerError::NotSaved(Storage::Io), false)), "{heard:?}");
    }
}

/// A line on which nobody hears anything and nobody hangs up: an answer within a bounded time, and the next change works.
///
/// Verifies: AVL-007
#[tokio::test(flavor = "multi_thread")]
async fn silent_line_is_given_up() {
    let lines = lines().await;
    lines.node.commit(everything(1)).await.unwrap();
    lines.line.break_at(0, Break::Silent);
    let begun = Instant::now();
    assert_eq!(lines.node.commit(everything(2)).await, Err(LedgerError::NotSaved(Storage::Io)));
    assert!(begun.elapsed() < Duration::from_secs(25), "{:?}", begun.elapsed());
    lines.node.commit(everything(2)).await.unwrap();
    assert_eq!(verified_chain(&lines.node, CLINIC).await, Ok(4));
}
