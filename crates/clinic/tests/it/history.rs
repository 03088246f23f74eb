//! Any history: every version is kept, and what is kept beside the log follows it.

use clinic::ClinicError;
use diary::{Answered, CheckIn, Mode, NewEntry, RecordId, Reviews, Role, Score, Sharing, Strand, Submission};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::entries::{
    amending, answers, check_in, dose, entry, event, id, knowing_of_that_day, mood, night, noted, reviewing,
    safety_answer,
};
use testkit::{TODAY, TestClinic, author, chart, cx};

/// One thing that happens.
#[derive(Clone, Debug)]
enum Step {
    /// The patient writes about a day, this many days back.
    Write {
        days_back: i8,
        kind: u8,
        sharing: Sharing,
    },
    /// Several at once.
    Several(Vec<(i8, u8)>),
    /// Someone amends an entry made before.
    Amend {
        which: usize,
        days_back: i8,
        score: u8,
        sharing: Sharing,
    },
    /// Someone marks one as an error.
    Mark {
        which: usize,
        by: Role,
    },
    /// The clinician writes a fact or reviews what was seen some hours ago.
    Fact {
        days_back: i8,
        micrograms: u64,
    },
    Review {
        hours_back: i8,
    },
    /// Rows of another diary come in.
    Import {
        days_back: i8,
    },
    /// Time goes by.
    Wait {
        hours: i8,
    },
    /// The program starts anew: it remembers nothing.
    Restart,
}

fn sharing() -> impl Strategy<Value = Sharing> {
    prop_oneof![4 => Just(Sharing::CareTeam), 1 => Just(Sharing::OnlyMe), 1 => Just(Sharing::OnlyMeSafetyDelivered)]
}

fn step() -> impl Strategy<Value = Step> {
    let role = prop_oneof![Just(Role::Patient), Just(Role::Clinician)];
    prop_oneof![
        6 => (0..7_i8, 0..5_u8, sharing()).prop_map(|(days_back, kind, sharing)| Step::Write { days_back, kind, sharing }),
        1 => proptest::collection::vec((0..7_i8, 0..5_u8), 1..4).prop_map(Step::Several),
        3 => (any::<usize>(), 0..7_i8, 0..=10_u8, sharing())
            .prop_map(|(which, days_back, score, sharing)| Step::Amend { which, days_back, score, sharing }),
        1 => (any::<usize>(), role).prop_map(|(which, by)| Step::Mark { which, by }),
        1 => (0..40_i8, 0..40_000_u64).prop_map(|(days_back, micrograms)| Step::Fact { days_back, micrograms }),
        1 => (0..100_i8).prop_map(|hours_back| Step::Review { hours_back }),
        1 => (0..60_i8).prop_map(|days_back| Step::Import { days_back }),
        5 => (1..60_i8).prop_map(|hours| Step::Wait { hours }),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens, the panel row that followed it step by step is the one drawn from the whole log, each waiting
    /// task has its cause, and every version ever acknowledged is there, as it was, in its order.
    ///
    /// Verifies: INT-001
    #[test]
    fn any_history_is_complete(steps in proptest::collection::vec(step(), 1..60)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(live(&steps));
    }
}

/// What was acknowledged: who said it, and which entry it is a version of.
#[derive(Default)]
struct Model {
    content: Vec<(NewEntry, Role)>,
    /// For each of `said` the place of its entry's first version.
    first: Vec<usize>,
}

async fn live(steps: &[Step]) {
    let house = TestClinic::new().await;
    let mut model = Model::default();
    let mut clinic = house.node();
    for (at, step) in steps.iter().enumerate() {
        let number = u16::try_from(at).unwrap() * 8;
        match step {
            Step::Wait { hours } => house.clock.advance_s(i64::from(*hours) * 3_600),
            Step::Restart => clinic = house.node(),
            other => act(&house, &clinic, number, other, &mut model).await,
        }
        if at % 16 == 15 {
            house.assert_clean().await;
        }
    }
    house.assert_clean().await;
    complete(&house, &model).await;
}

fn day(house: &TestClinic, days_back: i8) -> Date {
    house.clinic.today().checked_sub(days_back.days()).unwrap()
}

fn new(house: &TestClinic, number: u16, days_back: i8, content: Submission) -> NewEntry {
    NewEntry { entered_at: house.clinic.now(), ..entry(number, &day(house, days_back).to_string(), content) }
}

fn content(kind: u8) -> Submission {
    match kind {
        0 => mood(3),
        1 => night(4),
        2 => event(),
        3 => noted(6, "words", Sharing::CareTeam),
        _ => safety_answer(),
    }
}

async fn act(house: &TestClinic, clinic: &clinic::Clinic, number: u16, step: &Step, model: &mut Model) {
    let (role, entries, amends) = match step {
        Step::Write { days_back, kind, sharing } => (
            Role::Patient,
            vec![NewEntry { sharing: *sharing, ..new(house, number, *days_back, content(*kind)) }],
            None,
        ),
        Step::Several(all) => {
            let all = all.iter().zip(number..);
            (
                Role::Patient,
                all.map(|((days, kind), number)| new(house, number, *days, content(*kind))).collect(),
                None,
            )
        }
        Step::Fact { days_back, micrograms } => {
            let view = house.chart(&house.sign_in(Role::Clinician).await).await;
            let fact = new(house, number, *days_back, dose(*micrograms));
            (Role::Clinician, vec![knowing_of_that_day(&view.chart, fact)], None)
        }
        Step::Review { hours_back } => {
            let up_to = house.clinic.now() - jiff::SignedDuration::from_hours(i64::from(*hours_back));
            let view = house.chart(&house.sign_in(Role::Clinician).await).await;
            let up_to = up_to.min(Reviews::of(&view.chart).newest_arrival(up_to));
            (Role::Clinician, vec![new(house, number, 0, reviewing(&view, up_to))], None)
        }
        Step::Amend { .. } | Step::Mark { .. } if model.content.is_empty() => return,
        Step::Amend { which, days_back, score, sharing } => {
            let which = which % model.content.len();
            let amended = NewEntry { sharing: *sharing, ..new(house, number, *days_back, mood(*score)) };
            (Role::Patient, vec![amending(record(house, model, which), amended)], Some(which))
        }
        Step::Mark { which, by } => {
            let which = which % model.content.len();
            let mark = new(house, number, 0, Submission::EnteredInError);
            (*by, vec![amending(record(house, model, which), mark)], Some(which))
        }
        Step::Import { days_back } => return import(house, clinic, number, *days_back, model).await,
        Step::Wait { .. } | Step::Restart => return,
    };
    let viewer = house.sign_in(role).await;
    let access =
        clinic.accounts().authorize(&cx(&viewer), chart(1), policy::Action::ReadChart).await.unwrap();
    match clinic.charts().submit(&cx(&viewer), access, entries.clone()).await {
        Ok(_) => model.keep(entries, role, amends),
        // Not every amendment may be made; what is refused must leave no version.
        Err(ClinicError::Refused(_)) => {}
        Err(problem) => panic!("{problem}"),
    }
}

async fn import(house: &TestClinic, clinic: &clinic::Clinic, number: u16, days_back: i8, model: &mut Model) {
    let mut row = new(house, number, days_back, mood(2));
    row.provenance.mode = Mode::Imported;
    let told = [(row.clone(), house.clinic.now())];
    clinic.charts().import(author(Role::Patient), chart(1), &told, clinic::ImportMode::Write).await.unwrap();
    model.keep(vec![row], Role::Patient, None);
}

/// A record of what was said: the one in the strand that its writer's first part went to.
fn record(house: &TestClinic, model: &Model, which: usize) -> RecordId {
    let (entry, role) = &model.content[which];
    let strand = entry.parts(*role).first().map_or(Strand::Care, |part| part.strand);
    house.clinic.charts().record_of(chart(1), author(*role), entry.id, strand).unwrap()
}

impl Model {
    fn keep(&mut self, entries: Vec<NewEntry>, role: Role, amends: Option<usize>) {
        for entry in entries {
            let first = amends.map_or(self.content.len(), |which| self.first[which]);
            self.first.push(first);
            self.content.push((entry, role));
        }
    }
}

/// Everything that was acknowledged is there for the patient, version by version, and nothing else is.
async fn complete(house: &TestClinic, model: &Model) {
    let home = house.clinic.charts().export(chart(1)).await.unwrap();
    let versions: usize = home.entries().iter().map(|entry| entry.versions().len()).sum();
    assert_eq!(versions, model.content.len());
    for entry in home.entries() {
        let places: Vec<usize> = entry
            .versions()
            .iter()
            .map(|version| {
                model.content.iter().position(|(content, _)| content.id == version.meta.entry).unwrap()
            })
            .collect();
        assert!(places.is_sorted(), "{places:?}");
        assert!(places.iter().all(|place| model.first[*place] == places[0]));
        for (version, place) in entry.versions().iter().zip(&places) {
            let (content, role) = &model.content[*place];
            assert_eq!(version.meta.author, author(*role));
            assert_eq!(version.meta.entered_at, content.entered_at);
            assert_eq!(version.reason(), content.amends.as_ref().map(|amends| &amends.reason));
            for part in content.parts(*role) {
                let kept = |kept: &&diary::chart::StoredPart| {
                    kept.number == part.number && kept.places().any(|place| place.strand == part.strand)
                };
                assert_eq!(version.parts.iter().find(kept).unwrap().body, part.body);
            }
        }
    }
}

/// An event after the last evening moves no window: the small lines keep their 28 days.
#[tokio::test]
async fn later_event_keeps_the_small_lines() {
    let house = TestClinic::new().await;
    let mut number = 0;
    let mut told = Vec::new();
    for day in date(2026, 10, 1).series(1.day()).take(30) {
        number += 1;
        let new = entry(number, &day.to_string(), mood(4));
        told.push((new.clone(), new.entered_at));
    }
    house.bring(Role::Patient, &told).await;
    house.assert_clean().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(100, "2026-11-20", event())]).await;
    house.assert_clean().await;
    let clinician = house.sign_in(Role::Clinician).await;
    let row = house.row(&clinician).await;
    assert_eq!(row.days.len(), 28);
    assert_eq!(
        (row.last_entry, row.days.keys().next()),
        (Some(date(2026, 10, 30)), Some(&date(2026, 10, 3)))
    );
    assert_eq!(id(100), patient_event(&house).await);
}

/// A later check-in that leaves a question out takes nothing away from the small lines, as on the timeline.
#[tokio::test]
async fn a_question_left_out_later_keeps_its_answer() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let both = CheckIn { anxiety: Some(Score::new(7).unwrap()), ..answers(2) };
    let later = CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() };
    for (number, content) in [(1, both), (2, answers(4)), (3, later)] {
        let entered_at = house.clinic.now();
        house
            .submit(&patient, vec![NewEntry { entered_at, ..entry(number, TODAY, check_in(content)) }])
            .await;
        house.clock.advance_s(60);
    }
    house.assert_clean().await;
    let clinician = house.sign_in(Role::Clinician).await;
    let row = house.row(&clinician).await;
    let day = row.days.values().next().unwrap();
    assert_eq!((day.mood, day.anxiety, day.cannot_write), (Some(4), Some(7), false));
}

/// A day before the last one is settled: an entry that comes late still takes its place, and so does one that says less or
/// was written earlier than what is there.
#[tokio::test]
async fn late_entries_reach_settled_days() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let (yesterday, before) = ("2026-11-23", "2026-11-22");
    let both = CheckIn { anxiety: Some(Score::new(7).unwrap()), ..answers(2) };
    let sent = [(1, before, answers(1), 3_i64), (2, yesterday, both, 2), (3, TODAY, answers(5), 0)];
    let late = [(4, yesterday, answers(4), 1), (5, yesterday, answers(9), 4), (6, before, answers(8), 5)];
    for (number, day, content, hours_ago) in sent.into_iter().chain(late) {
        let entered_at = house.clinic.now() - hours_ago.hours();
        house.submit(&patient, vec![NewEntry { entered_at, ..entry(number, day, check_in(content)) }]).await;
        house.assert_clean().await;
    }
    let clinician = house.sign_in(Role::Clinician).await;
    let row = house.row(&clinician).await;
    let content: Vec<_> = row.days.values().map(|day| (day.mood, day.anxiety)).collect();
    assert_eq!(content, [(Some(1), None), (Some(4), Some(7)), (Some(5), None)]);
}

/// A row is sealed and written with every entry: four weeks of all answers and a taper are 1,024 bytes.
#[tokio::test]
async fn a_panel_row_is_small() {
    let house = TestClinic::new().await;
    let (mut number, mut told) = (0, Vec::new());
    for day in date(2026, 10, 1).series(1.day()).take(40) {
        let both = CheckIn { anxiety: Some(Score::new(10).unwrap()), ..answers(10) };
        for content in [check_in(both), night(3)] {
            number += 1;
            let new = entry(number, &day.to_string(), content);
            told.push((new.clone(), new.entered_at));
        }
    }
    house.bring(Role::Patient, &told).await;
    let clinician = house.sign_in(Role::Clinician).await;
    for (number, day) in [(200, "2026-10-01"), (201, "2026-10-15"), (202, "2026-11-01")] {
        house.submit(&clinician, vec![entry(number, day, dose(u64::from(number) * 100))]).await;
    }
    let sql = "SELECT max(length(value)) FROM row WHERE space = 5";
    let bytes: i64 = house.intruder().query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(bytes, 16 + 13 + 1024 + 16);
    house.assert_clean().await;
}

async fn patient_event(house: &TestClinic) -> diary::EntryId {
    let home = house.clinic.charts().export(chart(1)).await.unwrap();
    home.entries().iter().next_back().unwrap().client_id().unwrap()
}
