//! Audit events: who did what to whose record, when and why; never what it said.

use diary::{AccountId, ChartId, RecordId, Role};
use jiff::Timestamp;
use ledger::{Audit, Change, StoredAudit};
use serde::{Deserialize, Serialize};
use vault::{EventContext, KeyEpoch, Sealed};

use crate::ClinicError;
use crate::sealed::SealedStore;
use crate::sealed::ids::{self, ChartText, account_text};
use crate::sealed::payload::{self, Payload};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Done.
    Done,
    /// Not allowed, or refused after stored records were opened.
    Denied,
}

/// Where a request came from, no closer than this.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The machine itself.
    Loopback,
    /// Elsewhere on the network.
    Network,
    /// The command line on the machine.
    CommandLine,
}

/// The author of what the installation itself writes.
pub(crate) const INSTALLATION: AccountId = AccountId::from_bytes([0; 16]);
/// What the installation does when it writes into the clinic's own log.
pub(crate) const OPEN_DIRECTORY: &str = "open_directory";

/// What an event will say.
#[derive(Clone, Debug)]
pub(crate) struct AuditDraft<'a> {
    pub actor: AccountId,
    pub role: Role,
    pub session: Option<[u8; 8]>,
    pub action: &'static str,
    pub function: &'static str,
    pub purpose: &'static str,
    pub rule: &'static str,
    pub outcome: Outcome,
    pub source: Source,
    pub chart: Option<ChartId>,
    pub objects: &'a [RecordId],
    /// The strands that were opened: each strand's code and the position of its newest record then.
    pub opened: &'a [(u8, u64)],
    /// The request, where it leaves several events; otherwise one is drawn.
    pub request: Option<[u8; 16]>,
    /// The keys' epoch before anything was opened or sealed for this: what rests on a key that was destroyed since is not
    /// stored.
    pub epoch: KeyEpoch,
}

impl AuditDraft<'_> {
    /// What the installation itself does, before anyone can sign in.
    pub(crate) fn installation(action: &'static str, epoch: KeyEpoch) -> Self {
        Self {
            actor: INSTALLATION,
            role: Role::Administrator,
            session: None,
            action,
            function: "command_line",
            purpose: "",
            rule: "installation",
            outcome: Outcome::Done,
            source: Source::CommandLine,
            chart: None,
            objects: &[],
            opened: &[],
            request: None,
            epoch,
        }
    }
}

/// An event as it is sealed.
#[derive(Serialize, Deserialize)]
#[cfg_attr(test, derive(Debug, PartialEq))]
#[serde(deny_unknown_fields)]
pub(crate) struct EventV1 {
    #[serde(with = "account_text")]
    actor: AccountId,
    /// For whom, where someone acts on another's behalf; nobody does yet.
    #[serde(default)]
    acting_for: Option<String>,
    role: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session: Option<String>,
    action: String,
    function: String,
    purpose: String,
    rule: String,
    outcome: Outcome,
    source: Source,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    chart: Option<ChartText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    objects: Vec<String>,
    /// How many objects there were, where not all of them are named: an earlier version named 64 at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    objects_total: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    opened: Vec<(u8, u64)>,
    client: String,
    request: String,
}

impl Payload for EventV1 {
    const KIND: &'static str = "event";
}

/// One line of "who looked at my record".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Random id of the event, for paging. Its place in the clinic's chain would tell how busy the clinic is.
    pub event: RecordId,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: AccountId,
    /// In which role.
    pub role: String,
    /// Display name, where the account is still there.
    pub name: Option<String>,
    /// What was done.
    pub action: String,
    /// Through which page or interface.
    pub function: String,
    /// Why.
    pub purpose: String,
    /// The rule that let it happen: what of the record it showed.
    pub rule: String,
    /// How it ended.
    pub outcome: Outcome,
}

/// What an event says of the records it is about: for comparing with what is there.
pub(crate) struct Claims {
    /// The records that were written.
    pub objects: Vec<RecordId>,
    /// How many more were written that an event of an earlier version does not name.
    pub unnamed: u64,
    /// The strands that were seen, each with the position of its newest record then.
    pub opened: Vec<(u8, u64)>,
}

impl SealedStore {
    /// A change that says what was done to a chart, on that person's own access list.
    pub(crate) fn change_about(&self, chart: ChartId, draft: &AuditDraft<'_>) -> Result<Change, ClinicError> {
        Ok(Change::new(self.write_pass(draft.epoch), self.audit_about(chart, draft)?))
    }

    /// A change that says what was done in the clinic, not to one chart.
    pub(crate) fn change_about_clinic(&self, draft: &AuditDraft<'_>) -> Result<Change, ClinicError> {
        Ok(Change::new(self.write_pass(draft.epoch), self.seal_event(self.id.to_bytes(), draft)?))
    }

    /// One event on one person's access list.
    pub(crate) fn audit_about(&self, chart: ChartId, draft: &AuditDraft<'_>) -> Result<Audit, ClinicError> {
        self.seal_event(chart.to_bytes(), &AuditDraft { chart: Some(chart), ..draft.clone() })
    }

    fn seal_event(&self, owner: [u8; 16], draft: &AuditDraft<'_>) -> Result<Audit, ClinicError> {
        let clinic = self.clinic_id();
        let event = vault::RecordId(self.vault.new_id()?);
        let stored = EventV1 {
            actor: draft.actor,
            acting_for: None,
            role: draft.role.as_str().to_owned(),
            session: draft.session.map(|mark| ids::hex(&mark)),
            action: draft.action.to_owned(),
            function: draft.function.to_owned(),
            purpose: draft.purpose.to_owned(),
            rule: draft.rule.to_owned(),
            outcome: draft.outcome,
            source: draft.source,
            chart: draft.chart.map(ChartText),
            objects: draft.objects.iter().map(ToString::to_string).collect(),
            objects_total: None,
            opened: draft.opened.to_vec(),
            client: env!("CARGO_PKG_VERSION").to_owned(),
            request: ids::hex(&draft.request.map_or_else(|| self.vault.new_id(), Ok)?),
        };
        let plain = payload::encode(&stored)?;
        let time_ms = self.now_ms();
        let key = ids::audit_key(clinic, owner);
        let subject = self.vault.subject_pseudonym(&clinic, &vault::ChartId(owner))?;
        let context = EventContext { clinic, event, time_ms, subject };
        let sealed = self.vault.seal_event(&key, &context, time_ms, &plain)?;
        Ok(Audit {
            event,
            time_ms,
            subject,
            key: sealed.key,
            commitment: sealed.commitment,
            sealed: sealed.bytes,
        })
    }

    fn unseal_event(&self, owner: [u8; 16], audit: &Audit) -> Result<EventV1, ClinicError> {
        let clinic = self.clinic_id();
        let sealed = Sealed { key: audit.key, commitment: audit.commitment, bytes: audit.sealed.clone() };
        let Audit { event, time_ms, subject, .. } = *audit;
        let context = EventContext { clinic, event, time_ms, subject };
        payload::decode(&self.vault.open_event(&ids::audit_key(clinic, owner), &context, &sealed)?)
    }

    /// What an event of the person or clinic that `owner` is says of records.
    pub(crate) fn claims(&self, owner: [u8; 16], stored: &StoredAudit) -> Result<Claims, ClinicError> {
        let event = self.unseal_event(owner, &stored.audit)?;
        let objects = event.objects.iter().map(|id| id.parse().map_err(|_| ClinicError::Unreadable));
        let objects: Vec<RecordId> = objects.collect::<Result<_, _>>()?;
        let named = u64::try_from(objects.len()).unwrap_or(u64::MAX);
        let unnamed = match event.objects_total {
            Some(total) => total.saturating_sub(named),
            // The earlier version named nothing here.
            None if event.action == OPEN_DIRECTORY && objects.is_empty() => u64::MAX,
            None => 0,
        };
        Ok(Claims { objects, unnamed, opened: event.opened })
    }

    /// Opens an event of the person or clinic that `owner` is.
    pub(crate) fn open_event(&self, owner: [u8; 16], stored: &StoredAudit) -> Result<Access, ClinicError> {
        let StoredAudit { audit, .. } = stored;
        let event = self.unseal_event(owner, audit)?;
        Ok(Access {
            event: ids::from_vault(audit.event),
            at: Timestamp::from_millisecond(audit.time_ms).map_err(|_| ClinicError::Unreadable)?,
            actor: event.actor,
            role: event.role,
            name: None,
            action: event.action,
            function: event.function,
            purpose: event.purpose,
            rule: event.rule,
            outcome: event.outcome,
        })
    }
}
