//! Commands that cannot be done as they were called.

use super::command::namima;
use super::place::Place;

#[test]
fn serve_refuses_demo_folders_and_says_why() {
    let place = Place::few();
    let before = place.files();
    place.run(&["serve"], &[]).refuses(2, "`serve` never serves one");
    assert!(place.files() == before);
    let other = Place::empty();
    other.run(&["serve"], &[]).refuses(2, "`serve` is not there yet");
    assert!(!other.data().exists());
}

#[test]
fn commands_of_later_versions_say_so() {
    for command in ["doctor", "backup", "restore", "keys"] {
        namima([command]).refuses(2, "is not there yet");
        namima([command, "--data", "somewhere", "more"]).refuses(2, "is not there yet");
    }
}

#[test]
fn a_call_that_is_not_understood_answers_2_and_help_answers_0() {
    for arguments in
        [&["dance"][..], &["verify"], &["verify", "--data"], &["verify", "--data", "x", "--fast"], &[]]
    {
        let content = namima(arguments);
        assert_eq!((content.code, content.out.as_str()), (2, ""), "{content:?}");
    }
    for arguments in [["--help"], ["--version"]] {
        assert_eq!(namima(arguments).code, 0);
    }
    namima(["verify", "--data", "/"]).refuses(2, "--data must name a folder");
}

#[test]
fn a_folder_may_be_named_in_any_way() {
    let place = Place::few();
    for ending in ["/", "//", "/.", "/./"] {
        let path = format!("{}{ending}", place.data().display());
        let content = namima(["verify", "--data", &path]);
        assert_eq!(content.code, 0, "{ending}: {content:?}");
    }
    let inside = std::process::Command::new(super::command::BINARY)
        .args(["verify", "--data", "."])
        .current_dir(place.data())
        .output()
        .expect("the program starts");
    assert_eq!(inside.status.code(), Some(0));
}
