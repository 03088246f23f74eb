//! Writing entries for a person: what allows each of them, then [`Writing::write`].

use diary::{Author, ChartId, NewEntry};
use jiff::Timestamp;
use policy::{Action, Grant};

use super::Charts;
use super::writing::{Arrival, Arrived, Preconditions, Writing, Written};
use crate::accounts::access::ChartAccess;
use crate::accounts::request_context::RequestContext;
use crate::accounts::session::Viewer;
use crate::audit::AuditDraft;
use crate::{ClinicError, EntryRefusal};

/// Whether what the installation brings in is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportMode {
    /// Write it.
    Write,
    /// Only say what would be written.
    DryRun,
}

impl Charts {
    /// Writes entries into a chart, all or none. Sending the same entries again changes nothing.
    ///
    /// # Errors
    /// [`ClinicError::Refused`] and [`ClinicError::Conflict`] name the entries, [`ClinicError::Ledger`] says whether anything was
    /// stored.
    pub async fn submit(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        entries: Vec<NewEntry>,
    ) -> Result<Vec<Written>, ClinicError> {
        if access.account != cx.viewer.account.id {
            return Err(ClinicError::NotFound);
        }
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let entries = entries.as_slice();
        let attempt = |fresh: Option<Viewer>| async move {
            let cx = &cx.renewed(fresh.as_ref());
            let access = match fresh {
                None => access,
                Some(_) => self.accounts.authorize(cx, access.chart, Action::ReadChart).await?,
            };
            self.submit_through(cx, access, entries).await
        };
        self.accounts.retry_with_fresh_rows(cx, attempt).await
    }

    async fn submit_through(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        entries: &[NewEntry],
    ) -> Result<Vec<Written>, ClinicError> {
        let (chart, account) = (access.chart, &cx.viewer.account);
        let arrived = self.admit(cx, access, entries, self.sealed.now()).await?;
        let author = Author { account: account.id, role: account.role, acting_for: None };
        let ids = self.sealed.record_ids(chart)?;
        let writing = Writing {
            charts: self,
            sealed: &self.sealed,
            chart,
            author,
            entries: arrived,
            arrival: Arrival::Now,
            ids,
        };
        let (touch, guards) = (self.accounts.touch(cx.viewer)?, access.guards(cx));
        writing.write(&Preconditions { draft: cx.audit_draft(), touch, guards }).await
    }

    /// Writes entries in the name of the installation, or only says what would be written: imports, and the demo's own
    /// people.
    ///
    /// # Errors
    /// As [`Self::submit`].
    pub async fn import(
        &self,
        author: Author,
        chart: ChartId,
        entries: &[(NewEntry, Timestamp)],
        how: ImportMode,
    ) -> Result<Vec<Written>, ClinicError> {
        let epoch = self.sealed.vault.epoch();
        self.accounts.person(chart).await?;
        for (entry, received_at) in entries {
            let refused = |refusal| ClinicError::Refused(vec![EntryRefusal { entry: entry.id, refusal }]);
            entry.check(author.role, *received_at).map_err(refused)?;
        }
        let arrived = entries.iter().map(|(entry, received_at)| Arrived {
            entry,
            received_at: *received_at,
            grant: Grant::installation(),
            action: Action::BringIn.as_str(),
        });
        let (entries, ids) = (arrived.collect(), self.sealed.record_ids(chart)?);
        let writing = Writing {
            charts: self,
            sealed: &self.sealed,
            chart,
            author,
            entries,
            arrival: Arrival::AsStated,
            ids,
        };
        let installation = AuditDraft::installation(Action::BringIn.as_str(), epoch);
        let draft = AuditDraft { actor: author.account, role: author.role, ..installation };
        let preconditions = Preconditions { draft, touch: None, guards: Vec::new() };
        match how {
            ImportMode::Write => writing.write(&preconditions).await,
            ImportMode::DryRun => writing.dry_run(&preconditions).await,
        }
    }
}
