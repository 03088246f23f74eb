//! Who an entry is for: which strands its parts go to, and what each reader then has.

use Strand::{Care, Family, Own, Sensitive, Staff};
use diary::{
    Body, DayEvent, Event, NewEntry, Part, Role, Safety, Sharing, SleepNight, Strand, Submission,
    SymptomAnswer,
};

use crate::support::{
    Clinic, amending, check_in, clinician, entry, listing, mild, mood, patient, person, safety, text,
    with_note,
};

/// An evening with everything in it: answers, a safety answer, a note.
fn full(sharing: Sharing) -> NewEntry {
    let content =
        with_note(listing(&[mild("tremor"), safety("suicidal_thoughts")]), "a word", Sharing::CareTeam);
    NewEntry { sharing, ..entry(1, "2026-11-24", content) }
}

fn places(parts: &[Part]) -> Vec<(u16, Strand, &'static str)> {
    parts.iter().map(|part| (part.number, part.strand, part.body.kind().name)).collect()
}

#[test]
fn the_care_team_reads_answers_apart_from_words_and_safety() {
    let parts = full(Sharing::CareTeam).parts(Role::Patient);
    assert_eq!(places(&parts), [(0, Care, "check_in"), (1, Sensitive, "safety"), (2, Sensitive, "note")]);
    let Body::CheckIn(answers) = &parts[0].body else { panic!("a check-in") };
    assert_eq!(
        answers.symptoms,
        Some(SymptomAnswer::Listed(vec![mild("tremor")])),
        "no safety answer in care"
    );
}

/// An "only me" entry is in no strand but the patient's own, whatever it holds, and no other role's chart has it.
///
/// Verifies: PRIV-005
#[test]
fn an_entry_for_only_me_is_nowhere_else() {
    let night = Submission::Sleep(SleepNight { awakenings: Some(3), ..SleepNight::default() });
    let event = Submission::Event(Event { what: DayEvent::Alcohol, until: None });
    let content = [full(Sharing::OnlyMe).content, Submission::Note(text("a word")), night, event];
    let mut clinic = Clinic::open();
    for (content, id) in content.into_iter().zip(1..) {
        let new = NewEntry { sharing: Sharing::OnlyMe, ..entry(id, "2026-11-24", content) };
        clinic.submit(&new, &patient()).unwrap();
    }
    assert_eq!(clinic.strands(), vec![Own; 6]);
    for role in Role::ALL.iter().filter(|role| **role != Role::Patient) {
        assert_eq!(clinic.seen_by(*role).entries(), [], "{role:?}");
        assert_eq!(clinic.seen_by(*role).span(), None, "{role:?}");
    }
    assert_eq!(clinic.seen_by(Role::Patient).standing().count(), 4);
}

/// One field kept back: the note alone.
///
/// Verifies: PRIV-005
#[test]
fn a_note_for_only_me_leaves_the_answers_with_the_care_team() {
    let content = with_note(listing(&[safety("seizure")]), "a word", Sharing::OnlyMe);
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-24", content), &patient()).unwrap();
    assert_eq!(clinic.strands(), [Care, Sensitive, Own]);
    let chart = clinic.seen_by(Role::Clinician);
    assert!(!chart.standing().flat_map(|entry| entry.bodies()).any(|body| body.kind().name == "note"));
}

/// Delivered, the safety answer alone goes to `sensitive`; the clinic gets it as it was given and nothing beside it.
#[test]
fn a_delivered_safety_answer_goes_alone() {
    let mut clinic = Clinic::open();
    clinic.submit(&full(Sharing::OnlyMeSafetyDelivered), &patient()).unwrap();
    assert_eq!(clinic.strands(), [Own, Sensitive, Own]);
    let chart = clinic.seen_by(Role::Clinician);
    let told: Vec<&Body> = chart.standing().flat_map(|entry| entry.bodies()).collect();
    assert_eq!(told, [&Body::Safety(Safety { listed: vec![safety("suicidal_thoughts")] })]);
    let days = chart.days(jiff::civil::date(2026, 11, 24), jiff::civil::date(2026, 11, 24));
    assert!(days[0].check_in.is_none() && days[0].observations.len() == 1);
    let whole = clinic.seen_by(Role::Patient);
    assert_eq!(whole.standing().map(|entry| entry.bodies().count()).collect::<Vec<_>>(), [3]);
}

#[test]
fn family_and_staff_write_into_their_own_strands() {
    for role in [Role::Guardian, Role::Supporter] {
        let parts = full(Sharing::CareTeam).parts(role);
        assert!(parts.len() == 3 && parts.iter().all(|part| part.strand == Family), "{role:?}");
    }
    let strand = |content, role| entry(1, "2026-11-24", content).parts(role)[0].strand;
    let weight =
        || Submission::Measurement(diary::Measurement::parse(diary::Measure::Weight, "62.5").unwrap());
    let by = [Role::Patient, Role::CareStaff, Role::Clinician, Role::Guardian];
    assert_eq!(by.map(|role| strand(weight(), role)), [Care, Care, Care, Family]);
    assert_eq!(strand(Submission::StaffNote(text("a word")), Role::Clinician), Staff);
    assert_eq!(strand(Submission::Note(text("a word")), Role::Clinician), Sensitive);
    assert_eq!(strand(check_in(mood(5)), Role::CareStaff), Care);
}

/// Taking an entry back to "only me": from that version on it is the patient's alone; the old version stays where it was.
#[test]
fn an_amendment_moves_an_entry_to_only_me_and_back() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&full(Sharing::CareTeam), &patient()).unwrap();
    let private = NewEntry { id: diary::EntryId::from_bytes([2; 16]), ..full(Sharing::OnlyMe) };
    clinic.submit(&amending(first[0], private), &patient()).unwrap();
    assert_eq!(clinic.strands()[3..], [Own, Own, Own, Care, Sensitive, Sensitive]);

    let seen = clinic.seen_by(Role::Clinician);
    assert_eq!(seen.standing().count(), 0);
    assert_eq!(seen.entries().len(), 1);
    assert_eq!(seen.entries()[0].versions()[0].parts.len(), 3, "the version that was shared stays");
    let own = clinic.seen_by(Role::Patient);
    assert_eq!(own.standing().map(|entry| entry.bodies().count()).collect::<Vec<_>>(), [3]);

    let shared = NewEntry { id: diary::EntryId::from_bytes([3; 16]), ..full(Sharing::CareTeam) };
    clinic.submit(&amending(first[0], shared), &patient()).unwrap();
    let seen = clinic.seen_by(Role::Clinician);
    assert_eq!(seen.entries().len(), 1, "the same entry goes on");
    assert_eq!(seen.entries()[0].bodies().count(), 3);
    assert_eq!(seen.entries()[0].versions().len(), 3);
    assert_eq!(clinic.seen_by(Role::Patient).entries().len(), 1);
}

/// A clinician's error mark takes away what the clinician could see, never what was for the patient alone.
#[test]
fn an_error_mark_leaves_what_its_writer_could_not_open() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&full(Sharing::OnlyMeSafetyDelivered), &patient()).unwrap();
    let mark = entry(2, "2026-11-25", Submission::EnteredInError);
    clinic.submit(&amending(made[1], mark), &clinician()).unwrap();
    assert_eq!(clinic.seen_by(Role::Clinician).standing().count(), 0);
    let own = clinic.seen_by(Role::Patient);
    let [kept] = own.entries() else { panic!("one entry") };
    assert!(kept.in_error() && kept.stands());
    assert_eq!(kept.bodies().map(|body| body.kind().name).collect::<Vec<_>>(), ["check_in", "note"]);
    assert_eq!(kept.date().to_string(), "2026-11-24", "not the day of the mark");
}

#[test]
fn a_guardian_never_sees_the_patients_strands() {
    let mut clinic = Clinic::open();
    clinic.submit(&full(Sharing::CareTeam), &patient()).unwrap();
    clinic.submit(&entry(2, "2026-11-20", check_in(mood(3))), &person(Role::Guardian)).unwrap();
    let chart = clinic.seen_by(Role::Guardian);
    let day = jiff::civil::date(2026, 11, 20);
    assert_eq!((chart.entries().len(), chart.span()), (1, Some((day, day))));
}
