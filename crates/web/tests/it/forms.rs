//! Forms without script: refused, kept, corrected, sent twice.

use serde_json::json;
use testkit::{Session, TestServer, check_in, entry, get, id};

async fn entries(world: &TestServer, session: &Session) -> serde_json::Value {
    world.entries(session, world.chart).await
}

/// A refused form keeps what was typed, names the field in the reader's language, says that nothing was stored, and
/// nothing is; sent again with the mistake mended it is stored, under the id it had.
///
/// Verifies: AVL-007
#[tokio::test]
async fn a_refused_form_keeps_what_was_typed() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let fields = [("id", &*id(1)), ("mood", "6"), ("sleep_hours", "６．５５"), ("note", "長い一日 & <b>")];
    let words = [("ja", "まだ何も保存されていません", "睡眠"), ("en", "Nothing has been saved yet", "leep")];
    for (language, nothing, field) in words {
        let form = world.filled(&patient, "/today", &fields);
        let page = world.ask(form.in_language(&patient, language)).await.is(422).text();
        assert!(page.contains("class=\"notice refused\" role=\"alert\""));
        assert!(page.contains(&format!("lang=\"{language}\"")));
        let notice = page.split("notice refused").nth(1).unwrap().split("</div>").next().unwrap();
        assert!(notice.contains("href=\"#f-sleep_hours\"") && notice.contains(field), "{notice}");
        assert!(notice.contains(nothing), "{notice}");
        assert!(page.contains("長い一日 &#38; &#60;b&#62;") && page.contains("value=\"６．５５\""));
        assert!(page.contains("name=\"mood\" value=\"6\" checked") && page.contains(&id(1)));
        assert!(page.contains("id=\"p-sleep_hours\""));
    }
    assert_eq!(entries(&world, &patient).await, json!([]));
    let mended = [("id", &*id(1)), ("mood", "6"), ("sleep_hours", "６．５"), ("note", "長い一日 & <b>")];
    world.send(&patient, "/today", &mended).await.is(200);
    let stored = entries(&world, &patient).await.to_string();
    assert!(stored.contains("\"sleep_hours\":6.5") && stored.contains("長い一日 & <b>"));
}

/// Digits as Japanese keyboards send them are digits, in numbers, doses, dates and times.
#[tokio::test]
async fn full_width_digits_are_digits() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let night = [
        ("date", "２０２６－１１－２４"),
        ("try_sleep", "２３：３０"),
        ("final_wake", "06：30"),
        ("awakenings", "２"),
        ("quality", "6"),
    ];
    let own = id(1);
    let night: Vec<(&str, &str)> = [("id", own.as_str())].into_iter().chain(night).collect();
    world.send(&patient, "/sleep", &night).await.is(200);
    let dose =
        [("id", &*id(2)), ("medicine", "パロキセチン"), ("dose_mg", "１２．５"), ("date", "2026-11-24")];
    world.confirmed(&clinician, &format!("/charts/{}/add/medicine", world.chart), &dose).await.is(303);
    let timeline = world.timeline(&patient, world.chart, "").await;
    assert_eq!(timeline["days"][0]["sleep"]["awakenings"], 2);
    assert_eq!(timeline["days"][0]["sleep"]["final_wake"], "06:30");
    assert_eq!(timeline["doses"][0]["medicine"], "paroxetine");
    assert_eq!(timeline["doses"][0]["steps"][0]["dose_mg"], "12.5");
}

/// The same form sent twice, by an impatient thumb or from two tabs, is stored once, also at the same moment.
///
/// Part of: INT-011
#[tokio::test]
async fn the_same_form_twice_is_stored_once() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let page = world.ask(get("/today").by(&patient)).await.is(200).text();
    let fresh = page.split("name=\"id\" value=\"").nth(1).unwrap()[..36].to_owned();
    let fields = [("id", fresh.as_str()), ("mood", "6"), ("entered_at", "2026-11-24T12:00:00Z")];
    let form = world.filled(&patient, "/today", &fields);
    let (one, other) = tokio::join!(world.ask(form.clone()), world.ask(form.clone()));
    assert_eq!((one.code(), other.code()), (200, 200));
    world.ask(form).await.is(200);
    assert_eq!(entries(&world, &patient).await.as_array().unwrap().len(), 1);
}

/// A form without a time of its own that is sent again a minute later is still the same form.
#[tokio::test]
async fn a_form_sent_again_later_is_known() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let fields = [("id", &*id(1)), ("mood", "6")];
    world.send(&patient, "/today", &fields).await.is(200);
    world.clock.advance_min(1);
    let again = world.send(&patient, "/today", &fields).await;
    assert_eq!(again.code(), 200, "{}", again.text());
    assert_eq!(entries(&world, &patient).await.as_array().unwrap().len(), 1);
    world.send(&patient, "/today", &[("id", &*id(1)), ("mood", "7")]).await.is(409);
}

/// Correcting shows what was written, asks for a reason, and keeps the first version.
///
/// Verifies: INT-001
#[tokio::test]
async fn correcting_an_own_entry() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 3, "note": "alt" }))]).await.is(200);
    let night = entry(2, "sleep", &json!({ "try_sleep": "23:30", "final_wake": "06:30" }));
    world.submit(&patient, world.chart, &[night]).await.is(200);
    let path = format!("/days/{}/amend", world.record(&patient, world.chart, &id(1)).await);
    let page = world.ask(get(&path).by(&patient)).await.is(200).text();
    assert!(page.contains("name=\"mood\" value=\"3\" checked") && page.contains(">alt</textarea>"));
    let mut fields = vec![
        ("id", "00000000-0000-4000-8000-000000000009"),
        ("mood", "8"),
        ("note", "neu"),
        ("date", "2026-11-24"),
    ];
    let refused = world.send(&patient, &path, &fields).await.is(422).text();
    assert!(refused.contains("href=\"#f-reason\"") && refused.contains("name=\"mood\" value=\"8\" checked"));
    fields.push(("reason", "verdrückt"));
    world.send(&patient, &path, &fields).await.is(200);
    let night = format!("/days/{}/amend", world.record(&patient, world.chart, &id(2)).await);
    assert!(world.ask(get(&night).by(&patient)).await.is(200).text().contains("value=\"23:30\""));
    let fields = [
        ("id", &*id(10)),
        ("question_set", "sleep/1"),
        ("try_sleep", "00:30"),
        ("final_wake", "06:30"),
        ("date", "2026-11-24"),
        ("reason", "x"),
    ];
    world.send(&patient, &night, &fields).await.is(200);
    for (path, session) in
        [("/days".to_owned(), &patient), (format!("/charts/{}/entries", world.chart), &clinician)]
    {
        let page = world.ask(get(&path).by(session)).await.is(200).text();
        for words in ["alt", "neu", "verdrückt"] {
            assert!(page.contains(words), "{path}: {words}");
        }
    }
}

/// A night kept for oneself stays so when it is corrected: its switch stands as it was.
#[tokio::test]
async fn correcting_an_only_me_night_keeps_it() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let night = json!({ "try_sleep": "23:30", "final_wake": "06:30", "only_me": true });
    world.submit(&patient, world.chart, &[entry(1, "sleep", &night)]).await.is(200);
    let path = format!("/days/{}/amend", world.record(&patient, world.chart, &id(1)).await);
    let page = world.ask(get(&path).by(&patient)).await.is(200).text();
    assert!(page.contains("name=\"only_me\" value=\"on\" checked"), "{page}");
    let fields = [
        ("id", &*id(2)),
        ("question_set", "sleep/1"),
        ("try_sleep", "23:45"),
        ("final_wake", "06:30"),
        ("date", "2026-11-24"),
        ("reason", "x"),
        ("only_me", "on"),
    ];
    world.send(&patient, &path, &fields).await.is(200);
    assert_eq!(world.entries(&clinician, world.chart).await, json!([]));
}

/// Marking as a mistake leaves the entry and its mark; a second press finds it done. Nobody marks what is not theirs.
///
/// Verifies: INT-001
#[tokio::test]
async fn marking_a_mistake() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 3 }))]).await.is(200);
    let dose = entry(2, "dose_change", &json!({ "medicine": "paroxetine", "dose_mg": "10" }));
    world.submit(&clinician, world.chart, &[dose]).await.is(200);
    let mine = world.record(&patient, world.chart, &id(1)).await;
    let clinics = world.record(&clinician, world.chart, &id(2)).await;
    world.send(&patient, &format!("/days/{clinics}/mistake"), &[("reason", "x")]).await.is(404);
    let path = format!("/days/{mine}/mistake");
    world.send(&patient, &path, &[("reason", "x\u{202e}y")]).await.is(422);
    for _ in 0..2 {
        let done = world.send(&patient, &path, &[("reason", "verdrückt")]).await.is(303);
        assert_eq!(done.header("location"), Some("/days"));
    }
    let page = world.ask(get("/days").by(&patient)).await.is(200).text();
    assert!(page.contains("まちがい") && page.contains("verdrückt"));
    assert!(!page.contains(&format!("/days/{mine}/amend")));
    world.ask(get(&format!("/days/{mine}/amend")).by(&patient)).await.is(404);
    let path = format!("/charts/{}/entries/{clinics}/mistake", world.chart);
    world.send(&clinician, &path, &[("reason", "wrong chart")]).await.is(303);
    assert_eq!(world.timeline(&patient, world.chart, "").await["doses"], json!([]));
}

/// Each kind of fact is added by its form and refused by the name of its field.
#[tokio::test]
async fn facts_are_added_by_their_forms() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let add = |kind: &str| format!("/charts/{}/add/{kind}", world.chart);
    type Fields = &'static [(&'static str, &'static str)];
    let kinds: &[(&str, Fields, Fields, &str)] = &[
        (
            "medicine",
            &[("medicine", "自家製"), ("dose_mg", "5")],
            &[("medicine", "x"), ("dose_mg", "viel")],
            "dose_mg",
        ),
        (
            "dose",
            &[("medicine", "自家製"), ("dose_mg", "0")],
            &[("medicine", ""), ("dose_mg", "1")],
            "medicine",
        ),
        ("tms", &[("pulses", "600")], &[("pulses", "viele")], "pulses"),
        ("event", &[("what", "cbt")], &[("what", "exercise"), ("until", "2020-01-01")], "until"),
        (
            "weight",
            &[("what", "weight"), ("value", "62.5")],
            &[("what", "weight"), ("value", "schwer")],
            "value",
        ),
        ("note", &[("text", "Arbeitsnotiz")], &[("text", "a\u{202e}")], "text"),
        (
            "review",
            &[("up_to", "2026-11-24T11:00:00Z")],
            &[("up_to", "2026-11-24T11:00:00Z"), ("answer", "\u{202e}")],
            "answer",
        ),
        ("event", &[("what", "visit")], &[("what", "")], "what"),
    ];
    for (n, (kind, good, bad, field)) in (1..).zip(kinds) {
        let page = world.ask(get(&add(kind)).by(&clinician)).await;
        assert_eq!(page.code(), 200, "{kind}");
        let fresh = id(n);
        let with_id = |fields: Fields| {
            [("id", fresh.as_str())].into_iter().chain(fields.iter().copied()).collect::<Vec<_>>()
        };
        let refused = world.send(&clinician, &add(kind), &with_id(bad)).await;
        assert_eq!(refused.code(), 422, "{kind}");
        assert!(refused.text().contains(&format!("href=\"#f-{field}\"")), "{kind}");
        assert!(refused.text().contains(&fresh), "{kind}: the id is kept");
        if matches!(*kind, "medicine" | "dose") {
            world.confirmed(&clinician, &add(kind), &with_id(good)).await.is(303);
        } else {
            world.send(&clinician, &add(kind), &with_id(good)).await.is(303);
        }
    }
    assert_eq!(entries(&world, &clinician).await.as_array().unwrap().len(), kinds.len());
    world.ask(get(&add("diagnosis")).by(&clinician)).await.is(404);
    let weight = world.record(&clinician, world.chart, &id(5)).await;
    let path = format!("/charts/{}/entries/{weight}/amend", world.chart);
    assert!(world.ask(get(&path).by(&clinician)).await.is(200).text().contains("value=\"62.5\""));
}

/// Care staff read: no form that they may not send is offered to them or opened, and a typed one is not there either.
#[tokio::test]
async fn care_staff_is_offered_no_form() {
    let world = TestServer::demo().await;
    let (clinician, staff) = (world.sign_in("clinician").await, world.sign_in("care_staff").await);
    for page in ["", "/entries"] {
        let path = format!("/charts/{}{page}", world.chart);
        let of = async |session: &Session| world.ask(get(&path).by(session)).await.is(200).text();
        assert!(of(&clinician).await.contains("/add/review"), "{path}");
        let offered = of(&staff).await;
        assert!(!offered.contains("/add/") && !offered.contains("class=\"add\""), "{path}");
    }
    for kind in ["medicine", "dose", "tms", "event", "weight", "note", "review"] {
        let path = format!("/charts/{}/add/{kind}", world.chart);
        world.ask(get(&path).by(&clinician)).await.is(200);
        world.ask(get(&path).by(&staff)).await.is(404);
        let fields =
            [("id", &*id(1)), ("what", "exercise"), ("text", "x"), ("up_to", "2026-11-24T11:00:00Z")];
        world.send(&staff, &path, &fields).await.is(404);
    }
    assert_eq!(entries(&world, &clinician).await, json!([]));
}

/// The clinic's answer is signed in the reader's own punctuation.
#[tokio::test]
async fn the_answer_is_signed_as_the_language_does() {
    let world = TestServer::demo().await;
    let (clinician, patient) = (world.sign_in("clinician").await, world.sign_in("patient").await);
    let review = entry(1, "review", &json!({ "up_to": "2026-11-24T11:00:00Z", "answer": "読みました" }));
    world.submit(&clinician, world.chart, &[review]).await.is(200);
    for (language, signed) in [("ja", "clinician、11月24日（火）"), ("en", "clinician, Tue 24 Nov")] {
        let page = world.page_in(&patient, "/days", language).await;
        assert!(page.contains(&format!("<p class=\"when\">{signed}</p>")), "{page}");
    }
}

/// Of which kind an entry is, the form's address says: a field of that name changes nothing, so that a dose is never stored
/// without its read-back, nor anything withdrawn, by a form that is made for something else.
#[tokio::test]
async fn no_field_makes_a_form_another_kind() {
    let world = TestServer::demo().await;
    let (clinician, patient) = (world.sign_in("clinician").await, world.sign_in("patient").await);
    let add = |kind: &str| format!("/charts/{}/add/{kind}", world.chart);
    let dose = [("id", &*id(1)), ("kind", "dose_change"), ("medicine", "paroxetine"), ("dose_mg", "5")];
    for kind in ["tms", "weight", "event", "note"] {
        world.send(&clinician, &add(kind), &dose).await.is(422);
    }
    assert_eq!(entries(&world, &clinician).await, json!([]));
    let mood = [("id", &*id(2)), ("kind", "measurement"), ("mood", "5")];
    world.send(&patient, "/today", &mood).await.is(200);
    let stored = entries(&world, &clinician).await.to_string();
    assert!(stored.contains("check_in") && !stored.contains("measurement"), "{stored}");
}
