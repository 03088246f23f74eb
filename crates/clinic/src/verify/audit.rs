//! The audit chain: links, and whose events they are.

use std::collections::{BTreeSet, HashSet};

use diary::ChartId;
use ledger::AuditHead;

use super::{BadPosition, PAGE, Verified};
use crate::{Clinic, Problem, ids};

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
                // Whether those of known owners open is seen where what they say is compared.
                if !owners.contains(&stored.audit.subject) {
                    found.unopened(at.seq);
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

    /// The pseudonyms that events can have.
    fn owners(&self, charts: &BTreeSet<ChartId>) -> Result<HashSet<[u8; 32]>, Problem> {
        let clinic = self.clinic_id();
        let all = charts.iter().map(|chart| ids::chart(*chart)).chain([vault::ChartId(self.id.to_bytes())]);
        all.map(|owner| Ok(self.vault.subject_pseudonym(&clinic, &owner)?)).collect()
    }
}
