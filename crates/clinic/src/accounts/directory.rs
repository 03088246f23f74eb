//! The clinic's own log: accounts, charts, relations. The rows the code queries are projections of it.

use std::collections::HashSet;

use diary::{AccountId, ChartId, RecordId};
use ledger::{Change, Guard, Head, RowWrite, Space};
use policy::Relation;
use vault::KeyEpoch;

use super::Accounts;
use super::account::{Account, AccountIdentity, AccountRow, Person, PersonRow};
use super::log_line::{Line, RelationRow, Says, Verification};
use crate::ClinicError;
use crate::audit::{AuditDraft, INSTALLATION, OPEN_DIRECTORY};
use crate::sealed::ids::{self, ACCOUNTS, DIRECTORY, IDENTITY, PEOPLE, RELATIONS, REVIEWED, relation_key};
use crate::sealed::payload::{self, Payload};
use crate::tasks::reviewed::ReviewedRow;

/// A person whose chart is opened.
#[derive(Clone, Debug)]
pub struct Enrolment {
    /// Their chart.
    pub chart: ChartId,
    /// Who they are.
    pub person: Person,
}

/// One change of the clinic's directory.
#[derive(Clone, Debug)]
pub enum DirectoryChange {
    /// An account can sign in.
    Account(Account),
    /// A chart is opened for a person.
    Enrol(Enrolment),
    /// Someone stands in a relation to a chart, as staff have verified it, in place of any relation before;
    /// [`Relation::None`] ends it. It holds from the next request on.
    Relate(AccountId, ChartId, Relation),
}

impl DirectoryChange {
    /// The chart it concerns, and what that person's access list calls it, by the relation that holds now.
    fn concerns(&self) -> Option<(ChartId, &'static str)> {
        match self {
            Self::Account(_) => None,
            Self::Enrol(Enrolment { chart, .. }) => Some((*chart, "open_chart")),
            Self::Relate(_, chart, relation) => Some((*chart, access_list_name(*relation))),
        }
    }
}

/// What the access list of a chart calls it when this relation begins.
const fn access_list_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "let_in_own",
        Relation::Guardian => "let_in_guardian",
        Relation::Supporter => "let_in_supporter",
        Relation::CareTeam => "let_in_care_team",
        Relation::None => "end_access",
    }
}

/// The ids of the records that one opening adds.
struct NewIds {
    line: vault::RecordId,
    /// Of the log that says who someone is.
    who: vault::RecordId,
    is_someone: bool,
}

impl NewIds {
    fn all(&self) -> impl Iterator<Item = vault::RecordId> + use<> {
        [Some(self.line), Some(self.who).filter(|_| self.is_someone)].into_iter().flatten()
    }
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
    /// How many more accounts the log names, of which nothing else is left.
    pub left_out: usize,
}

impl Accounts {
    /// Writes openings into the clinic's log, in the name of the installation, with the rows they project to; all or
    /// nothing. Each that concerns a chart is on that person's access list.
    ///
    /// # Errors
    /// When the store or the keys cannot be used, or the account or chart is there already; [`ClinicError::NotFound`] for a
    /// relation to a chart that is not.
    pub async fn change_directory(&self, changes: &[DirectoryChange]) -> Result<(), ClinicError> {
        self.sealed.with_living_keys(|epoch| self.try_change_directory(changes, epoch)).await
    }

    async fn try_change_directory(
        &self,
        changes: &[DirectoryChange],
        epoch: KeyEpoch,
    ) -> Result<(), ClinicError> {
        let new: Vec<NewIds> = changes.iter().map(|wanted| self.new_ids(wanted)).collect::<Result<_, _>>()?;
        let objects: Vec<RecordId> = new.iter().flat_map(NewIds::all).map(ids::from_vault).collect();
        let draft = AuditDraft { objects: &objects, ..AuditDraft::installation(OPEN_DIRECTORY, epoch) };
        let mut change = self.sealed.change_about_clinic(&draft)?;
        self.audit_changes(changes, &mut change).await?;
        let own = self.sealed.own_log();
        let mut head = self.sealed.head(own, DIRECTORY).await?;
        change.guards.push(Guard::Head(own, head));
        for (wanted, NewIds { line: id, who, .. }) in changes.iter().zip(&new) {
            let says = self.project(wanted, *who, &mut change).await?;
            let line = Line { author: INSTALLATION, received_ms: self.sealed.now_ms(), says };
            let line = payload::encode(&line)?;
            change.records.push(self.sealed.seal_record(own, *id, &mut head, &line)?);
        }
        self.sealed.store(change).await
    }

    /// Adds to a change the line that says that a person accepted the ledger as it stands.
    pub(crate) async fn add_acceptance(
        &self,
        change: &mut Change,
        id: vault::RecordId,
        reason: &str,
        checkpoint_seq: Option<u64>,
    ) -> Result<(), ClinicError> {
        let own = self.sealed.own_log();
        let mut head = self.sealed.head(own, DIRECTORY).await?;
        change.guards.push(Guard::Head(own, head));
        let says = Says::Accepted { reason: reason.to_owned(), checkpoint_seq };
        let line = Line { author: INSTALLATION, received_ms: self.sealed.now_ms(), says };
        let line = payload::encode(&line)?;
        change.records.push(self.sealed.seal_record(own, id, &mut head, &line)?);
        Ok(())
    }

    fn new_ids(&self, wanted: &DirectoryChange) -> Result<NewIds, ClinicError> {
        let id = || Ok::<_, ClinicError>(vault::RecordId(self.sealed.vault.new_id()?));
        let is_someone = matches!(wanted, DirectoryChange::Account(_) | DirectoryChange::Enrol(_));
        Ok(NewIds { line: id()?, who: id()?, is_someone })
    }

    /// The rows one opening projects to, and who it is about in a log of their own.
    async fn project(
        &self,
        wanted: &DirectoryChange,
        who: vault::RecordId,
        change: &mut Change,
    ) -> Result<Says, ClinicError> {
        match wanted {
            DirectoryChange::Account(account) => {
                let (id, row) = (account.id.to_bytes(), AccountRow::from(account));
                self.first_row(change, &self.sealed.account_key(account.id), ACCOUNTS, id, &row)?;
                self.first_identity(change, id, who, &AccountIdentity::from(account))?;
                Ok(Says::Account { account: account.id, role: row.role })
            }
            DirectoryChange::Enrol(Enrolment { chart, person }) => {
                let (id, row) = (chart.to_bytes(), PersonRow::from(person));
                let person = self.sealed.person_key(*chart);
                self.first_row(change, &person, PEOPLE, id, &row)?;
                self.first_row(change, &person, REVIEWED, id, &ReviewedRow { up_to_ms: None })?;
                self.first_identity(change, id, who, &row)?;
                Ok(Says::Enrolled { chart: *chart })
            }
            DirectoryChange::Relate(account, chart, relation) => {
                let (at, relation) = (relation_key(*account, *chart), relation.as_str().to_owned());
                let before = self
                    .sealed
                    .ledger
                    .row(self.sealed.clinic_id(), RELATIONS, &at)
                    .await?
                    .map(|row| row.version);
                change.guards.push(match before {
                    None => Guard::RowAbsent(RELATIONS, at.clone()),
                    Some(version) => Guard::RowIs(RELATIONS, at.clone(), version),
                });
                let version = before.map_or(1, |version| version + 1);
                let row = RelationRow { relation: relation.clone() };
                change.rows.push(RowWrite::Put(self.sealed.row(
                    &self.sealed.clinic_key(),
                    RELATIONS,
                    at,
                    version,
                    &row,
                )?));
                let (account, chart) = (*account, *chart);
                Ok(Says::Related { account, chart, relation, verified: Verification::Installation })
            }
        }
    }

    /// A row that must not be there yet.
    fn first_row<P: Payload>(
        &self,
        change: &mut Change,
        subject: &vault::Subject,
        space: Space,
        owner: [u8; 16],
        row: &P,
    ) -> Result<(), ClinicError> {
        change.guards.push(Guard::RowAbsent(space, owner.to_vec()));
        change.rows.push(RowWrite::Put(self.sealed.row(subject, space, owner.to_vec(), 1, row)?));
        Ok(())
    }

    /// The first record of the log that says who someone is.
    fn first_identity<P: Payload>(
        &self,
        change: &mut Change,
        owner: [u8; 16],
        id: vault::RecordId,
        identity: &P,
    ) -> Result<(), ClinicError> {
        let mut head = Head::empty(IDENTITY);
        change.guards.push(Guard::Head(vault::ChartId(owner), head));
        let plain = payload::encode(identity)?;
        change.records.push(self.sealed.seal_record(vault::ChartId(owner), id, &mut head, &plain)?);
        Ok(())
    }

    /// Adds one event for each opening that concerns a chart.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where it is none of this clinic's.
    async fn audit_changes(
        &self,
        changes: &[DirectoryChange],
        change: &mut Change,
    ) -> Result<(), ClinicError> {
        let epoch = change.pass().epoch();
        let enrolled = changes.iter().filter_map(|wanted| match wanted {
            DirectoryChange::Enrol(Enrolment { chart, .. }) => Some(*chart),
            _ => None,
        });
        let mut here: HashSet<ChartId> = enrolled.collect();
        for (chart, action) in changes.iter().filter_map(DirectoryChange::concerns) {
            if here.insert(chart) && !self.has_person(chart).await? {
                return Err(ClinicError::NotFound);
            }
            change.also(self.sealed.audit_about(chart, &AuditDraft::installation(action, epoch))?);
        }
        Ok(())
    }

    async fn has_person(&self, chart: ChartId) -> Result<bool, ClinicError> {
        let row = self.sealed.ledger.row(self.sealed.clinic_id(), PEOPLE, &chart.to_bytes()).await?;
        // A row may be lost.
        if row.is_some() { Ok(true) } else { self.is_enrolled(chart).await }
    }
}
