//! The caption, the table, the lines for the chart, the panel and the review: of one chart they say the same.

use serde_json::{Value, json};
use testkit::{TestServer, check_in, entry, get};

fn evening(n: u64, date: &str, more: &Value) -> Value {
    let mut content = check_in(n, &json!({ "date": date, "entered_at": format!("{date}T20:00:00+09:00") }));
    content.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    content
}

fn other(n: u64, kind: &str, date: &str, more: &Value) -> Value {
    let mut content =
        entry(n, kind, &json!({ "date": date, "entered_at": format!("{date}T20:00:00+09:00") }));
    content.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    content
}

/// Whoever writes at the moment the entry names, on the chart of the person.
async fn write(world: &TestServer, who: &str, child: bool, content: Value) {
    world.clock.set(content["entered_at"].as_str().unwrap());
    let session = world.sign_in(who).await;
    let chart = if child { world.child } else { world.chart };
    world.submit(&session, chart, &[content]).await.is(200);
}

/// The number behind some words.
fn number(text: &str, words: &str) -> Option<usize> {
    let rest = text.split(words).nth(1)?.trim_start();
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// What a caption, a table or the copied lines count: recorded, cannot write, missing, before the diary.
type Counts = [usize; 4];

fn of_caption(page: &str) -> Counts {
    ["記録のある日 ", "「書けない」 ", "記録なし ", "日誌を始める前の日は "]
        .map(|words| number(page, words).unwrap_or(0))
}

fn of_table(page: &str) -> [usize; 3] {
    ["<tr class=\"recorded\">", "<tr class=\"cannot\">", "<tr class=\"missing\">"]
        .map(|row| page.matches(row).count())
}

fn of_copy(page: &str) -> Counts {
    let line = page.split("まで（28日間）。").nth(1).unwrap();
    ["記録 ", "書けない ", "記録なし ", "日誌を始める前 "].map(|words| number(line, words).unwrap_or(0))
}

/// One made-up person: what everybody wrote, and what every count has to be.
struct Story {
    child: bool,
    written: Vec<(&'static str, Value)>,
    counts: Counts,
    last: &'static str,
}

fn stories() -> Vec<Story> {
    let mood = json!({ "mood": 5 });
    // The first day of the four weeks, so that the table has all of them.
    let visit = |n| ("clinician", other(n, "event", "2026-10-28", &json!({ "what": "visit" })));
    let own = |n, date: &str| ("patient", evening(n, date, &mood));
    let staff = |n, date: &str| ("clinician", other(n, "event", date, &json!({ "what": "visit" })));
    vec![
        // Joined on 3 November; the clinic had written before and wrote between.
        Story {
            child: false,
            written: vec![visit(1), own(2, "2026-11-03"), staff(3, "2026-11-10"), own(4, "2026-11-20")],
            counts: [2, 0, 19, 6],
            last: "4日前",
        },
        // A note alone is a day; "cannot write" is one of its own.
        Story {
            child: false,
            written: vec![
                visit(1),
                own(2, "2026-11-01"),
                ("patient", other(3, "note", "2026-11-02", &json!({ "text": "memo" }))),
                ("patient", evening(4, "2026-11-23", &json!({ "cannot_write": true }))),
            ],
            counts: [2, 1, 20, 4],
            last: "昨日",
        },
        // A guardian's evenings stand beside the child's own.
        Story {
            child: true,
            written: vec![
                visit(1),
                ("guardian", evening(2, "2026-10-30", &mood)),
                ("minor", evening(3, "2026-11-04", &mood)),
                ("guardian", evening(4, "2026-11-22", &mood)),
            ],
            counts: [1, 0, 19, 7],
            last: "20日前",
        },
    ]
}

/// Only the patient's own entries make a day recorded, and the days before the first of them are before the diary: in the
/// caption, in the table, in the copied lines and in the panel alike.
///
/// Verifies: SAFE-013
#[tokio::test]
async fn every_count_of_days_is_the_same() {
    for (n, story) in stories().into_iter().enumerate() {
        let world = TestServer::demo().await;
        for (who, content) in story.written {
            write(&world, who, story.child, content).await;
        }
        world.clock.set("2026-11-24T12:00:00Z");
        let clinician = world.sign_in("clinician").await;
        let chart = if story.child { world.child } else { world.chart };
        let table = world.page(&clinician, &format!("/charts/{chart}?range=4w&view=table")).await;
        let figure = world.page(&clinician, &format!("/charts/{chart}?range=4w")).await;
        let copied = world.page(&clinician, &format!("/charts/{chart}/copy?since=4w")).await;
        assert_eq!(of_caption(&table), story.counts, "caption {n}");
        assert_eq!(of_caption(&figure), story.counts, "caption of the figure {n}");
        assert_eq!(of_table(&table), story.counts[..3], "table {n}");
        assert_eq!(of_copy(&copied), story.counts, "copy {n}: {copied}");
        let panel = world.page(&clinician, "/panel").await;
        let row = panel.split("<tr").find(|row| row.contains(&chart.to_string())).unwrap();
        assert!(row.contains(story.last), "panel {n}: {row}");
    }
}

/// Severe akathisia asks for a look: panel, header, review and lines name it, and a "same" the day after tells it nowhere.
///
/// Part of: SAFE-006
#[tokio::test]
async fn severe_akathisia_is_named_everywhere_and_repeated_nowhere() {
    let world = TestServer::demo().await;
    let severe = json!({ "answer": "listed", "asked": ["akathisia", "dizziness"],
        "listed": [{ "id": "akathisia", "severity": 3 }, { "id": "dizziness", "severity": 1 }] });
    write(&world, "patient", false, evening(1, "2026-11-22", &json!({ "symptoms": severe }))).await;
    write(&world, "patient", false, evening(2, "2026-11-23", &json!({ "symptoms": { "answer": "same" } })))
        .await;
    world.clock.set("2026-11-24T12:00:00Z");
    let (clinician, chart) = (world.sign_in("clinician").await, world.chart);
    let term = "当日中に見るべき回答";
    let table = world.page(&clinician, &format!("/charts/{chart}?view=table")).await;
    assert!(table.contains(term), "the header");
    let rows = table.split("<tbody>").nth(1).unwrap();
    assert_eq!(rows.matches("強い").count(), 1, "one day of it: {rows}");
    let copied = world.page(&clinician, &format!("/charts/{chart}/copy?since=4w")).await;
    let line = copied.split(&format!("{term}：")).nth(1).unwrap().split('。').next().unwrap();
    assert!(line.starts_with("11月22日") && line.contains("強い") && !line.contains("11月23日"), "{line}");
    let review = world.page(&clinician, &format!("/charts/{chart}/add/review")).await;
    assert!(review.contains(term) && review.matches("name=\"seen\"").count() == 1, "{review}");
    assert!(world.page(&clinician, "/panel").await.contains("当日中に見る"));
    // The next evening asks about it anew.
    write(&world, "patient", false, evening(3, "2026-11-23", &json!({ "symptoms": severe }))).await;
    // The clock went back to write it, which ended the session.
    world.clock.set("2026-11-24T12:00:00Z");
    let patient = world.sign_in("patient").await;
    let today = world.page(&patient, "/today").await;
    assert!(today.contains("name=\"anew.akathisia\" value=\"3\""), "asked anew");
}

/// A planned dose is marked as planned wherever entries are listed, in the header and in the lines, and nothing counts it.
#[tokio::test]
async fn a_planned_dose_is_planned_everywhere() {
    let world = TestServer::demo().await;
    write(&world, "patient", false, evening(1, "2026-11-01", &json!({ "mood": 5 }))).await;
    let medicine = json!({ "medicine": "sertraline", "dose_mg": "25" });
    write(&world, "clinician", false, other(2, "medicine", "2026-11-02", &medicine)).await;
    let stop = json!({ "medicine": "sertraline", "dose_mg": "0", "entered_at": "2026-11-24T20:00:00+09:00" });
    write(&world, "clinician", false, other(3, "dose_change", "2026-12-01", &stop)).await;
    world.clock.set("2026-11-24T12:00:00Z");
    let (clinician, patient, chart) =
        (world.sign_in("clinician").await, world.sign_in("patient").await, world.chart);
    let planned = "予定：2026年12月1日（火）にセルトラリンを中止";
    for address in ["", "?range=4w", "?view=table", "/copy?since=4w"] {
        let page = world.page(&clinician, &format!("/charts/{chart}{address}")).await;
        assert!(page.contains(planned), "{address}");
        assert!(!page.contains("最後の服用のあと") && !page.contains("変更の前後"), "{address}");
    }
    for page in [
        world.page(&clinician, &format!("/charts/{chart}/entries")).await,
        world.page(&patient, "/days").await,
    ] {
        assert_eq!(page.matches("予定<").count(), 1, "{page}");
    }
    let copied = world.page(&clinician, &format!("/charts/{chart}/copy?since=4w")).await;
    assert!(copied.contains("期間中の変更：なし。期間中に登録の始まった薬："), "{copied}");
}

/// A change of which only the month is known, and one before the diary, are no day that days are counted from: not in the header,
/// not on the panel, not in its order or its lines, not on the timeline.
#[tokio::test]
async fn nothing_is_counted_from_an_inexact_change() {
    let world = TestServer::demo().await;
    write(&world, "patient", false, evening(1, "2026-11-05", &json!({ "mood": 5 }))).await;
    let start = json!({ "medicine": "sertraline", "dose_mg": "50" });
    write(&world, "clinician", false, other(2, "medicine", "2026-10-01", &start)).await;
    let before = json!({ "medicine": "sertraline", "dose_mg": "37.5" });
    write(&world, "clinician", false, other(3, "dose_change", "2026-10-20", &before)).await;
    let about = json!({ "medicine": "sertraline", "dose_mg": "25", "precision": "month" });
    write(&world, "clinician", false, other(4, "dose_change", "2026-11-01", &about)).await;
    let counted = async || {
        world.clock.set("2026-11-24T12:00:00Z");
        let clinician = world.sign_in("clinician").await;
        let header = world.page(&clinician, &format!("/charts/{}", world.chart)).await;
        let panel = world.page(&clinician, "/panel").await;
        let row = panel.split("<tr").find(|row| row.contains(&world.chart.to_string())).unwrap().to_owned();
        let told = world.ask(get("/api/v1/panel").by(&clinician)).await.is(200).json();
        let patients = told["patients"].as_array().unwrap();
        let patient = patients.iter().find(|one| one["chart"] == world.chart.to_string()).unwrap();
        assert_eq!(patient["last_step"], patient["doses"][0]["last_change"]);
        (header.contains("最後の変更から"), row.contains("日目"), patient["last_step"].clone())
    };
    assert_eq!(counted().await, (false, false, json!(null)));
    let exact = json!({ "medicine": "sertraline", "dose_mg": "12.5" });
    write(&world, "clinician", false, other(5, "dose_change", "2026-11-20", &exact)).await;
    assert_eq!(counted().await, (true, true, json!("2026-11-20")));
}
