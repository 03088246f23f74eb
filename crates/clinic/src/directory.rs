//! The clinic's own log: accounts, charts, relations. The rows the code queries are projections of it.

mod folded;
mod line;
mod told;

use diary::{AccountId, ChartId, RecordId, Role};
use ledger::{Change, Guard, Head, RowWrite, Space};
use policy::Relation;

pub(crate) use self::line::{Line, RelationRow, Says, Verification};
use crate::account::{AccountIdentity, AccountRow, PersonRow};
use crate::audit::{Note, OPEN_DIRECTORY, Source};
use crate::ids::{self, DIRECTORY, IDENTITY};
use crate::payload::{self, Payload};
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

/// The author of what the installation itself writes.
const INSTALLATION: AccountId = AccountId::from_bytes([0; 16]);

impl Clinic {
    /// Writes openings into the clinic's log, in the name of the installation, with the rows they project to; all or
    /// nothing. Each that concerns a chart is on that person's access list.
    ///
    /// # Errors
    /// When the store or the keys cannot be used, or the account or chart is there already; [`Problem::NotFound`] for a
    /// relation to a chart that is not.
    pub async fn open(&self, openings: &[Opening]) -> Result<(), Problem> {
        let new: Vec<NewIds> =
            openings.iter().map(|opening| self.new_ids(opening)).collect::<Result<_, _>>()?;
        let objects: Vec<RecordId> = new.iter().flat_map(NewIds::all).map(ids::stored).collect();
        let note = Note { objects: &objects, ..installation_note(OPEN_DIRECTORY) };
        let mut change = self.change_about_clinic(&note)?;
        self.tell(openings, &mut change).await?;
        let own = self.id.to_bytes();
        let mut head = self.head(vault::ChartId(own), DIRECTORY).await?;
        change.guards.push(Guard::Head(vault::ChartId(own), head));
        for (opening, NewIds { line: id, who, .. }) in openings.iter().zip(&new) {
            let says = self.project(opening, *who, &mut change).await?;
            let line = Line { author: INSTALLATION, received_ms: self.now_ms(), says };
            let line = payload::encode(&line)?;
            change.records.push(self.seal_record(vault::ChartId(own), *id, &mut head, &line)?);
        }
        self.store(change).await
    }

    fn new_ids(&self, opening: &Opening) -> Result<NewIds, Problem> {
        let id = || Ok::<_, Problem>(vault::RecordId(self.vault.new_id()?));
        let is_someone = matches!(opening, Opening::Account(_) | Opening::Enrol(_));
        Ok(NewIds { line: id()?, who: id()?, is_someone })
    }

    /// The rows one opening projects to, and who it is about in a log of their own.
    async fn project(
        &self,
        opening: &Opening,
        who: vault::RecordId,
        change: &mut Change,
    ) -> Result<Says, Problem> {
        match opening {
            Opening::Account(account) => {
                let (id, row) = (account.id.to_bytes(), AccountRow::from(account));
                self.first_row(change, &self.account_key(account.id), ACCOUNTS, id, &row)?;
                self.first_identity(change, id, who, &AccountIdentity::from(account))?;
                Ok(Says::Account { account: account.id, role: row.role })
            }
            Opening::Enrol(Enrolment { chart, person }) => {
                let (id, row) = (chart.to_bytes(), PersonRow::from(person));
                self.first_row(change, &self.person_key(*chart), PEOPLE, id, &row)?;
                self.first_identity(change, id, who, &row)?;
                Ok(Says::Enrolled { chart: *chart })
            }
            Opening::Relate(account, chart, relation) => {
                let (at, relation) = (relation_key(*account, *chart), relation.as_str().to_owned());
                let before = self.ledger.row(self.clinic_id(), RELATIONS, &at).await?.map(|row| row.version);
                change.guards.push(match before {
                    None => Guard::RowAbsent(RELATIONS, at.clone()),
                    Some(version) => Guard::RowIs(RELATIONS, at.clone(), version),
                });
                let version = before.map_or(1, |version| version + 1);
                let row = RelationRow { relation: relation.clone() };
                change.rows.push(RowWrite::Put(self.row(
                    &self.clinic_key(),
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
    ) -> Result<(), Problem> {
        change.guards.push(Guard::RowAbsent(space, owner.to_vec()));
        change.rows.push(RowWrite::Put(self.row(subject, space, owner.to_vec(), 1, row)?));
        Ok(())
    }

    /// The first record of the log that says who someone is.
    fn first_identity<P: Payload>(
        &self,
        change: &mut Change,
        owner: [u8; 16],
        id: vault::RecordId,
        identity: &P,
    ) -> Result<(), Problem> {
        let mut head = Head::empty(IDENTITY);
        change.guards.push(Guard::Head(vault::ChartId(owner), head));
        let plain = payload::encode(identity)?;
        change.records.push(self.seal_record(vault::ChartId(owner), id, &mut head, &plain)?);
        Ok(())
    }
}

/// What the installation itself does, before anyone can sign in.
pub(crate) fn installation_note(action: &'static str) -> Note<'static> {
    Note {
        actor: INSTALLATION,
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
