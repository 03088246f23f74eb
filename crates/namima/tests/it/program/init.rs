//! A real clinic's folder.

use super::place::Place;

#[test]
fn a_real_clinics_folder_is_made_whole_and_nothing_serves_it_yet() {
    let place = Place::empty();
    let content = place.run(&["init"], &["--zone", "Asia/Tokyo"]);
    assert_eq!((content.code, content.err.as_str()), (0, ""), "{content:?}");
    assert!(content.out.contains("d.root") && content.out.contains("控え"), "{content:?}");
    let found = place.run(&["verify"], &["--json"]);
    assert_eq!((found.code, &found.json()["records"]), (0, &0.into()), "{found:?}");
    let before = place.files();
    place.run(&["init"], &[]).refuses(1, "already");
    place.run(&["demo"], &["--listen", "127.0.0.1:0"]).refuses(1, "real clinic");
    place.run(&["serve"], &[]).refuses(2, "not there yet");
    let chart = "00000000-0000-4000-8000-000000000001";
    let out = place.path("out");
    let export = ["--chart", chart, "--format", "csv", "--out", out.to_str().expect("a path")];
    place.run(&["export"], &export).refuses(1, "real clinic");
    assert!(place.files() == before);
}

#[test]
fn an_unknown_time_zone_makes_nothing() {
    let place = Place::empty();
    place.run(&["init"], &["--zone", "Asia/Nowhere"]).refuses(1, "zone");
    assert!(place.files().is_empty());
}
