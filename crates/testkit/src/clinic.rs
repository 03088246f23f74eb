//! A small clinic in two private folders, with a clock and a device that do what a test says.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clinic::{
    Access, ChartView, Clinic, ClinicError, DirectoryChange, ImportMode, PanelPatient, RequestContext,
    Source, Verified, Viewer, Written,
};
use diary::{ChartId, ClinicId, NewEntry, RecordId, Role};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ledger_sqlite::testing::Faults;
use ledger_sqlite::{KeysDb, LedgerSqlite};
use policy::Action;
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde_json::Value;
use tempfile::TempDir;
use vault::{
    EventContext, Installation, InstallationKind, KeyPurpose, OsRandom, Random, Sealed, Subject, Vault,
};

use crate::clock::TestClock;
use crate::disk::private_folder;
use crate::people::{CLINIC, account, author, chart, two_charts};

/// The clinic, its stores and what a test may do to them.
pub struct TestClinic {
    /// The use cases.
    pub clinic: Arc<Clinic>,
    /// Its id.
    pub id: ClinicId,
    /// Its ledger.
    pub ledger: Arc<LedgerSqlite>,
    /// Its keys.
    pub vault: Arc<Vault>,
    /// Its clock.
    pub clock: Arc<TestClock>,
    /// What its device does wrong.
    pub faults: Faults,
    folder: TempDir,
    keys: TempDir,
}

impl TestClinic {
    /// Charts 1 and 2 with a patient, a guardian, a supporter, a clinician and a care staff member of their own; and one
    /// account of every other role.
    pub async fn new() -> Self {
        Self::with(Arc::new(OsRandom::new())).await
    }

    /// The same with this randomness: clinics of the same seed have the same keys.
    pub async fn with(random: Arc<dyn Random>) -> Self {
        Self::with_people(random, &two_charts()).await
    }

    /// A clinic with this randomness and these people.
    pub async fn with_people(random: Arc<dyn Random>, people: &[DirectoryChange]) -> Self {
        let id = CLINIC;
        let (folder, keys, faults) = (private_folder(), private_folder(), Faults::default());
        let ledger = Arc::new(LedgerSqlite::open_faulty(folder.path(), faults.clone()).unwrap());
        let store = Arc::new(KeysDb::open(keys.path()).unwrap());
        let clock = Arc::new(TestClock::new());
        let root = vault::testing::fixed_root([7; 32]);
        let vault = Arc::new(Vault::create(root, installation(), store, random, 0).unwrap());
        let clinic = Arc::new(over(id, &ledger, &vault, &clock));
        clinic.accounts().change_directory(people).await.unwrap();
        clinic.checkpoints().take().await.unwrap();
        Self { clinic, id, ledger, vault, clock, faults, folder, keys }
    }

    /// A second clinic on the same ledger and the same keys. Its people are its own.
    pub fn another(&self, id: ClinicId) -> Clinic {
        over(id, &self.ledger, &self.vault, &self.clock)
    }

    /// Another node of the same clinic.
    #[must_use]
    pub fn node(&self) -> Clinic {
        self.another(self.id)
    }

    /// The first person in this role, signed in.
    pub async fn sign_in(&self, role: Role) -> Viewer {
        self.sign_in_nth(role, 1).await
    }

    /// The `number`th person in this role, signed in.
    pub async fn sign_in_nth(&self, role: Role, number: u8) -> Viewer {
        self.clinic.accounts().sign_in(account(role, number), Source::Loopback).await.unwrap().1
    }

    /// Submits entries to the chart of this number.
    ///
    /// # Errors
    /// As the clinic answers.
    pub async fn try_submit(
        &self,
        viewer: &Viewer,
        number: u8,
        entries: Vec<NewEntry>,
    ) -> Result<Vec<Written>, ClinicError> {
        submit_to(&self.clinic, viewer, number, entries).await
    }

    /// Submits entries to the first chart, where nothing speaks against it.
    pub async fn submit(&self, viewer: &Viewer, entries: Vec<NewEntry>) -> Vec<Written> {
        self.try_submit(viewer, 1, entries).await.unwrap()
    }

    /// What this person is shown of the first chart.
    pub async fn chart(&self, viewer: &Viewer) -> ChartView {
        self.clinic.charts().read(&cx(viewer), chart(1)).await.unwrap()
    }

    /// The first chart on this person's panel.
    pub async fn row(&self, viewer: &Viewer) -> PanelPatient {
        let page = self.clinic.panel().page(&cx(viewer), 50, None).await.unwrap();
        page.patients.into_iter().find(|patient| patient.chart == chart(1)).unwrap()
    }

    /// Imports entries into the first chart, in the name of the first person in this role.
    pub async fn bring(&self, role: Role, entries: &[(NewEntry, Timestamp)]) {
        self.clinic.charts().import(author(role), chart(1), entries, ImportMode::Write).await.unwrap();
    }

    /// What `verify` finds.
    pub async fn verify(&self) -> Verified {
        self.clinic.verify(None, |_| ()).await.unwrap()
    }

    /// Asserts that `verify` finds nothing wrong.
    pub async fn assert_clean(&self) {
        assert_eq!(self.verify().await.bad, []);
    }

    /// Asserts that nothing is wrong but that something was altered once, and nothing at all once a person has accepted that.
    pub async fn assert_clean_once_accepted(&self) {
        assert_eq!(self.bad().await.iter().map(|bad| bad.0).collect::<Vec<_>>(), ["state"]);
        self.clinic.checkpoints().accept("a test has put it right").await.unwrap();
        self.assert_clean().await;
    }

    /// The codes that `verify` finds, with strand and position.
    pub async fn bad(&self) -> Vec<(&'static str, Option<ChartId>, Option<u8>, Option<u64>)> {
        let bad = self.verify().await.bad.into_iter();
        bad.map(|bad| (bad.what, bad.chart, bad.strand, bad.seq)).collect()
    }

    /// A plain connection without any of the store's settings, as an intruder would have; no trigger fires on it.
    pub fn intruder(&self) -> Connection {
        let connection = Connection::open(self.folder.path().join("ledger.db")).unwrap();
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
        connection
    }

    /// How many rows a table of the ledger has.
    pub fn count(&self, table: &str) -> i64 {
        let connection = Connection::open(self.folder.path().join("ledger.db")).unwrap();
        connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
    }

    /// Every file of ledger and keys.
    pub fn files(&self) -> Vec<PathBuf> {
        let folders = [self.folder.path(), self.keys.path()];
        let entries = folders.into_iter().flat_map(|folder| folder.read_dir().unwrap());
        entries.map(|entry| entry.unwrap().path()).collect()
    }

    /// The folder of the ledger.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A plain connection to the store of wrapped keys.
    pub fn key_thief(&self) -> Connection {
        Connection::open(self.keys.path().join("keys.db")).unwrap()
    }

    /// Whose key seals a log.
    pub fn log_key(&self, owner: [u8; 16], strand: u8) -> Subject {
        let purpose = KeyPurpose::Strand(vault::StrandCode(strand));
        Subject { clinic: vault::ClinicId(self.id.to_bytes()), owner, purpose }
    }

    /// What the records of a log say, opened.
    pub async fn log(&self, owner: [u8; 16], strand: u8) -> Vec<Value> {
        use ledger::Ledger as _;
        let (clinic, chart) = (vault::ClinicId(self.id.to_bytes()), vault::ChartId(owner));
        let records = self.ledger.records(chart, &[vault::StrandCode(strand)]).await.unwrap();
        let open = |record: &ledger::Record| {
            let ledger::Record { strand, seq, id, key, commitment, sealed, .. } = record.clone();
            let context = vault::Context { clinic, chart, strand, seq, id };
            let sealed = Sealed { key, commitment, bytes: sealed };
            let plain = self.vault.open(&self.log_key(owner, strand.0), &context, &sealed).unwrap();
            serde_json::from_slice(&plain).unwrap()
        };
        records.iter().map(open).collect()
    }

    /// Destroys every key of one person or account, as an erasure does.
    pub fn destroy_keys_of(&self, owner: [u8; 16]) {
        let found: Vec<[u8; 16]> = {
            let db = self.key_thief();
            let mut keys = db.prepare("SELECT key_id FROM wrapped_key WHERE owner = $1").unwrap();
            keys.query_map([owner], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        };
        assert!(!found.is_empty());
        found.iter().for_each(|key| self.vault.destroy(&vault::KeyId(*key)).unwrap());
    }

    /// Every audit event, opened, in order: about whom (the clinic's or a chart's id), and what it says.
    pub async fn events(&self) -> Vec<(i64, [u8; 16], Value)> {
        use ledger::Ledger as _;
        let clinic = vault::ClinicId(self.id.to_bytes());
        let stored = self.ledger.audit(clinic, 0, 100_000).await.unwrap();
        let owners: Vec<[u8; 16]> = [self.id.to_bytes(), chart(1).to_bytes(), chart(2).to_bytes()].into();
        let open = |stored: ledger::StoredAudit| {
            let of = |owner: &&[u8; 16]| {
                self.vault.subject_pseudonym(&clinic, &vault::ChartId(**owner)).unwrap()
                    == stored.audit.subject
            };
            let owner = *owners.iter().find(of).unwrap();
            let key = Subject { clinic, owner, purpose: KeyPurpose::Audit };
            let audit = stored.audit;
            let sealed = Sealed { key: audit.key, commitment: audit.commitment, bytes: audit.sealed };
            let (time_ms, subject) = (audit.time_ms, audit.subject);
            let context = EventContext { clinic, event: audit.event, time_ms, subject };
            let plain = self.vault.open_event(&key, &context, &sealed).unwrap();
            let mut event: Value = serde_json::from_slice(&plain).unwrap();
            assert_eq!((&event["v"], &event["kind"]), (&1.into(), &"event".into()));
            (audit.time_ms, owner, event["body"].take())
        };
        stored.into_iter().map(open).collect()
    }
}

fn over(id: ClinicId, ledger: &Arc<LedgerSqlite>, vault: &Arc<Vault>, clock: &Arc<TestClock>) -> Clinic {
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    Clinic::new(id, ledger.clone(), vault.clone(), clock.clone(), zone).unwrap()
}

/// Whose the keys of these clinics are.
#[must_use]
pub fn installation() -> Installation {
    Installation { clinic: vault::ClinicId(CLINIC.to_bytes()), kind: InstallationKind::Demo }
}

/// The lines of a chart's access list, as this person may see them.
///
/// # Errors
/// As the clinic answers.
pub async fn accesses(
    clinic: &Clinic,
    cx: &RequestContext<'_>,
    chart: ChartId,
    before: Option<RecordId>,
    limit: u32,
) -> Result<Vec<Access>, ClinicError> {
    let access = clinic.accounts().authorize(cx, chart, Action::ReadAccessList).await?;
    clinic.charts().accesses(cx, access, before, limit).await
}

/// Submits entries to the chart of this number of some node.
///
/// # Errors
/// As the clinic answers.
pub async fn submit_to(
    clinic: &Clinic,
    viewer: &Viewer,
    number: u8,
    entries: Vec<NewEntry>,
) -> Result<Vec<Written>, ClinicError> {
    let cx = cx(viewer);
    let access = clinic.accounts().authorize(&cx, chart(number), Action::ReadChart).await?;
    clinic.charts().submit(&cx, access, entries).await
}

/// A request of this person from the machine itself.
#[must_use]
pub fn cx(viewer: &Viewer) -> RequestContext<'_> {
    RequestContext { viewer, function: "test", purpose: None, source: Source::Loopback }
}

/// A time, as RFC 3339 writes it.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}
