//! Sessions: a random token in a cookie, its hash in a row, and time-outs by role.

use diary::{AccountId, Role};
use jiff::Timestamp;
use ledger::{Guard, LedgerError, RowWrite};
use serde::{Deserialize, Serialize};
use vault::{KeyEpoch, constant_time_eq};

use super::Accounts;
use super::account::Account;
use crate::ClinicError;
use crate::audit::{AuditDraft, Outcome, Source};
use crate::sealed::ids::{SESSIONS, account_text, hex};
use crate::sealed::payload::Payload;

/// A session's secret, as the cookie carries it: 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// For the cookie; nothing else ever shows it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The person signed in, and their session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// Who.
    pub account: Account,
    session: Held,
    /// What must still hold when something is stored, where cached rows say who it is.
    guards: Vec<Guard>,
    /// The keys' epoch when the session was looked up, before anything was opened.
    epoch: KeyEpoch,
}

/// A session row that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Held {
    hash: [u8; 32],
    version: u64,
    row: SessionRow,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SessionRow {
    #[serde(with = "account_text")]
    account: AccountId,
    /// Which of its account's sessions it is: each is one more than the highest there was when it began.
    number: u64,
    created_ms: i64,
    seen_ms: i64,
}

impl Payload for SessionRow {
    const KIND: &'static str = "session";
}

impl Viewer {
    /// What the transaction must find to hold that stores what this person does.
    pub(crate) fn guards(&self) -> &[Guard] {
        &self.guards
    }

    /// The keys' epoch before anything was opened for this person's request.
    pub(crate) fn epoch(&self) -> KeyEpoch {
        self.epoch
    }

    /// Enough of the session's hash to tell sessions apart in the audit log.
    pub(crate) fn session_mark(&self) -> Option<[u8; 8]> {
        self.session.hash.first_chunk().copied()
    }
}

/// Minutes without a request, and hours since sign-in, after which a session ends.
struct Limits {
    idle_min: i64,
    absolute_h: i64,
}

const STAFF: Limits = Limits { idle_min: 15, absolute_h: 12 };
const PATIENT: Limits = Limits { idle_min: 60, absolute_h: 24 };
/// A role whose sessions no other's outlast.
const LASTS_LONGEST: Role = Role::Patient;
/// Sessions that an account may have at once.
const MOST_SESSIONS: usize = 20;
/// Sessions read when one begins, from its place on and from the first.
const LOOKED_AT: u32 = 500;
/// A session is seen again at most once in this time, so that reading does not write more than it must.
const SEEN_EVERY_MS: i64 = 60_000;

fn limits(role: Role) -> Limits {
    match role {
        Role::Patient | Role::Guardian | Role::Supporter => PATIENT,
        _ => STAFF,
    }
}

/// What a new session finds.
struct Begin {
    /// The sessions that go.
    ended: Vec<Vec<u8>>,
    /// The number of the new one.
    number: u64,
}

impl SessionRow {
    /// A time that lies ahead was written by a clock that has been set back since: it counts as the same time ago, so that
    /// no session waits for the clock to get there.
    fn in_force(&self, role: Role, now: Timestamp) -> bool {
        let Limits { idle_min, absolute_h } = limits(role);
        let away = |then: i64| now.as_millisecond().saturating_sub(then).saturating_abs();
        away(self.seen_ms) < idle_min * 60_000 && away(self.created_ms) < absolute_h * 3_600_000
    }
}

impl Accounts {
    /// Starts a session for an account, and says so in the log.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] for an account that is not there.
    pub async fn sign_in(&self, account: AccountId, source: Source) -> Result<(Token, Viewer), ClinicError> {
        self.sealed.with_living_keys(|epoch| self.try_sign_in(account, source, epoch)).await
    }

    async fn try_sign_in(
        &self,
        account: AccountId,
        source: Source,
        epoch: KeyEpoch,
    ) -> Result<(Token, Viewer), ClinicError> {
        let account = self.stored_account(account).await?.ok_or(ClinicError::NotFound)?;
        let secret = self.sealed.vault.new_token()?;
        let token = Token(hex(secret.as_slice()));
        let hash = self.sealed.vault.token_hash(token.0.as_bytes())?;
        let now_ms = self.sealed.now_ms();
        let Begin { ended, number } = self.begin(&account, &hash).await?;
        let row = SessionRow { account: account.id, number, created_ms: now_ms, seen_ms: now_ms };
        let session = Held { hash, version: 1, row: row.clone() };
        let viewer = Viewer { account, session, guards: Vec::new(), epoch };
        let mut change = self.sealed.change_about_clinic(&session_note(&viewer, "sign_in", source))?;
        change.rows.extend(ended.into_iter().map(|key| RowWrite::Delete(SESSIONS, key)));
        change.guards.push(Guard::RowAbsent(SESSIONS, hash.to_vec()));
        change.rows.push(RowWrite::Put(self.sealed.row(
            &self.sealed.clinic_key(),
            SESSIONS,
            hash.to_vec(),
            1,
            &row,
        )?));
        self.sealed.store(change).await?;
        Ok((token, viewer))
    }

    /// What goes when a session begins: those that have timed out, and the oldest of this account beyond the most it
    /// may have. It reads from a random place on, so that among many each is read in the end.
    async fn begin(&self, account: &Account, from: &[u8; 32]) -> Result<Begin, ClinicError> {
        let (clinic, now) = (self.sealed.clinic_id(), self.sealed.now());
        let mut rows = self.sealed.ledger.rows(clinic, SESSIONS, &[], Some(from), LOOKED_AT).await?;
        let first = self.sealed.ledger.rows(clinic, SESSIONS, &[], None, LOOKED_AT).await?;
        rows.extend(first.into_iter().take_while(|row| row.key.as_slice() <= from.as_slice()));
        let (mut ended, mut own) = (Vec::new(), Vec::new());
        for row in rows {
            // One that does not open lets nobody in; `verify` names it.
            let Ok(session) = self.sealed.open_row::<SessionRow>(&self.sealed.clinic_key(), &row) else {
                continue;
            };
            let is_own = session.account == account.id;
            if !session.in_force(if is_own { account.role } else { LASTS_LONGEST }, now) {
                ended.push(row.key);
            } else if is_own {
                own.push((session.number, row.key));
            }
        }
        own.sort_unstable();
        let number = own.last().map_or(1, |(newest, _)| newest.saturating_add(1));
        let too_many = (own.len() + 1).saturating_sub(MOST_SESSIONS);
        ended.extend(own.into_iter().take(too_many).map(|(_, key)| key));
        Ok(Begin { ended, number })
    }

    /// The person a cookie's token stands for. Cached rows may answer; what the person then does is stored only if the rows
    /// are unchanged. Denials are always decided from the database, never from the cache.
    ///
    /// # Errors
    /// [`ClinicError::SignIn`] for an unknown token or a session that has timed out.
    pub async fn session(&self, token: &str) -> Result<Viewer, ClinicError> {
        if token.len() != 64 {
            return Err(ClinicError::SignIn);
        }
        let hash = self.sealed.vault.token_hash(token.as_bytes())?;
        let epoch = self.sealed.vault.epoch();
        match self.cached_viewer(hash, epoch) {
            Some(viewer) => Ok(viewer),
            None => self.stored_viewer(hash, epoch).await,
        }
    }

    fn cached_viewer(&self, hash: [u8; 32], epoch: KeyEpoch) -> Option<Viewer> {
        let (row, session_is) = self.sealed.cached_row(SESSIONS, &hash)?;
        let session: SessionRow = self.sealed.open_row(&self.sealed.clinic_key(), &row).ok()?;
        let (account, account_is) = self.cached_account(session.account)?;
        let session = Held { hash, version: row.version, row: session };
        let viewer = self.in_force(session, account, epoch)?;
        Some(Viewer { guards: vec![session_is, account_is], ..viewer })
    }

    async fn stored_viewer(&self, hash: [u8; 32], epoch: KeyEpoch) -> Result<Viewer, ClinicError> {
        let row = self.sealed.stored_row(SESSIONS, &hash).await?.ok_or(ClinicError::SignIn)?;
        let session: SessionRow = self.sealed.open_row(&self.sealed.clinic_key(), &row)?;
        let account = self.stored_account(session.account).await?.ok_or(ClinicError::SignIn)?;
        let session = Held { hash, version: row.version, row: session };
        self.in_force(session, account, epoch).ok_or(ClinicError::SignIn)
    }

    fn in_force(&self, session: Held, account: Account, epoch: KeyEpoch) -> Option<Viewer> {
        let holds = session.row.in_force(account.role, self.sealed.now());
        holds.then(|| Viewer { account, session, guards: Vec::new(), epoch })
    }

    /// The same person as the store knows them, where cached rows said who it is or keys were destroyed since.
    ///
    /// # Errors
    /// [`ClinicError::SignIn`] where the session has ended. [`LedgerError::Busy`] where the account says something else now:
    /// what was answered rests on the old one, so the request must begin again.
    pub(crate) async fn renewed(&self, viewer: &Viewer) -> Result<Viewer, ClinicError> {
        let epoch = self.sealed.vault.epoch();
        if viewer.guards.is_empty() && viewer.epoch == epoch {
            return Ok(viewer.clone());
        }
        let renewed = self.stored_viewer(viewer.session.hash, epoch).await?;
        if renewed.account == viewer.account { Ok(renewed) } else { Err(LedgerError::Busy.into()) }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the store cannot be written: the session is then still in force.
    pub async fn sign_out(&self, viewer: &Viewer, source: Source) -> Result<(), ClinicError> {
        let held = &viewer.session;
        if self.sealed.stored_row(SESSIONS, &held.hash).await?.is_none() {
            return Ok(());
        }
        let sign_out = |epoch| async move {
            let note = AuditDraft { epoch, ..session_note(viewer, "sign_out", source) };
            let mut change = self.sealed.change_about_clinic(&note)?;
            change.rows.push(RowWrite::Delete(SESSIONS, held.hash.to_vec()));
            self.sealed.store(change).await
        };
        self.sealed.with_living_keys(sign_out).await
    }

    /// The value a form must carry: bound to this session and this route.
    ///
    /// # Errors
    /// When the keys cannot be used.
    pub fn form_token(&self, viewer: &Viewer, route: &str) -> Result<String, ClinicError> {
        let bound = [b"form/1".as_slice(), &viewer.session.hash, route.as_bytes()].concat();
        let mac = self.sealed.vault.form_mac(&self.sealed.clinic_id(), &bound)?;
        Ok(hex(&mac))
    }

    /// Whether a form carries the value for its session and route.
    #[must_use]
    pub fn form_token_fits(&self, viewer: &Viewer, route: &str, given: &str) -> bool {
        self.form_token(viewer, route).is_ok_and(|token| constant_time_eq(token.as_bytes(), given.as_bytes()))
    }

    /// Keeps a session alive for a request that neither opens nor changes anything, and says so in the log; what does,
    /// keeps it alive by itself. The session is in force then, whatever the cache said.
    ///
    /// # Errors
    /// [`ClinicError::SignIn`] where the session has ended, or when the store cannot be written.
    pub async fn keep_alive(&self, viewer: &Viewer, source: Source) -> Result<(), ClinicError> {
        let keep_alive = |_| async move {
            let viewer = self.renewed(viewer).await?;
            let Some(row) = self.touch(&viewer)? else { return Ok(()) };
            let mut change = self.sealed.change_about_clinic(&session_note(&viewer, "seen", source))?;
            change.rows.push(row);
            self.sealed.store(change).await
        };
        self.sealed.with_living_keys(keep_alive).await
    }

    /// A write that keeps the session alive, where it was last seen long enough ago; it joins the change at hand.
    ///
    /// It carries no guard: two requests at once write the same fact. A session ended meanwhile is not revived, because
    /// a refresh replaces a row only where it still is.
    pub(crate) fn touch(&self, viewer: &Viewer) -> Result<Option<RowWrite>, ClinicError> {
        let held = &viewer.session;
        let now_ms = self.sealed.now_ms();
        if now_ms.saturating_sub(held.row.seen_ms).saturating_abs() < SEEN_EVERY_MS {
            return Ok(None);
        }
        let row = SessionRow { seen_ms: now_ms, ..held.row.clone() };
        let row = self.sealed.row(
            &self.sealed.clinic_key(),
            SESSIONS,
            held.hash.to_vec(),
            held.version + 1,
            &row,
        )?;
        Ok(Some(RowWrite::Refresh(row)))
    }
}

fn session_note(viewer: &Viewer, action: &'static str, source: Source) -> AuditDraft<'static> {
    AuditDraft {
        actor: viewer.account.id,
        role: viewer.account.role,
        session: viewer.session_mark(),
        action,
        function: "session",
        purpose: "",
        rule: "",
        outcome: Outcome::Done,
        source,
        chart: None,
        objects: &[],
        opened: &[],
        request: None,
        epoch: viewer.epoch(),
    }
}
