//! What is said after a safety answer is true of it: what reached the clinic, when it is read, and what to do first.

use serde_json::json;
use testkit::{Session, TestServer, check_in, id};

const THOUGHTS: (&str, &str) = ("symptom.suicidal_thoughts", "on");
const READING: &str = "書いたことをクリニックがいつ読むかは、決まっていません";

fn main(page: &str) -> String {
    page.split("<main").nth(1).unwrap().split("</main>").next().unwrap().to_owned()
}

async fn opened(world: &TestServer, session: &Session, path: &str) -> String {
    main(&world.page(session, path).await)
}

/// A delivered safety answer that a correction keeps back: the earlier answer has reached the clinic, and both the page after it
/// and the entry say so.
#[tokio::test]
async fn a_correction_that_is_kept_does_not_unsay_the_answer_that_was_delivered() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.send(&patient, "/today", &[("id", &*id(1)), THOUGHTS, ("mood", "2")]).await.is(200);
    let record = world.record(&patient, world.chart, &id(1)).await;
    let path = format!("/days/{record}/amend");
    let second = id(2);
    let corrected = [
        ("id", second.as_str()),
        THOUGHTS,
        ("mood", "3"),
        ("reason", "x"),
        ("date", "2026-11-24"),
        ("only_me", "on"),
        ("safety_answer", "keep"),
    ];
    for _ in 0..2 {
        let done = main(&world.send(&patient, &path, &corrected).await.is(200).text());
        assert!(done.contains("直す前の安全にかかわる答えは、クリニックに届いています"), "{done}");
        assert!(!done.contains("安全にかかわる答えも、クリニックには届いていません"), "{done}");
    }
    let read = opened(&world, &patient, "/days").await;
    let now = read.split("<article").nth(1).unwrap().split("class=\"versions\"").next().unwrap();
    assert!(now.contains("直す前の答えはクリニックに届いています"), "{now}");
    assert!(!now.contains("：クリニックに届けていません"), "{now}");
    // One that the clinic never had is not said to have reached it.
    let kept = [("id", &*id(3)), THOUGHTS, ("only_me", "on"), ("safety_answer", "keep")];
    world.send(&patient, "/today", &kept).await.is(200);
    let other = world.record(&patient, world.chart, &id(3)).await;
    let again = [("id", &*id(4)), THOUGHTS, ("mood", "1"), ("reason", "x"), ("date", "2026-11-24")];
    let again: Vec<_> = again.into_iter().chain([("only_me", "on"), ("safety_answer", "keep")]).collect();
    let done = main(&world.send(&patient, &format!("/days/{other}/amend"), &again).await.is(200).text());
    assert!(!done.contains("届いています") && done.contains("クリニックには届いていません"), "{done}");
}

/// Of a day on which the clinic has a safety answer alone, because the rest is the patient's or nothing else was listed, the
/// lines for its chart do not say that there were no symptoms.
#[tokio::test]
async fn a_safety_answer_alone_is_no_answer_that_there_was_nothing() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let copy = format!("/charts/{}/copy?since=4w", world.chart);
    let alone =
        [("id", &*id(1)), THOUGHTS, ("symptom.dizziness", "3"), ("only_me", "on"), ("date", "2026-11-22")];
    let alone: Vec<_> = alone.into_iter().chain([("safety_answer", "deliver")]).collect();
    world.send(&patient, "/today", &alone).await.is(200);
    let lines = opened(&world, &clinician, &copy).await;
    assert!(lines.contains("答えた 1日は、どれも安全にかかわる答えだけが届いている"), "{lines}");
    for (n, date, answer) in [(2, "2026-11-23", THOUGHTS), (3, "2026-11-24", ("symptoms", "none"))] {
        world.send(&patient, "/today", &[("id", &*id(n)), answer, ("date", date)]).await.is(200);
    }
    let lines = opened(&world, &clinician, &copy).await;
    assert!(lines.contains("答えた 3日のうち 1日は「なかった」") && !lines.contains("すべてで"), "{lines}");
}

/// Where it is not known when the clinic reads, every page that speaks of it says that, and the help card after a safety answer
/// says at its top that the answer is saved and delivered.
///
/// Part of: SAFE-010
#[tokio::test]
async fn when_it_is_read_is_the_same_sentence_everywhere() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let first = opened(&world, &patient, "/today").await;
    let card = main(&world.send(&patient, "/today", &[("id", &*id(1)), THOUGHTS]).await.is(200).text());
    let done = main(&world.send(&patient, "/today", &[("id", &*id(2)), ("mood", "5")]).await.is(200).text());
    for page in [&first, &card, &done, &opened(&world, &patient, "/privacy").await] {
        assert!(page.contains(READING) && page.contains("次の診察まで"), "{page}");
        assert!(!page.contains("診療時間になってから") && !page.contains("次の診察のときに記録を読みます"));
    }
    let top = card.split("tel:").next().unwrap();
    assert!(top.contains("11月24日（火）の記録を保存しました"), "{top}");
    assert!(top.contains("この答えはクリニックに届きました") && top.contains(READING), "{top}");
    let alone = [("id", &*id(3)), THOUGHTS, ("only_me", "on"), ("safety_answer", "deliver")];
    let card = main(&world.send(&patient, "/today", &alone).await.is(200).text());
    assert!(card.split("tel:").next().unwrap().contains("クリニックには行きません"), "{card}");
}

/// A seizure or a confusion is answered with what to do first, not with the words for thoughts of dying; with both, both.
///
/// Part of: SAFE-005
#[tokio::test]
async fn danger_to_the_body_has_a_lead_of_its_own() {
    let world = TestServer::demo().await;
    let (patient, body, words) =
        (world.sign_in("patient").await, "すぐに119に電話してください", "つらいことを言葉にするのは");
    let cases = [
        (vec![("symptom.seizure", "on")], [true, false]),
        (vec![("symptom.confusion", "on")], [true, false]),
        (vec![("symptom.hallucination", "on")], [false, true]),
        (vec![THOUGHTS], [false, true]),
        (vec![THOUGHTS, ("symptom.seizure", "on")], [true, true]),
    ];
    for (n, (answers, expected)) in (1..).zip(cases) {
        let entry = id(n);
        let form = |more: &[(&'static str, &'static str)]| {
            let own = [("id", entry.as_str())].into_iter().chain(answers.iter().copied());
            own.chain(more.iter().copied()).collect::<Vec<_>>()
        };
        let refused = world.send(&patient, "/today", &form(&[("sleep_hours", "x")])).await.is(422).text();
        let waits = world.send(&patient, "/today", &form(&[("only_me", "on")])).await.is(200).text();
        let card = world.send(&patient, "/today", &form(&[])).await.is(200).text();
        for page in [refused, waits, card] {
            assert_eq!([page.contains(body), page.contains(words)], expected, "{answers:?}");
            assert!(
                page.contains("tel:119")
                    && (page.contains("電話してください") || page.contains("電話をしてください")),
                "{answers:?}"
            );
        }
    }
    let clinician = world.sign_in("clinician").await;
    assert!(world.entries(&clinician, world.chart).await.to_string().contains("seizure"), "none is hidden");
    world.submit(&patient, world.chart, &[check_in(9, &json!({ "mood": 5 }))]).await.is(200);
}
