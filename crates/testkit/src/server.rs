//! The clinic over HTTP, asked without a socket, with one person of each role and two of some.

use std::ops::Deref;
use std::sync::Arc;

use axum::Router;
use clinic::{Account, Clock as _, DirectoryChange, Enrolment, ImportMode, Person, Source};
use diary::{
    About, AccountId, Author, ChartId, Language, Mode, NewEntry, Provenance, Role, Sharing, Submission,
};
use jiff::civil::{Date, date};
use policy::Relation;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use vault::OsRandom;
use web::{App, Link};

use crate::clinic::TestClinic;
use crate::clock::TODAY;
use crate::people::{OPERATOR, account, chart};
use crate::request::{Answer, Ask, Session, form, get, json as post, token_of};

/// A clinic, its people and how to ask it.
pub struct TestServer {
    inside: TestClinic,
    /// Its routes.
    pub router: Router,
    /// The first patient's chart: in the care of the clinician and the care staff.
    pub chart: ChartId,
    /// A child's chart: of the minor, whose guardian writes too.
    pub child: ChartId,
    /// A chart of another patient and another clinician.
    pub foreign: ChartId,
    transport: Transport,
}

/// How the clinic is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Transport {
    /// As the demo: in plain text on this machine, with links that sign in.
    Demo,
    /// Over TLS, without links.
    Tls,
}

const ADULT: u8 = 1;
const OTHER: u8 = 2;
const CHILD: u8 = 3;

/// Everyone, by name; the names are those of their roles where there is only one.
pub const PEOPLE: [(&str, Role, u8); 12] = [
    ("patient", Role::Patient, ADULT),
    ("minor", Role::Patient, CHILD),
    ("other patient", Role::Patient, OTHER),
    ("guardian", Role::Guardian, CHILD),
    ("supporter", Role::Supporter, 1),
    ("clinician", Role::Clinician, 1),
    ("other clinician", Role::Clinician, 2),
    ("care_staff", Role::CareStaff, 1),
    ("technician", Role::Technician, 1),
    ("reception", Role::Reception, 1),
    ("privacy_officer", Role::PrivacyOfficer, 1),
    ("administrator", Role::Administrator, 1),
];

/// Whose chart is whose, and when they were born.
const CHARTS: [(&str, u8, Date); 3] = [
    ("patient", ADULT, date(1991, 3, 2)),
    ("minor", CHILD, date(2013, 6, 1)),
    ("other patient", OTHER, date(1980, 1, 9)),
];

/// Who has something to do with a chart that is not their own.
const RELATIONS: [(&str, u8, Relation); 7] = [
    ("guardian", CHILD, Relation::Guardian),
    ("supporter", ADULT, Relation::Supporter),
    ("clinician", ADULT, Relation::CareTeam),
    ("clinician", CHILD, Relation::CareTeam),
    ("care_staff", ADULT, Relation::CareTeam),
    ("technician", ADULT, Relation::CareTeam),
    ("other clinician", OTHER, Relation::CareTeam),
];

/// Nobody's chart.
pub const MISSING: &str = "99999999-9999-4999-8999-999999999999";

/// The account of someone in [`PEOPLE`].
fn account_of(who: &str) -> AccountId {
    let (_, role, number) = PEOPLE.iter().find(|(name, ..)| *name == who).unwrap();
    account(*role, *number)
}

fn people(name: impl Fn(&str) -> String) -> Vec<DirectoryChange> {
    let mut openings = Vec::new();
    for (who, number, born) in CHARTS {
        let person = Person { name: name(who), born, number: format!("A-{who}"), language: Language::Ja };
        openings.push(DirectoryChange::Enrol(Enrolment { chart: chart(number), person }));
    }
    for (who, role, number) in PEOPLE {
        let (id, own) = (account(role, number), (role == Role::Patient).then(|| chart(number)));
        openings.push(DirectoryChange::Account(Account {
            id,
            role,
            name: name(who),
            language: Language::Ja,
            chart: own,
        }));
        openings.extend(own.map(|own| DirectoryChange::Relate(id, own, Relation::Own)));
    }
    let related = |(who, number, relation)| DirectoryChange::Relate(account_of(who), chart(number), relation);
    openings.extend(RELATIONS.map(related));
    openings
}

impl Deref for TestServer {
    type Target = TestClinic;

    fn deref(&self) -> &TestClinic {
        &self.inside
    }
}

impl TestServer {
    /// A clinic as the demo serves it.
    pub async fn demo() -> Self {
        Self::build(Transport::Demo, str::to_owned).await
    }

    /// A clinic as it is served over TLS: without links.
    pub async fn tls() -> Self {
        Self::build(Transport::Tls, str::to_owned).await
    }

    /// A clinic whose people's names are made from what they are.
    pub async fn named(name: impl Fn(&str) -> String) -> Self {
        Self::build(Transport::Demo, name).await
    }

    async fn build(transport: Transport, name: impl Fn(&str) -> String) -> Self {
        let inside = TestClinic::with_people(Arc::new(OsRandom::new()), &people(name)).await;
        let clinic = Arc::clone(&inside.clinic);
        let app = match transport {
            Transport::Demo => {
                let link = |(name, role, number): (&str, Role, u8)| Link {
                    token: format!("link of {name}"),
                    account: account(role, number),
                };
                App::demo(clinic, vec!["localhost:8080".into()], PEOPLE.map(link).into())
            }
            Transport::Tls => App::tls(clinic, vec!["clinic.example".into()]),
        };
        let [chart, child, foreign] = [ADULT, CHILD, OTHER].map(chart);
        Self { inside, router: web::router(app), chart, child, foreign, transport }
    }

    /// The host that it answers to.
    pub fn host(&self) -> &'static str {
        match self.transport {
            Transport::Demo => "localhost:8080",
            Transport::Tls => "clinic.example",
        }
    }

    /// The origin of its pages.
    pub fn origin(&self) -> String {
        match self.transport {
            Transport::Demo => format!("http://{}", self.host()),
            Transport::Tls => format!("https://{}", self.host()),
        }
    }

    /// The account of someone in [`PEOPLE`].
    pub fn account(&self, who: &str) -> AccountId {
        account_of(who)
    }

    /// Someone in [`PEOPLE`], signed in.
    pub async fn sign_in(&self, who: &str) -> Session {
        let (token, viewer) =
            self.clinic.accounts().sign_in(account_of(who), Source::Loopback).await.unwrap();
        let name = match self.transport {
            Transport::Demo => "namima-demo",
            Transport::Tls => "__Host-namima",
        };
        Session { cookie: format!("{name}={}", token.reveal()), viewer }
    }

    /// Sends a request.
    pub async fn ask(&self, ask: Ask) -> Answer {
        let request = ask.into_request(self.host(), &self.origin());
        Answer::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    /// What somebody reads at an address.
    pub async fn page(&self, session: &Session, path: &str) -> String {
        self.ask(get(path).by(session)).await.is(200).text()
    }

    /// The same in one language.
    pub async fn page_in(&self, session: &Session, path: &str, language: &str) -> String {
        self.ask(get(path).in_language(session, language)).await.is(200).text()
    }

    /// A form with the token its page would have carried.
    pub async fn send(&self, session: &Session, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.ask(self.filled(session, path, fields)).await
    }

    /// The same as the n-th entry.
    pub async fn sent(&self, session: &Session, path: &str, n: u64, fields: &[(&str, &str)]) -> Answer {
        let id = id(n);
        let mut all = vec![("id", id.as_str())];
        all.extend(fields);
        self.send(session, path, &all).await
    }

    /// Where the clinic adds a fact to the first chart.
    pub fn add(&self, kind: &str) -> String {
        format!("/charts/{}/add/{kind}", self.chart)
    }

    /// The form of [`Self::send`], not sent yet.
    pub fn filled(&self, session: &Session, path: &str, fields: &[(&str, &str)]) -> Ask {
        let token = self.clinic.accounts().form_token(&session.viewer, path).unwrap();
        let mut all = vec![("csrf", token.as_str())];
        all.extend(fields);
        form(path, &all).by(session)
    }

    /// Sends a dose's form and, once it was read back, the read-back's.
    pub async fn confirmed(&self, session: &Session, path: &str, fields: &[(&str, &str)]) -> Answer {
        let read_back = self.send(session, path, fields).await.is(200);
        let token = token_of(&read_back);
        let mut again = vec![("read_back", token.as_str())];
        again.extend(fields);
        self.send(session, path, &again).await
    }

    /// The same as the n-th entry.
    pub async fn sent_twice(&self, session: &Session, path: &str, n: u64, fields: &[(&str, &str)]) -> Answer {
        let id = id(n);
        let mut all = vec![("id", id.as_str())];
        all.extend(fields);
        self.confirmed(session, path, &all).await
    }

    /// The doses of the first chart, as JSON.
    pub async fn doses(&self, session: &Session) -> Value {
        self.timeline(session, self.chart, "").await["doses"].take()
    }

    /// The lines to copy from the first chart.
    pub async fn copied(&self, session: &Session, since: &str) -> Vec<String> {
        let page = self.ask(get(&format!("/charts/{}/copy?since={since}", self.chart)).by(session)).await;
        let text = page.is(200).text();
        let lines = text.split("<textarea").nth(1).unwrap().split_once('>').unwrap().1;
        lines.split("</textarea>").next().unwrap().trim().lines().map(str::to_owned).collect()
    }

    /// Sends entries as a program does.
    pub async fn submit(&self, session: &Session, chart: ChartId, entries: &[Value]) -> Answer {
        self.ask(post(&format!("/api/v1/charts/{chart}/entries"), &json!({ "entries": entries })).by(session))
            .await
    }

    /// An import brings the n-th entry in, in the name of the installation, as it was written on its day elsewhere.
    pub async fn bring_in(&self, n: u64, date: &str, submission: Submission) {
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
            content: submission,
            amends: None,
            known: None,
        };
        let author = Author { account: OPERATOR, role: Role::Administrator, acting_for: None };
        self.clinic
            .charts()
            .import(author, self.chart, &[(new, self.clock.now())], ImportMode::Write)
            .await
            .unwrap();
    }

    /// The entries of a chart, as JSON.
    pub async fn entries(&self, session: &Session, chart: ChartId) -> Value {
        self.ask(get(&format!("/api/v1/charts/{chart}/entries")).by(session)).await.is(200).json()["entries"]
            .take()
    }

    /// The timeline of a chart, as JSON.
    pub async fn timeline(&self, session: &Session, chart: ChartId, query: &str) -> Value {
        self.ask(get(&format!("/api/v1/charts/{chart}/timeline{query}")).by(session)).await.is(200).json()
    }

    /// The record by which an entry is amended.
    pub async fn record(&self, session: &Session, chart: ChartId, entry: &str) -> String {
        let entries = self.entries(session, chart).await;
        let versions =
            |e: &&Value| e["versions"].as_array().unwrap().iter().any(|version| version["id"] == entry);
        let found = entries.as_array().unwrap().iter().find(versions).unwrap();
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
        "id": id(n), "kind": kind, "date": TODAY, "zone": "Asia/Tokyo", "entered_at": "2026-11-24T20:55:00+09:00",
    });
    for (name, value) in more.as_object().unwrap() {
        entry[name] = value.clone();
    }
    entry
}

/// A check-in of that evening.
pub fn check_in(n: u64, more: &Value) -> Value {
    entry(n, "check_in", more)
}
