//! Sending entries: repeats, conflicts, all or nothing, late entries, "only me".

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, id};

fn statuses(answer: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    answer["entries"].as_array().unwrap().iter().map(|e| (text(&e["id"]), text(&e["status"]))).collect()
}

async fn count(world: &TestServer, session: &Session) -> usize {
    world.entries(session, world.chart).await.as_array().unwrap().len()
}

/// The example of the contract, whole, is taken as it stands; the same again is known; other content under the same id
/// is a conflict that names it.
///
/// Part of: INT-011
#[tokio::test]
async fn the_same_again_is_known_and_other_content_conflicts() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let evening = check_in(
        1,
        &json!({
            "mood": 6, "anxiety": 3, "medicine": "as_planned", "function": "partly",
            "symptoms": { "answer": "listed", "asked": ["dizziness"], "listed": [{ "id": "dizziness", "severity": 2, "time": "14:30" }] },
            "events": ["menstruation"], "sleep_hours": 6.5, "sleep_quality": 5, "cannot_write": false, "note": "長い一日",
            "note_only_me": false, "only_me": false, "safety_answer": "deliver", "question_set": "check_in/1",
            "asked": ["mood", "anxiety"], "language": "ja", "client": "0.1.0", "mode": "live",
        }),
    );
    let night = entry(
        2,
        "sleep",
        &json!({
            "into_bed": "23:10", "try_sleep": "23:30", "minutes_to_fall_asleep": 25, "awakenings": 2, "minutes_awake": 20,
            "final_wake": "06:40", "out_of_bed": "07:00", "quality": 6,
        }),
    );
    let both = [evening.clone(), night];
    let first = world.submit(&patient, world.chart, &both).await.is(200).json();
    assert_eq!(statuses(&first), [(id(1), "stored".into()), (id(2), "stored".into())]);
    let again = world.submit(&patient, world.chart, &both).await.is(200).json();
    assert_eq!(statuses(&again), [(id(1), "already_stored".into()), (id(2), "already_stored".into())]);
    // Order and the way it was sent are no content; a null is an absent field.
    let mut reordered = evening.clone();
    reordered["mode"] = "offline".into();
    reordered["time"] = Value::Null;
    world.submit(&patient, world.chart, &[reordered]).await.is(200);
    for (field, value) in [
        ("mood", json!(5)),
        ("note", json!("別")),
        ("events", json!([])),
        ("entered_at", json!("2026-11-24T20:56:00+09:00")),
    ] {
        let mut other = evening.clone();
        other[field] = value;
        let conflict = world.submit(&patient, world.chart, &[other]).await.is(409).json();
        let error = &conflict["error"];
        assert_eq!((&error["code"], &error["stored"]), (&"conflict".into(), &false.into()));
        assert_eq!(error["entries"], json!([{ "id": id(1), "field": "id", "code": "conflict" }]));
        assert!(error["message"].as_str().unwrap().contains("保存されていません"));
    }
    assert_eq!(count(&world, &patient).await, 2);
}

/// One refused or conflicting entry keeps every other entry of its request out.
#[tokio::test]
async fn all_or_nothing() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let good = |n| check_in(n, &json!({ "mood": 6 }));
    world.submit(&patient, world.chart, &[good(1), check_in(2, &json!({ "mood": 12 }))]).await.is(422);
    world
        .submit(&patient, world.chart, &[good(1), check_in(2, &json!({ "mood": 5, "date": "2026-11-26" }))])
        .await
        .is(422);
    assert_eq!(count(&world, &patient).await, 0);
    world.submit(&patient, world.chart, &[good(1)]).await.is(200);
    let changed = check_in(1, &json!({ "mood": 7 }));
    world.submit(&patient, world.chart, &[good(3), changed]).await.is(409);
    // The same id twice in one request: the same is once, another is a conflict.
    world.submit(&patient, world.chart, &[good(4), check_in(4, &json!({ "mood": 7 }))]).await.is(409);
    assert_eq!(count(&world, &patient).await, 1);
    let twice = world.submit(&patient, world.chart, &[good(5), good(5)]).await.is(200).json();
    assert_eq!(statuses(&twice), [(id(5), "stored".into()), (id(5), "already_stored".into())]);
    assert_eq!(count(&world, &patient).await, 2);
    // All errors of a request come at once.
    let bad = [check_in(6, &json!({ "mood": 12 })), check_in(7, &json!({ "anxiety": 12 }))];
    let both = world.submit(&patient, world.chart, &bad).await.is(422).json();
    assert_eq!(
        both["error"]["entries"][1],
        json!({ "id": id(7), "field": "anxiety", "code": "out-of-range" })
    );
}

/// Two people may use the same entry id without hearing of each other.
#[tokio::test]
async fn ids_are_each_authors_own() {
    let world = TestServer::demo().await;
    let (minor, guardian) = (world.sign_in("minor").await, world.sign_in("guardian").await);
    world.submit(&minor, world.child, &[check_in(1, &json!({ "mood": 2 }))]).await.is(200);
    let stored =
        world.submit(&guardian, world.child, &[check_in(1, &json!({ "mood": 8 }))]).await.is(200).json();
    assert_eq!(statuses(&stored), [(id(1), "stored".into())]);
}

/// Seven days count from the date to the moment of writing; how late it arrives does not matter.
#[tokio::test]
async fn late_writing_counts_and_late_arrival_does_not() {
    let world = TestServer::demo().await;
    world.clock.set("2027-01-24T12:00:00Z");
    let patient = world.sign_in("patient").await;
    let written = |n, date: &str| check_in(n, &json!({ "date": date, "mood": 5 }));
    world.submit(&patient, world.chart, &[written(1, "2026-11-24"), written(2, "2026-11-17")]).await.is(200);
    world.submit(&patient, world.chart, &[written(3, "2026-11-16")]).await.is(422);
    let entries = world.entries(&patient, world.chart).await;
    let modes = |at: usize| entries[at]["versions"][0]["modes"].clone();
    assert_eq!((modes(0), modes(1)), (json!(["late"]), json!(["live"])));
    assert_eq!(entries[0]["versions"][0]["received_at"], "2027-01-24T12:00:00Z");
}

/// An evening kept to oneself is there for its writer and nobody else; its safety answer goes to the clinic unless the
/// patient keeps it; a note can be kept back alone.
///
/// Part of: PRIV-005
/// Verifies: SAFE-006
#[tokio::test]
async fn only_me_and_the_safety_answer() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let thoughts = json!({ "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }, { "id": "dizziness", "severity": 1 }] });
    let mine = |n, more: Value| {
        let mut entry = check_in(
            n,
            &json!({ "mood": 1, "note": format!("note {n}"), "symptoms": thoughts, "only_me": true }),
        );
        entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry
    };
    world.submit(&patient, world.chart, &[mine(1, json!({ "safety_answer": "keep" }))]).await.is(200);
    let panel = async || world.ask(testkit::get("/api/v1/panel").by(&clinician)).await.is(200).json();
    let row = |panel: &Value| {
        let chart = world.chart.to_string();
        panel["patients"].as_array().unwrap().iter().find(|row| row["chart"] == chart).unwrap().clone()
    };
    assert_eq!(world.entries(&clinician, world.chart).await, json!([]));
    assert_eq!(row(&panel().await)["task_since"], Value::Null);
    let open = check_in(3, &json!({ "mood": 5, "note": "note 3", "note_only_me": true }));
    world.submit(&patient, world.chart, &[mine(2, json!({})), open]).await.is(200);
    let seen = world.entries(&clinician, world.chart).await;
    assert_eq!(seen.as_array().unwrap().len(), 2);
    let content = seen.to_string();
    assert!(
        content.contains("suicidal_thoughts") && !content.contains("dizziness") && !content.contains("note ")
    );
    assert!(!content.contains("\"mood\":1"));
    assert!(row(&panel().await)["task_since"].as_str().unwrap().starts_with("2026-11-24T12:00:00"));
    let own = world.entries(&patient, world.chart).await.to_string();
    assert!(
        own.contains("note 1")
            && own.contains("note 2")
            && own.contains("note 3")
            && own.contains("dizziness")
    );
    for who in ["care_staff", "clinician"] {
        let session = world.sign_in(who).await;
        let page =
            world.ask(testkit::get(&format!("/charts/{}/entries", world.chart)).by(&session)).await.is(200);
        assert!(
            !page.text().contains("note 1")
                && !page.text().contains("note 2")
                && !page.text().contains("note 3")
        );
    }
}

/// Amending keeps every version with its reason; marking as a mistake keeps the entry.
///
/// Verifies: INT-001
#[tokio::test]
async fn amending_keeps_every_version() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 3, "note": "first" }))]).await.is(200);
    let record = world.record(&patient, world.chart, &id(1)).await;
    let amended = check_in(2, &json!({ "mood": 8, "amends": record, "reason": "slipped" }));
    world.submit(&patient, world.chart, &[amended]).await.is(200);
    let error = entry(3, "entered_in_error", &json!({ "amends": record, "reason": "not me" }));
    for session in [&patient, &clinician] {
        let entries = world.entries(session, world.chart).await;
        let versions = entries[0]["versions"].as_array().unwrap();
        assert_eq!((entries.as_array().unwrap().len(), versions.len()), (1, 2));
        assert!(versions[0].to_string().contains("first") && versions[1]["reason"] == "slipped");
    }
    world.submit(&patient, world.chart, &[error]).await.is(200);
    let entries = world.entries(&clinician, world.chart).await;
    assert_eq!(
        (&entries[0]["in_error"], entries[0]["versions"].as_array().unwrap().len()),
        (&true.into(), 3)
    );
    assert_eq!(world.timeline(&patient, world.chart, "").await["days"], json!([]));
    // What is a mistake is not corrected any further.
    let more = check_in(4, &json!({ "mood": 8, "amends": record, "reason": "again" }));
    world.submit(&patient, world.chart, &[more]).await.is(422);
}
