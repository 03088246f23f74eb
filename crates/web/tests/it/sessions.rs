//! Signing in and out, cookies, time-outs.

use serde_json::json;
use testkit::{Session, TestServer, get, json as post};

async fn by_link(world: &TestServer, who: &str, session: Option<&Session>) -> String {
    let ask = post("/api/v1/sign-in/link", &json!({ "token": format!("link of {who}") }));
    let ask = session.map_or(ask.clone(), |session| ask.by(session));
    let answer = world.ask(ask).await.is(204);
    assert!(answer.body.is_empty());
    assert_eq!(answer.headers.get_all("set-cookie").iter().count(), 1);
    answer.header("set-cookie").unwrap().to_owned()
}

fn value(cookie: &str) -> &str {
    cookie.split(';').next().unwrap()
}

async fn reaches(world: &TestServer, cookie: &str, path: &str) -> u16 {
    world.ask(get(path).with("cookie", cookie)).await.code()
}

/// Signing in sets one cookie that scripts and other sites cannot reach, with a new token each time; the session this
/// browser held before is over. Behind TLS the cookie is `__Host-` and Secure; on plain loopback, where browsers would
/// drop such a cookie, it has another name. The token is in no body and no address.
///
/// Verifies: AUTH-015
#[tokio::test]
async fn the_cookie_and_its_rotation() {
    let world = TestServer::demo().await;
    let first = by_link(&world, "patient", None).await;
    assert!(first.starts_with("namima-demo=") && first.ends_with("; Path=/; HttpOnly; SameSite=Strict"));
    let token = value(&first).split_once('=').unwrap().1;
    assert_eq!(token.len(), 64);
    assert!(token.bytes().all(|byte| byte.is_ascii_hexdigit()));
    let held = Session { cookie: value(&first).to_owned(), viewer: world.sign_in("patient").await.viewer };
    let second = by_link(&world, "patient", Some(&held)).await;
    assert_ne!(value(&first), value(&second));
    assert_eq!(reaches(&world, value(&first), "/days").await, 401);
    for path in ["/today", "/days", "/sleep", "/access", "/help", "/api/v1/panel"] {
        let answer = world.ask(get(path).with("cookie", value(&second))).await;
        let token = value(&second).split_once('=').unwrap().1;
        assert!(!String::from_utf8_lossy(&answer.body).contains(token), "{path}");
        assert!(!format!("{:?}", answer.headers).contains(token), "{path}");
    }
}

#[tokio::test]
async fn a_form_signs_in_as_well_and_a_pasted_link_too() {
    let world = TestServer::demo().await;
    let pasted = "http://localhost:8080/sign-in#link of patient";
    let answer = world.ask(testkit::form("/sign-in", &[("token", pasted)])).await.is(303);
    assert_eq!(answer.header("location"), Some("/"));
    let cookie = value(answer.header("set-cookie").unwrap()).to_owned();
    let home = world.ask(get("/").with("cookie", &cookie)).await.is(303);
    assert_eq!(home.header("location"), Some("/today"));
    let wrong = world.ask(testkit::form("/sign-in", &[("token", "<wrong>")])).await.is(401);
    assert!(!wrong.text().contains("wrong&gt;") && wrong.header("set-cookie").is_none());
}

/// Verifies: AUTH-015
#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host() {
    let world = TestServer::tls().await;
    let session = world.sign_in("patient").await;
    assert_eq!(reaches(&world, &session.cookie, "/days").await, 200);
    let plain = session.cookie.replace("__Host-namima", "namima-demo");
    assert_eq!(reaches(&world, &plain, "/days").await, 401);
    let answer = world.ask(post("/api/v1/sign-out", &json!({})).by(&session)).await.is(204);
    let ended = answer.header("set-cookie").unwrap();
    assert_eq!(ended, "__Host-namima=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0; Secure");
}

/// Sessions end by role: staff after 15 minutes without a request or 12 hours, patients and those near them after 60
/// minutes or 24 hours.
///
/// Verifies: AUTH-016
#[tokio::test]
async fn sessions_end_by_role() {
    let world = TestServer::demo().await;
    let people = [
        ("patient", 60, 24),
        ("guardian", 60, 24),
        ("supporter", 60, 24),
        ("clinician", 15, 12),
        ("care_staff", 15, 12),
        ("technician", 15, 12),
        ("reception", 15, 12),
        ("privacy_officer", 15, 12),
        ("administrator", 15, 12),
    ];
    for (who, idle_min, absolute_h) in people {
        // Nobody's chart: a request that everyone may make, and that is written down.
        let path = format!("/api/v1/charts/{}/timeline", testkit::MISSING);
        let status = async |session: &Session| world.ask(get(&path).by(session)).await.code();
        let idle = world.sign_in(who).await;
        world.clock.advance_min(idle_min);
        assert_eq!(status(&idle).await, 401, "{who} after {idle_min} minutes");
        // Each request begins the minutes anew, up to the last hour.
        let busy = world.sign_in(who).await;
        for _ in 0..(absolute_h * 60 / (idle_min - 1)) {
            world.clock.advance_min(idle_min - 1);
            assert_ne!(status(&busy).await, 401, "{who} within {absolute_h} hours");
        }
        world.clock.advance_min(idle_min - 1);
        assert_eq!(status(&busy).await, 401, "{who} after {absolute_h} hours");
    }
}

/// A page that opens nothing is a request too: who only reads help, sleep card or privacy is not signed out meanwhile. It
/// says no more in the log than that the session was seen.
///
/// Verifies: AUTH-016
#[tokio::test]
async fn every_page_keeps_the_session_alive() {
    let world = TestServer::demo().await;
    for (who, idle_min, paths) in [
        ("patient", 60, vec!["/help", "/sleep", "/privacy", "/today", "/days", "/plan", "/access"]),
        ("reception", 15, vec!["/help", "/role", "/privacy"]),
        ("clinician", 15, vec!["/help", "/panel"]),
    ] {
        for path in paths {
            let session = world.sign_in(who).await;
            for _ in 0..3 {
                world.clock.advance_min(idle_min - 1);
                world.ask(get(path).by(&session)).await.is(200);
            }
            world.clock.advance_min(idle_min - 1);
            let home = world.ask(get("/").by(&session)).await.is(303);
            assert_ne!(home.header("location"), Some("/sign-in"), "{who} on {path}");
        }
    }
}

/// The help card opens when the store cannot be written.
///
/// Part of: SAFE-003
#[tokio::test]
async fn help_needs_no_store() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.clock.advance_min(10);
    for fault in [ledger_sqlite::testing::Fault::Full, ledger_sqlite::testing::Fault::Io] {
        world.faults.fail_at(0, fault);
        let page = world.ask(get("/help").by(&patient)).await.is(200).text();
        assert!(page.contains("tel:119"));
        assert!(!world.faults.disarm(), "the store was asked, and failed");
    }
}

/// Signing out ends the session for every copy of the cookie at once; a form typed before it is not stored.
///
/// Part of: AUTH-019
#[tokio::test]
async fn signing_out_ends_it_at_once() {
    let world = TestServer::demo().await;
    let (here, elsewhere) = (world.sign_in("patient").await, world.sign_in("patient").await);
    let typed = world.filled(&here, "/today", &[("mood", "5")]);
    let answer = world.send(&here, "/sign-out", &[]).await.is(303);
    assert_eq!(answer.header("location"), Some("/sign-in"));
    assert!(answer.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(answer.header("clear-site-data"), Some("\"cache\", \"storage\""));
    assert_eq!(reaches(&world, &here.cookie, "/days").await, 401);
    assert!(world.ask(typed).await.is(401).text().contains("まだ保存されていません"));
    assert_eq!(reaches(&world, &elsewhere.cookie, "/days").await, 200);
}

#[tokio::test]
async fn what_is_not_a_session_is_none() {
    let world = TestServer::demo().await;
    for token in ["", "x", &"0".repeat(64), &"f".repeat(65), "link of patient"] {
        assert_eq!(reaches(&world, &format!("namima-demo={token}"), "/days").await, 401);
    }
}

/// Each event says where its request came from, by the connection: this machine only where plain HTTP proves it.
///
/// Part of: AUD-002
#[tokio::test]
async fn where_a_request_came_from_is_written_down() {
    use ledger::Ledger as _;
    let clinic = vault::ClinicId(testkit::CLINIC.to_bytes());
    for (world, expected) in [
        (TestServer::demo().await, ["loopback", "network", "network"]),
        (TestServer::tls().await, ["network", "network", "network"]),
    ] {
        let session = world.sign_in("patient").await;
        for (peer, expected) in ["127.0.0.1:9", "192.0.2.7:9", ""].into_iter().zip(expected) {
            let path = format!("/api/v1/charts/{}/timeline", world.chart);
            world.ask(get(&path).by(&session).from(peer)).await.is(200);
            let last = world.ledger.audit(clinic, 0, 10_000).await.unwrap().pop().unwrap().audit;
            let owner = world.chart.to_bytes();
            let key = vault::Subject { clinic, owner, purpose: vault::KeyPurpose::Audit };
            let sealed = vault::Sealed { key: last.key, commitment: last.commitment, bytes: last.sealed };
            let (event, time_ms, subject) = (last.event, last.time_ms, last.subject);
            let context = vault::EventContext { clinic, event, time_ms, subject };
            let plain = world.vault.open_event(&key, &context, &sealed).unwrap();
            let content = String::from_utf8(plain.to_vec()).unwrap();
            assert!(content.contains(&format!("\"source\":\"{expected}\"")), "{peer}: {content}");
        }
    }
}
