//! Rows that were read lately: sessions, accounts, relations, people. They are kept as they are sealed.
//!
//! Nothing from here is believed. A row is unsealed every time, so that its key is still there; and it comes with a guard,
//! which the transaction that stores the request's event or records must find to hold. Who is turned away, is turned away
//! by the store alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use diary::{AccountId, ChartId};
use ledger::{Change, Guard, LedgerError, Row, RowWrite, Space};
use policy::Relation;

use crate::account::PersonRow;
use crate::kept::Kept;
use crate::rows::{ACCOUNTS, PEOPLE, RELATIONS, SESSIONS, relation_key};
use crate::session::Viewer;
use crate::{Account, Clinic, Person, Problem};

/// A row's place.
type Place = (Space, Vec<u8>);

/// The rows.
pub(crate) type Rows = Kept<Place, Row>;

/// Bytes of all rows: about ten thousand.
pub(crate) const MOST_BYTES: usize = 8 * 1024 * 1024;
/// Unused for so long, a row is let go.
pub(crate) const IDLE_MS: i64 = 5 * 60_000;
/// How often a request is decided anew because another one changed what it rested on.
pub(crate) const TRIES: u32 = 3;
/// What a row takes beside its key and its value.
const AROUND_BYTES: usize = 256;

/// Something a row says, and what must still be so for it to hold.
pub(crate) type Told<T> = (T, Guard);

/// Does something for the person of `$cx`, and does it again with what the store knows where memory was refused.
macro_rules! anew {
    ($clinic:expr, $cx:expr, |$now:ident| $act:expr) => {{
        let mut renewed: Option<$crate::Viewer> = None;
        let mut tries = 0;
        loop {
            let $now = $crate::Cx { viewer: renewed.as_ref().unwrap_or($cx.viewer), ..*$cx };
            match $act {
                Err($crate::Problem::Ledger(ledger::LedgerError::Refused(_))) => {}
                done => break done,
            }
            tries += 1;
            if tries == $crate::memory::TRIES {
                break Err($crate::Problem::Ledger(ledger::LedgerError::Busy));
            }
            match $clinic.renewed($now.viewer).await {
                Ok(viewer) => renewed = Some(viewer),
                Err(problem) => break Err(problem),
            }
        }
    }};
}
pub(crate) use anew;

impl Clinic {
    /// Stores a change. What it writes is no longer kept; nor, where a guard did not hold, is anything it was guarded by.
    pub(crate) async fn store(&self, change: Change) -> Result<(), Problem> {
        let written: Vec<Place> =
            change.rows.iter().map(place).filter(|(space, _)| is_kept(*space)).collect();
        let guards: Vec<Place> = change.guards.iter().filter_map(guarded).collect();
        let done = self.ledger.commit(change).await;
        written.iter().for_each(|place| self.rows.remove(place));
        if let Err(LedgerError::Refused(_)) = done {
            guards.iter().for_each(|place| self.rows.remove(place));
        }
        Ok(done?)
    }

    /// A row from the store, kept for the next time.
    pub(crate) async fn stored_row(&self, space: Space, key: &[u8]) -> Result<Option<Arc<Row>>, Problem> {
        let row = self.ledger.row(self.clinic_id(), space, key).await?;
        if row.is_none() {
            self.rows.remove(&(space, key.to_vec()));
        }
        Ok(row.map(|row| self.keep_row(row)))
    }

    fn keep_row(&self, row: Row) -> Arc<Row> {
        let (place, bytes) = ((row.space, row.key.clone()), row.value.len() + row.key.len() + AROUND_BYTES);
        let row = Arc::new(row);
        self.rows.keep(place, &row, bytes, self.now_ms());
        row
    }

    /// A row from memory.
    pub(crate) fn kept_row(&self, space: Space, key: &[u8]) -> Option<Told<Arc<Row>>> {
        let row = self.rows.get(&(space, key.to_vec()), self.now_ms())?;
        let guard = Guard::RowIs(space, row.key.clone(), row.version);
        Some((row, guard))
    }

    /// The account, from memory.
    pub(crate) fn kept_account(&self, id: AccountId) -> Option<Told<Account>> {
        let (row, guard) = self.kept_row(ACCOUNTS, &id.to_bytes())?;
        Some((self.open_account(&row).ok()?, guard))
    }

    /// What the person is to the chart, from memory.
    pub(crate) fn kept_relation(&self, viewer: &Viewer, chart: ChartId) -> Option<Told<Relation>> {
        let (row, guard) = self.kept_row(RELATIONS, &relation_key(viewer.account.id, chart))?;
        Some((self.open_relation(&row).ok()?, guard))
    }

    /// Who the person of a chart is, from memory.
    pub(crate) fn kept_person(&self, chart: ChartId) -> Option<Told<Person>> {
        let (row, guard) = self.kept_row(PEOPLE, &chart.to_bytes())?;
        let person = self.open_row::<PersonRow>(&self.person_key(chart), &row).ok()?;
        Some((person.try_into().ok()?, guard))
    }

    /// These accounts, if all of them are in memory.
    pub(crate) fn kept_accounts(&self, ids: &BTreeSet<AccountId>) -> Option<Vec<Told<Account>>> {
        ids.iter().map(|id| self.kept_account(*id)).collect()
    }

    /// These accounts from the store, as far as they are still there.
    pub(crate) async fn stored_accounts(&self, ids: &BTreeSet<AccountId>) -> Result<Vec<Account>, Problem> {
        let keys: Vec<Vec<u8>> = ids.iter().map(|id| id.to_bytes().to_vec()).collect();
        let rows = self.ledger.rows_at(self.clinic_id(), ACCOUNTS, &keys).await?;
        rows.into_iter().map(|row| self.open_account(&self.keep_row(row))).collect()
    }

    /// Lets go of what the rows say about this person, and of what they are to the chart.
    pub(crate) fn forget_standing(&self, viewer: &Viewer, chart: ChartId) {
        let relation = (RELATIONS, relation_key(viewer.account.id, chart));
        let guards = viewer.guards().iter().filter_map(guarded);
        guards.chain([relation]).for_each(|place| self.rows.remove(&place));
    }
}

fn is_kept(space: Space) -> bool {
    [SESSIONS, ACCOUNTS, RELATIONS, PEOPLE].contains(&space)
}

fn place(write: &RowWrite) -> Place {
    match write {
        RowWrite::Put(row) | RowWrite::Refresh(row) => (row.space, row.key.clone()),
        RowWrite::Delete(space, key) => (*space, key.clone()),
    }
}

/// The row that a guard says is there.
fn guarded(guard: &Guard) -> Option<Place> {
    match guard {
        Guard::RowIs(space, key, _) if is_kept(*space) => Some((*space, key.clone())),
        _ => None,
    }
}
