//! Naps and nights without sleep, from the sleep card to everything that counts nights.

use serde_json::{Value, json};
use testkit::{Answer, Session, TestServer, entry, get, id};

async fn card(world: &TestServer, session: &Session, n: u64, fields: &[(&str, &str)]) -> Answer {
    let id = id(n);
    let mut all = vec![("id", id.as_str()), ("date", "2026-11-24")];
    all.extend_from_slice(fields);
    world.send(session, "/sleep", &all).await
}

async fn today(world: &TestServer, session: &Session) -> Value {
    world.timeline(session, world.chart, "?from=2026-11-24&to=2026-11-24").await["days"][0].clone()
}

/// The card says in both languages that the morning has its night, and where the way on is; nothing is stored. Marked as a
/// nap, the same times are stored beside the night, which stays what it was wherever nights are shown.
///
/// Verifies: INT-017
#[tokio::test]
async fn a_nap_stands_beside_the_night() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    card(&world, &patient, 1, &[("try_sleep", "23:00"), ("final_wake", "06:30")]).await.is(200);
    let nap = [("try_sleep", "14:00"), ("final_wake", "15:00")];
    let refused = card(&world, &patient, 2, &nap).await.is(422).text();
    assert!(refused.contains("1つの朝に書ける夜は1つです") && refused.contains("昼寝"), "{refused}");
    assert!(
        refused.contains("value=\"14:00\"") && refused.contains("/amend\""),
        "typed times and the way on"
    );
    assert_eq!(today(&world, &patient).await["slept"], json!({ "minutes": 450, "source": "sleep_period" }));
    let marked = [nap[0], nap[1], ("nap", "on")];
    card(&world, &patient, 2, &marked).await.is(200);
    card(&world, &patient, 2, &marked).await.is(200);
    for reader in [&patient, &clinician] {
        let day = today(&world, reader).await;
        assert_eq!(day["slept"], json!({ "minutes": 450, "source": "sleep_period" }));
        assert_eq!(day["sleep"]["nap"], false);
        let naps = day["naps"].as_array().unwrap();
        assert_eq!((naps.len(), &naps[0]["nap"]), (1, &Value::Bool(true)));
        assert_eq!(naps[0]["figures"]["sleep_period_min"], 60);
        assert_eq!(day["observations"], json!([]));
    }
    let chart = format!("/charts/{}", world.chart);
    let table = world.page_in(&clinician, &format!("{chart}?view=table"), "en").await;
    assert!(table.contains("7.5") && table.contains("a nap, not part of the night"), "{table}");
    let copied = world.page_in(&clinician, &format!("{chart}/copy"), "en").await;
    assert!(copied.contains("median 7.5 h (n = 1 days)"), "{copied}");
    let entries = world.page_in(&clinician, &format!("{chart}/entries"), "en").await;
    assert!(entries.contains("A nap"), "{entries}");
    assert_eq!(panel_day(&world, &clinician).await["slept_min"], 450);
}

async fn panel_day(world: &TestServer, clinician: &Session) -> Value {
    let panel = world.ask(get("/api/v1/panel").by(clinician)).await.is(200).json();
    let mut patients = panel["patients"].as_array().unwrap().iter();
    let patient = patients.find(|patient| patient["chart"] == world.chart.to_string()).unwrap();
    let days = patient["days"].as_array().unwrap().clone();
    days.into_iter().find(|day| day["date"] == "2026-11-24").unwrap_or_default()
}

/// Not slept is nought hours and not a card that was left out: everywhere it is said in words.
///
/// Verifies: INT-017
#[tokio::test]
async fn a_night_without_sleep_is_told_as_one() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let both = [("no_sleep", "on"), ("try_sleep", "23:00")];
    let refused = card(&world, &patient, 1, &both).await.is(422).text();
    assert!(refused.contains("「眠らなかった」を選ぶときは"), "{refused}");
    let two = card(&world, &patient, 1, &[("no_sleep", "on"), ("nap", "on")]).await.is(422).text();
    assert!(two.contains("「眠らなかった」を選ぶときは") && two.contains("value=\"on\" checked"), "{two}");
    card(&world, &patient, 1, &[("no_sleep", "on"), ("quality", "1")]).await.is(200);
    let day = today(&world, &patient).await;
    assert_eq!(day["slept"], json!({ "minutes": 0, "source": "no_sleep" }));
    assert_eq!((&day["sleep"]["no_sleep"], &day["naps"]), (&Value::Bool(true), &json!([])));
    assert_eq!(day["sleep"]["figures"]["total_sleep_min"], 0);
    assert_eq!(panel_day(&world, &clinician).await["slept_min"], 0);
    let chart = format!("/charts/{}", world.chart);
    for (address, words) in [
        (format!("{chart}?view=table"), "no sleep that night"),
        (chart.clone(), "Ring: no sleep that night"),
        (format!("{chart}/copy"), "Sleep 0.0–0.0 h, median 0.0 h (n = 1 days)"),
        (format!("{chart}/entries"), "No sleep"),
    ] {
        let page = world.page_in(&clinician, &address, "en").await;
        assert!(page.contains(words), "{address}: {page}");
    }
    // The correction shows what stands, and takes it back.
    let record = world.record(&patient, world.chart, &id(1)).await;
    let form = world.page(&patient, &format!("/days/{record}/amend")).await;
    assert!(form.contains("name=\"no_sleep\" value=\"on\" checked"), "{form}");
}

/// Programs hear the same as the card, all or nothing; another writer's night, a correction and the same id are no second one.
///
/// Verifies: INT-017
#[tokio::test]
async fn programs_have_one_night_a_date_too() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let night = |n, more: Value| {
        let mut night = entry(n, "sleep", &json!({ "try_sleep": "23:00", "final_wake": "06:00" }));
        night.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        night
    };
    let twice = world.submit(&patient, world.chart, &[night(1, json!({})), night(2, json!({}))]).await;
    let error = twice.is(422).json();
    let named = json!([{ "id": id(2), "field": "date", "code": "night-exists" }]);
    assert_eq!((&error["error"]["entries"], &error["error"]["stored"]), (&named, &Value::Bool(false)));
    assert_eq!(world.entries(&patient, world.chart).await, json!([]));
    world.submit(&patient, world.chart, &[night(1, json!({}))]).await.is(200);
    for more in [json!({}), json!({ "only_me": true }), json!({ "quality": 2 })] {
        let again = world.submit(&patient, world.chart, &[night(2, more)]).await.is(422).json();
        assert_eq!(again["error"]["entries"], named);
    }
    let repeated = world.submit(&patient, world.chart, &[night(1, json!({}))]).await.is(200).json();
    assert_eq!(repeated["entries"][0]["status"], "already_stored");
    world.submit(&patient, world.chart, &[night(1, json!({ "quality": 9 }))]).await.is(409);
    let record = world.record(&patient, world.chart, &id(1)).await;
    let amended = night(3, json!({ "quality": 3, "amends": record, "reason": "slip" }));
    world.submit(&patient, world.chart, &[amended]).await.is(200);
    let nap = json!({ "nap": true, "try_sleep": "14:00", "final_wake": "15:00" });
    world.submit(&patient, world.chart, &[night(4, nap.clone()), night(5, nap)]).await.is(200);
    for (more, field, code) in [
        (json!({ "nap": true, "no_sleep": true }), "no_sleep", "contradicts"),
        (json!({ "no_sleep": true }), "no_sleep", "contradicts"),
        (json!({ "nap": "yes" }), "nap", "unknown-value"),
    ] {
        let refused = world.submit(&patient, world.chart, &[night(6, more)]).await.is(422).json();
        assert_eq!(refused["error"]["entries"][0]["field"], field);
        assert_eq!(refused["error"]["entries"][0]["code"], code);
    }
    // An unlikely night is stored as it was sent.
    let long = json!({ "date": "2026-11-23", "try_sleep": "20:00", "final_wake": "19:00" });
    world.submit(&patient, world.chart, &[night(7, long)]).await.is(200);
}

/// What a guardian hears of a night of theirs does not depend on the child's.
///
/// Verifies: INT-017
#[tokio::test]
async fn a_childs_night_is_not_a_guardians() {
    let world = TestServer::demo().await;
    let (guardian, minor) = (world.sign_in("guardian").await, world.sign_in("minor").await);
    let night = |n| entry(n, "sleep", &json!({ "quality": 3 }));
    world.submit(&minor, world.child, &[night(1)]).await.is(200);
    world.submit(&guardian, world.child, &[night(2)]).await.is(200);
    world.submit(&guardian, world.child, &[night(3)]).await.is(422);
}
