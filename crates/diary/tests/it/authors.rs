//! Whose voice an entry is.

use diary::{Role, SleepNight, Submission};
use jiff::civil::date;

use crate::support::{Clinic, check_in, entry, listing, mild, mood, patient, person, with_note};

/// A guardian's or supporter's evening and night are stored under their own name in `family` and stand beside the day;
/// the patient's check-in, night and symptoms hold the patient's own words alone.
///
/// Verifies: CONS-012
#[test]
fn a_guardians_entry_never_joins_the_patients_series() {
    for role in [Role::Guardian, Role::Supporter] {
        let mut clinic = Clinic::open();
        let night = || Submission::Sleep(SleepNight { awakenings: Some(4), ..SleepNight::default() });
        let evening = with_note(listing(&[mild("tremor")]), "he seemed tired", diary::Sharing::CareTeam);
        let proxy = diary::Author { acting_for: Some(patient().account), ..person(role) };
        clinic.submit(&entry(1, "2026-11-24", check_in(mood(7))), &patient()).unwrap();
        clinic.submit(&entry(2, "2026-11-24", evening), &proxy).unwrap();
        clinic.submit(&entry(3, "2026-11-24", night()), &proxy).unwrap();
        clinic.submit(&entry(4, "2026-11-25", check_in(mood(1))), &proxy).unwrap();

        let chart = clinic.seen_by(Role::Clinician);
        let days = chart.days(date(2026, 11, 24), date(2026, 11, 25));
        assert_eq!(days[0].answers().and_then(|answers| answers.mood), mood(7).mood);
        assert!(days[0].sleep.is_none(), "{role:?}");
        assert_eq!(days[0].observations.len(), 2);
        assert!(days[1].check_in.is_none(), "not even on a day without the patient's own");
        assert!(chart.symptoms().is_empty());
        for observed in days.iter().flat_map(|day| &day.observations) {
            assert!(!observed.by_patient());
            let author = observed.author().unwrap();
            assert_eq!(
                (author.role, author.acting_for),
                (role, Some(patient().account)),
                "shown as proxy-authored"
            );
            assert!(observed.parts().all(|part| part.strand == diary::Strand::Family));
        }
        assert_eq!(clinic.seen_by(Role::Guardian).entries().len(), 3, "their own entries, and nothing else");
    }
}
