//! The audit chain.

use ledger::survey::{SchemaCheck, StoredLog, Stray};
use ledger::{Audit, AuditHead, AuditPlace, Change, JobWrite, Ledger, LedgerError, RowWrite, StoredAudit};

use super::Outcome;
use super::fixture::{
    CARE, CLINIC, OTHER, OWN, PANEL, StrandWriter, append, change, chart, event, event_about, job, pass, row,
    subject, verified_chain, with,
};

/// Every event gets the next place of its clinic's chain, and the links follow.
pub async fn chain_verifies(ledger: &dyn Ledger) -> Outcome {
    let mut pen = StrandWriter::new(chart(1), CARE);
    for number in 0..10 {
        let mut change = append(number * 2, vec![pen.write(number)]);
        change.also(event_about(number * 2 + 1, 5));
        ledger.commit(change).await?;
    }
    assert_eq!(verified_chain(ledger, CLINIC).await?, 20);
    let stored = ledger.audit(CLINIC, 0, 100).await?;
    let expected = (0..20).map(|number| event_about(number, if number % 2 == 0 { 0 } else { 5 }));
    assert_eq!(
        stored.into_iter().map(|stored| stored.audit).collect::<Vec<_>>(),
        expected.collect::<Vec<_>>()
    );
    Ok(())
}

/// The head is the newest event's place, and each clinic has its own.
pub async fn head_is_the_newest_event(ledger: &dyn Ledger) -> Outcome {
    assert_eq!(ledger.audit_head(CLINIC).await?, AuditHead::EMPTY);
    for number in 1..=3 {
        ledger.commit(change(number)).await?;
    }
    let newest = ledger.audit(CLINIC, 2, 1).await?.remove(0);
    assert_eq!(ledger.audit_head(CLINIC).await?.place, AuditPlace { seq: 3, link: newest.link });
    assert_eq!(ledger.audit_head(OTHER).await?, AuditHead::EMPTY);
    Ok(())
}

/// A change that stores nothing else still leaves its event: this is how a read is recorded.
pub async fn change_without_effect_leaves_its_event(ledger: &dyn Ledger) -> Outcome {
    ledger.commit(change(1)).await?;
    assert_eq!(events(ledger.audit(CLINIC, 0, 10).await?), [event(1)]);
    Ok(())
}

/// Pages begin behind the position given and end at the limit.
pub async fn events_come_in_pages(ledger: &dyn Ledger) -> Outcome {
    for number in 1..=5 {
        ledger.commit(change(number)).await?;
    }
    assert_eq!(events(ledger.audit(CLINIC, 0, 2).await?), [event(1), event(2)]);
    assert_eq!(events(ledger.audit(CLINIC, 2, 2).await?), [event(3), event(4)]);
    assert_eq!(events(ledger.audit(CLINIC, 4, 2).await?), [event(5)]);
    assert_eq!(ledger.audit(CLINIC, 5, 2).await?, []);
    assert_eq!(ledger.audit(CLINIC, u64::MAX, 2).await?, []);
    Ok(())
}

/// A subject's own events, newest first, page by page, without those of others or of another clinic.
pub async fn events_of_one_subject_come_newest_first(ledger: &dyn Ledger) -> Outcome {
    for number in 1..=6_u64 {
        let about = if number % 2 == 0 { 2 } else { 1 };
        ledger.commit(Change::new(pass(CLINIC), event_about(number, about))).await?;
    }
    ledger.commit(Change::new(pass(OTHER), event_about(7, 1))).await?;

    let page = ledger.audit_of(CLINIC, &subject(1), None, 2).await?;
    let last = page.last().map(|stored| stored.seq);
    assert_eq!(last, Some(3));
    assert_eq!(events(page), [event_about(5, 1), event_about(3, 1)]);
    assert_eq!(events(ledger.audit_of(CLINIC, &subject(1), last, 2).await?), [event_about(1, 1)]);
    assert_eq!(ledger.audit_of(CLINIC, &subject(3), None, 2).await?, []);
    Ok(())
}

/// The events of one clinic leave no trace in the chain of another.
pub async fn clinics_have_chains_of_their_own(ledger: &dyn Ledger) -> Outcome {
    for number in 1..=6_u64 {
        let clinic = if number % 3 == 0 { OTHER } else { CLINIC };
        ledger.commit(Change::new(pass(clinic), event(number))).await?;
    }
    assert_eq!(verified_chain(ledger, CLINIC).await?, 4);
    assert_eq!(verified_chain(ledger, OTHER).await?, 2);
    assert_eq!(events(ledger.audit(OTHER, 0, 10).await?), [event(3), event(6)]);
    Ok(())
}

/// An event is stored once, whoever sends it again.
pub async fn repeated_event_is_not_stored(ledger: &dyn Ledger) -> Outcome {
    ledger.commit(change(1)).await?;
    assert!(matches!(ledger.commit(change(1)).await, Err(LedgerError::NotSaved(_))));
    let mut twice = change(2);
    twice.also(event(2));
    assert_eq!(ledger.commit(twice).await, Err(LedgerError::Malformed));
    ledger.commit(change(3)).await?;
    assert_eq!(verified_chain(ledger, CLINIC).await?, 2);
    Ok(())
}

/// What a store tells of itself: every strand with its records, whosever it is, page by page, and what is nobody's.
pub async fn store_tells_what_stands_there(ledger: &dyn Ledger) -> Outcome {
    let mut care = StrandWriter::new(chart(1), CARE);
    let records = vec![care.write(1), care.write(2), StrandWriter::new(chart(1), OWN).write(3)];
    let job = JobWrite::Open(job(1, 10));
    let own = with(append(1, records), |change| {
        change.rows = vec![RowWrite::Put(row(b"k", 1))];
        change.jobs = vec![job];
    });
    ledger.commit(own).await?;
    let log = |strand, records, own| StoredLog { chart: chart(1), strand, records, own };
    assert_eq!(ledger.logs(CLINIC, None, 1).await?, [log(CARE, 2, 2)]);
    assert_eq!(ledger.logs(CLINIC, Some((chart(1), CARE)), 9).await?, [log(OWN, 1, 1)]);
    assert_eq!(ledger.logs(OTHER, None, 9).await?, [log(CARE, 2, 0), log(OWN, 1, 0)]);
    assert_eq!(ledger.strays(CLINIC, &[PANEL]).await?, []);
    assert_eq!(ledger.strays(CLINIC, &[]).await?, [Stray { table: "row", rows: 1 }]);
    let tables = ["head", "audit", "audit_head", "row", "job"];
    let rows = |table| if table == "head" { 2 } else { 1 };
    assert_eq!(ledger.strays(OTHER, &[PANEL]).await?, tables.map(|table| Stray { table, rows: rows(table) }));
    assert_eq!(ledger.schema_changes(SchemaCheck::Contents).await?, Vec::<String>::new());
    Ok(())
}

fn events(stored: Vec<StoredAudit>) -> Vec<Audit> {
    stored.into_iter().map(|stored| stored.audit).collect()
}
