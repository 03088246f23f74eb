//! The server beside which ours is measured: PocketBase, with one collection of entries and a row rule.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::http::{Answer, Client};
use crate::wrk::Target;

const PATIENTS: usize = 50;
const DAYS: i64 = 365;
const ANSWERS: usize = 15;
const OWN: &str = "patient = @request.auth.id";
/// Of the measurement alone, in a folder that goes with it.
const PASSWORD: &str = "beside-1234";
const START_LIMIT: Duration = Duration::from_secs(30);

/// A running PocketBase that holds a year of 50 patients.
pub struct PocketBase {
    child: Child,
    /// `http://localhost:PORT`.
    pub url: String,
    people: Vec<Person>,
}

struct Person {
    id: String,
    token: String,
}

impl PocketBase {
    /// Starts the program in `folder` and fills it.
    pub fn start(program: &Path, folder: &Path) -> Result<Self> {
        let data = folder.join("pocketbase");
        let mut superuser = Command::new(program);
        superuser.args(["superuser", "upsert", "a@example.org", PASSWORD, "--dir"]).arg(&data);
        let made = superuser.stdin(Stdio::null()).stdout(Stdio::null()).status();
        anyhow::ensure!(made.context("cannot start PocketBase")?.success(), "PocketBase makes no superuser");
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut serve = Command::new(program);
        serve.args(["serve", "--http", &format!("127.0.0.1:{port}"), "--dir"]).arg(&data);
        let child = serve.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut server = Self { child, url: format!("http://localhost:{port}"), people: Vec::new() };
        let begin = Instant::now();
        while Client::connect(&server.url).is_err() {
            anyhow::ensure!(begin.elapsed() < START_LIMIT, "PocketBase does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        server.fill()?;
        Ok(server)
    }

    /// Its process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// One new entry of each of the first `count` patients in turn.
    pub fn submits(&self, count: usize) -> Vec<Target> {
        let one = |person: &Person| Target {
            method: "POST",
            path: "/api/collections/entries/records".to_owned(),
            headers: vec![
                ("Authorization", person.token.clone()),
                ("Content-Type", "application/json".to_owned()),
            ],
            body: Some(entry(&person.id, "2026-11-24").to_string()),
        };
        self.people.iter().take(count).map(one).collect()
    }

    /// A patient's whole year, as JSON.
    pub fn history(&self) -> Vec<Target> {
        let path = format!("/api/collections/entries/records?perPage={DAYS}&skipTotal=1&sort=date");
        self.people.iter().take(1).map(|person| read(&path, person)).collect()
    }

    /// The view with one row for each patient.
    pub fn panel(&self) -> Vec<Target> {
        let path = format!("/api/collections/panel/records?perPage={PATIENTS}&skipTotal=1");
        self.people.iter().take(1).map(|person| read(&path, person)).collect()
    }

    fn fill(&mut self) -> Result<()> {
        let mut admin = Client::connect(&self.url)?;
        let token = sign_in(&mut admin, "_superusers", "a@example.org")?;
        admin.authorise(token.1);
        let batch = json!({ "batch": { "enabled": true, "maxRequests": 1000, "timeout": 60 } });
        done(&admin.patch("/api/settings", &batch.to_string())?)?;
        for collection in [entries(), panel()] {
            done(&admin.post("/api/collections", &collection.to_string())?)?;
        }
        for number in 0..PATIENTS {
            let email = format!("p{number}@example.org");
            let user = json!({ "email": email, "password": PASSWORD, "passwordConfirm": PASSWORD });
            done(&admin.post("/api/collections/users/records", &user.to_string())?)?;
            let (id, token) = sign_in(&mut Client::connect(&self.url)?, "users", &email)?;
            done(&admin.post("/api/batch", &year(&id)?.to_string())?)?;
            self.people.push(Person { id, token });
        }
        Ok(())
    }
}

impl Drop for PocketBase {
    fn drop(&mut self) {
        // Already gone is what we want.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn entries() -> Value {
    let mut fields = vec![
        json!({ "name": "patient", "type": "text", "required": true }),
        json!({ "name": "date", "type": "text", "required": true }),
    ];
    fields.extend((1..=ANSWERS).map(|number| json!({ "name": format!("a{number}"), "type": "number" })));
    json!({
        "name": "entries", "type": "base", "fields": fields,
        "listRule": OWN, "viewRule": OWN, "createRule": OWN,
        "indexes": ["CREATE INDEX by_patient ON entries (patient, date)"],
    })
}

fn panel() -> Value {
    json!({
        "name": "panel", "type": "view", "listRule": "@request.auth.id != ''",
        "viewQuery": "SELECT patient AS id, max(date) AS last, count(*) AS entries FROM entries GROUP BY patient",
    })
}

fn entry(patient: &str, date: &str) -> Value {
    let mut entry = json!({ "patient": patient, "date": date });
    for number in 1..=ANSWERS {
        if let Some(fields) = entry.as_object_mut() {
            fields.insert(format!("a{number}"), json!(number % 11));
        }
    }
    entry
}

fn year(patient: &str) -> Result<Value> {
    let last = jiff::civil::date(2026, 11, 23);
    let requests = (0..DAYS).map(|back| {
        let date = last.checked_sub(jiff::Span::new().try_days(back)?)?.to_string();
        let url = "/api/collections/entries/records";
        Ok(json!({ "method": "POST", "url": url, "body": entry(patient, &date) }))
    });
    Ok(json!({ "requests": requests.collect::<Result<Vec<_>>>()? }))
}

fn read(path: &str, person: &Person) -> Target {
    let headers = vec![("Authorization", person.token.clone())];
    Target { method: "GET", path: path.to_owned(), headers, body: None }
}

/// The id and token of someone who signs in.
fn sign_in(client: &mut Client, collection: &str, email: &str) -> Result<(String, String)> {
    let body = json!({ "identity": email, "password": PASSWORD }).to_string();
    let answer = client.post(&format!("/api/collections/{collection}/auth-with-password"), &body)?;
    let session: Value = serde_json::from_slice(&answer.body)?;
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
    let found = text(session.pointer("/record/id")).zip(text(session.get("token")));
    found.with_context(|| format!("{email} cannot sign in: {session}"))
}

fn done(answer: &Answer) -> Result<()> {
    if answer.status != 200 {
        bail!("PocketBase answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    Ok(())
}
