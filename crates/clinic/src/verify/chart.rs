//! One chart: its strands, who it is about, its panel row.

use std::collections::BTreeSet;

use diary::chart::{Chart, OpenedRecord};
use diary::{AccountId, ChartId, RecordId, Strand};
use ledger::{Head, Job, Record};
use vault::StrandCode;

use super::store::StoredStrands;
use super::verifier::{BadPosition, READINGS, Verified, Verifier};
use crate::ClinicError;
use crate::accounts::account::{AccountIdentity, PersonRow};
use crate::panel::row::PanelRow;
use crate::sealed::ids::{self, DIRECTORY, IDENTITY};
use crate::sealed::ids::{PANEL, PEOPLE, REVIEWED};
use crate::sealed::payload;
use crate::tasks::reviewed::ReviewedRow;

/// What one reading of a chart found.
#[derive(Default)]
pub(super) struct Checked {
    records: u64,
    rows: u64,
    /// The tasks that its records ask for; none where not all of them could be read.
    pub tasks: Option<ChartTasks>,
    bad: Vec<BadPosition>,
    readable: Vec<OpenedRecord>,
    identity: Option<Identity>,
    /// Every record there is, whatever is wrong with it.
    pub stored_records: Vec<StoredRecord>,
}

/// The tasks of one chart.
#[derive(Clone, Default)]
pub(super) struct ChartTasks {
    /// That wait.
    pub open: Vec<Job>,
    /// That a review covers. Not all of them were ever stored: what came in with its review never waited.
    pub closed: Vec<Job>,
}

/// One record that is there.
#[derive(Clone, Copy)]
pub(super) struct StoredRecord {
    /// Whose log it is in.
    pub owner: ChartId,
    pub strand: StrandCode,
    pub seq: u64,
    pub id: RecordId,
}

/// What the clinic's log says of a chart.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It was opened for a person.
    Enrolled,
    /// Nothing, or it cannot be read.
    Unknown,
}

/// What a log of its own says last about who someone is.
enum Identity {
    Person(PersonRow),
    Account,
}

impl Identity {
    fn read(plain: &[u8]) -> Result<Self, ClinicError> {
        let person = payload::decode(plain).map(Self::Person);
        person.or_else(|_| payload::decode::<AccountIdentity>(plain).map(|_| Self::Account))
    }
}

impl Verified {
    pub(super) fn add(&mut self, checked: Checked) {
        self.charts += 1;
        self.add_account(checked);
    }

    pub(super) fn add_account(&mut self, checked: Checked) {
        self.records += checked.records;
        self.rows += checked.rows;
        checked.bad.into_iter().for_each(|bad| self.bad(bad));
    }
}

impl Verifier<'_> {
    /// Checks the clinic's own log.
    pub(super) async fn check_log(&self, stored: &StoredStrands) -> Result<Checked, ClinicError> {
        let own = self.sealed.own_log();
        let mut checked = Checked::default();
        let heads = self.sealed.ledger.heads(own).await?;
        let strands = with_stored(&[DIRECTORY], stored, own);
        self.check_strands(own, &heads, &strands, &mut checked).await?;
        Ok(checked)
    }

    /// Checks an account's own log.
    pub(super) async fn check_account(
        &self,
        account: AccountId,
        stored: &StoredStrands,
    ) -> Result<Checked, ClinicError> {
        let own = vault::ChartId(account.to_bytes());
        let mut checked = Checked::default();
        let heads = self.sealed.ledger.heads(own).await?;
        let strands = with_stored(&[IDENTITY], stored, own);
        self.check_strands(own, &heads, &strands, &mut checked).await?;
        Ok(checked)
    }

    /// Checks one chart.
    pub(super) async fn check_chart(
        &self,
        chart: ChartId,
        standing: Standing,
        stored: &[StrandCode],
    ) -> Result<Checked, ClinicError> {
        let mut checked = Checked::default();
        let heads = self.sealed.ledger.heads(ids::chart(chart)).await?;
        if standing == Standing::Enrolled && !heads.iter().any(|head| head.strand == IDENTITY) {
            checked.bad.push(BadPosition::of("chart-missing", chart));
        }
        let mut strands: Vec<StrandCode> = Strand::ALL.into_iter().map(ids::code).collect();
        strands.push(IDENTITY);
        strands.extend_from_slice(stored);
        self.check_strands(ids::chart(chart), &heads, &strands, &mut checked).await?;
        // Where the clinic's log cannot be read, an account's own log comes here as well.
        let person = standing == Standing::Enrolled || !matches!(checked.identity, Some(Identity::Account));
        if checked.bad.is_empty() && person {
            self.check_person(chart, &mut checked).await?;
            let expected = panel_of(&checked.readable);
            checked.tasks = Some(self.tasks_of(chart, &checked.readable)?);
            self.check_panel(chart, expected, &mut checked).await?;
        }
        checked.readable.clear();
        Ok(checked)
    }

    /// Walks the strands that there can be and those that say they are there.
    async fn check_strands(
        &self,
        chart: vault::ChartId,
        heads: &[Head],
        strands: &[StrandCode],
        checked: &mut Checked,
    ) -> Result<(), ClinicError> {
        let stored = heads.iter().map(|head| head.strand);
        let all: BTreeSet<StrandCode> = strands.iter().copied().chain(stored).collect();
        for strand in all {
            let head = heads.iter().find(|head| head.strand == strand).copied();
            let head = head.unwrap_or(Head::empty(strand));
            self.check_strand(chart, head, checked).await?;
        }
        Ok(())
    }

    /// Walks one strand from its first record. `head` was read before: records behind it are a writer's, if the head has
    /// moved since.
    async fn check_strand(
        &self,
        chart: vault::ChartId,
        head: Head,
        checked: &mut Checked,
    ) -> Result<(), ClinicError> {
        let (mut at, mut seq) = (Head::empty(head.strand), 0);
        let bad = |what, seq| BadPosition {
            strand: Some(head.strand.0),
            seq: Some(seq),
            ..BadPosition::of(what, ChartId::from_bytes(chart.0))
        };
        let records = self.sealed.ledger.records(chart, &[head.strand]).await?;
        checked.stored_records.extend(records.iter().map(|record| StoredRecord {
            owner: ChartId::from_bytes(chart.0),
            strand: head.strand,
            seq: record.seq,
            id: ids::from_vault(record.id),
        }));
        for record in records {
            checked.records += 1;
            self.seals.met(record.key);
            seq += 1;
            match ledger::next_head(&self.sealed.linker, at, &record) {
                Ok(next) => at = next,
                Err(_) => {
                    checked.bad.push(bad("link", seq));
                    return Ok(());
                }
            }
            if seq == head.seq && at.link != head.link {
                checked.bad.push(bad("head", seq));
            }
            if self.read_record(&record, checked).is_err() {
                checked.bad.push(bad("seal", seq));
            }
        }
        if seq < head.seq {
            checked.bad.push(bad("head", seq + 1));
        } else if seq > head.seq && self.sealed.head(chart, head.strand).await?.seq < seq {
            checked.bad.push(bad("head", head.seq + 1));
        }
        Ok(())
    }

    fn read_record(&self, record: &Record, checked: &mut Checked) -> Result<(), ClinicError> {
        if Strand::from_code(record.strand.0).is_some() {
            checked.readable.push(self.sealed.open_record(record)?);
        } else {
            let plain = self.sealed.open_sealed(record)?;
            if record.strand == IDENTITY {
                checked.identity = Some(Identity::read(&plain)?);
            }
        }
        Ok(())
    }

    /// The person's row is what their identity log says last.
    async fn check_person(&self, chart: ChartId, checked: &mut Checked) -> Result<(), ClinicError> {
        let row = self.sealed.ledger.row(self.sealed.clinic_id(), PEOPLE, &chart.to_bytes()).await?;
        let stored_row =
            row.map(|row| self.sealed.open_row::<PersonRow>(&self.sealed.person_key(chart), &row));
        checked.rows += 1;
        let logged = match checked.identity.take() {
            Some(Identity::Person(person)) => Some(person),
            _ => None,
        };
        if logged.is_none() || stored_row.transpose().ok() != Some(logged) {
            checked.bad.push(BadPosition::of("directory-row", chart));
        }
        Ok(())
    }

    /// The records of some strands, if all of them open.
    pub(super) async fn readable(
        &self,
        chart: ChartId,
        strands: &[Strand],
    ) -> Result<Option<Vec<OpenedRecord>>, ClinicError> {
        match self.sealed.opened(chart, strands).await {
            Err(ClinicError::Ledger(error)) => Err(error.into()),
            stored => Ok(stored.ok()),
        }
    }

    /// Up to when a chart was reviewed, by its row; none where it was not.
    async fn reviewed_up_to_ms(&self, chart: ChartId) -> Result<Option<i64>, ClinicError> {
        let (sealed, at) = (self.sealed, chart.to_bytes());
        let row = sealed.ledger.row(sealed.clinic_id(), REVIEWED, &at).await?;
        let open = |row| sealed.open_row::<ReviewedRow>(&sealed.person_key(chart), &row);
        Ok(row.map(open).transpose()?.and_then(|row| row.up_to_ms))
    }

    /// The panel row, and the row of what was reviewed, are what the strand says, unless a writer came between the two readings: then both are read again.
    async fn check_panel(
        &self,
        chart: ChartId,
        mut expected: PanelRow,
        checked: &mut Checked,
    ) -> Result<(), ClinicError> {
        checked.rows += 2;
        for _ in 0..READINGS {
            let row = self.sealed.ledger.row(self.sealed.clinic_id(), PANEL, &chart.to_bytes()).await?;
            let version = row.as_ref().map(|row| row.version);
            let stored_row = row
                .map_or_else(|| Ok(PanelRow::default()), |row| PanelRow::open(self.sealed, chart, &row))
                .ok();
            let reviewed = match self.reviewed_up_to_ms(chart).await {
                Err(ClinicError::Ledger(error)) => return Err(error.into()),
                reviewed => reviewed.ok(),
            };
            let is_drawn_from = |expected: &PanelRow| {
                stored_row.as_ref() == Some(expected) && reviewed == Some(expected.reviewed_up_to_ms)
            };
            if is_drawn_from(&expected) {
                return Ok(());
            }
            let Some(care) = self.readable(chart, &[Strand::Care]).await? else { break };
            expected = panel_of(&care);
            if is_drawn_from(&expected) {
                return Ok(());
            }
            let again = self.sealed.ledger.row(self.sealed.clinic_id(), PANEL, &chart.to_bytes()).await?;
            if again.map(|row| row.version) == version {
                break;
            }
        }
        checked.bad.push(BadPosition::of("panel-row", chart));
        Ok(())
    }
}

/// The strands that a log has, and those of it that are stored besides.
fn with_stored(own: &[StrandCode], stored: &StoredStrands, owner: vault::ChartId) -> Vec<StrandCode> {
    let besides = stored.get(&ChartId::from_bytes(owner.0)).into_iter().flatten();
    own.iter().chain(besides).copied().collect()
}

fn panel_of(stored: &[OpenedRecord]) -> PanelRow {
    let care = stored.iter().filter(|stored| stored.strand == Strand::Care).cloned().collect();
    PanelRow::of(&Chart::fold(care))
}

impl Verifier<'_> {
    /// The tasks that these records of a chart ask for.
    pub(super) fn tasks_of(
        &self,
        chart: ChartId,
        stored: &[OpenedRecord],
    ) -> Result<ChartTasks, ClinicError> {
        let reviewed_ms = panel_of(stored).reviewed_up_to_ms;
        let tasks = self.tasks.tasks_of(chart, stored)?.into_iter();
        let (open, closed) = tasks.partition(|job| Some(job.due_ms) > reviewed_ms);
        Ok(ChartTasks { open, closed })
    }
}
