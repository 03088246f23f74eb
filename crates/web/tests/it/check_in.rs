//! The check-in as a page: what it says of what is written already, of midnight, and of safety answers.

use diary::ChartId;
use serde_json::{Value, json};
use testkit::{Session, TestServer, entry, get, id, part};

const YESTERDAY: &str = "2026-11-23";
const TODAY: &str = "2026-11-24";

async fn written(world: &TestServer, session: &Session, n: u64, kind: &str, date: &str, more: Value) {
    let mut content = entry(n, kind, &more);
    content["date"] = date.into();
    world.submit(session, world.chart, &[content]).await.is(200);
}

async fn stored(world: &TestServer, session: &Session, chart: ChartId, n: u64) -> Value {
    let entries = world.entries(session, chart).await;
    let mine = |entry: &&Value| entry["versions"].as_array().unwrap().iter().any(|it| it["id"] == id(n));
    entries.as_array().unwrap().iter().find(mine).expect("the entry").clone()
}

/// What is written already is told where it would be written again, with its time and where the newest is corrected.
#[tokio::test]
async fn what_is_written_already_is_told_with_the_way_to_correct_it() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for (path, kind, more) in
        [("/today", "check_in", json!({ "mood": 4 })), ("/sleep", "sleep", json!({ "quality": 4 }))]
    {
        let n = if kind == "sleep" { 10 } else { 20 };
        written(&world, &patient, n, kind, YESTERDAY, more.clone()).await;
        let page = world.ask(get(path).by(&patient)).await.is(200).text();
        assert!(!page.contains("notice already"), "{path}: yesterday's is not today's");
        // A morning has one night.
        let most = if kind == "sleep" { 1 } else { 2 };
        for later in 1..=most {
            let mut content = entry(n + later, kind, &more);
            content["entered_at"] = format!("2026-11-24T20:0{later}:00+09:00").into();
            world.submit(&patient, world.chart, &[content]).await.is(200);
        }
        let newest = world.record(&patient, world.chart, &id(n + most)).await;
        let page = world.ask(get(path).by(&patient)).await.is(200).text();
        let told = part(&page, "notice already", "</div>");
        assert!(told.contains(&format!("20:0{most}")) && told.contains("書いてあります"), "{told}");
        assert!(told.contains(&format!("href=\"/days/{newest}/amend\"")), "{told}");
        assert!(
            page.contains("id=\"f-check_in\"") || page.contains("id=\"f-sleep\""),
            "another one is possible"
        );
        assert!(
            part(&world.page_in(&patient, path, "en").await, "notice already", "</div>")
                .contains(&format!("20:0{most}"))
        );
    }
    assert!(
        !world.page(&patient, "/today").await.contains("f-cannot_write"),
        "what has words is not called wordless"
    );
}

/// A day called wordless asks for no correction: it can simply be written.
#[tokio::test]
async fn a_wordless_day_may_still_be_written() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let form = [("id", &*id(1)), ("cannot_write", "on"), ("date", TODAY)];
    world.send(&patient, "/today", &form).await.is(200);
    let page = world.page(&patient, "/today").await;
    let told = part(&page, "notice already", "</div>");
    assert!(told.contains("書けない") && !told.contains("/amend"), "{told}");
}

/// Someone who cannot write finds that before the first question.
#[tokio::test]
async fn cannot_write_comes_before_the_questions() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let page = world.page(&patient, "/today").await;
    assert!(page.find("id=\"f-cannot_write\"").unwrap() < page.find("id=\"f-date\"").unwrap());
}

/// Between midnight and four the page asks which day is meant; nothing is preselected and nothing is guessed. What is
/// written then about the evening before is of that evening, and not late.
#[tokio::test]
async fn after_midnight_the_day_is_asked() {
    let world = TestServer::demo().await;
    for (clock, asks) in [
        ("2026-11-24T14:59:59Z", false),
        ("2026-11-24T15:00:00Z", true),
        ("2026-11-24T18:59:59Z", true),
        ("2026-11-24T19:00:00Z", false),
    ] {
        world.clock.set(clock);
        let patient = world.sign_in("patient").await;
        let page = world.page(&patient, "/today").await;
        assert_eq!(page.contains("日付が変わりました"), asks, "{clock}");
        let days = part(&page, "id=\"f-date\"", "</fieldset>");
        assert_eq!(days.contains(" checked"), !asks, "{clock}");
        let wordless = part(&page, "id=\"f-cannot_write\"", "</form>");
        assert_eq!(wordless.matches("<button").count(), if asks { 2 } else { 1 }, "{clock}");
    }
    world.clock.set("2026-11-24T16:30:00Z");
    let patient_now = world.sign_in("patient").await;
    for (form, field) in [("", "f-date"), (" ", "f-date")] {
        let typed = [("id", &*id(1)), ("mood", "5"), ("date", form)];
        let refused = world.send(&patient_now, "/today", &typed).await.is(422).text();
        assert!(part(&refused, "notice refused", "</div>").contains(field), "{refused}");
        assert!(refused.contains("どの日のことか"), "in words that fit");
    }
    assert_eq!(world.entries(&patient_now, world.chart).await, json!([]), "nothing was guessed");
    for (n, day) in [(2, TODAY), (3, "2026-11-25")] {
        let typed = [("id", &*id(n)), ("mood", "5"), ("date", day)];
        world.send(&patient_now, "/today", &typed).await.is(200);
        let entry = stored(&world, &patient_now, world.chart, n).await;
        assert_eq!(entry["versions"][0]["date"], day, "{entry}");
        assert!(!entry.to_string().contains("\"late\""), "{entry}");
    }
}

/// What a form leaves open is named before a field that cannot be read; and a field that names an entry to correct does not
/// make a new check-in a correction, which may leave its day open.
#[tokio::test]
async fn what_is_left_open_is_named_first_and_no_field_passes_it_by() {
    let world = TestServer::demo().await;
    world.clock.set("2026-11-24T14:00:00Z");
    let patient = world.sign_in("patient").await;
    world.send(&patient, "/today", &[("id", &*id(1)), ("mood", "5"), ("date", TODAY)]).await.is(200);
    let record = world.record(&patient, world.chart, &id(1)).await;
    world.clock.set("2026-11-24T16:30:00Z");
    let patient = world.sign_in("patient").await;
    let (hours, fresh) = (("sleep_hours", "長く"), id(2));
    let amends = [("amends", &*record), ("reason", "x"), ("mood", "6")];
    for more in [&[hours][..], &amends] {
        let typed = [&[("id", &*fresh), ("date", "")][..], more].concat();
        let refused = world.send(&patient, "/today", &typed).await.is(422).text();
        assert!(part(&refused, "notice refused", "</div>").contains("f-date"), "{more:?}: {refused}");
    }
    let opened = [("id", &*fresh), ("symptoms", "listed"), ("opened.nausea", "on"), ("date", TODAY), hours];
    let refused = world.send(&patient, "/today", &opened).await.is(422).text();
    assert!(part(&refused, "notice refused", "</div>").contains("f-symptoms"), "{refused}");
    let wordless = [("id", &*fresh), ("cannot_write", "on"), ("date", TODAY), amends[0], amends[1]];
    let refused = world.send(&patient, "/today", &wordless).await.is(422).text();
    assert!(part(&refused, "notice refused", "</div>").contains("もうあります"), "{refused}");
}

/// "The same as yesterday" after a safety answer: the page says that it is not repeated and asks anew, beneath. Given
/// anew it is stored as given, with yesterday's other symptoms, and help comes first; not given, it is not stored.
#[tokio::test]
async fn the_same_asks_for_the_safety_answer_anew() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let before = json!({ "symptoms": { "answer": "listed", "listed": [
        { "id": "dizziness", "severity": 2, "time": "14:30" }, { "id": "suicidal_thoughts" }] } });
    assert!(!world.page(&patient, "/today").await.contains("class=\"anew\""));
    written(&world, &patient, 1, "check_in", YESTERDAY, before).await;
    for page in [world.page(&patient, "/today").await, world.page_in(&patient, "/today", "en").await] {
        let anew = part(&page, "class=\"anew\"", "class=\"listed\"");
        assert!(anew.contains("name=\"anew.suicidal_thoughts\"") && !anew.contains("dizziness"), "{anew}");
        assert!(anew.contains("くり返しません") || anew.contains("does not repeat"), "{anew}");
        assert!(!anew.contains(" checked"), "it is asked, not assumed");
    }
    let plain = [("id", &*id(2)), ("symptoms", "same"), ("anew_asked", "suicidal_thoughts"), ("date", TODAY)];
    let done = world.send(&patient, "/today", &plain).await.is(200).text();
    assert!(done.contains("class=\"done\"") && !done.contains("入っていません"));
    assert!(!stored(&world, &patient, world.chart, 2).await.to_string().contains("suicidal_thoughts"));
    let given = [
        ("id", &*id(3)),
        ("symptoms", "same"),
        ("anew_asked", "suicidal_thoughts"),
        ("anew.suicidal_thoughts", "on"),
        ("date", TODAY),
    ];
    let help = world.send(&patient, "/today", &given).await.is(200).text();
    assert!(help.contains("tel:119") && help.contains("0120-279-338"), "help comes first");
    let again = world.send(&patient, "/today", &given).await.is(200);
    assert!(again.text().contains("tel:119"), "the same form again is the same entry");
    let entry = stored(&world, &patient, world.chart, 3).await.to_string();
    assert!(
        entry.contains("suicidal_thoughts") && entry.contains("\"id\":\"dizziness\",\"severity\":2"),
        "{entry}"
    );
    assert!(!entry.contains("14:30"), "the clock time was yesterday's: {entry}");
}

/// Where the question was not on the page, because another day was chosen, what comes next says what is not in the entry.
#[tokio::test]
async fn what_the_same_left_out_unasked_is_told() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let listed = json!([{ "id": "suicidal_thoughts" }, { "id": "dizziness", "severity": 1 }]);
    let before = json!({ "symptoms": { "answer": "listed", "listed": listed } });
    written(&world, &patient, 1, "check_in", "2026-11-20", before).await;
    let form = [("id", &*id(2)), ("symptoms", "same"), ("date", "2026-11-21")];
    let form = world.filled(&patient, "/today", &form);
    let told = world.ask(form).await.is(200).text();
    assert!(told.contains("この記録には入っていません") && told.contains("href=\"/help\""), "{told}");
    let later = [("id", &*id(3)), ("symptoms", "same"), ("date", "2026-11-22")];
    let told = world.send(&patient, "/today", &later).await.is(200).text();
    assert!(!told.contains("この記録には入っていません"), "once is enough");
}

/// A refused check-in with a safety answer shows whom to call before it says what is wrong, and keeps the answer.
///
/// Part of: SAFE-005
#[tokio::test]
async fn a_refused_safety_answer_is_followed_by_help_at_once() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let fresh = id(1);
    let thoughts = [("id", fresh.as_str()), ("symptom.suicidal_thoughts", "on"), ("sleep_hours", "長く")];
    let page = world.send(&patient, "/today", &thoughts).await.is(422).text();
    let (help, refused) = (page.find("help-first").unwrap(), page.find("notice refused").unwrap());
    assert!(help < refused, "help comes first");
    let first = part(&page, "help-first", "</section>");
    for number in ["tel:119", "tel:110", "tel:0120279338", "tel:0120078310", "tel:0120997777", "/help"] {
        assert!(first.contains(number), "{number}");
    }
    assert!(first.contains("電話をしてください"), "a prompt to call");
    assert!(page.contains("name=\"symptom.suicidal_thoughts\" value=\"on\" checked"), "the answer is kept");
    let plain = [("id", fresh.as_str()), ("sleep_hours", "長く"), ("symptom.dizziness", "2")];
    assert!(!world.send(&patient, "/today", &plain).await.is(422).text().contains("help-first"));
    // A child is shown the lines for children first.
    let minor = world.sign_in("minor").await;
    let page = world.send(&minor, "/today", &thoughts).await.is(422).text();
    assert!(page.find("tel:0120078310").unwrap() < page.find("tel:0120279338").unwrap());
}

/// A number that is none is asked for as a number, with an example that fits the field; where no field carries a mark,
/// nobody is sent to look for one.
#[tokio::test]
async fn refused_numbers_say_how_numbers_are_written() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for (path, field, typed, ja, en) in [
        ("/today", "sleep_hours", "よく", "例：6.5", "for example 6.5"),
        ("/today", "sleep_hours", "6.55", "小数は一けた", "one decimal"),
        ("/today", "sleep_hours", "25", "0から24", "from 0 to 24"),
        ("/sleep", "awakenings", "何度も", "例：2", "for example 2"),
        ("/sleep", "minutes_awake", "1441", "1440", "1440"),
    ] {
        for (language, words) in [("ja", ja), ("en", en)] {
            let form = world.filled(&patient, path, &[("id", &*id(1)), (field, typed)]);
            let asked = form.in_language(&patient, language);
            let page = world.ask(asked).await.is(422).text();
            let notice = part(&page, "notice refused", "</div>");
            assert!(notice.contains(words), "{field} {typed}: {notice}");
            assert!(part(&page, &format!("id=\"p-{field}\""), "</p>").contains(words));
        }
    }
    let empty = world.send(&patient, "/today", &[("id", &*id(1))]).await.is(422).text();
    let notice = part(&empty, "notice refused", "</div>");
    assert!(!notice.contains('！') && !empty.contains("class=\"problem\""), "{notice}");
    let marked =
        world.send(&patient, "/today", &[("id", &*id(1)), ("symptoms", "listed")]).await.is(422).text();
    assert!(part(&marked, "notice refused", "</div>").contains('！') && marked.contains("id=\"p-symptoms\""));
    let night = world.send(&patient, "/sleep", &[("id", &*id(1))]).await.is(422).text();
    assert!(!night.contains("今日は書けない"), "the sleep card has no such button");
}

/// Contradicting parts of the answer about symptoms are marked where the page shows them.
#[tokio::test]
async fn a_part_of_an_answer_is_marked_as_the_answer() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let both = [("id", &*id(1)), ("symptoms", "none"), ("symptom.dizziness", "2")];
    let page = world.send(&patient, "/today", &both).await.is(422).text();
    assert!(page.contains("id=\"p-symptoms\"") && page.contains("href=\"#f-symptoms\""));
}

fn listed(id: &str, severity: u8) -> Value {
    json!({ "symptoms": { "answer": "listed", "listed": [{ "id": id, "severity": severity }] } })
}

/// "The same as yesterday" says which day's symptoms it repeats, before and after; where there is nothing to repeat it is
/// not offered, and refused in words.
#[tokio::test]
async fn the_same_says_what_it_repeats() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    assert!(!world.page(&patient, "/today").await.contains("value=\"same\""), "nothing to repeat");
    let typed = [("id", &*id(1)), ("symptoms", "same"), ("date", TODAY)];
    let page = world.send(&patient, "/today", &typed).await.is(422).text();
    assert!(part(&page, "id=\"p-symptoms\"", "</p>").contains("くり返せる症状の答えがありません"));
    assert_eq!(world.entries(&patient, world.chart).await, json!([]));
    written(&world, &patient, 2, "check_in", "2026-11-22", listed("dizziness", 2)).await;
    let page = world.page(&patient, "/today").await;
    let told = part(&page, "id=\"same-as\"", "</div>");
    assert!(page.contains("value=\"same\" aria-describedby=\"same-as\""));
    assert!(told.contains("11月22日（日）") && told.contains("めまい・ふらつき（中くらい）"), "{told}");
    let english = world.page_in(&patient, "/today", "en").await;
    assert!(part(&english, "id=\"same-as\"", "</div>").contains("Sun 22 Nov"), "{english}");
    let done = world.send(&patient, "/today", &typed).await.is(200).text();
    assert!(
        done.contains("11月22日（日）の症状をくり返しました")
            && done.contains("めまい・ふらつき（中くらい）")
    );
    let none = json!({ "symptoms": { "answer": "none" } });
    written(&world, &patient, 3, "check_in", YESTERDAY, none).await;
    assert!(
        part(&world.page(&patient, "/today").await, "id=\"same-as\"", "</div>").contains("答え「なかった」")
    );
}

/// What is for the patient alone is not repeated in what the clinic reads: it would read another day's symptoms. By form
/// and by program, and what was taken once is answered as before.
///
/// Part of: PRIV-005
#[tokio::test]
async fn the_same_does_not_repeat_what_is_for_oneself() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let same = |n| entry(n, "check_in", &json!({ "symptoms": { "answer": "same" } }));
    written(&world, &patient, 1, "check_in", "2026-11-22", listed("nausea", 1)).await;
    world.submit(&patient, world.chart, &[same(2)]).await.is(200);
    let mut own = listed("dizziness", 2);
    own["only_me"] = true.into();
    written(&world, &patient, 3, "check_in", YESTERDAY, own).await;
    world.submit(&patient, world.chart, &[same(2)]).await.is(200);
    let refused = world.submit(&patient, world.chart, &[same(4)]).await.is(422).json();
    let refused = &refused["error"]["entries"][0];
    assert_eq!((&refused["field"], &refused["code"]), (&json!("symptoms"), &json!("repeats-only-me")));
    let told = part(&world.page(&patient, "/today").await, "id=\"same-as\"", "</div>").to_owned();
    assert!(told.contains("11月23日（月）の記録は「自分だけ」") && !told.contains("めまい"), "{told}");
    let shared = [("id", &*id(5)), ("symptoms", "same"), ("date", TODAY)];
    let page = world.send(&patient, "/today", &shared).await.is(422).text();
    assert!(part(&page, "id=\"p-symptoms\"", "</p>").contains("症状を選んでください"));
    let alone = [("id", &*id(6)), ("symptoms", "same"), ("date", TODAY), ("only_me", "on")];
    world.send(&patient, "/today", &alone).await.is(200);
    let chosen = [("id", &*id(7)), ("symptom.dizziness", "2"), ("date", TODAY)];
    world.send(&patient, "/today", &chosen).await.is(200);
}

/// A night without a length, and a waking that has not come yet, are asked about.
#[tokio::test]
async fn a_night_that_cannot_be_is_asked_about() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for (asleep, awake, ja, en) in [
        ("22:00", "23:00", "まだ来ていない時刻", "has not come yet"),
        ("07:00", "06:00", "16時間より長く", "more than 16 hours"),
        ("07:00", "07:00", "同じ時刻になっています", "the same time"),
    ] {
        for (language, words) in [("ja", ja), ("en", en)] {
            let form = world.filled(
                &patient,
                "/sleep",
                &[("id", &*id(1)), ("try_sleep", asleep), ("final_wake", awake)],
            );
            let asked = form.in_language(&patient, language);
            let page = world.ask(asked).await.is(422).text();
            assert!(part(&page, "id=\"p-final_wake\"", "</p>").contains(words), "{page}");
        }
    }
    let long = [("id", &*id(2)), ("try_sleep", "07:00"), ("final_wake", "06:00"), ("times_meant", "on")];
    world.send(&patient, "/sleep", &long).await.is(200);
    world.clock.set("2026-11-24T21:30:00Z");
    let night = [("id", &*id(1)), ("try_sleep", "23:00"), ("final_wake", "07:00"), ("date", "2026-11-25")];
    let patient = world.sign_in("patient").await;
    let page = world.send(&patient, "/sleep", &night).await.is(422).text();
    assert!(part(&page, "id=\"p-final_wake\"", "</p>").contains("まだ来ていない時刻"));
    world.clock.advance_min(60);
    let patient = world.sign_in("patient").await;
    world.send(&patient, "/sleep", &night).await.is(200);
}

/// The example of a date is one that would be taken: today.
#[tokio::test]
async fn the_example_of_a_date_can_be_written() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    for path in ["/today", "/sleep"] {
        let typed = [("id", &*id(1)), ("date", "きのう")];
        let page = world.send(&patient, path, &typed).await.is(422).text();
        assert!(page.contains("日付として読めません。例：2026-11-24"), "{page}");
    }
}

/// Whoever was off every medicine on all the days that can be written about is not asked whether it was taken, and is not
/// held to have been; whoever may have taken one is.
#[tokio::test]
async fn the_medicine_is_asked_about_while_there_is_one() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let clinician = world.sign_in("clinician").await;
    let asks = |page: &str| {
        (page.contains("id=\"f-medicine\""), part(page, "name=\"asked\" value=\"", "\"").contains("medicine"))
    };
    assert_eq!(asks(&world.page(&patient, "/today").await), (true, true), "no medicine is known of");
    let started = json!({ "medicine": "paroxetine", "dose_mg": "10" });
    let stopped = json!({ "medicine": "paroxetine", "dose_mg": "0" });
    for (n, kind, date, more, asked) in [
        (1, "medicine", "2026-08-01", &started, true),
        (2, "dose_change", "2026-11-20", &stopped, true),
        (3, "dose_change", "2026-11-10", &stopped, false),
    ] {
        written(&world, &clinician, n, kind, date, more.clone()).await;
        assert_eq!(asks(&world.page(&patient, "/today").await), (asked, asked), "{kind} of {date}");
    }
}

/// A form is drawn when all of it is there; whom to call is drawn from its first word on, wherever it stands.
///
/// Part of: SAFE-005
#[tokio::test]
async fn nothing_holds_back_whom_to_call() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let held = |page: &str| page.contains("rel=\"expect\"");
    assert!(held(&world.page(&patient, "/today").await));
    assert!(!held(&world.page(&patient, "/help").await));
    let fresh = id(1);
    let wrong = [("id", &*fresh), ("symptom.suicidal_thoughts", "on"), ("sleep_hours", "長く")];
    assert!(!held(&world.send(&patient, "/today", &wrong).await.is(422).text()));
    let right = [("id", &*fresh), ("symptom.suicidal_thoughts", "on"), ("symptoms", "listed")];
    let help = world.send(&patient, "/today", &right).await.is(200).text();
    assert!(help.contains("tel:") && !held(&help));
}
