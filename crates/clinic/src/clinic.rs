//! The clinic: its store, its keys, its clock.

use std::sync::Arc;

use diary::{ChartId, ClinicId, Strand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::{Guard, Ledger, LedgerError, Row, Storage};
use policy::{Action, Denial, Grant, Purpose, Relation, Request};
use vault::Vault;

use crate::audit::{Note, Source};
use crate::directory::RelationRow;
use crate::opened::{self, Charts};
use crate::rows::RELATIONS;
use crate::slots::Slots;
use crate::{Clock, Outcome, Problem, Viewer, ids, kept, memory, panel, rows};

/// One clinic. Cheap to share; all state is in the store.
pub struct Clinic {
    pub(crate) id: ClinicId,
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) zone: TimeZone,
    pub(crate) slots: Slots,
    pub(crate) charts: Charts,
    pub(crate) panel_rows: panel::Rows,
    pub(crate) rows: memory::Rows,
}

/// What a person may do with a chart.
pub(crate) struct Allowed {
    /// What they are to it.
    pub relation: Relation,
    pub grant: Grant,
    /// What must still be so, where memory told the relation.
    pub guard: Option<Guard>,
}

/// Who asks, through which function, and why.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    /// The person signed in.
    pub viewer: &'a Viewer,
    /// The page or interface it comes through, for the access list.
    pub function: &'static str,
    /// Why, where the person says so; staff act for care and patients for themselves otherwise.
    pub purpose: Option<Purpose>,
    /// Where the request came from.
    pub source: Source,
}

impl Cx<'_> {
    pub(crate) fn purpose(&self) -> Purpose {
        let own = if self.viewer.account.role == diary::Role::Patient {
            Purpose::SelfReflection
        } else {
            Purpose::Care
        };
        self.purpose.unwrap_or(own)
    }

    /// Whether the policy would let this person do this with a chart that they are that to: what a page offers. What is then
    /// asked for is decided anew.
    #[must_use]
    pub fn may(&self, relation: Relation, action: Action) -> bool {
        self.asks(relation, action).is_ok()
    }

    /// What the policy says where this person is that to a chart.
    pub(crate) fn asks(&self, relation: Relation, action: Action) -> Result<Grant, Denial> {
        let (role, purpose) = (self.viewer.account.role, self.purpose());
        policy::decide(&Request { role, relation, action, purpose })
    }
}

impl Clinic {
    /// A clinic in its time zone.
    #[must_use]
    pub fn new(
        id: ClinicId,
        ledger: Arc<dyn Ledger>,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        zone: TimeZone,
    ) -> Self {
        let charts = Charts::new(opened::MOST_BYTES, kept::IDLE_MS);
        let panel_rows = panel::Rows::new(panel::MOST_BYTES, kept::IDLE_MS);
        let rows = memory::Rows::new(memory::MOST_BYTES, memory::IDLE_MS);
        Self { id, ledger, vault, clock, zone, slots: Slots::default(), charts, panel_rows, rows }
    }

    /// Now, by the clinic's clock.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Today, where the clinic is.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now().to_zoned(self.zone.clone()).date()
    }

    /// The clinic's time zone.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// A new id for an entry that a form will carry.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_entry_id(&self) -> Result<diary::EntryId, Problem> {
        self.new_uuid().map(diary::EntryId::from_bytes)
    }

    /// A new id for an account or a chart.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_uuid(&self) -> Result<[u8; 16], Problem> {
        let mut bytes = self.vault.new_id()?;
        // Version 4, variant 1: it is a random UUID and says so.
        let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
        *version = (*version & 0x0f) | 0x40;
        *variant = (*variant & 0x3f) | 0x80;
        Ok(bytes)
    }

    /// A new secret for a sign-in link, as 64 hexadecimal digits.
    ///
    /// # Errors
    /// When randomness fails.
    pub fn new_secret(&self) -> Result<String, Problem> {
        Ok(ids::hex(self.vault.new_token()?.as_slice()))
    }

    /// The record that an entry's own part will have: what an amendment of it names.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn record_of(
        &self,
        chart: ChartId,
        author: diary::Author,
        entry: diary::EntryId,
        strand: Strand,
    ) -> Result<diary::RecordId, Problem> {
        let (author, entry) = (author.account.to_bytes(), entry.to_bytes());
        Ok(ids::stored(self.record_ids(chart)?.id(&author, &entry, ids::code(strand), 0)?))
    }

    /// Whether records and keys can be written right now.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn probe(&self) -> Result<(), Problem> {
        self.ledger.probe().await?;
        // The key store may be slow, or hang: nobody else waits for it here.
        let vault = Arc::clone(&self.vault);
        let probed = tokio::task::spawn_blocking(move || vault.probe()).await;
        Ok(probed.map_err(|_| LedgerError::NotSaved(Storage::Io))??)
    }

    /// Whether keys were used here, and yet nobody was ever opened in this clinic's own log: an empty ledger, or one of
    /// another clinic, lies beside these keys.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub async fn is_emptied(&self) -> Result<bool, Problem> {
        let own = self.head(vault::ChartId(self.id.to_bytes()), ids::DIRECTORY).await?;
        Ok(own.seq == 0 && self.vault.has_sealed()?)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    pub(crate) fn clinic_id(&self) -> vault::ClinicId {
        ids::clinic(self.id)
    }

    /// What this person may do with this chart. A denial is decided by the store alone, written down, and answered like a
    /// missing chart.
    pub(crate) async fn authorise(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        action: Action,
    ) -> Result<Allowed, Problem> {
        if let Some((relation, guard)) = self.kept_relation(cx.viewer, chart)
            && let Ok(grant) = cx.asks(relation, action)
        {
            return Ok(Allowed { relation, grant, guard: Some(guard) });
        }
        let relation = self.relation(cx.viewer, chart).await?;
        match cx.asks(relation, action) {
            Ok(grant) => Ok(Allowed { relation, grant, guard: None }),
            Err(denial) => Err(self.denied(cx, Some(chart), action, denial).await?),
        }
    }

    /// Writes a denial down, on the clinic's own list; the answer to it is that of something that is not there.
    pub(crate) async fn denied(
        &self,
        cx: &Cx<'_>,
        chart: Option<ChartId>,
        action: Action,
        Denial { rule }: Denial,
    ) -> Result<Problem, Problem> {
        let viewer = self.renewed(cx.viewer).await?;
        let cx = Cx { viewer: &viewer, ..*cx };
        let (action, outcome) = (action.as_str(), Outcome::Denied);
        let mut change = self.change_about_clinic(&Note { action, outcome, rule, chart, ..Note::of(&cx) })?;
        change.rows.extend(self.touch(cx.viewer)?);
        self.store(change).await?;
        Ok(Problem::NotFound)
    }

    /// What the person is to the chart, from the store. A chart without a person is nobody's.
    async fn relation(&self, viewer: &Viewer, chart: ChartId) -> Result<Relation, Problem> {
        let row = self.stored_row(RELATIONS, &rows::relation_key(viewer.account.id, chart)).await?;
        row.map_or(Ok(Relation::None), |row| self.open_relation(&row))
    }

    pub(crate) fn open_relation(&self, row: &Row) -> Result<Relation, Problem> {
        let row: RelationRow = self.open_row(&self.clinic_key(), row)?;
        Ok(Relation::parse(&row.relation).unwrap_or(Relation::None))
    }

    pub(crate) fn clinic_key(&self) -> vault::Subject {
        ids::identity_key(self.clinic_id(), self.id.to_bytes())
    }

    pub(crate) fn strand_key(&self, chart: ChartId, strand: Strand) -> vault::Subject {
        ids::log_key(self.clinic_id(), chart.to_bytes(), ids::code(strand))
    }
}
