//! Records and heads.

use ledger::{Change, Ledger, LedgerError, MAX_VALUE_BYTES};
use vault::{ChartId, Link, RecordId, StrandCode};

use super::Outcome;
use super::fixture::{
    CARE, CLINIC, OTHER, OWN, StrandWriter, append, assert_empty, bytes16, change, chart, event, pass, with,
};

/// What was appended comes back unchanged, ordered by strand and `seq`, and the heads say so.
pub async fn append_reads_back_in_order(ledger: &dyn Ledger) -> Outcome {
    let (mut care, mut own) = (StrandWriter::new(chart(1), CARE), StrandWriter::new(chart(1), OWN));
    let first = [own.write(1), care.write(2), care.write(3)];
    ledger.commit(append(1, first.to_vec())).await?;
    let second = [care.write(4), own.write(5)];
    ledger.commit(append(2, second.to_vec())).await?;

    let [own1, care1, care2] = first;
    let [care3, own2] = second;
    assert_eq!(ledger.records(chart(1), &[OWN, CARE, OWN]).await?, [care1, care2, care3, own1, own2]);
    assert_eq!(ledger.heads(chart(1)).await?, [care.head(), own.head()]);
    assert_eq!(ledger.heads(chart(2)).await?, []);
    assert_eq!(ledger.heads_of(chart(1), &[OWN, CARE, OWN]).await?, [care.head(), own.head()]);
    assert_eq!(ledger.heads_of(chart(1), &[OWN, StrandCode(9)]).await?, [own.head()]);
    assert_eq!(ledger.heads_of(chart(1), &[]).await?, []);
    Ok(())
}

/// A strand that was not asked for is not returned, nor is another chart.
pub async fn only_the_named_strands_come_back(ledger: &dyn Ledger) -> Outcome {
    let care = StrandWriter::new(chart(1), CARE).write(1);
    let own = StrandWriter::new(chart(1), OWN).write(2);
    let elsewhere = StrandWriter::new(chart(2), CARE).write(1);
    ledger.commit(append(1, vec![care.clone(), own, elsewhere])).await?;

    assert_eq!(ledger.records(chart(1), &[CARE]).await?, [care]);
    assert_eq!(ledger.records(chart(1), &[]).await?, []);
    assert_eq!(ledger.records(chart(2), &[OWN]).await?, []);
    Ok(())
}

/// `seq` begins at 1 and leaves no gap; the same place is not taken twice.
pub async fn gap_is_malformed(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let (first, second, third) = (pen.write(1), pen.write(2), pen.write(3));
    refuse(ledger, append(1, vec![second.clone()])).await;
    refuse(ledger, append(1, vec![first.clone(), third.clone()])).await;
    refuse(ledger, append(1, vec![second.clone(), first.clone()])).await;
    assert_empty(ledger).await?;

    ledger.commit(append(1, vec![first.clone()])).await?;
    refuse(ledger, append(2, vec![third])).await;
    refuse(ledger, append(2, vec![StrandWriter::new(chart(1), CARE).write(9)])).await;
    assert_eq!(ledger.records(chart(1), &[CARE]).await?, [first]);
    assert_eq!(ledger.audit(super::fixture::CLINIC, 0, 10).await?.len(), 1);
    Ok(())
}

/// A link that does not follow the strand's head is not stored.
pub async fn wrong_link_is_malformed(ledger: &dyn Ledger) -> Outcome {
    let mut record = StrandWriter::new(chart(1), CARE).write(1);
    record.link = Link([0xff; 32]);
    refuse(ledger, append(1, vec![record.clone()])).await;
    let mut misplaced = StrandWriter::new(chart(2), CARE).write(1);
    misplaced.chart = chart(1);
    refuse(ledger, append(1, vec![misplaced])).await;
    // Whoever does not have the clinic's key makes another link out of the same fields.
    refuse(ledger, append(1, vec![StrandWriter::new(chart(1), CARE).of(OTHER).write(1)])).await;
    assert_empty(ledger).await
}

/// An id is used once in a chart, whatever the strand; another chart may have it too.
pub async fn known_id_is_malformed(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    refuse(ledger, append(1, vec![pen.clone().write(1), StrandWriter::new(chart(1), OWN).write(1)])).await;
    assert_empty(ledger).await?;

    ledger.commit(append(1, vec![pen.write(1)])).await?;
    refuse(ledger, append(2, vec![pen.clone().write(1)])).await;
    refuse(ledger, append(2, vec![StrandWriter::new(chart(1), OWN).write(1)])).await;
    ledger.commit(append(2, vec![StrandWriter::new(chart(2), CARE).write(1)])).await
}

/// Records are found by id within their chart; unknown ids are left out.
pub async fn found_by_id(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let (first, second) = (pen.write(1), pen.write(2));
    ledger.commit(append(1, vec![first, second.clone(), StrandWriter::new(chart(2), CARE).write(3)])).await?;

    let ids = [2, 3, 4].map(|number| RecordId(bytes16(number)));
    assert_eq!(ledger.find(chart(1), &ids).await?, [second]);
    assert_eq!(ledger.find(chart(1), &[]).await?, []);
    Ok(())
}

/// Charts come in the order of their ids, each once, and no other clinic's among them.
pub async fn charts_come_in_pages(ledger: &dyn Ledger) -> Outcome {
    for number in [3, 1, 2] {
        let records =
            [CARE, OWN].map(|strand| StrandWriter::new(chart(number), strand).write(u64::from(strand.0)));
        ledger.commit(append(u64::from(number), records.to_vec())).await?;
    }
    let foreign = StrandWriter::new(chart(4), CARE).of(OTHER).write(4);
    ledger.commit(with(Change::new(pass(OTHER), event(4)), |change| change.records = vec![foreign])).await?;
    assert_eq!(ledger.charts(CLINIC, None, 2).await?, [chart(1), chart(2)]);
    assert_eq!(ledger.charts(CLINIC, Some(chart(2)), 2).await?, [chart(3)]);
    assert_eq!(ledger.charts(CLINIC, Some(ChartId([0xff; 16])), 2).await?, []);
    assert_eq!(ledger.charts(OTHER, None, 9).await?, [chart(4)]);
    Ok(())
}

/// Payloads of 100 KiB come back whole; beyond the limit they are refused.
pub async fn big_records_come_back_whole(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    let bytes = (0..100 * 1024_u32).map(|at| at.to_be_bytes()[3]).collect();
    let records = [pen.write_bytes(1, bytes), pen.write_bytes(2, Vec::new())];
    ledger.commit(append(1, records.to_vec())).await?;
    assert_eq!(ledger.records(chart(1), &[CARE]).await?, records);

    refuse(ledger, append(2, vec![pen.write_bytes(3, vec![0; MAX_VALUE_BYTES + 1])])).await;
    Ok(())
}

/// Nobody appends to a chart in the name of another clinic, nor opens a new strand of it.
pub async fn chart_stays_in_its_clinic(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    ledger.commit(append(1, vec![pen.write(1)])).await?;
    for record in [pen.of(OTHER).write(2), StrandWriter::new(chart(1), OWN).of(OTHER).write(2)] {
        refuse(ledger, with(Change::new(pass(OTHER), event(2)), |change| change.records = vec![record]))
            .await;
    }
    ledger.commit(change(3)).await
}

async fn refuse(ledger: &dyn Ledger, change: Change) {
    assert_eq!(ledger.commit(change).await, Err(LedgerError::Malformed));
}
