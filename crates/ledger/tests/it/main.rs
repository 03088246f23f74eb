//! The rules that every store shares, asked without a store.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod decide;
mod schema;

use std::sync::LazyLock;

use ledger::{
    Audit, AuditPlace, Change, Head, LedgerError, MAX_VALUE_BYTES, Record, Row, RowWrite, Space, Storage,
    check_row, next_head, sql,
};
use vault::{
    ChartId, ClinicId, Commitment, EventPlace, KeyEpoch, KeyId, Link, RecordId, RecordPlace, StrandCode,
    WritePass,
};

const CLINIC: ClinicId = ClinicId([0xc1; 16]);
const CHART: ChartId = ChartId([0xca; 16]);

/// What every change here carries to the writer.
fn pass() -> WritePass {
    static PASS: LazyLock<WritePass> = LazyLock::new(|| vault::testing::write_pass(&CLINIC).unwrap());
    PASS.clone()
}

const EMPTY: Head = Head { strand: StrandCode(1), seq: 0, link: Link::GENESIS };

/// The record that rightly follows a head.
fn record_behind(head: Head, sealed: Vec<u8>) -> Record {
    let (id, commitment) = (RecordId([0x1d; 16]), Commitment([0xc0; 32]));
    let Head { strand, seq, link } = head;
    let seq = seq.saturating_add(1);
    let place = RecordPlace { chart: &CHART, strand, seq, id: &id, commitment: &commitment };
    let link = pass().linker().record(&link, place);
    Record { chart: CHART, strand, seq, id, key: KeyId([0x6e; 16]), commitment, link, sealed }
}

fn event(number: u8, sealed: Vec<u8>) -> Audit {
    Audit {
        event: RecordId([number; 16]),
        time_ms: 1_795_000_000_000,
        subject: [7; 32],
        key: KeyId([0xa1; 16]),
        commitment: Commitment([0xc0; 32]),
        sealed,
    }
}

fn row(version: u64, key: Vec<u8>, value: Vec<u8>) -> Row {
    Row { space: Space(7), key, version, value }
}

#[test]
fn a_record_follows_its_own_head_and_no_other() {
    let first = record_behind(EMPTY, vec![0x5e; 600]);
    let one = next_head(pass().linker(), EMPTY, &first).unwrap();
    assert_eq!(one, Head { strand: StrandCode(1), seq: 1, link: first.link });
    let second = record_behind(one, vec![]);
    assert_eq!(
        next_head(pass().linker(), one, &second).map(|head| (head.seq, head.link)),
        Ok((2, second.link))
    );

    // A link that is right for the place it claims does not help where strand or position are not the head's.
    let elsewhere = Head { strand: StrandCode(2), ..one };
    let full = Head { seq: u64::MAX, ..one };
    let wrong = [
        (elsewhere, second.clone()),
        (one, record_behind(elsewhere, vec![])),
        (one, Record { seq: 3, ..second.clone() }),
        (one, Record { link: Link([0xff; 32]), ..second.clone() }),
        (one, Record { commitment: Commitment([0xc1; 32]), ..second }),
        (one, first),
        (full, record_behind(full, vec![])),
    ];
    for (head, record) in wrong {
        assert_eq!(
            next_head(pass().linker(), head, &record),
            Err(LedgerError::Malformed),
            "{head:?} {}",
            record.seq
        );
    }
}

/// Verifies: AUD-004
#[test]
fn the_audit_chain_counts_and_links_every_event() {
    let (pass, audit) = (pass(), event(1, vec![0; 200]));
    let first = AuditPlace::START.next(pass.linker(), &audit).unwrap();
    let (event_id, commitment) = (&RecordId([1; 16]), &Commitment([0xc0; 32]));
    let place = EventPlace { seq: 1, time_ms: audit.time_ms, event: event_id, subject: &[7; 32], commitment };
    let link = pass.linker().event(&Link::GENESIS, place);
    assert_eq!(first, AuditPlace { seq: 1, link });
    let second = first.next(pass.linker(), &event(2, vec![])).unwrap();
    assert_eq!(second.seq, 2);
    for other in [
        Audit { time_ms: 1, ..event(2, vec![]) },
        Audit { subject: [8; 32], ..event(2, vec![]) },
        Audit { commitment: Commitment([0; 32]), ..event(2, vec![]) },
        event(3, vec![]),
    ] {
        assert_ne!(first.next(pass.linker(), &other).unwrap().link, second.link);
    }
    let full = AuditPlace { seq: u64::MAX, link };
    assert_eq!(full.next(pass.linker(), &audit), Err(LedgerError::Malformed));
}

/// Sixteen MiB are taken, one byte more is not, wherever a value can stand.
#[test]
fn a_value_has_a_greatest_length() {
    assert_eq!(MAX_VALUE_BYTES, 16_777_216);
    let bytes = |length| vec![0; length];
    for (length, answer) in
        [(0, Ok(())), (MAX_VALUE_BYTES, Ok(())), (MAX_VALUE_BYTES + 1, Err(LedgerError::Malformed))]
    {
        let record = next_head(pass().linker(), EMPTY, &record_behind(EMPTY, bytes(length))).map(drop);
        let audit = AuditPlace::START.next(pass().linker(), &event(1, bytes(length))).map(drop);
        let value = check_row(&RowWrite::Put(row(1, vec![], bytes(length))));
        let key = check_row(&RowWrite::Refresh(row(1, bytes(length), vec![])));
        assert!([record, audit, value, key].iter().all(|one| *one == answer), "{length}");
    }
}

#[test]
fn a_row_counts_its_versions_from_one() {
    const LAST: u64 = i64::MAX.unsigned_abs();
    for version in [1, 2, LAST] {
        assert_eq!(check_row(&RowWrite::Put(row(version, vec![], vec![]))), Ok(()), "{version}");
    }
    for version in [0, LAST + 1, u64::MAX] {
        for write in [RowWrite::Put, RowWrite::Refresh] {
            assert_eq!(check_row(&write(row(version, vec![], vec![]))), Err(LedgerError::Malformed));
        }
    }
    assert_eq!(check_row(&RowWrite::Delete(Space(7), vec![])), Ok(()));
}

#[test]
fn a_change_keeps_every_event_in_order() {
    let mut change = Change::new(pass(), event(1, vec![]));
    assert_eq!(change.audits(), [event(1, vec![])]);
    change.also(event(2, vec![]));
    assert_eq!(change.audits(), [event(1, vec![]), event(2, vec![])]);
}

/// Every id is asked for once, and the last question is filled up with one of its own.
#[test]
fn ids_are_asked_for_in_whole_portions() {
    for count in [0, 1, 14, 15, 16, 30, 31] {
        let ids: Vec<RecordId> = (0..count).map(|number| RecordId([number; 16])).collect();
        let portions: Vec<_> = sql::portions(&ids).collect();
        assert_eq!(portions.len(), ids.len().div_ceil(sql::IDS_AT_ONCE), "{count}");
        let mut asked: Vec<RecordId> = portions.concat();
        let filling = asked.split_off(ids.len());
        assert_eq!(asked, ids);
        assert!(filling.iter().all(|id| portions.last().is_some_and(|last| last.first() == Some(id))));
    }
}

/// Logs, texts and remedies hang on these codes: they stay as they are.
#[test]
fn errors_keep_their_codes() {
    let codes = [
        (LedgerError::GuardFailed(3), "ledger-refused"),
        (LedgerError::Malformed, "ledger-malformed"),
        (LedgerError::Busy, "ledger-busy"),
        (LedgerError::KeysChanged(KeyEpoch(1)), "ledger-keys-changed"),
        (LedgerError::Unknown, "ledger-unknown"),
    ];
    let storage = [
        (Storage::Full, "ledger-full"),
        (Storage::Locked, "ledger-locked"),
        (Storage::ReadOnly, "ledger-read-only"),
        (Storage::Corrupt, "ledger-corrupt"),
        (Storage::Io, "ledger-io"),
    ];
    let either = storage.into_iter().flat_map(|(storage, code)| {
        [(LedgerError::NotSaved(storage), code), (LedgerError::Unreadable(storage), code)]
    });
    for (error, code) in codes.into_iter().chain(either) {
        assert_eq!(error.code(), code, "{error}");
    }
}
