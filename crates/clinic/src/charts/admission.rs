//! What entries must satisfy before the chart is opened for them.

use diary::{ChartId, NewEntry, Refusal, Role};
use jiff::Timestamp;
use ledger::LedgerError;
use policy::{Action, Grant};

use super::Charts;
use super::writing::Arrived;
use crate::accounts::access::ChartAccess;
use crate::accounts::request_context::RequestContext;
use crate::audit::{AuditDraft, Outcome};
use crate::{ClinicError, EntryRefusal};

/// Entries at most in one request.
const MOST_ENTRIES: usize = 200;

/// Entries that this person does not write, and what the first of them would have been.
struct DeniedEntries {
    pub action: Action,
    pub entries: Vec<EntryRefusal>,
}

/// Why nothing of a request is considered any further.
enum TurnedAway {
    /// They are not this person's to write: that is written down.
    Denied(DeniedEntries),
    /// They cannot be accepted, whosever they are.
    Content(ClinicError),
}

impl Charts {
    /// The entries with what allows them; a denial is written down.
    pub(super) async fn admit<'a>(
        &self,
        cx: &RequestContext<'_>,
        access: ChartAccess,
        entries: &'a [NewEntry],
        received_at: Timestamp,
    ) -> Result<Vec<Arrived<'a>>, ClinicError> {
        match admitted(cx, access, entries, received_at) {
            Ok(arrived) => Ok(arrived),
            Err(_) if !access.guards(cx).is_empty() => {
                // Denials are always decided from the database, never from the cache.
                self.accounts.forget_standing(cx.viewer, access.chart);
                Err(decided_by_cached_rows())
            }
            Err(TurnedAway::Denied(refused)) => Err(self.refuse(cx, access.chart, refused).await?),
            Err(TurnedAway::Content(error)) => Err(error),
        }
    }

    /// Writes down that entries were not allowed, on the clinic's own list.
    async fn refuse(
        &self,
        cx: &RequestContext<'_>,
        chart: ChartId,
        denied: DeniedEntries,
    ) -> Result<ClinicError, ClinicError> {
        let DeniedEntries { action, entries } = denied;
        let draft = AuditDraft {
            action: action.as_str(),
            outcome: Outcome::Denied,
            rule: "not-yours",
            ..cx.audit_draft()
        };
        let mut change = self.sealed.change_about_clinic(&AuditDraft { chart: Some(chart), ..draft })?;
        change.rows.extend(self.accounts.touch(cx.viewer)?);
        self.sealed.store(change).await?;
        Ok(ClinicError::Refused(entries))
    }
}

/// As where a guard of a cached row fails: the caller decides again with fresh rows.
fn decided_by_cached_rows() -> ClinicError {
    LedgerError::GuardFailed(0).into()
}

/// The entries with what allows them, or why none of them is considered any further.
fn admitted<'a>(
    cx: &RequestContext<'_>,
    access: ChartAccess,
    entries: &'a [NewEntry],
    received_at: Timestamp,
) -> Result<Vec<Arrived<'a>>, TurnedAway> {
    let role = cx.viewer.account.role;
    let may = |action| cx.decide(access.relation, action);
    check_count(entries).map_err(TurnedAway::Content)?;
    let grants = permitted(entries, role, may).map_err(TurnedAway::Denied)?;
    check_all(entries, role, received_at).map_err(TurnedAway::Content)?;
    let arrived = entries.iter().zip(grants).map(|(entry, grant)| {
        let action = Action::to_write(&entry.content, role).as_str();
        Arrived { entry, received_at, grant, action }
    });
    Ok(arrived.collect())
}

fn check_count(entries: &[NewEntry]) -> Result<(), ClinicError> {
    match entries.get(MOST_ENTRIES) {
        Some(first) => {
            let refusal = Refusal::new("entries", diary::Code::TooMany);
            Err(ClinicError::Refused(vec![EntryRefusal { entry: first.id, refusal }]))
        }
        None => Ok(()),
    }
}

/// One grant an entry, or every entry whose kind this person does not write.
fn permitted(
    entries: &[NewEntry],
    role: Role,
    may: impl Fn(Action) -> Result<Grant, policy::Denial>,
) -> Result<Vec<Grant>, DeniedEntries> {
    let mut grants = Vec::new();
    let mut denied: Option<DeniedEntries> = None;
    for entry in entries {
        let action = Action::to_write(&entry.content, role);
        match may(action) {
            Ok(grant) => grants.push(grant),
            Err(_) => {
                let refusal = Refusal::new("kind", diary::Code::NotYours);
                let denied = denied.get_or_insert(DeniedEntries { action, entries: Vec::new() });
                denied.entries.push(EntryRefusal { entry: entry.id, refusal });
            }
        }
    }
    denied.map_or(Ok(grants), Err)
}

fn check_all(entries: &[NewEntry], role: Role, received_at: Timestamp) -> Result<(), ClinicError> {
    let refused: Vec<EntryRefusal> = entries
        .iter()
        .filter_map(|entry| {
            let refusal = entry.check(role, received_at).err()?;
            Some(EntryRefusal { entry: entry.id, refusal })
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(ClinicError::Refused(refused)) }
}
