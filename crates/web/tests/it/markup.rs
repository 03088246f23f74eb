//! What people type is text on every page, in every answer; and every page leads to help.

use serde_json::{Value, json};
use testkit::{Ask, Session, TestServer, check_in, entry, get, id};

/// Each closes something a page may have open, then does harm.
const CORPUS: &[&str] = &[
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "</textarea><svg onload=alert(1)>",
    "</title></style><iframe src=javascript:alert(1)>",
    "--><math href=javascript:alert(1)>",
    "{{7*7}}${7*7}<%= 7 %>",
    "javascript:alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "＜script＞\u{3000}<ｓcript>",
];

/// Markup of the corpus that must never reach a page as it is.
const RAW: &[&str] = &[
    "<script>alert",
    "<img src=x",
    "' onmouseover='",
    "<svg onload",
    "<iframe",
    "<math",
    "\" onmouseover",
    "<ｓcript",
    "href=\"javascript:",
    "<%=",
];

fn harm(what: &str) -> String {
    format!("{what} {}", CORPUS.concat())
}

/// Every text there is in a chart, all of it harmful.
async fn poisoned() -> TestServer {
    let world = TestServer::named(harm).await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let guardian = world.sign_in("guardian").await;
    world
        .submit(&guardian, world.child, &[check_in(1, &json!({ "note": harm("family note") }))])
        .await
        .is(200);
    let own = [
        check_in(
            1,
            &json!({ "mood": 2, "note": harm("evening note"), "client": harm("c").chars().take(60).collect::<String>() }),
        ),
        check_in(2, &json!({ "mood": 2, "note": harm("own note"), "only_me": true })),
        entry(3, "note", &json!({ "text": harm("plain note") })),
    ];
    world.submit(&patient, world.chart, &own).await.is(200);
    let record = world.record(&patient, world.chart, &id(1)).await;
    let amended = check_in(
        4,
        &json!({ "mood": 3, "note": harm("new note"), "amends": record, "reason": harm("the reason") }),
    );
    world.submit(&patient, world.chart, &[amended]).await.is(200);
    let short = |at: usize| CORPUS[at].chars().take(30).collect::<String>();
    let facts = [
        entry(10, "medicine", &json!({ "medicine": short(0), "dose_mg": "20", "replaces": short(1) })),
        entry(11, "medicine", &json!({ "medicine": short(1), "dose_mg": "5" })),
        entry(12, "dose_change", &json!({ "medicine": short(0), "dose_mg": "10" })),
        entry(13, "tms_session", &json!({ "protocol": short(3), "pulses": 600 })),
        entry(14, "staff_note", &json!({ "text": harm("staff note") })),
        entry(15, "review", &json!({ "up_to": "2026-11-24T11:00:00Z", "answer": harm("the answer") })),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    world
}

/// Every page and every form with something wrong in it, for everyone it is there for.
async fn pages(world: &TestServer) -> Vec<(String, Ask)> {
    let mut all = Vec::new();
    let chart = format!("/charts/{}", world.chart);
    let patient = world.sign_in("patient").await;
    let record = world.record(&patient, world.chart, &id(1)).await;
    let reads: &[(&str, Vec<String>)] = &[
        (
            "patient",
            ["/today", "/sleep", "/days", "/access", "/help", "/plan", "/privacy"].map(String::from).to_vec(),
        ),
        ("patient", vec![format!("/days/{record}/amend")]),
        ("guardian", vec!["/family".into()]),
        (
            "clinician",
            vec![
                "/panel".into(),
                chart.clone(),
                format!("{chart}?view=table"),
                format!("{chart}?range=%22%3E%3Cscript%3Ealert(1)"),
                format!("{chart}/entries"),
                format!("{chart}/copy"),
            ],
        ),
        (
            "clinician",
            ["medicine", "dose", "tms", "event", "weight", "review", "note"]
                .map(|kind| format!("{chart}/add/{kind}"))
                .to_vec(),
        ),
        ("reception", vec!["/".into(), "/role".into()]),
    ];
    for (who, paths) in reads {
        let session = world.sign_in(who).await;
        all.extend(paths.iter().map(|path| (format!("{who} {path}"), get(path).by(&session))));
    }
    all.extend(refused_forms(world, &patient, &record).await);
    all
}

async fn refused_forms(world: &TestServer, patient: &Session, record: &str) -> Vec<(String, Ask)> {
    let clinician = world.sign_in("clinician").await;
    let guardian = world.sign_in("guardian").await;
    let names = [
        "mood",
        "anxiety",
        "medicine",
        "function",
        "symptoms",
        "events",
        "sleep_hours",
        "sleep_quality",
        "note",
        "date",
        "reason",
        "quality",
        "into_bed",
        "try_sleep",
        "final_wake",
        "out_of_bed",
        "minutes_awake",
        "awakenings",
        "id",
        "dose_mg",
        "replaces",
        "precision",
        "protocol",
        "pulses",
        "what",
        "until",
        "value",
        "text",
        "answer",
        "up_to",
        "symptom.dizziness",
        "symptom_time.dizziness",
    ];
    let forms: Vec<(&Session, String)> = ["medicine", "dose", "tms", "event", "weight", "review", "note"]
        .map(|kind| (&clinician, format!("/charts/{}/add/{kind}", world.chart)))
        .into_iter()
        .chain([
            (patient, "/today".to_owned()),
            (patient, "/sleep".into()),
            (patient, format!("/days/{record}/amend")),
            (&guardian, "/family".into()),
        ])
        .collect();
    let typed = harm("typed");
    let mut all = Vec::new();
    for (session, path) in forms {
        for name in names {
            let ask = world.filled(session, &path, &[("mood", "5"), (name, &typed)]);
            all.push((format!("{path} {name}"), ask));
        }
    }
    all
}

/// The corpus in every text field that is stored, and typed into every field of every form, is text on every page.
///
/// Verifies: SEC-003
#[tokio::test]
async fn what_people_type_is_text() {
    let world = poisoned().await;
    let mut all = String::new();
    for (name, ask) in pages(&world).await {
        let answer = world.ask(ask).await;
        assert!(answer.code() < 500, "{name}: {}", answer.text());
        let page = String::from_utf8(answer.body).unwrap();
        for raw in RAW {
            assert!(!page.contains(raw), "{name}: {raw} in\n{page}");
        }
        assert!(!page.contains(" style=") && !page.contains("<style"), "{name}");
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src=\"/assets/"), "{name}: an inline script");
        }
        all.push_str(&page);
    }
    for shown in [
        "evening note",
        "own note",
        "plain note",
        "new note",
        "the reason",
        "staff note",
        "the answer",
        "family note",
        "typed",
        "patient",
        "clinician",
    ] {
        assert!(all.contains(&format!("{shown} &#60;script&#62;alert")), "no page shows {shown}");
    }
}

/// JSON answers say that they are JSON and carry the text as it was written, which no browser will read as a page.
///
/// Verifies: SEC-003
#[tokio::test]
async fn json_is_never_a_page() {
    let world = poisoned().await;
    let patient = world.sign_in("patient").await;
    for part in ["entries", "timeline", "accesses"] {
        let answer =
            world.ask(get(&format!("/api/v1/charts/{}/{part}", world.chart)).by(&patient)).await.is(200);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        drop(answer.json());
    }
    let entries = world.entries(&patient, world.chart).await;
    assert!(entries.to_string().contains(&Value::from(harm("evening note")).to_string()[1..40]));
}

/// The policy of every answer: nothing but our own files, nothing inline, no frame, trusted types on.
///
/// Verifies: SEC-003
#[tokio::test]
async fn the_content_policy_is_strict() {
    let world = TestServer::demo().await;
    let answer = world.ask(get("/sign-in")).await;
    let policy = answer.header("content-security-policy").unwrap();
    let directives: Vec<(&str, &str)> =
        policy.split("; ").map(|directive| directive.split_once(' ').unwrap()).collect();
    assert_eq!(directives[0], ("default-src", "'none'"));
    for (name, sources) in &directives {
        assert!(matches!(*sources, "'none'" | "'self'" | "'script'"), "{name} {sources}");
    }
    for (name, sources) in [
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
        ("form-action", "'self'"),
        ("script-src", "'self'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "'none'"),
    ] {
        assert!(directives.contains(&(name, sources)), "{name}");
    }
}

/// From every page, refusals too, help is one tap away; it opens without signing in, in both languages.
///
/// Part of: SAFE-003
#[tokio::test]
async fn help_is_one_tap_away_everywhere() {
    let world = poisoned().await;
    let mut asks = pages(&world).await;
    let odd = ["/sign-in", "/help", "/nowhere", "/days", "/charts/x"];
    asks.extend(odd.iter().map(|path| ((*path).to_owned(), get(path))));
    for (name, ask) in asks {
        let answer = world.ask(ask).await;
        if answer.status.is_redirection() {
            continue;
        }
        assert!(String::from_utf8_lossy(&answer.body).contains("href=\"/help\""), "{name}");
    }
    for language in ["ja", "en"] {
        let page = world.ask(get("/help").with("accept-language", language)).await.is(200).text();
        for words in ["119", "110", "0120-279-338", &format!("lang=\"{language}\"")] {
            assert!(page.contains(words), "{words}");
        }
    }
}
