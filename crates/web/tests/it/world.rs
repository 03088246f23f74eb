//! A small clinic on a disk of its own, with one person of each role and a clock that can be set.

use std::collections::BTreeMap;
use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use clinic::{Account, Bring, Clinic, Clock, Enrolment, Opening, Person, Source, Viewer};
use diary::{
    About, AccountId, Author, ChartId, ClinicId, Language, Mode, NewEntry, Provenance, Role, Sharing,
    Submission,
};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use ledger_sqlite::testing::Faults;
use ledger_sqlite::{KeysDb, LedgerSqlite};
use policy::Relation;
use serde_json::{Value, json};
use tempfile::TempDir;
use vault::testing::fixed_root;
use vault::{OsRandom, Vault};
use web::{App, Link};

use crate::ask::{Answer, get, json as post};

/// Hands of a clock; below zero it breaks.
#[derive(Default)]
pub struct Hands(AtomicI64);

impl Hands {
    pub fn set(&self, at: &str) {
        let at: Timestamp = at.parse().unwrap();
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }

    pub fn forward(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// From now on, whoever asks for the time panics.
    pub fn smash(&self) {
        self.0.store(-1, Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        let at = self.0.load(Ordering::SeqCst);
        assert!(at >= 0, "the clock is broken");
        Timestamp::from_millisecond(at).unwrap()
    }
}

/// Someone signed in.
pub struct Session {
    pub cookie: String,
    pub viewer: Viewer,
}

/// The clinic, its people and how to ask it.
pub struct World {
    pub clinic: Arc<Clinic>,
    pub ledger: Arc<LedgerSqlite>,
    pub vault: Arc<Vault>,
    pub router: Router,
    pub clock: Arc<Hands>,
    pub faults: Faults,
    /// The first patient's chart: in the care of the clinician and the care staff.
    pub chart: ChartId,
    /// A child's chart: of the minor, whose guardian writes too.
    pub child: ChartId,
    /// A chart of another patient and another clinician.
    pub foreign: ChartId,
    people: BTreeMap<&'static str, AccountId>,
    links: bool,
    _folders: [TempDir; 2],
}

/// Everyone, by name; the names are those of their roles where there is only one.
pub const PEOPLE: [(&str, Role); 11] = [
    ("patient", Role::Patient),
    ("minor", Role::Patient),
    ("other patient", Role::Patient),
    ("guardian", Role::Guardian),
    ("supporter", Role::Supporter),
    ("clinician", Role::Clinician),
    ("other clinician", Role::Clinician),
    ("care_staff", Role::CareStaff),
    ("reception", Role::Reception),
    ("privacy_officer", Role::PrivacyOfficer),
    ("administrator", Role::Administrator),
];

pub const CLINIC: ClinicId = ClinicId::from_bytes([9; 16]);
/// Who writes at the machine itself.
pub const OPERATOR: AccountId = AccountId::from_bytes([0; 16]);
/// Nobody's chart.
pub const MISSING: &str = "99999999-9999-4999-8999-999999999999";
/// The evening on which everything begins, 21:00 in Tokyo.
pub const EVENING: &str = "2026-11-24T12:00:00Z";

/// A clinic as the demo serves it.
pub async fn world() -> World {
    build(true, |name| name.to_owned()).await
}

/// A clinic as it is served over TLS: without links.
pub async fn tls() -> World {
    build(false, |name| name.to_owned()).await
}

/// A clinic whose people's names are made from what they are.
pub async fn named(name: impl Fn(&str) -> String) -> World {
    build(true, name).await
}

fn folder() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

async fn build(links: bool, name: impl Fn(&str) -> String) -> World {
    let folders = [folder(), folder()];
    let (clock, faults) = (Arc::new(Hands::default()), Faults::default());
    clock.set(EVENING);
    let keys = Arc::new(KeysDb::open(folders[1].path()).unwrap());
    let vault = Arc::new(Vault::create(fixed_root([7; 32]), keys, Arc::new(OsRandom::new()), 0).unwrap());
    let ledger = Arc::new(LedgerSqlite::open_faulty(folders[0].path(), faults.clone()).unwrap());
    let zone = TimeZone::get("Asia/Tokyo").unwrap();
    let (store, hands) = (Arc::clone(&ledger), Arc::clone(&clock));
    let clinic = Arc::new(Clinic::new(CLINIC, store, Arc::clone(&vault), hands, zone));
    let [chart, child, foreign] = [1, 2, 3].map(|n| ChartId::from_bytes([0xc0 + n; 16]));
    let people = open(&clinic, [chart, child, foreign], name).await;
    let app = if links {
        let link = |(name, account): (&&str, &AccountId)| Link {
            token: format!("link of {name}"),
            account: *account,
        };
        App::demo(Arc::clone(&clinic), vec!["localhost:8080".into()], people.iter().map(link).collect())
    } else {
        App::tls(Arc::clone(&clinic), vec!["clinic.example".into()])
    };
    let router = web::router(app);
    World {
        clinic,
        ledger,
        vault,
        router,
        clock,
        faults,
        chart,
        child,
        foreign,
        people,
        links,
        _folders: folders,
    }
}

async fn open(
    clinic: &Clinic,
    charts: [ChartId; 3],
    name: impl Fn(&str) -> String,
) -> BTreeMap<&'static str, AccountId> {
    let [chart, child, foreign] = charts;
    let mut openings = Vec::new();
    for (chart, who, born) in [
        (chart, "patient", date(1991, 3, 2)),
        (child, "minor", date(2013, 6, 1)),
        (foreign, "other patient", date(1980, 1, 9)),
    ] {
        let person = Person { name: name(who), born, number: format!("A-{who}"), language: Language::Ja };
        openings.push(Opening::Enrol(Enrolment { chart, person }));
    }
    let mut people = BTreeMap::new();
    for (at, (who, role)) in (1..).zip(PEOPLE) {
        let id = AccountId::from_bytes([at; 16]);
        let own = match who {
            "patient" => Some(chart),
            "minor" => Some(child),
            "other patient" => Some(foreign),
            _ => None,
        };
        openings.push(Opening::Account(Account {
            id,
            role,
            name: name(who),
            language: Language::Ja,
            chart: own,
        }));
        openings.extend(own.map(|own| Opening::Relate(id, own, Relation::Own)));
        people.insert(who, id);
    }
    let relations = [
        ("guardian", child, Relation::Guardian),
        ("supporter", chart, Relation::Supporter),
        ("clinician", chart, Relation::CareTeam),
        ("clinician", child, Relation::CareTeam),
        ("care_staff", chart, Relation::CareTeam),
        ("other clinician", foreign, Relation::CareTeam),
    ];
    openings.extend(relations.map(|(who, chart, relation)| Opening::Relate(people[who], chart, relation)));
    clinic.accounts().open(&openings).await.unwrap();
    people
}

impl World {
    pub fn host(&self) -> &'static str {
        if self.links { "localhost:8080" } else { "clinic.example" }
    }

    pub fn origin(&self) -> String {
        if self.links { format!("http://{}", self.host()) } else { format!("https://{}", self.host()) }
    }

    pub fn account(&self, who: &str) -> AccountId {
        self.people[who]
    }

    pub async fn sign_in(&self, who: &str) -> Session {
        let (token, viewer) =
            self.clinic.accounts().sign_in(self.account(who), Source::Loopback).await.unwrap();
        let name = if self.links { "namima-demo" } else { "__Host-namima" };
        Session { cookie: format!("{name}={}", token.reveal()), viewer }
    }

    /// Sends entries as a program does.
    pub async fn submit(&self, session: &Session, chart: ChartId, entries: &[Value]) -> Answer {
        self.ask(post(&format!("/api/v1/charts/{chart}/entries"), &json!({ "entries": entries })).by(session))
            .await
    }

    /// An import brings the n-th entry in, in the name of the installation, as it was written on its day elsewhere.
    pub async fn bring_in(&self, n: u64, date: &str, said: Submission) {
        let new = NewEntry {
            id: id(n).parse().unwrap(),
            about: About::parse(date, None, "Europe/Amsterdam").unwrap(),
            entered_at: format!("{date}T10:58:00Z").parse().unwrap(),
            provenance: Provenance {
                question_set: None,
                asked: Vec::new(),
                language: Language::En,
                client: "import/1".to_owned(),
                mode: Mode::Imported,
            },
            sharing: Sharing::CareTeam,
            said,
            amends: None,
        };
        let author = Author { account: OPERATOR, role: Role::Administrator, acting_for: None };
        self.clinic
            .charts()
            .bring(author, self.chart, &[(new, self.clock.now())], Bring::Write)
            .await
            .unwrap();
    }

    pub async fn entries(&self, session: &Session, chart: ChartId) -> Value {
        self.ask(get(&format!("/api/v1/charts/{chart}/entries")).by(session)).await.is(200).json()["entries"]
            .take()
    }

    pub async fn timeline(&self, session: &Session, chart: ChartId, query: &str) -> Value {
        self.ask(get(&format!("/api/v1/charts/{chart}/timeline{query}")).by(session)).await.is(200).json()
    }

    /// The record by which an entry is amended.
    pub async fn record(&self, session: &Session, chart: ChartId, entry: &str) -> String {
        let entries = self.entries(session, chart).await;
        let versions =
            |e: &&Value| e["versions"].as_array().unwrap().iter().any(|version| version["id"] == entry);
        let found = entries.as_array().unwrap().iter().find(versions).expect("the entry is there");
        found["record"].as_str().unwrap().to_owned()
    }
}

/// The id of the n-th entry.
pub fn id(n: u64) -> String {
    format!("00000000-0000-4000-8000-{n:012x}")
}

/// An entry of any kind with the fields every entry has, about 24 November 2026, written on that evening.
pub fn entry(n: u64, kind: &str, more: &Value) -> Value {
    let mut entry = json!({
        "id": id(n), "kind": kind, "date": "2026-11-24", "zone": "Asia/Tokyo", "entered_at": "2026-11-24T20:55:00+09:00",
    });
    for (name, value) in more.as_object().unwrap() {
        entry[name] = value.clone();
    }
    entry
}

pub fn check_in(n: u64, more: &Value) -> Value {
    entry(n, "check_in", more)
}
