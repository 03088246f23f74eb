//! Two forms that correct the same entry.

use serde_json::json;
use testkit::{TestServer, check_in, get, id};

/// The form says which version it was drawn from. The second of two is refused with what was typed, and stored when its
/// writer, who has been told, sends it again.
///
/// Verifies: INT-012
#[tokio::test]
async fn the_second_of_two_corrections_reverts_nothing_unseen() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 5, "anxiety": 3 }))]).await.is(200);
    let path = format!("/days/{}/amend", world.record(&patient, world.chart, &id(1)).await);
    let shown = |page: &str| {
        let after = page.split("name=\"newest\" value=\"").nth(1).unwrap();
        after.split('"').next().unwrap().to_owned()
    };
    let newest = shown(&world.ask(get(&path).by(&patient)).await.is(200).text());
    let fields = |entry, mood, anxiety, newest| {
        [
            ("id", entry),
            ("date", "2026-11-24"),
            ("reason", "x"),
            ("mood", mood),
            ("anxiety", anxiety),
            ("newest", newest),
        ]
    };
    let (one, two) = (id(2), id(3));
    world.send(&patient, &path, &fields(&one, "2", "3", &newest)).await.is(200);
    let refused = world.send(&patient, &path, &fields(&two, "5", "9", &newest)).await.is(422).text();
    assert!(
        refused.contains("別のところで直されました")
            && refused.contains("name=\"anxiety\" value=\"9\" checked")
    );
    let mood =
        async || world.timeline(&patient, world.chart, "").await["days"][0]["check_in"]["mood"].clone();
    assert_eq!(mood().await, 2);
    let again = shown(&refused);
    assert_ne!(again, newest);
    world.send(&patient, &path, &fields(&two, "5", "9", &again)).await.is(200);
    assert_eq!(mood().await, 5);
    let entries = world.entries(&patient, world.chart).await;
    assert_eq!(entries[0]["versions"].as_array().unwrap().len(), 3);
    let stale =
        check_in(4, &json!({ "mood": 6, "amends": entries[0]["record"], "reason": "x", "newest": again }));
    let answer = world.submit(&patient, world.chart, &[stale]).await.is(422).json();
    assert_eq!(answer["error"]["entries"][0]["code"], "changed-meanwhile");
}
