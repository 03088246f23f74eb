//! One transaction: lock the audit heads, read what the changes concern, decide, write.
//!
//! Whoever writes for a clinic holds its audit head until COMMIT, and each statement sees what was committed before it
//! began: what is read behind the lock stays true. Locks are taken in the order of the clinics' ids.

use std::collections::{BTreeSet, HashMap, HashSet};

use futures_util::FutureExt;
use ledger::{AuditHead, Change, Guard, Head, LedgerError, sql};
use vault::{ChartId, ClinicId, Link, RecordId, StrandCode};

use crate::board::{Board, Place};
use crate::connection::{AUDIT_HEAD_FIRST, AUDIT_HEAD_LOCK, Connection};
use crate::error::Failure;
use crate::pipeline::in_order;
use crate::query;
use crate::steps::{self, Step};
use crate::writer::Work;

const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

type Result<T> = std::result::Result<T, Failure>;

/// What one question about the board found.
enum Fact {
    Nothing,
    Audit(ClinicId, AuditHead),
    Head(ChartId, Head, ClinicId),
    Owner(ChartId, ClinicId),
    Known(ChartId, Vec<RecordId>),
    Version(Place, u64),
}

/// What a batch concerns, each once.
#[derive(Default)]
struct Scope {
    clinics: BTreeSet<ClinicId>,
    strands: HashSet<(ChartId, StrandCode)>,
    charts: HashSet<ChartId>,
    ids: HashMap<ChartId, BTreeSet<RecordId>>,
    rows: HashSet<Place>,
}

/// Begins a transaction and does the work in it: a verdict for each piece.
pub(crate) async fn write(
    db: &Connection,
    work: &[Work],
) -> Result<Vec<std::result::Result<(), LedgerError>>> {
    db.control(BEGIN).await?;
    let mut board = Scope::of(work).read(db).await?;
    let mut accepted = Vec::with_capacity(work.len());
    let verdicts = work
        .iter()
        .map(|work| match work {
            Work::Probe => Ok(()),
            Work::Commit(change) => board.accept(change).map(|change| accepted.push(change)),
        })
        .collect();
    in_order(steps::all(db, &board, &accepted).into_iter()).await?;
    // Last, because nodes that probe at the same time wait for each other here, and hold nothing else by then.
    if work.iter().any(|work| matches!(work, Work::Probe)) {
        db.check_settings().await?;
        db.execute(sql::PROBE_PUT, &[]).await?;
        db.execute(sql::PROBE_DELETE, &[]).await?;
    }
    Ok(verdicts)
}

impl Scope {
    fn of(work: &[Work]) -> Self {
        let mut scope = Self::default();
        for work in work {
            if let Work::Commit(change) = work {
                scope.add(change);
            }
        }
        scope
    }

    fn add(&mut self, change: &Change) {
        self.clinics.insert(change.clinic);
        for guard in &change.guards {
            match guard {
                Guard::Head(chart, head) => drop(self.strands.insert((*chart, head.strand))),
                Guard::RowIs(space, key, _) | Guard::RowAbsent(space, key) => {
                    self.rows.insert((change.clinic, *space, key.clone()));
                }
                Guard::RecordsAbsent(chart, ids) => self.ids.entry(*chart).or_default().extend(ids),
            }
        }
        for record in &change.records {
            self.strands.insert((record.chart, record.strand));
            self.charts.insert(record.chart);
            self.ids.entry(record.chart).or_default().insert(record.id);
        }
    }

    /// Locks and reads in one round trip; a clinic's first change makes the row to lock, then all is read again.
    async fn read(&self, db: &Connection) -> Result<Board> {
        let mut board = self.board(db).await?;
        let new = self.clinics.iter().filter(|clinic| !board.audits.contains_key(clinic));
        let new: Vec<_> = new.map(|clinic| first_audit_head(db, *clinic)).collect();
        if !new.is_empty() {
            in_order(new.into_iter()).await?;
            board = self.board(db).await?;
        }
        let unowned: Vec<_> =
            self.charts.iter().filter(|chart| !board.owners.contains_key(*chart)).copied().collect();
        for fact in in_order(unowned.into_iter().map(|chart| owner(db, chart))).await? {
            board.note(fact);
        }
        Ok(board)
    }

    async fn board(&self, db: &Connection) -> Result<Board> {
        let mut questions: Vec<Step<'_, Fact>> = Vec::new();
        questions.extend(self.clinics.iter().map(|clinic| lock(db, *clinic).boxed()));
        questions.extend(self.strands.iter().map(|(chart, strand)| head(db, *chart, *strand).boxed()));
        for (chart, ids) in &self.ids {
            let ids: Vec<RecordId> = ids.iter().copied().collect();
            questions.extend(sql::portions(&ids).map(|ids| known(db, *chart, ids).boxed()));
        }
        questions.extend(self.rows.iter().map(|place| version(db, place).boxed()));
        let mut board = Board::default();
        for fact in in_order(questions.into_iter()).await? {
            board.note(fact);
        }
        Ok(board)
    }
}

impl Board {
    fn note(&mut self, fact: Fact) {
        match fact {
            Fact::Nothing => {}
            Fact::Audit(clinic, head) => drop(self.audits.insert(clinic, head)),
            Fact::Head(chart, head, clinic) => {
                self.heads.insert((chart, head.strand), head);
                self.owners.insert(chart, clinic);
            }
            Fact::Owner(chart, clinic) => drop(self.owners.insert(chart, clinic)),
            Fact::Known(chart, ids) => self.known.extend(ids.into_iter().map(|id| (chart, id))),
            Fact::Version(place, version) => drop(self.versions.insert(place, version)),
        }
    }
}

async fn lock(db: &Connection, clinic: ClinicId) -> Result<Fact> {
    let head = query::audit_head(db, AUDIT_HEAD_LOCK, clinic).await?;
    Ok(head.map_or(Fact::Nothing, |head| Fact::Audit(clinic, head)))
}

async fn first_audit_head(db: &Connection, clinic: ClinicId) -> Result<()> {
    db.execute(AUDIT_HEAD_FIRST, &[&clinic.0.as_slice(), &Link::GENESIS.0.as_slice()]).await
}

async fn head(db: &Connection, chart: ChartId, strand: StrandCode) -> Result<Fact> {
    let found = query::head(db, chart, strand).await?;
    Ok(found.map_or(Fact::Nothing, |(head, clinic)| Fact::Head(chart, head, clinic)))
}

async fn owner(db: &Connection, chart: ChartId) -> Result<Fact> {
    let found = query::chart_clinic(db, chart).await?;
    Ok(found.map_or(Fact::Nothing, |clinic| Fact::Owner(chart, clinic)))
}

async fn known(db: &Connection, chart: ChartId, ids: [RecordId; sql::IDS_AT_ONCE]) -> Result<Fact> {
    Ok(Fact::Known(chart, query::known(db, chart, ids).await?))
}

async fn version(db: &Connection, place: &Place) -> Result<Fact> {
    let (clinic, space, key) = place;
    let found = query::row_version(db, *clinic, *space, key).await?;
    Ok(found.map_or(Fact::Nothing, |version| Fact::Version(place.clone(), version)))
}
