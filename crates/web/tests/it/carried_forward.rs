//! Answers for a look on the same day beside "the same as yesterday": given anew they count, left out they are named.

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, get, id};

const TODAY: &str = "2026-11-24";

fn listed(symptoms: &Value) -> Value {
    json!({ "symptoms": { "answer": "listed", "listed": symptoms } })
}

async fn answered(world: &TestServer, patient: &Session, n: u64, date: &str, symptoms: &Value) {
    let mut content = check_in(n, &listed(symptoms));
    content["date"] = date.into();
    world.submit(patient, world.chart, &[content]).await.is(200);
}

/// What the n-th entry of a form says of symptoms, safety answers among them.
async fn stored(world: &TestServer, patient: &Session, n: u64) -> String {
    let entries = world.entries(patient, world.chart).await;
    let mine = |entry: &&Value| entry["versions"].as_array().unwrap().iter().any(|it| it["id"] == id(n));
    entries.as_array().unwrap().iter().find(mine).expect("the entry").to_string()
}

/// The same symptom chosen milder in the list and ticked anew as severe is severe, and a look on the same day is due, whether
/// the rest is listed or the same.
///
/// Part of: SAFE-006
#[tokio::test]
async fn an_answer_given_anew_is_not_dropped_for_a_milder_one() {
    for symptoms in ["listed", "same"] {
        let world = TestServer::demo().await;
        let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
        answered(&world, &patient, 1, "2026-11-23", &json!([{ "id": "akathisia", "severity": 3 }])).await;
        let both = [
            ("id", &*id(3)),
            ("symptoms", symptoms),
            ("symptom.akathisia", "2"),
            ("anew.akathisia", "3"),
            ("anew_asked", "akathisia"),
            ("date", TODAY),
        ];
        world.send(&patient, "/today", &both).await.is(200);
        let entry = stored(&world, &patient, 3).await;
        assert!(entry.contains("\"id\":\"akathisia\",\"severity\":3"), "{symptoms}: {entry}");
        assert_eq!(entry.matches("akathisia\",\"severity").count(), 1, "{symptoms}: {entry}");
        let copied = world.ask(get(&format!("/charts/{}/copy?since=4w", world.chart)).by(&clinician)).await;
        let line = copied.is(200).text();
        let line =
            line.split("当日中に見るべき回答：").nth(1).unwrap().split('。').next().unwrap().to_owned();
        assert!(line.contains("11月24日"), "{symptoms}: {line}");
    }
}

/// A symptom that is repeated and chosen as well is there once, as it was chosen.
#[tokio::test]
async fn what_is_repeated_and_chosen_is_there_once() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let before = json!([{ "id": "dizziness", "severity": 1 }, { "id": "nausea", "severity": 1 }, { "id": "suicidal_thoughts" }]);
    answered(&world, &patient, 1, "2026-11-23", &before).await;
    let typed = [
        ("id", &*id(2)),
        ("symptoms", "same"),
        ("anew_asked", "suicidal_thoughts"),
        ("anew.suicidal_thoughts", "on"),
        ("symptom.dizziness", "2"),
        ("date", TODAY),
    ];
    world.send(&patient, "/today", &typed).await.is(200);
    let entry = stored(&world, &patient, 2).await;
    for item in ["\"dizziness\",\"severity\":2", "\"nausea\",\"severity\":1", "\"id\":\"suicidal_thoughts\""]
    {
        assert_eq!(entry.matches(item).count(), 1, "{item}: {entry}");
    }
    assert_eq!(entry.matches("\"id\":\"dizziness\"").count(), 1, "{entry}");
}

/// A time that was typed for a symptom that is only repeated is stored with it, and what was chosen stands first.
#[tokio::test]
async fn a_time_of_what_is_repeated_is_stored() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let before = json!([{ "id": "nausea", "severity": 1 }, { "id": "suicidal_thoughts" }]);
    answered(&world, &patient, 1, "2026-11-23", &before).await;
    let entry_id = id(2);
    let typed = |time| {
        [
            ("id", entry_id.as_str()),
            ("symptoms", "same"),
            ("anew_asked", "suicidal_thoughts"),
            ("anew.suicidal_thoughts", "on"),
            ("symptom.dizziness", "2"),
            ("symptom_time.nausea", time),
            ("date", TODAY),
        ]
    };
    let refused = world.send(&patient, "/today", &typed("noon")).await.is(422).text();
    assert!(refused.contains("href=\"#f-symptoms\""), "{refused}");
    world.send(&patient, "/today", &typed("08:30")).await.is(200);
    let entry = stored(&world, &patient, 2).await;
    let place = |item: &str| entry.find(item).unwrap_or_else(|| panic!("{item}: {entry}"));
    assert!(place("\"id\":\"dizziness\"") < place("\"id\":\"nausea\""), "{entry}");
    assert!(
        entry[place("\"id\":\"nausea\"")..]
            .starts_with("\"id\":\"nausea\",\"severity\":1,\"time\":\"08:30\""),
        "{entry}"
    );
}

/// The page asks about the days it was shown for: on another day an answer it did not ask about is left out, and is named.
#[tokio::test]
async fn what_another_day_left_out_is_named() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    answered(&world, &patient, 1, "2026-11-19", &json!([{ "id": "seizure" }])).await;
    let before = json!([{ "id": "suicidal_thoughts" }, { "id": "nausea", "severity": 1 }]);
    answered(&world, &patient, 2, "2026-11-23", &before).await;
    let page = world.ask(get("/today").by(&patient)).await.is(200).text();
    assert!(page.contains("name=\"anew_asked\" value=\"suicidal_thoughts\""), "{page}");
    let asked = ("anew_asked", "suicidal_thoughts");
    for (n, date, named, silent) in
        [(3, "2026-11-20", Some("けいれん"), "死にたい"), (4, TODAY, None, "この記録には入っていません")]
    {
        let typed = [("id", &*id(n)), ("symptoms", "same"), asked, ("date", date)];
        let told = world.send(&patient, "/today", &typed).await.is(200).text();
        assert!(!told.contains(silent), "{date}: {told}");
        if let Some(named) = named {
            let words =
                told.split("この記録には入っていません：").nth(1).unwrap().split('。').next().unwrap();
            assert!(words.contains(named), "{date}: {told}");
        }
    }
}

/// Also where the entry has another safety answer, and help is shown in place of what was stored.
#[tokio::test]
async fn what_was_left_out_is_named_beside_help() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    answered(
        &world,
        &patient,
        1,
        "2026-11-19",
        &json!([{ "id": "seizure" }, { "id": "dizziness", "severity": 1 }]),
    )
    .await;
    let typed = [
        ("id", &*id(2)),
        ("symptoms", "same"),
        ("anew_asked", "suicidal_thoughts"),
        ("anew.suicidal_thoughts", "on"),
        ("date", "2026-11-20"),
    ];
    let help = world.send(&patient, "/today", &typed).await.is(200).text();
    let (numbers, named) =
        (help.find("tel:").unwrap(), help.find("この記録には入っていません：").expect("what was left out"));
    assert!(numbers < named && help[named..].split('。').next().unwrap().contains("けいれん"), "{help}");
}

/// Severe akathisia that a "same" left out is called that, and not an answer that nobody gave under such a name.
#[tokio::test]
async fn left_out_akathisia_is_called_by_its_name() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let severe = json!([{ "id": "akathisia", "severity": 3, "time": "14:30" }]);
    answered(&world, &patient, 1, "2026-11-23", &severe).await;
    for (n, language, named, never) in
        [(2, "ja", "じっとしていられない", "安全にかかわる答え"), (3, "en", "(Severe)", "safety answer")]
    {
        let form =
            world.filled(&patient, "/today", &[("id", &*id(n)), ("symptoms", "same"), ("date", TODAY)]);
        let form = form.with("cookie", &format!("{}; lang={language}", patient.cookie));
        let told = world.ask(form).await.is(200).text();
        let notice = told.split("class=\"notice\"").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(notice.contains(named) && !notice.contains(never) && !notice.contains("14:30"), "{notice}");
    }
}

/// After a day with nothing but answers that "the same" does not repeat it is not offered, and where it comes all the same it
/// never becomes a "none" that nobody said: not on the page, in the timeline or in the copied lines.
///
/// Part of: SAFE-006
#[tokio::test]
async fn the_same_as_a_safety_answer_alone_is_no_none() {
    for before in [json!([{ "id": "suicidal_thoughts" }]), json!([{ "id": "akathisia", "severity": 3 }])] {
        let world = TestServer::demo().await;
        let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
        answered(&world, &patient, 1, "2026-11-23", &before).await;
        let page = world.page(&patient, "/today").await;
        assert!(!page.contains("value=\"same\"") && !page.contains("「なかった」をくり返します"), "{page}");
        let typed = [("id", &*id(2)), ("symptoms", "same"), ("date", TODAY)];
        let told = world.send(&patient, "/today", &typed).await.is(200).text();
        assert!(!told.contains("「なかった」をくり返しました"), "{told}");
        assert!(told.contains("この記録には入っていません："), "{told}");
        let timeline = world.timeline(&clinician, world.chart, "?from=2026-11-24&to=2026-11-24").await;
        assert_eq!(timeline["days"][0]["symptoms"], Value::Null, "{timeline}");
        let copied = world.page(&clinician, &format!("/charts/{}/copy?since=4w", world.chart)).await;
        assert!(!copied.contains("「なかった」"), "{copied}");
    }
}
