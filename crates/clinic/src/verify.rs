//! Checking everything that can be checked: links, seals, the audit chain, and every projection against its log.

use std::collections::{BTreeMap, HashMap};

use diary::chart::{Chart, Stored};
use diary::{ChartId, Strand};
use ledger::{Head, StoredAudit};
use vault::{Link, StrandCode};

use crate::panel::PanelRow;
use crate::rows::PANEL;
use crate::{Clinic, Problem};

/// The first place where something is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadPosition {
    /// What was checked, as a stable code.
    pub what: &'static str,
    /// The chart, where it is one chart's.
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
    /// Records whose key was destroyed: sealed for ever, their links intact.
    pub erased: u64,
    /// Audit events whose link was checked.
    pub events: u64,
    /// Panel rows compared with their logs.
    pub rows: u64,
    /// Open tasks compared with the logs.
    pub tasks: u64,
    /// The first bad positions.
    pub bad: Vec<BadPosition>,
}

impl Verified {
    fn bad(&mut self, what: &'static str, chart: Option<ChartId>, strand: Option<StrandCode>, seq: Option<u64>) {
        // One line a kind is enough to act on; the rest would only repeat it.
        if !self.bad.iter().any(|bad| bad.what == what) {
            self.bad.push(BadPosition { what, chart, strand: strand.map(|code| code.0), seq });
        }
    }
}

/// Charts, events and rows read at a time.
const PAGE: u32 = 500;

impl Clinic {
    /// Checks the whole store. `progress` hears the number of charts done.
    ///
    /// # Errors
    /// When the store cannot be read at all; what is read and wrong is in the answer.
    pub async fn verify(&self, mut progress: impl FnMut(u64)) -> Result<Verified, Problem> {
        let mut found = Verified::default();
        let mut tasks: HashMap<[u8; 16], ChartId> = HashMap::new();
        let mut after = None;
        loop {
            let charts = self.ledger.charts(after, PAGE).await?;
            let Some(last) = charts.last() else { break };
            after = Some(*last);
            for chart in charts {
                self.verify_chart(chart, &mut found, &mut tasks).await?;
                progress(found.charts);
            }
        }
        self.verify_tasks(&tasks, &mut found).await?;
        self.verify_audit(&mut found).await?;
        Ok(found)
    }

    async fn verify_chart(
        &self,
        chart: vault::ChartId,
        found: &mut Verified,
        tasks: &mut HashMap<[u8; 16], ChartId>,
    ) -> Result<(), Problem> {
        found.charts += 1;
        let id = ChartId::from_bytes(chart.0);
        let heads = self.ledger.heads(chart).await?;
        let mut readable: Vec<Stored> = Vec::new();
        let mut complete = true;
        for head in heads {
            complete &= self.verify_strand(chart, head, found, &mut readable).await?;
        }
        if !complete || chart.0 == self.id.to_bytes() {
            return Ok(());
        }
        let chart_folded = Chart::fold(readable.iter().filter(|s| s.strand == Strand::Care).cloned().collect());
        let reviewed = chart_folded.last_review().map(|(_, review)| review.up_to.as_millisecond());
        for job in readable.iter().filter_map(|stored| crate::write::task_of(id, stored)) {
            if Some(job.due_ms) > reviewed {
                tasks.insert(job.id, id);
            }
        }
        self.verify_panel(id, &chart_folded, found).await
    }

    /// Walks one strand from its first record; whether all of it could be opened.
    async fn verify_strand(
        &self,
        chart: vault::ChartId,
        head: Head,
        found: &mut Verified,
        readable: &mut Vec<Stored>,
    ) -> Result<bool, Problem> {
        let id = Some(ChartId::from_bytes(chart.0));
        let (mut link, mut seq, mut complete) = (Link::GENESIS, 0, true);
        for record in self.ledger.records(chart, &[head.strand]).await? {
            found.records += 1;
            seq += 1;
            link = vault::link(&link, &chart, head.strand, record.seq, &record.id, &record.commitment);
            if record.seq != seq || record.link != link {
                found.bad("link", id, Some(head.strand), Some(seq));
                return Ok(false);
            }
            let opened = match Strand::from_code(record.strand.0) {
                Some(_) => self.open_record(&record).map(Some),
                None => self.open_sealed(&record).map(|_| None),
            };
            match opened {
                Ok(stored) => readable.extend(stored),
                Err(Problem::Vault(vault::Error::KeyGone)) => {
                    found.erased += 1;
                    complete = false;
                }
                Err(_) => {
                    found.bad("seal", id, Some(head.strand), Some(seq));
                    complete = false;
                }
            }
        }
        if (head.seq, head.link) != (seq, link) {
            found.bad("head", id, Some(head.strand), Some(head.seq));
            return Ok(false);
        }
        Ok(complete)
    }

    async fn verify_panel(&self, chart: ChartId, care: &Chart, found: &mut Verified) -> Result<(), Problem> {
        let row = self.ledger.row(self.clinic_id(), PANEL, &chart.to_bytes()).await?;
        let expected = PanelRow::of(care);
        let kept = match &row {
            None => PanelRow::default(),
            Some(row) => match self.open_panel(chart, row) {
                Ok(kept) => kept,
                Err(_) => {
                    found.bad("panel-row", Some(chart), None, None);
                    return Ok(());
                }
            },
        };
        found.rows += 1;
        if kept != expected {
            found.bad("panel-row", Some(chart), None, None);
        }
        Ok(())
    }

    async fn verify_tasks(&self, expected: &HashMap<[u8; 16], ChartId>, found: &mut Verified) -> Result<(), Problem> {
        let open = self.ledger.open_jobs(self.clinic_id(), u32::MAX).await?;
        let open: BTreeMap<[u8; 16], ChartId> =
            open.iter().map(|job| (job.id, ChartId::from_bytes(job.chart.0))).collect();
        found.tasks = u64::try_from(open.len()).unwrap_or(u64::MAX);
        if let Some((_, chart)) = expected.iter().find(|(id, _)| !open.contains_key(*id)) {
            found.bad("task-missing", Some(*chart), None, None);
        }
        if let Some((_, chart)) = open.iter().find(|(id, _)| !expected.contains_key(*id)) {
            found.bad("task-without-cause", Some(*chart), None, None);
        }
        Ok(())
    }

    async fn verify_audit(&self, found: &mut Verified) -> Result<(), Problem> {
        let clinic = self.clinic_id();
        let (mut link, mut seq) = (Link::GENESIS, 0);
        loop {
            let page = self.ledger.audit(clinic, seq, PAGE).await?;
            if page.is_empty() {
                return Ok(());
            }
            for StoredAudit { seq: at, link: kept, audit } in page {
                seq += 1;
                found.events += 1;
                let (time, event) = (audit.time_ms, &audit.event);
                link = vault::audit_link(&link, &clinic, at, time, event, &audit.subject, &audit.commitment);
                if at != seq || kept != link {
                    found.bad("audit", None, None, Some(seq));
                    return Ok(());
                }
            }
        }
    }
}
