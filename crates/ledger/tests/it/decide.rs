//! What a batch comes to, asked without a store.

use ledger::decide::{Fact, LedgerState, Question, RowPlace, Work, Write, questions};
use ledger::{Audit, AuditHead, Change, Guard, Head, LedgerError, Record, Row, RowWrite, Space};
use vault::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, StrandCode};

use crate::{CHART, CLINIC, EMPTY, event, record_behind};

const SPACE: Space = Space(7);

fn record(head: Head, id: u8) -> Record {
    let Record { chart, strand, seq, commitment, .. } = record_behind(head, vec![]);
    let id = RecordId([id; 16]);
    let link = vault::link(&head.link, &chart, strand, seq, &id, &commitment);
    Record { id, link, ..record_behind(head, vec![]) }
}

fn head_of(record: &Record) -> Head {
    Head { strand: record.strand, seq: record.seq, link: record.link }
}

fn commit(fill: impl FnOnce(&mut Change)) -> Work {
    let mut change = Change::new(CLINIC, event(1, vec![]));
    fill(&mut change);
    Work::Commit(Box::new(change))
}

fn put(version: u64) -> RowWrite {
    RowWrite::Put(Row { space: SPACE, key: b"k".to_vec(), version, value: vec![] })
}

fn place() -> RowPlace {
    RowPlace { clinic: CLINIC, space: SPACE, key: b"k".to_vec() }
}

/// Everything that a change depends on is asked for once, however often it is named.
#[test]
fn each_question_is_asked_once() {
    let one = record(EMPTY, 1);
    let head = head_of(&one);
    let two = record(head, 2);
    let ids = [RecordId([1; 16]), RecordId([2; 16]), RecordId([3; 16])];
    let work = [
        Work::Probe,
        commit(|change| {
            change.guards = vec![
                Guard::Head(CHART, EMPTY),
                Guard::RecordsAbsent(CHART, ids.to_vec()),
                Guard::RowAbsent(SPACE, b"k".to_vec()),
            ];
            change.records = vec![one, two];
        }),
        commit(|change| {
            change.guards = vec![Guard::Head(CHART, head), Guard::RowIs(SPACE, b"k".to_vec(), 1)];
            change.rows = vec![put(2)];
        }),
    ];
    let mut portion = [ids[0]; ledger::sql::IDS_AT_ONCE];
    portion[..3].copy_from_slice(&ids);
    assert_eq!(
        questions(&work),
        [
            Question::AuditHead(CLINIC),
            Question::Head(CHART, EMPTY.strand),
            Question::TakenIds(CHART, Box::new(portion)),
            Question::RowVersion(place()),
        ]
    );
    let mut state = LedgerState::default();
    assert_eq!(state.open_questions(&work), [Question::Owner(CHART)]);
    assert_eq!(state.clinics_without_audit(&work).into_iter().collect::<Vec<_>>(), [CLINIC]);
    state.add(Fact::Head(CHART, EMPTY, CLINIC));
    state.add(Fact::AuditHead(CLINIC, AuditHead::EMPTY));
    assert_eq!(state.open_questions(&work), []);
    assert!(state.clinics_without_audit(&work).is_empty());
}

/// Earlier changes of a batch are visible to later ones, a refused one is not, and each head is written once, at the end.
#[test]
fn a_batch_is_decided_in_order() {
    let first = record(EMPTY, 1);
    let second = record(head_of(&first), 2);
    let guarded = |guard: Guard, record: &Record| {
        commit(|change| {
            change.guards = vec![Guard::RowAbsent(Space(1), vec![]), guard];
            change.records = vec![record.clone()];
        })
    };
    let work = [
        guarded(Guard::Head(CHART, EMPTY), &first),
        guarded(Guard::Head(CHART, EMPTY), &record(EMPTY, 3)),
        guarded(Guard::RecordsAbsent(CHART, vec![first.id]), &second),
        Work::Probe,
        guarded(Guard::Head(CHART, head_of(&first)), &second),
    ];
    let decision = LedgerState::default().decide(&work);
    let refused = Err(LedgerError::GuardFailed(1));
    assert_eq!(decision.verdicts, [Ok(()), refused.clone(), refused, Ok(()), Ok(())]);
    assert!(decision.probe);

    let audit = event(1, vec![]);
    let one = AuditHead::EMPTY.next(&CLINIC, &audit).unwrap();
    let two = one.next(&CLINIC, &audit).unwrap();
    assert_eq!(
        decision.writes,
        [
            Write::Record(CLINIC, &first),
            Write::Audit(CLINIC, &audit, one),
            Write::Record(CLINIC, &second),
            Write::Audit(CLINIC, &audit, two),
            Write::Head(CLINIC, CHART, head_of(&second)),
            Write::AuditHead(CLINIC, two),
        ]
    );
}

/// What the database answered counts as what an earlier change did.
#[test]
fn facts_decide() {
    let first = record(EMPTY, 1);
    let second = record(head_of(&first), 2);
    let other = ClinicId([0xc2; 16]);
    let append = |record: &Record| commit(|change| change.records = vec![record.clone()]);
    let facts = [
        (Fact::Head(CHART, head_of(&first), CLINIC), append(&second), Ok(())),
        (Fact::Head(CHART, head_of(&first), CLINIC), append(&first), Err(LedgerError::Malformed)),
        (Fact::Head(CHART, head_of(&first), other), append(&second), Err(LedgerError::Malformed)),
        (Fact::Owner(CHART, CLINIC), append(&first), Ok(())),
        (Fact::Owner(CHART, other), append(&first), Err(LedgerError::Malformed)),
        (Fact::TakenIds(CHART, vec![first.id]), append(&first), Err(LedgerError::Malformed)),
        (Fact::TakenIds(ChartId([1; 16]), vec![first.id]), append(&first), Ok(())),
    ];
    for (fact, work, verdict) in facts {
        let mut state = LedgerState::default();
        state.add(fact.clone());
        assert_eq!(state.decide(&[work]).verdicts, [verdict], "{fact:?}");
    }
}

/// Rows are followed through a batch: written, refreshed only where they are there, and deleted.
#[test]
fn row_versions_follow_the_writes() {
    let key = || b"k".to_vec();
    let refresh = |version| RowWrite::Refresh(Row { space: SPACE, key: key(), version, value: vec![] });
    let steps = [
        (Guard::RowIs(SPACE, key(), 4), refresh(5)),
        (Guard::RowIs(SPACE, key(), 5), RowWrite::Delete(SPACE, key())),
        (Guard::RowAbsent(SPACE, key()), refresh(6)),
        (Guard::RowAbsent(SPACE, key()), put(1)),
        (Guard::RowIs(SPACE, key(), 1), put(2)),
    ];
    let work = steps.map(|(guard, row)| {
        commit(|change| {
            change.guards = vec![guard];
            change.rows = vec![row];
        })
    });
    let mut state = LedgerState::default();
    state.add(Fact::RowVersion(place(), 4));
    assert_eq!(state.decide(&work).verdicts, vec![Ok(()); 5]);
}

/// An event that does not fit, or a chain that is full, refuses the whole change.
#[test]
fn an_event_that_cannot_be_stored_refuses_its_change() {
    let audit = Audit { key: KeyId([0xa1; 16]), commitment: Commitment([0xc0; 32]), ..event(1, vec![]) };
    let large = Change::new(CLINIC, Audit { sealed: vec![0; ledger::MAX_VALUE_BYTES + 1], ..audit });
    let last = i64::MAX.unsigned_abs();
    let full = Fact::AuditHead(CLINIC, AuditHead { seq: last, link: Link::GENESIS });
    let strand = Head { strand: StrandCode(1), seq: last, link: Link::GENESIS };
    for (fact, work) in [
        (Fact::AuditHead(CLINIC, AuditHead::EMPTY), Work::Commit(Box::new(large))),
        (full, commit(|_| {})),
        (Fact::Head(CHART, strand, CLINIC), commit(|change| change.records = vec![record(strand, 1)])),
    ] {
        let mut state = LedgerState::default();
        state.add(fact);
        let work = [work];
        let decision = state.decide(&work);
        assert_eq!(decision.verdicts, [Err(LedgerError::Malformed)]);
        assert_eq!(decision.writes, []);
    }
}
