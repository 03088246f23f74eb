//! Every order and every flag that staff see says by which rule it is there.

use serde_json::json;
use testkit::{Session, TestServer, entry, get, id};

async fn pages(world: &TestServer, session: &Session, path: &str) -> [String; 2] {
    let mut pages = Vec::new();
    for language in ["ja", "en"] {
        let ask = get(path).with("cookie", &format!("{}; lang={language}", session.cookie));
        pages.push(world.ask(ask).await.is(200).text());
    }
    pages.try_into().unwrap()
}

/// What the rule with this id says on a page, in the order Japanese, English.
fn content(pages: &[String; 2], rule: &str) -> [usize; 2] {
    let marks = [format!("<p class=\"rule\">規則 {rule}（"), format!("<p class=\"rule\">Rule {rule} (")];
    [0, 1].map(|at| pages[at].matches(&marks[at]).count())
}

/// The panel's order, an answer to be seen on the same day, and what a read-back points at each carry a rule's id and words;
/// where nothing is flagged, no rule of a flag stands.
///
/// Verifies: PRIV-013
#[tokio::test]
async fn every_order_and_flag_states_its_rule() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let chart = format!("/charts/{}", world.chart);
    let flagged = ["/panel".to_owned(), chart.clone(), format!("{chart}/add/review")];
    for path in &flagged {
        let page = pages(&world, &clinician, path).await;
        assert_eq!(content(&page, "B"), [0, 0], "{path}");
        assert_eq!(content(&page, "A"), [usize::from(path == "/panel"); 2], "{path}");
        let folds = page.map(|page| page.matches("<details class=\"more rules\"><summary>").count());
        assert_eq!(folds, [usize::from(path == "/panel"); 2], "rules are folded, {path}");
    }
    let listed = json!([{ "id": "seizure" }, { "id": "akathisia", "severity": 3 }]);
    let evening = json!({ "symptoms": { "answer": "listed", "listed": listed } });
    world.submit(&patient, world.chart, &[entry(1, "check_in", &evening)]).await.is(200);
    for path in &flagged {
        let page = pages(&world, &clinician, path).await;
        assert_eq!(content(&page, "B"), [1, 1], "{path}");
        for (page, words) in page.iter().zip([["けいれん", "「強い」"], ["seizure", "as severe"]]) {
            let rule = page
                .split("<p class=\"rule\">")
                .find(|rule| rule.starts_with("規則 B") || rule.starts_with("Rule B"));
            let rule = rule.unwrap().split("</p>").next().unwrap().to_lowercase();
            assert!(words.iter().all(|word| rule.contains(&word.to_lowercase())), "{path}: {rule}");
        }
    }
    let n = id(2);
    for (dose, date, flags) in [("20", "2026-11-24", 0), ("20", "2026-11-20", 1)] {
        let fields = [("id", &*n), ("medicine", "パロキセチン"), ("dose_mg", dose), ("date", date)];
        let page = world.send(&clinician, &format!("{chart}/add/medicine"), &fields).await.is(200).text();
        assert_eq!(page.matches("looks-twice").count(), flags, "{date}");
        assert_eq!(page.matches("<p class=\"rule\">規則 C（").count(), flags, "{date}");
    }
}
