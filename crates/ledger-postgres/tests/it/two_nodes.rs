//! Several nodes on one database: no lost update, no forked chain, no deadlock.

use futures_util::future::{join_all, try_join_all};
use ledger::{Change, Guard, Ledger, LedgerError, RowWrite};
use ledger_postgres::LedgerPostgres;
use testkit::conformance::concurrency;
use testkit::conformance::fixture::{
    CARE, CLINIC, OTHER, PANEL, StrandWriter, append, chart, event, pass, put, row, verified_chain, with,
};

const TASKS: u8 = 16;
const EACH: u64 = 40;

async fn two_nodes() -> [LedgerPostgres; 2] {
    let fresh = crate::server::fresh().await;
    [fresh.node().await, fresh.node().await]
}

/// Eight tasks a node on charts of their own: every change is stored, in one audit chain.
///
/// Verifies: SDL-005
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_write_different_charts() {
    let nodes = two_nodes().await;
    let work = (1..=TASKS).map(async |task| {
        let (node, mut pen) = (&nodes[usize::from(task % 2)], StrandWriter::new(chart(task), CARE));
        for number in 1..=EACH {
            let head = pen.head();
            let change = append(u64::from(task) * 1000 + number, vec![pen.write(number)]);
            node.commit(with(change, |change| change.guards = vec![Guard::Head(chart(task), head)])).await?;
        }
        Ok::<_, LedgerError>(())
    });
    try_join_all(work).await.unwrap();
    for node in &nodes {
        for task in 1..=TASKS {
            assert_eq!(node.records(chart(task), &[CARE]).await.unwrap().len() as u64, EACH);
        }
        assert_eq!(verified_chain(node, CLINIC).await, Ok(EACH * u64::from(TASKS)));
    }
}

/// Eight tasks a node on one chart: whoever loses the head reads it again; nothing is lost, nothing forks.
///
/// Verifies: SDL-005, SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_write_one_chart() {
    let nodes = two_nodes().await;
    let work = (1..=TASKS).map(async |task| {
        let node = &nodes[usize::from(task % 2)];
        for number in 1..=EACH {
            while !append_one(node, u64::from(task) * 1000 + number).await? {}
        }
        Ok::<_, LedgerError>(())
    });
    try_join_all(work).await.unwrap();
    let total = EACH * u64::from(TASKS);
    let mut head = StrandWriter::new(chart(1), CARE).head();
    for record in nodes[0].records(chart(1), &[CARE]).await.unwrap() {
        head = ledger::next_head(pass(CLINIC).linker(), head, &record).unwrap();
    }
    assert_eq!(head.seq, total);
    assert_eq!(nodes[1].heads(chart(1)).await.unwrap(), [head]);
    assert_eq!(verified_chain(&nodes[1], CLINIC).await, Ok(total));
}

async fn append_one(node: &LedgerPostgres, number: u64) -> Result<bool, LedgerError> {
    let heads = node.heads(chart(1)).await?;
    let head = heads.first().copied().unwrap_or_else(|| StrandWriter::new(chart(1), CARE).head());
    let change = append(number, vec![StrandWriter::behind(chart(1), head).write(number)]);
    let answer = node.commit(with(change, |change| change.guards = vec![Guard::Head(chart(1), head)])).await;
    match answer {
        Ok(()) => Ok(true),
        Err(LedgerError::GuardFailed(0)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Two rows of which one must stay: each task checks both and removes one. Checked on two nodes at once, one is left.
///
/// Verifies: SDL-005, SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn no_write_skew_between_nodes() {
    let nodes = two_nodes().await;
    let number = |round: u64, key: &[u8]| round * 2 + u64::from(key.starts_with(b"b"));
    for round in 0..30_u64 {
        let keys = [b"a", b"b"].map(|name| [name.as_slice(), &round.to_be_bytes()].concat());
        for key in &keys {
            nodes[0].commit(put(number(round, key), key, 1)).await.unwrap();
        }
        let both = keys.clone().map(|key| Guard::RowIs(PANEL, key, 1)).to_vec();
        let answers = join_all(keys.iter().zip(&nodes).map(|(key, node)| {
            node.commit(with(put(1_000 + number(round, key), b"x", 1), |change| {
                change.guards.clone_from(&both);
                change.rows = vec![RowWrite::Delete(PANEL, key.clone())];
            }))
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert_eq!(nodes[0].rows_at(CLINIC, PANEL, &keys).await.unwrap().len(), 1);
    }
}

/// "There is none yet" holds on one node alone, also for what no row could be locked for.
///
/// Verifies: SDL-005, SEC-014
#[tokio::test(flavor = "multi_thread")]
async fn no_phantom_between_nodes() {
    let nodes = two_nodes().await;
    for round in 0..30_u64 {
        let key = round.to_be_bytes();
        let answers = join_all((0..8).map(|task| {
            let change = put(round * 8 + task as u64, &key, 1);
            let absent = vec![Guard::RowAbsent(PANEL, key.to_vec())];
            nodes[task % 2].commit(with(change, |change| change.guards = absent))
        }))
        .await;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
        assert_eq!(nodes[1].row(CLINIC, PANEL, &key).await.unwrap(), Some(row(&key, 1)));
    }
}

/// Two clinics reach for the same new charts in opposite order, each on its own node: one gets a chart, the other hears
/// that it is not its own, and the deadlock that PostgreSQL may find is not seen outside.
#[tokio::test(flavor = "multi_thread")]
async fn clinics_race_for_new_charts() {
    let nodes = two_nodes().await;
    for round in 0..20_u8 {
        let charts = [2 * round + 1, 2 * round + 2];
        let records = |clinic, order: [u8; 2]| {
            order.map(|number| StrandWriter::new(chart(number), CARE).of(clinic).write(1)).to_vec()
        };
        let change = |clinic, records| {
            with(Change::new(pass(clinic), event(u64::from(round))), |change| change.records = records)
        };
        let (one, other) = tokio::join!(
            nodes[0].commit(change(CLINIC, records(CLINIC, charts))),
            nodes[1].commit(change(OTHER, records(OTHER, [charts[1], charts[0]])))
        );
        let mut answers = [one, other];
        answers.sort_by_key(Result::is_err);
        assert_eq!(answers, [Ok(()), Err(LedgerError::Malformed)]);
    }
    let [ours, theirs] = [verified_chain(&nodes[0], CLINIC).await, verified_chain(&nodes[1], OTHER).await];
    assert_eq!(ours.unwrap() + theirs.unwrap(), 20);
}

/// Nodes that ask for their health at the same time do not get in each other's way.
#[tokio::test(flavor = "multi_thread")]
async fn nodes_probe_together() {
    let nodes = two_nodes().await;
    let probes = (0..40).map(|number| nodes[number % 2].probe());
    try_join_all(probes).await.unwrap();
}

/// The whole case with sixteen writers, while another node writes for the same clinic.
#[tokio::test(flavor = "multi_thread")]
async fn other_node_does_not_disturb() {
    let nodes = two_nodes().await;
    let beside = async {
        for number in 0..100 {
            nodes[1].commit(with(Change::new(pass(OTHER), event(number)), |_| {})).await?;
        }
        Ok(())
    };
    let (all, other) = tokio::join!(concurrency::sixteen_writers_on_one_chart(&nodes[0]), beside);
    all.and(other).unwrap();
    assert_eq!(verified_chain(&nodes[0], OTHER).await, Ok(100));
}
