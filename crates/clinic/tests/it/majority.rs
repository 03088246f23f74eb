//! What a minor kept to themselves stays theirs: after the 18th birthday, after another guardian came, after accounts met.

use std::sync::Arc;

use clinic::{DirectoryChange, Enrolment, Person, Viewer};
use diary::{Language, Role, Sharing, Submission};
use policy::{Action, Relation};

use crate::entries::{entry, mood, night, noted, only_me, safety_answer, text};
use crate::privacy::describe;
use testkit::{TODAY, TestClinic, account, chart, cx, open, submit_to};

/// The chart of a person who turns 18 a week after everything begins.
const CHILD: u8 = 3;
const BORN: &str = "2008-12-01";
const DAY_S: i64 = 24 * 3_600;

/// A child with a guardian of their own, in the care of the first clinician and the first care staff member.
async fn with_child(house: &TestClinic) {
    let person = Person {
        name: "child".to_owned(),
        born: BORN.parse().unwrap(),
        number: "no 3".to_owned(),
        language: Language::Ja,
    };
    let child = chart(CHILD);
    let openings = [
        DirectoryChange::Enrol(Enrolment { chart: child, person }),
        open(Role::Patient, CHILD),
        open(Role::Guardian, CHILD),
        DirectoryChange::Relate(account(Role::Patient, CHILD), child, Relation::Own),
        DirectoryChange::Relate(account(Role::Guardian, CHILD), child, Relation::Guardian),
        DirectoryChange::Relate(account(Role::Clinician, 1), child, Relation::CareTeam),
        DirectoryChange::Relate(account(Role::CareStaff, 1), child, Relation::CareTeam),
    ];
    house.clinic.accounts().change_directory(&openings).await.unwrap();
}

/// Everything that a person is shown of the child's chart.
async fn shown(house: &TestClinic, viewer: &Viewer) -> String {
    let view = house.clinic.charts().read(&cx(viewer), chart(CHILD)).await.map(|view| describe(&view));
    let panel = house.clinic.panel().page(&cx(viewer), 50, None).await.map(|page| format!("{page:?}"));
    let list = testkit::accesses(&house.clinic, &cx(viewer), chart(CHILD), None, 50).await.is_ok();
    let family = house.clinic.accounts().chart_for(&cx(viewer), Action::UseFamilyPage).await;
    format!("{view:?} {panel:?} {list} {family:?}")
}

/// What everybody but the child is shown now.
async fn everybody(house: &TestClinic, who: &[(Role, u8)]) -> Vec<String> {
    let mut all = Vec::new();
    for (role, number) in who {
        let viewer = house.sign_in_nth(*role, *number).await;
        all.push(format!("{role:?} {number} {}", shown(house, &viewer).await));
    }
    all
}

/// What the child writes beside one evening.
#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    Nothing,
    /// For nobody else.
    Kept,
    /// The same words for the care team: then a difference shows.
    Told,
}

/// The child writes in every form there is.
async fn writes(house: &TestClinic, more: More) {
    let child = house.sign_in_nth(Role::Patient, CHILD).await;
    let all = [
        entry(2, "2026-11-23", noted(1, "for nobody", Sharing::CareTeam)),
        entry(3, "2026-11-23", night(2)),
        entry(4, TODAY, safety_answer()),
        entry(5, TODAY, Submission::Note(text("for nobody"))),
        entry(6, TODAY, crate::entries::event()),
    ];
    let content = all.into_iter().map(|new| if more == More::Kept { only_me(new) } else { new }).collect();
    submit_to(&house.clinic, &child, CHILD, content).await.unwrap();
}

/// Houses in which the child kept nothing and something to themselves: nobody is shown a difference, as a minor, on the
/// 18th birthday and after it, when the guardian is another, and when accounts of others are tied to the chart in any way. The
/// person themselves has it all.
///
/// Verifies: CONS-015
#[tokio::test]
async fn what_a_minor_kept_stays_theirs() {
    let same = || TestClinic::with(Arc::new(vault::testing::FixedRandom::new(3)));
    let houses = [same().await, same().await, same().await];
    let mut shown_by = Vec::new();
    for (house, more) in houses.iter().zip([More::Nothing, More::Kept, More::Told]) {
        with_child(house).await;
        let child = house.sign_in_nth(Role::Patient, CHILD).await;
        submit_to(&house.clinic, &child, CHILD, vec![entry(1, TODAY, mood(4))]).await.unwrap();
        if more != More::Nothing {
            writes(house, more).await;
        }
        let mut who = vec![(Role::Guardian, CHILD), (Role::Clinician, 1), (Role::CareStaff, 1)];
        let mut seen = vec![everybody(house, &who).await];
        // The last day as a minor, the birthday, a year later.
        for days in [6, 1, 365] {
            house.clock.advance_s(days * DAY_S);
            seen.push(everybody(house, &who).await);
        }
        // Another guardian in place of the first.
        let relate =
            |role, number, relation| DirectoryChange::Relate(account(role, number), chart(CHILD), relation);
        let change =
            [relate(Role::Guardian, CHILD, Relation::None), relate(Role::Guardian, 2, Relation::Guardian)];
        house.clinic.accounts().change_directory(&change).await.unwrap();
        who.push((Role::Guardian, 2));
        seen.push(everybody(house, &who).await);
        // Accounts of others, tied to the chart in every way they can be: another patient's, and a guardian's as if it were theirs.
        who.push((Role::Patient, 1));
        for relation in [Relation::CareTeam, Relation::Guardian, Relation::Supporter] {
            house.clinic.accounts().change_directory(&[relate(Role::Patient, 1, relation)]).await.unwrap();
            seen.push(everybody(house, &who).await);
        }
        house.clinic.accounts().change_directory(&[relate(Role::Guardian, 2, Relation::Own)]).await.unwrap();
        seen.push(everybody(house, &who).await);
        shown_by.push(seen);
        let kept = house.clinic.charts().export(chart(CHILD)).await.unwrap().entries().len();
        assert_eq!(kept, if more == More::Nothing { 1 } else { 6 });
        house.assert_clean().await;
    }
    assert!(shown_by[0].concat().iter().any(|all| all.contains("Score(4)")), "there is something to see");
    assert_eq!(shown_by[0], shown_by[1]);
    assert!(!shown_by[1].concat().concat().contains("for nobody"));
    for (told, kept) in shown_by[2].iter().zip(&shown_by[1]) {
        assert_ne!(told, kept, "what is told does show");
    }
}
