//! Reading the clinic's log and the rows drawn from it.

use std::collections::{HashMap, HashSet};

use diary::{AccountId, ChartId};
use ledger::{Head, Record, Row};
use policy::Relation;
use vault::StrandCode;

use super::{Directory, Line, Says};
use crate::account::{AccountRow, PersonRow};
use crate::ids::{self, DIRECTORY, IDENTITY};
use crate::rows::{ACCOUNTS, PANEL, PEOPLE, RELATIONS};
use crate::{Account, Clinic, Person, Problem, payload};

/// Rows looked up at a time.
const AT_ONCE: usize = 500;

impl Clinic {
    /// Every account and every chart, in the order they were opened. The log has their ids; who an account is comes from
    /// its own row, and one that is gone with its key is left out.
    ///
    /// # Errors
    /// When the clinic's log or a row cannot be read.
    pub async fn directory(&self) -> Result<Directory, Problem> {
        let (mut directory, mut opened) = (Directory::default(), Vec::new());
        let mut places: HashMap<(AccountId, ChartId), usize> = HashMap::new();
        for line in self.lines().await? {
            match line.says {
                Says::Account { account, role } => opened.push((account, role)),
                Says::Enrolled { chart } => directory.charts.push(chart),
                Says::Related { account, chart, relation, .. } => {
                    let relation = Relation::parse(&relation).ok_or(Problem::Unreadable)?;
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
    async fn accounts(&self, named: &[(AccountId, String)]) -> Result<Vec<Account>, Problem> {
        let keys: Vec<Vec<u8>> = named.iter().map(|(id, _)| id.to_bytes().to_vec()).collect();
        let rows = self.ledger.rows_at(self.clinic_id(), ACCOUNTS, &keys).await?;
        let rows: HashMap<&[u8], &Row> = rows.iter().map(|row| (row.key.as_slice(), row)).collect();
        let mut accounts = Vec::with_capacity(named.len());
        for ((id, role), key) in named.iter().zip(&keys) {
            match rows.get(key.as_slice()).map(|row| self.open_account(row)) {
                None | Some(Err(Problem::Vault(vault::Error::KeyGone))) => {
                    if self.account_told(*id, role).await?.is_some() {
                        return Err(vault::Error::Tampered.into());
                    }
                }
                Some(account) => accounts.push(account?),
            }
        }
        Ok(accounts)
    }

    /// The clinic's log, opened.
    pub(crate) async fn lines(&self) -> Result<Vec<Line>, Problem> {
        let own = vault::ChartId(self.id.to_bytes());
        let records = self.whole(own, &[DIRECTORY]).await?;
        let line = |record: &Record| payload::decode(&self.open_sealed(record)?);
        records.iter().map(line).collect()
    }

    /// Those of these charts that have no entries yet. A chart with a row in the panel has some; only the others' heads are
    /// asked for.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn empty_among(&self, charts: &[ChartId]) -> Result<HashSet<ChartId>, Problem> {
        let mut empty = HashSet::new();
        for some in charts.chunks(AT_ONCE) {
            let keys: Vec<Vec<u8>> = some.iter().map(|chart| chart.to_bytes().to_vec()).collect();
            let rows = self.ledger.rows_at(self.clinic_id(), PANEL, &keys).await?;
            let begun: HashSet<&[u8]> = rows.iter().map(|row| row.key.as_slice()).collect();
            for chart in some.iter().filter(|chart| !begun.contains(chart.to_bytes().as_slice())) {
                let heads = self.ledger.heads(ids::chart(*chart)).await?;
                if heads.iter().all(|head| diary::Strand::from_code(head.strand.0).is_none()) {
                    empty.insert(*chart);
                }
            }
        }
        Ok(empty)
    }

    /// One account, from the store.
    pub(crate) async fn stored_account(&self, id: AccountId) -> Result<Option<Account>, Problem> {
        let row = self.stored_row(ACCOUNTS, &id.to_bytes()).await?;
        row.map(|row| self.open_account(&row)).transpose()
    }

    /// The account of a row.
    pub(crate) fn open_account(&self, row: &Row) -> Result<Account, Problem> {
        let id = row.key.first_chunk::<16>().copied().ok_or(Problem::Unreadable)?;
        self.open_row::<AccountRow>(&self.account_key(AccountId::from_bytes(id)), row)?.try_into()
    }

    /// Who the person of a chart is, from the store.
    pub(crate) async fn person(&self, chart: ChartId) -> Result<Person, Problem> {
        let row = self.stored_row(PEOPLE, &chart.to_bytes()).await?;
        self.person_of(chart, row.as_deref()).await
    }

    /// Who the person of a chart is, as their row says; as the log says that it is drawn from, where it is lost or does not
    /// open.
    pub(crate) async fn person_of(&self, chart: ChartId, row: Option<&Row>) -> Result<Person, Problem> {
        let Some(row) = row else { return self.person_told(chart).await };
        let read = self.open_row::<PersonRow>(&self.person_key(chart), row).and_then(TryInto::try_into);
        match read {
            Err(problem) if problem.is_damage() => {
                tracing::error!(code = problem.code(), "a person's row does not open; run verify");
                self.person_told(chart).await
            }
            read => read,
        }
    }

    /// Who the person of a chart is, as their own log says.
    async fn person_told(&self, chart: ChartId) -> Result<Person, Problem> {
        let records = self.whole(ids::chart(chart), &[IDENTITY]).await?;
        let newest = records.last().ok_or(Problem::NotFound)?;
        payload::decode::<PersonRow>(&self.open_sealed(newest)?)?.try_into()
    }

    /// Whether the clinic's log says that a chart was opened.
    pub(crate) async fn is_enrolled(&self, chart: ChartId) -> Result<bool, Problem> {
        let lines = self.lines().await?;
        Ok(lines.iter().any(|line| matches!(line.says, Says::Enrolled { chart: opened } if opened == chart)))
    }

    /// The charts an account stands in a relation to now, in id order.
    pub(crate) async fn charts_of(&self, account: AccountId) -> Result<Vec<(ChartId, Relation)>, Problem> {
        let prefix = account.to_bytes();
        let (mut found, mut after): (Vec<(ChartId, Relation)>, Option<Vec<u8>>) = (Vec::new(), None);
        loop {
            let rows =
                self.ledger.rows(self.clinic_id(), RELATIONS, &prefix, after.as_deref(), 1_000).await?;
            let Some(last) = rows.last() else { return Ok(found) };
            after = Some(last.key.clone());
            for row in &rows {
                let chart = row.key.last_chunk::<16>().copied().ok_or(Problem::Unreadable)?;
                match self.open_relation(row) {
                    Ok(Relation::None) => {}
                    Ok(relation) => found.push((ChartId::from_bytes(chart), relation)),
                    // It denies its own chart, and no other.
                    Err(problem) if problem.is_damage() => {
                        tracing::error!(code = problem.code(), "a relation does not open; run verify");
                    }
                    Err(problem) => return Err(problem),
                }
            }
        }
    }

    pub(crate) fn person_key(&self, chart: ChartId) -> vault::Subject {
        ids::identity_key(self.clinic_id(), chart.to_bytes())
    }

    pub(crate) fn account_key(&self, account: AccountId) -> vault::Subject {
        ids::identity_key(self.clinic_id(), account.to_bytes())
    }

    pub(crate) async fn head(&self, chart: vault::ChartId, strand: StrandCode) -> Result<Head, Problem> {
        let heads = self.ledger.heads(chart).await?;
        Ok(heads.into_iter().find(|head| head.strand == strand).unwrap_or(Head::empty(strand)))
    }
}
