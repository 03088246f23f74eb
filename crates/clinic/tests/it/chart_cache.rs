//! What is kept in memory between two looks never shows what is no longer so, nor what is another's.

use std::collections::HashSet;
use std::sync::Arc;

use clinic::{Clinic, ClinicError, Viewer};
use diary::chart::Entry;
use diary::{Body, Role, Sharing, Strand, Submission};
use ledger::Ledger as _;

use crate::entries::{entry, mood, noted, only_me, text};
use testkit::{TODAY, TestClinic, chart, cx, submit_to};

/// Everything this person reads of the first chart.
async fn reads(clinic: &Clinic, viewer: &Viewer) -> String {
    let view = clinic.charts().read(&cx(viewer), chart(1)).await.unwrap();
    let notes = view.chart.entries().iter().flat_map(Entry::bodies).filter_map(|body| match body {
        Body::Note(note) => Some(note.text.as_str()),
        _ => None,
    });
    format!("{:?} {:?} {}", notes.collect::<Vec<_>>(), view.chart, view.authors.len())
}

/// The keys under which these strands of the first chart are sealed.
async fn keys(house: &TestClinic, strands: &[Strand]) -> HashSet<vault::KeyId> {
    let codes: Vec<vault::StrandCode> =
        strands.iter().map(|strand| vault::StrandCode(strand.code())).collect();
    let records = house.ledger.records(vault::ChartId(chart(1).to_bytes()), &codes).await.unwrap();
    records.iter().map(|record| record.key).collect()
}

/// What another node writes is in the very next look, also into a strand that was empty; and each look, first or repeated,
/// is one event that says what it opened.
///
/// Part of: AUD-001
#[tokio::test]
async fn a_write_through_another_node_is_seen_at_once() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    let node = house.node();
    let written = [
        entry(1, TODAY, mood(4)),
        entry(2, TODAY, mood(5)),
        entry(3, TODAY, noted(6, "tired", Sharing::CareTeam)),
    ];
    for (count, new) in (1..).zip(written) {
        submit_to(&node, &patient, 1, vec![new]).await.unwrap();
        for _ in 0..2 {
            let before = house.count("audit");
            assert_eq!(house.chart(&clinician).await.chart.entries().len(), count);
            assert_eq!(house.count("audit"), before + 1);
            let (_, _, event) = house.events().await.pop().unwrap();
            let care = u64::try_from(count).unwrap();
            let opened = if count == 3 { vec![(1, care), (2, 1)] } else { vec![(1, care)] };
            assert_eq!(event["opened"], serde_json::json!(opened));
        }
    }
    house.assert_clean().await;
}

/// A chart that was read a moment ago is not shown once a key of it is destroyed, to nobody who read it under that key;
/// others go on reading theirs.
#[tokio::test]
async fn without_its_key_a_chart_is_not_shown_again() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, mood(4)), only_me(entry(2, TODAY, mood(9)))]).await;
    for _ in 0..2 {
        assert_eq!(house.chart(&patient).await.chart.entries().len(), 2);
        assert_eq!(house.chart(&clinician).await.chart.entries().len(), 1);
    }
    let own = keys(&house, &[Strand::Own]).await;
    assert_eq!(own.len(), 1);
    house.vault.destroy(own.iter().next().unwrap()).unwrap();
    let gone = Some(ClinicError::Vault(vault::Error::KeyGone));
    assert_eq!(house.clinic.charts().read(&cx(&patient), chart(1)).await.err(), gone);
    assert_eq!(house.chart(&clinician).await.chart.entries().len(), 1);
    house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
    for key in keys(&house, &[Strand::Care]).await {
        house.vault.destroy(&key).unwrap();
    }
    assert_eq!(house.clinic.charts().read(&cx(&clinician), chart(1)).await.err(), gone);
    let row = house.row(&clinician).await;
    assert!(row.unreadable && row.days.is_empty() && row.unread == 0, "{row:?}");
}

/// What is remembered of a chart between two writes ends with its key: nothing more is written to that strand, here as on a
/// node that has just started, and no key is made under which the rest of what was destroyed would live on. Whoever writes
/// into another strand and may not open this one neither needs the key nor hears that it is gone.
#[tokio::test]
async fn without_its_key_a_chart_is_not_written_to() {
    let house = TestClinic::new().await;
    let (patient, guardian) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Guardian).await);
    house.submit(&patient, vec![entry(1, "2026-11-23", mood(4)), entry(2, TODAY, mood(5))]).await;
    house.submit(&guardian, vec![entry(3, TODAY, mood(6))]).await;
    for key in keys(&house, &[Strand::Care]).await {
        house.vault.destroy(&key).unwrap();
    }
    let left = || {
        let keys = "SELECT count(*) FROM wrapped_key";
        let keys: i64 = house.key_thief().query_row(keys, [], |row| row.get(0)).unwrap();
        (house.count("record"), keys)
    };
    let (before, node) = (left(), house.node());
    for clinic in [&house.clinic, &node, &house.clinic] {
        let written = submit_to(clinic, &patient, 1, vec![entry(4, TODAY, mood(7))]).await;
        assert_eq!(written.err(), Some(ClinicError::Vault(vault::Error::KeyGone)));
    }
    assert_eq!(left(), before);
    for (clinic, number) in [&house.clinic, &node].into_iter().zip(6..) {
        submit_to(clinic, &guardian, 1, vec![entry(number, TODAY, mood(7))]).await.unwrap();
    }
    assert_eq!(left().1, before.1);
    let other = house.sign_in_nth(Role::Patient, 2).await;
    submit_to(&house.clinic, &other, 2, vec![entry(5, TODAY, mood(5))]).await.unwrap();
}

/// Who reads after whom makes no difference: everyone reads what a node that never read anything shows them.
///
/// Part of: PRIV-005
#[tokio::test]
async fn nobody_reads_what_was_opened_for_another() {
    let house = TestClinic::new().await;
    let mut viewers = Vec::new();
    for role in [Role::Patient, Role::Guardian, Role::Clinician, Role::CareStaff] {
        viewers.push(house.sign_in(role).await);
    }
    let [patient, guardian, clinician, _] = viewers.as_slice() else { panic!() };
    let own = noted(3, "mine alone", Sharing::OnlyMe);
    house.submit(patient, vec![entry(1, TODAY, own), only_me(entry(2, TODAY, mood(1)))]).await;
    house.submit(guardian, vec![entry(3, TODAY, Submission::Note(text("from home")))]).await;
    house.submit(clinician, vec![entry(4, TODAY, Submission::StaffNote(text("among us")))]).await;
    let mut expected = Vec::new();
    for viewer in &viewers {
        expected.push(reads(&house.node(), viewer).await);
    }
    assert_eq!(expected.iter().filter(|seen| seen.contains("mine alone")).count(), 1);
    assert_eq!(expected.iter().filter(|seen| seen.contains("among us")).count(), 1);
    for _ in 0..3 {
        for (viewer, expected) in viewers.iter().zip(&expected).rev() {
            assert_eq!(&reads(&house.clinic, viewer).await, expected);
        }
    }
}

/// A relation that ends, ends what is kept for it.
#[tokio::test]
async fn a_relation_that_ended_reads_nothing_more() {
    let house = TestClinic::new().await;
    let clinician = house.sign_in(Role::Clinician).await;
    house.chart(&clinician).await;
    let ended = clinic::DirectoryChange::Relate(clinician.account.id, chart(1), policy::Relation::None);
    house.node().accounts().change_directory(&[ended]).await.unwrap();
    assert_eq!(
        house.clinic.charts().read(&cx(&clinician), chart(1)).await.err(),
        Some(ClinicError::NotFound)
    );
}

/// The panel shows what another node has written at once.
#[tokio::test]
async fn the_panel_follows_other_nodes() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    let moods = async || {
        let page = house.clinic.panel().page(&cx(&clinician), 50, None).await.unwrap();
        page.patients[0].days.values().filter_map(|day| day.mood).collect::<Vec<u8>>()
    };
    let node = house.node();
    for (number, score) in [(1, 4), (2, 7)] {
        let mut new = entry(number, TODAY, mood(score));
        new.entered_at = house.clinic.now();
        submit_to(&node, &patient, 1, vec![new]).await.unwrap();
        house.clock.advance_s(1);
        assert_eq!((moods().await, moods().await), (vec![score], vec![score]));
    }
}

/// Words for oneself leave what others keep as it is: the time of their next look tells nothing.
///
/// Part of: CONS-011
#[tokio::test]
async fn what_is_written_elsewhere_leaves_a_kept_chart() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
    let before = house.chart(&clinician).await.chart;
    house.submit(&patient, vec![only_me(entry(2, TODAY, mood(5)))]).await;
    assert!(Arc::ptr_eq(&before, &house.chart(&clinician).await.chart));
    house.submit(&patient, vec![entry(3, TODAY, mood(6))]).await;
    assert!(!Arc::ptr_eq(&before, &house.chart(&clinician).await.chart));
}

/// Nor does their own next look, which must begin anew because another node wrote those words, or because the key is gone.
///
/// Part of: CONS-011
#[tokio::test]
async fn what_one_reader_lost_leaves_a_kept_chart() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Clinician).await);
    house.submit(&patient, vec![entry(1, TODAY, mood(4)), only_me(entry(2, TODAY, mood(5)))]).await;
    let before = house.chart(&clinician).await.chart;
    house.chart(&patient).await;
    submit_to(&house.node(), &patient, 1, vec![only_me(entry(3, TODAY, mood(6)))]).await.unwrap();
    assert_eq!(house.chart(&patient).await.chart.entries().len(), 3);
    assert!(Arc::ptr_eq(&before, &house.chart(&clinician).await.chart));
    for key in keys(&house, &[Strand::Own]).await {
        house.vault.destroy(&key).unwrap();
    }
    assert!(house.clinic.charts().read(&cx(&patient), chart(1)).await.is_err());
    assert!(Arc::ptr_eq(&before, &house.chart(&clinician).await.chart));
}
