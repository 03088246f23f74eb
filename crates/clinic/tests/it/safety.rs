//! Safety answers, tasks and reviews.

use clinic::{ClinicError, EntryRefusal, ImportMode, Status};
use diary::{
    Body, CheckIn, Code, ListedSymptom, Mode, NewEntry, Refusal, Role, Severity, Sharing, Strand, Submission,
    SymptomAnswer,
};

use crate::entries::{
    amending, answers, check_in, entry, id, mood, night, only_me, review, reviewing, safety_answer, symptom,
};
use testkit::{TODAY, TestClinic, at, author, chart, cx, submit_to};

/// Since when a task waits, as the clinician's list and page say.
async fn waiting(house: &TestClinic) -> Option<jiff::Timestamp> {
    let clinician = house.sign_in(Role::Clinician).await;
    let page = house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    let listed = page.patients.iter().find(|patient| patient.chart == chart(1)).unwrap().task_since;
    assert_eq!(listed, house.chart(&clinician).await.task_since);
    assert_eq!(page.tasks, usize::from(listed.is_some()));
    listed
}

/// The refusal of a review that covers an answer it does not name.
fn not_seen<T>(number: u16) -> Result<T, ClinicError> {
    let refusal = Refusal::new("seen", Code::Missing);
    Err(ClinicError::Refused(vec![EntryRefusal { entry: id(number), refusal }]))
}

/// The safety answers that a reader sees, as they were given.
async fn safety_seen(house: &TestClinic, role: Role) -> Vec<String> {
    let viewer = house.sign_in(role).await;
    let view = house.chart(&viewer).await;
    let listed = view.chart.standing().flat_map(diary::chart::Entry::bodies).filter_map(|body| match body {
        Body::Safety(safety) => Some(safety.listed.clone()),
        _ => None,
    });
    listed.flatten().map(|item| format!("{} {:?}", item.symptom.concept().id, item.severity)).collect()
}

/// A delivered answer opens a task and shows the answer as given, with no grade; one that is kept does neither.
///
/// Verifies: SAFE-006
#[tokio::test]
async fn delivered_answer_opens_a_task() {
    for (sharing, delivered) in
        [(Sharing::CareTeam, true), (Sharing::OnlyMeSafetyDelivered, true), (Sharing::OnlyMe, false)]
    {
        let house = TestClinic::new().await;
        let patient = house.sign_in(Role::Patient).await;
        assert_eq!(waiting(&house).await, None);
        house.submit(&patient, vec![NewEntry { sharing, ..entry(1, TODAY, safety_answer()) }]).await;
        let since = waiting(&house).await;
        assert_eq!(since, delivered.then(|| house.clinic.now()), "{sharing:?}");
        let seen: &[&str] = if delivered { &["suicidal_thoughts None"] } else { &[] };
        assert_eq!(safety_seen(&house, Role::Clinician).await, seen);
        assert_eq!(safety_seen(&house, Role::CareStaff).await, seen);
        assert_eq!(safety_seen(&house, Role::Patient).await, ["suicidal_thoughts None"]);
        // Nothing is computed from answers without a safety concept, however bad.
        house.submit(&patient, vec![entry(2, TODAY, mood(0))]).await;
        assert_eq!(waiting(&house).await, since);
        house.assert_clean().await;
    }
}

/// Severe akathisia asks for a look on the same day, as the published list does; moderate does not, and one that is kept
/// to oneself reaches nobody.
#[tokio::test]
async fn severe_akathisia_opens_a_task() {
    for (severity, sharing, asks) in [
        (Severity::Severe, Sharing::CareTeam, true),
        (Severity::Moderate, Sharing::CareTeam, false),
        (Severity::Severe, Sharing::OnlyMe, false),
    ] {
        let house = TestClinic::new().await;
        let patient = house.sign_in(Role::Patient).await;
        let akathisia = symptom("akathisia");
        let item = ListedSymptom { symptom: akathisia, severity: Some(severity), time: None };
        let symptoms = Some(SymptomAnswer::Listed(vec![item]));
        let content = check_in(CheckIn { symptoms, symptoms_asked: vec![akathisia], ..answers(5) });
        house.submit(&patient, vec![NewEntry { sharing, ..entry(1, TODAY, content) }]).await;
        assert_eq!(waiting(&house).await, asks.then(|| house.clinic.now()), "{severity:?} {sharing:?}");
        house.assert_clean().await;
        house.clock.advance_s(60);
        let clinician = house.sign_in(Role::Clinician).await;
        let view = house.chart(&clinician).await;
        house.submit(&clinician, vec![entry(2, TODAY, reviewing(&view, view.seen_up_to()))]).await;
        assert_eq!(waiting(&house).await, None);
        house.assert_clean().await;
    }
}

/// An answer written offline and received three days later: its task waits since it arrived, and the entry shows when it
/// was written and that it came late.
#[tokio::test]
async fn late_answer_shows_when_it_was_written() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let mut new = entry(1, TODAY, safety_answer());
    new.provenance.mode = Mode::Offline;
    house.clock.advance_s(3 * 86_400);
    house.submit(&patient, vec![new.clone()]).await;
    assert_eq!(waiting(&house).await, Some(house.clinic.now()));
    let clinician = house.sign_in(Role::Clinician).await;
    let view = house.chart(&clinician).await;
    let meta = &view.chart.entries()[0].versions()[0].meta;
    assert_eq!((meta.entered_at, meta.about.date), (new.entered_at, new.about.date));
    assert_eq!(meta.received_at, house.clinic.now());
    assert_eq!(meta.received_at.duration_since(meta.entered_at).as_hours(), 3 * 24 + 1);
    assert!(meta.modes.has(Mode::Offline));
}

/// A review closes the tasks that were seen, says who saw what up to when, and leaves the entries as they were.
///
/// Verifies: INT-004
#[tokio::test]
async fn review_is_recorded_and_alters_nothing() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.submit(&patient, vec![entry(1, TODAY, safety_answer()), entry(2, TODAY, night(3))]).await;
    let view = house.chart(&clinician).await;
    house.clock.advance_s(60);
    house.submit(&clinician, vec![entry(3, TODAY, reviewing(&view, view.seen_up_to()))]).await;
    assert_eq!(waiting(&house).await, None);
    let after = house.chart(&clinician).await;
    assert_eq!(after.chart.entries().len(), 3);
    for entry in view.chart.entries() {
        assert_eq!(after.chart.entry(entry.id().unwrap()), Some(entry));
    }
    let (by, content) = after.chart.last_review().unwrap();
    assert_eq!(by.author().unwrap().account, author(Role::Clinician).account);
    assert_eq!((content.up_to, by.versions()[0].meta.received_at), (view.seen_up_to(), house.clinic.now()));
    let row = house.row(&clinician).await;
    assert_eq!((row.unread, row.reviewed_up_to), (0, Some(view.seen_up_to())));
    // The newest look names the version of each strand that was on the screen.
    let (_, _, event) =
        house.events().await.into_iter().rfind(|(_, _, event)| event["action"] == "read_chart").unwrap();
    assert_eq!(event["opened"], serde_json::json!([[1, 3], [2, 1]]));
    house.assert_clean().await;
}

/// An answer that arrives while the review is being written is not covered by it, although the clock stands still: a review
/// that would cover it has to name it.
#[tokio::test]
async fn unseen_answer_is_never_reviewed() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
    let seen = house.chart(&clinician).await.seen_up_to();
    // Between the look and its review, and after it; with a review that claims the present moment, too.
    house.submit(&patient, vec![entry(2, TODAY, safety_answer())]).await;
    for (number, up_to) in [(3, seen), (4, house.clinic.now())] {
        let unseen = entry(number, TODAY, review(up_to));
        assert_eq!(house.try_submit(&clinician, 1, vec![unseen]).await, not_seen(number));
        assert!(waiting(&house).await.is_some());
    }
    let view = house.chart(&clinician).await;
    house.submit(&clinician, vec![entry(8, TODAY, reviewing(&view, view.seen_up_to()))]).await;
    assert_eq!(waiting(&house).await, None);
    // What comes in the same moment as the review that covers the last answer comes after it.
    house.submit(&patient, vec![entry(5, TODAY, safety_answer())]).await;
    assert!(waiting(&house).await.is_some());
    // A node that has just started knows of the reviews as well.
    let view = house.chart(&clinician).await;
    house.clock.advance_s(1);
    house.submit(&clinician, vec![entry(6, TODAY, reviewing(&view, view.seen_up_to()))]).await;
    assert_eq!(waiting(&house).await, None);
    house.clock.advance_s(-3_600);
    submit_to(&house.node(), &patient, 1, vec![entry(7, TODAY, safety_answer())]).await.unwrap();
    assert!(waiting(&house).await.is_some());
    house.assert_clean().await;
}

/// What is written for oneself does not move the moment at which a later answer counts as arrived: it would tell the care team.
///
/// Part of: PRIV-005
#[tokio::test]
async fn what_is_kept_does_not_move_an_answer() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
    house.clock.advance_s(1_800);
    house.submit(&patient, vec![only_me(entry(2, TODAY, safety_answer()))]).await;
    house.clock.advance_s(-1_500);
    house.submit(&patient, vec![entry(3, TODAY, safety_answer())]).await;
    assert_eq!(house.chart(&clinician).await.seen_up_to(), house.clinic.now());
}

/// A review that was marked as an error, or amended to an earlier moment, covers no answer any more: the task waits again.
#[tokio::test]
async fn withdrawn_review_opens_its_tasks_again() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
    let since = waiting(&house).await;
    let view = house.chart(&clinician).await;
    house.submit(&clinician, vec![entry(2, TODAY, reviewing(&view, house.clinic.now()))]).await;
    assert_eq!(waiting(&house).await, None);
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Clinician), id(2), Strand::Care).unwrap();
    let earlier = amending(record, entry(3, TODAY, review(at("2026-11-24T10:00:00Z"))));
    house.submit(&clinician, vec![earlier]).await;
    assert_eq!(waiting(&house).await, since);
    let view = house.chart(&clinician).await;
    let later = entry(4, TODAY, reviewing(&view, house.clinic.now()));
    house.submit(&clinician, vec![amending(record, later)]).await;
    assert_eq!(waiting(&house).await, None);
    house.submit(&clinician, vec![amending(record, entry(5, TODAY, Submission::EnteredInError))]).await;
    assert_eq!(waiting(&house).await, since);
    house.assert_clean().await;
}

/// A history brought in with its reviews before its answers asks for no look at what was reviewed long ago.
#[tokio::test]
async fn reviewed_history_opens_no_task() {
    let house = TestClinic::new().await;
    let day = |day: i8, content, number| {
        let date = format!("2026-11-{day:02}");
        (entry(number, &date, content), at(&format!("{date}T21:00:00+09:00")))
    };
    house.bring(Role::Clinician, &[day(20, review(at("2026-11-20T11:30:00Z")), 1)]).await;
    house.bring(Role::Patient, &[day(10, safety_answer(), 2), day(11, safety_answer(), 3)]).await;
    assert_eq!(waiting(&house).await, None);
    house.assert_clean().await;
    house.bring(Role::Patient, &[day(12, safety_answer(), 4), day(21, safety_answer(), 5)]).await;
    assert_eq!(waiting(&house).await, Some(at("2026-11-21T21:00:00+09:00")));
    house.assert_clean().await;
    let looked = house
        .clinic
        .charts()
        .import(author(Role::Patient), chart(1), &[day(22, safety_answer(), 6)], ImportMode::DryRun)
        .await;
    assert_eq!(looked.unwrap()[0].status, Status::Stored);
    assert_eq!(house.count("job"), 1);
    // An evening without a safety answer asks for nobody.
    house.bring(Role::Patient, &[day(22, check_in(answers(0)), 7)]).await;
    assert_eq!(house.count("job"), 1);
}

/// Also after a restart with a clock that was set back, an answer that comes after a look is no part of what that look saw.
#[tokio::test]
async fn unseen_answer_is_never_reviewed_after_a_restart() {
    for first_after in [true, false] {
        let house = TestClinic::new().await;
        let patient = house.sign_in(Role::Patient).await;
        let clinician = house.sign_in(Role::Clinician).await;
        house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
        let seen = house.chart(&clinician).await.seen_up_to();
        house.clock.advance_s(-600);
        let restarted = house.node();
        if first_after {
            // Something else may come first, and does not hide what is not known.
            submit_to(&restarted, &patient, 1, vec![entry(2, TODAY, night(3))]).await.unwrap();
        }
        submit_to(&restarted, &patient, 1, vec![entry(3, TODAY, safety_answer())]).await.unwrap();
        house.clock.advance_s(600);
        let refused = submit_to(&restarted, &clinician, 1, vec![entry(4, TODAY, review(seen))]).await;
        assert_eq!((refused, waiting(&house).await.is_some()), (not_seen(4), true), "{first_after}");
        house.assert_clean().await;
    }
}

/// However many tasks of others wait for longer, a review closes those of its chart, and the chart says that it waits until then.
#[tokio::test]
async fn a_review_finds_its_tasks_among_very_many() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    let many = "WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 10100)
        INSERT INTO job (clinic, id, kind, chart, due_ms)
        SELECT $1, unhex(printf('%032x', n)), 1, $2, n FROM n";
    house.intruder().execute(many, (house.id.to_bytes(), [7_u8; 16])).unwrap();
    house.submit(&patient, vec![entry(1, TODAY, safety_answer())]).await;
    let waits = async || {
        let row = house.row(&clinician).await.task_since;
        assert_eq!(row, house.chart(&clinician).await.task_since);
        row.is_some()
    };
    assert!(waits().await);
    house.clock.advance_s(60);
    let view = house.chart(&clinician).await;
    house.submit(&clinician, vec![entry(2, TODAY, reviewing(&view, view.seen_up_to()))]).await;
    assert!(!waits().await);
}

/// A copy of the database tells that a task waits, not which of the sealed records asked for it.
#[tokio::test]
async fn task_does_not_name_its_record() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, safety_answer()), entry(2, TODAY, night(3))]).await;
    let db = house.intruder();
    let ids = |text: &str| {
        let mut all = db.prepare(text).unwrap();
        let ids = all.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap();
        ids.map(Result::unwrap).collect::<Vec<_>>()
    };
    let (jobs, records) = (ids("SELECT id FROM job"), ids("SELECT id FROM record WHERE strand < 16"));
    assert_eq!((jobs.len(), records.len()), (1, 3));
    assert!(!records.contains(&jobs[0]));
    let answer =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(1), Strand::Sensitive).unwrap();
    let (clinic, own) = (vault::ClinicId(house.id.to_bytes()), vault::ChartId(chart(1).to_bytes()));
    let named = records.iter().filter(|record| {
        let record = vault::RecordId::from_slice(record).unwrap();
        house.vault.job_id(&clinic, &own, &record).unwrap().as_slice() == jobs[0].as_slice()
    });
    // With the key it follows from one of them, which is none of the entry's own part.
    assert_eq!(named.filter(|record| record.as_slice() != answer.to_bytes()).count(), 1);
}
