//! Checking everything that can be checked: links, seals, the audit chain, what its events say against the records that are
//! there, and every projection against its log. At any time it holds one chart, and of the others little more than their ids.
//!
//! It may run beside a writer: heads are read before their logs, and what does not match
//! counts only if no writer came between reading a log and what is drawn from it.

mod audit;
mod chart;
mod claims;
mod directory;
mod tasks;

use std::collections::BTreeSet;

use diary::ChartId;

use self::chart::Standing;
use self::directory::Named;
use self::tasks::Waiting;
use crate::{Clinic, Problem};

/// The first place where something is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPosition {
    /// What was checked, as a stable code.
    pub what: &'static str,
    /// The chart, where it is one chart's; the clinic or the account whose own log it is.
    pub chart: Option<ChartId>,
    /// The strand's code, where it is one strand's.
    pub strand: Option<u8>,
    /// The position in the strand or in the audit chain.
    pub seq: Option<u64>,
}

/// What was checked, and the first bad position of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Charts, and the clinic's own log.
    pub charts: u64,
    /// Records whose link and seal were checked.
    pub records: u64,
    /// Records whose erasure the clinic's log tells. This version erases nothing: a key that is gone is a bad seal.
    pub erased: u64,
    /// Audit events whose link and seal were checked.
    pub events: u64,
    /// Rows compared with their logs.
    pub rows: u64,
    /// Open tasks compared with the logs.
    pub tasks: u64,
    /// The first bad positions.
    pub bad: Vec<BadPosition>,
}

const AUDIT_SEAL: &str = "audit-seal";

impl BadPosition {
    fn of(what: &'static str, chart: ChartId) -> Self {
        Self { what, chart: Some(chart), strand: None, seq: None }
    }
}

impl Verified {
    fn bad(&mut self, position: BadPosition) {
        // One line a kind is enough to act on; the rest would only repeat it.
        if !self.bad.iter().any(|bad| bad.what == position.what) {
            self.bad.push(position);
        }
    }

    /// An event that does not open. Events are not looked at in their order: the first of them counts.
    fn unopened(&mut self, seq: u64) {
        match self.bad.iter_mut().find(|bad| bad.what == AUDIT_SEAL) {
            Some(bad) => bad.seq = bad.seq.min(Some(seq)),
            None => {
                self.bad.push(BadPosition { what: AUDIT_SEAL, chart: None, strand: None, seq: Some(seq) })
            }
        }
    }
}

/// Charts, events and rows read at a time.
const PAGE: u32 = 500;
/// How often a log and what is drawn from it are read anew while a writer keeps coming between the two readings.
const READINGS: u32 = 50;

impl Clinic {
    /// Checks the whole store. `progress` hears the number of charts done.
    ///
    /// # Errors
    /// When the store cannot be read at all; what is read and wrong is in the answer.
    pub async fn verify(&self, mut progress: impl FnMut(u64)) -> Result<Verified, Problem> {
        let mut found = Verified::default();
        // In this order: whatever is about a chart is younger than its place in the clinic's log.
        let audit_head = self.ledger.audit_head(self.clinic_id()).await?;
        let mut directories = self.directories().await?;
        let mut charts = self.stored_charts().await?;
        let (mut enrolled, mut related) = (BTreeSet::new(), BTreeSet::new());
        if let Some(Named { charts: named, accounts, related: all }) =
            self.verify_directory(&mut directories, &mut found).await?
        {
            for account in &accounts {
                charts.remove(&ChartId::from_bytes(account.to_bytes()));
            }
            for orphan in charts.difference(&named).take(1) {
                found.bad(BadPosition::of("chart-unknown", *orphan));
            }
            charts.extend(&named);
            related = all.difference(&charts).copied().collect();
            enrolled = named;
        }
        let mut waiting = Waiting::default();
        for chart in &charts {
            let standing = if enrolled.contains(chart) { Standing::Enrolled } else { Standing::Unknown };
            let mut checked = self.check_chart(*chart, standing).await?;
            waiting.add(*chart, &checked);
            let there = directories.take(std::mem::take(&mut checked.there));
            self.verify_told(*chart, &there, &mut found).await?;
            found.add(checked);
            progress(found.charts);
        }
        for chart in related {
            // Someone was let in to a chart that was never opened: there are events about it, and nothing else.
            self.verify_told(chart, &[], &mut found).await?;
            charts.insert(chart);
        }
        self.verify_directories(directories, &mut found).await?;
        self.verify_tasks(&waiting, &mut found).await?;
        self.verify_audit(audit_head, &charts, &mut found).await?;
        Ok(found)
    }

    /// Charts that have records, and accounts; apart from the clinic's own log.
    async fn stored_charts(&self) -> Result<BTreeSet<ChartId>, Problem> {
        let (mut charts, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.ledger.charts(self.clinic_id(), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(*last);
            charts.extend(page.iter().map(|chart| ChartId::from_bytes(chart.0)));
        }
        charts.remove(&ChartId::from_bytes(self.id.to_bytes()));
        Ok(charts)
    }
}
