//! What is for the patient alone: told where it is saved and where it is read.

use serde_json::json;
use testkit::{Session, TestServer, check_in, id};

/// What is read first on the page of an entry: its newest version.
fn newest(page: &str) -> String {
    let entry = page.split("<article").nth(1).expect("an entry");
    entry.split("<details class=\"versions\"").next().unwrap().to_owned()
}

async fn amended(world: &TestServer, session: &Session, n: u64, fields: &[(&str, &str)]) -> String {
    let record = world.record(session, world.chart, &id(1)).await;
    let (fresh, own) = (id(n), [("date", "2026-11-24"), ("reason", "slip"), ("mood", "5")]);
    let all: Vec<(&str, &str)> =
        [("id", fresh.as_str())].into_iter().chain(own).chain(fields.iter().copied()).collect();
    world.send(session, &format!("/days/{record}/amend"), &all).await.is(200).text()
}

/// A note for oneself is told from one that the clinic reads, when it is saved and in the list.
#[tokio::test]
async fn a_note_for_oneself_says_so() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let note = [("id", &*id(1)), ("mood", "5"), ("note", "secret"), ("note_only_me", "on")];
    let form = world.filled(&patient, "/today", &note);
    let done = world.ask(form.clone()).await.is(200).text();
    assert!(done.contains("クリニックに届きました") && done.contains("メモはクリニックには届いていません"));
    let english = form.in_language(&patient, "en");
    assert!(world.ask(english).await.is(200).text().contains("The note is saved as “only me”"));
    assert!(newest(&world.page(&patient, "/days").await).contains("メモは自分だけ"));
    let shared = [("id", &*id(2)), ("mood", "5"), ("note", "for all")];
    let done = world.send(&patient, "/today", &shared).await.is(200).text();
    assert!(!done.contains("届いていません"), "{done}");
    assert_eq!(world.page(&patient, "/days").await.matches("メモは自分だけ").count(), 1);
}

/// An entry for oneself, or a correction that is, sent twice: the second answer says as well that it has not gone to the
/// clinic, and nothing of when the clinic reads.
#[tokio::test]
async fn an_entry_for_oneself_sent_twice_still_says_so() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let alone = [("id", &*id(1)), ("mood", "5"), ("only_me", "on")];
    for time in ["once", "twice"] {
        let done = world.send(&patient, "/today", &alone).await.is(200).text();
        assert!(done.contains("クリニックには届いていません"), "{time}: {done}");
        assert!(!done.contains("クリニックがいつ読むか"), "{time}: {done}");
    }
    for time in ["once", "twice"] {
        let done = amended(&world, &patient, 2, &[("only_me", "on"), ("function", "partly")]).await;
        assert!(done.contains("直した記録は、クリニックには届いていません"), "{time}: {done}");
        assert!(!done.contains("クリニックがいつ読むか"), "{time}: {done}");
    }
    let shared = [("id", &*id(3)), ("mood", "5")];
    world.send(&patient, "/today", &shared).await.is(200);
    let again = world.send(&patient, "/today", &shared).await.is(200).text();
    assert!(again.contains("もう保存されています") && again.contains("クリニックがいつ読むか"), "{again}");
}

/// What moves between the clinic and the patient alone is told as that, never as removed; who had it before keeps it.
#[tokio::test]
async fn a_correction_says_what_moved() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 5, "note": "words" }))]).await.is(200);
    let done = amended(&world, &patient, 2, &[("note", "words"), ("note_only_me", "on")]).await;
    assert!(
        done.contains("メモはクリニックには届いていません") && done.contains("届いた分として残っています")
    );
    let read = newest(&world.page(&patient, "/days").await);
    assert!(read.contains("このメモは、これから自分だけのもの") && read.contains("メモは自分だけ"), "{read}");
    let gone = newest(&world.page(&clinician, &format!("/charts/{}/entries", world.chart)).await);
    assert!(gone.contains("消されました") && !gone.contains("words") && !gone.contains("自分だけ"), "{gone}");

    amended(&world, &patient, 3, &[("note", "words")]).await;
    let read = newest(&world.page(&patient, "/days").await);
    assert!(
        read.contains("このメモは、これからクリニックの人も読みます") && !read.contains("メモは自分だけ")
    );

    amended(&world, &patient, 4, &[("note", "words"), ("only_me", "on")]).await;
    let read = newest(&world.page(&patient, "/days").await);
    assert!(
        read.contains("この記録は、これから自分だけのもの") && read.contains("<li>自分だけ</li>"),
        "{read}"
    );
    assert!(!read.contains("このメモは"), "said once, of the whole: {read}");

    amended(&world, &patient, 5, &[("note", "words")]).await;
    let read = newest(&world.page(&patient, "/days").await);
    assert!(read.contains("この記録は、これからクリニックの人も読みます"), "{read}");
    assert!(!read.contains("<li>自分だけ</li>"), "it no longer is");
    assert!(!world.page(&patient, "/days").await.contains("消されました"));

    amended(&world, &patient, 6, &[]).await;
    let read = newest(&world.page(&patient, "/days").await);
    assert!(read.contains("消されました"), "a note that is nowhere any more: {read}");
}

/// A safety answer that was kept is told from one that was delivered; after keeping it, help is one touch away.
///
/// Part of: SAFE-005
#[tokio::test]
async fn a_safety_answer_says_whether_it_was_delivered() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let answer = |n: &'static str, choice| {
        [("id", n), ("symptom.suicidal_thoughts", "on"), ("only_me", "on"), ("safety_answer", choice)]
    };
    let kept = answer("00000000-0000-4000-8000-000000000001", "keep");
    let done = world.send(&patient, "/today", &kept).await.is(200).text();
    let main = done.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    assert!(main.contains("急ぐとき") && main.contains("href=\"/help\""), "{main}");
    assert!(main.contains("安全にかかわる答えも、クリニックには届いていません"));
    let read = world.page(&patient, "/days").await;
    assert!(read.contains("クリニックに届けていません（自分だけ）") && !read.contains("届いています"));
    let delivered = answer("00000000-0000-4000-8000-000000000002", "deliver");
    world.send(&patient, "/today", &delivered).await.is(200);
    let read = world.page(&patient, "/days").await;
    assert_eq!(read.matches("：クリニックに届いています").count(), 1);
}

/// A day without words is called so, and taking an entry back is not called a correction.
#[tokio::test]
async fn entries_are_called_what_they_are() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.send(&patient, "/today", &[("id", &*id(1)), ("cannot_write", "on")]).await.is(200);
    let read = newest(&world.page(&patient, "/days").await);
    assert!(
        read.contains("<span class=\"kind\">書けなかった日</span>") && !read.contains("一日の記録"),
        "{read}"
    );
    let record = world.record(&patient, world.chart, &id(1)).await;
    world.send(&patient, &format!("/days/{record}/mistake"), &[("reason", "slip")]).await.is(303);
    let read = world.page(&patient, "/days").await;
    assert!(read.contains("取り消した理由：slip") && !read.contains("直した理由"), "{read}");
}
