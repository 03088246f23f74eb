//! A clinic that does not open: what is said, and that nothing is written or shown.

use std::fs;

use super::command::Said;
use super::place::{Place, set_mode};
use super::tampering::opened;

/// Breaks a clinic in one way, then asks every command that opens one.
fn refused(english: &str, break_it: impl Fn(&Place)) {
    let place = Place::few();
    let chart = place.chart(0);
    let (map, table) = (place.write("m.toml", MAP), place.write("t.csv", "d,v\n2024-04-01,5\n"));
    break_it(&place);
    let before = place.files();
    let path = |name: &str| place.path(name).to_str().expect("a path").to_owned();
    let ready = path("again.json");
    let commands: [Said; 4] = [
        place.run(&["verify"], &[]),
        place.run(&["demo"], &["--listen", "127.0.0.1:0", "--ready", &ready]),
        place.run(&["export", "--format", "json"], &["--chart", &chart, "--out", &path("out.json")]),
        place.run(
            &["import", "csv"],
            &[
                "--chart",
                &chart,
                "--map",
                map.to_str().expect("a path"),
                "--apply",
                table.to_str().expect("a path"),
            ],
        ),
    ];
    for content in commands {
        content.refuses(1, english);
        assert!(!content.err.contains("合成") && content.out.is_empty(), "{content:?}");
    }
    let after = place.files();
    for (name, content) in &before {
        assert!(after.get(name) == Some(content), "{english}: {} was changed", name.display());
    }
    assert!(!place.path("out.json").exists() && !place.path("again.json").exists());
    for new in after.keys().filter(|name| !before.contains_key(*name)) {
        let name = new.to_string_lossy();
        assert!(name.ends_with("-shm") || name.ends_with("-wal"), "{english}: {name} was made");
    }
}

const MAP: &str =
    "date=\"d\"\nzone=\"Asia/Tokyo\"\n[[item]]\ncolumn=\"v\"\nitem=\"v\"\nmin=0\nmax=9\ndirection=\"none\"";

/// An emptied ledger, or another clinic's, is not taken for a new clinic.
#[test]
fn a_ledger_without_this_clinic_does_not_open() {
    let english = "holds no record of this clinic";
    refused(english, |place| drop(fs::File::create(place.ledger()).expect("emptied")));
    refused(english, |place| {
        let all = "DELETE FROM record; DELETE FROM head; DELETE FROM audit; DELETE FROM audit_head; \
                   DELETE FROM row; DELETE FROM job";
        opened(place).execute_batch(all).expect("deleted");
    });
    refused(english, |place| {
        fs::copy(Place::other().ledger(), place.ledger()).expect("another ledger");
    });
    refused("belong to another clinic", |place| {
        let path = place.data().join("namima.toml");
        let text = fs::read_to_string(&path).expect("the file");
        let other = |line: &str| match line.starts_with("clinic") {
            true => "clinic = \"00000000-0000-4000-8000-000000000001\"\n".to_owned(),
            false => format!("{line}\n"),
        };
        fs::write(&path, text.lines().map(other).collect::<String>()).expect("written");
    });
}

#[test]
fn without_its_root_key_nothing_opens() {
    refused("does not belong to these keys", |place| {
        fs::copy(Place::other().root(), place.root()).expect("another root key");
    });
    refused("is missing", |place| fs::remove_file(place.root()).expect("removed"));
    refused("is not a root key file", |place| fs::write(place.root(), "0123\n").expect("written"));
    refused("is not a root key file", |place| {
        fs::remove_file(place.root()).expect("removed");
        fs::create_dir(place.root()).expect("made");
    });
}

#[test]
fn without_its_keys_or_its_ledger_nothing_opens_and_none_is_made() {
    let keys = "keys folder";
    refused(keys, |place| fs::remove_dir_all(place.keys()).expect("removed"));
    refused(keys, |place| fs::remove_file(place.keys().join("keys.db")).expect("removed"));
    refused("has no ledger.db", |place| fs::remove_file(place.ledger()).expect("removed"));
}

#[test]
fn another_clinics_keys_open_nothing() {
    refused("belong to another clinic", |place| {
        let other = Place::other();
        fs::copy(other.keys().join("keys.db"), place.keys().join("keys.db")).expect("other keys");
    });
}

#[test]
fn what_others_can_read_is_refused() {
    let open = "Folders need mode 700, files 600";
    refused(open, |place| set_mode(&place.root(), 0o644));
    refused(open, |place| set_mode(&place.keys(), 0o750));
    refused(open, |place| set_mode(&place.data(), 0o755));
    refused(open, |place| set_mode(&place.ledger(), 0o640));
    refused(open, |place| set_mode(&place.keys().join("keys.db"), 0o604));
}

#[test]
fn a_folder_that_was_left_unfinished_says_how_to_begin_again() {
    refused("was left unfinished", |place| {
        fs::remove_file(place.data().join("namima.toml")).expect("removed")
    });
    refused("was left unfinished", |place| fs::remove_dir_all(place.data()).expect("removed"));
}

#[test]
fn a_configuration_that_is_not_understood_is_refused() {
    let with = |from: &'static str, to: &'static str| {
        move |place: &Place| {
            let path = place.data().join("namima.toml");
            let text = fs::read_to_string(&path).expect("the file");
            assert!(text.contains(from), "{text}");
            fs::write(path, text.replace(from, to)).expect("written");
        }
    };
    refused("cannot be read", with("\"sqlite\"", "\"oracle\""));
    refused("cannot be read", with("kind", "sort"));
    refused("`zone` in", with("Asia/Tokyo", "Asia/Nowhere"));
}

#[test]
fn a_real_clinics_folder_shows_nothing_to_the_command_line() {
    let place = Place::empty();
    assert_eq!(place.run(&["init"], &[]).code, 0);
    let (chart, out) = (Place::few().chart(0), place.path("o"));
    let out = out.to_str().expect("a path");
    let export = place.run(&["export", "--format", "csv"], &["--chart", &chart, "--out", out]);
    export.refuses(1, "needs a grant made in the app");
    place.run(&["demo"], &["--listen", "127.0.0.1:0"]).refuses(1, "needs a grant made in the app");
    assert_eq!(place.run(&["verify"], &[]).code, 0);
}
