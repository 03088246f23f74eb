//! What a stored review is told to have covered: on the patient's page, in the lines for the chart, in its own entry.

use diary::{EntryId, ImportedRow, Submission};
use serde_json::{Value, json};

use crate::desk_forms::{listed, ticks};
use crate::log_injection::events;
use testkit::{Answer, Session, TestServer, check_in, entry, get};

async fn desk_page(world: &TestServer, session: &Session, rest: &str, language: &str) -> String {
    world.page_in(session, &format!("/charts/{}{rest}", world.chart), language).await
}

async fn reviewed(world: &TestServer, session: &Session, n: u64, more: &[(&str, &str)]) -> Answer {
    let path = world.add("review");
    let ticks = ticks(&world.page(session, &path).await);
    let mut fields: Vec<(&str, &str)> = ticks.iter().map(|one| ("seen", one.as_str())).collect();
    fields.extend(more);
    world.sent(session, &path, n, &fields).await
}

/// A patient who told of thoughts on the 24th, and a clinician who reads it a day later.
async fn told() -> (TestServer, Session) {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let content = check_in(1, &json!({ "mood": 3, "symptoms": listed("suicidal_thoughts") }));
    world.submit(&patient, world.chart, &[content]).await.is(200);
    world.clock.advance_min(24 * 60 + 31);
    let clinician = world.sign_in("clinician").await;
    (world, clinician)
}

fn hidden(page: &str, name: &str) -> String {
    let after = page.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("a hidden field");
    after.split('"').next().unwrap().to_owned()
}

/// What a review covers and when it was made are two moments.
#[tokio::test]
async fn a_review_says_what_it_covers_and_when_it_was_made() {
    let (world, clinician) = told().await;
    reviewed(&world, &clinician, 9, &[]).await.is(303);
    let page = desk_page(&world, &clinician, "", "ja").await;
    let words = "11月24日（火）21:00までに届いた記録を確認（11月25日（水）21:31 clinician）";
    assert!(page.contains(words), "{page}");
    let page = desk_page(&world, &clinician, "", "en").await;
    assert!(page.contains("Entries received until Tue 24 Nov, 21:00 reviewed"), "{page}");
    assert!(page.contains("25 Nov, 21:31 by clinician"), "{page}");
}

/// On the day of a review the lines still begin at the one before it, so that what it covers is in them.
#[tokio::test]
async fn the_lines_of_a_visit_hold_what_its_review_covered() {
    let (world, clinician) = told().await;
    let before = world.copied(&clinician, "review").await;
    assert!(before[2].contains("11月24日") && !before[2].contains("確認済み"), "{}", before[2]);
    reviewed(&world, &clinician, 9, &[]).await.is(303);
    let after = world.copied(&clinician, "review").await;
    assert_eq!(before[0], after[0], "the period stays");
    assert!(after[2].contains("11月24日") && after[2].ends_with("（確認済み）。"), "{}", after[2]);
    world.clock.advance_min(24 * 60);
    let clinician = world.sign_in("clinician").await;
    let later = world.copied(&clinician, "review").await;
    assert_ne!(later[0], after[0], "the next visit begins at that review: {}", later[0]);
}

/// Verifies: SAFE-012
#[tokio::test]
async fn a_stored_review_names_the_answers_it_covered() {
    let (world, clinician) = told().await;
    reviewed(&world, &clinician, 9, &[]).await.is(303);
    world.clock.advance_min(10);
    reviewed(&world, &clinician, 10, &[]).await.is(303);
    let page = desk_page(&world, &clinician, "/entries", "ja").await;
    let covers = page.split("<dt>当日中に見るべき回答</dt><dd>").skip(1);
    let covers: Vec<&str> = covers.map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(covers.len(), 1, "the second review had none left: {page}");
    assert!(covers[0].starts_with("11月24日 "), "{covers:?}");
}

/// A review from a page that did not know of another one is not stored before its writer was told.
#[tokio::test]
async fn a_review_from_an_old_page_is_refused_once() {
    let (world, clinician) = told().await;
    let path = world.add("review");
    let old = world.ask(get(&path).by(&clinician)).await.is(200).text();
    reviewed(&world, &clinician, 9, &[]).await.is(303);
    world.clock.advance_min(1);
    let (up_to, known, seen) = (hidden(&old, "up_to"), hidden(&old, "known"), ticks(&old));
    let fields =
        |known| [("up_to", up_to.as_str()), ("known", known), ("seen", &seen[0]), ("answer", "kept words")];
    let refused = world.sent(&clinician, &path, 10, &fields(&known)).await.is(422).text();
    assert!(refused.contains("別の確認が保存されました") && refused.contains("kept words"));
    let newer = hidden(&refused, "known");
    assert_ne!(newer, known);
    world.sent(&clinician, &path, 10, &fields(&newer)).await.is(303);
    // The same form once more is the same review.
    world.sent(&clinician, &path, 10, &fields(&newer)).await.is(303);
}

/// A review by a program is held to the same: each answer it covers is named as read, by what the interface told of it, and one
/// that was overtaken is refused to whoever says what they knew.
///
/// Verifies: SAFE-012
#[tokio::test]
async fn a_review_by_a_program_names_each_answer_too() {
    let (world, clinician) = told().await;
    let review = |n, more: Value| {
        let mut review =
            entry(n, "review", &json!({ "up_to": "2026-11-24T12:00:00Z", "date": "2026-11-25" }));
        review["entered_at"] = "2026-11-25T21:30:00+09:00".into();
        more.as_object().unwrap().iter().for_each(|(name, value)| review[name] = value.clone());
        review
    };
    let refused = async |review| world.submit(&clinician, world.chart, &[review]).await.is(422).json();
    let read = world.entries(&clinician, world.chart).await[0].clone();
    let (record, version) = (&read["record"], &read["versions"][0]["id"]);
    let tick = format!("{}.{}.suicidal_thoughts", record.as_str().unwrap(), version.as_str().unwrap());
    let other = tick.replace("suicidal_thoughts", "seizure");
    for unread in [json!({}), json!({ "seen": [] }), json!({ "seen": [other] })] {
        let error = &refused(review(9, unread)).await["error"]["entries"][0];
        assert_eq!((&error["field"], &error["code"]), (&"seen".into(), &"missing".into()));
    }
    let panel = world.ask(get("/panel").by(&clinician)).await.is(200).text();
    assert!(panel.contains("class=\"task\""), "the answer still waits");
    let whole = review(9, json!({ "seen": [tick], "known": "" }));
    world.submit(&clinician, world.chart, std::slice::from_ref(&whole)).await.is(200);
    let again = world.submit(&clinician, world.chart, std::slice::from_ref(&whole)).await.is(200).json();
    assert_eq!(again["entries"][0]["status"], "already_stored");
    let error = &refused(review(10, json!({ "known": "" }))).await["error"]["entries"][0];
    assert_eq!((&error["field"], &error["code"]), (&"up_to".into(), &"changed-meanwhile".into()));
    let panel = world.ask(get("/panel").by(&clinician)).await.is(200).text();
    assert!(!panel.contains("class=\"task\""), "it was read");
    world.clock.advance_min(1);
    let known = world.entries(&clinician, world.chart).await[1]["versions"][0]["received_at"].clone();
    world.submit(&clinician, world.chart, &[review(10, json!({ "known": known }))]).await.is(200);
    let again = world.submit(&clinician, world.chart, std::slice::from_ref(&whole)).await.is(200).json();
    assert_eq!(again["entries"][0]["status"], "already_stored", "also after another review");
    for more in [json!({ "answer": "other" }), json!({ "up_to": "2026-11-24T11:00:00Z" })] {
        let mut other = whole.clone();
        more.as_object().unwrap().iter().for_each(|(name, value)| other[name] = value.clone());
        world.submit(&clinician, world.chart, &[other]).await.is(409);
    }
    assert_eq!(world.entries(&clinician, world.chart).await.as_array().unwrap().len(), 3);
}

/// Whoever may not review is told that alone, whatever their review says. Their chart is not opened for it, and the denial is
/// the one thing written down.
///
/// Verifies: SAFE-012
#[tokio::test]
async fn a_review_by_others_is_a_denial_whatever_it_says() {
    let world = TestServer::demo().await;
    for (who, chart) in [("care_staff", world.chart), ("guardian", world.child), ("patient", world.chart)] {
        let session = world.sign_in(who).await;
        for up_to in ["2026-11-24T11:00:00Z", "2026-11-24T13:00:00Z"] {
            let before = events(&world).await.len();
            let review = entry(9, "review", &json!({ "up_to": up_to, "known": "" }));
            let refused = world.submit(&session, chart, &[review]).await.is(422).json();
            let error = &refused["error"]["entries"][0];
            assert_eq!((&error["field"], &error["code"]), (&"kind".into(), &"not-yours".into()), "{who}");
            let left = events(&world).await.split_off(before);
            assert_eq!(left.len(), 1, "{who} {up_to}: {left:?}");
            let told = &left[0]["body"];
            let told = (&told["action"], &told["outcome"], &told["rule"]);
            assert_eq!(told, (&"review".into(), &"denied".into(), &"not-yours".into()), "{who} {up_to}");
        }
    }
}

/// Paper that comes apart still says whose it is, what waits and what was reviewed.
#[tokio::test]
async fn every_printed_sheet_has_a_head() {
    let (world, clinician) = told().await;
    for query in ["", "?view=table"] {
        let page = desk_page(&world, &clinician, query, "ja").await;
        let head = page.split("<div class=\"each-sheet\">").nth(1).unwrap().split("</div>").next().unwrap();
        for words in ["patient", "A-patient", "1991年3月2日（平成3年）", "11月25日（水）21:31現在"]
        {
            assert!(head.contains(words), "{words}: {head}");
        }
    }
}

/// A diary kept elsewhere ends with its last day, as in the figure; its values are said to be left out. Treatment goes on.
#[tokio::test]
async fn imported_values_are_counted_and_bound_the_period() {
    let world = TestServer::demo().await;
    for (n, day) in (100..).zip(["2012-08-13", "2012-08-14", "2012-08-16"]) {
        let values = vec![("mood_down".to_owned(), "3".to_owned()), ("unrest".to_owned(), "2".to_owned())];
        let row = ImportedRow { set: EntryId::from_bytes([99; 16]), values };
        world.bring_in(n, day, Submission::ImportedRow(row)).await;
    }
    let clinician = world.sign_in("clinician").await;
    let dose = json!({ "medicine": "sertraline", "dose_mg": "10", "date": "2026-03-01" });
    world.submit(&clinician, world.chart, &[entry(1, "medicine", &dose)]).await.is(200);
    let lines = world.copied(&clinician, "review").await;
    assert!(lines[0].contains("2012年8月16日") && lines[0].contains("（4日間）"), "{}", lines[0]);
    assert!(lines[0].contains("記録 3日、書けない 0日、記録なし 1日"), "{}", lines[0]);
    assert!(lines[0].contains("その後は今日まで記録なし"), "{}", lines[0]);
    assert!(
        lines[1].contains("取り込んだ値 6件は、この文章に入れていない（mood_down、unrest）"),
        "{}",
        lines[1]
    );
    assert!(lines[3].contains("現在の1日量：セルトラリン 10 mg"), "{}", lines[3]);
    let english = desk_page(&world, &clinician, "/copy", "en").await;
    assert!(
        english.contains("6 values imported from other diaries left out of this text (mood_down"),
        "{english}"
    );
}
