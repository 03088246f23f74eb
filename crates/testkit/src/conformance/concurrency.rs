//! Many writers at once.

use futures_util::future::try_join_all;
use ledger::{Guard, Head, Ledger, LedgerError};

use super::Outcome;
use super::fixture::{CARE, CLINIC, StrandWriter, append, chart, event, pass, put, verified_chain};

const WRITERS: u8 = 16;
const EACH: u64 = 50;

/// Writers on different charts do not get in each other's way.
pub async fn sixteen_writers_on_charts_of_their_own(ledger: &dyn Ledger) -> Outcome {
    try_join_all((1..=WRITERS).map(async |writer| {
        let mut pen = StrandWriter::new(chart(writer), CARE);
        for number in 1..=EACH {
            let head = pen.head();
            let first = u64::from(writer) * 1_000 + number;
            let mut change = append(first, vec![pen.write(number)]);
            change.guards = vec![Guard::Head(chart(writer), head)];
            change.rows = put(number, &[writer], number).rows;
            change.also(event(first + 500));
            ledger.commit(change).await?;
        }
        Ok::<_, LedgerError>(())
    }))
    .await?;

    for writer in 1..=WRITERS {
        assert_unbroken(ledger, writer, EACH).await?;
    }
    assert_eq!(verified_chain(ledger, CLINIC).await?, 2 * EACH * u64::from(WRITERS));
    Ok(())
}

/// Writers on one chart: whoever loses the head builds the record again; none is lost, none is stored twice.
pub async fn sixteen_writers_on_one_chart(ledger: &dyn Ledger) -> Outcome {
    try_join_all((1..=WRITERS).map(async |writer| {
        for number in 1..=EACH {
            while !append_one(ledger, u64::from(writer) * 1000 + number).await? {}
        }
        Ok::<_, LedgerError>(())
    }))
    .await?;

    let total = EACH * u64::from(WRITERS);
    assert_unbroken(ledger, 1, total).await?;
    let mut ids: Vec<_> =
        ledger.records(chart(1), &[CARE]).await?.into_iter().map(|record| record.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), usize::try_from(total).unwrap_or_default());
    assert_eq!(verified_chain(ledger, CLINIC).await?, total);
    Ok(())
}

/// Whether the record got its place; `false` means that another writer was faster.
async fn append_one(ledger: &dyn Ledger, number: u64) -> Result<bool, LedgerError> {
    let heads = ledger.heads(chart(1)).await?;
    let head = heads.first().copied().unwrap_or_else(|| StrandWriter::new(chart(1), CARE).head());
    let mut change = append(number, vec![StrandWriter::behind(chart(1), head).write(number)]);
    change.guards = vec![Guard::Head(chart(1), head)];
    match ledger.commit(change).await {
        Ok(()) => Ok(true),
        Err(LedgerError::GuardFailed(0)) => Ok(false),
        Err(error) => Err(error),
    }
}

async fn assert_unbroken(ledger: &dyn Ledger, number: u8, length: u64) -> Outcome {
    let mut head = StrandWriter::new(chart(number), CARE).head();
    for record in ledger.records(chart(number), &[CARE]).await? {
        head = ledger::next_head(pass(CLINIC).linker(), head, &record)?;
    }
    assert_eq!(head.seq, length);
    assert_eq!(ledger.heads(chart(number)).await?, [Head { strand: CARE, ..head }]);
    Ok(())
}
