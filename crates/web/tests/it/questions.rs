//! Each question may be left open, and its page says why it is asked and who reads the answer.

use testkit::{TestServer, get, id};

/// One answer to each question of a page, by the names of its fields.
type Answers = &'static [(&'static str, &'static str)];

/// Pages with questions: who is asked, how many reasons each gives, and who reads.
const PAGES: [(&str, &str, usize, [&str; 2]); 3] = [
    ("patient", "/today", 7, ["あなたを担当する医師とスタッフ", "the doctor and staff who care for you"]),
    ("patient", "/sleep", 4, ["あなたを担当する医師とスタッフ", "the doctor and staff who care for you"]),
    ("guardian", "/family", 4, ["お子さん本人も", "Your child can read it too"]),
];

/// Verifies: PRIV-003
#[tokio::test]
async fn every_page_says_why_it_asks_and_who_reads() {
    let world = TestServer::demo().await;
    for (who, path, reasons, readers) in PAGES {
        let session = world.sign_in(who).await;
        for (language, readers) in ["ja", "en"].into_iter().zip(readers) {
            let asked = get(path).with("cookie", &format!("{}; lang={language}", session.cookie));
            let page = world.ask(asked).await.is(200).text();
            let why =
                page.split("<details class=\"more why\">").nth(1).unwrap_or_else(|| panic!("{path}: {page}"));
            let why = why.split("</details>").next().unwrap();
            assert_eq!(why.matches("<li>").count(), reasons, "{path}");
            assert!(why.contains(readers), "{path}: {why}");
        }
    }
}

/// One answer is enough, whichever it is: no question needs another, and none needs an answer.
///
/// Verifies: PRIV-003
#[tokio::test]
async fn every_question_may_be_left_open() {
    let world = TestServer::demo().await;
    let alone: [(&str, &str, Answers); 3] = [
        (
            "patient",
            "/today",
            &[
                ("mood", "3"),
                ("anxiety", "4"),
                ("medicine", "as_planned"),
                ("symptoms", "none"),
                ("function", "partly"),
                ("events", "illness"),
                ("sleep_hours", "6.5"),
                ("sleep_quality", "5"),
                ("note", "雨"),
            ],
        ),
        (
            "patient",
            "/sleep",
            &[
                ("quality", "4"),
                ("awakenings", "2"),
                ("minutes_awake", "10"),
                ("minutes_to_fall_asleep", "15"),
                ("try_sleep", "23:00"),
                ("final_wake", "06:30"),
                ("into_bed", "22:30"),
                ("out_of_bed", "07:00"),
            ],
        ),
        (
            "guardian",
            "/family",
            &[("mood", "3"), ("medicine", "partly"), ("function", "partly"), ("note", "雨")],
        ),
    ];
    let mut n = 0;
    for (who, path, answers) in alone {
        let session = world.sign_in(who).await;
        for answer in answers {
            n += 1;
            // Each morning has one night.
            let day = if path == "/sleep" { format!("2026-11-{}", 34 - n) } else { "2026-11-24".to_owned() };
            let sent = world.send(&session, path, &[("id", &id(n)), ("date", &day), *answer]).await;
            sent.is(200);
        }
        let chart = if who == "guardian" { world.child } else { world.chart };
        let stored = world.entries(&session, chart).await;
        assert!(stored.as_array().unwrap().len() >= answers.len(), "{path}");
    }
}
