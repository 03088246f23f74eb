//! Every measure of the diary's table is taken, refused beyond its ends, shown with its unit and drawn: none by name here.

use diary::Measure;
use serde_json::{Value, json};
use testkit::{TestServer, entry, get, id};

fn measured(n: u64, what: Measure, value: &str) -> Value {
    entry(n, "measurement", &json!({ "what": what.as_str(), "value": value }))
}

/// A text of the Japanese pages.
fn text(group: &str, name: &str) -> String {
    let entry = include_str!("../../../locale/locales/ja/terms.ftl");
    let key = format!("{group}-{name} = ");
    entry.lines().find_map(|line| line.strip_prefix(&key)).unwrap_or_else(|| panic!("{key}")).to_owned()
}

#[tokio::test]
async fn every_measure_is_taken_and_said_back_in_its_unit() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    for (n, what) in (1..).zip(Measure::ALL) {
        let scale = what.scale();
        let (least, most) = (scale.least.to_string(), scale.most.to_string());
        world.submit(&patient, world.chart, &[measured(2 * n, *what, &least)]).await.is(200);
        world.submit(&clinician, world.chart, &[measured(2 * n + 1, *what, &most)]).await.is(200);
        for wrong in ["0", "-1", "1e2", "1000000", "１"] {
            let refused =
                world.submit(&patient, world.chart, &[measured(99, *what, wrong)]).await.is(422).json();
            assert_eq!(refused["error"]["entries"][0]["field"], "value", "{wrong}");
        }
        let content =
            world.ask(get(&format!("/api/v1/charts/{}/entries", world.chart)).by(&patient)).await.json();
        let content = content.to_string();
        for value in [&least, &most] {
            let value = format!("\"value\":\"{value}\"");
            assert!(
                content.contains(&value) && content.contains(&format!("\"unit\":\"{}\"", scale.unit)),
                "{content}"
            );
        }
    }
}

/// `kg` is the older way to say a weight; both are the same entry.
#[tokio::test]
async fn a_weight_is_also_said_in_kg() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let kg = entry(1, "measurement", &json!({ "kg": "62.5" }));
    world.submit(&patient, world.chart, &[kg]).await.is(200);
    let again =
        world.submit(&patient, world.chart, &[measured(1, Measure::Weight, "62.5")]).await.is(200).json();
    assert_eq!(again["entries"][0]["status"], "already_stored");
    let other = Measure::ALL.iter().find(|what| **what != Measure::Weight);
    let mut refused = vec![
        (json!({ "kg": "62.5", "value": "62.5" }), "kg"),
        (json!({ "what": "weight" }), "value"),
        (json!({ "what": "height", "value": "170" }), "what"),
        (json!({ "kg": "0.4" }), "kg"),
    ];
    refused.extend(other.map(|what| (json!({ "what": what.as_str(), "kg": "62.5" }), "kg")));
    for (content, field) in refused {
        let answer =
            world.submit(&patient, world.chart, &[entry(2, "measurement", &content)]).await.is(422).json();
        assert_eq!(answer["error"]["entries"][0]["field"], field, "{content}");
    }
}

/// One template asks for each of them; a refusal names the ends, what is stored is in the entries and in the drawing.
#[tokio::test]
async fn every_measure_has_its_form_and_its_lane() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let chart = format!("/charts/{}", world.chart);
    for (n, what) in (1..).zip(Measure::ALL) {
        let (path, n) = (format!("{chart}/add/{}", what.as_str()), id(n));
        let scale = what.scale();
        let (name, unit) = (text("measure", what.as_str()), text("unit", scale.unit));
        let example = text("example", what.as_str());
        let page = world.ask(get(&chart).by(&clinician)).await.is(200).text();
        assert!(page.contains(&format!("href=\"{path}\"")), "offered");
        assert_eq!(page.matches(&name).count(), 1, "no lane without a value");
        let form = world.ask(get(&path).by(&clinician)).await.is(200).text();
        assert!(form.contains(&format!("{name}（{unit}）")) && form.contains(&example));
        let fields = |value| [("id", n.as_str()), ("what", what.as_str()), ("value", value)];
        let refused = world.send(&clinician, &path, &fields("0")).await.is(422).text();
        let ends = format!("{}から{}までの", scale.least, scale.most);
        assert!(refused.contains(&ends) && refused.contains("href=\"#f-value\""), "{refused}");
        world.send(&clinician, &path, &fields(&example)).await.is(303);
        let record = world.record(&clinician, world.chart, &n).await;
        let amend = format!("{chart}/entries/{record}/amend");
        let again = world.ask(get(&amend).by(&clinician)).await.is(200).text();
        assert!(again.contains(&format!("name=\"value\" value=\"{example}\"")), "{again}");
        let page = world.ask(get(&chart).by(&clinician)).await.is(200).text();
        assert!(page.matches(&name).count() > 1, "a lane");
        let entries = world.ask(get(&format!("{chart}/entries")).by(&clinician)).await.is(200).text();
        assert!(entries.contains(&format!("{name}</dt>")), "{entries}");
    }
}
