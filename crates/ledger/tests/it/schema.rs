//! Which migrations a database lacks, and which histories are refused.

use ledger::SchemaError;
use ledger::schema::{AppliedMigration, Migration, missing, require};

const KNOWN: [Migration; 2] = [
    Migration { version: 1, name: "initial", text: "CREATE TABLE a (b INTEGER)" },
    Migration { version: 2, name: "more", text: "CREATE TABLE c (d INTEGER)" },
];

fn applied(migration: &Migration) -> AppliedMigration {
    AppliedMigration {
        version: migration.version,
        name: migration.name.to_owned(),
        checksum: migration.checksum(),
    }
}

/// The checksum of a released text stands in the tests of each store.
#[test]
fn the_checksum_tells_every_change() {
    let [migration, _] = KNOWN;
    for other in [
        Migration { version: 2, ..migration },
        Migration { name: "Initial", ..migration },
        Migration { text: "CREATE TABLE a (b INTEGER) ", ..migration },
    ] {
        assert_ne!(other.checksum(), migration.checksum());
    }
}

#[test]
fn what_is_missing_is_the_rest() {
    let all = KNOWN.each_ref().map(applied);
    for count in 0..=KNOWN.len() {
        let lacking = missing(&KNOWN, &all[..count]).unwrap();
        let versions: Vec<i32> = lacking.iter().map(|migration| migration.version).collect();
        assert_eq!(versions, (1..=2).skip(count).collect::<Vec<_>>());
    }
    assert_eq!(require(&KNOWN, &all), Ok(()));
    assert_eq!(require(&KNOWN, &all[..1]), Err(SchemaError::TooOld { found: 1, known: 2 }));
    assert_eq!(require(&KNOWN, &[]), Err(SchemaError::TooOld { found: 0, known: 2 }));
}

#[test]
fn a_newer_database_is_refused() {
    let mut history = KNOWN.each_ref().map(applied).to_vec();
    history.push(AppliedMigration { version: 3, ..history[1].clone() });
    let newer = SchemaError::TooNew { found: 3, known: 2 };
    assert_eq!(missing(&KNOWN, &history).map(<[_]>::len), Err(newer));
    assert_eq!(require(&KNOWN, &history), Err(newer));
}

/// A migration that was changed, renamed or left out, before or after it was run, is refused.
#[test]
fn another_history_is_refused() {
    let [first, second] = KNOWN.each_ref().map(applied);
    let histories = [
        vec![AppliedMigration { checksum: "1".to_owned(), ..first.clone() }, second.clone()],
        vec![first.clone(), AppliedMigration { name: "less".to_owned(), ..second.clone() }],
        vec![second.clone()],
        vec![first.clone(), first.clone(), second],
        vec![AppliedMigration { version: 0, ..first }],
    ];
    for history in histories {
        assert_eq!(missing(&KNOWN, &history).map(<[_]>::len), Err(SchemaError::Unusable), "{history:?}");
    }
}
