//! The clinic's own log: accounts, people, relations. The rows the code queries are projections of it.

use std::collections::HashMap;

use diary::{AccountId, ChartId, Role};
use ledger::{Change, Guard, Head, Record, RowWrite};
use policy::Relation;
use serde::{Deserialize, Serialize};
use vault::{Link, StrandCode};

use crate::account::{AccountRow, PersonRow};
use crate::audit::{Note, Source};
use crate::clinic::{relation_name, relation_named};
use crate::ids::{self, DIRECTORY, IDENTITY, account_text, chart_text};
use crate::rows::{ACCOUNTS, PEOPLE, RELATIONS, relation_key};
use crate::{Account, Clinic, Outcome, Person, Problem};

/// A person whose chart is opened.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Their chart.
    pub chart: ChartId,
    /// Who they are.
    pub person: Person,
}

/// What the clinic's log is told.
#[derive(Clone, Debug)]
pub enum Opening {
    /// An account can sign in.
    Account(Account),
    /// A chart is opened for a person.
    Enrol(Enrolment),
    /// Someone stands in a relation to a chart, as staff have verified it, in place of any relation before;
    /// [`Relation::None`] ends it. It holds from the next request on.
    Relate(AccountId, ChartId, Relation),
}

/// What the clinic's log says, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    /// Accounts, in the order they were opened.
    pub accounts: Vec<Account>,
    /// Charts, in the order they were opened.
    pub charts: Vec<ChartId>,
    /// Relations that hold, in the order they were recorded.
    pub relations: Vec<(AccountId, ChartId, Relation)>,
}

/// One line of the clinic's log.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum LineV1 {
    Account {
        v: u32,
        account: AccountRow,
    },
    Enrolled {
        v: u32,
        #[serde(with = "chart_text")]
        chart: ChartId,
    },
    Related {
        v: u32,
        #[serde(with = "account_text")]
        account: AccountId,
        #[serde(with = "chart_text")]
        chart: ChartId,
        relation: String,
    },
}

impl Clinic {
    /// Writes openings into the clinic's log, with the rows they project to; all or nothing.
    ///
    /// # Errors
    /// When the store or the keys cannot be used, or the account or chart is there already.
    pub async fn open(&self, openings: &[Opening]) -> Result<(), Problem> {
        let mut change = self.change_about_clinic(&installation_note("open_directory"))?;
        let mut head = self.head(vault::ChartId(self.id.to_bytes()), DIRECTORY).await?;
        change.guards.push(Guard::Head(vault::ChartId(self.id.to_bytes()), head));
        for opening in openings {
            let line = self.project(opening, &mut change).await?;
            let plain = serde_json::to_vec(&line).map_err(|_| Problem::Unreadable)?;
            let record = self.seal_log(self.id.to_bytes(), &mut head, &plain)?;
            change.records.push(record);
        }
        Ok(self.ledger.commit(change).await?)
    }

    /// The rows one opening projects to.
    async fn project(&self, opening: &Opening, change: &mut Change) -> Result<LineV1, Problem> {
        match opening {
            Opening::Account(account) => {
                let row = AccountRow::from(account);
                let key = ids::identity_key(self.clinic_id(), account.id.to_bytes());
                let at = account.id.to_bytes().to_vec();
                change.guards.push(Guard::RowAbsent(ACCOUNTS, at.clone()));
                change.rows.push(RowWrite::Put(self.row(&key, ACCOUNTS, at, 1, &row)?));
                Ok(LineV1::Account { v: 1, account: row })
            }
            Opening::Enrol(Enrolment { chart, person }) => {
                let row = PersonRow::from(person);
                let at = chart.to_bytes().to_vec();
                change.guards.push(Guard::RowAbsent(PEOPLE, at.clone()));
                change.rows.push(RowWrite::Put(self.row(&self.person_key(*chart), PEOPLE, at, 1, &row)?));
                let plain = serde_json::to_vec(&row).map_err(|_| Problem::Unreadable)?;
                let mut head = Head { strand: IDENTITY, seq: 0, link: Link::GENESIS };
                change.guards.push(Guard::Head(ids::chart(*chart), head));
                change.records.push(self.seal_log(chart.to_bytes(), &mut head, &plain)?);
                Ok(LineV1::Enrolled { v: 1, chart: *chart })
            }
            Opening::Relate(account, chart, relation) => {
                let (at, name) = (relation_key(*account, *chart), relation_name(*relation).to_owned());
                let before = self.ledger.row(self.clinic_id(), RELATIONS, &at).await?.map(|row| row.version);
                change.guards.push(match before {
                    None => Guard::RowAbsent(RELATIONS, at.clone()),
                    Some(version) => Guard::RowIs(RELATIONS, at.clone(), version),
                });
                let version = before.map_or(1, |version| version + 1);
                change.rows.push(RowWrite::Put(self.row(
                    &self.clinic_key(),
                    RELATIONS,
                    at,
                    version,
                    &name,
                )?));
                Ok(LineV1::Related { v: 1, account: *account, chart: *chart, relation: name })
            }
        }
    }

    /// Every account and every chart, in the order they were opened.
    ///
    /// # Errors
    /// When the clinic's log cannot be read.
    pub async fn directory(&self) -> Result<Directory, Problem> {
        let mut directory = Directory::default();
        let mut places: HashMap<(AccountId, ChartId), usize> = HashMap::new();
        for line in self.lines().await? {
            match line {
                LineV1::Account { account, .. } => directory.accounts.push(account.try_into()?),
                LineV1::Enrolled { chart, .. } => directory.charts.push(chart),
                LineV1::Related { account, chart, relation, .. } => {
                    let relation = relation_named(&relation).ok_or(Problem::Unreadable)?;
                    let place = *places.entry((account, chart)).or_insert(directory.relations.len());
                    match directory.relations.get_mut(place) {
                        Some(before) => before.2 = relation,
                        None => directory.relations.push((account, chart, relation)),
                    }
                }
            }
        }
        directory.relations.retain(|(_, _, relation)| *relation != Relation::None);
        Ok(directory)
    }

    /// The clinic's log, opened.
    pub(crate) async fn lines(&self) -> Result<Vec<LineV1>, Problem> {
        let records = self.ledger.records(vault::ChartId(self.id.to_bytes()), &[DIRECTORY]).await?;
        let line = |record: &Record| {
            let plain = self.open_sealed(record)?;
            serde_json::from_slice(&plain).map_err(|_| Problem::Unreadable)
        };
        records.iter().map(line).collect()
    }

    /// Whether a chart has no entries yet.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn is_empty(&self, chart: ChartId) -> Result<bool, Problem> {
        let heads = self.ledger.heads(ids::chart(chart)).await?;
        Ok(heads.iter().all(|head| diary::Strand::from_code(head.strand.0).is_none()))
    }

    /// One account.
    pub(crate) async fn account(&self, id: AccountId) -> Result<Option<Account>, Problem> {
        let Some(row) = self.ledger.row(self.clinic_id(), ACCOUNTS, &id.to_bytes()).await? else {
            return Ok(None);
        };
        let key = ids::identity_key(self.clinic_id(), id.to_bytes());
        self.open_row::<AccountRow>(&key, &row)?.try_into().map(Some)
    }

    /// Who the person of a chart is.
    pub(crate) async fn person(&self, chart: ChartId) -> Result<Person, Problem> {
        let row =
            self.ledger.row(self.clinic_id(), PEOPLE, &chart.to_bytes()).await?.ok_or(Problem::NotFound)?;
        self.open_row::<PersonRow>(&self.person_key(chart), &row)?.try_into()
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
                let name: String = self.open_row(&self.clinic_key(), row)?;
                let relation = relation_named(&name).ok_or(Problem::Unreadable)?;
                if relation != Relation::None {
                    found.push((ChartId::from_bytes(chart), relation));
                }
            }
        }
    }

    pub(crate) fn person_key(&self, chart: ChartId) -> vault::Subject {
        ids::identity_key(self.clinic_id(), chart.to_bytes())
    }

    pub(crate) async fn head(&self, chart: vault::ChartId, strand: StrandCode) -> Result<Head, Problem> {
        let heads = self.ledger.heads(chart).await?;
        let empty = Head { strand, seq: 0, link: Link::GENESIS };
        Ok(heads.into_iter().find(|head| head.strand == strand).unwrap_or(empty))
    }

    /// Seals the next record of a log that is no reader's strand, and moves its head.
    fn seal_log(&self, owner: [u8; 16], head: &mut Head, plain: &[u8]) -> Result<Record, Problem> {
        let id = vault::RecordId(self.vault.new_id()?);
        self.seal_record(vault::ChartId(owner), id, head, plain)
    }
}

/// What the installation itself does, before anyone can sign in.
pub(crate) fn installation_note(action: &'static str) -> Note<'static> {
    Note {
        actor: AccountId::from_bytes([0; 16]),
        role: Role::Administrator,
        session: None,
        action,
        function: "command_line",
        purpose: "",
        rule: "installation",
        outcome: Outcome::Done,
        source: Source::CommandLine,
        chart: None,
        objects: &[],
        opened: &[],
        request: None,
    }
}
