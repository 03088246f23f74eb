//! The time of a guardian's answers says as little as their bytes.

use std::time::{Duration, Instant};

use crate::guardian::with_and_without;
use testkit::{Session, TestServer, get, id};

/// Pairs of requests in one round, and rounds at most: a machine that does other things at once may spoil some.
const PAIRS: usize = 200;
const ROUNDS: usize = 10;
/// The difference allowed by CONS-011.
const MOST: f64 = 0.05;

/// One request of a guardian, timed; the answer is the page's.
async fn timed(world: &TestServer, session: &Session, path: &str) -> Duration {
    let ask = get(path).by(session);
    let begin = Instant::now();
    let answer = world.ask(ask).await;
    let took = begin.elapsed();
    assert!(matches!(answer.code(), 200 | 404), "{path}: {}", answer.code());
    took
}

/// Adds how much longer the second world took, of pairs asked one right after the other in changing order; the middle of
/// all of them so far.
async fn ratio(
    worlds: &[TestServer; 2],
    sessions: &[Session; 2],
    paths: [&str; 2],
    ratios: &mut Vec<f64>,
) -> f64 {
    for pair in 0..PAIRS {
        let mut took = [Duration::ZERO; 2];
        let order = if pair.is_multiple_of(2) { [0, 1] } else { [1, 0] };
        for one in order {
            took[one] = timed(&worlds[one], &sessions[one], paths[one]).await;
        }
        ratios.push(took[1].as_secs_f64() / took[0].as_secs_f64());
    }
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

/// Whether a guardian's answer comes within 5 % of the same time with and without everything that is hidden from them: pages
/// and answers of the interface, of their own child and of what is not theirs to see.
///
/// Verifies: CONS-011
#[tokio::test]
async fn hidden_entries_take_no_time() {
    let worlds = with_and_without().await;
    let sessions = [worlds[0].sign_in("guardian").await, worlds[1].sign_in("guardian").await];
    let mut records = Vec::new();
    for (world, session) in worlds.iter().zip(&sessions) {
        records.push(world.record(session, world.child, &id(1)).await);
    }
    let chart = format!("/api/v1/charts/{}", worlds[0].child);
    let of = |record: &str| {
        [
            "/family".to_owned(),
            format!("{chart}/entries"),
            format!("{chart}/timeline"),
            format!("{chart}/accesses"),
            format!("/days/{record}/amend"),
        ]
    };
    for (without, with) in of(&records[0]).iter().zip(&of(&records[1])) {
        let (mut seen, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let ratio = ratio(&worlds, &sessions, [without, with], &mut ratios).await;
            seen.push(ratio);
            if (ratio - 1.0).abs() <= MOST {
                break;
            }
        }
        println!("{without}: {seen:.3?}");
        assert!(seen.last().is_some_and(|ratio| (ratio - 1.0).abs() <= MOST), "{without}: {seen:.3?}");
    }
    // For those who may read it, what is there does take its time: the watch would show it.
    let staff = [worlds[0].sign_in("clinician").await, worlds[1].sign_in("clinician").await];
    let page = format!("/charts/{}/entries", worlds[0].child);
    assert!(ratio(&worlds, &staff, [&page, &page], &mut Vec::new()).await > 1.0 + MOST);
}
