//! Every kind of edit of the ledger by somebody who can write its database and has no key, drawn from the schema itself:
//! `verify` finds each. A table, column, index or trigger that is added later is edited like the others, without a word here.

mod definitions;
mod rows;
mod tables;

use clinic::ClinicError;
use diary::Role;
use ledger::{LedgerError, Storage};

use self::tables::Tables;
use crate::entries::{entry, event, mood, noted, reviewing, safety_answer};
use crate::tampered::lived_in;
use testkit::{TODAY, TestClinic, chart, enrol, submit_to};

/// A house that was copied yesterday and has lived on since: every table has changed, a task was closed, another waits.
async fn aged() -> (TestClinic, Tables) {
    let house = lived_in().await;
    let yesterday = Tables::read(&house.intruder());
    house.clock.advance_s(86_400);
    let clinician = house.sign_in(Role::Clinician).await;
    let view = house.chart(&clinician).await;
    let seen = view.seen_up_to();
    house.submit(&clinician, vec![entry(20, TODAY, reviewing(&view, seen))]).await;
    let patient = house.sign_in(Role::Patient).await;
    let note = noted(4, "other words", diary::Sharing::CareTeam);
    house.submit(&patient, vec![entry(21, TODAY, note), entry(22, TODAY, safety_answer())]).await;
    let staff = house.sign_in_nth(Role::Clinician, 2).await;
    submit_to(&house.clinic, &staff, 2, vec![entry(23, TODAY, event())]).await.unwrap();
    house.clinic.accounts().change_directory(&[enrol(7)]).await.unwrap();
    let other = house.sign_in_nth(Role::Patient, 2).await;
    submit_to(&house.clinic, &other, 2, vec![entry(24, TODAY, mood(4))]).await.unwrap();
    house.clinic.accounts().sign_out(&staff, clinic::Source::Loopback).await.unwrap();
    house.clinic.checkpoints().take().await.unwrap();
    house.assert_clean().await;
    let today = Tables::read(&house.intruder());
    let (open, closed) = (house.row(&clinician).await.task_since, closed_tasks(&today));
    assert!(open.is_some() && closed > 0 && house.chart(&clinician).await.id == chart(1));
    (house, yesterday)
}

fn closed_tasks(tables: &Tables) -> usize {
    let closed = tables.column("job", "closed_ms");
    tables.rows("job").iter().filter(|row| row[closed] != rusqlite::types::Value::Null).count()
}

/// What became of many edits.
#[derive(Default)]
struct Tally {
    found: usize,
    refused: usize,
    missed: Vec<String>,
}

impl Tally {
    /// Puts the tables into the house's database as they are, and sees what `verify` says. What the database itself refuses
    /// is no edit.
    async fn edit(&mut self, house: &TestClinic, today: &Tables, edited: &Tables, what: &str) {
        if edited == today {
            return;
        }
        let changed = edited.differing(today);
        if edited.write(&house.intruder(), &changed).is_err() {
            self.refused += 1;
            return;
        }
        // A number that a row gets by itself may be the one it had.
        if Tables::read(&house.intruder()) == *today {
            return;
        }
        let is_missed = match house.clinic.verify(None, |_| ()).await {
            Ok(verified) => verified.bad.is_empty(),
            // A value that no column of the store can have: that is what the command answers then.
            Err(error) => error != ClinicError::Ledger(LedgerError::Unreadable(Storage::Corrupt)),
        };
        if is_missed {
            self.missed.push(what.to_owned());
        } else {
            self.found += 1;
        }
        today.write(&house.intruder(), &changed).unwrap();
    }

    /// That enough was tried, and all of it was found.
    fn assert_all_found(&self, at_least: usize) {
        assert_eq!(self.missed, Vec::<String>::new());
        assert!(self.found >= at_least, "only {} were tried, {} refused", self.found, self.refused);
    }
}
