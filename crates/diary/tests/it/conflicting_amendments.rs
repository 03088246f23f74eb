//! Corrections that meet: of an older version, to another day, of what is partly marked as an error.

use diary::{Amends, Body, Code, EntryId, NewEntry, Refusal, Role, Sharing, Submission};

use crate::support::{
    Clinic, amending, check_in, clinician, entry, listing, mood, patient, safety, text, with_note,
};

/// A correction by someone who has an older version before them is refused, so that it reverts nothing unseen; the same
/// words over the newest version are kept beside the others.
///
/// Verifies: INT-012
#[test]
fn a_correction_of_an_older_version_reverts_nothing_unseen() {
    let mut clinic = Clinic::open();
    let evening = |score| with_note(mood(score), "shared", Sharing::CareTeam);
    let made = clinic.submit(&entry(1, "2026-11-24", evening(7)), &patient()).unwrap();
    let newest = |clinic: &Clinic| clinic.seen_by(Role::Patient).entries()[0].newest_record();
    let before = newest(&clinic);
    let over = |id, content, newest| {
        let new = amending(made[0], entry(id, "2026-11-24", content));
        NewEntry { amends: new.amends.map(|amends| Amends { newest, ..amends }), ..new }
    };
    let elsewhere = with_note(
        diary::CheckIn { mood: mood(3).mood, ..listing(&[safety("suicidal_thoughts")]) },
        "for me",
        Sharing::OnlyMe,
    );
    clinic.submit(&over(2, elsewhere, before), &patient()).unwrap();
    let at = clinic.records.len();
    let refused = clinic.submit(&over(3, evening(9), before), &patient());
    assert_eq!(refused, Err(Refusal::new("amends", Code::ChangedMeanwhile)));
    assert_eq!(clinic.records.len(), at);
    let seen = newest(&clinic);
    clinic.submit(&over(3, evening(9), seen), &patient()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let versions = chart.entries()[0].versions();
    assert_eq!(versions.len(), 3);
    let moods: Vec<_> = versions.iter().map(|version| version.parts[0].body.clone()).collect();
    assert!(matches!(&moods[1], Body::CheckIn(check_in) if check_in.mood == mood(3).mood));
}

/// An evening moves only to a day that its first version could have been about.
#[test]
fn an_evening_does_not_move_to_a_day_after_it_was_written() {
    let mut clinic = Clinic::open();
    let made = clinic.submit(&entry(1, "2026-11-20", check_in(mood(5))), &patient()).unwrap();
    for (id, date, code) in [(2, "2026-11-24", Code::InTheFuture), (3, "2026-11-01", Code::TooLate)] {
        let moved = clinic.submit(&amending(made[0], entry(id, date, check_in(mood(6)))), &patient());
        assert_eq!(moved, Err(Refusal::new("date", code)), "{date}");
    }
    clinic.submit(&amending(made[0], entry(4, "2026-11-19", check_in(mood(6)))), &patient()).unwrap();
}

/// What a clinician's error mark leaves standing is still said by the patient, who may go on correcting it.
#[test]
fn what_an_error_mark_leaves_is_its_writers() {
    let mut clinic = Clinic::open();
    let noted = |score| with_note(mood(score), "for me", Sharing::OnlyMe);
    let made = clinic.submit(&entry(1, "2026-11-24", noted(4)), &patient()).unwrap();
    let mark = amending(made[0], entry(2, "2026-11-24", Submission::EnteredInError));
    clinic.submit(&mark, &clinician()).unwrap();
    let chart = clinic.seen_by(Role::Patient);
    let [one] = chart.entries() else { panic!("one entry") };
    assert_eq!(one.bodies().map(|body| body.kind().name).collect::<Vec<_>>(), ["note"]);
    assert_eq!(one.effective_version().unwrap().meta.author, patient());
    assert_eq!(one.first_body().map(|body| body.kind().name), Some("check_in"));
    clinic.submit(&amending(made[0], entry(3, "2026-11-24", noted(6))), &patient()).unwrap();
    assert_eq!(clinic.seen_by(Role::Clinician).entries()[0].bodies().count(), 1);
}

/// The care team reads the same of an amendment, its reason included, whether or not words for oneself changed with it.
///
/// Verifies: PRIV-005
#[test]
fn a_reason_stands_whether_or_not_own_words_change_too() {
    let seen = |before: &str, after: &str| {
        let mut clinic = Clinic::open();
        let noted = |score, note: &str| with_note(mood(score), note, Sharing::OnlyMe);
        let made = clinic.submit(&entry(1, "2026-11-24", noted(4, before)), &patient()).unwrap();
        clinic.submit(&amending(made[0], entry(2, "2026-11-24", noted(6, after))), &patient()).unwrap();
        clinic.seen_by(Role::Clinician)
    };
    let unchanged = seen("a word", "a word");
    assert_eq!(unchanged, seen("a word", "another"));
    let newest = unchanged.entries()[0].newest().unwrap();
    assert_eq!(newest.reason(), Some(&text("a slip")));
    assert_eq!(newest.meta.entry, EntryId::from_bytes([2; 16]));
}
