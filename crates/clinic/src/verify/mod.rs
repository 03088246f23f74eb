//! Checking everything that can be checked: links, seals, the audit chain, what its events say against the records that are
//! there, every projection against its log, the sum of all that is replaced, what protects them, and the keys. At any time it holds one chart, and of the others little more than their ids.
//!
//! It may run beside a writer: heads are read before their logs, and what does not match
//! counts only if no writer came between reading a log and what is drawn from it.

mod chart;
mod claims;
mod directory;
mod store;
mod tasks;
pub(crate) mod verifier;

use std::collections::{BTreeSet, HashSet};

use diary::ChartId;
use ledger::survey::SchemaCheck;
use ledger::{AuditHead, AuditPlace};

use self::chart::Standing;
use self::directory::Named;
use self::store::StoreCheck;
use self::tasks::Expected;
use self::verifier::{BadPosition, PAGE, Verified, Verifier};
use crate::ClinicError;
use crate::sealed::ids;

impl Verifier<'_> {
    /// Checks the whole store, and how it stands to the newest checkpoint or to this one. `progress` hears the number of charts
    /// done.
    pub(crate) async fn run(
        &self,
        against: Option<&[u8]>,
        mut progress: impl FnMut(u64),
    ) -> Result<Verified, ClinicError> {
        let (mut found, store) = (Verified::default(), self.store());
        store.definitions(SchemaCheck::Contents, &mut found).await?;
        // In this order: whatever is about a chart is younger than its place in the clinic's log.
        let audit_head = self.sealed.ledger.audit_head(self.sealed.clinic_id()).await?;
        let mut directories = self.directories().await?;
        let mut stored = store.stored_strands(&mut found).await?;
        let (mut enrolled, mut related) = (BTreeSet::new(), BTreeSet::new());
        let named = self.verify_directory(&stored, &mut directories, &mut found).await?;
        stored.remove(&ChartId::from_bytes(self.sealed.id.to_bytes()));
        if let Some(Named { charts: named, accounts, related: all }) = named {
            for account in &accounts {
                stored.remove(&ChartId::from_bytes(account.to_bytes()));
            }
            for orphan in stored.keys().filter(|chart| !named.contains(chart)).take(1) {
                found.bad(BadPosition::of("chart-unknown", *orphan));
            }
            for chart in &named {
                stored.entry(*chart).or_default();
            }
            related = all.into_iter().filter(|chart| !stored.contains_key(chart)).collect();
            enrolled = named;
        }
        let mut tasks = Expected::default();
        for (chart, strands) in &stored {
            let standing = if enrolled.contains(chart) { Standing::Enrolled } else { Standing::Unknown };
            let mut checked = self.check_chart(*chart, standing, strands).await?;
            tasks.add(*chart, &checked);
            let stored_records = directories.take(std::mem::take(&mut checked.stored_records));
            self.verify_claims(*chart, &stored_records, &mut found).await?;
            found.add(checked);
            progress(found.charts);
        }
        let mut charts: BTreeSet<ChartId> = stored.into_keys().collect();
        for chart in related {
            // Someone was given access to a chart that was never opened: there are events about it, and nothing else.
            self.verify_claims(chart, &[], &mut found).await?;
            charts.insert(chart);
        }
        self.verify_directories(directories, &mut found).await?;
        self.verify_tasks(&tasks, &mut found).await?;
        self.verify_audit(audit_head, &charts, &mut found).await?;
        store.keys(&mut found).await?;
        store.standing(against, &mut found).await?;
        Ok(found)
    }

    /// What is quick enough to look at before anything is served.
    pub(crate) async fn inspect(&self, against: Option<&[u8]>) -> Result<Verified, ClinicError> {
        let (mut found, store) = (Verified::default(), self.store());
        store.definitions(SchemaCheck::Definitions, &mut found).await?;
        store.survey_keys(&mut found).await?;
        store.standing(against, &mut found).await?;
        Ok(found)
    }

    fn store(&self) -> StoreCheck<'_> {
        StoreCheck { sealed: self.sealed, checkpoints: self.checkpoints, seals: &self.seals }
    }

    /// Walks the chain up to `head`, which was read before the list of charts.
    async fn verify_audit(
        &self,
        AuditHead { place: head, .. }: AuditHead,
        charts: &BTreeSet<ChartId>,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let bad = |what, seq| BadPosition { seq: Some(seq), ..BadPosition::new(what) };
        let owners = self.owners(charts)?;
        let mut at = AuditPlace::START;
        while at.seq < head.seq {
            let page = self.sealed.ledger.audit(self.sealed.clinic_id(), at.seq, PAGE).await?;
            // Nothing, or a gap: no page then leads any further.
            if page.first().is_none_or(|next| next.seq > head.seq) {
                found.bad(bad("audit", at.seq + 1));
                return Ok(());
            }
            for stored in page.iter().take_while(|stored| stored.seq <= head.seq) {
                found.events += 1;
                self.seals.met(stored.audit.key);
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
