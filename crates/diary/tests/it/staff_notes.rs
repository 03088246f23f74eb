//! Working notes, which are their writer's.

use diary::chart::{Chart, Entry};
use diary::{AccountId, Author, Role, Submission};

use crate::support::{Clinic, amending, check_in, clinician, entry, mood, patient, text};

fn kinds(chart: &Chart) -> Vec<&'static str> {
    chart.entries().iter().flat_map(Entry::bodies).map(|body| body.kind().name).collect()
}

/// A reader is shown their own working notes and none of a colleague's, in whatever version; what was written for others
/// than the staff stays, whoever wrote it.
///
/// Part of: ACC-010
#[test]
fn a_working_note_is_shown_to_its_writer_alone() {
    let other = Author { account: AccountId::from_bytes([77; 16]), ..clinician() };
    let note = |id, words: &str| entry(id, "2026-11-24", Submission::StaffNote(text(words)));
    let mut clinic = Clinic::open();
    clinic.submit(&entry(1, "2026-11-24", check_in(mood(5))), &patient()).unwrap();
    clinic.submit(&entry(2, "2026-11-24", Submission::Note(text("a word"))), &other).unwrap();
    let nobodys = clinic.seen_by(Role::Clinician);
    assert_eq!(nobodys.without_notes_of_others(clinician().account), None, "there is none to keep back");

    let made = clinic.submit(&note(3, "mine"), &clinician()).unwrap();
    clinic.submit(&amending(made[0], note(4, "mine, corrected")), &clinician()).unwrap();
    let one = clinic.seen_by(Role::Clinician);
    assert_eq!(one.without_notes_of_others(clinician().account), None);
    assert_eq!(one.without_notes_of_others(other.account), Some(nobodys));

    clinic.submit(&note(5, "theirs"), &other).unwrap();
    let both = clinic.seen_by(Role::Clinician);
    assert_eq!(kinds(&both).len(), 4);
    assert_eq!(both.without_notes_of_others(clinician().account), Some(one));
    let theirs = both.without_notes_of_others(other.account).map(|chart| chart.entries().len());
    assert_eq!(theirs, Some(3));
}
