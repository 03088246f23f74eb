//! Reading the clinic's log and the rows drawn from it.

use std::collections::{HashMap, HashSet};

use diary::{AccountId, ChartId};
use ledger::{Record, Row};
use policy::Relation;

use super::Accounts;
use super::account::{Account, AccountRow, Person, PersonRow};
use super::directory::Directory;
use super::log_line::{Line, Says};
use crate::ClinicError;
use crate::sealed::ids::{self, ACCOUNTS, DIRECTORY, IDENTITY, PANEL};
use crate::sealed::payload;

/// Rows looked up at a time.
const AT_ONCE: usize = 500;

impl Accounts {
    /// Every account and every chart, in the order they were opened. The log has their ids; who an account is comes from
    /// its own row, and one that is gone with its key is left out.
    ///
    /// # Errors
    /// When the clinic's log or a row cannot be read.
    pub async fn directory(&self) -> Result<Directory, ClinicError> {
        let (mut directory, mut opened) = (Directory::default(), Vec::new());
        let mut places: HashMap<(AccountId, ChartId), usize> = HashMap::new();
        for line in self.lines().await? {
            match line.says {
                Says::Account { account, role } => opened.push((account, role)),
                Says::Enrolled { chart } => directory.charts.push(chart),
                Says::Accepted { .. } => {}
                Says::Related { account, chart, relation, .. } => {
                    let relation = Relation::parse(&relation).ok_or(ClinicError::Unreadable)?;
                    let place = *places.entry((account, chart)).or_insert(directory.relations.len());
                    match directory.relations.get_mut(place) {
                        Some(before) => before.2 = relation,
                        None => directory.relations.push((account, chart, relation)),
                    }
                }
            }
        }
        directory.relations.retain(|(_, _, relation)| *relation != Relation::None);
        for some in opened.chunks(AT_ONCE) {
            directory.accounts.extend(self.accounts(some).await?);
        }
        directory.left_out = opened.len() - directory.accounts.len();
        Ok(directory)
    }

    /// These accounts, in this order. One whose row does not tell who it is, although its own log does, is no account that
    /// is gone: its row was lost or damaged.
    async fn accounts(&self, named: &[(AccountId, String)]) -> Result<Vec<Account>, ClinicError> {
        let keys: Vec<Vec<u8>> = named.iter().map(|(id, _)| id.to_bytes().to_vec()).collect();
        let rows = self.sealed.ledger.rows_at(self.sealed.clinic_id(), ACCOUNTS, &keys).await?;
        let rows: HashMap<&[u8], &Row> = rows.iter().map(|row| (row.key.as_slice(), row)).collect();
        let mut accounts = Vec::with_capacity(named.len());
        for ((id, role), key) in named.iter().zip(&keys) {
            match rows.get(key.as_slice()).map(|row| self.open_account(row)) {
                None | Some(Err(ClinicError::Vault(vault::Error::KeyGone))) => {
                    if self.account_in_log(*id, role).await?.is_some() {
                        return Err(vault::Error::Tampered.into());
                    }
                }
                Some(account) => accounts.push(account?),
            }
        }
        Ok(accounts)
    }

    /// The clinic's log, opened.
    pub(crate) async fn lines(&self) -> Result<Vec<Line>, ClinicError> {
        let own = self.sealed.own_log();
        let records = self.sealed.whole(own, &[DIRECTORY]).await?;
        let line = |record: &Record| payload::decode(&self.sealed.open_sealed(record)?);
        records.iter().map(line).collect()
    }

    /// Those of these charts that have no entries yet. A chart with a row in the panel has some; only the others' heads are
    /// asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn empty_among(&self, charts: &[ChartId]) -> Result<HashSet<ChartId>, ClinicError> {
        let mut empty = HashSet::new();
        for some in charts.chunks(AT_ONCE) {
            let keys: Vec<Vec<u8>> = some.iter().map(|chart| chart.to_bytes().to_vec()).collect();
            let rows = self.sealed.ledger.rows_at(self.sealed.clinic_id(), PANEL, &keys).await?;
            let begun: HashSet<&[u8]> = rows.iter().map(|row| row.key.as_slice()).collect();
            for chart in some.iter().filter(|chart| !begun.contains(chart.to_bytes().as_slice())) {
                let heads = self.sealed.ledger.heads(ids::chart(*chart)).await?;
                if heads.iter().all(|head| diary::Strand::from_code(head.strand.0).is_none()) {
                    empty.insert(*chart);
                }
            }
        }
        Ok(empty)
    }

    /// Who the person of a chart is, as their own log says.
    pub(super) async fn person_in_log(&self, chart: ChartId) -> Result<Person, ClinicError> {
        let records = self.sealed.whole(ids::chart(chart), &[IDENTITY]).await?;
        let newest = records.last().ok_or(ClinicError::NotFound)?;
        payload::decode::<PersonRow>(&self.sealed.open_sealed(newest)?)?.try_into()
    }

    /// Whether the clinic's log says that a chart was opened.
    pub(crate) async fn is_enrolled(&self, chart: ChartId) -> Result<bool, ClinicError> {
        let lines = self.lines().await?;
        Ok(lines.iter().any(|line| matches!(line.says, Says::Enrolled { chart: opened } if opened == chart)))
    }

    /// What an account's own log says last, with the role that the clinic's log says; none where it does not open.
    pub(crate) async fn account_in_log(
        &self,
        account: AccountId,
        role: &str,
    ) -> Result<Option<AccountRow>, ClinicError> {
        let own = vault::ChartId(account.to_bytes());
        let records = self.sealed.ledger.records(own, &[IDENTITY]).await?;
        let plain = records.last().and_then(|record| self.sealed.open_sealed(record).ok());
        let identity = plain.and_then(|plain| payload::decode(&plain).ok());
        Ok(identity.map(|identity| AccountRow::of(account, role.to_owned(), identity)))
    }
}
