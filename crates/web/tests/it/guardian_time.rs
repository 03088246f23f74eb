//! The time of a guardian's answers says as little as their bytes.

use std::time::Instant;

use serde_json::{Value, json};
use testkit::{Ask, Session, TestServer, check_in, entry, get, id, json as post};

use crate::guardian::with_and_without;

/// Pairs of requests of each kind, one right after the other in drawn order.
const PAIRS: u64 = 500;
/// Pairs before those that count.
const WARM: u64 = 20;
/// The largest |t| that is taken for chance. Among some twenty kinds a larger one comes by chance once in 7,000 runs.
const MOST: f64 = 4.5;
/// Hidden entries in each strand.
const HIDDEN: u64 = 100;
/// The first id of those that the test sends.
const SENT: u64 = 1_000_000;

/// A kind of request: the answer it gets, and how the `n`th of them is asked.
struct Kind {
    name: &'static str,
    code: u16,
    ask: fn(&TestServer, &Session, &str, u64) -> Ask,
}

fn entries(world: &TestServer, session: &Session, body: &Value) -> Ask {
    post(&format!("/api/v1/charts/{}/entries", world.child), &json!({ "entries": [body] })).by(session)
}

fn chart(world: &TestServer, session: &Session, path: &str) -> Ask {
    get(&format!("/api/v1/charts/{}{path}", world.child)).by(session)
}

/// An answer that needs a review on the same day, with more.
fn safety(number: u64, more: &Value) -> Value {
    let mut fields = json!({ "symptoms": { "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }] } });
    let more = more.as_object().cloned().unwrap_or_default();
    fields.as_object_mut().unwrap().extend(more);
    check_in(SENT + number, &fields)
}

/// Everything a guardian can ask for, with each answer that there is. What is stored differs each time; what is sent again
/// and what contradicts it is about the entry that the kind before has stored last.
const KINDS: &[Kind] = &[
    Kind { name: "family page", code: 200, ask: |_, session, _, _| get("/family").by(session) },
    Kind { name: "entries", code: 200, ask: |world, session, _, _| chart(world, session, "/entries") },
    Kind { name: "timeline", code: 200, ask: |world, session, _, _| chart(world, session, "/timeline") },
    Kind { name: "accesses", code: 404, ask: |world, session, _, _| chart(world, session, "/accesses") },
    Kind {
        name: "amend page",
        code: 404,
        ask: |_, session, record, _| get(&format!("/days/{record}/amend")).by(session),
    },
    Kind {
        name: "stored",
        code: 200,
        ask: |world, session, _, n| entries(world, session, &check_in(SENT + n, &json!({ "mood": 4 }))),
    },
    Kind {
        name: "sent again",
        code: 200,
        ask: |world, session, _, _| entries(world, session, &check_in(SENT, &json!({ "mood": 4 }))),
    },
    Kind {
        name: "contradicting",
        code: 409,
        ask: |world, session, _, _| entries(world, session, &check_in(SENT, &json!({ "mood": 5 }))),
    },
    Kind {
        name: "out of range",
        code: 422,
        ask: |world, session, _, n| entries(world, session, &check_in(SENT + n, &json!({ "mood": 11 }))),
    },
    Kind {
        name: "of another's",
        code: 422,
        ask: |world, session, _, n| {
            let amends = json!({ "mood": 5, "amends": id(100), "reason": "x" });
            entries(world, session, &check_in(SENT + 10_000 + n, &amends))
        },
    },
    Kind {
        name: "not theirs to write",
        code: 422,
        ask: |world, session, _, n| {
            entries(world, session, &entry(SENT + n, "staff_note", &json!({ "text": "x" })))
        },
    },
    Kind {
        name: "mistake of another's",
        code: 422,
        ask: |world, session, _, n| {
            let mistake = json!({ "amends": id(100), "reason": "x" });
            entries(world, session, &entry(SENT + 20_000 + n, "entered_in_error", &mistake))
        },
    },
    Kind {
        name: "form refused",
        code: 422,
        ask: |world, session, _, n| {
            world.filled(session, "/family", &[("id", &id(SENT + 30_000 + n)), ("mood", "66")])
        },
    },
    Kind {
        name: "form",
        code: 303,
        ask: |world, session, _, n| {
            world.filled(session, "/family", &[("id", &id(SENT + 40_000 + n)), ("mood", "6")])
        },
    },
    Kind {
        name: "safety answer refused",
        code: 422,
        ask: |world, session, _, n| {
            let amends = json!({ "amends": id(100), "reason": "x" });
            entries(world, session, &safety(50_000 + n, &amends))
        },
    },
    Kind {
        name: "safety answer out of range",
        code: 422,
        ask: |world, session, _, n| entries(world, session, &safety(60_000 + n, &json!({ "mood": 11 }))),
    },
    Kind {
        name: "safety answer",
        code: 200,
        ask: |world, session, _, n| entries(world, session, &safety(70_000 + n, &Value::Null)),
    },
    Kind {
        name: "safety answer sent again",
        code: 200,
        ask: |world, session, _, _| entries(world, session, &safety(70_000, &Value::Null)),
    },
    Kind {
        name: "safety answer contradicting",
        code: 409,
        ask: |world, session, _, _| entries(world, session, &safety(70_000, &json!({ "mood": 5 }))),
    },
];

/// One request, in seconds.
async fn timed(world: &TestServer, ask: Ask, kind: &Kind) -> f64 {
    let begin = Instant::now();
    let answer = world.ask(ask).await;
    let took = begin.elapsed();
    assert_eq!(answer.code(), kind.code, "{}", kind.name);
    took.as_secs_f64()
}

/// Student's t of how much longer the second world takes, in the logarithm, over all pairs. The tenth at either end counts as
/// the last before it (a winsorised mean, Yuen 1974): a machine that does other things at once stops now and then.
fn t_of(mut logs: Vec<f64>) -> f64 {
    logs.sort_by(f64::total_cmp);
    let cut = logs.len() / 10;
    let (low, high) = (logs[cut], logs[logs.len() - 1 - cut]);
    let n = logs.len() as f64;
    let mean_of = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let mean = mean_of(&logs[cut..logs.len() - cut]);
    logs.iter_mut().for_each(|log| *log = log.clamp(low, high));
    let centre = mean_of(&logs);
    let spread = (logs.iter().map(|log| (log - centre).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    let left = n - 2.0 * cut as f64;
    mean / (spread * (n - 1.0).sqrt() / ((left - 1.0).sqrt() * left.sqrt()))
}

/// t of one kind, and how much longer the second world took in the middle.
async fn compare(
    worlds: &[TestServer; 2],
    sessions: &[Session; 2],
    records: &[String; 2],
    kind: &Kind,
) -> (f64, f64) {
    let (mut logs, mut draw) = (Vec::new(), 0x9e37_79b9_7f4a_7c15_u64);
    for n in 0..WARM + PAIRS {
        let mut took = [0.0; 2];
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        let order = if draw & 1 == 0 { [0, 1] } else { [1, 0] };
        for one in order {
            let ask = (kind.ask)(&worlds[one], &sessions[one], &records[one], n);
            took[one] = timed(&worlds[one], ask, kind).await;
        }
        if n >= WARM {
            logs.push((took[1] / took[0]).ln());
        }
    }
    let mut sorted = logs.clone();
    sorted.sort_by(f64::total_cmp);
    (t_of(logs), sorted[sorted.len() / 2].exp())
}

/// Writes `count` entries into each strand of a chart that its guardian does not see. In the world without hidden entries
/// they stand in another person's chart: how large the whole clinic is, is nobody's secret.
async fn write_more(world: &TestServer, of: &str, chart: diary::ChartId, count: u64) {
    let (minor, clinician) = (world.sign_in(of).await, world.sign_in("clinician").await);
    for first in (0..count).step_by(50) {
        let numbers = first..count.min(first + 50);
        let note = |number: u64, more: &Value| {
            let mut fields = json!({ "note": format!("hidden {number}") });
            fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            fields
        };
        let only_me: Vec<_> = numbers
            .clone()
            .map(|n| check_in(2_000_000 + n, &note(n, &json!({ "only_me": true }))))
            .collect();
        let shared: Vec<_> =
            numbers.clone().map(|n| check_in(3_000_000 + n, &note(n, &json!({ "mood": 2 })))).collect();
        for some in [only_me, shared] {
            world.submit(&minor, chart, &some).await.is(200);
        }
        let facts: Vec<_> = numbers
            .map(|n| entry(4_000_000 + n, "staff_note", &json!({ "text": format!("hidden {n}") })))
            .collect();
        world.submit(&clinician, chart, &facts).await.is(200);
    }
}

/// Whether what a guardian can measure tells of anything that is hidden from them: every page and answer, with each outcome
/// that it has. One round, whatever it gives.
///
/// Verifies: CONS-011
#[tokio::test]
async fn hidden_entries_take_no_time() {
    let worlds = with_and_without().await;
    write_more(&worlds[0], "patient", worlds[0].chart, HIDDEN).await;
    write_more(&worlds[1], "minor", worlds[1].child, HIDDEN).await;
    let sessions = [worlds[0].sign_in("guardian").await, worlds[1].sign_in("guardian").await];
    let mut records = [String::new(), String::new()];
    for (one, record) in records.iter_mut().enumerate() {
        *record = worlds[one].record(&sessions[one], worlds[one].child, &id(1)).await;
    }
    let mut measured = Vec::new();
    for kind in KINDS {
        let (t, ratio) = compare(&worlds, &sessions, &records, kind).await;
        println!("{}: t = {t:.2}, {ratio:.3} times", kind.name);
        measured.push((kind.name, t));
    }
    let told: Vec<_> = measured.iter().filter(|(_, t)| t.abs() >= MOST).collect();
    assert!(told.is_empty(), "{told:?}");
    // For those who may read it, what is there does take its time: the watch would show it.
    let staff = [worlds[0].sign_in("clinician").await, worlds[1].sign_in("clinician").await];
    let page = Kind {
        name: "page of staff",
        code: 200,
        ask: |world, session, _, _| get(&format!("/charts/{}/entries", world.child)).by(session),
    };
    let (t, _) = compare(&worlds, &staff, &records, &page).await;
    assert!(t > 10.0 * MOST, "{t}");
}
