//! What opens, and everything that must not.

use crate::support::{CHART, NOW_MS, audit_subject, context, event, subject, vault};
use proptest::prelude::*;
use vault::{
    ChartId, ClinicId, Commitment, Context, Error, EventContext, KeyId, KeyPurpose, MAX_PAYLOAD_BYTES,
    RecordId, Sealed, StrandCode, Subject,
};

fn identity() -> Subject {
    Subject { owner: [0x1e; 16], purpose: KeyPurpose::Identity, ..subject() }
}

proptest! {
    #[test]
    fn any_payload_comes_back(payload in prop::collection::vec(any::<u8>(), 0..9000), seq: u64, id: [u8; 16]) {
        let vault = vault();
        let place = Context { seq, id: RecordId(id), ..context() };
        let sealed = vault.seal(&subject(), &place, NOW_MS, &payload).unwrap();
        prop_assert_eq!(&*vault.open(&subject(), &place, &sealed).unwrap(), &payload);
        let row = vault.seal_row(&subject(), &id, NOW_MS, &payload).unwrap();
        prop_assert_eq!(&*vault.open_row(&subject(), &id, &row).unwrap(), &payload);
        let place = EventContext { event: RecordId(id), ..event() };
        let sealed = vault.seal_event(&audit_subject(), &place, NOW_MS, &payload).unwrap();
        prop_assert_eq!(&*vault.open_event(&audit_subject(), &place, &sealed).unwrap(), &payload);
    }

    /// Verifies: CRY-004
    #[test]
    fn random_places_do_not_open_each_other(one: ([u8; 16], u8, u64, [u8; 16]), other: ([u8; 16], u8, u64, [u8; 16])) {
        let place = |(chart, strand, seq, id)| Context {
            chart: ChartId(chart), strand: StrandCode(strand), seq, id: RecordId(id), ..context()
        };
        prop_assume!(one != other);
        let vault = vault();
        let sealed = vault.seal(&identity(), &place(one), NOW_MS, b"entry").unwrap();
        prop_assert_eq!(vault.open(&identity(), &place(other), &sealed).unwrap_err(), Error::Tampered);
    }
}

/// Every bit of a whole envelope and of its commitment.
///
/// Verifies: CRY-004
#[test]
fn no_flipped_bit_opens() {
    let vault = vault();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    for bit in 0..sealed.bytes.len() * 8 {
        let mut flipped = sealed.clone();
        flipped.bytes[bit / 8] ^= 1 << (bit % 8);
        let error = vault.open(&subject(), &context(), &flipped).unwrap_err();
        let expected = if bit < 8 && ![2, 3].contains(&flipped.bytes[0]) {
            Error::UnknownFormat
        } else {
            Error::Tampered
        };
        assert_eq!(error, expected, "bit {bit}");
    }
    for bit in 0..256 {
        let mut flipped = sealed.clone();
        flipped.commitment.0[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(vault.open(&subject(), &context(), &flipped).unwrap_err(), Error::Tampered);
    }
    for cut in 0..sealed.bytes.len() {
        let short = Sealed { bytes: sealed.bytes[..cut].to_vec(), ..sealed.clone() };
        assert_eq!(vault.open(&subject(), &context(), &short).unwrap_err(), Error::Tampered);
    }
}

/// Records that differ in one bound field each; every one is tried in the place of every other.
///
/// Verifies: CRY-004
#[test]
fn no_pair_of_places_can_be_swapped() {
    let vault = vault();
    let strand = |place: &Context| Subject {
        clinic: place.clinic,
        owner: place.chart.0,
        purpose: KeyPurpose::Strand(place.strand),
    };
    let places = [
        context(),
        Context { clinic: ClinicId([9; 16]), ..context() },
        Context { chart: ChartId([9; 16]), ..context() },
        Context { strand: StrandCode(9), ..context() },
        Context { seq: 9, ..context() },
        Context { id: RecordId([9; 16]), ..context() },
    ];
    let sealed = places.map(|place| vault.seal(&strand(&place), &place, NOW_MS, b"the same words").unwrap());
    for (at, place) in places.iter().enumerate() {
        for (from, record) in sealed.iter().enumerate() {
            let opened = vault.open(&strand(place), place, record);
            // Also with the stored key id and commitment of the place left standing.
            let spliced = Sealed { bytes: record.bytes.clone(), ..sealed[at].clone() };
            let through = vault.open(&strand(place), place, &spliced);
            if at == from {
                assert!(opened.is_ok() && through.is_ok());
            } else {
                assert_eq!((opened.unwrap_err(), through.unwrap_err()), (Error::Tampered, Error::Tampered));
            }
        }
    }
}

/// Verifies: CRY-004
#[test]
fn another_key_of_the_same_person_does_not_open() {
    let vault = vault();
    let sealed = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let newer = vault.rotate(&subject(), NOW_MS).unwrap();
    let swapped = Sealed { key: newer, ..sealed.clone() };
    assert_eq!(vault.open(&subject(), &context(), &swapped).unwrap_err(), Error::Tampered);
    let relative = Subject { owner: [0x1f; 16], ..identity() };
    let own = vault.seal(&identity(), &context(), NOW_MS, b"name").unwrap();
    assert_eq!(vault.open(&relative, &context(), &own).unwrap_err(), Error::Tampered);
    let unknown = Sealed { key: KeyId([9; 16]), ..sealed };
    assert_eq!(vault.open(&subject(), &context(), &unknown).unwrap_err(), Error::KeyGone);
}

/// A record is no event and no row, even under the same key.
///
/// Verifies: CRY-004
#[test]
fn kinds_of_envelopes_do_not_mix() {
    let vault = vault();
    let record = vault.seal(&subject(), &context(), NOW_MS, b"entry").unwrap();
    let mut row = vault.seal_row(&subject(), b"panel/1", NOW_MS, b"row").unwrap();
    assert_eq!(vault.open_row(&subject(), b"panel/2", &row).unwrap_err(), Error::Tampered);
    assert_eq!(vault.open_row(&audit_subject(), b"panel/1", &row).unwrap_err(), Error::Tampered);
    row.bytes.clone_from(&record.bytes);
    assert_eq!(vault.open_row(&subject(), b"panel/1", &row).unwrap_err(), Error::Tampered);
    row.bytes[0] = 2;
    assert_eq!(vault.open_row(&subject(), b"panel/1", &row).unwrap_err(), Error::Tampered);

    let sealed = vault.seal_event(&audit_subject(), &event(), NOW_MS, b"read").unwrap();
    for elsewhere in [
        EventContext { event: RecordId([9; 16]), ..event() },
        EventContext { time_ms: NOW_MS + 1, ..event() },
        EventContext { subject: [9; 32], ..event() },
    ] {
        assert_eq!(vault.open_event(&audit_subject(), &elsewhere, &sealed).unwrap_err(), Error::Tampered);
    }
    assert_eq!(vault.open_event(&subject(), &event(), &record).unwrap_err(), Error::Tampered);
    assert_eq!(vault.open(&subject(), &context(), &sealed).unwrap_err(), Error::Tampered);
    let other = Sealed { commitment: Commitment([9; 32]), ..sealed };
    assert_eq!(vault.open_event(&audit_subject(), &event(), &other).unwrap_err(), Error::Tampered);
}

#[test]
fn contradictions_are_refused_before_sealing() {
    let vault = vault();
    let strangers = [
        Subject { clinic: ClinicId([9; 16]), ..subject() },
        Subject { owner: [9; 16], ..subject() },
        Subject { purpose: KeyPurpose::Strand(StrandCode(9)), ..subject() },
        audit_subject(),
        Subject { purpose: KeyPurpose::Derivation, ..subject() },
    ];
    for stranger in strangers {
        assert_eq!(vault.seal(&stranger, &context(), NOW_MS, b"").unwrap_err(), Error::ContextMismatch);
    }
    assert_eq!(vault.seal_event(&subject(), &event(), NOW_MS, b"").unwrap_err(), Error::ContextMismatch);
    let derivation = Subject { clinic: ClinicId([0; 16]), owner: [0; 16], purpose: KeyPurpose::Derivation };
    assert_eq!(vault.seal_row(&derivation, b"", NOW_MS, b"").unwrap_err(), Error::ContextMismatch);
    assert_eq!(vault.rotate(&derivation, NOW_MS).unwrap_err(), Error::ContextMismatch);
}

#[test]
fn the_longest_payload_seals_and_one_byte_more_does_not() {
    let vault = vault();
    let mut payload = vec![1; MAX_PAYLOAD_BYTES];
    let sealed = vault.seal(&subject(), &context(), NOW_MS, &payload).unwrap();
    assert_eq!(vault.open(&subject(), &context(), &sealed).unwrap().len(), MAX_PAYLOAD_BYTES);
    payload.push(1);
    assert_eq!(vault.seal(&subject(), &context(), NOW_MS, &payload).unwrap_err(), Error::TooLong);
    assert_eq!(vault.seal_row(&subject(), &CHART.0, NOW_MS, &payload).unwrap_err(), Error::TooLong);
}
