//! A device that fails at every call of a submission in turn, and one that is too slow for all who write.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::device::{Error, behind};
use super::entries::{check_in, id};
use super::http::{Answer, Client};
use super::place::Place;

/// Changes that may wait and that are committed together at most, and some more.
const CROWD: u64 = 1024 + 256 + 120;
/// Longer than a crowd takes to come on a busy machine.
const PATIENCE: Duration = Duration::from_secs(40);

/// Whether the check-in and the note of this number are there; never one without the other.
fn is_there(patient: &Client, chart: &str, number: u64) -> bool {
    let text = patient.json(&format!("/api/v1/charts/{chart}/entries")).to_string();
    let there = [id(number), marker(number)].map(|word| text.contains(&word));
    assert_eq!(there[0], there[1], "entry {number} is half there");
    there[0]
}

fn marker(number: u64) -> String {
    format!("marker-{number}-")
}

/// What a failure says about the entry, in the words of its reader: not stored, or unknown.
fn content(answer: &Answer) -> Option<bool> {
    assert_eq!((answer.status, answer.all("retry-after").len()), (503, 1), "{}", answer.text());
    let error = &answer.json()["error"];
    let message = error["message"].as_str().expect("a message");
    let words = if error["stored"].is_null() { "分かりません" } else { "保存されていません" };
    assert!(message.contains(words), "{message}");
    error["stored"].as_bool()
}

/// Every call by which the program writes or flushes a file of records or keys fails once, full or broken: what was
/// answered is what is stored, and the same entry sent again is stored once.
///
/// Verifies: AUD-003, AVL-007
#[test]
fn a_device_that_fails_at_every_call_of_a_submission_loses_nothing() {
    let place = Place::few();
    let (device, server) = behind(&place, place.path("").as_path());
    let (patient, _, chart) = server.patient(0);
    assert_eq!(patient.submit(&chart, &[check_in(0, &marker(0))]).status, 200);
    let mut number = 0;
    for error in [Error::Full, Error::Io] {
        let (mut refused, mut unknown) = (0, 0);
        for call in 0.. {
            number += 1;
            let entry = [check_in(number, &marker(number))];
            device.fail_at(call, error);
            let answer = patient.submit(&chart, &entry);
            if device.disarm() <= call {
                assert_eq!(answer.status, 200, "{}", answer.text());
                assert!(call > 8, "a submission has only {call} calls");
                break;
            }
            let there = is_there(&patient, &chart, number);
            let stored = if answer.status == 200 { Some(true) } else { content(&answer) };
            match stored {
                Some(stored) => assert_eq!(there, stored, "{error:?} at call {call}: {}", answer.text()),
                None => unknown += 1,
            }
            refused += usize::from(stored == Some(false));
            let again = patient.submit(&chart, &entry).text();
            let expected = if there { "\"already_stored\"" } else { "\"stored\"" };
            assert!(again.contains(expected), "{error:?} at call {call}: {again}");
        }
        // A submission first meets the device in its COMMIT: of one that broke there, nobody knows.
        let clear = if error == Error::Full { refused } else { unknown };
        assert!(clear > 0, "{error:?}: {refused} not stored, {unknown} unknown");
    }
    server.stop_whole(&place);
}

/// A disk that stands still, and more people than may wait: the rest hears at once, in the language of their account,
/// that the entry is not stored; whoever waited is answered when the disk goes on.
///
/// Verifies: AVL-007
#[test]
fn a_full_queue_says_that_the_entry_is_not_saved() {
    let place = Place::few();
    let (device, server) = behind(&place, &place.data());
    let people = [0, 1].map(|at| server.patient(at));
    let [(writer, _, chart), (stranger, ..)] = &people;
    assert_eq!(writer.submit(chart, &[check_in(0, &marker(0))]).status, 200);
    let busy_ones = AtomicU64::new(0);
    device.hold_flushes();
    let (busy, heard) = std::thread::scope(|scope| {
        // Knocking at another's chart waits in the queue of the writes: nobody is turned away before it is written down.
        let knock = || {
            let answer = stranger.get(&format!("/api/v1/charts/{chart}/entries"));
            busy_ones.fetch_add(u64::from(answer.status == 503), Ordering::Relaxed);
            answer.status
        };
        let crowd: Vec<_> = (0..CROWD).map(|_| scope.spawn(knock)).collect();
        let begun = Instant::now();
        while busy_ones.load(Ordering::Relaxed) == 0 && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        let busy = writer.submit(chart, &[check_in(1, &marker(1))]);
        device.let_flushes_go();
        (busy, crowd.into_iter().map(|knock| knock.join().expect("an answer")).collect::<Vec<_>>())
    });
    assert_eq!(content(&busy), Some(false));
    assert_eq!(busy.json()["error"]["code"], "ledger-busy");
    assert!(heard.iter().all(|status| [404, 503].contains(status)), "{heard:?}");
    assert!(heard.iter().filter(|status| **status == 404).count() >= 1024);
    assert!(!is_there(writer, chart, 1));
    assert!(writer.submit(chart, &[check_in(1, &marker(1))]).text().contains("\"stored\""));
    server.stop_whole(&place);
}
