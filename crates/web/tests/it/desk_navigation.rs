//! Ways at the desk: to the answer that waits, to what was just stored, and out of a refused field.

use serde_json::json;

use crate::desk_forms::listed;
use testkit::{TestServer, check_in, entry, get, id};

fn link_in<'a>(page: &'a str, before: &str) -> &'a str {
    page.split(before).nth(1).expect(before).split('"').next().unwrap()
}

/// The button that copies the lines for the chart needs the clipboard, for writing and for us alone.
#[tokio::test]
async fn the_clipboard_can_be_written_by_our_pages_alone() {
    let answer = TestServer::demo().await.ask(get("/sign-in")).await;
    let policy = answer.header("permissions-policy").unwrap();
    assert!(policy.contains("clipboard-write=(self)") && policy.contains("clipboard-read=()"), "{policy}");
}

/// The open task leads to the oldest answer that waits, also where newer entries fill the first page.
#[tokio::test]
async fn the_open_task_leads_to_its_answer() {
    let world = TestServer::demo().await;
    let (patient, clinician) = (world.sign_in("patient").await, world.sign_in("clinician").await);
    let answer = check_in(1, &json!({ "symptoms": listed("confusion"), "date": "2026-11-20" }));
    world.submit(&patient, world.chart, &[answer]).await.is(200);
    let newer: Vec<_> = (2..20).map(|n| entry(n, "event", &json!({ "what": "visit" }))).collect();
    world.submit(&clinician, world.chart, &newer).await.is(200);
    let chart = world.ask(get(&format!("/charts/{}", world.chart)).by(&clinician)).await.is(200).text();
    let href = link_in(&chart, "<p class=\"task\"><a href=\"");
    assert!(chart.contains("11月20日"), "the day of the answer is said");
    let (page, anchor) = href.split_once('#').expect("an anchor");
    assert!(page.ends_with("?page=1"), "{page}");
    let entries = world.ask(get(page).by(&clinician)).await.is(200).text();
    let found = entries.split(&format!("id=\"{anchor}\"")).nth(1).expect("the entry is on that page");
    assert!(found.split("</article>").next().unwrap().contains("11月20日"), "it is the one that waits");
}

/// After a form one reads what was stored, and for which day, with the way to it.
#[tokio::test]
async fn a_stored_fact_is_named_where_one_lands() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let fields = [("what", "visit"), ("date", "2026-11-23")];
    let answer = world.sent(&clinician, &world.add("event"), 1, &fields).await.is(303);
    let landed = world.ask(get(answer.header("location").unwrap()).by(&clinician)).await.is(200).text();
    assert!(landed.contains("保存しました：できごと（2026年11月23日"), "what and which day");
    let (page, anchor) = link_in(&landed, "role=\"status\"><a href=\"").split_once('#').unwrap();
    let entries = world.ask(get(page).by(&clinician)).await.is(200).text();
    assert!(entries.contains(&format!("id=\"{anchor}\"")));
    let other = format!("/charts/{}?saved={}", world.chart, id(77));
    let silent = world.ask(get(&other).by(&clinician)).await.is(200).text();
    assert!(!silent.contains("保存しました"), "nothing is claimed of an id that was not stored");
}

/// An event's last day is bounded like any day.
#[tokio::test]
async fn an_events_last_day_is_not_far_ahead() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    let event = |until| [("what", "visit"), ("date", "2026-11-24"), ("until", until)];
    let refused = world.sent(&clinician, &world.add("event"), 1, &event("2036-11-24")).await.is(422).text();
    assert!(refused.contains("2年より先の日付です"));
    world.sent(&clinician, &world.add("event"), 2, &event("2026-12-24")).await.is(303);
}

/// A number is refused with what to write instead, and how much a field takes.
#[tokio::test]
async fn a_refused_number_says_how_to_write_it() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    for dose in ["5mg", "0,4", "1,200", "400000"] {
        let fields = [("medicine", "sertraline"), ("dose_mg", dose), ("date", "2026-11-01")];
        let page = world.sent(&clinician, &world.add("medicine"), 1, &fields).await.is(422).text();
        assert!(page.contains("0から100000までの数字だけを") && page.contains("小数点は「.」"), "{dose}");
    }
    let fields = [("pulses", "1,200"), ("date", "2026-11-24")];
    let page = world.sent(&clinician, &world.add("tms"), 2, &fields).await.is(422).text();
    assert!(page.contains("1から20000までの数字だけを"), "pulses");
}

/// The hint about a day that is not known is there only where a form asks how exactly it is.
#[tokio::test]
async fn only_a_dose_may_have_an_uncertain_day() {
    let world = TestServer::demo().await;
    let clinician = world.sign_in("clinician").await;
    for (kind, uncertain) in
        [("medicine", true), ("dose", true), ("tms", false), ("event", false), ("weight", false)]
    {
        let page = world.ask(get(&world.add(kind)).by(&clinician)).await.is(200).text();
        assert_eq!(page.contains("月や年までしか分からない"), uncertain, "{kind}");
    }
}
