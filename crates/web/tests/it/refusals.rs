//! What a refusal says, and what it never says.

use serde_json::json;
use testkit::{Answer, MISSING, TestServer, ask, check_in, get, json as post};

const TYPED: &str = "Zahnweh";
/// Parts of what only the inside of the program knows.
const INSIDE: &[&str] = &[
    "SELECT",
    "INSERT",
    "sqlite",
    "rusqlite",
    ".rs",
    "/tmp",
    "panicked",
    "stack backtrace",
    "0.1.0",
    "axum",
    "serde",
    "line 1",
];

#[track_caller]
fn says_nothing(answer: &Answer) {
    assert!(answer.status.is_client_error() || answer.status.is_server_error(), "{}", answer.status);
    let body = String::from_utf8_lossy(&answer.body);
    let headers = format!("{:?}", answer.headers);
    for word in INSIDE.iter().chain([&TYPED]) {
        // A page's own form answers keep what was typed; refusals never do.
        assert!(!body.contains(word) && !headers.contains(word), "{word}: {body}");
    }
}

/// Refusals of every sort are generic: no SQL, path, version or typed text.
///
/// Verifies: SEC-007
#[tokio::test]
async fn refusals_are_generic() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let entries = format!("/api/v1/charts/{}/entries", world.chart);
    let send = |body: serde_json::Value| post(&entries, &body).by(&patient);
    let mut odd = vec![
        get("/Zahnweh"),
        get("/days/Zahnweh/amend").by(&patient),
        get("/charts/Zahnweh").by(&patient),
        get("/charts/%FF%FEZahnweh").by(&patient),
        get("/api/v1/charts/%FFZahnweh/timeline").by(&patient),
        get("/api/v1/Zahnweh"),
        get(&format!("/api/v1/charts/{}/timeline?from=Zahnweh", world.chart)).by(&patient),
        get(&format!("/api/v1/charts/{}/timeline?Zahnweh=1", world.chart)).by(&patient),
        get(&format!("/api/v1/charts/{MISSING}/timeline?Zahnweh")).by(&patient),
        ask("PATCH", "/today").same_origin(),
        ask("PUT", "/api/v1/panel").same_origin(),
        post("/api/v1/sign-in/link", &json!({ "token": TYPED })),
        post("/api/v1/sign-in/link", &json!({ "Zahnweh": 1 })),
        send(json!({ "Zahnweh": 1 })),
        send(json!({ "entries": [TYPED] })),
        ask("POST", &entries)
            .same_origin()
            .with("content-type", "application/json")
            .saying("{Zahnweh")
            .by(&patient),
        ask("POST", &entries).same_origin().with("content-type", "text/Zahnweh").by(&patient),
        testkit::form("/sign-in", &[("token", TYPED)]),
        world.filled(&patient, &format!("/days/{MISSING}/mistake"), &[("reason", TYPED)]),
        world.filled(&patient, &format!("/days/{MISSING}/mistake"), &[("reason", "Zahnweh\u{202e}")]),
    ];
    for more in [
        json!({ "note": "Zahnweh\u{0}" }),
        json!({ "id": TYPED }),
        json!({ "zone": TYPED }),
        json!({ "medicine": TYPED }),
        json!({ "Zahnweh hier": 1 }),
        json!({ "mood": TYPED }),
        json!({ "date": TYPED }),
        json!({ "kind": TYPED }),
        json!({ "symptoms": { "answer": TYPED } }),
        json!({ "amends": TYPED, "reason": TYPED }),
        json!({ "language": TYPED }),
    ] {
        odd.push(send(json!({ "entries": [check_in(1, &more)] })));
    }
    for request in odd {
        says_nothing(&world.ask(request).await);
    }
}

/// The interface's errors have one shape, with a code, a text in the person's language and whether anything was stored.
///
/// Verifies: SEC-007
#[tokio::test]
async fn errors_of_the_interface_have_one_shape() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let not_json = ask("POST", &format!("/api/v1/charts/{}/entries", world.chart)).same_origin();
    let cases = [
        (get("/api/v1/panel"), 401, "sign-in"),
        (get("/api/v1/panel").by(&patient), 404, "not-found"),
        (get("/api/v1/nowhere"), 404, "not-found"),
        (ask("DELETE", "/api/v1/panel").same_origin(), 405, "method-not-allowed"),
        (ask("DELETE", "/api/v1/panel"), 403, "origin"),
        (not_json.by(&patient), 415, "unsupported-media"),
    ];
    for (request, status, code) in cases {
        let answer = world.ask(request).await.is(status);
        assert_eq!(answer.header("content-type"), Some("application/json"));
        let error = answer.json()["error"].clone();
        assert_eq!((&error["code"], &error["stored"]), (&code.into(), &false.into()));
        assert!(!error["message"].as_str().unwrap().is_empty());
        assert_eq!(error["entries"], json!([]));
    }
}

/// A stranger's page says the same in the language of the browser, and leads to help.
#[tokio::test]
async fn pages_refuse_in_both_languages() {
    let world = TestServer::demo().await;
    let japanese = world.ask(get("/nowhere")).await.is(404).text();
    let english = world.ask(get("/nowhere").with("accept-language", "en-GB,ja;q=0.5")).await.is(404).text();
    assert!(japanese.contains("見つかりません") && japanese.contains("lang=\"ja\""));
    assert!(english.contains("lang=\"en\"") && !english.contains("見つかりません"));
    let chosen = get("/nowhere").with("accept-language", "ja").with("cookie", "lang=en");
    assert!(world.ask(chosen).await.text().contains("lang=\"en\""));
}
