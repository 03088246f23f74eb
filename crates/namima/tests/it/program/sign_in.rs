//! Signing in by a link of the demo.

use serde_json::json;

use super::http::{Answer, Client};
use super::place::Place;
use super::server::Server;

const PATH: &str = "/api/v1/sign-in/link";

fn asked(client: &Client, headers: &[(&str, &str)], body: &str) -> Answer {
    let answer = client.send("POST", PATH, headers, body.as_bytes());
    let granted = answer.status == 204;
    assert_eq!(answer.all("set-cookie").len(), usize::from(granted), "{answer:?}");
    answer
}

#[test]
fn a_link_signs_in_with_exactly_one_cookie() {
    let place = Place::few();
    let server = Server::start(&place);
    let stranger = server.stranger();
    let token = server.accounts("clinician")[0]["token"].clone();
    for _ in 0..2 {
        let answer = stranger.post(PATH, &json!({ "token": token }));
        assert_eq!((answer.status, answer.body.len()), (204, 0));
        let cookies = answer.all("set-cookie");
        let [cookie] = cookies[..] else { panic!("{cookies:?}") };
        for attribute in ["Path=/", "HttpOnly", "SameSite=Strict"] {
            assert!(cookie.split("; ").any(|part| part == attribute), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(answer.all("cache-control"), ["no-store"]);
    }
    assert_eq!(server.as_first("clinician").get("/api/v1/panel").status, 200);
    assert_eq!(stranger.get("/api/v1/panel").status, 401);
    server.stop_well();
}

#[test]
fn everything_else_gets_no_cookie() {
    let place = Place::few();
    let server = Server::start(&place);
    let client = server.stranger();
    let (origin, token) = (client.origin(), server.accounts("clinician")[0]["token"].clone());
    let host = origin.trim_start_matches("http://");
    let good = json!({ "token": token }).to_string();
    let json = ("Content-Type", "application/json");
    let (host, origin) = (("Host", host), ("Origin", origin.as_str()));
    assert_eq!(asked(&client, &[host, origin, json], &good).status, 204);
    let wrong = json!({ "token": "0".repeat(64) }).to_string();
    assert_eq!(asked(&client, &[host, origin, json], &wrong).status, 401);
    for body in
        [json!({}), json!({ "token": token, "role": "clinician" }), json!({ "token": 1 }), json!("token")]
    {
        assert_eq!(asked(&client, &[host, origin, json], &body.to_string()).status, 422, "{body}");
    }
    assert_eq!(asked(&client, &[host, origin, ("Content-Type", "text/plain")], &good).status, 415);
    assert_eq!(asked(&client, &[host, json], &good).status, 403);
    for foreign in ["null", "http://example.org", "https://localhost"] {
        assert_eq!(asked(&client, &[host, ("Origin", foreign), json], &good).status, 403, "{foreign}");
    }
    let foreign = [("Host", "example.org"), ("Origin", "http://example.org"), json];
    assert_eq!(asked(&client, &foreign, &good).status, 421);
    server.stop_well();
}
