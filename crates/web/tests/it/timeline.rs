//! The timeline as JSON: days, ranges, whose voice, "same as yesterday".

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, get, id};

fn on(n: u64, date: &str, at: &str, more: Value) -> Value {
    let mut entry = check_in(n, &json!({ "date": date, "entered_at": format!("{date}T{at}:00+09:00") }));
    entry.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    entry
}

fn dates(timeline: &Value) -> Vec<String> {
    timeline["days"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap().to_owned()).collect()
}

async fn days(world: &TestServer, session: &Session, query: &str) -> Vec<String> {
    dates(&world.timeline(session, world.chart, query).await)
}

/// Both ends belong to the range; days without entries are there with nulls; without a range it is the whole diary.
#[tokio::test]
async fn ranges_are_inclusive_and_gaps_are_listed() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    assert_eq!(world.timeline(&patient, world.chart, "").await["from"], Value::Null);
    let sent = [
        on(1, "2026-11-20", "21:00", json!({ "mood": 4 })),
        on(2, "2026-11-23", "21:00", json!({ "mood": 6 })),
    ];
    world.submit(&patient, world.chart, &sent).await.is(200);
    let all = world.timeline(&patient, world.chart, "").await;
    assert_eq!(dates(&all), ["2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24"]);
    let day = &all["days"][1];
    assert_eq!(
        (&day["check_in"], &day["sleep"], &day["symptoms"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(day["observations"], json!([]));
    assert_eq!(days(&world, &patient, "?from=2026-11-22&to=2026-11-23").await, ["2026-11-22", "2026-11-23"]);
    assert_eq!(days(&world, &patient, "?from=2026-11-23&to=2026-11-23").await, ["2026-11-23"]);
    assert_eq!(days(&world, &patient, "?from=2026-11-24").await, ["2026-11-24"]);
    assert_eq!(days(&world, &patient, "?to=2026-11-20").await, ["2026-11-20"]);
    // Outside the diary there are days too: empty ones.
    assert_eq!(days(&world, &patient, "?from=2026-12-01").await, ["2026-12-01"]);
    assert_eq!(days(&world, &patient, "?to=2026-11-18").await, ["2026-11-18"]);
    let wide = format!("/api/v1/charts/{}/timeline?from=1900-01-01&to=2100-01-01", world.chart);
    world.ask(get(&wide).by(&patient)).await.is(422);
}

/// Several check-ins a day are kept; the day shows the patient's own latest by the moment of writing, and an amendment
/// of it wins; what others wrote stands beside it.
#[tokio::test]
async fn the_day_is_the_patients_own_latest() {
    let world = TestServer::demo().await;
    let (minor, guardian) = (world.sign_in("minor").await, world.sign_in("guardian").await);
    let late = on(1, "2026-11-24", "20:30", json!({ "mood": 7 }));
    let early = on(2, "2026-11-24", "08:00", json!({ "mood": 2 }));
    world.submit(&minor, world.child, &[late, early]).await.is(200);
    world.submit(&guardian, world.child, &[on(3, "2026-11-24", "20:45", json!({ "mood": 5 }))]).await.is(200);
    let day = async || world.timeline(&minor, world.child, "").await["days"][0].take();
    assert_eq!(day().await["check_in"]["mood"], 7);
    let others = day().await["observations"].clone();
    let roles: Vec<&Value> = others.as_array().unwrap().iter().map(|o| &o["author_role"]).collect();
    assert_eq!(roles.len(), 2);
    assert!(roles.contains(&&json!("guardian")) && roles.contains(&&json!("patient")));
    let record = world.record(&minor, world.child, &testkit::id(1)).await;
    let amended = on(4, "2026-11-24", "20:50", json!({ "mood": 6, "amends": record, "reason": "slip" }));
    world.submit(&minor, world.child, &[amended]).await.is(200);
    let check_in = day().await["check_in"].clone();
    assert_eq!((&check_in["mood"], &check_in["amended"]), (&json!(6), &json!(true)));
}

/// A clock time comes back as a client writes one; seconds that were told, as a file may, are not lost.
#[tokio::test]
async fn clock_times_come_back_as_they_were_sent() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let times = ["14:30", "00:00", "23:59:07"];
    let sent: Vec<Value> = (1..)
        .zip(times)
        .map(|(n, time)| {
            let dizzy =
                json!({ "answer": "listed", "listed": [{ "id": "dizziness", "severity": 1, "time": time }] });
            on(n, &format!("2026-11-2{n}"), "21:00", json!({ "symptoms": dizzy, "time": time }))
        })
        .collect();
    world.submit(&patient, world.chart, &sent).await.is(200);
    let (timeline, entries) =
        (world.timeline(&patient, world.chart, "").await, world.entries(&patient, world.chart).await);
    for (at, time) in times.into_iter().enumerate() {
        let (day, version) = (&timeline["days"][at], &entries[at]["versions"][0]);
        assert_eq!((&day["check_in"]["time"], &version["time"]), (&time.into(), &time.into()));
        assert_eq!(day["symptoms"][0]["time"], time);
        assert_eq!(version["parts"][0]["symptoms"]["listed"][0]["time"], time);
    }
}

/// "Same" is the last answered day's symptoms, known up to three days back.
#[tokio::test]
async fn same_is_resolved_when_it_is_read() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let listed =
        json!({ "symptoms": { "answer": "listed", "listed": [{ "id": "dizziness", "severity": 2 }] } });
    let same = json!({ "symptoms": { "answer": "same" } });
    let sent = [
        on(1, "2026-11-16", "21:00", listed),
        on(2, "2026-11-18", "21:00", same.clone()),
        on(3, "2026-11-22", "21:00", same.clone()),
        on(4, "2026-11-23", "21:00", json!({ "symptoms": { "answer": "none" } })),
        on(5, "2026-11-24", "21:00", same),
    ];
    world.submit(&patient, world.chart, &sent).await.is(200);
    let timeline = world.timeline(&patient, world.chart, "").await;
    let symptoms = |at: usize| timeline["days"][at]["symptoms"].clone();
    let dizzy = json!([{ "id": "dizziness", "severity": 2, "time": null }]);
    assert_eq!((symptoms(0), symptoms(2)), (dizzy.clone(), dizzy));
    assert_eq!((symptoms(1), symptoms(6)), (Value::Null, Value::Null), "not answered, and too far back");
    assert_eq!((symptoms(7), symptoms(8)), (json!([]), json!([])));
    assert_eq!(timeline["days"][8]["check_in"]["symptoms"]["answer"], "same");
}

/// Doses, TMS sessions, nights and events are in it; doses also from before the range.
#[tokio::test]
async fn treatment_is_in_it() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let facts = [
        entry(
            1,
            "medicine",
            &json!({ "medicine": "paroxetine", "dose_mg": "20", "date": "2025-03-01", "precision": "month" }),
        ),
        entry(
            2,
            "dose_change",
            &json!({ "medicine": "paroxetine", "dose_mg": "12.5", "date": "2026-11-23" }),
        ),
        entry(3, "tms_session", &json!({ "protocol": "iTBS", "intensity_percent_mt": 120, "pulses": 600 })),
        entry(4, "event", &json!({ "what": "hospital_stay", "date": "2026-11-22", "until": "2026-11-23" })),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    let night = entry(5, "sleep", &json!({ "try_sleep": "23:30", "final_wake": "06:30", "quality": 6 }));
    let weight = entry(6, "measurement", &json!({ "kg": "62.5" }));
    world.submit(&patient, world.chart, &[night, weight]).await.is(200);
    let timeline =
        world.timeline(&clinician, world.chart, "?from=2026-11-22&to=2026-11-24&purpose=care").await;
    let steps = &timeline["doses"][0]["steps"];
    let (began, changed) = (
        world.record(&clinician, world.chart, &id(1)).await,
        world.record(&clinician, world.chart, &id(2)).await,
    );
    let began = json!({ "date": "2025-03-01", "precision": "month", "dose_mg": "20", "record": began });
    let changed = json!({ "date": "2026-11-23", "precision": "day", "dose_mg": "12.5", "record": changed });
    assert_eq!((&steps[0], &steps[1]), (&began, &changed));
    let session = &timeline["tms"][0];
    assert_eq!((&session["date"], &session["pulses"]), (&json!("2026-11-24"), &json!(600)));
    let last = &timeline["days"][2];
    assert_eq!((&last["sleep"]["try_sleep"], &last["slept"]["minutes"]), (&json!("23:30"), &json!(420)));
    assert!(last["observations"].to_string().contains("62.5"));
    assert!(timeline["days"][0]["observations"].to_string().contains("hospital_stay"));
    let outside = world.timeline(&clinician, world.chart, "?to=2026-11-23").await;
    assert_eq!(outside["tms"], json!([]));
}

/// The panel pages through one's own patients with at most the asked number of rows.
#[tokio::test]
async fn the_panel_pages() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let first = world.ask(get("/api/v1/panel?limit=1").by(&clinician)).await.is(200).json();
    assert_eq!((first["patients"].as_array().unwrap().len(), &first["total"]), (1, &json!(2)));
    let next = format!("/api/v1/panel?limit=1&after={}", first["next"].as_str().unwrap());
    let second = world.ask(get(&next).by(&clinician)).await.is(200).json();
    assert_eq!((&second["next"], second["patients"].as_array().unwrap().len()), (&Value::Null, 1));
    assert_ne!(first["patients"][0]["chart"], second["patients"][0]["chart"]);
    let foreign = format!("/api/v1/panel?after={}", world.foreign);
    let none = world.ask(get(&foreign).by(&clinician)).await.is(200).json();
    let missing =
        world.ask(get(&format!("/api/v1/panel?after={}", testkit::MISSING)).by(&clinician)).await.json();
    assert_eq!(none, missing);
}
