//! Checking everything that can be checked: links, seals, the audit chain, what its events say against the records that are
//! there, and every projection against its log. At any time it holds one chart, and of the others little more than their ids.
//!
//! It may run beside a writer: heads are read before their logs, and what does not match
//! counts only if no writer came between reading a log and what is drawn from it.

mod chart;
mod claims;
mod directory;
mod tasks;
pub(crate) mod verifier;

use std::collections::{BTreeSet, HashSet};

use diary::ChartId;
use ledger::{AuditHead, AuditPlace};

use self::chart::Standing;
use self::directory::Named;
use self::tasks::Waiting;
use self::verifier::{BadPosition, PAGE, Verified, Verifier};
use crate::ClinicError;
use crate::sealed::ids;

impl Verifier<'_> {
    /// Checks the whole store. `progress` hears the number of charts done.
    pub(crate) async fn run(&self, mut progress: impl FnMut(u64)) -> Result<Verified, ClinicError> {
        let mut found = Verified::default();
        // In this order: whatever is about a chart is younger than its place in the clinic's log.
        let audit_head = self.sealed.ledger.audit_head(self.sealed.clinic_id()).await?;
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
            let stored_records = directories.take(std::mem::take(&mut checked.stored_records));
            self.verify_claims(*chart, &stored_records, &mut found).await?;
            found.add(checked);
            progress(found.charts);
        }
        for chart in related {
            // Someone was given access to a chart that was never opened: there are events about it, and nothing else.
            self.verify_claims(chart, &[], &mut found).await?;
            charts.insert(chart);
        }
        self.verify_directories(directories, &mut found).await?;
        self.verify_tasks(&waiting, &mut found).await?;
        self.verify_audit(audit_head, &charts, &mut found).await?;
        Ok(found)
    }

    /// Charts that have records, and accounts; apart from the clinic's own log.
    async fn stored_charts(&self) -> Result<BTreeSet<ChartId>, ClinicError> {
        let (mut charts, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.sealed.ledger.charts(self.sealed.clinic_id(), after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(*last);
            charts.extend(page.iter().map(|chart| ChartId::from_bytes(chart.0)));
        }
        charts.remove(&ChartId::from_bytes(self.sealed.id.to_bytes()));
        Ok(charts)
    }

    /// Walks the chain up to `head`, which was read before the list of charts.
    async fn verify_audit(
        &self,
        AuditHead { place: head, .. }: AuditHead,
        charts: &BTreeSet<ChartId>,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let bad = |what, seq| BadPosition { what, chart: None, strand: None, seq: Some(seq) };
        let owners = self.owners(charts)?;
        let mut at = AuditPlace::START;
        while at.seq < head.seq {
            let page = self.sealed.ledger.audit(self.sealed.clinic_id(), at.seq, PAGE).await?;
            if page.is_empty() {
                found.bad(bad("audit", at.seq + 1));
                return Ok(());
            }
            for stored in page.iter().take_while(|stored| stored.seq <= head.seq) {
                found.events += 1;
                match at.next(&self.sealed.linker, &stored.audit) {
                    Ok(next) if (next.seq, next.link) == (stored.seq, stored.link) => at = next,
                    _ => {
                        found.bad(bad("audit", at.seq + 1));
                        return Ok(());
                    }
                }
                // Whether those of known owners open is seen where what they say is compared.
                if !owners.contains(&stored.audit.subject) {
                    found.unopened(at.seq);
                }
            }
        }
        let more = self.sealed.ledger.audit(self.sealed.clinic_id(), head.seq, 1).await?;
        let moved = self.sealed.ledger.audit_head(self.sealed.clinic_id()).await?.place.seq > head.seq;
        if at.link != head.link {
            found.bad(bad("audit", head.seq));
        } else if !more.is_empty() && !moved {
            found.bad(bad("audit", head.seq + 1));
        }
        Ok(())
    }

    /// The pseudonyms that events can have.
    fn owners(&self, charts: &BTreeSet<ChartId>) -> Result<HashSet<[u8; 32]>, ClinicError> {
        let clinic = self.sealed.clinic_id();
        let all = charts.iter().map(|chart| ids::chart(*chart)).chain([self.sealed.own_log()]);
        all.map(|owner| Ok(self.sealed.vault.subject_pseudonym(&clinic, &owner)?)).collect()
    }
}
