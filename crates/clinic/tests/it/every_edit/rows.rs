//! Edits of rows: changed, deleted, inserted, repeated, exchanged, reordered, put back; alone and with all that refers to them.

use std::collections::BTreeSet;

use rusqlite::types::Value;

use super::tables::Tables;
use super::{Tally, aged};

/// Each column of the first, a middle and the last row of each table, changed; each such row deleted, and copied with
/// one or two columns changed.
///
/// Verifies: AUD-004, INT-005, INT-020
#[tokio::test]
async fn every_row_and_column_changed_deleted_or_inserted_is_found() {
    let (house, _) = aged().await;
    let today = Tables::read(&house.intruder());
    let mut tally = Tally::default();
    for name in today.names() {
        let (columns, rows) = (&today.table(&name).columns, today.rows(&name));
        for at in some_of(rows.len()) {
            let edited = today.with(&name, |rows| drop(rows.remove(at)));
            tally.edit(&house, &today, &edited, &format!("{name}: row {at} deleted")).await;
            for (column, title) in columns.iter().enumerate() {
                for value in others_than(&rows[at][column]) {
                    let what = format!("{name}.{title}: {value:?} in row {at}");
                    let edited = today.with(&name, |rows| rows[at][column] = value.clone());
                    tally.edit(&house, &today, &edited, &what).await;
                }
                for second in column..columns.len() {
                    let what =
                        format!("{name}: row {at} again, with another {title} and {}", columns[second]);
                    let edited = today.with(&name, |rows| {
                        let mut copy = rows[at].clone();
                        copy[column] = beyond_all(rows, column);
                        copy[second] = beyond_all(rows, second);
                        rows.push(copy);
                    });
                    tally.edit(&house, &today, &edited, &what).await;
                }
            }
        }
        if rows.is_empty() {
            let edited = today.with(&name, |rows| rows.push(vec![Value::Integer(1); columns.len()]));
            tally.edit(&house, &today, &edited, &format!("{name}: a first row")).await;
        }
    }
    tally.assert_all_found(600);
    house.assert_clean().await;
}

/// Two rows exchange one column, or each column takes the other order; ends are cut off.
///
/// Verifies: AUD-004, INT-005, INT-020
#[tokio::test]
async fn every_exchange_order_and_cut_is_found() {
    let (house, _) = aged().await;
    let today = Tables::read(&house.intruder());
    let mut tally = Tally::default();
    for name in today.names() {
        let (columns, rows) = (&today.table(&name).columns, today.rows(&name));
        for (column, title) in columns.iter().enumerate() {
            for at in some_of(rows.len()) {
                let Some(other) = rows.iter().rposition(|row| row[column] != rows[at][column]) else {
                    continue;
                };
                let edited = today.with(&name, |rows| {
                    let value = rows[at][column].clone();
                    rows[at][column] = std::mem::replace(&mut rows[other][column], value);
                });
                let what = format!("{name}.{title}: rows {at} and {other} exchanged");
                tally.edit(&house, &today, &edited, &what).await;
                let edited = today.with(&name, |rows| rows[at][column] = rows[other][column].clone());
                let what = format!("{name}.{title}: row {at} as row {other}");
                tally.edit(&house, &today, &edited, &what).await;
            }
            let edited = today.with(&name, |rows| {
                let reversed: Vec<Value> = rows.iter().rev().map(|row| row[column].clone()).collect();
                rows.iter_mut().zip(reversed).for_each(|(row, value)| row[column] = value);
            });
            tally.edit(&house, &today, &edited, &format!("{name}.{title}: in the other order")).await;
        }
        for left in [0, rows.len() / 2, rows.len().saturating_sub(1)] {
            let edited = today.with(&name, |rows| rows.truncate(left));
            tally.edit(&house, &today, &edited, &format!("{name}: only {left} rows left")).await;
        }
    }
    tally.assert_all_found(180);
    house.assert_clean().await;
}

/// Yesterday's copy, put back for every choice of tables; for every row of it that is gone or different today.
///
/// Verifies: AUD-004, AUD-014, INT-005, INT-020
#[tokio::test]
async fn every_roll_back_is_found() {
    let (house, yesterday) = aged().await;
    let today = Tables::read(&house.intruder());
    let differing = yesterday.differing(&today);
    assert_eq!(differing, ["audit", "audit_head", "head", "job", "record", "row"]);
    let mut tally = Tally::default();
    for choice in 1_u32..1 << differing.len() {
        let some = differing.iter().enumerate().filter(|(bit, _)| choice & (1 << bit) != 0);
        let some: Vec<String> = some.map(|(_, name)| name.clone()).collect();
        let edited = today.with_tables_of(&yesterday, &some);
        tally.edit(&house, &today, &edited, &format!("{some:?} of yesterday")).await;
    }
    for name in &differing {
        for old in yesterday.rows(name).iter().filter(|row| !today.rows(name).contains(row)) {
            let like = |row: &[Value]| row.iter().zip(old).filter(|(new, old)| new == old).count();
            let edited = today.with(name, |rows| {
                let place = rows.iter_mut().max_by_key(|row| like(row)).unwrap();
                place.clone_from(old);
            });
            tally.edit(&house, &today, &edited, &format!("{name}: yesterday's {:?}", old.first())).await;
            let edited = today.with(name, |rows| rows.push(old.clone()));
            tally
                .edit(&house, &today, &edited, &format!("{name}: yesterday's {:?} as well", old.first()))
                .await;
        }
    }
    tally.assert_all_found(70);
    house.assert_clean().await;
}

/// Whatever an id, a link or a key stands in: deleted together, or put back together to yesterday's copy; in all tables,
/// in all but one, and in all but the audit log.
///
/// Verifies: AUD-004, INT-005, INT-020
#[tokio::test]
async fn whatever_goes_with_all_that_refers_to_it_is_found() {
    let (house, yesterday) = aged().await;
    let today = Tables::read(&house.intruder());
    let mut tally = Tally::default();
    for value in values_of_many(&today) {
        let refers = |row: &[Value]| row.iter().any(|cell| contains(cell, &value));
        let names: Vec<String> =
            today.names().into_iter().filter(|name| today.rows(name).iter().any(|row| refers(row))).collect();
        let mut choices = vec![names.clone()];
        choices.push(names.iter().filter(|name| !name.starts_with("audit")).cloned().collect());
        choices.extend(names.iter().map(|left| names.iter().filter(|name| *name != left).cloned().collect()));
        choices.dedup();
        for some in choices {
            let what = format!("{:02x?} in {some:?}", &value[..4]);
            let mut gone = today.clone();
            let mut back = today.clone();
            for name in &some {
                gone = gone.with(name, |rows| rows.retain(|row| !refers(row)));
                let old: Vec<_> = yesterday.rows(name).iter().filter(|row| refers(row)).cloned().collect();
                back = back.with(name, |rows| {
                    rows.retain(|row| !refers(row));
                    rows.extend(old);
                });
            }
            tally.edit(&house, &today, &gone, &format!("deleted: {what}")).await;
            tally.edit(&house, &today, &sorted(&back, &today), &format!("put back: {what}")).await;
        }
    }
    tally.assert_all_found(200);
    house.assert_clean().await;
}

/// Tables that hold the same rows in whatever order are the same.
fn sorted(edited: &Tables, today: &Tables) -> Tables {
    let same = |name: &String| {
        let (some, all) = (edited.rows(name), today.rows(name));
        some.len() == all.len() && some.iter().all(|row| all.contains(row))
    };
    let same: Vec<String> = edited.names().into_iter().filter(same).collect();
    edited.with_tables_of(today, &same)
}

/// First, middle, last.
fn some_of(count: usize) -> BTreeSet<usize> {
    [0, count / 2, count.saturating_sub(1)].into_iter().filter(|at| *at < count).collect()
}

/// Other values than this one, of its type and of another.
fn others_than(value: &Value) -> Vec<Value> {
    match value {
        Value::Integer(number) => vec![(number + 1).into(), (number - 1).into(), Value::Null],
        Value::Blob(bytes) => {
            let flipped = |at: usize| {
                let mut bytes = bytes.clone();
                bytes[at] ^= 1;
                Value::Blob(bytes)
            };
            let mut others = vec![Value::Blob(Vec::new()), Value::Blob([bytes.as_slice(), &[0]].concat())];
            others.extend(some_of(bytes.len()).into_iter().map(flipped));
            others
        }
        Value::Text(text) => vec![format!("{text}x").into(), Value::Null],
        Value::Null => vec![0.into()],
        Value::Real(_) => Vec::new(),
    }
}

/// A value that no row has in this column, behind all that are there.
fn beyond_all(rows: &[Vec<Value>], column: usize) -> Value {
    match &rows[0][column] {
        Value::Blob(bytes) => Value::Blob(vec![0xee; bytes.len()]),
        Value::Text(text) => format!("{text}y").into(),
        _ => {
            let number = |row: &Vec<Value>| match row[column] {
                Value::Integer(number) => number,
                _ => 0,
            };
            (rows.iter().map(number).max().unwrap() + 1).into()
        }
    }
}

/// Ids and the like that more than one row has, whole or inside another value.
fn values_of_many(tables: &Tables) -> BTreeSet<Vec<u8>> {
    let cells = || tables.names().into_iter().flat_map(|name| tables.rows(&name).to_vec());
    let mut values = BTreeSet::new();
    for row in cells() {
        for cell in row {
            if let Value::Blob(bytes) = cell
                && matches!(bytes.len(), 16 | 32)
            {
                values.insert(bytes);
            }
        }
    }
    let count = |value: &Vec<u8>| cells().filter(|row| row.iter().any(|cell| contains(cell, value))).count();
    values.retain(|value| count(value) > 1);
    values
}

fn contains(cell: &Value, value: &[u8]) -> bool {
    matches!(cell, Value::Blob(bytes) if bytes.windows(value.len()).any(|window| window == value))
}
