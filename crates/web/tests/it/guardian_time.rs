//! The time of a guardian's answers says as little as their bytes.

use std::time::Instant;

use serde_json::{Value, json};
use testkit::{Ask, Session, TestServer, check_in, entry, get, id, json as post};

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

/// Everything a guardian can ask for that stores nothing, with each answer that there is.
const STORING_NOTHING: &[Kind] = &[
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

/// What stores something new each time.
const STORING: &[Kind] = &[
    Kind {
        name: "stored",
        code: 200,
        ask: |world, session, _, n| {
            entries(world, session, &check_in(SENT + 80_000 + n, &json!({ "mood": 4 })))
        },
    },
    Kind {
        name: "form",
        code: 200,
        ask: |world, session, _, n| {
            world.filled(session, "/family", &[("id", &id(SENT + 40_000 + n)), ("mood", "6")])
        },
    },
    Kind {
        name: "safety answer",
        code: 200,
        ask: |world, session, _, n| entries(world, session, &safety(90_000 + n, &Value::Null)),
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

/// t of each of these kinds, and how much longer the second world took in the middle. All kinds take turns, so that what the
/// machine does beside this falls on each of them alike.
async fn compare(
    worlds: &[TestServer; 2],
    sessions: &[Session; 2],
    records: &[String; 2],
    kinds: &[Kind],
) -> Vec<(f64, f64)> {
    let mut logs = vec![Vec::new(); kinds.len()];
    let mut draw = 0x9e37_79b9_7f4a_7c15_u64;
    for n in 0..WARM + PAIRS {
        for (kind, logs) in kinds.iter().zip(&mut logs) {
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
    }
    let middle = |mut logs: Vec<f64>| {
        logs.sort_by(f64::total_cmp);
        logs[logs.len() / 2].exp()
    };
    logs.into_iter().map(|logs| (t_of(logs.clone()), middle(logs))).collect()
}

/// Two clinics that are the same to a guardian. In the second, their child has written for themselves, for the care team and
/// of what is delivered to it, and the care team has notes, and reviews of these answers. The history of medicines is the same:
/// it stands in the strand that a guardian may open, although only what is in force is shown to them.
async fn worlds() -> [TestServer; 2] {
    let worlds = [TestServer::demo().await, TestServer::demo().await];
    for world in &worlds {
        let (guardian, clinician) = (world.sign_in("guardian").await, world.sign_in("clinician").await);
        // What is sent again and contradicted is there already.
        let own = [
            check_in(1, &json!({ "mood": 4, "note": "seen at home" })),
            check_in(SENT, &json!({ "mood": 4 })),
        ];
        world.submit(&guardian, world.child, &own).await.is(200);
        world.submit(&guardian, world.child, &[safety(70_000, &Value::Null)]).await.is(200);
        let doses = [
            entry(
                300,
                "medicine",
                &json!({ "medicine": "sertraline", "dose_mg": "100", "date": "2020-02-03" }),
            ),
            entry(
                301,
                "dose_change",
                &json!({ "medicine": "sertraline", "dose_mg": "50", "date": "2026-09-07" }),
            ),
        ];
        world.submit(&clinician, world.child, &doses).await.is(200);
    }
    write_more(&worlds[0], "patient", worlds[0].chart).await;
    write_more(&worlds[1], "minor", worlds[1].child).await;
    worlds
}

/// Writes [`HIDDEN`] entries into each strand of a chart that its guardian does not see, with answers that wait and a review. In
/// the world without hidden entries they stand in another person's chart: how large the whole clinic is, is nobody's secret.
async fn write_more(world: &TestServer, of: &str, chart: diary::ChartId) {
    let (person, clinician) = (world.sign_in(of).await, world.sign_in("clinician").await);
    for first in (0..HIDDEN).step_by(50) {
        let numbers = first..HIDDEN.min(first + 50);
        let note = |number| format!("hidden {number}");
        let of_each = |fields: &dyn Fn(u64) -> Value, from: u64| -> Vec<Value> {
            numbers.clone().map(|number| check_in(from + number, &fields(number))).collect()
        };
        let only_me = of_each(&|number| json!({ "only_me": true, "note": note(number) }), 2_000_000);
        let shared = of_each(&|number| json!({ "mood": 2, "note": note(number) }), 3_000_000);
        for some in [only_me, shared] {
            world.submit(&person, chart, &some).await.is(200);
        }
        let notes: Vec<_> = numbers
            .map(|number| entry(4_000_000 + number, "staff_note", &json!({ "text": note(number) })))
            .collect();
        world.submit(&clinician, chart, &notes).await.is(200);
    }
    let review = json!({ "up_to": "2026-11-24T11:59:00Z", "answer": "to the patient" });
    world.submit(&clinician, chart, &[entry(302, "review", &review)]).await.is(200);
    let thoughts = json!({ "symptoms": { "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }] } });
    world.submit(&person, chart, &[check_in(5_000_000, &thoughts)]).await.is(200);
}

/// Whether what a guardian can measure tells of anything that is hidden from them: every page and answer, with each outcome
/// that it has. One round, whatever it gives.
///
/// Verifies: CONS-011
#[tokio::test]
async fn hidden_entries_take_no_time() {
    let worlds = worlds().await;
    let sessions = [worlds[0].sign_in("guardian").await, worlds[1].sign_in("guardian").await];
    let mut records = [String::new(), String::new()];
    for (one, record) in records.iter_mut().enumerate() {
        *record = worlds[one].record(&sessions[one], worlds[one].child, &id(1)).await;
    }
    // For those who may read it, what is there does take its time: the watch would show it.
    let staff = [worlds[0].sign_in("clinician").await, worlds[1].sign_in("clinician").await];
    let page = Kind {
        name: "page of staff",
        code: 200,
        ask: |world, session, _, _| get(&format!("/charts/{}/entries", world.child)).by(session),
    };
    let measured = compare(&worlds, &staff, &records, &[page]).await;
    assert!(measured[0].0 > 2.0 * MOST, "{measured:?}");
    let mut told = Vec::new();
    for kinds in [STORING_NOTHING, STORING] {
        let measured = compare(&worlds, &sessions, &records, kinds).await;
        for (kind, (t, ratio)) in kinds.iter().zip(measured) {
            println!("{}: t = {t:.2}, {ratio:.3} times", kind.name);
            if t.abs() >= MOST {
                told.push((kind.name, t));
            }
        }
    }
    assert_eq!(told, []);
}
