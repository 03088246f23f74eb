//! A disk that is full: nothing half-written, said in the reader's language, and all well again with free space.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::entries::check_in;
use super::place::{Place, set_mode};
use super::server::Server;

/// A small file system of its own. `cargo xtask test` leaves this module out, and its proof with it, where nothing may be
/// mounted.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mounted(on: &Path) -> Self {
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", "size=12m,mode=700", "tmpfs"]).arg(on).output();
        assert!(
            mount.is_ok_and(|result| result.status.success()),
            "run as root: nobody else may mount a small file system"
        );
        Self(on.to_owned())
    }

    /// Leaves no space.
    fn fill(&self) {
        let mut file = File::options().create(true).append(true).open(self.0.join("filler")).expect("a file");
        for size in [65_536, 4_096, 512, 1] {
            while file.write_all(&vec![0x5a; size]).is_ok() {}
        }
        let _ = file.sync_all();
    }

    fn free(&self) {
        fs::remove_file(self.0.join("filler")).expect("removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // A folder of the test: what cannot be unmounted now goes with the machine.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

/// A full disk; locked and failing databases are tested with the ledger.
///
/// Verifies: AVL-007
#[test]
fn a_full_disk_loses_nothing_and_is_said() {
    let place = Place::empty();
    let disk = SmallDisk::mounted(place.path("").as_path());
    let made = place.run(&["simulate"], &["--people", "1", "--days", "20"]);
    assert_eq!(made.code, 0, "{made:?}");
    let server = Server::start(&place);
    let (patient, _, chart) = server.patient(0);
    let sent = |number: u64| patient.submit(&chart, &[check_in(number, &format!("marker-{number}-"))]);
    assert_eq!(sent(0).status, 200);

    disk.fill();
    let entries: Vec<Value> =
        (1..=400).map(|number| check_in(number, &format!("marker-{number}-"))).collect();
    let answers: Vec<_> =
        entries.iter().map(|entry| patient.submit(&chart, std::slice::from_ref(entry))).collect();
    let refused: Vec<usize> = (0..answers.len()).filter(|at| answers[*at].status != 200).collect();
    assert!(refused.len() > 300, "the disk was not full");
    for at in &refused {
        let answer = &answers[*at];
        assert_eq!((answer.status, answer.all("retry-after").len()), (503, 1), "{}", answer.text());
        let error = &answer.json()["error"];
        assert_eq!(error["stored"], false, "{error}");
        let message = error["message"].as_str().expect("a message");
        assert!(message.contains("保存されていません"), "{message}");
    }
    let page = patient.get("/today");
    assert!(page.status == 503 || page.status == 200, "{}", page.status);
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(patient.get("/healthz").status, 503);
    let content = place.run(&["verify"], &[]);
    assert_eq!(content.code, 0, "{content:?}");

    disk.free();
    let last = *refused.last().expect("a refused entry");
    let again = patient.submit(&chart, std::slice::from_ref(&entries[last]));
    assert!(again.text().contains("\"stored\""), "{}", again.text());
    let out = place.path("o.json");
    let content = place
        .run(&["export", "--format", "json"], &["--chart", &chart, "--out", out.to_str().expect("a path")]);
    assert_eq!(content.code, 0, "{content:?}");
    let document = fs::read_to_string(&out).expect("the file");
    for (at, answer) in answers.iter().enumerate() {
        let there = document.contains(&format!("marker-{}-", at + 1));
        assert_eq!(there, answer.status == 200 || at == last, "entry {}: answered {}", at + 1, answer.status);
    }
    server.stop_whole(&place);
    drop(disk);
}

/// The disk of the keys is full, that of the records is not: nothing is saved, it is said as such, and seen from outside.
///
/// Part of: AVL-007
#[test]
fn a_full_disk_of_the_keys_is_said_alike() {
    let place = Place::few();
    let kept = fs::read(place.keys().join("keys.db")).expect("the keys");
    let disk = SmallDisk::mounted(&place.keys());
    let copied = place.keys().join("keys.db");
    fs::write(&copied, kept).expect("copied");
    set_mode(&copied, 0o600);
    let server = Server::start(&place);
    let (patient, _, chart) = server.patient(0);
    assert_eq!(patient.get("/healthz").status, 200);

    disk.fill();
    let answer = patient.submit(&chart, &[check_in(1, "never-")]);
    assert_eq!((answer.status, answer.all("retry-after").len()), (503, 1), "{}", answer.text());
    let error = &answer.json()["error"];
    assert_eq!((&error["code"], &error["stored"]), (&"ledger-full".into(), &false.into()));
    let message = error["message"].as_str().expect("a message");
    assert!(message.contains("いっぱい") && !message.contains("鍵"), "{message}");
    // What failed gave its own space back.
    disk.fill();
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(patient.get("/healthz").status, 503);

    disk.free();
    assert_eq!(patient.submit(&chart, &[check_in(1, "never-")]).status, 200);
    std::thread::sleep(std::time::Duration::from_secs(6));
    assert_eq!(patient.get("/healthz").status, 200);
    server.stop_whole(&place);
    drop(disk);
}
