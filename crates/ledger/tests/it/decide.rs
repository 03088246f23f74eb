//! What a batch comes to, asked without a store.

use ledger::decide::{Decision, Fact, JobPlace, Question, RowPlace, StoredStrand, Work, Write, questions};
use ledger::state::{self, StoredJob};
use ledger::{
    Audit, AuditHead, AuditPlace, BatchKeys, Change, Guard, Head, Job, JobWrite, LedgerError, LedgerState,
    Record, Row, RowWrite, Space, StateRule, Storage,
};
use vault::{ChartId, ClinicId, Commitment, KeyId, Link, RecordId, RecordPlace, StateSum, StrandCode};

use crate::{CHART, CLINIC, EMPTY, event, pass, record_behind};

const SPACE: Space = Space(7);

fn record(head: Head, id: u8) -> Record {
    let Record { chart, strand, seq, commitment, .. } = record_behind(head, vec![]);
    let id = RecordId([id; 16]);
    let place = RecordPlace { chart: &chart, strand, seq, id: &id, commitment: &commitment };
    let link = pass().linker().record(&head.link, place);
    Record { id, link, ..record_behind(head, vec![]) }
}

fn head_of(record: &Record) -> Head {
    Head { strand: record.strand, seq: record.seq, link: record.link }
}

fn commit(fill: impl FnOnce(&mut Change)) -> Work {
    let mut change = Change::new(pass(), event(1, vec![]));
    fill(&mut change);
    Work::Commit(Box::new(change))
}

fn decide(state: LedgerState, work: &[Work]) -> Decision<'_> {
    state.decide(work, &BatchKeys::hold(work).unwrap())
}

/// A strand whose head is that of its last record, as it should be.
fn strand(head: Head, owner: ClinicId) -> Fact {
    Fact::Strand(CHART, StoredStrand { strand: head.strand, head: Some((head, owner)), last: Some(head) })
}

fn audit_head(place: AuditPlace) -> Fact {
    Fact::AuditHead(CLINIC, AuditHead { place, ..AuditHead::EMPTY })
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
            change.jobs = vec![JobWrite::Open(job(10)), JobWrite::Close([1; 16], 20)];
        }),
    ];
    let mut portion = [ids[0]; ledger::sql::IDS_AT_ONCE];
    portion[..3].copy_from_slice(&ids);
    assert_eq!(
        questions(&work),
        [
            Question::AuditHead(CLINIC),
            Question::Strand(CHART, EMPTY.strand),
            Question::TakenIds(CHART, Box::new(portion)),
            Question::Row(place()),
            Question::Job(JobPlace { clinic: CLINIC, id: [1; 16] }),
        ]
    );
    let mut state = LedgerState::default();
    assert_eq!(state.open_questions(&work), [Question::Owner(CHART)]);
    assert_eq!(state.clinics_without_audit(&work).into_iter().collect::<Vec<_>>(), [CLINIC]);
    state.add(Fact::Owner(CHART, CLINIC));
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
    let decision = decide(LedgerState::default(), &work);
    let refused = Err(LedgerError::GuardFailed(1));
    assert_eq!(decision.verdicts, [Ok(()), refused.clone(), refused, Ok(()), Ok(())]);
    assert!(decision.probe);

    let audit = event(1, vec![]);
    let one = AuditPlace::START.next(pass().linker(), &audit).unwrap();
    let two = one.next(pass().linker(), &audit).unwrap();
    let sum = StateSum::default().plus(state::head_term(pass().linker(), &CHART, &head_of(&second)));
    let sealed = pass().linker().seal_state(sum, two.seq, &two.link);
    assert_eq!(
        decision.writes,
        [
            Write::Record(CLINIC, &first),
            Write::Audit(CLINIC, &audit, one),
            Write::Record(CLINIC, &second),
            Write::Audit(CLINIC, &audit, two),
            Write::Head(CLINIC, CHART, head_of(&second)),
            Write::AuditHead(CLINIC, AuditHead { place: two, state: sealed }),
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
        (strand(head_of(&first), CLINIC), append(&second), Ok(())),
        (strand(head_of(&first), CLINIC), append(&first), Err(LedgerError::Malformed)),
        (strand(head_of(&first), other), append(&second), Err(LedgerError::Malformed)),
        (Fact::Owner(CHART, CLINIC), append(&first), Ok(())),
        (Fact::Owner(CHART, other), append(&first), Err(LedgerError::Malformed)),
        (Fact::TakenIds(CHART, vec![first.id]), append(&first), Err(LedgerError::Malformed)),
        (Fact::TakenIds(ChartId([1; 16]), vec![first.id]), append(&first), Ok(())),
    ];
    for (fact, work, verdict) in facts {
        let mut state = LedgerState::default();
        state.add(fact.clone());
        assert_eq!(decide(state, &[work]).verdicts, [verdict], "{fact:?}");
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
    state.add(Fact::Row(CLINIC, Row { space: SPACE, key: key(), version: 4, value: vec![] }));
    assert_eq!(decide(state, &work).verdicts, vec![Ok(()); 5]);
}

/// An event that does not fit, or a chain that is full, refuses the whole change.
#[test]
fn an_event_that_cannot_be_stored_refuses_its_change() {
    let audit = Audit { key: KeyId([0xa1; 16]), commitment: Commitment([0xc0; 32]), ..event(1, vec![]) };
    let large = Change::new(pass(), Audit { sealed: vec![0; ledger::MAX_VALUE_BYTES + 1], ..audit });
    let last = i64::MAX.unsigned_abs();
    let full = audit_head(AuditPlace { seq: last, link: Link::GENESIS });
    let longest = Head { strand: StrandCode(1), seq: last, link: Link::GENESIS };
    for (fact, work) in [
        (Fact::AuditHead(CLINIC, AuditHead::EMPTY), Work::Commit(Box::new(large))),
        (full, commit(|_| {})),
        (strand(longest, CLINIC), commit(|change| change.records = vec![record(longest, 1)])),
    ] {
        let mut state = LedgerState::default();
        state.add(fact);
        let work = [work];
        let decision = decide(state, &work);
        assert_eq!(decision.verdicts, [Err(LedgerError::Malformed)]);
        assert_eq!(decision.writes, []);
    }
}

fn job(due_ms: i64) -> Job {
    Job { id: [1; 16], kind: 1, chart: CHART, due_ms }
}

/// A strand whose head is not that of its last record takes nothing more; its neighbours in the batch do.
///
/// Verifies: INT-021
#[test]
fn a_damaged_strand_fails_alone() {
    let first = record(EMPTY, 1);
    let second = record(head_of(&first), 2);
    let (head, other) = (head_of(&first), Head { link: Link([9; 32]), ..head_of(&first) });
    let stored = |head: Option<Head>, last| StoredStrand {
        strand: EMPTY.strand,
        head: head.map(|head| (head, CLINIC)),
        last,
    };
    let damaged = [
        stored(None, Some(head)),
        stored(Some(head), None),
        stored(Some(other), Some(head)),
        stored(Some(Head { seq: 2, ..head }), Some(head)),
    ];
    for strand in damaged {
        for record in [&first, &second] {
            let mut state = LedgerState::default();
            state.add(Fact::Strand(CHART, strand));
            let work = [
                commit(|change| change.records = vec![record.clone()]),
                commit(|change| change.rows = vec![put(1)]),
            ];
            let corrupt = Err(LedgerError::NotSaved(Storage::Corrupt));
            assert_eq!(decide(state, &work).verdicts, [corrupt, Ok(())], "{strand:?}");
        }
    }
}

/// The sum that a batch leaves, as it is sealed beside its last event.
fn sum_after(state: LedgerState, work: &[Work]) -> StateSum {
    let decision = decide(state, work);
    assert!(decision.verdicts.iter().all(Result::is_ok), "{:?}", decision.verdicts);
    let Some(Write::AuditHead(_, head)) = decision.writes.last() else { panic!("no audit head") };
    state::opened(pass().linker(), head)
}

/// What is replaced leaves the sum and what takes its place enters it, whatever the database had before.
///
/// Verifies: INT-020
#[test]
fn the_sum_is_that_of_what_stands_there() {
    let linker = pass().linker().clone();
    let row = |version| Row { space: SPACE, key: b"k".to_vec(), version, value: vec![7] };
    let put = |version| commit(|change| change.rows = vec![RowWrite::Put(row(version))]);
    let delete = || commit(|change| change.rows = vec![RowWrite::Delete(SPACE, b"k".to_vec())]);
    let nothing = StateSum::default();
    let with_row = |version| nothing.plus(state::row_term(&linker, &row(version)));
    assert_eq!(sum_after(LedgerState::default(), &[put(1), put(2)]), with_row(2));
    assert_eq!(sum_after(LedgerState::default(), &[put(1), delete()]), nothing);

    let place = AuditPlace { seq: 5, link: Link([5; 32]) };
    let stored = || {
        let mut state = LedgerState::default();
        let sealed = linker.seal_state(with_row(1), place.seq, &place.link);
        state.add(Fact::AuditHead(CLINIC, AuditHead { place, state: sealed }));
        state.add(Fact::Row(CLINIC, row(1)));
        state
    };
    assert_eq!(sum_after(stored(), &[put(2)]), with_row(2));
    assert_eq!(sum_after(stored(), &[delete()]), nothing);
    assert_eq!(sum_after(stored(), &[commit(|_| {})]), with_row(1));

    let with_job =
        |closed_ms| with_row(1).plus(state::job_term(&linker, &StoredJob { job: job(10), closed_ms }));
    let jobs = |writes: Vec<JobWrite>| [commit(|change| change.jobs = writes.clone())];
    let (open, close) = (JobWrite::Open(job(10)), JobWrite::Close([1; 16], 20));
    assert_eq!(sum_after(stored(), &jobs(vec![open])), with_job(None));
    assert_eq!(
        sum_after(stored(), &jobs(vec![open, close, JobWrite::Close([1; 16], 30)])),
        with_job(Some(20))
    );
    assert_eq!(sum_after(stored(), &jobs(vec![open, close, open])), with_job(Some(20)));
    assert_eq!(sum_after(stored(), &jobs(vec![open, close, JobWrite::Reopen(job(99))])), with_job(None));
    assert_eq!(sum_after(stored(), &jobs(vec![close])), with_row(1));

    // Somebody put an older row back: the sum no longer comes to what stands there, until a person accepts that.
    let put_back = || {
        let mut state = stored();
        state.add(Fact::Row(CLINIC, row(9)));
        state.add(Fact::State(CLINIC, with_row(9)));
        state
    };
    assert_ne!(sum_after(put_back(), &[put(2)]), with_row(2));
    let accepting = commit(|change| change.state = StateRule::Accepted);
    assert!(questions(std::slice::from_ref(&accepting)).contains(&Question::State(CLINIC)));
    assert_eq!(sum_after(put_back(), &[accepting, put(2)]), with_row(2));
}
