//! Guards, and that a change is all or nothing.

use std::sync::Arc;

use futures_util::future::{join, join_all};
use ledger::{Change, Guard, Head, JobWrite, Ledger, LedgerError, RowWrite};
use vault::testing::{self, MemoryKeys};
use vault::{KeyId, RecordId};

use super::Outcome;
use super::fixture::{
    CARE, CLINIC, OWN, PANEL, StrandWriter, append, assert_empty, bytes16, change, chart, event, job, put,
    row, verified_chain, with,
};

/// A change made for an older head is refused and names its guard.
pub async fn lost_head_is_refused(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let empty = pen.head();
    ledger.commit(append(1, vec![pen.write(1)])).await?;
    let first = pen.head();
    ledger.commit(guarded(append(2, vec![pen.write(2)]), first)).await?;

    for stale in [empty, first, Head { seq: 2, ..first }, Head { strand: OWN, ..pen.head() }] {
        assert_eq!(ledger.commit(guarded(change(3), stale)).await, Err(LedgerError::GuardFailed(0)));
    }
    assert_eq!(ledger.audit(CLINIC, 0, 10).await?.len(), 2);
    ledger.commit(guarded(change(3), pen.head())).await
}

/// `seq` 0 with the genesis link says that the strand is empty.
pub async fn empty_strand_is_guarded(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let empty = pen.head();
    ledger.commit(guarded(append(1, vec![pen.write(1)]), empty)).await?;
    let again = guarded(change(2), empty);
    assert_eq!(ledger.commit(again).await, Err(LedgerError::GuardFailed(0)));
    ledger.commit(guarded(change(2), Head { strand: OWN, ..empty })).await
}

/// Rows are guarded by version and by absence; the first guard that fails is named.
pub async fn row_versions_are_guarded(ledger: &dyn Ledger) -> Outcome {
    let absent = || Guard::RowAbsent(PANEL, b"k".to_vec());
    let is = |version| Guard::RowIs(PANEL, b"k".to_vec(), version);
    assert_eq!(commit_if(ledger, vec![is(1)], put(1, b"k", 2)).await, Err(LedgerError::GuardFailed(0)));
    commit_if(ledger, vec![absent()], put(1, b"k", 1)).await?;
    assert_eq!(
        commit_if(ledger, vec![is(1), absent()], put(2, b"k", 2)).await,
        Err(LedgerError::GuardFailed(1))
    );
    commit_if(ledger, vec![is(1)], put(2, b"k", 2)).await?;
    assert_eq!(commit_if(ledger, vec![is(1)], put(3, b"k", 2)).await, Err(LedgerError::GuardFailed(0)));
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, Some(row(b"k", 2)));
    Ok(())
}

/// Of many writers that check and act on one row at the same time, exactly one wins, each time.
pub async fn one_of_many_writers_wins(ledger: &dyn Ledger) -> Outcome {
    for version in 1..=20_u64 {
        let guard = match version {
            1 => Guard::RowAbsent(PANEL, b"k".to_vec()),
            _ => Guard::RowIs(PANEL, b"k".to_vec(), version - 1),
        };
        let writers = (0..16)
            .map(|number| commit_if(ledger, vec![guard.clone()], put(version * 100 + number, b"k", version)));
        let answers = join_all(writers).await;
        let won = answers.iter().filter(|answer| answer.is_ok()).count();
        let lost = answers.iter().filter(|answer| **answer == Err(LedgerError::GuardFailed(0))).count();
        assert_eq!((won, lost), (1, 15));
    }
    assert_eq!(ledger.row(CLINIC, PANEL, b"k").await?, Some(row(b"k", 20)));
    assert_eq!(ledger.audit(CLINIC, 0, 100).await?.len(), 20);
    Ok(())
}

/// One guard of several that does not hold: no record, row, job or event of the change is stored.
pub async fn refused_guard_leaves_nothing(ledger: &dyn Ledger) -> Outcome {
    let guards = vec![Guard::RowAbsent(PANEL, b"k".to_vec()), Guard::RowIs(PANEL, b"x".to_vec(), 1)];
    let mut pen = StrandWriter::new(chart(1), CARE);
    let everything = with(append(1, vec![pen.write(1)]), |change| {
        change.guards = guards;
        change.rows = vec![RowWrite::Put(row(b"k", 1))];
        change.jobs = vec![JobWrite::Open(job(1, 10))];
    });
    assert_eq!(ledger.commit(everything).await, Err(LedgerError::GuardFailed(1)));
    assert_empty(ledger).await
}

/// One part that contradicts itself: nothing of the change is stored.
pub async fn malformed_part_leaves_nothing(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let good = pen.write(1);
    let mut bad = pen.write(2);
    bad.seq = 3;
    let fill = |change: &mut Change| {
        change.rows = vec![RowWrite::Put(row(b"k", 1))];
        change.jobs = vec![JobWrite::Open(job(1, 10))];
    };
    let bad_record = with(append(1, vec![good.clone(), bad]), fill);
    assert_eq!(ledger.commit(bad_record).await, Err(LedgerError::Malformed));

    for version in [0, u64::MAX] {
        let mut bad_row = with(append(1, vec![good.clone()]), fill);
        bad_row.rows.push(RowWrite::Put(row(b"l", version)));
        assert_eq!(ledger.commit(bad_row).await, Err(LedgerError::Malformed));
    }
    assert_empty(ledger).await
}

/// Ids that must be new are refused by their guard where one of them is taken, in whatever strand, however many they are,
/// also by an earlier change of the same batch; the rest of the batch goes on. Another chart's ids are its own.
pub async fn taken_ids_are_refused(ledger: &dyn Ledger) -> Outcome {
    let absent = |number, ids: &[u64]| {
        Guard::RecordsAbsent(chart(number), ids.iter().map(|id| RecordId(bytes16(*id))).collect())
    };
    let many: Vec<u64> = (1..=40).collect();
    let mut pen = StrandWriter::new(chart(1), CARE);
    let first = append(1, vec![pen.write(7), StrandWriter::new(chart(1), OWN).write(33)]);
    commit_if(ledger, vec![absent(1, &many)], first).await?;
    for ids in [many.as_slice(), &[7], &[100, 33], &[1, 2, 3, 33]] {
        assert_eq!(
            commit_if(ledger, vec![absent(1, ids)], change(2)).await,
            Err(LedgerError::GuardFailed(0))
        );
    }
    // A guard before it is named first, and an id is taken whether or not the change would write it.
    let stale = Guard::Head(chart(1), StrandWriter::new(chart(1), CARE).head());
    assert_eq!(
        commit_if(ledger, vec![stale, absent(1, &[7])], change(2)).await,
        Err(LedgerError::GuardFailed(0))
    );
    for (event, number, ids) in [(2, 1, &[1, 6, 8, 34][..]), (3, 1, &[]), (4, 2, &many)] {
        commit_if(ledger, vec![absent(number, ids)], change(event)).await?;
    }

    let writers = (0..16).map(|number| {
        let record = StrandWriter::new(chart(3), vault::StrandCode(number + 1)).write(50);
        commit_if(ledger, vec![absent(3, &[49, 50])], append(100 + u64::from(number), vec![record]))
    });
    let answers = join_all(writers).await;
    let won = answers.iter().filter(|answer| answer.is_ok()).count();
    let lost = answers.iter().filter(|answer| **answer == Err(LedgerError::GuardFailed(0))).count();
    assert_eq!((won, lost), (1, 15));
    assert_eq!(ledger.find(chart(3), &[RecordId(bytes16(50))]).await?.len(), 1);
    Ok(())
}

/// A change whose keys were destroyed since it was begun is refused alone, with the epoch that it has to be made again at.
pub async fn destroyed_keys_refuse_a_change(ledger: &dyn Ledger) -> Outcome {
    let vault =
        testing::vault_over(Arc::new(MemoryKeys::default())).unwrap_or_else(|error| panic!("{error}"));
    let linker = vault.linker(&CLINIC).unwrap_or_else(|error| panic!("{error}"));
    let begun = vault.write_pass(&linker, vault.epoch());
    ledger.commit(Change::new(begun.clone(), event(1))).await?;
    vault.destroy(&KeyId([9; 16])).unwrap_or_else(|error| panic!("{error}"));
    let (late, other) = join(
        ledger.commit(Change::new(begun, event(2))),
        ledger.commit(with(change(3), |change| change.rows = vec![RowWrite::Put(row(b"k", 1))])),
    )
    .await;
    assert_eq!(late, Err(LedgerError::KeysChanged(vault.epoch())));
    other?;
    ledger.commit(Change::new(vault.write_pass(&linker, vault.epoch()), event(4))).await?;
    assert_eq!(verified_chain(ledger, CLINIC).await?, 3);
    Ok(())
}

fn guarded(change: Change, head: Head) -> Change {
    with(change, |change| change.guards = vec![Guard::Head(chart(1), head)])
}

async fn commit_if(ledger: &dyn Ledger, guards: Vec<Guard>, change: Change) -> Outcome {
    ledger.commit(with(change, |change| change.guards = guards)).await
}
