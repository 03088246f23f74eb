//! What each request leaves behind in the access list and the audit chain.

use std::collections::HashSet;

use clinic::{RequestContext, Source};
use diary::RecordId;
use ledger::Ledger as _;

use crate::matrix::{Object, RULES, Rule, Things, WHO};
use testkit::{CLINIC, TestServer, get};

/// Events in the clinic's chain.
async fn events(world: &TestServer) -> usize {
    world.ledger.audit(vault::ClinicId(CLINIC.to_bytes()), 0, u32::MAX).await.unwrap().len()
}

/// What the person of a chart reads in their access list, oldest first: what was done and through what.
async fn list(world: &TestServer, who: &str) -> Vec<(RecordId, String)> {
    let session = world.sign_in(if who == "guardian" { "minor" } else { "patient" }).await;
    let chart = if who == "guardian" { world.child } else { world.chart };
    let cx = RequestContext {
        viewer: &session.viewer,
        function: "test",
        purpose: None,
        source: Source::CommandLine,
    };
    let lines = testkit::accesses(&world.clinic, &cx, chart, None, 1_000).await.unwrap();
    lines.iter().rev().map(|line| (line.event, format!("{} {}", line.action, line.function))).collect()
}

async fn leaves(
    world: &TestServer,
    things: &Things,
    rule: &Rule,
    who: &'static str,
    object: Object,
) -> (Vec<String>, usize) {
    let session = world.sign_in(who).await;
    let seen: Vec<RecordId> = list(world, who).await.into_iter().map(|(event, _)| event).collect();
    let before = events(world).await;
    world.ask(things.request(world, rule, who, object, Some(&session))).await;
    let after = events(world).await;
    let lines = list(world, who)
        .await
        .into_iter()
        .filter(|(event, line)| !seen.contains(event) && !line.ends_with(" test"));
    (lines.map(|(_, line)| line).collect(), after - before)
}

/// Every read and every write of one's own leaves exactly the lines of the table on the person's list, no more and no
/// less, and the chain has exactly those events; the panel and the sign-out have one of the clinic's own beside them.
///
/// Part of: AUD-001
/// Verifies: PRIV-008
#[tokio::test]
async fn each_route_leaves_what_the_table_says() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    for rule in RULES {
        for who in WHO.into_iter().filter(|who| *who != "nobody") {
            let expected = rule.lines(who);
            if expected.is_empty() && rule.expected(who, Object::Own) == 404 {
                continue;
            }
            let (lines, count) = leaves(&world, &things, rule, who, Object::Own).await;
            assert_eq!(lines, expected, "{} {} by {who}", rule.method, rule.path);
            let own = usize::from(rule.path.ends_with("/sign-out"));
            // The clinician of the test has two patients on the panel.
            let is_list = rule.path.ends_with("/panel") || rule.path == "/tms";
            let panel = if is_list { 1 + usize::from(who == "clinician") } else { 0 };
            // A kind of entry that is not theirs to write is refused, and that is written down for the clinic.
            let refused = usize::from(rule.expected(who, Object::Own) == 422);
            assert_eq!(
                count,
                expected.len() + own + panel + refused,
                "{} {} by {who}",
                rule.method,
                rule.path
            );
        }
    }
}

/// Knocking at another's chart leaves one event for the clinic and nothing on anybody's list.
///
/// Part of: AUD-001
#[tokio::test]
async fn a_denied_look_is_one_event() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    for rule in RULES.iter().filter(|rule| rule.path.contains("{chart}")) {
        for who in WHO.into_iter().filter(|who| *who != "nobody") {
            for object in [Object::Foreign, Object::Missing] {
                let (lines, count) = leaves(&world, &things, rule, who, object).await;
                assert_eq!(lines, Vec::<String>::new(), "{} {} by {who}", rule.method, rule.path);
                assert_eq!(count, 1, "{} {} by {who}, {object:?}", rule.method, rule.path);
            }
        }
    }
}

/// A page or call that is not there for a role is denied by the rules, and that is written down: one event for the clinic,
/// also where no chart is named, and nothing on anybody's list.
///
/// Part of: AUD-001
/// Verifies: ACC-001
#[tokio::test]
async fn a_page_of_another_role_is_a_denial() {
    let world = TestServer::demo().await;
    let things = Things::lay_out(&world).await;
    let mut asked = 0;
    for rule in RULES {
        // The page for roles that have no work here opens nothing, for anybody; an asset is not there for anybody.
        if ["/role", "/assets/{build}/{file}"].contains(&rule.path) {
            continue;
        }
        for who in WHO.into_iter().filter(|who| *who != "nobody") {
            if rule.expected(who, Object::Own) == 404 {
                asked += 1;
                let (lines, count) = leaves(&world, &things, rule, who, Object::Own).await;
                assert_eq!(lines, Vec::<String>::new(), "{} {} by {who}", rule.method, rule.path);
                assert_eq!(count, 1, "{} {} by {who}", rule.method, rule.path);
            }
        }
    }
    assert!(asked > 100, "{asked}");
}

/// Who, in which role, when, through what and why: the patient reads it in the interface and on the page.
///
/// Verifies: PRIV-008, PRIV-006
#[tokio::test]
async fn the_list_says_who_when_what_and_why() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    world.timeline(&clinician, world.chart, "?purpose=safety").await;
    let patient = world.sign_in("patient").await;
    let path = format!("/api/v1/charts/{}/accesses", world.chart);
    let list = world.ask(testkit::get(&path).by(&patient)).await.is(200).json();
    let line = &list["accesses"].as_array().unwrap()[1];
    assert_eq!(line["name"], "clinician");
    assert_eq!(line["role"], "clinician");
    assert_eq!(line["at"], "2026-11-24T12:00:00Z");
    assert_eq!((&line["action"], &line["function"]), (&"read_chart".into(), &"api/timeline".into()));
    assert_eq!((&line["purpose"], &line["outcome"]), (&"safety".into(), &"done".into()));
    let page = world.ask(testkit::get("/access").by(&patient)).await.is(200).text();
    assert!(page.contains("clinician") && page.contains("安全") && page.contains("画面を通さない読み書き"));
    let unknown = format!("/api/v1/charts/{}/timeline?purpose=curiosity", world.chart);
    world.ask(testkit::get(&unknown).by(&clinician)).await.is(404);
}

/// The list can be paged through, in the interface and on the page, by what stands on it alone: no number in it counts
/// what happens to others, and an event of somebody else's list leads nowhere.
///
/// Verifies: PRIV-008
#[tokio::test]
async fn paging_tells_nothing_of_others() {
    let world = TestServer::demo().await;
    let (patient, other) = (world.sign_in("patient").await, world.sign_in("other patient").await);
    let path = |chart| format!("/api/v1/charts/{chart}/accesses");
    let ids = async |session, path: &str| {
        let list = world.ask(get(path).by(session)).await.is(200).json();
        let lines = list["accesses"].as_array().unwrap().clone();
        for line in &lines {
            assert!(line.as_object().unwrap().values().all(|value| !value.is_number()), "{line}");
        }
        lines.into_iter().map(|line| line["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for _ in 0..60 {
        world.timeline(&patient, world.chart, "").await;
        world.timeline(&other, world.foreign, "").await;
    }
    let all = ids(&patient, &path(world.chart)).await;
    assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
    let older = ids(&patient, &format!("{}?before={}", path(world.chart), all[9])).await;
    assert_eq!(older, all[10..]);
    let foreign = ids(&other, &path(world.foreign)).await;
    let led = ids(&patient, &format!("{}?before={}", path(world.chart), foreign[3])).await;
    assert_eq!(led, [""; 0]);
    let links = |page: &str| -> HashSet<String> {
        page.split("/access?before=").skip(1).map(|rest| rest[..36].to_owned()).collect()
    };
    let page = world.ask(get("/access").by(&patient)).await.is(200).text();
    let [before] = links(&page).into_iter().collect::<Vec<_>>().try_into().unwrap();
    assert!(all.contains(&before), "{before}");
    let rest = world.ask(get(&format!("/access?before={before}")).by(&patient)).await.is(200).text();
    // The page may name itself, to come back to; nothing is older than it.
    assert!(links(&rest).iter().all(|id| *id == before), "{:?}", links(&rest));
}
