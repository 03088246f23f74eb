//! When the store fails: 503, in both languages whether the entry is safe, and nothing half done.

use ledger_sqlite::testing::Fault;
use serde_json::{Value, json};
use testkit::{Answer, Session, TestServer, check_in, get};

async fn send(world: &TestServer, session: &Session, n: u64) -> Answer {
    world.submit(session, world.chart, &[check_in(n, &json!({ "mood": 5 }))]).await
}

#[track_caller]
fn unavailable(answer: &Answer, code: &str, stored: &Value) {
    assert_eq!(answer.code(), 503, "{}", answer.text());
    assert_eq!(answer.header("retry-after"), Some("2"));
    let error = answer.json()["error"].clone();
    assert_eq!((&error["code"], &error["stored"]), (&code.into(), stored));
    assert_eq!(error["request"].as_str().unwrap().len(), 32);
}

/// A full or broken disk at each step of a write: 503 with Retry-After and `"stored":false`, nothing is stored, and the
/// same entry sent again is. Where the answer of the disk was lost, `stored` is null and sending again is safe.
///
/// Verifies: AVL-007
#[tokio::test]
async fn a_failing_disk_stores_nothing_and_says_so() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    // The first write of a chart also makes its keys; the steps are those of the writes after it.
    send(&world, &patient, 1).await.is(200);
    for fault in [Fault::Full, Fault::Io] {
        let mut step = 0;
        loop {
            world.faults.fail_at(step, fault);
            let n = if fault == Fault::Full { 100 } else { 200 } + step;
            let answer = send(&world, &patient, n).await;
            if world.faults.disarm() {
                answer.is(200);
                break;
            }
            let lost = answer.json()["error"]["stored"].is_null();
            let code = if fault == Fault::Full { "full" } else { "io" };
            if lost {
                unavailable(&answer, "ledger-unknown", &Value::Null);
            } else {
                assert!(answer.json()["error"]["code"].as_str().unwrap().contains(code), "{}", answer.text());
                assert_eq!((answer.code(), answer.header("retry-after")), (503, Some("2")));
                let entries = world.entries(&patient, world.chart).await.to_string();
                assert!(!entries.contains(&testkit::id(n)));
            }
            send(&world, &patient, n).await.is(200);
            step += 1;
        }
        assert!(step > 4, "{fault:?} had {step} steps");
    }
    world.faults.lose_answer();
    let answer = send(&world, &patient, 300).await;
    unavailable(&answer, "ledger-unknown", &Value::Null);
    let again = send(&world, &patient, 300).await.is(200).json();
    assert_eq!(again["entries"][0]["status"], "already_stored");
}

/// A form that could not be stored says so in the reader's language, and that a second try is safe.
///
/// Verifies: AVL-007
#[tokio::test]
async fn a_form_hears_whether_it_was_stored() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for (language, words) in [("ja", "この記録は保存されていません"), ("en", "not")] {
        let form = world.filled(&patient, "/today", &[("mood", "5")]).in_language(&patient, language);
        world.faults.fail_at(0, Fault::Full);
        let answer = world.ask(form.clone()).await.is(503);
        assert_eq!(answer.header("retry-after"), Some("2"));
        assert!(answer.text().contains(words) && answer.text().contains(&format!("lang=\"{language}\"")));
    }
    assert_eq!(world.entries(&patient, world.chart).await, json!([]));
}

/// When the look cannot be written down, nothing is shown.
///
/// Verifies: AUD-003
#[tokio::test]
async fn no_event_no_look() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "note": "Zahnweh" }))]).await.is(200);
    let chart = world.chart;
    for path in [
        format!("/charts/{chart}"),
        format!("/charts/{chart}/entries"),
        format!("/charts/{chart}/add/note"),
        "/panel".into(),
        format!("/api/v1/charts/{chart}/entries"),
        format!("/api/v1/charts/{chart}/timeline"),
        "/api/v1/panel".into(),
    ] {
        world.faults.fail_at(0, Fault::Full);
        let answer = world.ask(get(&path).by(&clinician)).await.is(503);
        assert!(!answer.text().contains("Zahnweh") && !answer.text().contains("A-patient"), "{path}");
    }
    for path in ["/today", "/days", "/access"] {
        world.faults.fail_at(0, Fault::Full);
        let answer = world.ask(get(path).by(&patient)).await.is(503);
        assert!(!answer.text().contains("Zahnweh"), "{path}");
    }
}

/// Health is one bit, with no word beside it.
#[tokio::test]
async fn health_is_one_bit() {
    let world = TestServer::demo().await;
    world.faults.fail_at(0, Fault::Full);
    let bad = world.ask(get("/healthz")).await.is(503);
    assert!(bad.body.is_empty());
    let fresh = TestServer::demo().await;
    assert!(fresh.ask(get("/healthz")).await.is(200).body.is_empty());
}
