//! Folders made for measurements.

use super::place::Place;
use super::server::Server;

#[test]
fn a_simulated_folder_is_opened_by_the_demo() {
    let place = Place::empty();
    let content = place.run(&["simulate"], &["--people", "12", "--days", "9", "--json"]);
    assert_eq!((content.code, content.err.as_str()), (0, ""), "{content:?}");
    let report = content.json();
    assert_eq!((&report["people"], &report["days"]), (&12.into(), &9.into()));
    let server = Server::start(&place);
    assert_eq!(server.accounts("patient").len(), 12);
    assert_eq!(server.accounts("clinician").len(), 2);
    let panel = server.as_first("clinician").json("/api/v1/panel?limit=100");
    assert_eq!(panel["total"], 12);
    let entries = |row: &serde_json::Value| {
        let path = format!("/api/v1/charts/{}/entries", row["chart"].as_str().expect("a chart"));
        server.as_first("clinician").json(&path)["entries"].as_array().expect("entries").len() as u64
    };
    let shown: u64 = panel["patients"].as_array().expect("patients").iter().map(entries).sum();
    assert!(shown > 12 && shown <= report["entries"].as_u64().expect("a number"), "{shown} of {report}");
    server.stop_whole(&place);
}

#[test]
fn what_is_there_already_is_left_alone() {
    let place = Place::few();
    let before = place.files();
    let content = place.run(&["simulate"], &["--people", "1", "--days", "1"]);
    content.refuses(1, "already");
    assert!(place.files() == before);
    for wrong in [["--people", "0"], ["--days", "0"], ["--days", "40000"], ["--people", "-1"]] {
        let other = Place::empty();
        assert_eq!(other.run(&["simulate"], &wrong).code, 2, "{wrong:?}");
        assert!(!other.data().exists());
    }
}
