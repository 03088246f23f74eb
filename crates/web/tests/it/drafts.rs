//! What is typed is a draft until its button is pressed: nothing of it is stored, and nothing becomes an entry by itself.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::guards::stored;
use testkit::{Session, TestServer, entry, get, id, token_of};

/// How many records there are, of all charts.
async fn records(world: &TestServer) -> usize {
    stored(world).await.0
}

/// Every page with a form on which something is typed.
async fn open_all(world: &TestServer) {
    let own = ["/today", "/sleep"];
    let desk = ["medicine", "dose", "tms", "event", "weight", "review"];
    let (patient, guardian, clinician) =
        (world.sign_in("patient").await, world.sign_in("guardian").await, world.sign_in("clinician").await);
    for path in own {
        world.ask(get(path).by(&patient)).await.is(200);
    }
    world.ask(get("/family").by(&guardian)).await.is(200);
    for kind in desk {
        world.ask(get(&format!("/charts/{}/add/{kind}", world.chart)).by(&clinician)).await.is(200);
    }
}

/// What a form answers before it is finished: an unread dose, a safety answer without its choice, a night that cannot be, a
/// review with an answer not ticked, a field that is wrong.
async fn unfinished(world: &TestServer, patient: &Session, clinician: &Session) {
    let n = id(900);
    let dose = [("id", &*n), ("medicine", "sertraline"), ("dose_mg", "75"), ("date", "2026-11-24")];
    world.send(clinician, &format!("/charts/{}/add/dose", world.chart), &dose).await.is(200);
    let kept = [
        ("id", &*n),
        ("only_me", "on"),
        ("symptom.suicidal_thoughts", "on"),
        ("symptoms_asked", "suicidal_thoughts"),
    ];
    world.send(patient, "/today", &kept).await.is(200);
    let night = [("id", &*n), ("try_sleep", "08:00"), ("final_wake", "07:00"), ("quality", "5")];
    world.send(patient, "/sleep", &night).await.is(422);
    world.send(clinician, &format!("/charts/{}/add/review", world.chart), &[("id", &*n)]).await.is(422);
    world.send(patient, "/today", &[("id", &*n), ("mood", "11")]).await.is(422);
}

/// Opened, half-filled, refused and not yet confirmed forms store nothing, however long they are left; the button that says
/// so stores, once. There is no draft anywhere that something could finish by itself: no script sends a form unasked.
///
/// Verifies: INT-003
#[tokio::test]
async fn a_draft_is_stored_by_its_button_alone() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let thoughts = json!({ "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }] });
    let content = entry(1, "check_in", &json!({ "mood": 2, "symptoms": thoughts }));
    world.submit(&patient, world.chart, &[content]).await.is(200);
    let fact =
        entry(2, "medicine", &json!({ "medicine": "sertraline", "dose_mg": "10", "date": "2026-03-01" }));
    world.submit(&clinician, world.chart, &[fact]).await.is(200);
    world.clock.advance_min(1);
    let before = records(&world).await;
    open_all(&world).await;
    unfinished(&world, &patient, &clinician).await;
    assert_eq!(records(&world).await, before);
    world.clock.advance_min(3 * 24 * 60);
    open_all(&world).await;
    assert_eq!(records(&world).await, before, "nothing is finished by time");
    world.clock.advance_min(-3 * 24 * 60);
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);

    // The patient's button says "save"; the desk's comes after what will be stored was read back.
    for path in ["/today", "/sleep"] {
        let page = world.ask(get(path).by(&patient)).await.is(200).text();
        assert_eq!(page.matches("<button class=\"save\">").count(), 1, "{path}");
    }
    world.send(&patient, "/today", &[("id", &id(3)), ("mood", "5")]).await.is(200);
    let after = records(&world).await;
    assert!(after > before);
    let (path, n) = (format!("/charts/{}/add/dose", world.chart), id(4));
    let dose = [("id", &*n), ("medicine", "sertraline"), ("dose_mg", "75"), ("date", "2026-11-24")];
    let shown = world.send(&clinician, &path, &dose).await.is(200);
    assert!(shown.text().contains("<button class=\"save\">") && records(&world).await == after);
    let token = token_of(&shown);
    let confirmed: Vec<(&str, &str)> = dose.into_iter().chain([("read_back", token.as_str())]).collect();
    world.send(&clinician, &path, &confirmed).await.is(303);
    assert!(records(&world).await > after);
    no_script_sends_unasked();
}

/// Sending belongs to the button: no script calls for it, and what runs later sends nothing.
fn no_script_sends_unasked() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "js") {
            let script = fs::read_to_string(&path).unwrap();
            for unasked in
                ["requestSubmit", ".submit(", "sendBeacon", "setInterval", "localStorage", "indexedDB"]
            {
                assert!(!script.contains(unasked), "{}: {unasked}", path.display());
            }
        }
    }
}
