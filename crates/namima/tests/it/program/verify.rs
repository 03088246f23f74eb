//! `verify` on a clinic that is as it was written.

use std::sync::atomic::{AtomicBool, Ordering};

use super::entries::check_in;
use super::place::Place;
use super::server::Server;

#[test]
fn a_whole_clinic_is_clean_alone_and_nothing_is_written() {
    let place = Place::few();
    let before = place.files();
    let content = place.run(&["verify"], &["--json"]);
    assert_eq!((content.code, content.err.as_str()), (0, ""), "{content:?}");
    let found = content.json();
    assert_eq!(found["bad"], serde_json::json!([]));
    assert!(found["records"].as_u64().expect("a number") > 100);
    let content = place.run(&["verify"], &[]);
    assert!(
        content.code == 0 && content.out.contains("All as it was written. / すべて書かれたままです。"),
        "{content:?}"
    );
    let after = place.files();
    for (path, content) in &before {
        assert!(after.get(path) == Some(content), "{} was changed", path.display());
    }
}

#[test]
fn the_demo_is_clean_from_the_start() {
    let place = Place::demo();
    let content = place.run(&["verify"], &[]);
    assert_eq!(content.code, 0, "{content:?}");
}

#[test]
fn a_running_clinic_is_clean_while_entries_arrive() {
    let place = Place::few();
    let server = Server::start(&place);
    let (patient, chart) = (server.as_first("patient"), place.chart(0));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut sent = 0;
            while !done.load(Ordering::Relaxed) {
                sent += 1;
                assert_eq!(patient.submit(&chart, &[check_in(sent, "合成")]).status, 200);
            }
            sent
        });
        let content: Vec<_> = (0..5).map(|_| place.run(&["verify"], &[])).collect();
        done.store(true, Ordering::Relaxed);
        assert!(writer.join().expect("a writer") > 5);
        assert!(content.iter().all(|content| content.code == 0), "{content:?}");
    });
    server.stop_well();
}
