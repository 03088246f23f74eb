//! The audit chain: links, seals and whose events they are.

use std::collections::{BTreeSet, HashMap};

use diary::ChartId;
use ledger::{AuditHead, StoredAudit};

use super::{BadPosition, PAGE, Verified};
use crate::{Clinic, Problem};

impl Clinic {
    /// Walks the chain up to `head`, which was read before the list of charts.
    pub(super) async fn verify_audit(
        &self,
        head: AuditHead,
        charts: &BTreeSet<ChartId>,
        found: &mut Verified,
    ) -> Result<(), Problem> {
        let bad = |what, seq| BadPosition { what, chart: None, strand: None, seq: Some(seq) };
        let owners = self.owners(charts)?;
        let mut at = AuditHead::EMPTY;
        while at.seq < head.seq {
            let page = self.ledger.audit(self.clinic_id(), at.seq, PAGE).await?;
            if page.is_empty() {
                found.bad(bad("audit", at.seq + 1));
                return Ok(());
            }
            for stored in page.iter().take_while(|stored| stored.seq <= head.seq) {
                found.events += 1;
                match at.next(&self.clinic_id(), &stored.audit) {
                    Ok(next) if (next.seq, next.link) == (stored.seq, stored.link) => at = next,
                    _ => {
                        found.bad(bad("audit", at.seq + 1));
                        return Ok(());
                    }
                }
                if !self.opens(&owners, stored) {
                    found.bad(bad("audit-seal", at.seq));
                }
            }
        }
        let more = self.ledger.audit(self.clinic_id(), head.seq, 1).await?;
        let moved = self.ledger.audit_head(self.clinic_id()).await?.seq > head.seq;
        if at.link != head.link {
            found.bad(bad("audit", head.seq));
        } else if !more.is_empty() && !moved {
            found.bad(bad("audit", head.seq + 1));
        }
        Ok(())
    }

    /// Whom each pseudonym of the chain stands for.
    fn owners(&self, charts: &BTreeSet<ChartId>) -> Result<HashMap<[u8; 32], [u8; 16]>, Problem> {
        let clinic = self.clinic_id();
        let all = charts.iter().map(|chart| chart.to_bytes()).chain([self.id.to_bytes()]);
        all.map(|owner| Ok((self.vault.subject_pseudonym(&clinic, &vault::ChartId(owner))?, owner))).collect()
    }

    fn opens(&self, owners: &HashMap<[u8; 32], [u8; 16]>, stored: &StoredAudit) -> bool {
        let owner = owners.get(&stored.audit.subject);
        owner.is_some_and(|owner| self.open_event(*owner, stored).is_ok())
    }
}
