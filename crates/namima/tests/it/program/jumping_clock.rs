//! A clinic whose clock jumps while people write.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::device::behind;
use super::entries::{check_in, id};
use super::http::Client;
use super::place::Place;

const HOUR_S: i64 = 3_600;
/// Where the clinic's clock is, in hours ahead of everybody's phone; at last it is right again.
const JUMPS_H: [i64; 11] = [3, -1, 30, 29, -5, -72, 240, -240, 8_760, -8_760, 0];
const BETWEEN: Duration = Duration::from_millis(400);

/// What one writer heard.
#[derive(Default)]
struct Heard {
    stored: Vec<u64>,
    /// The clinic's clock was more than 26 hours behind the phone's.
    refused: Vec<u64>,
    /// How often the session had ended, and signing in helped.
    signed_in: usize,
}

/// Writes until the end. A clock may end a session or refuse an entry in words; it may do nothing else.
fn write(mut patient: Client, token: &str, chart: &str, first: u64, end: &AtomicBool) -> Heard {
    let mut heard = Heard::default();
    for number in first.. {
        if end.load(Ordering::Relaxed) {
            break;
        }
        let entry = [check_in(number, &format!("marker-{number}-"))];
        let mut answer = patient.submit(chart, &entry);
        // The clock may jump again between signing in and writing.
        for _ in 0..10 {
            if answer.status == 401 {
                patient.sign_in(token);
                heard.signed_in += 1;
                answer = patient.submit(chart, &entry);
            }
        }
        let text = answer.text();
        match answer.status {
            200 => heard.stored.push(number),
            status => {
                assert_eq!(status, 422, "entry {number}: {text}");
                assert!(text.contains("\"clock-ahead\"") && text.contains("\"stored\":false"), "{text}");
                heard.refused.push(number);
            }
        }
    }
    heard
}

/// Hours, days and a year forth and back under load: nothing acknowledged is lost, nothing refused is there, the order of
/// the log stays whole, and pages are drawn at every moment, past midnight too.
///
/// Verifies: AVL-007
#[test]
fn a_clock_that_jumps_loses_nothing_and_breaks_no_chain() {
    let place = Place::few();
    let (device, server) = behind(&place, &place.data());
    let end = AtomicBool::new(false);
    let people = [0, 1, 2].map(|at| server.patient(at));
    let heard: Vec<Heard> = std::thread::scope(|scope| {
        let writers: Vec<_> = (1_u64..)
            .zip(&people)
            .map(|(number, (patient, token, chart))| {
                let (patient, end) = (patient.clone(), &end);
                scope.spawn(move || write(patient, token, chart, number * 1_000_000, end))
            })
            .collect();
        for hours in JUMPS_H {
            device.set_clock_ahead_s(hours * HOUR_S);
            std::thread::sleep(BETWEEN);
            let page = server.as_account(&server.accounts("patient")[0]).get("/today");
            assert_eq!(page.status, 200, "{hours} h: {}", page.text());
        }
        std::thread::sleep(BETWEEN);
        end.store(true, Ordering::Relaxed);
        writers.into_iter().map(|writer| writer.join().expect("what was heard")).collect()
    });
    assert!(heard.iter().all(|heard| !heard.stored.is_empty() && heard.signed_in > 0));
    assert!(heard.iter().any(|heard| !heard.refused.is_empty()), "no clock was ever far behind");
    for ((_, token, chart), heard) in people.iter().zip(&heard) {
        let mut patient = server.stranger();
        patient.sign_in(token);
        let text = patient.json(&format!("/api/v1/charts/{chart}/entries")).to_string();
        for number in &heard.stored {
            assert!(text.contains(&id(*number)) && text.contains(&format!("marker-{number}-")), "{number}");
        }
        assert!(!heard.refused.iter().any(|number| text.contains(&id(*number))));
        // With the clock right again, what was refused is stored as it is.
        if let Some(number) = heard.refused.first() {
            let again = patient.submit(chart, &[check_in(*number, "again")]);
            assert_eq!(again.status, 200, "{}", again.text());
        }
    }
    server.stop_whole(&place);
}

/// Past midnight by the clinic's clock, a page asks which day is meant; a clock that jumps back asks no more.
///
/// Part of: AVL-007
#[test]
fn the_question_after_midnight_follows_the_clock() {
    let place = Place::few();
    let (device, server) = behind(&place, &place.data());
    let now = jiff::Timestamp::now().in_tz("Asia/Tokyo").expect("a zone");
    let midnight = now.start_of_day().expect("a midnight").timestamp().as_second();
    let ahead = |hour: i64| midnight + hour * HOUR_S + 1_800 - now.timestamp().as_second();
    for (hour, asks) in [(14, false), (24, true), (15, false), (-24, true), (12, false)] {
        device.set_clock_ahead_s(ahead(hour));
        let page = server.as_account(&server.accounts("patient")[0]).get("/today");
        assert_eq!(page.status, 200, "{}", page.text());
        assert_eq!(page.text().contains("どちらの日のことですか"), asks, "hour {hour}");
    }
    device.set_clock_ahead_s(0);
    server.stop_whole(&place);
}

/// A session that began while the clock was days ahead does not last until the clock gets there.
///
/// Part of: AVL-007
#[test]
fn a_session_from_the_future_is_over_when_the_clock_is_right() {
    let place = Place::few();
    let (device, server) = behind(&place, &place.data());
    device.set_clock_ahead_s(240 * HOUR_S);
    let (patient, _, chart) = server.patient(0);
    assert_eq!(patient.get("/today").status, 200);
    device.set_clock_ahead_s(0);
    assert_eq!(patient.get(&format!("/api/v1/charts/{chart}/entries")).status, 401);
    assert_eq!(server.as_first("patient").get("/today").status, 200);
}
