//! The file that tools wait for.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::place::Place;
use super::server::Server;

const ROLES: [&str; 9] = [
    "administrator",
    "care_staff",
    "clinician",
    "guardian",
    "patient",
    "privacy_officer",
    "reception",
    "supporter",
    "technician",
];

fn keys(object: &Value) -> BTreeSet<&str> {
    object.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn text<'a>(account: &'a Value, field: &str) -> &'a str {
    account[field].as_str().expect("a text")
}

#[test]
fn the_file_says_what_it_promises_and_nothing_else() {
    let place = Place::demo();
    let server = Server::start(&place);
    let file = fs::metadata(place.path("ready.json")).expect("the file");
    assert_eq!(file.permissions().mode() & 0o777, 0o600);
    assert!(!place.path("ready.json.part").exists());
    assert_eq!(keys(&server.ready), BTreeSet::from(["accounts", "url"]));
    assert_eq!(server.stranger().get("/healthz").status, 200);

    let accounts = server.ready["accounts"].as_array().expect("accounts");
    let mut tokens = HashSet::new();
    for account in accounts {
        let (role, chart) = (text(account, "role"), account["chart"].as_str());
        assert!(!text(account, "name").is_empty());
        assert!(text(account, "token").len() == 64 && tokens.insert(text(account, "token")));
        let with_chart = ["patient", "guardian", "supporter"].contains(&role);
        assert_eq!(chart.is_some(), with_chart, "{account}");
        let known = ["role", "name", "token", "chart", "empty"];
        assert!(keys(account).iter().all(|key| known.contains(key)), "{account}");
        assert!(account.get("empty").is_none_or(|empty| empty == true && role == "patient"));
        assert!(!server.as_account(account).secret().is_empty());
    }
    assert_eq!(
        accounts.iter().map(|account| text(account, "role")).collect::<BTreeSet<_>>(),
        BTreeSet::from(ROLES)
    );
    server.stop_well();
}

#[test]
fn the_first_patients_and_the_empty_chart_are_adults_of_the_first_clinician() {
    let place = Place::demo();
    let server = Server::start(&place);
    let clinician = server.as_first("clinician");
    let panel = clinician.json("/api/v1/panel?limit=100");
    let age = |chart: &str| {
        let row = panel["patients"].as_array().expect("patients").iter().find(|row| row["chart"] == chart);
        row.expect("on the panel of the first clinician")["age"].as_i64().expect("an age")
    };
    let patients = server.accounts("patient");
    assert!(patients.len() >= 40);
    for patient in &patients[..16] {
        assert!(age(text(patient, "chart")) >= 18 && patient.get("empty").is_none());
    }
    let empty: Vec<&Value> = patients.iter().filter(|patient| patient["empty"] == true).collect();
    assert_eq!(empty.len(), 1);
    let chart = text(empty[0], "chart");
    assert!(age(chart) >= 18);
    assert_eq!(clinician.json(&format!("/api/v1/charts/{chart}/timeline"))["days"], serde_json::json!([]));
    server.stop_well();
}

#[test]
fn opening_the_folder_again_keeps_the_charts_and_renews_the_tokens() {
    let place = Place::few();
    let of = |server: &Server, field: &str| -> Vec<Value> {
        let accounts = server.ready["accounts"].as_array().expect("accounts");
        accounts.iter().map(|account| account[field].clone()).collect()
    };
    let first = Server::start(&place);
    let (charts, names, tokens) = (of(&first, "chart"), of(&first, "name"), of(&first, "token"));
    first.stop_well();
    let second = Server::start(&place);
    assert_eq!((of(&second, "chart"), of(&second, "name")), (charts, names));
    for token in &tokens {
        assert!(!of(&second, "token").contains(token));
        let answer = second.stranger().post("/api/v1/sign-in/link", &serde_json::json!({ "token": token }));
        assert_eq!((answer.status, answer.all("set-cookie").len()), (401, 0));
    }
    second.stop_well();
}
