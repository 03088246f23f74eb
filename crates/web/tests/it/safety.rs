//! After a safety answer: help first, then the choice, and nothing stored before it.

use serde_json::json;
use testkit::{Answer, TestServer, get, id};

const THOUGHTS: (&str, &str) = ("symptom.suicidal_thoughts", "on");

#[track_caller]
fn is_help(answer: &Answer) {
    let page = answer.text();
    for number in ["119", "110", "0120-279-338"] {
        assert!(page.contains(number), "{number}");
    }
    assert!(page.contains("tel:"));
}

/// An answer of the safety list, by itself or among others, in a first entry or a correction, is followed by help and
/// support before any other screen; the entry is stored, the answer is not hidden, and a task is open.
///
/// Part of: SAFE-005
#[tokio::test]
async fn help_comes_first_after_a_safety_answer() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let offered = "suicidal_thoughts,dizziness";
    for (n, extra) in [(1, ("mood", "")), (2, ("mood", "3"))] {
        let fields = [("id", &*id(n)), THOUGHTS, ("symptoms_asked", offered), extra];
        let answer = world.send(&patient, "/today", &fields).await.is(200);
        is_help(&answer);
        assert!(!answer.text().contains("safety_answer"), "there is nothing to choose");
    }
    assert!(world.entries(&clinician, world.chart).await.to_string().contains("suicidal_thoughts"));
    let plain = world.send(&patient, "/today", &[("id", &*id(3)), ("mood", "5")]).await.is(200);
    assert!(!plain.text().contains("tel:119"));
    let record = world.record(&patient, world.chart, &id(3)).await;
    let amended = [
        ("id", &*id(4)),
        THOUGHTS,
        ("symptoms_asked", offered),
        ("mood", "5"),
        ("reason", "x"),
        ("date", "2026-11-24"),
    ];
    is_help(&world.send(&patient, &format!("/days/{record}/amend"), &amended).await.is(200));
    // The answer stands in the patient's own list as it was given.
    assert!(world.ask(get("/days").by(&patient)).await.is(200).text().contains("死にたい"));
}

/// What cannot be accepted is called so, and a page of a failing store has the numbers: the help card might not open.
#[tokio::test]
async fn refusals_and_failures_are_told_apart() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.submit(&patient, world.chart, &[testkit::check_in(1, &json!({ "mood": 3 }))]).await.is(200);
    let mine = world.record(&patient, world.chart, &id(1)).await;
    let path = format!("/days/{mine}/mistake");
    let refused = world.send(&patient, &path, &[("reason", "x\u{202e}y")]).await.is(422).text();
    assert!(
        refused.contains("何も保存されていません") && !refused.contains("ここではできません"),
        "{refused}"
    );
    world.faults.fail_at(0, ledger_sqlite::testing::Fault::Full);
    is_help(&world.send(&patient, "/today", &[THOUGHTS, ("mood", "5")]).await.is(503));
}

/// Kept to oneself: help, then the choice with "deliver" chosen; until it is made nothing is stored, and everything
/// typed is carried along. Either way the patient is told what the clinic gets.
///
/// Verifies: SAFE-006
#[tokio::test]
async fn only_me_waits_for_the_choice() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    for (n, choice) in [(1, "deliver"), (2, "keep")] {
        let own = id(n);
        let typed = [
            ("id", own.as_str()),
            ("only_me", "on"),
            THOUGHTS,
            ("mood", "1"),
            ("note", "allein"),
            ("symptoms_asked", "suicidal_thoughts"),
        ];
        let before = world.entries(&patient, world.chart).await;
        let asked = world.send(&patient, "/today", &typed).await.is(200);
        is_help(&asked);
        let page = asked.text();
        assert_eq!(world.entries(&patient, world.chart).await, before, "nothing is stored before the choice");
        assert!(
            page.contains("name=\"safety_answer\" value=\"deliver\" checked")
                && page.contains("value=\"keep\"")
        );
        for (name, value) in typed {
            assert!(page.contains(&format!("name=\"{name}\" value=\"{value}\"")), "{name} is carried along");
        }
        let chosen: Vec<(&str, &str)> = typed.into_iter().chain([("safety_answer", choice)]).collect();
        let told = world.send(&patient, "/today", &chosen).await.is(200);
        assert_eq!(told.text().contains("届きました"), choice == "deliver", "{}", told.text());
        let seen = world.entries(&clinician, world.chart).await.to_string();
        assert_eq!(seen.matches("\"id\":\"suicidal_thoughts\"").count(), 1, "{choice}: {seen}");
        assert!(!seen.contains("allein"));
    }
    assert_eq!(world.entries(&patient, world.chart).await.as_array().unwrap().len(), 2);
    let task = world.ask(get("/panel").by(&clinician)).await.is(200).text();
    assert!(task.contains("class=\"task\""));
    assert_eq!(world.entries(&patient, world.chart).await[0]["in_error"], json!(false));
}
