//! Accounts, their sessions, and the clinic's own log of who they are and whose charts they may open.

pub(crate) mod access;
pub(crate) mod account;
pub(crate) mod directory;
mod fold;
pub(crate) mod log_line;
pub(crate) mod request_context;
pub(crate) mod session;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use diary::{AccountId, ChartId};
use ledger::{Guard, Row};
use policy::Relation;

use self::account::{AccountRow, PersonRow};
use self::log_line::RelationRow;
use crate::sealed::SealedStore;
use crate::sealed::ids::{ACCOUNTS, PEOPLE, RELATIONS, relation_key};
use crate::{Account, ClinicError, Person};

/// Display names of accounts.
pub(crate) type Names = HashMap<AccountId, String>;

/// Something a cached row says, and what must still be so for it to hold.
pub(crate) type Cached<T> = (T, Guard);

/// The accounts of a clinic, and the people of its charts.
pub struct Accounts {
    sealed: Arc<SealedStore>,
}

impl Accounts {
    pub(crate) fn new(sealed: Arc<SealedStore>) -> Self {
        Self { sealed }
    }

    /// One account, from the store.
    async fn stored_account(&self, id: AccountId) -> Result<Option<Account>, ClinicError> {
        let row = self.sealed.stored_row(ACCOUNTS, &id.to_bytes()).await?;
        row.map(|row| self.open_account(&row)).transpose()
    }

    /// The account, from the cache.
    fn cached_account(&self, id: AccountId) -> Option<Cached<Account>> {
        let (row, guard) = self.sealed.cached_row(ACCOUNTS, &id.to_bytes())?;
        Some((self.open_account(&row).ok()?, guard))
    }

    /// The account of a row.
    fn open_account(&self, row: &Row) -> Result<Account, ClinicError> {
        let id = row.key.first_chunk::<16>().copied().ok_or(ClinicError::Unreadable)?;
        let key = self.sealed.account_key(AccountId::from_bytes(id));
        self.sealed.open_row::<AccountRow>(&key, row)?.try_into()
    }

    /// Display names of accounts from the store, as far as they are still there.
    pub(crate) async fn names(&self, accounts: &BTreeSet<AccountId>) -> Result<Names, ClinicError> {
        let keys: Vec<Vec<u8>> = accounts.iter().map(|id| id.to_bytes().to_vec()).collect();
        let mut names = Names::new();
        for row in self.sealed.stored_rows(ACCOUNTS, &keys).await? {
            let account = self.open_account(&row)?;
            names.insert(account.id, account.name);
        }
        Ok(names)
    }

    /// The same from the cache, if all of them are there.
    pub(crate) fn cached_names(&self, accounts: &BTreeSet<AccountId>) -> Option<(Names, Vec<Guard>)> {
        let mut names = Names::new();
        let mut guards = Vec::with_capacity(accounts.len());
        for id in accounts {
            let (account, guard) = self.cached_account(*id)?;
            names.insert(account.id, account.name);
            guards.push(guard);
        }
        Some((names, guards))
    }

    /// Who the person of a chart is, from the store.
    pub(crate) async fn person(&self, chart: ChartId) -> Result<Person, ClinicError> {
        let row = self.sealed.stored_row(PEOPLE, &chart.to_bytes()).await?;
        self.person_of(chart, row.as_deref()).await
    }

    /// Who the person of a chart is, from the cache.
    pub(crate) fn cached_person(&self, chart: ChartId) -> Option<Cached<Person>> {
        let (row, guard) = self.sealed.cached_row(PEOPLE, &chart.to_bytes())?;
        let person = self.sealed.open_row::<PersonRow>(&self.sealed.person_key(chart), &row).ok()?;
        Some((person.try_into().ok()?, guard))
    }

    /// Who the person of a chart is, as their row says; as the log says that it is drawn from, where it is lost or does not
    /// open.
    pub(crate) async fn person_of(&self, chart: ChartId, row: Option<&Row>) -> Result<Person, ClinicError> {
        let Some(row) = row else { return self.person_in_log(chart).await };
        let person = self.sealed.open_row::<PersonRow>(&self.sealed.person_key(chart), row);
        match person.and_then(TryInto::try_into) {
            Err(error) if error.is_damage() => {
                tracing::error!(code = error.code(), "a person's row does not open; run verify");
                self.person_in_log(chart).await
            }
            read => read,
        }
    }

    /// What an account is to a chart, from the store. A chart without a person is nobody's.
    async fn relation(&self, account: AccountId, chart: ChartId) -> Result<Relation, ClinicError> {
        let row = self.sealed.stored_row(RELATIONS, &relation_key(account, chart)).await?;
        row.map_or(Ok(Relation::None), |row| self.open_relation(&row))
    }

    /// What an account is to a chart, from the cache, and the version of the row that says so.
    fn cached_relation(&self, account: AccountId, chart: ChartId) -> Option<(Relation, u64)> {
        let (row, _) = self.sealed.cached_row(RELATIONS, &relation_key(account, chart))?;
        Some((self.open_relation(&row).ok()?, row.version))
    }

    fn open_relation(&self, row: &Row) -> Result<Relation, ClinicError> {
        let row: RelationRow = self.sealed.open_row(&self.sealed.clinic_key(), row)?;
        Ok(Relation::parse(&row.relation).unwrap_or(Relation::None))
    }

    /// The charts an account stands in a relation to now, in id order.
    pub(crate) async fn charts_of(
        &self,
        account: AccountId,
    ) -> Result<Vec<(ChartId, Relation)>, ClinicError> {
        let (clinic, prefix) = (self.sealed.clinic_id(), account.to_bytes());
        let (mut found, mut after): (Vec<(ChartId, Relation)>, Option<Vec<u8>>) = (Vec::new(), None);
        loop {
            let rows = self.sealed.ledger.rows(clinic, RELATIONS, &prefix, after.as_deref(), 1_000).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = Some(last.key.clone());
            for row in &rows {
                let chart = row.key.last_chunk::<16>().copied().ok_or(ClinicError::Unreadable)?;
                match self.open_relation(row) {
                    Ok(Relation::None) => {}
                    Ok(relation) => found.push((ChartId::from_bytes(chart), relation)),
                    // It denies its own chart, and no other.
                    Err(error) if error.is_damage() => {
                        tracing::error!(code = error.code(), "a relation does not open; run verify");
                    }
                    Err(error) => return Err(error),
                }
            }
        }
    }
}
