//! The clinic: its store, its keys, its clock.

use std::sync::Arc;

use diary::{ChartId, ClinicId, Strand};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use ledger::Ledger;
use policy::{Action, Grant, Purpose, Relation, Request};
use vault::Vault;

use crate::audit::{Note, Source};
use crate::directory::RelationRow;
use crate::opened::{self, Charts};
use crate::panel::{self, Rows};
use crate::rows::{self, RELATIONS};
use crate::slots::Slots;
use crate::{Clock, Outcome, Problem, Viewer, ids};

/// One clinic. Cheap to share; all state is in the store.
pub struct Clinic {
    pub(crate) id: ClinicId,
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) vault: Arc<Vault>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) zone: TimeZone,
    pub(crate) slots: Slots,
    pub(crate) charts: Charts,
    pub(crate) panel_rows: Rows,
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
        let (charts, panel_rows) = (Charts::new(opened::MOST_BYTES), Rows::new(panel::MOST_BYTES));
        Self { id, ledger, vault, clock, zone, slots: Slots::default(), charts, panel_rows }
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
        Ok(self.vault.new_token()?.iter().map(|byte| format!("{byte:02x}")).collect())
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
        self.record_id(chart, author, entry, strand, 0)
    }

    /// Whether the store can be written right now.
    ///
    /// # Errors
    /// What stands in the way.
    pub async fn probe(&self) -> Result<(), Problem> {
        Ok(self.ledger.probe().await?)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.now().as_millisecond()
    }

    pub(crate) fn clinic_id(&self) -> vault::ClinicId {
        ids::clinic(self.id)
    }

    /// What this person may do with this chart. A denial is written down and answered like a missing chart.
    pub(crate) async fn authorise(
        &self,
        cx: &Cx<'_>,
        chart: ChartId,
        action: Action,
    ) -> Result<(Relation, Grant), Problem> {
        let relation = self.relation(cx.viewer, chart).await?;
        let request = Request { role: cx.viewer.account.role, relation, action, purpose: cx.purpose() };
        match policy::decide(&request) {
            Ok(grant) => Ok((relation, grant)),
            Err(denial) => {
                let note = Note {
                    action: action.as_str(),
                    outcome: Outcome::Denied,
                    rule: denial.rule,
                    ..Note::of(cx)
                };
                let mut change = self.change_about_clinic(&Note { chart: Some(chart), ..note })?;
                change.rows.extend(self.touch(cx.viewer)?);
                self.ledger.commit(change).await?;
                Err(Problem::NotFound)
            }
        }
    }

    /// What the person is to the chart. A chart without a person is nobody's.
    pub(crate) async fn relation(&self, viewer: &Viewer, chart: ChartId) -> Result<Relation, Problem> {
        let key = rows::relation_key(viewer.account.id, chart);
        let row = self.ledger.row(self.clinic_id(), RELATIONS, &key).await?;
        let Some(row) = row else { return Ok(Relation::None) };
        let row: RelationRow = self.open_row(&self.clinic_key(), &row)?;
        Ok(relation_named(&row.relation).unwrap_or(Relation::None))
    }

    pub(crate) fn clinic_key(&self) -> vault::Subject {
        ids::identity_key(self.clinic_id(), self.id.to_bytes())
    }

    pub(crate) fn strand_key(&self, chart: ChartId, strand: Strand) -> vault::Subject {
        ids::log_key(self.clinic_id(), chart.to_bytes(), ids::code(strand))
    }
}

pub(crate) fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Own => "own",
        Relation::Guardian => "guardian",
        Relation::Supporter => "supporter",
        Relation::CareTeam => "care_team",
        Relation::None => "none",
    }
}

pub(crate) fn relation_named(name: &str) -> Option<Relation> {
    Relation::ALL.into_iter().find(|relation| relation_name(*relation) == name)
}
