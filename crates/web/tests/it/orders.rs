//! Orders, doses that were taken, and a second dose of one medicine and day.

use serde_json::{Value, json};
use testkit::{Session, TestServer, entry, id};

async fn with_medicine() -> (TestServer, Session) {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let medicine = json!({ "medicine": "quetiapine", "dose_mg": "100", "date": "2026-09-01" });
    world.submit(&clinician, world.chart, &[entry(1, "medicine", &medicine)]).await.is(200);
    (world, clinician)
}

/// The step of a medicine that was received last.
async fn last_step(world: &TestServer, session: &Session) -> Value {
    let doses = world.doses(session).await;
    doses[0]["steps"].as_array().unwrap().last().unwrap().clone()
}

/// Two doses of one day, written in one second, in many clinics: each has ids of its own, and the later one always holds. Without
/// the record of the first the second one is not stored.
///
/// Verifies: INT-018
#[tokio::test]
async fn a_second_dose_of_a_day_names_the_first_and_then_holds() {
    for _ in 0..4 {
        let (world, clinician) = with_medicine().await;
        let written = "2026-11-24T20:50:00+09:00";
        let dose = |mg: &str| json!({ "medicine": "quetiapine", "dose_mg": mg, "date": "2026-11-24", "entered_at": written });
        world.submit(&clinician, world.chart, &[entry(2, "dose_change", &dose("4"))]).await.is(200);
        let refused = world.submit(&clinician, world.chart, &[entry(3, "dose_change", &dose("3"))]).await;
        assert_eq!(refused.is(409).json()["error"]["code"], "dose-of-that-day");
        let order = json!({ "medicine": "quetiapine", "cycle": ["4", "3"], "date": "2026-11-24" });
        let refused = world.submit(&clinician, world.chart, &[entry(3, "dose_order", &order)]).await;
        assert_eq!(refused.is(409).json()["error"]["code"], "dose-of-that-day");
        // A record of something else is none of that day.
        let mut other = dose("3");
        other["known"] = world.record(&clinician, world.chart, &id(1)).await.into();
        world.submit(&clinician, world.chart, &[entry(3, "dose_change", &other)]).await.is(409);
        assert_eq!(last_step(&world, &clinician).await["dose_mg"], "4", "nothing else was stored");
        let mut knowing = dose("3");
        knowing["known"] = world.record(&clinician, world.chart, &id(2)).await.into();
        world.submit(&clinician, world.chart, &[entry(3, "dose_change", &knowing)]).await.is(200);
        assert_eq!(last_step(&world, &clinician).await["dose_mg"], "3");
    }
}

/// The form says what is there, and stores once it is said that the new one takes its place.
///
/// Verifies: INT-018
#[tokio::test]
async fn a_form_shows_the_dose_of_that_day() {
    let (world, clinician) = with_medicine().await;
    let first = json!({ "medicine": "quetiapine", "dose_mg": "62.5", "date": "2026-11-24" });
    world.submit(&clinician, world.chart, &[entry(2, "dose_change", &first)]).await.is(200);
    let record = world.record(&clinician, world.chart, &id(2)).await;
    let (path, n) = (world.add("order"), id(3));
    let mut fields =
        vec![("id", n.as_str()), ("medicine", "quetiapine"), ("cycle", "100 / 75"), ("date", "2026-11-24")];
    let there = world.send(&clinician, &path, &fields).await.is(409).text();
    for words in ["62.5 mg", &*format!("value=\"{record}\""), &*format!("/entries/{record}/amend")] {
        assert!(there.contains(words), "{words}: {there}");
    }
    assert_eq!(last_step(&world, &clinician).await["dose_mg"], "62.5");
    fields.push(("known", &record));
    world.confirmed(&clinician, &path, &fields).await.is(303);
    assert_eq!(last_step(&world, &clinician).await["order"]["cycle"], json!(["100", "75"]));
}

/// Days by turns are one order, on the pages of staff and patient alike, and say what a day has on average.
#[tokio::test]
async fn days_by_turns_are_shown_as_what_they_are() {
    let (world, clinician) = with_medicine().await;
    let order = json!({ "medicine": "quetiapine", "cycle": ["100", "75", "0"], "date": "2026-11-20" });
    let needed = json!({ "medicine": "lorazepam", "as_needed": { "mg": "0.5", "max_per_day": 3 }, "date": "2026-11-20" });
    let lorazepam = json!({ "medicine": "lorazepam", "dose_mg": "1", "date": "2026-09-01" });
    let entries =
        [entry(2, "dose_order", &order), entry(3, "medicine", &lorazepam), entry(4, "dose_order", &needed)];
    world.submit(&clinician, world.chart, &entries).await.is(200);
    let chart = world.page_in(&clinician, &format!("/charts/{}", world.chart), "en").await;
    for words in
        ["100 mg / 75 mg / 0 mg by turns", "about 58.3333 mg a day, over 3 days", "at most 3 times a day"]
    {
        assert!(chart.contains(words), "{words}");
    }
    let doses = world.doses(&clinician).await;
    let quetiapine = doses.as_array().unwrap().iter().find(|lane| lane["medicine"] == "quetiapine").unwrap();
    let steps = quetiapine["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 2, "one order, and no stops and starts: {doses}");
    assert_eq!(
        (&steps[1]["dose_mg"], &steps[1]["order"]["cycle"]),
        (&Value::Null, &json!(["100", "75", "0"]))
    );
}

/// Exactly one of the three; what cannot be an order is not stored.
#[tokio::test]
async fn an_order_is_one_of_three() {
    let (world, clinician) = with_medicine().await;
    let half = json!({ "mg": "0.5", "max_per_day": 1 });
    let cases = [
        json!({}),
        json!({ "cycle": ["10", "5"], "as_needed": half }),
        json!({ "cycle": ["10"] }),
        json!({ "cycle": ["0", "0"] }),
        json!({ "cycle": vec!["10"; 15] }),
        json!({ "cycle": ["10", "0.00001"] }),
        json!({ "amounts": [] }),
        json!({ "amounts": [{ "at": "08:00", "mg": "1" }, { "at": "08:00", "mg": "2" }] }),
        json!({ "amounts": [{ "at": "08:00", "mg": "0" }] }),
        json!({ "as_needed": { "mg": "0.5", "max_per_day": 0 } }),
        json!({ "as_needed": { "mg": "0.5", "max_per_day": 25 } }),
    ];
    for case in cases {
        let mut order = case.clone();
        order["medicine"] = "quetiapine".into();
        let refused = world.submit(&clinician, world.chart, &[entry(2, "dose_order", &order)]).await;
        assert_eq!(refused.is(422).json()["error"]["stored"], false, "{case}");
    }
    let patient = world.sign_in("patient").await;
    let order = json!({ "medicine": "quetiapine", "cycle": ["10", "5"] });
    assert_ne!(world.submit(&patient, world.chart, &[entry(2, "dose_order", &order)]).await.code(), 200);
}

/// What was taken stands on its day; why it was taken is read by whoever reads notes, and stays with an entry of one's own.
#[tokio::test]
async fn a_dose_that_was_taken_is_shown() {
    let (world, clinician) = with_medicine().await;
    let patient = world.sign_in("patient").await;
    let taken = |more: Value| {
        let mut taken = json!({ "medicine": "lorazepam", "mg": "0.0625", "time": "14:30" });
        taken.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        taken
    };
    let shared = entry(2, "intake", &taken(json!({ "reason": "before the dentist" })));
    let own = entry(3, "intake", &taken(json!({ "mg": "0.75", "reason": "kept for me", "only_me": true })));
    world.submit(&patient, world.chart, &[shared, own]).await.is(200);
    let read = world.entries(&clinician, world.chart).await.to_string();
    assert!(read.contains("0.0625") && read.contains("before the dentist"), "{read}");
    assert!(!read.contains("0.75") && !read.contains("kept for me"), "{read}");
    assert!(world.entries(&patient, world.chart).await.to_string().contains("kept for me"));
    let day = world.page_in(&clinician, &format!("/charts/{}/entries", world.chart), "en").await;
    assert!(day.contains("0.0625 mg") && !day.contains("0.75 mg"), "{day}");
    // At the desk it is a form of its own.
    let fields =
        [("medicine", "quetiapine"), ("mg", "12.5"), ("time", "09:15"), ("taken_for", "could not sleep")];
    world.sent(&clinician, &world.add("intake"), 4, &fields).await.is(303);
    let read = world.entries(&patient, world.chart).await.to_string();
    assert!(read.contains("\"mg\":\"12.5\"") && read.contains("could not sleep"), "{read}");
    // Nothing is no dose, and of a dose without a medicine nobody knows what it was.
    let none = entry(5, "intake", &json!({ "medicine": "lorazepam", "mg": "0" }));
    world.submit(&patient, world.chart, &[none]).await.is(422);
}

/// A guardian who gives a dose says so in their own strand; what the patient took is not theirs to read.
#[tokio::test]
async fn a_guardian_says_what_they_gave() {
    let world = TestServer::demo().await;
    let (guardian, minor) = (world.sign_in("guardian").await, world.sign_in("minor").await);
    let given =
        entry(1, "intake", &json!({ "medicine": "lorazepam", "mg": "0.5", "reason": "after school" }));
    world.submit(&guardian, world.child, &[given]).await.is(200);
    let taken = entry(2, "intake", &json!({ "medicine": "lorazepam", "mg": "0.25", "reason": "by myself" }));
    world.submit(&minor, world.child, &[taken]).await.is(200);
    let seen = world.entries(&guardian, world.child).await.to_string();
    assert!(seen.contains("after school") && !seen.contains("by myself") && !seen.contains("0.25"), "{seen}");
}

/// Steps of 0.0005 mg are taken whole, everywhere; finer ones are refused with the true limit.
///
/// Verifies: INT-019
#[tokio::test]
async fn a_dose_is_exact_or_refused() {
    let (world, clinician) = with_medicine().await;
    for (n, mg) in (10..).zip(["0.0005", "0.0625", "99999.9995"]) {
        let date = format!("2026-10-{n}");
        let dose = json!({ "medicine": "quetiapine", "dose_mg": mg, "date": date });
        world.submit(&clinician, world.chart, &[entry(n, "dose_change", &dose)]).await.is(200);
        assert_eq!(last_step(&world, &clinician).await["dose_mg"], mg);
    }
    for mg in ["0.0001", "0.00005", "0.06255"] {
        let dose = json!({ "medicine": "quetiapine", "dose_mg": mg, "date": "2026-10-20" });
        let refused = world.submit(&clinician, world.chart, &[entry(20, "dose_change", &dose)]).await.is(422);
        assert!(refused.text().contains("too-fine"), "{mg}: {}", refused.text());
        let fields = [("medicine", "quetiapine"), ("dose_mg", mg), ("date", "2026-10-20")];
        let form = world.sent(&clinician, &world.add("dose"), 20, &fields).await.is(422).text();
        assert!(form.contains("0.0005"), "{mg}");
    }
}
