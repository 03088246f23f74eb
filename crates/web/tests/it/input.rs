//! What the interface takes in: types, lengths, ranges, characters, depth; everything else is refused by name.

use serde_json::{Value, json};
use testkit::{Answer, Session, TestServer, ask, check_in, entry, id};

fn raw(world: &TestServer, session: &Session, body: impl Into<Vec<u8>>) -> testkit::Ask {
    let path = format!("/api/v1/charts/{}/entries", world.chart);
    ask("POST", &path).same_origin().with("content-type", "application/json").saying(body).by(session)
}

#[track_caller]
fn refused(answer: &Answer, field: &str, code: &str) {
    let body = answer.json();
    assert_eq!(answer.code(), 422, "{body}");
    assert_eq!(body["error"]["stored"], false);
    assert_eq!(body["error"]["entries"][0]["field"], field, "{body}");
    assert_eq!(body["error"]["entries"][0]["code"], code, "{body}");
}

async fn nothing_stored(world: &TestServer, session: &Session) {
    assert_eq!(world.entries(session, world.chart).await, json!([]));
}

/// One wrong field each, by its name and a code; nothing of any of them is stored.
///
/// Verifies: SEC-006, ACC-008
#[tokio::test]
async fn a_wrong_field_is_named() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let long = "あ".repeat(4_001);
    let cases: &[(Value, &str, &str)] = &[
        (json!({ "mood": 11 }), "mood", "out-of-range"),
        (json!({ "mood": -1 }), "mood", "out-of-range"),
        (json!({ "mood": 5.5 }), "mood", "unknown-value"),
        (json!({ "mood": "5" }), "mood", "unknown-value"),
        (json!({ "mood": [5] }), "mood", "unknown-value"),
        (json!({ "mood": 1e300 }), "mood", "unknown-value"),
        (json!({ "mood": 5, "moood": 5 }), "moood", "unknown-field"),
        (json!({ "mood": 5, "in_error": true }), "in_error", "unknown-field"),
        (json!({ "mood": 5, "author": "x" }), "author", "unknown-field"),
        (json!({ "mood": 5, "received_at": "2026-11-24T12:00:00Z" }), "received_at", "unknown-field"),
        (json!({ "mood": 5, "dose_mg": "5" }), "dose_mg", "unknown-field"),
        (json!({ "medicine": "some" }), "medicine", "unknown-value"),
        (json!({ "events": ["party"] }), "events", "unknown-value"),
        (json!({ "events": ["illness", "illness"] }), "events", "twice"),
        (json!({ "sleep_hours": 24.5 }), "sleep_hours", "out-of-range"),
        (json!({ "note": long }), "note", "too-long"),
        (json!({ "note": "a\u{0}b" }), "note", "bad-characters"),
        (json!({ "note": "a\u{202e}b" }), "note", "bad-characters"),
        (json!({ "note": "a\u{2066}b" }), "note", "bad-characters"),
        (json!({ "mood": 5, "client": "a\u{1b}[2J" }), "client", "bad-characters"),
        (json!({ "mood": 5, "language": "de" }), "language", "unknown-value"),
        (json!({ "mood": 5, "mode": "imported" }), "mode", "unknown-value"),
        (json!({ "mood": 5, "mode": "by_staff" }), "mode", "unknown-value"),
        (json!({ "mood": 5, "zone": "Asia/Nowhere" }), "zone", "not-a-zone"),
        (json!({ "mood": 5, "zone": "../../etc/passwd" }), "zone", "not-a-zone"),
        (json!({ "mood": 5, "date": "2026-11-25" }), "date", "in-the-future"),
        (json!({ "mood": 5, "date": "2026-11-16" }), "date", "too-late"),
        (json!({ "mood": 5, "date": "2026-02-30" }), "date", "not-a-date"),
        (json!({ "mood": 5, "date": "24.11.2026" }), "date", "not-a-date"),
        (json!({ "mood": 5, "date": "+002026-11-24" }), "date", "not-a-date"),
        (json!({ "mood": 5, "time": "25:00" }), "time", "not-a-time"),
        (json!({ "mood": 5, "entered_at": "yesterday" }), "entered_at", "not-a-time"),
        (json!({ "mood": 5, "entered_at": "2026-11-25T23:30:00+09:00" }), "entered_at", "clock-ahead"),
        (json!({ "mood": 5, "id": "1" }), "id", "not-an-id"),
        (json!({ "mood": 5, "kind": "diagnosis" }), "kind", "unknown-value"),
        (json!({ "mood": 5, "kind": "imported_value" }), "kind", "unknown-value"),
        (json!({ "mood": 5, "kind": 7 }), "kind", "unknown-value"),
        (json!({ "mood": 5, "reason": "because" }), "amends", "missing"),
        (json!({ "mood": 5, "amends": testkit::MISSING }), "reason", "reason-needed"),
        (json!({ "mood": 5, "amends": "x", "reason": "y" }), "amends", "not-an-id"),
        (json!({ "mood": 5, "amends": testkit::MISSING, "reason": "y" }), "amends", "not-amendable"),
        (json!({ "mood": 5, "safety_answer": "keep" }), "safety_answer", "contradicts"),
        (json!({ "mood": 5, "only_me": true, "safety_answer": "later" }), "safety_answer", "unknown-value"),
        (json!({ "mood": 5, "cannot_write": true }), "cannot_write", "contradicts"),
        (json!({}), "check_in", "empty"),
    ];
    for (more, field, code) in cases {
        refused(&world.submit(&patient, world.chart, &[check_in(1, more)]).await, field, code);
    }
    nothing_stored(&world, &patient).await;
}

/// What was on the screen: a set that is known, of this kind, and questions of that set, each once.
///
/// Verifies: SEC-006, INT-009
#[tokio::test]
async fn a_wrong_question_set_is_named() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let cases: &[(Value, &str, &str)] = &[
        (json!({ "mood": 5, "question_set": "x".repeat(65) }), "question_set", "unknown-value"),
        (json!({ "mood": 5, "question_set": "phq9/77" }), "question_set", "unknown-value"),
        (json!({ "mood": 5, "question_set": "sleep/1" }), "question_set", "contradicts"),
        (json!({ "mood": 5, "asked": ["mood"] }), "question_set", "missing"),
        (json!({ "mood": 5, "question_set": "check_in/1", "asked": ["a\nb"] }), "asked", "unknown-value"),
        (
            json!({ "mood": 5, "question_set": "family_check_in/1", "asked": ["mood", "anxiety"] }),
            "asked",
            "unknown-value",
        ),
        (json!({ "mood": 5, "question_set": "check_in/1", "asked": ["mood", "mood"] }), "asked", "twice"),
    ];
    for (more, field, code) in cases {
        refused(&world.submit(&patient, world.chart, &[check_in(1, more)]).await, field, code);
    }
    nothing_stored(&world, &patient).await;
}

/// Wrong inside a list, and what a kind needs or does not know.
///
/// Verifies: SEC-006, ACC-008
#[tokio::test]
async fn wrong_parts_and_kinds_are_named() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let symptoms: &[(Value, &str, &str)] = &[
        (json!({ "answer": "some" }), "symptoms.answer", "unknown-value"),
        (
            json!({ "answer": "none", "listed": [{ "id": "dizziness", "severity": 1 }] }),
            "symptoms.listed",
            "contradicts",
        ),
        (json!({ "answer": "listed", "listed": [{ "id": "joy" }] }), "symptoms.listed", "unknown-value"),
        (
            json!({ "answer": "listed", "listed": [{ "id": "dizziness", "severity": 4 }] }),
            "symptoms.listed.severity",
            "out-of-range",
        ),
        (json!({ "answer": "listed", "listed": [{ "severity": 4 }] }), "id", "missing"),
        (json!({ "answer": "none", "extra": 1 }), "extra", "unknown-field"),
    ];
    for (answer, field, code) in symptoms {
        let sent = check_in(1, &json!({ "symptoms": answer }));
        refused(&world.submit(&patient, world.chart, &[sent]).await, field, code);
    }
    let facts: &[(&str, Value, &str, &str)] = &[
        ("medicine", json!({ "medicine": "paroxetine" }), "dose_mg", "missing"),
        ("medicine", json!({ "medicine": "", "dose_mg": "5" }), "medicine", "empty"),
        ("dose_change", json!({ "medicine": "paroxetine", "dose_mg": "-5" }), "dose_mg", "out-of-range"),
        ("dose_change", json!({ "medicine": "paroxetine", "dose_mg": "0.06251" }), "dose_mg", "too-fine"),
        ("dose_change", json!({ "medicine": "paroxetine", "dose_mg": "0.0001" }), "dose_mg", "too-fine"),
        (
            "dose_change",
            json!({ "medicine": "paroxetine", "dose_mg": "5", "precision": "week" }),
            "precision",
            "unknown-value",
        ),
        ("tms_session", json!({ "pulses": 20_001 }), "pulses", "out-of-range"),
        ("event", json!({ "what": "exercise", "until": "2026-11-01" }), "until", "out-of-range"),
        ("event", json!({}), "what", "missing"),
        ("review", json!({ "up_to": "2026-11-24T13:00:00Z" }), "up_to", "in-the-future"),
        ("staff_note", json!({ "text": " " }), "text", "empty"),
        ("entered_in_error", json!({}), "amends", "missing"),
        ("check_in", json!({ "mood": 5 }), "kind", "not-yours"),
    ];
    for (kind, more, field, code) in facts {
        let answer = world.submit(&clinician, world.chart, &[entry(1, kind, more)]).await;
        let found = answer.json()["error"]["entries"][0].clone();
        assert_eq!((answer.code(), &found["field"]), (422, &(*field).into()), "{kind} {found}");
        assert!(found["code"] == *code || *code == "empty", "{kind} {found}");
    }
    nothing_stored(&world, &patient).await;
}

/// What the care team writes is not for patients to write, whole as it may be.
///
/// Verifies: ACC-008
#[tokio::test]
async fn facts_are_not_for_patients_to_write() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for kind in ["medicine", "dose_change", "tms_session", "review", "staff_note"] {
        let fact = json!({ "medicine": "paroxetine", "dose_mg": "5" });
        let fact = match kind {
            "tms_session" => json!({ "pulses": 600 }),
            "review" => json!({ "up_to": "2026-11-24T11:00:00Z" }),
            "staff_note" => json!({ "text": "x" }),
            _ => fact,
        };
        refused(&world.submit(&patient, world.chart, &[entry(1, kind, &fact)]).await, "kind", "not-yours");
    }
    nothing_stored(&world, &patient).await;
}

/// Bodies that are not what the call takes: too large, too deep, not JSON, not this shape, empty, too many.
///
/// Verifies: SEC-006, SEC-015
#[tokio::test]
async fn bodies_are_bounded() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let padded = |bytes: usize| {
        let mut body = json!({ "entries": [check_in(1, &json!({ "mood": 5 }))] }).to_string();
        body.push_str(&" ".repeat(bytes - body.len()));
        body
    };
    world.ask(raw(&world, &patient, padded(256 * 1024 + 1))).await.is(413);
    let deep = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    for body in [deep(33), deep(100_000), format!("{{\"entries\":{}}}", deep(32))] {
        let answer = world.ask(raw(&world, &patient, body)).await.is(422).json();
        assert_eq!(answer["error"]["code"], "malformed");
    }
    for body in [
        "",
        "{",
        "null",
        "[]",
        "{\"entries\":1}",
        "{\"entries\":[1]}",
        "{\"entries\":[],\"more\":1}",
        "\u{feff}{}",
    ] {
        world.ask(raw(&world, &patient, body)).await.is(422);
    }
    world.ask(raw(&world, &patient, b"{\"entries\":[{\"note\":\"\xff\"}]}".to_vec())).await.is(422);
    refused(&world.submit(&patient, world.chart, &[]).await, "entries", "empty");
    let many: Vec<Value> = (0..201).map(|n| check_in(n, &json!({ "mood": 5 }))).collect();
    refused(&world.submit(&patient, world.chart, &many).await, "entries", "too-many");
    nothing_stored(&world, &patient).await;
    let form = vec![b'a'; 256 * 1024 + 1];
    world.ask(world.filled(&patient, "/today", &[]).saying(form)).await.is(413);
    world.ask(raw(&world, &patient, padded(256 * 1024))).await.is(200);
}

/// A field that an object names twice is refused at every depth, also where the two agree or one is written in escapes:
/// readers disagree about which of them counts.
///
/// Verifies: SEC-006
#[tokio::test]
async fn a_field_named_twice_is_refused() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let good = json!({ "entries": [check_in(1, &json!({ "mood": 5, "symptoms": { "answer": "listed",
        "listed": [{ "id": "dizziness", "severity": 2 }] } }))] })
    .to_string();
    for (one, twice) in [
        ("\"mood\":5", "\"mood\":5,\"mood\":9"),
        ("\"mood\":5", "\"mood\":5,\"mood\":5"),
        ("\"mood\":5", "\"mood\":5,\"mo\\u006fd\":9"),
        ("\"entries\":", "\"entries\":[],\"entries\":"),
        ("\"answer\":", "\"answer\":\"none\",\"answer\":"),
        ("\"severity\":2", "\"severity\":2,\"severity\":1"),
        ("\"severity\":2", "\"severity\":2,\"unknown\":{\"a\":1,\"a\":1}"),
    ] {
        assert_eq!(good.matches(one).count(), 1);
        let body = world.ask(raw(&world, &patient, good.replace(one, twice))).await.is(422).json();
        assert_eq!(
            (&body["error"]["code"], &body["error"]["stored"]),
            (&"duplicate-key".into(), &false.into())
        );
    }
    nothing_stored(&world, &patient).await;
    let link = json!({ "token": "link of patient" }).to_string();
    let sign_in = |body: String| {
        ask("POST", "/api/v1/sign-in/link")
            .same_origin()
            .with("content-type", "application/json")
            .saying(body)
    };
    world.ask(sign_in(link.replace('}', ",\"token\":\"x\"}"))).await.is(422);
    world.ask(sign_in(link)).await.is(204);
    world.ask(raw(&world, &patient, good)).await.is(200);
}

/// So is one that a form names twice, but for those that hold a list: of two days one would be looked at and the other stored.
///
/// Part of: SEC-006
#[tokio::test]
async fn a_field_named_twice_by_a_form_is_refused() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let own = id(1);
    for (name, values) in [("date", ["2026-11-24", "2026-11-20"]), ("mood", ["5", "5"]), ("note", ["", "x"])]
    {
        let typed = [("id", own.as_str()), ("mood", "5"), (name, values[0]), (name, values[1])];
        let answer = world.send(&patient, "/today", &typed).await.is(422).text();
        assert!(answer.contains("何も保存されていません"), "{name}: {answer}");
    }
    nothing_stored(&world, &patient).await;
    let set = ("question_set", "check_in/1");
    let lists = [("events", "illness"), ("events", "alcohol"), ("asked", "mood"), ("asked", "events"), set];
    let typed: Vec<(&str, &str)> = [("id", own.as_str())].into_iter().chain(lists).collect();
    world.send(&patient, "/today", &typed).await.is(200);
}

/// Unknown names in a query are refused too, after authority was decided.
///
/// Verifies: ACC-008
#[tokio::test]
async fn queries_are_read_by_name() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let chart = format!("/api/v1/charts/{}", world.chart);
    for path in [
        format!("{chart}/timeline?form=2026-11-01"),
        format!("{chart}/timeline?from=tomorrow"),
        format!("{chart}/timeline?from=2026-11-24&to=2026-11-23"),
        format!("{chart}/entries?limit=3"),
        format!("{chart}/accesses?before=x"),
        format!("{chart}/accesses?after=1"),
    ] {
        world.ask(testkit::get(&path).by(&patient)).await.is(422);
        // Someone else hears the same as ever.
        let reception = world.sign_in("reception").await;
        world.ask(testkit::get(&path).by(&reception)).await.is(404);
    }
    for path in [
        "/api/v1/panel?limit=0",
        "/api/v1/panel?limit=101",
        "/api/v1/panel?after=x",
        "/api/v1/panel?sort=name",
    ] {
        world.ask(testkit::get(path).by(&clinician)).await.is(422);
        world.ask(testkit::get(path).by(&patient)).await.is(404);
    }
}
