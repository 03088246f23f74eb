//! One word said wherever something can be said, and the secrets of the clinic: in none of the places where they must not be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::command::{BINARY, namima};
use super::http::{Answer, Client};
use super::place::Place;
use super::plaintext_stays_inside::{MARKER, say_everywhere};
use super::server::Server;

/// The bytes in the ways in which something could write them down.
fn shapes(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex: String = secret.iter().map(|byte| format!("{byte:02x}")).collect();
    let listed = secret.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    vec![
        secret.to_vec(),
        hex.to_uppercase().into_bytes(),
        hex.into_bytes(),
        base64(secret),
        listed.into_bytes(),
    ]
}

/// The root key, which its file writes in hexadecimal digits.
fn of_hex(file: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(file.trim_ascii().to_vec()).expect("digits");
    let digits = text.as_bytes().chunks_exact(2).map(|two| std::str::from_utf8(two).expect("digits"));
    let key: Vec<u8> = digits.map(|two| u8::from_str_radix(two, 16).expect("hexadecimal")).collect();
    assert_eq!(key.len(), 32);
    key
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for three in bytes.chunks_exact(3) {
        let joined = three.iter().fold(0_usize, |all, byte| (all << 8) | usize::from(*byte));
        text.extend([18, 12, 6, 0].map(|shift| LETTERS[(joined >> shift) & 63]));
    }
    text
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

fn every_file(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            every_file(&path, found);
        } else if path.is_file() {
            found.push((path.clone(), fs::read(&path).expect("a file")));
        }
    }
}

/// What a browser would show, keep in its history or send along: title, addresses, headers.
fn told(answer: &Answer) -> String {
    let page = answer.text();
    let title =
        page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
    let addresses = ["href=\"", "action=\"", "src=\""].map(|name| {
        let found = page.split(name).skip(1).filter_map(|rest| rest.split('"').next());
        found.collect::<Vec<_>>().join(" ")
    });
    format!("{title} {} {:?}", addresses.join(" "), answer.headers)
}

fn pages(patient: &Client, clinician: &Client, chart: &str) -> Vec<Answer> {
    let own =
        ["/", "/today", "/sleep", "/days", "/plan", "/privacy", "/access", "/help", "/sign-in", "/healthz"];
    let desk = ["", "?view=table", "/entries", "/copy", "/add/review", "/add/dose"];
    let mut answers: Vec<Answer> = own.iter().map(|path| patient.get(path)).collect();
    answers.extend(desk.iter().map(|rest| clinician.get(&format!("/charts/{chart}{rest}"))));
    answers.extend(["/panel", "/api/v1/panel"].map(|path| clinician.get(path)));
    answers
}

/// What was said, who said it and the secrets that keep it: not in the log, the output, the environment, the arguments, temporary
/// files, the home folder, files of data and keys, titles, addresses or headers. The secrets of a session stand in the one
/// header that hands them out.
///
/// Verifies: CRY-012, SUP-007
#[test]
fn nothing_said_and_no_secret_is_in_any_sink() {
    let place = Place::few();
    let [temporary, home] = ["tmp", "home"].map(|name| place.path(name));
    for folder in [&temporary, &home] {
        fs::create_dir(folder).expect("a folder");
    }
    let surroundings = |command: &mut Command| {
        command
            .env("TMPDIR", &temporary)
            .env("HOME", &home)
            .env("RUST_LOG", "trace")
            .env("RUST_BACKTRACE", "full");
    };
    let mut server = Server::start_with(&place, Path::new(BINARY), surroundings);
    let (patient, clinician, chart) =
        (server.as_first("patient"), server.as_first("clinician"), place.chart(0));
    say_everywhere(&patient, &place, &chart);
    let answers = pages(&patient, &clinician, &chart);
    assert!(answers.iter().any(|answer| answer.text().contains(MARKER)), "it is shown to who may read it");
    let (root, session) = (fs::read(place.root()).expect("a key"), patient.secret().as_bytes().to_vec());
    let key = &of_hex(&root);
    let mut words = shapes(key);
    words.extend([session, MARKER.as_bytes().to_vec(), "合成".as_bytes().to_vec()]);

    for answer in &answers {
        let told = told(answer);
        assert!(words.iter().all(|word| !holds(told.as_bytes(), word)), "{told}");
    }
    let of = |file: &str| fs::read(format!("/proc/{}/{file}", server.id())).unwrap_or_default();
    let mut sinks =
        vec![(PathBuf::from("cmdline"), of("cmdline")), (PathBuf::from("environ"), of("environ"))];
    assert_eq!(server.stop(), Some(0));
    sinks.push((PathBuf::from("log"), server.errors().into_bytes()));
    for folder in [place.data(), place.keys(), temporary, home] {
        every_file(&folder, &mut sinks);
    }
    assert!(sinks.iter().any(|(name, _)| name.ends_with("ledger.db")), "there was something to look at");
    for (name, bytes) in &sinks {
        for word in &words {
            assert!(!holds(bytes, word), "{} is in {}", String::from_utf8_lossy(word), name.display());
        }
    }
    let printed = server.output();
    assert!(!printed.contains(MARKER) && shapes(key).iter().all(|word| !holds(printed.as_bytes(), word)));
    let seen = shapes(key).iter().any(|word| holds(&root, word)) && holds(&base64(b"abcdef"), b"YWJjZGVm");
    assert!(seen, "the sweep would see them");
}

/// No command takes a secret as an argument, where lists of processes and the history of a shell would keep it.
///
/// Verifies: CRY-012
#[test]
fn no_command_takes_a_secret_as_an_argument() {
    let commands: [&[&str]; 9] = [
        &["demo"],
        &["verify"],
        &["import", "csv"],
        &["export"],
        &["simulate"],
        &["init"],
        &["serve"],
        &["backup"],
        &["keys"],
    ];
    for command in commands {
        let content = namima(command.iter().chain(&["--help"]));
        assert_eq!(content.code, 0, "{content:?}");
        let options = content.out.split_whitespace().filter(|word| word.starts_with("--"));
        for option in options {
            let secret = ["pass", "secret", "token", "pin", "credential", "root-key"];
            assert!(secret.iter().all(|word| !option.contains(word)), "{command:?} {option}");
        }
    }
}
