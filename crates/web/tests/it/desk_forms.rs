//! The clinic's own forms: doses are read back, safety answers are ticked one by one, and the lines for the chart add up.

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, get, id, token_of};

async fn with_dose(dose: &str) -> (TestServer, Session) {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let fact =
        entry(1, "medicine", &json!({ "medicine": "sertraline", "dose_mg": dose, "date": "2026-03-01" }));
    world.submit(&clinician, world.chart, &[fact]).await.is(200);
    (world, clinician)
}

/// A dose is stored only after both doses and the day were shown; what is stored is what was shown.
#[tokio::test]
async fn a_dose_is_read_back_before_it_is_stored() {
    let (world, clinician) = with_dose("10").await;
    let (path, n) = (world.add("dose"), id(2));
    let fields = [("id", n.as_str()), ("medicine", "sertraline"), ("dose_mg", "75"), ("date", "2026-11-24")];
    let shown = world.send(&clinician, &path, &fields).await.is(200);
    for words in ["10 mg", "75 mg", "2026年11月24日（火）", "7.5 倍", "patient", "1991年3月2日（平成3年）"]
    {
        assert!(shown.text().contains(words), "{words}");
    }
    assert_eq!(world.doses(&clinician).await.as_array().unwrap().len(), 1);
    let stored = "\"dose_mg\":\"75\"";
    assert!(!world.doses(&clinician).await.to_string().contains(stored), "nothing is stored yet");
    // The token stands for exactly these words.
    let token = token_of(&shown);
    let other = [("id", n.as_str()), ("medicine", "sertraline"), ("dose_mg", "7.5"), ("date", "2026-11-24")];
    let mut changed = vec![("read_back", token.as_str())];
    changed.extend(other);
    let again = world.send(&clinician, &path, &changed).await.is(200);
    assert!(again.text().contains("7.5 mg") && !world.doses(&clinician).await.to_string().contains("7.5"));
    let mut confirmed = vec![("read_back", token.as_str())];
    confirmed.extend(fields);
    world.send(&clinician, &path, &confirmed).await.is(303);
    world.send(&clinician, &path, &confirmed).await.is(303);
    let doses = world.doses(&clinician).await.to_string();
    assert_eq!(doses.matches(stored).count(), 1, "stored once: {doses}");
}

/// What somebody else changed meanwhile is read again.
#[tokio::test]
async fn a_read_back_that_is_no_longer_true_is_shown_anew() {
    let (world, clinician) = with_dose("10").await;
    let (path, n) = (world.add("dose"), id(2));
    let fields = [("id", n.as_str()), ("medicine", "sertraline"), ("dose_mg", "5")];
    let token = token_of(&world.send(&clinician, &path, &fields).await.is(200));
    let meanwhile = json!({ "medicine": "sertraline", "dose_mg": "40", "date": "2026-11-20" });
    world.submit(&clinician, world.chart, &[entry(3, "dose_change", &meanwhile)]).await.is(200);
    let mut confirmed = vec![("read_back", token.as_str())];
    confirmed.extend(fields);
    let shown = world.send(&clinician, &path, &confirmed).await.is(200);
    assert!(shown.text().contains("40 mg"));
    let mut confirmed = vec![("read_back", "")];
    let token = token_of(&shown);
    confirmed[0].1 = &token;
    confirmed.extend(fields);
    world.send(&clinician, &path, &confirmed).await.is(303);
}

/// A form that our script sends is answered with where to go: the script would open the chart only for the browser to
/// open it again, and both looks would stand on the patient's list.
#[tokio::test]
async fn a_chart_is_opened_once_after_a_form() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let (path, chart) = (world.add("event"), format!("/charts/{}", world.chart));
    for (n, script) in [(1, true), (2, false)] {
        let n = id(n);
        let mut ask = world.filled(&clinician, &path, &[("id", n.as_str()), ("what", "visit")]);
        if script {
            ask = ask.with("x-by-script", "form");
        }
        let answer = world.ask(ask).await;
        assert_eq!(
            (answer.code(), answer.header("location")),
            (if script { 204 } else { 303 }, Some(&*format!("{chart}?saved={n}")))
        );
    }
}

/// From the read-back one goes back to the form with everything typed.
#[tokio::test]
async fn a_read_back_can_be_changed_and_keeps_what_was_typed() {
    let (world, clinician) = with_dose("10").await;
    let fields =
        [("medicine", "ジェイゾロフト"), ("dose_mg", "12.5"), ("date", "2026-11-02"), ("edit", "on")];
    let form = world.send(&clinician, &world.add("medicine"), &fields).await.is(200).text();
    for kept in ["value=\"ジェイゾロフト\"", "value=\"12.5\"", "value=\"2026-11-02\""] {
        assert!(form.contains(kept), "{kept}");
    }
    assert!(!form.contains("class=\"notice refused\""), "nothing was wrong");
}

#[tokio::test]
async fn a_dose_changes_only_for_a_medicine_of_the_chart() {
    let (world, clinician) = with_dose("10").await;
    for medicine in ["paroxetine", "パキシル", "セルトラ", "x"] {
        let fields = [("medicine", medicine), ("dose_mg", "5")];
        let refused = world.sent(&clinician, &world.add("dose"), 2, &fields).await.is(422);
        assert!(refused.text().contains("href=\"#f-medicine\""), "{medicine}");
    }
    let stopped = [("medicine", "ジェイゾロフト"), ("dose_mg", "0")];
    world.sent_twice(&clinician, &world.add("dose"), 2, &stopped).await.is(303);
    let form = world.ask(get(&world.add("dose")).by(&clinician)).await.is(200).text();
    assert!(
        form.contains("<optgroup label=\"中止した薬\"><option value=\"sertraline\""),
        "it can be started again"
    );
}

/// A program's names are understood as the form's are: also where a change or a replacement names the medicine.
#[tokio::test]
async fn one_medicine_by_two_names_is_one_medicine_to_programs() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let content =
        |name: &str, dose: &str, date: &str| json!({ "medicine": name, "dose_mg": dose, "date": date });
    let mut other = content("ジェイゾロフト", "25", "2026-11-20");
    other["replaces"] = json!("ぱろきせちん");
    let facts = [
        entry(1, "medicine", &content("パキシル", "20", "2026-10-01")),
        entry(2, "dose_change", &content("ﾊﾟﾛｷｾﾁﾝ", "10", "2026-11-01")),
        entry(3, "dose_change", &content("Paxil", "0", "2026-11-20")),
        entry(4, "medicine", &other),
        entry(5, "medicine", &content("自家製の薬", "1", "2026-11-20")),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    let doses = world.doses(&clinician).await;
    let names: Vec<&str> =
        doses.as_array().unwrap().iter().map(|lane| lane["medicine"].as_str().unwrap()).collect();
    assert_eq!(names, ["paroxetine", "sertraline", "自家製の薬"]);
    assert_eq!(doses[0]["steps"].as_array().unwrap().len(), 3, "{doses}");
    assert_eq!(doses[1]["replaces"], "paroxetine");
    let mut itself = content("Paxil CR", "20", "2026-11-20");
    itself["replaces"] = json!("paroxetine");
    let refused =
        world.submit(&clinician, world.chart, &[entry(6, "medicine", &itself)]).await.is(422).json();
    assert_eq!(refused["error"]["entries"][0]["field"], "replaces");
}

/// Brand, generic and kana names are one medicine; a name that nobody knows is said to be unknown.
#[tokio::test]
async fn one_medicine_by_two_names_is_one_medicine() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let path = world.add("medicine");
    let names = [(1, "パキシル", "20", "2026-10-01"), (2, "ﾊﾟﾛｷｾﾁﾝ", "10", "2026-11-01")];
    for (n, typed, dose, date) in names {
        let fields = [("medicine", typed), ("dose_mg", dose), ("date", date)];
        world.sent_twice(&clinician, &path, n, &fields).await.is(303);
    }
    let doses = world.doses(&clinician).await;
    assert_eq!(doses.as_array().unwrap().len(), 1, "{doses}");
    assert_eq!(doses[0]["medicine"], "paroxetine");
    let shown = |typed: &'static str| {
        let fields = [("medicine", typed), ("dose_mg", "5")];
        let (world, clinician, path) = (&world, &clinician, &path);
        async move { world.sent(clinician, path, 3, &fields).await.is(200).text() }
    };
    assert!(shown("Paxil").await.contains("すでに登録されています"));
    assert!(shown("ジェイゾロフト").await.contains("セルトラリンとして登録します"));
    assert!(shown("自家製の薬").await.contains("薬の一覧にない名前"));
    for (n, typed) in [(4, "自家製の薬"), (5, "自家製 の薬")] {
        let fields = [("medicine", typed), ("dose_mg", "5")];
        world.sent_twice(&clinician, &path, n, &fields).await.is(303);
    }
    assert_eq!(world.doses(&clinician).await.as_array().unwrap().len(), 2);
}

pub fn listed(id: &str) -> Value {
    json!({ "answer": "listed", "listed": [{ "id": id }] })
}

fn graded(id: &str, severity: u8) -> Value {
    json!({ "answer": "listed", "asked": [id], "listed": [{ "id": id, "severity": severity }] })
}

/// Every `value` of the ticks on a page.
pub fn ticks(page: &str) -> Vec<String> {
    let ticks = page.split("name=\"seen\" value=\"").skip(1);
    ticks.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// Verifies: SAFE-012
#[tokio::test]
async fn every_safety_answer_is_ticked_before_a_review_is_stored() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let content = [
        check_in(1, &json!({ "date": "2026-11-22", "symptoms": listed("suicidal_thoughts") })),
        check_in(3, &json!({ "date": "2026-11-23", "symptoms": graded("akathisia", 3) })),
        check_in(4, &json!({ "date": "2026-11-23", "symptoms": graded("akathisia", 2) })),
        check_in(
            2,
            &json!({ "symptoms": { "answer": "listed", "listed": [{ "id": "confusion" }, { "id": "hallucination" }] } }),
        ),
    ];
    world.submit(&patient, world.chart, &content).await.is(200);
    world.clock.advance_min(1);
    let path = world.add("review");
    let form = world.ask(get(&path).by(&clinician)).await.is(200).text();
    let all = ticks(&form);
    assert_eq!(all.len(), 4, "an answer each, also two of one evening; of akathisia the severe one alone");
    let severe = "体の内側がむずむずして、じっとしていられない（強い）";
    for words in ["11月22日", "11月24日", "20:55", severe] {
        assert!(form.contains(words), "{words}");
    }
    let seen: Vec<(&str, &str)> = all.iter().map(|one| ("seen", one.as_str())).collect();
    for some in [&[][..], &seen[..2], &seen[..3], &seen[1..]] {
        let mut fields = vec![("answer", "typed and kept")];
        fields.extend(some);
        let refused = world.sent(&clinician, &path, 9, &fields).await.is(422).text();
        assert!(refused.contains("印の付いていない回答があります") && refused.contains("typed and kept"));
        assert_eq!(refused.matches("\" checked>").count(), some.len(), "ticks are kept");
    }
    world.sent(&clinician, &path, 9, &seen).await.is(303);
    let form = world.ask(get(&path).by(&clinician)).await.is(200).text();
    assert!(ticks(&form).is_empty() && form.contains("当日中に見るべき回答はありません"));
}

/// An answer that arrived after the page was drawn is neither asked for nor covered.
#[tokio::test]
async fn a_review_asks_only_for_what_its_page_showed() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 4 }))]).await.is(200);
    let form = world.ask(get(&world.add("review")).by(&clinician)).await.is(200).text();
    let up_to = form.split("name=\"up_to\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    world.clock.advance_min(5);
    let late =
        check_in(2, &json!({ "symptoms": listed("confusion"), "entered_at": "2026-11-24T21:04:00+09:00" }));
    world.submit(&patient, world.chart, &[late]).await.is(200);
    world.sent(&clinician, &world.add("review"), 9, &[("up_to", &up_to)]).await.is(303);
    let panel = world.ask(get("/panel").by(&clinician)).await.is(200).text();
    assert!(panel.contains("class=\"task\""), "the answer still waits");
}

/// A program cannot say that it read what had not arrived.
#[tokio::test]
async fn a_review_reaches_no_further_than_the_newest_arrival() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 4 }))]).await.is(200);
    world.clock.advance_min(10);
    let review = |n, up_to: &str| entry(n, "review", &json!({ "up_to": up_to }));
    let refused =
        world.submit(&clinician, world.chart, &[review(2, "2026-11-24T12:05:00Z")]).await.is(422).json();
    assert_eq!(refused["error"]["entries"][0]["field"], "up_to");
    world.submit(&clinician, world.chart, &[review(2, "2026-11-24T12:00:00Z")]).await.is(200);
}

/// The days of a period add up to it, today included; medicine and symptoms as they were answered are in the lines.
#[tokio::test]
async fn the_copied_lines_count_every_day_once() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let lines = world.copied(&clinician, "4w").await;
    assert_eq!(lines.len(), 5);
    assert!(lines[0].contains("（28日間）") && lines[0].contains("本人の記録なし"), "{}", lines[0]);
    assert!(lines[2].contains("当日中に見るべき回答：答えなし"), "{}", lines[2]);
    let evening = |n, date: &str, more: Value| {
        let mut content =
            check_in(n, &json!({ "date": date, "entered_at": format!("{date}T20:00:00+09:00") }));
        content.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        content
    };
    let dizzy = |severity| json!({ "answer": "listed", "asked": ["dizziness"], "listed": [{ "id": "dizziness", "severity": severity }] });
    let evenings = [
        // The first day of the four weeks, and the day before it.
        evening(1, "2026-10-27", json!({ "mood": 1, "medicine": "more" })),
        evening(2, "2026-10-28", json!({ "mood": 5, "medicine": "as_planned", "symptoms": dizzy(1) })),
        evening(3, "2026-11-20", json!({ "medicine": "partly", "symptoms": dizzy(3) })),
        evening(4, "2026-11-21", json!({ "medicine": "as_planned", "symptoms": { "answer": "none" } })),
        evening(5, "2026-11-22", json!({ "cannot_write": true })),
    ];
    for one in evenings {
        world.clock.set(one["entered_at"].as_str().unwrap());
        let patient = world.sign_in("patient").await;
        world.submit(&patient, world.chart, &[one]).await.is(200);
    }
    world.clock.set("2026-11-24T12:00:00Z");
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let lines = world.copied(&clinician, "4w").await;
    assert!(
        lines[0].contains(
            "（28日間）。記録 3日、書けない 1日、記録なし 23日、睡眠の記録 0日。今日はまだ記録なし。"
        ),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains("5–5、中央値 5（1日）"), "the day before is not in it: {}", lines[1]);
    assert_eq!(
        lines[2],
        "症状：答えた 3日のうち 2日にあり、多い順に めまい・ふらつき 2日。最も強い答え「強い」：めまい・ふらつき 1日。当日中に見るべき回答：なし。"
    );
    assert!(lines[3].ends_with("服薬の答え：予定どおり 2日、一部だけ 1日。"), "{}", lines[3]);
    let today = evening(6, "2026-11-24", json!({ "mood": 4 }));
    world.submit(&patient, world.chart, &[today]).await.is(200);
    let lines = world.copied(&clinician, "4w").await;
    assert!(lines[0].contains("記録 4日、書けない 1日、記録なし 23日"), "{}", lines[0]);
    let lines = world.copied(&clinician, "review").await;
    assert!(lines[0].contains("（29日間）。記録 5日、書けない 1日、記録なし 23日"), "{}", lines[0]);
}

/// A safety answer that arrived after the last review is in the lines also when it is about a day before it.
#[tokio::test]
async fn a_late_safety_answer_is_copied() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 4 }))]).await.is(200);
    world
        .submit(&clinician, world.chart, &[entry(2, "review", &json!({ "up_to": "2026-11-24T12:00:00Z" }))])
        .await
        .is(200);
    world.clock.advance_min(60 * 24);
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let late = json!({ "date": "2026-11-23", "symptoms": listed("confusion"), "entered_at": "2026-11-25T20:59:00+09:00" });
    world.submit(&patient, world.chart, &[check_in(3, &late)]).await.is(200);
    let lines = world.copied(&clinician, "review").await;
    assert!(lines[2].contains("11月23日"), "{}", lines[2]);
}

/// Each form of the desk shows a birth date in both calendars beside the name, and nothing of the patient before.
///
/// Verifies: SAFE-012
#[tokio::test]
async fn forms_name_their_patient_and_begin_empty() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let other = format!("/charts/{}/add/medicine", world.child);
    let typed = [("medicine", "漢方"), ("dose_mg", "viel"), ("date", "2026-11-02")];
    let refused = world.send(&clinician, &world.add("medicine"), &typed).await.is(422).text();
    assert!(
        refused.contains("漢方")
            && refused.contains("1991年3月2日（平成3年）")
            && refused.contains("A-patient")
    );
    let form = world.ask(get(&other).by(&clinician)).await.is(200).text();
    assert!(form.contains("2013年6月1日（平成25年）") && form.contains("A-minor"));
    assert!(!form.contains("漢方") && !form.contains("2026-11-02") && form.contains("autocomplete=\"off\""));
}

/// Every line of the patient's list of accesses is a sentence, a working note too, which does not say what it says.
///
/// Verifies: PRIV-008
#[tokio::test]
async fn every_access_is_a_sentence() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let content = [
        entry(1, "staff_note", &json!({ "text": "a thought" })),
        entry(2, "event", &json!({ "what": "visit" })),
    ];
    world.submit(&clinician, world.chart, &content).await.is(200);
    world.ask(get("/panel").by(&clinician)).await.is(200);
    world.ask(get(&format!("/charts/{}", world.chart)).by(&clinician)).await.is(200);
    let page = world.ask(get("/access").by(&patient)).await.is(200).text();
    assert!(page.contains("診療の作業メモを書いた") && !page.contains("a thought"));
    let english = world.page_in(&patient, "/access", "en").await;
    assert!(english.contains("wrote a working note"));
    for page in [page, english] {
        for what in page.split("<p class=\"look-what\">").skip(1) {
            let sentence = what.split('<').next().unwrap();
            assert!(!sentence.contains('_') && !sentence.contains("action-"), "{sentence}");
        }
    }
}

/// What was answered about the day's medicine has a column of its own in the table.
#[tokio::test]
async fn the_table_has_the_days_medicine() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let content = [
        check_in(1, &json!({ "date": "2026-11-22", "medicine": "as_planned" })),
        check_in(2, &json!({ "date": "2026-11-23", "medicine": "partly" })),
        check_in(3, &json!({ "medicine": "not_taken" })),
    ];
    world.submit(&patient, world.chart, &content).await.is(200);
    let page = world.ask(get(&format!("/charts/{}?view=table", world.chart)).by(&clinician)).await.is(200);
    let table = page.text().split("<table class=\"twin\">").nth(1).unwrap().to_owned();
    for words in ["<th scope=\"col\">服用", "予定どおり", "一部だけ", "のまなかった"] {
        assert!(table.contains(words), "{words}: {table}");
    }
}

/// Before a working note is written, the page says who reads it, and that the law may require it to be disclosed.
///
/// Part of: ACC-010
#[tokio::test]
async fn a_working_note_says_who_may_come_to_read_it() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let japanese = world.page(&clinician, &world.add("note")).await;
    assert!(
        japanese.contains("書いた本人だけ")
            && japanese.contains("法律によって開示を求められることはあります")
    );
    let english = world.page_in(&clinician, &world.add("note"), "en").await;
    assert!(
        english.contains("Only you read") && english.contains("law may still require it to be disclosed")
    );
}
