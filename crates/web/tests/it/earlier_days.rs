//! A form about another day than today, and a form that cannot be stored as it is: words that fit, and nothing lost.

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, id, part};

const TODAY: &str = "2026-11-24";

async fn written(world: &TestServer, session: &Session, n: u64, date: &str, more: Value) {
    let mut content = check_in(n, &more);
    content["date"] = date.into();
    world.submit(session, world.chart, &[content]).await.is(200);
}

/// A refused form still says what is written of its day, all of it, and a day with words is not called wordless: neither
/// offered nor stored. The first of the kind sent again is no second one.
#[tokio::test]
async fn a_day_with_words_is_not_called_wordless() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let wordless = [("id", &*id(1)), ("cannot_write", "on"), ("date", "2026-11-23")];
    for _ in 0..2 {
        world.send(&patient, "/today", &wordless).await.is(200);
    }
    for (n, at) in [(2, "20:01"), (3, "20:02")] {
        let at = format!("2026-11-24T{at}:00+09:00");
        world
            .submit(&patient, world.chart, &[check_in(n, &json!({ "mood": 4, "entered_at": at }))])
            .await
            .is(200);
    }
    let empty = world.send(&patient, "/today", &[("id", &*id(4)), ("date", TODAY)]).await.is(422).text();
    for shown in [&world.page(&patient, "/today").await, &empty] {
        let told = part(shown, "notice already", "</div>");
        assert!(told.contains("20:01") && told.contains("20:02"), "{told}");
        assert_eq!(told.matches("/amend\"").count(), 2, "{told}");
        assert!(!shown.contains("f-cannot_write\"") && !shown.contains("今日は書けない"), "not offered");
    }
    let before = world.entries(&patient, world.chart).await;
    for (n, date) in [(5, TODAY), (6, "2026-11-23")] {
        let form = [("id", &*id(n)), ("cannot_write", "on"), ("date", date)];
        let refused = world.send(&patient, "/today", &form).await.is(422).text();
        assert!(
            part(&refused, "notice refused", "</div>").contains("この日の記録は、もうあります"),
            "{refused}"
        );
    }
    assert_eq!(world.entries(&patient, world.chart).await, before, "nothing was stored");
}

/// A chip that was opened and left without a strength is asked about by its name; what else was typed stays. Where it was
/// said that it was not there, or nothing is listed, nobody asks.
#[tokio::test]
async fn an_opened_symptom_is_not_dropped() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let medicine = entry(90, "medicine", &json!({ "medicine": "sertraline", "dose_mg": "50" }));
    world.submit(&clinician, world.chart, &[medicine]).await.is(200);
    let fresh = world.page(&patient, "/today").await;
    let chip = part(&fresh, "<details class=\"chip\"", "</details>");
    assert!(!chip.contains(" checked"), "nothing says that it was not there: {chip}");
    assert!(
        chip.contains("name=\"opened.") && chip.contains(" disabled"),
        "without script it is not sent: {chip}"
    );
    for left in [("opened.dizziness", "on"), ("symptom_time.dizziness", "14:30")] {
        let typed =
            [("id", &*id(1)), ("symptoms", "listed"), left, ("symptom.nausea", "2"), ("note", "typed")];
        let refused = world.send(&patient, "/today", &typed).await.is(422).text();
        let words = part(&refused, "notice refused", "</div>");
        assert!(
            words.contains("めまい・ふらつき：強さを選んでください") && !words.contains("吐き気"),
            "{words}"
        );
        assert!(refused.contains("<details class=\"chip\" open>") && refused.contains(">typed</textarea>"));
        assert!(refused.contains("name=\"symptom.nausea\" value=\"2\" checked"), "{left:?}");
    }
    assert_eq!(world.entries(&patient, world.chart).await.as_array().unwrap().len(), 1, "the medicine alone");
    let none = [("symptom.dizziness", ""), ("opened.dizziness", "on"), ("symptom.nausea", "2")];
    let chosen = [("symptom.dizziness", "1"), ("opened.dizziness", "on"), ("symptoms", "listed")];
    let closed = [("opened.dizziness", "on"), ("symptoms", "none"), ("mood", "5")];
    for (n, answers) in (2..).zip([none, chosen, closed]) {
        let own = id(n);
        let form: Vec<_> = [("id", own.as_str())].into_iter().chain(answers).collect();
        world.send(&patient, "/today", &form).await.is(200);
    }
    let stored = world.entries(&patient, world.chart).await.to_string();
    assert_eq!(stored.matches("\"id\":\"dizziness\"").count(), 1, "{stored}");
}

/// Days of which something is written are marked where a day is chosen, the page after a late entry names its day, and so on a
/// guardian's page, which speaks of what that guardian wrote alone.
#[tokio::test]
async fn days_with_entries_are_marked_where_they_are_chosen() {
    let world = TestServer::demo().await;
    let (patient, guardian) = (world.sign_in("patient").await, world.sign_in("guardian").await);
    for (path, fields) in [("/today", ("mood", "5")), ("/sleep", ("quality", "5"))] {
        let late = [("id", &*id(if path == "/today" { 1 } else { 2 })), fields, ("date", "2026-11-21")];
        let done = world.send(&patient, path, &late).await.is(200).text();
        assert!(part(&done, "class=\"done\"", "</div>").contains("11月21日（土）の"), "{done}");
        let days = world.page(&patient, path).await;
        let days = part(&days, "id=\"f-date\"", "</fieldset>");
        assert_eq!(days.matches("記録あり").count(), 1, "{days}");
        assert!(days.contains("11月21日（土）・記録あり"), "{days}");
        let refused =
            world.send(&patient, path, &[("id", &*id(9)), ("date", "2026-11-21")]).await.is(422).text();
        assert!(part(&refused, "notice already", "</div>").contains("11月21日の分は"), "{refused}");
    }
    let minor = world.sign_in("minor").await;
    world.submit(&minor, world.child, &[check_in(20, &json!({ "mood": 1 }))]).await.is(200);
    let fresh = world.page(&guardian, "/family").await;
    assert!(
        !fresh.contains("notice already") && !fresh.contains("記録あり"),
        "the child's is not told: {fresh}"
    );
    for (n, date) in [(3, TODAY), (4, "2026-11-22")] {
        world.send(&guardian, "/family", &[("id", &*id(n)), ("mood", "4"), ("date", date)]).await.is(200);
    }
    let again = world.page(&guardian, "/family").await;
    assert!(part(&again, "notice already", "</div>").contains("今日の分は"), "{again}");
    assert_eq!(part(&again, "id=\"i-date\"", "</select>").matches("記録あり").count(), 2);
    let refused =
        world.send(&guardian, "/family", &[("id", &*id(5)), ("date", "2026-11-22")]).await.is(422).text();
    assert!(part(&refused, "notice already", "</div>").contains("11月22日の分は"), "{refused}");
}

/// Where the day is asked, or another one was chosen, no label speaks of today, and "the same" says for which day it repeats
/// which; on an ordinary page both wordings are there, and the choice of the day shows one.
#[tokio::test]
async fn labels_fit_the_day_that_is_asked_about() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let symptoms = |severity: u8| json!({ "symptoms": { "answer": "listed", "listed": [{ "id": "dizziness", "severity": severity }] } });
    written(&world, &patient, 1, "2026-11-23", symptoms(1)).await;
    written(&world, &patient, 2, TODAY, symptoms(3)).await;
    let mine = world.record(&patient, world.chart, &id(1)).await;
    let ordinary = world.page(&patient, "/today").await;
    for (now, any) in
        [("今日の薬", "この日の薬"), ("昨夜の睡眠", "前の夜の睡眠"), ("昨日と同じ", "前の日と同じ")]
    {
        assert!(ordinary.contains(&format!("<span class=\"of-today\">{now}</span>")), "{now}");
        assert!(ordinary.contains("class=\"of-any\"") && ordinary.contains(any), "{any}");
    }
    let typed = [("id", &*id(3)), ("date", "2026-11-22"), ("mood", "x")];
    let refused = world.send(&patient, "/today", &typed).await.is(422).text();
    let amended = world.page(&patient, &format!("/days/{mine}/amend")).await;
    world.clock.set("2026-11-24T15:30:00Z");
    let patient = world.sign_in("patient").await;
    let midnight = world.page(&patient, "/today").await;
    for shown in [&refused, &amended, &midnight] {
        let form = part(shown, "id=\"f-mood\"", "class=\"after\"");
        for word in ["今日の薬", "今日、気になる", "今日あったこと", "昨夜", "昨日と同じ"]
        {
            assert!(!form.contains(word), "{word}: {form}");
        }
        assert!(form.contains("この日の薬") && !shown.contains("今日はどうでしたか"));
    }
    let same = part(&midnight, "id=\"same-as\"", "</div>");
    for (day, grade) in [("11月25日のことを書くとき", "（強い）"), ("11月24日のことを書くとき", "（軽い）")]
    {
        assert!(part(same, day, "</p>").contains(grade), "{same}");
    }
    assert!(!refused.contains("id=\"same-as\""), "nothing before the chosen day to repeat: {refused}");
}

/// A refusal of two answers that contradict each other names both.
#[tokio::test]
async fn contradicting_answers_are_named() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let typed = [("id", &*id(1)), ("symptoms", "none"), ("symptom.dizziness", "2"), ("symptom.nausea", "1")];
    let refused = world.send(&patient, "/today", &typed).await.is(422).text();
    let words = part(&refused, "notice refused", "</div>");
    assert!(words.contains("「なかった」と「めまい・ふらつき、吐き気」の両方"), "{words}");
    written(&world, &patient, 2, "2026-11-23", json!({ "symptoms": { "answer": "none" } })).await;
    let typed = [("id", &*id(3)), ("symptoms", "same"), ("symptom.dizziness", "2"), ("date", TODAY)];
    let refused = world.send(&patient, "/today", &typed).await.is(422).text();
    assert!(
        part(&refused, "notice refused", "</div>").contains("「昨日と同じ」と「めまい・ふらつき」"),
        "{refused}"
    );
    let medicine =
        entry(4, "medicine", &json!({ "medicine": "sertraline", "dose_mg": "50", "date": "2026-11-01" }));
    world.submit(&clinician, world.chart, &[medicine]).await.is(200);
    let path = format!("/charts/{}/add/medicine", world.chart);
    let both = [
        ("id", &*id(5)),
        ("medicine", "paroxetine"),
        ("dose_mg", "5"),
        ("precision", "month"),
        ("date", "2026-11-05"),
    ];
    let refused = world.send(&clinician, &path, &both).await.is(422).text();
    assert!(refused.contains("「日付」と「日付の確かさ」"), "{refused}");
}
