//! What people send cannot write into the audit log, nor change how a line of it reads.

use ledger::Ledger as _;
use serde_json::{Value, json};
use testkit::{CLINIC, Session, TestServer, check_in, get, json as post};
use vault::{EventContext, KeyPurpose, Sealed, Subject};

/// What breaks lines, reorders or hides what a reader sees, or ends a quotation, in several notations.
const HOSTILE: [&str; 16] = [
    "\n",
    "\r\n",
    "\u{1b}[2K",
    "\u{0}",
    "\u{8}",
    "\u{85}",
    "\u{2028}",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{feff}",
    "\",\"actor\":\"",
    "%0a",
    "\\n",
    "<br>",
    "{\"v\":1}",
];
/// Requests of the fuzzing, and where its numbers begin.
const TURNS: u64 = 150;
const SEED: u64 = 0x6c69_6e65;
const FORGED: &str = "forged";

/// A small generator: the same requests in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// Words with something hostile between them.
    fn words(&mut self) -> String {
        (0..=self.below(4)).map(|_| format!("{FORGED}{}", HOSTILE[self.below(HOSTILE.len())])).collect()
    }
}

/// A value of a header must be text without line ends; everything else may stand in it.
fn for_header(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_control() && letter.is_ascii()).collect()
}

fn for_address(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02x}")).collect()
}

/// One request with hostile words in every part that a sender chooses.
async fn one(world: &TestServer, session: &Session, numbers: &mut Numbers, turn: u64) {
    let (words, chart) = (numbers.words(), world.chart);
    let header = for_header(&words);
    let address = for_address(&words);
    let mut entry = check_in(turn + 1, &json!({ "mood": 4 }));
    let fields = ["note", "zone", "client", "question_set", "mode", "kind", "amends", "reason", "id", "date"];
    entry[fields[numbers.below(fields.len())]] = json!(words);
    let asks = [
        post(&format!("/api/v1/charts/{chart}/entries"), &json!({ "entries": [entry] })),
        get(&format!("/api/v1/charts/{chart}/timeline?purpose={address}")),
        get(&format!("/api/v1/charts/{address}/entries")),
        get(&format!("/charts/{address}?view={address}")),
        get(&format!("/days/{address}/amend")),
        get(&format!("/{address}")),
    ];
    let ask = asks[numbers.below(asks.len())].clone().by(session);
    let ask = ask.with("user-agent", &header).with("x-request-id", &header).with("x-forwarded-for", &header);
    let answer = world.ask(ask.with("referer", &header).with("accept-language", &header)).await;
    assert!(answer.code() < 500, "{words:?}: {}", answer.code());
}

/// Every audit event of the clinic, opened.
pub async fn events(world: &TestServer) -> Vec<Value> {
    let clinic = vault::ClinicId(CLINIC.to_bytes());
    let owners =
        [CLINIC.to_bytes(), world.chart.to_bytes(), world.child.to_bytes(), world.foreign.to_bytes()];
    let stored = world.ledger.audit(clinic, 0, u32::MAX).await.unwrap();
    let open = |stored: ledger::StoredAudit| {
        let of = |owner: &&[u8; 16]| {
            world.vault.subject_pseudonym(&clinic, &vault::ChartId(**owner)).unwrap() == stored.audit.subject
        };
        let owner = *owners.iter().find(of).unwrap();
        let of_owner = Subject { clinic, owner, purpose: KeyPurpose::Audit };
        let ledger::Audit { key, commitment, sealed, event, time_ms, subject } = stored.audit;
        let sealed = Sealed { key, commitment, bytes: sealed };
        let context = EventContext { clinic, event, time_ms, subject };
        let plain = world.vault.open_event(&of_owner, &context, &sealed).unwrap();
        serde_json::from_slice(&plain).unwrap()
    };
    stored.into_iter().map(open).collect()
}

fn texts<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::String(text) => found.push(text),
        Value::Array(all) => all.iter().for_each(|one| texts(one, found)),
        Value::Object(all) => all.values().for_each(|one| texts(one, found)),
        _ => {}
    }
}

/// Words of the code, ids and versions alone.
fn is_plain(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_./: ".contains(letter))
}

/// No event holds anything that a sender chose, whatever they send and wherever they send it: each text of each event is a word
/// of the code, an id or a version. The list that a person reads shows names, which are one plain line each.
///
/// Verifies: AUD-012
#[tokio::test]
async fn nothing_sent_writes_into_the_log() {
    let world = TestServer::named(|who| format!("{who}\u{202e}\r\n{FORGED}\u{1b}[2K\u{2028}")).await;
    let mut numbers = Numbers(SEED);
    for who in ["patient", "clinician", "reception"] {
        let session = world.sign_in(who).await;
        for turn in 0..TURNS {
            one(&world, &session, &mut numbers, turn).await;
        }
    }
    let clinician = world.sign_in("clinician").await;
    world.timeline(&clinician, world.chart, "").await;
    let events = events(&world).await;
    assert!(events.len() > 100, "{} events", events.len());
    for event in &events {
        let mut all = Vec::new();
        texts(event, &mut all);
        assert!(all.len() > 5 && all.iter().all(|text| is_plain(text) && !text.contains(FORGED)), "{event}");
    }
    let patient = world.sign_in("patient").await;
    let list =
        world.ask(get(&format!("/api/v1/charts/{}/accesses", world.chart)).by(&patient)).await.is(200).json();
    let mut shown = Vec::new();
    texts(&list, &mut shown);
    let page = world.ask(get("/access").by(&patient)).await.is(200).text();
    shown.extend(page.split(['<', '>', '\n']));
    assert!(shown.iter().any(|text| text.contains("clinician") && text.contains(FORGED)), "names are shown");
    for text in shown {
        assert!(!text.chars().any(diary::Text::breaks_line), "{text:?}");
    }
}
