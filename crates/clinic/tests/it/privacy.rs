//! "Only me", and what a guardian can tell.

use std::sync::Arc;

use clinic::{ChartView, DirectoryChange, Viewer};
use diary::{NewEntry, Role, Sharing, Strand, Submission};
use policy::{Action, Relation};
use serde_json::Value;

use crate::entries::{amending, entry, id, mood, night, noted, only_me, safety_answer, text};
use testkit::{TODAY, TestClinic, account, author, chart, cx};

/// Everything a person is shown of chart 1, as text; the moments of looking are all the same here.
async fn shown(house: &TestClinic, viewer: &Viewer) -> String {
    let view = house.clinic.charts().read(&cx(viewer), chart(1)).await.map(|view| describe(&view));
    let panel = house.clinic.panel().page(&cx(viewer), 50, None).await.map(|page| format!("{page:?}"));
    let list = testkit::accesses(&house.clinic, &cx(viewer), chart(1), None, 50).await.is_ok();
    let family = house.clinic.accounts().chart_for(&cx(viewer), Action::UseFamilyPage).await;
    format!("{view:?} {panel:?} {list} {family:?}")
}

/// A view's every word: free texts, which do not show in a debug text, are read out.
pub fn describe(view: &ChartView) -> String {
    let parts = view.chart.entries().iter().flat_map(|entry| entry.versions().iter().flat_map(|v| &v.parts));
    let notes = parts.filter_map(|part| match &part.body {
        diary::Body::Note(note) => Some(note.text.as_str()),
        _ => None,
    });
    let mut authors: Vec<_> = view.authors.iter().collect();
    authors.sort();
    let seen = view.seen_up_to();
    format!(
        "{:?} {:?} {:?} {:?} {authors:?} {seen} {:?} {:?}",
        view.id,
        view.person,
        view.chart,
        notes.collect::<Vec<_>>(),
        view.task_since,
        view.chart.span()
    )
}

/// Entries, notes and fields kept as "only me": for every other role everything is as if they did not exist, through the
/// chart, the panel, its order and its counts. Shared later, that version is seen from then on.
///
/// Verifies: PRIV-005
#[tokio::test]
async fn only_me_is_seen_by_the_patient_alone() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
    let mut viewers = Vec::new();
    for role in Role::ALL.iter().filter(|role| **role != Role::Patient) {
        let viewer = house.sign_in(*role).await;
        viewers.push((shown(&house, &viewer).await, viewer));
    }
    let private = [
        only_me(entry(2, "2026-11-23", noted(1, "for nobody", Sharing::CareTeam))),
        only_me(entry(3, "2026-11-23", night(2))),
        only_me(entry(4, TODAY, safety_answer())),
        only_me(entry(5, TODAY, Submission::Note(text("for nobody")))),
        only_me(entry(6, TODAY, crate::entries::event())),
    ];
    house.submit(&patient, private.to_vec()).await;
    for (before, viewer) in &viewers {
        assert_eq!(shown(&house, viewer).await, *before, "{:?}", viewer.account.role);
    }
    assert_eq!(house.clinic.charts().export(chart(1)).await.unwrap().entries().len(), 6);

    // A private note beside a shared evening: the evening is there, the note is not.
    house.submit(&patient, vec![entry(7, TODAY, noted(3, "for nobody", Sharing::OnlyMe))]).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let seen = shown(&house, &clinician).await;
    assert!(seen.contains("Score(3)") && !seen.contains("for nobody"));
    // Nothing of it is in what can be written to either: nobody else can amend it.
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Patient), id(2), Strand::Own).unwrap();
    let mark = amending(record, entry(8, TODAY, Submission::EnteredInError));
    let missing = amending(diary::RecordId::from_bytes([9; 16]), entry(8, TODAY, Submission::EnteredInError));
    let answer = house.try_submit(&clinician, 1, vec![mark]).await;
    assert_eq!(answer, house.try_submit(&clinician, 1, vec![missing]).await);

    let shared = amending(record, entry(9, "2026-11-23", noted(1, "for nobody", Sharing::CareTeam)));
    house.submit(&patient, vec![shared]).await;
    assert!(shown(&house, &clinician).await.contains("for nobody"));
    house.assert_clean().await;
}

/// What a house has that a guardian is not shown.
#[derive(Clone, Copy, PartialEq)]
enum Hidden {
    Nothing,
    Something,
}

/// Two houses with the same keys.
async fn twins() -> [TestClinic; 2] {
    let same = || TestClinic::with(Arc::new(vault::testing::FixedRandom::new(3)));
    [same().await, same().await]
}

/// The events of a person's looks, without what is random in each.
async fn looks_of(house: &TestClinic, viewer: &Viewer) -> Vec<(i64, [u8; 16], Value)> {
    let mut events = house.events().await;
    let actor = viewer.account.id.to_string();
    events.retain(|(_, _, event)| event["actor"] == actor && event["action"] == "read_chart");
    for (_, _, event) in &mut events {
        for random in ["session", "request"] {
            assert!(event.as_object_mut().unwrap().remove(random).is_some());
        }
    }
    events
}

/// What a guardian is shown is the same with and without everything that is not for them, and so is what is stored for
/// their look.
///
/// Verifies: CONS-011
#[tokio::test]
async fn guardian_cannot_tell_what_is_hidden() {
    let twins = twins().await;
    let mut shown_by = Vec::new();
    for (house, hidden) in twins.iter().zip([Hidden::Nothing, Hidden::Something]) {
        let guardian = house.sign_in(Role::Guardian).await;
        if hidden == Hidden::Something {
            let patient = house.sign_in(Role::Patient).await;
            let clinician = house.sign_in(Role::Clinician).await;
            let words = entry(11, TODAY, noted(1, "not for them", Sharing::OnlyMe));
            let content = vec![entry(10, TODAY, safety_answer()), words, only_me(entry(12, TODAY, night(1)))];
            house.submit(&patient, content).await;
            let note = Submission::StaffNote(text("not for them"));
            let facts = vec![entry(13, TODAY, crate::entries::event()), entry(14, TODAY, note)];
            house.submit(&clinician, facts).await;
        }
        let own = vec![entry(1, TODAY, noted(6, "their own", Sharing::CareTeam)), entry(2, TODAY, night(5))];
        let written = house.submit(&guardian, own).await;
        let again = house.try_submit(&guardian, 1, vec![entry(1, TODAY, mood(1))]).await;
        let foreign =
            house.clinic.charts().record_of(chart(1), author(Role::Patient), id(10), Strand::Care).unwrap();
        let amend = house.try_submit(&guardian, 1, vec![amending(foreign, entry(3, TODAY, mood(1)))]).await;
        let view = shown(house, &guardian).await;
        let looks = looks_of(house, &guardian).await;
        assert!(!looks.is_empty());
        shown_by.push(format!("{written:?} {again:?} {amend:?} {view} {looks:?}"));
    }
    assert!(shown_by[0].contains("their own") && !shown_by[1].contains("not for them"));
    assert_eq!(shown_by[0], shown_by[1]);
}

/// Whoever gives the medicine sees the dose that holds and the next step, as they stand now, and nothing older nor why; for
/// the care team and the patient it is one dose of its history.
///
/// Part of: CONS-010
#[tokio::test]
async fn whoever_gives_the_medicine_sees_the_doses() {
    let house = TestClinic::new().await;
    let (patient, guardian) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Guardian).await);
    let clinician = house.sign_in(Role::Clinician).await;
    let dose = |number, date, micrograms| entry(number, date, crate::entries::dose(micrograms));
    let both = vec![dose(1, "2026-11-10", 20_000), dose(2, TODAY, 15_000)];
    house.submit(&clinician, both).await;
    let record =
        house.clinic.charts().record_of(chart(1), author(Role::Clinician), id(2), Strand::Care).unwrap();
    house.clock.advance_s(60);
    house.submit(&clinician, vec![amending(record, dose(3, TODAY, 10_000))]).await;
    for viewer in [&patient, &guardian, &clinician] {
        let view = house.chart(viewer).await;
        let lanes = view.chart.doses();
        let steps: Vec<u64> = lanes[0]
            .steps
            .iter()
            .map(|step| step.dosing.mean_per_day().unwrap().half_micrograms() / 2)
            .collect();
        let versions = view.chart.entries().iter().flat_map(diary::chart::Entry::versions);
        let told = versions.clone().filter(|version| version.reason().is_some()).count();
        if viewer.account.role == Role::Guardian {
            assert_eq!((steps, versions.count(), told), (vec![10_000], 1, 0));
        } else {
            assert_eq!((steps, versions.count(), told), (vec![20_000, 10_000], 3, 1));
        }
    }
    let mark = amending(record, entry(4, TODAY, Submission::EnteredInError));
    house.clock.advance_s(60);
    house.submit(&clinician, vec![mark]).await;
    for viewer in [&patient, &guardian, &clinician] {
        assert_eq!(house.chart(viewer).await.chart.doses()[0].steps.len(), 1);
    }
    house.assert_clean().await;
}

/// Years of doses, stopped medicines, corrections and mistakes before what holds today leave nothing in what a guardian is
/// shown, nor the names of who wrote them; the next day's step is the day's dose, and this one is gone.
///
/// Part of: CONS-010, CONS-011
#[tokio::test]
async fn whoever_gives_the_medicine_cannot_tell_its_history() {
    let twins = twins().await;
    let mut shown_by = Vec::new();
    for (house, hidden) in twins.iter().zip([Hidden::Nothing, Hidden::Something]) {
        let (guardian, clinician) =
            (house.sign_in(Role::Guardian).await, house.sign_in(Role::Clinician).await);
        let dose = |number, date, micrograms| entry(number, date, crate::entries::dose(micrograms));
        if hidden == Hidden::Something {
            let old = vec![dose(1, "2019-04-01", 50_000), dose(2, "2024-01-01", 0), dose(3, TODAY, 40_000)];
            let told = old.into_iter().map(|new| (new, house.clinic.now())).collect::<Vec<_>>();
            house.bring(Role::CareStaff, &told).await;
            let record = |number| {
                let author = author(Role::CareStaff);
                house.clinic.charts().record_of(chart(1), author, id(number), Strand::Care).unwrap()
            };
            house.submit(&clinician, vec![amending(record(2), dose(4, "2024-01-02", 30_000))]).await;
            let mistake = entry(5, TODAY, Submission::EnteredInError);
            house.submit(&clinician, vec![amending(record(3), mistake)]).await;
        }
        house.clock.advance_s(60);
        house.submit(&clinician, vec![dose(10, "2026-11-20", 20_000), dose(11, "2026-11-25", 10_000)]).await;
        let today = shown(house, &guardian).await;
        house.clock.advance_s(24 * 3_600);
        let guardian = house.sign_in(Role::Guardian).await;
        let view = house.chart(&guardian).await;
        let steps = view.chart.doses()[0]
            .steps
            .iter()
            .map(|step| step.dosing.mean_per_day().unwrap().half_micrograms() / 2)
            .collect::<Vec<_>>();
        assert_eq!((steps, view.chart.entries().len()), (vec![10_000], 1));
        shown_by.push(format!("{today} {}", shown(house, &guardian).await));
    }
    assert_eq!(shown_by[0], shown_by[1]);
    let [_, full] = &twins;
    let patient = full.sign_in(Role::Patient).await;
    assert_eq!(full.chart(&patient).await.chart.entries().len(), 5, "what is hidden is there");
}

/// A clinician's working note is stored in a strand of its own, under a key of its own, and read by who wrote it alone: not by
/// the patient, the guardian, care staff or another clinician of the team; the export does not have it.
///
/// Verifies: ACC-010
#[tokio::test]
async fn working_notes_are_their_writers() {
    let house = TestClinic::new().await;
    house
        .clinic
        .accounts()
        .change_directory(&[DirectoryChange::Relate(
            account(Role::Clinician, 2),
            chart(1),
            Relation::CareTeam,
        )])
        .await
        .unwrap();
    let clinician = house.sign_in(Role::Clinician).await;
    let mut others = vec![house.sign_in_nth(Role::Clinician, 2).await];
    for role in [Role::Patient, Role::Guardian, Role::CareStaff] {
        others.push(house.sign_in(role).await);
    }
    let mut before = Vec::new();
    for viewer in &others {
        before.push(shown(&house, viewer).await);
    }
    let taken_home = house.clinic.charts().export(chart(1)).await.unwrap();
    let note = entry(1, TODAY, Submission::StaffNote(text("a working note")));
    house.submit(&clinician, vec![note]).await;

    for strand in Strand::ALL {
        let records = house.log(chart(1).to_bytes(), strand.code()).await;
        assert_eq!(records.len(), usize::from(strand == Strand::Staff), "{strand:?}");
    }
    let seals = |strand: Strand| {
        let found = house.key_thief().query_row(
            "SELECT count(*) FROM wrapped_key WHERE owner = $1 AND purpose = $2",
            (chart(1).to_bytes(), house.log_key(chart(1).to_bytes(), strand.code()).purpose.code()),
            |row| row.get::<_, i64>(0),
        );
        found.unwrap()
    };
    assert_eq!((seals(Strand::Staff), seals(Strand::Care)), (1, 0));
    assert!(shown(&house, &clinician).await.contains("a working note"));
    for (viewer, before) in others.iter().zip(before) {
        assert_eq!(shown(&house, viewer).await, before, "{:?}", viewer.account.role);
    }
    assert_eq!(house.clinic.charts().export(chart(1)).await.unwrap(), taken_home);
    house.assert_clean().await;
}

/// What a guardian writes stays theirs: another strand, their name and role on it, never the patient's own series.
///
/// Verifies: CONS-012
#[tokio::test]
async fn guardian_speaks_in_their_own_voice() {
    let house = TestClinic::new().await;
    let guardian = house.sign_in(Role::Guardian).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let before = house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    house.submit(&guardian, vec![entry(1, TODAY, mood(1)), entry(2, TODAY, night(2))]).await;
    let after = house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    assert_eq!(format!("{before:?}"), format!("{after:?}"));
    let view = house.chart(&clinician).await;
    let today = TODAY.parse().unwrap();
    let days = view.chart.days(today, today);
    assert!(days[0].check_in.is_none() && days[0].sleep.is_none());
    assert_eq!(days[0].observations.len(), 2);
    for entry in view.chart.entries() {
        assert_eq!(entry.author().unwrap(), author(Role::Guardian));
        assert!(entry.parts().all(|part| part.strand == Strand::Family) && !entry.by_patient());
    }
    assert_eq!(view.authors.values().collect::<Vec<_>>(), ["guardian 1"]);
    // "Only me" is the patient's word: nobody else can hide what they say of the patient.
    let hidden: NewEntry = only_me(entry(3, TODAY, mood(1)));
    assert!(house.try_submit(&guardian, 1, vec![hidden]).await.is_err());
}

/// Amending only what is for oneself tells the care team neither the reason nor what was asked.
///
/// Verifies: PRIV-005
#[tokio::test]
async fn the_reason_of_an_own_part_stays_with_it() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.submit(&patient, vec![entry(1, TODAY, noted(3, "for nobody", Sharing::OnlyMe))]).await;
    let record =
        house.clinic.charts().read(&cx(&patient), chart(1)).await.unwrap().chart.entries()[0].id().unwrap();
    let better = amending(record, entry(2, TODAY, noted(3, "for nobody still", Sharing::OnlyMe)));
    let reason = better.amends.as_ref().unwrap().reason.clone();
    house.submit(&patient, vec![better]).await;
    let reasons = |view: ChartView| {
        let versions = view.chart.entries().iter().flat_map(|entry| entry.versions().to_vec());
        versions.filter_map(|version| version.meta.reason).collect::<Vec<_>>()
    };
    assert_eq!(reasons(house.clinic.charts().read(&cx(&patient), chart(1)).await.unwrap()), [reason]);
    assert_eq!(reasons(house.clinic.charts().read(&cx(&clinician), chart(1)).await.unwrap()), []);
}
