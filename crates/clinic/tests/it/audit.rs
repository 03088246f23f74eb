//! What the audit log says, to whom, and when.

use diary::{Role, Strand, Submission};
use policy::Purpose;
use serde_json::{Value, json};

use crate::entries::{entry, event, id, mood, night, noted, review};
use diary::Sharing;
use testkit::{TODAY, TestClinic, account, at, chart, cx, enrol, open};

/// Every event holds when, who, for whom, as what, about whom, which object in which version, what, why, how it ended,
/// in which session, from where, by which version of the program and in which request.
///
/// Verifies: AUD-002
#[tokio::test]
async fn events_hold_every_field() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let before = house.events().await.len();
    house.clock.advance_s(5);
    let secret = "a word nobody else may read";
    house.submit(&patient, vec![entry(1, TODAY, noted(9, secret, Sharing::CareTeam))]).await;
    house.chart(&clinician).await;
    let events = house.events().await.split_off(before);
    let kinds: Vec<&Value> = events.iter().map(|(_, _, event)| &event["action"]).collect();
    // Entering a chart to write is no look at it.
    assert_eq!(kinds, ["write_diary", "read_chart"]);

    let author = diary::Author { account: account(Role::Patient, 1), role: Role::Patient, acting_for: None };
    let record = |strand, part| {
        let view = house.clinic.charts().record_of(chart(1), author, id(1), strand);
        (part == 0).then(|| view.unwrap().to_string())
    };
    let roles = [("patient", Role::Patient, "self_reflection"), ("clinician", Role::Clinician, "care")];
    for ((time_ms, owner, event), (role, who, purpose)) in events.iter().zip(roles) {
        assert_eq!(*time_ms, at("2026-11-24T21:00:05+09:00").as_millisecond());
        assert_eq!(*owner, chart(1).to_bytes());
        assert_eq!(event["actor"], account(who, 1).to_string());
        assert_eq!(event["acting_for"], Value::Null);
        assert!(event.as_object().unwrap().contains_key("acting_for"));
        assert_eq!((&event["role"], &event["purpose"]), (&json!(role), &json!(purpose)));
        assert_eq!(event["chart"], chart(1).to_string());
        assert_eq!((&event["outcome"], &event["source"]), (&json!("done"), &json!("loopback")));
        assert_eq!((&event["function"], &event["client"]), (&json!("test"), &json!("0.1.0")));
        assert_eq!(event["session"].as_str().unwrap().len(), 16);
        assert_eq!(event["request"].as_str().unwrap().len(), 32);
        assert!(!event["rule"].as_str().unwrap().is_empty());
        let content = event.to_string();
        assert!(
            !content.contains(secret) && !content.contains("mood") && !content.contains("check_in"),
            "{content}"
        );
    }
    assert_eq!(events[0].2["objects"].as_array().unwrap().len(), 2);
    assert_eq!(events[0].2["objects"][0], record(Strand::Care, 0).unwrap());
    assert_eq!(events[1].2["opened"], json!([[1, 1], [2, 1]]));
}

/// The clinic's events are numbered without a gap and never go back in time, whoever acts and however it ends; each says in its
/// own way who did what: the person and the session where there is one, the chart and what of it was opened or written.
///
/// Verifies: AUD-002
#[tokio::test]
async fn every_path_leaves_a_whole_event_in_a_dense_sequence() {
    use ledger::Ledger as _;
    let house = TestClinic::new().await;
    let mut seen = 0;
    for role in [Role::Patient, Role::Guardian, Role::Clinician, Role::CareStaff, Role::Reception] {
        let viewer = house.sign_in(role).await;
        house.clock.advance_s(1);
        let _ = house.try_submit(&viewer, 1, vec![entry(role as u16, TODAY, event())]).await;
        let cx = cx(&viewer);
        let _ =
            (house.clinic.charts().read(&cx, chart(1)).await, house.clinic.panel().page(&cx, 9, None).await);
        let _ = testkit::accesses(&house.clinic, &cx, chart(1), None, 9).await;
        let _ = house.clinic.accounts().chart_for(&cx, policy::Action::UseOwnPages).await;
        let events = house.events().await;
        for (_, _, event) in &events[seen..] {
            let text = |field: &str| event[field].as_str().unwrap().to_owned();
            if text("function") == "command_line" {
                assert_eq!((text("role"), text("source")), ("administrator".into(), "command_line".into()));
                assert!(!event.as_object().unwrap().contains_key("session"), "nobody was signed in");
                continue;
            }
            assert_eq!(text("actor"), account(role, 1).to_string());
            assert_eq!((text("role").as_str(), text("source").as_str()), (role.as_str(), "loopback"));
            assert_eq!((text("session").len(), text("request").len()), (16, 32));
            assert_eq!(
                (text("client").as_str(), &event["acting_for"]),
                (env!("CARGO_PKG_VERSION"), &Value::Null)
            );
            let done = text("outcome") == "done";
            let names = |field: &str| event[field].as_array().is_some_and(|list| !list.is_empty());
            match text("action").as_str() {
                "sign_in" => {
                    assert_eq!((text("function").as_str(), text("purpose").as_str()), ("session", ""))
                }
                "write_diary" | "write_facts" => assert_eq!(names("objects"), done, "{event}"),
                "read_chart" => assert_eq!(names("opened"), done, "{event}"),
                "read_panel" | "read_access_list" | "use_own_pages" => {}
                other => panic!("{other}"),
            }
            assert!(done || !text("rule").is_empty());
        }
        seen = events.len();
    }
    let stored = house.ledger.audit(vault::ClinicId(house.id.to_bytes()), 0, 10_000).await.unwrap();
    assert!(stored.iter().map(|event| event.seq).eq(1..=u64::try_from(seen).unwrap()));
    assert!(stored.is_sorted_by_key(|event| event.audit.time_ms));
}

/// Whoever is let in to a chart, or no longer, is on its person's own list, with what they are to it; on no other's.
///
/// Part of: AUD-001, PRIV-008
#[tokio::test]
async fn people_hear_who_was_let_in() {
    let house = TestClinic::new().await;
    let patients = [house.sign_in(Role::Patient).await, house.sign_in_nth(Role::Patient, 2).await];
    let list = async |at: usize| {
        let number = u8::try_from(at + 1).unwrap();
        let all =
            testkit::accesses(&house.clinic, &cx(&patients[at]), chart(number), None, 100).await.unwrap();
        all.into_iter()
            .filter(|line| line.function == "command_line")
            .map(|line| line.action)
            .collect::<Vec<_>>()
    };
    let opened = [
        "let_in_care_team",
        "let_in_care_team",
        "let_in_care_team",
        "let_in_supporter",
        "let_in_guardian",
        "let_in_own",
        "open_chart",
    ];
    assert_eq!(
        (list(0).await, list(1).await),
        (opened.map(str::to_owned).into(), opened.map(str::to_owned).into())
    );
    for relation in [policy::Relation::Guardian, policy::Relation::None] {
        let relate = clinic::DirectoryChange::Relate(account(Role::Guardian, 2), chart(1), relation);
        house.clinic.accounts().change_directory(&[relate]).await.unwrap();
    }
    assert_eq!(list(0).await[..2], ["end_access".to_owned(), "let_in_guardian".to_owned()]);
    assert_eq!(list(1).await.len(), opened.len());
    house.assert_clean().await;
}

/// In whatever order a chart is opened and people are let in to it, its person is told of all; nobody is let in to one that is
/// not there.
#[tokio::test]
async fn people_are_told_of_those_let_in_before_them() {
    let house = TestClinic::new().await;
    let relate =
        |role, number, to, relation| clinic::DirectoryChange::Relate(account(role, number), to, relation);
    let own = relate(Role::Patient, 3, chart(3), policy::Relation::Own);
    let let_in = relate(Role::Clinician, 1, chart(3), policy::Relation::CareTeam);
    house.clinic.accounts().change_directory(&[let_in, open(Role::Patient, 3), own, enrol(3)]).await.unwrap();
    let patient = house.sign_in_nth(Role::Patient, 3).await;
    let lines = testkit::accesses(&house.clinic, &cx(&patient), chart(3), None, 50).await.unwrap();
    let told: Vec<_> = lines.into_iter().filter(|line| line.function == "command_line").collect();
    let told: Vec<&str> = told.iter().map(|line| line.action.as_str()).collect();
    assert_eq!(told, ["open_chart", "let_in_own", "let_in_care_team"]);

    let before = (house.count("record"), house.count("row"), house.count("audit"));
    for relation in [policy::Relation::CareTeam, policy::Relation::None] {
        let nowhere = relate(Role::Clinician, 1, chart(9), relation);
        assert_eq!(
            house.clinic.accounts().change_directory(&[nowhere]).await,
            Err(clinic::ClinicError::NotFound)
        );
    }
    assert_eq!((house.count("record"), house.count("row"), house.count("audit")), before);
}

/// Every use case leaves its event; different things done in one request are each written down, under one request id.
#[tokio::test]
async fn every_action_leaves_its_event() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let actions = async |from: usize| {
        let events = house.events().await.split_off(from);
        let named = events.into_iter().map(|(_, owner, event)| {
            (owner == chart(1).to_bytes(), event["action"].as_str().unwrap().to_owned())
        });
        named.collect::<Vec<_>>()
    };
    let named =
        |list: &[(bool, &str)]| list.iter().map(|(own, name)| (*own, (*name).to_owned())).collect::<Vec<_>>();

    let before = house.events().await.len();
    house.submit(&patient, vec![entry(1, TODAY, mood(4)), entry(2, TODAY, night(3))]).await;
    assert_eq!(actions(before).await, named(&[(true, "write_diary")]));

    let before = house.events().await.len();
    let note = Submission::StaffNote(crate::entries::text("call"));
    let mixed =
        vec![entry(3, TODAY, review(house.clinic.now())), entry(4, TODAY, event()), entry(5, TODAY, note)];
    house.submit(&clinician, mixed).await;
    let names = [(true, "review"), (true, "write_facts"), (true, "write_staff_note")];
    assert_eq!(actions(before).await, named(&names));
    let events = house.events().await.split_off(before);
    assert!(events.iter().all(|(_, _, event)| event["request"] == events[0].2["request"]));
    assert!(events.iter().all(|(_, _, event)| event["objects"].as_array().unwrap().len() == 1));

    let before = house.events().await.len();
    house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    house.clinic.charts().export(chart(1)).await.unwrap();
    testkit::accesses(&house.clinic, &cx(&patient), chart(1), None, 5).await.unwrap();
    house.clinic.accounts().sign_out(&patient, clinic::Source::Network).await.unwrap();
    house.sign_in(Role::Patient).await;
    let names = [
        (false, "read_panel"),
        (true, "read_panel"),
        (true, "export"),
        (true, "read_access_list"),
        (false, "sign_out"),
        (false, "sign_in"),
    ];
    assert_eq!(actions(before).await, named(&names));

    // What is refused because it is not theirs to write is written down as well.
    let before = house.events().await.len();
    let refused = house.try_submit(&patient, 1, vec![entry(6, TODAY, crate::entries::dose(5_000))]).await;
    assert!(matches!(refused, Err(clinic::ClinicError::Refused(_))));
    let events = house.events().await.split_off(before);
    assert_eq!(events.len(), 1);
    assert_eq!((&events[0].2["outcome"], &events[0].2["action"]), (&json!("denied"), &json!("write_facts")));
}

/// Each look at a chart is one line more on its person's list, there as soon as the answer is.
///
/// Verifies: PRIV-008
#[tokio::test]
async fn each_look_is_one_visible_line() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let list = async || testkit::accesses(&house.clinic, &cx(&patient), chart(1), None, 1_000).await.unwrap();
    for role in [Role::Clinician, Role::CareStaff, Role::Guardian] {
        let viewer = house.sign_in(role).await;
        let before = list().await.len();
        house.chart(&viewer).await;
        let after = list().await;
        // The second reading of the list is itself on it, as the newest line.
        assert_eq!(after.len(), before + 2);
        let line = &after[1];
        assert_eq!((line.actor, line.role.as_str()), (account(role, 1), role.as_str()));
        assert_eq!(line.name, Some(format!("{} 1", role.as_str())));
        assert_eq!((line.action.as_str(), line.function.as_str()), ("read_chart", "test"));
        assert_eq!((line.purpose.as_str(), line.at), ("care", house.clinic.now()));
    }
    let clinician = house.sign_in(Role::Clinician).await;
    let before = list().await.len();
    house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    let after = list().await;
    assert_eq!((after.len(), after[1].action.as_str()), (before + 2, "read_panel"));
    let newest = testkit::accesses(&house.clinic, &cx(&patient), chart(1), None, 2).await.unwrap();
    let page =
        testkit::accesses(&house.clinic, &cx(&patient), chart(1), Some(newest[1].event), 2).await.unwrap();
    let all = testkit::accesses(&house.clinic, &cx(&patient), chart(1), None, 1_000).await.unwrap();
    let after = all.iter().skip_while(|line| line.event != newest[1].event).skip(1).take(2);
    assert!(page.len() == 2 && after.eq(&page));
}

/// No look by staff without one of the fixed purposes: it is stored with each, and a purpose that is not staff's denies.
///
/// Verifies: PRIV-006
#[tokio::test]
async fn staff_look_for_a_stated_purpose() {
    let house = TestClinic::new().await;
    let clinician = house.sign_in(Role::Clinician).await;
    for purpose in Purpose::ALL {
        let cx = clinic::RequestContext { purpose: Some(purpose), ..cx(&clinician) };
        let seen = house.clinic.charts().read(&cx, chart(1)).await;
        assert_eq!(seen.is_ok(), purpose != Purpose::SelfReflection);
        let (_, _, event) = house.events().await.pop().unwrap();
        assert_eq!(event["purpose"], purpose.as_str());
        assert_eq!(event["outcome"], if seen.is_ok() { "done" } else { "denied" });
    }
    let plain = cx(&clinician);
    house.clinic.charts().read(&plain, chart(1)).await.unwrap();
    house.clinic.panel().page(&plain, 10, None).await.unwrap();
    let events = house.events().await;
    let looks = events.iter().filter(|(_, _, event)| event["action"].as_str().unwrap().starts_with("read"));
    assert!(looks.clone().count() >= 6);
    assert!(
        looks.into_iter().all(|(_, _, event)| Purpose::parse(event["purpose"].as_str().unwrap()).is_some())
    );
}

/// What was looked up to refuse an amendment or a repeat with other content is written down, once a request.
#[tokio::test]
async fn refusals_leave_their_event() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(4)), entry(2, TODAY, night(3))]).await;
    let nowhere = diary::RecordId::from_bytes([9; 16]);
    let cases = [
        ("conflict", vec![entry(1, TODAY, mood(5))]),
        ("refused", vec![crate::entries::amending(nowhere, entry(3, TODAY, mood(5)))]),
        ("conflict", vec![entry(4, TODAY, mood(6)), entry(2, TODAY, night(9)), entry(1, TODAY, mood(1))]),
    ];
    for (rule, entries) in cases {
        let before = house.events().await.len();
        assert!(house.try_submit(&patient, 1, entries).await.is_err());
        let events = house.events().await.split_off(before);
        assert_eq!(events.len(), 1, "{rule}");
        let (_, owner, event) = &events[0];
        assert_eq!(*owner, house.id.to_bytes());
        assert_eq!(event["chart"], chart(1).to_string());
        assert_eq!(event["actor"], account(Role::Patient, 1).to_string());
        assert_eq!((&event["outcome"], &event["rule"]), (&json!("denied"), &json!(rule)));
        assert_eq!(event["action"], "write_diary");
    }
    assert_eq!(house.chart(&patient).await.chart.entries().len(), 2);
}

/// An event names every record that was written, however many: `verify` compares them.
///
/// Verifies: AUD-002
#[tokio::test]
async fn every_object_is_named() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    for (first, count) in [(1, 64), (100, 65), (200, 200)] {
        let entries = (first..first + count).map(|number| entry(number, TODAY, mood(3))).collect();
        house.submit(&patient, entries).await;
        let (_, _, event) = house.events().await.pop().unwrap();
        assert_eq!(event["objects"].as_array().unwrap().len(), usize::from(count));
        assert_eq!(event["objects_total"], Value::Null, "{count}");
    }
    let told: Vec<_> =
        (500..1_000).map(|number| (entry(number, TODAY, mood(3)), house.clinic.now())).collect();
    house.bring(Role::Patient, &told).await;
    let (_, _, event) = house.events().await.pop().unwrap();
    assert_eq!(event["objects"].as_array().unwrap().len(), 500);
    house.assert_clean().await;
}

/// What the installation would bring in is compared with what is there; that it was opened is written down, and nothing else
/// is written.
#[tokio::test]
async fn looking_over_leaves_its_event() {
    let house = TestClinic::new().await;
    let told = |number| (entry(number, TODAY, mood(3)), house.clinic.now());
    let look = async |number| {
        let who = testkit::author(Role::Patient);
        house
            .clinic
            .charts()
            .import(who, chart(1), &[told(number)], clinic::ImportMode::DryRun)
            .await
            .unwrap()
    };
    house.bring(Role::Patient, &[told(1)]).await;
    let (before, records) = (house.events().await.len(), house.count("record"));
    look(2).await;
    assert_eq!(house.events().await.len(), before);
    look(1).await;
    let events = house.events().await.split_off(before);
    assert_eq!(events.len(), 1);
    assert_eq!(
        (&events[0].2["action"], &events[0].2["chart"]),
        (&json!("look_over"), &json!(chart(1).to_string()))
    );
    assert_eq!(house.count("record"), records);
}
