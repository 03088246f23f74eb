//! What every request passes: where it comes from, whom it calls, what it carries, what every answer carries.

use ledger::Ledger as _;
use serde_json::json;

use crate::matrix::{Object, RULES, Things};
use testkit::{Ask, CLINIC, TestServer, ask, check_in, get, id, json as post};

/// How much the store holds: records of every chart, and events.
pub async fn stored(world: &TestServer) -> (usize, usize) {
    let mut records = 0;
    for chart in [world.chart, world.child, world.foreign] {
        let heads = world.ledger.heads(vault::ChartId(chart.to_bytes())).await.unwrap();
        records += heads.iter().map(|head| usize::try_from(head.seq).unwrap()).sum::<usize>();
    }
    let events = world.ledger.audit(vault::ClinicId(CLINIC.to_bytes()), 0, u32::MAX).await.unwrap().len();
    (records, events)
}

fn foreign_origins(ask: &Ask) -> Vec<Ask> {
    let elsewhere = [
        "null",
        "http://evil.example",
        "https://localhost:8080",
        "http://localhost:8081",
        "http://localhost",
    ];
    let mut all: Vec<Ask> = elsewhere.iter().map(|origin| ask.clone().with("origin", origin)).collect();
    all.push(ask.clone().without("origin"));
    all.extend(
        ["cross-site", "same-site", "none"].iter().map(|site| ask.clone().with("sec-fetch-site", site)),
    );
    all
}

/// Every route that changes something refuses a request from elsewhere, from `null` and from nowhere, before anything
/// is stored or even written down.
///
/// Verifies: SEC-004
#[tokio::test]
async fn changes_come_from_our_own_pages_only() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    for rule in RULES.iter().filter(|rule| rule.method == "post") {
        for who in ["patient", "clinician", "guardian"] {
            let session = world.sign_in(who).await;
            let request = things.request(&world, rule, who, Object::Own, Some(&session));
            let before = stored(&world).await;
            for request in foreign_origins(&request) {
                let answer = world.ask(request).await;
                assert_eq!(answer.code(), 403, "{} by {who}", rule.path);
                assert_eq!(answer.header("set-cookie"), None);
            }
            assert_eq!(stored(&world).await, before, "{}", rule.path);
        }
    }
    let session = world.sign_in("patient").await;
    let path = format!("/api/v1/charts/{}/entries", world.chart);
    let mine = post(&path, &json!({ "entries": [check_in(50, &json!({ "mood": 5 }))] })).by(&session);
    let refused = world.ask(mine.clone().with("origin", "null")).await.is(403).json();
    assert_eq!((&refused["error"]["code"], &refused["error"]["stored"]), (&"origin".into(), &false.into()));
    // A program that does not send Sec-Fetch-Site is known by its Origin alone.
    world.ask(mine.without("sec-fetch-site")).await.is(200);
}

/// A form without its token, with the token of another session or of another route, changes nothing.
///
/// Verifies: SEC-004
#[tokio::test]
async fn forms_carry_a_token_of_their_session_and_route() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    let forms = RULES.iter().filter(|rule| rule.method == "post" && !rule.path.starts_with("/api/"));
    for rule in forms.filter(|rule| !matches!(rule.path, "/sign-in" | "/language/{code}")) {
        for who in ["patient", "clinician", "guardian"] {
            let (session, other) = (world.sign_in(who).await, world.sign_in(who).await);
            let path = rule.path.replace("{chart}", &world.chart.to_string()).replace("{kind}", "event");
            let path = path.replace("{record}", &id(1));
            let elsewhere = world.clinic.accounts().form_token(&session.viewer, "/elsewhere").unwrap();
            let others = world.clinic.accounts().form_token(&other.viewer, &path).unwrap();
            let before = stored(&world).await;
            for token in ["", "0", &elsewhere, &others] {
                let fields = [("csrf", token), ("mood", "5"), ("reason", "x"), ("id", &id(70))];
                let form = testkit::form(&path, &fields).by(&session);
                assert_eq!(world.ask(form).await.code(), 403, "{} by {who}", rule.path);
            }
            world.ask(testkit::form(&path, &[("mood", "5")]).by(&session)).await.is(403);
            assert_eq!(stored(&world).await, before);
        }
    }
    drop(things);
}

/// A JSON route takes nothing that a form of another site could send.
///
/// Verifies: SEC-004
#[tokio::test]
async fn json_says_that_it_is_json() {
    let world = TestServer::demo().await;
    let session = world.sign_in("patient").await;
    let path = format!("/api/v1/charts/{}/entries", world.chart);
    let good = post(&path, &json!({ "entries": [check_in(1, &json!({ "mood": 5 }))] })).by(&session);
    for media in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", ""]
    {
        let refused = world.ask(good.clone().with("content-type", media)).await.is(415).json();
        assert_eq!(refused["error"]["stored"], false);
    }
    world.ask(good.clone().without("content-type")).await.is(415);
    let form = world.filled(&session, "/today", &[("mood", "5")]).with("content-type", "application/json");
    world.ask(form).await.is(415);
    world.ask(good.with("content-type", "application/json; charset=utf-8")).await.is(200);
}

/// Reading stores no record, whatever the query says; it leaves its event and nothing else.
///
/// Verifies: SEC-004
#[tokio::test]
async fn reading_changes_nothing() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    let (records, _) = stored(&world).await;
    for rule in RULES.iter().filter(|rule| rule.method == "get") {
        for who in ["patient", "clinician", "guardian"] {
            let session = world.sign_in(who).await;
            world.ask(things.request(&world, rule, who, Object::Own, Some(&session))).await;
            let path = format!(
                "{}?mood=5&csrf=x&what=exercise",
                rule.path.replace("{chart}", &world.chart.to_string())
            );
            world.ask(get(&path).by(&session)).await;
        }
    }
    assert_eq!(stored(&world).await.0, records);
}

/// Every answer of every route carries the headers, also refusals; HSTS only where there is TLS (decision 0006).
///
/// Verifies: SEC-005
#[tokio::test]
async fn every_answer_carries_the_headers() {
    for world in [TestServer::demo().await, TestServer::tls().await] {
        let secure = world.origin().starts_with("https");
        let things = Things::lay_out(&world).await;
        for rule in RULES {
            for who in ["nobody", "patient", "clinician", "reception"] {
                let session = if who == "nobody" { None } else { Some(world.sign_in(who).await) };
                let answer =
                    world.ask(things.request(&world, rule, who, Object::Own, session.as_ref())).await;
                headers(&answer, secure);
            }
        }
        for odd in [get("/nowhere"), ask("DELETE", "/today"), get("/today").with("host", "evil"), get("/%FF")]
        {
            headers(&world.ask(odd).await, secure);
        }
    }
}

#[track_caller]
fn headers(answer: &testkit::Answer, secure: bool) {
    let header = |name: &str| answer.header(name).unwrap_or_else(|| panic!("no {name}"));
    assert!(header("content-security-policy").starts_with("default-src 'none';"));
    assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("referrer-policy"), "same-origin");
    assert_eq!(header("cross-origin-opener-policy"), "same-origin");
    assert_eq!(header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(header("cross-origin-embedder-policy"), "require-corp");
    assert_eq!(header("cache-control"), "no-store");
    // The button that copies the lines for the chart writes to the clipboard; nothing else is lent.
    let mut lent = header("permissions-policy").split(", ").filter(|allowed| !allowed.ends_with("=()"));
    assert_eq!((lent.next(), lent.next()), (Some("clipboard-write=(self)"), None));
    assert_eq!(answer.header("strict-transport-security").is_some(), secure);
    assert_eq!(answer.header("server"), None);
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

/// Only a name of ours is answered to; what a proxy claims is not believed.
///
/// Verifies: SEC-013
#[tokio::test]
async fn a_foreign_host_gets_nothing() {
    let world = TestServer::demo().await;
    let session = world.sign_in("patient").await;
    for host in ["evil.example", "localhost", "localhost:8081", "localhost:8080.evil.example", ""] {
        let answer = world.ask(get("/days").with("host", host).by(&session)).await.is(421);
        assert!(answer.body.is_empty());
    }
    world.ask(get("/days").without("host").by(&session)).await.is(421);
    let claimed = get("/days").with("host", "evil.example").with("x-forwarded-host", "localhost:8080");
    world.ask(claimed.by(&session)).await.is(421);
    let forwarded = get("/").with("x-forwarded-proto", "https").with("forwarded", "host=evil.example");
    let answer = world.ask(forwarded).await.is(303);
    assert_eq!(answer.header("location"), Some("/sign-in"));
    assert_eq!(answer.header("strict-transport-security"), None);
}

/// The language switch leads back to a page of ours, whatever it is told.
#[tokio::test]
async fn the_language_switch_leads_nowhere_else() {
    let world = TestServer::demo().await;
    let others = [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\r\nset-cookie: a=b",
        "evil",
        "",
        "/ä",
    ];
    for back in others {
        let answer = world.ask(testkit::form("/language/en", &[("back", back)])).await.is(303);
        assert_eq!(answer.header("location"), Some("/"), "{back:?}");
    }
    let answer = world.ask(testkit::form("/language/en", &[("back", "/charts/x?range=4w")])).await.is(303);
    assert_eq!(answer.header("location"), Some("/charts/x?range=4w"));
    assert!(answer.header("set-cookie").unwrap().starts_with("lang=en; Path=/; SameSite=Strict; HttpOnly"));
    world.ask(testkit::form("/language/xx", &[])).await.is(404);
}

/// A clinic behind TLS has no way in by link, and none of the demo's other routes.
///
/// Part of: AUTH-021
#[tokio::test]
async fn without_links_there_is_no_way_in() {
    let world = TestServer::tls().await;
    world.ask(post("/api/v1/sign-in/link", &json!({ "token": "link of patient" }))).await.is(404);
    let form = testkit::form("/sign-in", &[("token", "link of patient")]);
    let answer = world.ask(form).await;
    assert!(matches!(answer.code(), 404 | 405));
    assert_eq!(answer.header("set-cookie"), None);
    let page = world.ask(get("/sign-in")).await.is(200).text();
    assert!(!page.contains("watermark"));
}

/// A handler that panics answers with an apology, not with what happened; the next request is served.
///
/// Part of: SEC-009
#[tokio::test]
async fn a_panic_ends_with_its_request() {
    let world = TestServer::demo().await;
    let session = world.sign_in("patient").await;
    world.clock.smash();
    let page = world.ask(get("/days").by(&session)).await.is(500);
    let api = world.ask(get("/api/v1/panel").by(&session)).await.is(500).json();
    world.clock.set(testkit::START);
    assert!(page.text().contains("</html>") && !page.text().contains("clock"));
    assert_eq!(
        (&api["error"]["code"], &api["error"]["stored"]),
        (&"internal".into(), &serde_json::Value::Null)
    );
    assert_eq!(api["error"]["request"].as_str().unwrap().len(), 32);
    world.ask(get("/days").by(&session)).await.is(200);
}
