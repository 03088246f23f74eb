//! Who gives TMS sessions: logs them, sees them, and nothing else of a chart.

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, get, id};

/// Everything a technician can be answered about their patient.
async fn everything(world: &TestServer, technician: &Session) -> Vec<String> {
    let chart = world.chart;
    let mut answers = Vec::new();
    for path in [
        "/tms".to_owned(),
        format!("/tms/{chart}"),
        format!("/api/v1/charts/{chart}/entries"),
        format!("/api/v1/charts/{chart}/timeline"),
        format!("/api/v1/charts/{chart}/timeline?from=2026-11-01&to=2026-11-24"),
    ] {
        let text = world.ask(get(&path).by(technician)).await.is(200).text();
        // Ids and tokens are made for each showing.
        let drawn = ["name=\"csrf\" value=\"", "name=\"id\" value=\""];
        answers.push(drawn.iter().fold(text, |text, mark| {
            let mut parts = text.split(mark);
            let head = parts.next().unwrap_or_default().to_owned();
            parts.fold(head, |all, part| all + mark + part.split_once('"').map_or(part, |(_, rest)| rest))
        }));
    }
    answers
}

/// Logged in one form; corrected by taking it back; a refusal keeps what was typed. The care team sees each as a fact of the
/// clinic that staff wrote.
///
/// Verifies: ACC-016
#[tokio::test]
async fn a_session_is_logged_and_taken_back() {
    let world = TestServer::demo().await;
    let (technician, clinician) = (world.sign_in("technician").await, world.sign_in("clinician").await);
    let first = world.ask(get("/").by(&technician)).await.is(303);
    assert_eq!(first.header("location"), Some("/tms"));
    let list = world.page(&technician, "/tms").await;
    let page = format!("/tms/{}", world.chart);
    assert!(list.contains(&format!("href=\"{page}\"")) && list.contains("1991"), "{list}");
    assert!(!list.contains(&world.foreign.to_string()) && !list.contains(&world.child.to_string()));
    let session = |pulses| [("id", id(1)), ("pulses", pulses), ("protocol", "iTBS".to_owned())];
    let send = async |fields: &[(&str, String)]| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        world.send(&technician, &page, &fields).await
    };
    let refused = send(&session("many".to_owned())).await.is(422).text();
    assert!(refused.contains("value=\"many\"") && refused.contains("保存されていません"), "{refused}");
    send(&session("600".to_owned())).await.is(303);
    send(&session("600".to_owned())).await.is(303);
    let shown = world.page(&technician, &page).await;
    assert!(shown.matches("<article").count() == 1 && shown.contains("iTBS"), "{shown}");
    let seen = world.timeline(&clinician, world.chart, "?from=2026-11-24&to=2026-11-24").await;
    assert_eq!(seen["tms"][0]["author_role"], "technician");
    assert_eq!(seen["tms"][0]["modes"], json!(["by_staff"]));
    let record = world.record(&technician, world.chart, &id(1)).await;
    let mistake = format!("{page}/entries/{record}/mistake");
    assert!(shown.contains(&format!("action=\"{mistake}\"")), "{shown}");
    world.send(&technician, &mistake, &[("reason", "another patient")]).await.is(303);
    let seen = world.timeline(&clinician, world.chart, "?from=2026-11-24&to=2026-11-24").await;
    assert_eq!(seen["tms"], json!([]));
}

/// Whatever else is in the chart, a technician is answered the same, byte for byte; and writes nothing but sessions of theirs.
///
/// Verifies: ACC-008, ACC-016
#[tokio::test]
async fn nothing_else_of_the_chart_is_there() {
    let worlds = [TestServer::demo().await, TestServer::demo().await];
    let mut answers = Vec::new();
    for world in &worlds {
        let technician = world.sign_in("technician").await;
        let session = entry(1, "tms_session", &json!({ "pulses": 600, "date": "2026-11-20" }));
        world.submit(&technician, world.chart, &[session]).await.is(200);
    }
    let full = &worlds[1];
    let (patient, clinician) = (full.sign_in("patient").await, full.sign_in("clinician").await);
    let evening = check_in(10, &json!({ "mood": 1, "note": "private", "date": "2026-11-22" }));
    let night = entry(11, "sleep", &json!({ "no_sleep": true }));
    full.submit(&patient, full.chart, &[evening, night]).await.is(200);
    let facts = [
        entry(20, "medicine", &json!({ "medicine": "diazepam", "dose_mg": "5" })),
        entry(21, "event", &json!({ "what": "illness" })),
        entry(22, "staff_note", &json!({ "text": "working note" })),
        entry(23, "review", &json!({ "up_to": "2026-11-24T11:00:00Z" })),
    ];
    full.submit(&clinician, full.chart, &facts).await.is(200);
    for world in &worlds {
        let technician = world.sign_in("technician").await;
        let mut all = everything(world, &technician).await;
        for answer in &mut all {
            let record = world.record(&technician, world.chart, &id(1)).await;
            *answer = answer.replace(&record, "RECORD").replace("&#34;", "\"");
        }
        answers.push(all);
    }
    assert_eq!(answers[0], answers[1]);
    let technician = full.sign_in("technician").await;
    let theirs: Value = full.entries(&technician, full.chart).await;
    assert_eq!(theirs.as_array().map(Vec::len), Some(1), "{theirs}");
    let evening = full.record(&patient, full.chart, &id(10)).await;
    let medicine = full.record(&clinician, full.chart, &id(20)).await;
    let amend = |record: &str| json!({ "pulses": 500, "amends": record, "reason": "slip" });
    let mark = |record: &str| json!({ "amends": record, "reason": "slip" });
    for (n, kind, more, code) in [
        (30, "check_in", json!({ "mood": 3 }), "not-yours"),
        (31, "medicine", json!({ "medicine": "diazepam", "dose_mg": "5" }), "not-yours"),
        (32, "event", json!({ "what": "illness" }), "not-yours"),
        (33, "measurement", json!({ "kg": "60" }), "not-yours"),
        (34, "staff_note", json!({ "text": "x" }), "not-yours"),
        (35, "review", json!({ "up_to": "2026-11-24T11:00:00Z" }), "not-yours"),
        (36, "tms_session", amend(&evening), "not-amendable"),
        (37, "tms_session", amend(testkit::MISSING), "not-amendable"),
        (38, "entered_in_error", mark(&medicine), "not-amendable"),
        (39, "entered_in_error", mark(testkit::MISSING), "not-amendable"),
    ] {
        let answer = full.submit(&technician, full.chart, &[entry(n, kind, &more)]).await.is(422).json();
        assert_eq!(answer["error"]["entries"][0]["code"], code, "{kind}");
    }
}

/// The patient reads who opened the list, the sessions, and who wrote one.
///
/// Verifies: AUD-003
#[tokio::test]
async fn the_patient_sees_what_a_technician_did() {
    let world = TestServer::demo().await;
    let (technician, patient) = (world.sign_in("technician").await, world.sign_in("patient").await);
    world.page(&technician, "/tms").await;
    let page = format!("/tms/{}", world.chart);
    world.page(&technician, &page).await;
    world.send(&technician, &page, &[("id", &id(1)), ("pulses", "600")]).await.is(303);
    let shown = world.page_in(&patient, "/access", "en").await;
    for words in [
        "TMS technician",
        "saw the name in their list of patients (nothing of the record)",
        "looked at the TMS sessions (nothing else of the record)",
        "logged a TMS session, or took one back",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}
