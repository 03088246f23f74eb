//! The fold over any records at all, also such as no clinic would write.

use std::collections::BTreeMap;

use diary::chart::{Chart, OpenedRecord, Origin};
use diary::{AccountId, EntryId, Payload, RecordId, Strand};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::any;
use crate::support::at;

/// Records of a few authors and entries that name each other freely: ties, forks, circles and unknown records.
fn records() -> impl Strategy<Value = Vec<OpenedRecord>> {
    let small =
        (0u8..3, 0u8..5, 0u16..3, select(Strand::ALL.to_vec()), 0i64..3, prop::option::of(any::<Index>()));
    prop::collection::vec((any::payload(), small), 0..24).prop_map(|all| {
        let count = all.len() + 2;
        let record = |at: usize| RecordId::from_bytes((at as u128 + 1).to_be_bytes());
        let stored = |(at_index, (payload, small)): (usize, (Payload, _))| {
            let (account, entry, part, strand, second, amends): (u8, u8, u16, Strand, i64, Option<Index>) =
                small;
            let mut payload = payload;
            let meta = &mut payload.meta;
            meta.author.account = AccountId::from_bytes([account; 16]);
            meta.entry = EntryId::from_bytes([entry; 16]);
            meta.part = part;
            meta.received_at = at("2026-11-24T00:00:00Z") + jiff::SignedDuration::from_secs(second);
            meta.amends = amends.map(|index| record(index.index(count)));
            OpenedRecord { id: record(at_index), strand, payload }
        };
        all.into_iter().enumerate().map(stored).collect()
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<OpenedRecord>, Vec<OpenedRecord>)> {
    records().prop_flat_map(|records| (Just(records.clone()), Just(records).prop_shuffle()))
}

#[test]
fn the_order_of_the_records_makes_no_difference() {
    proptest!(any::cases(400), |((records, shuffled) in shuffled())| {
        prop_assert_eq!(Chart::fold(records), Chart::fold(shuffled));
    });
}

/// Nothing is dropped and nothing is doubled: each record is in one version of one entry, as it was.
///
/// Verifies: INT-001
#[test]
fn no_record_is_ever_lost() {
    proptest!(any::cases(400), |(records in records())| {
        let chart = Chart::fold(records.clone());
        let versions = chart.entries().iter().flat_map(|entry| entry.versions());
        let mut found = BTreeMap::new();
        for part in versions.flat_map(|version| &version.parts) {
            for place in part.places().filter(|place| place.origin == Origin::Written) {
                let told = (place.strand, part.number, &part.body);
                prop_assert!(found.insert(place.record, told).is_none(), "twice");
            }
        }
        prop_assert_eq!(found.len(), records.len());
        for record in &records {
            let there = found[&record.id];
            prop_assert_eq!(there, (record.strand, record.payload.meta.part, &record.payload.body));
            prop_assert!(chart.entry(record.id).is_some());
        }
    });
}

/// A version never stands before one that it takes the place of, whatever the clinic's clock said.
#[test]
fn an_amendment_comes_after_what_it_amends() {
    let set_back = -2;
    let mut records = crate::versions::amended_twice();
    for (record, step) in records.iter_mut().zip([0, set_back, set_back * 2]) {
        record.payload.meta.received_at = at("2026-11-24T12:00:00Z") + jiff::SignedDuration::from_secs(step);
    }
    let chart = Chart::fold(records.clone());
    let [entry] = chart.entries() else { panic!("one entry") };
    let order: Vec<RecordId> = entry.versions().iter().map(|version| version.parts[0].record).collect();
    assert_eq!(order, records.iter().map(|record| record.id).collect::<Vec<_>>());
}
