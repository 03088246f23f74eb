//! When an entry is about, was written and arrived.

use diary::{
    About, Code, DoseChange, HalfMicrograms, Medicine, Mode, NewEntry, Precision, Refusal, Role, SleepNight,
    Submission,
};
use jiff::SignedDuration;

use crate::support::{Clinic, amending, at, check_in, clinician, entry, evening, mood, patient};

fn about_and_written(date: &str, zone: &str, written: &str) -> NewEntry {
    let about = About::parse(date, None, zone).unwrap();
    NewEntry { about, entered_at: at(written), ..entry(1, date, check_in(mood(5))) }
}

fn check(new: &NewEntry) -> Result<(), Refusal> {
    new.check(Role::Patient, new.entered_at)
}

/// The seven days count in the entry's own zone, from its date to when it was written.
#[test]
fn an_evening_can_be_written_about_for_seven_days() {
    let late = Err(Refusal::new("date", Code::TooLate));
    assert_eq!(check(&about_and_written("2026-11-24", "Asia/Tokyo", "2026-12-01T23:59:59+09:00")), Ok(()));
    assert_eq!(check(&about_and_written("2026-11-24", "Asia/Tokyo", "2026-12-02T00:00:00+09:00")), late);
    // The same instant is still the seventh day in New York.
    assert_eq!(
        check(&about_and_written("2026-11-24", "America/New_York", "2026-12-02T00:00:00+09:00")),
        Ok(())
    );
    let night = Submission::Sleep(SleepNight { awakenings: Some(1), ..SleepNight::default() });
    let night = NewEntry {
        content: night,
        ..about_and_written("2026-11-24", "Asia/Tokyo", "2026-12-02T08:00:00+09:00")
    };
    assert_eq!(check(&night), late);
}

#[test]
fn late_receipt_is_never_a_reason_to_refuse() {
    let new = about_and_written("2026-11-24", "Asia/Tokyo", "2026-11-24T21:00:00+09:00");
    let years_later = new.entered_at + SignedDuration::from_hours(24 * 365 * 4);
    assert_eq!(new.check(Role::Patient, years_later), Ok(()));
}

#[test]
fn a_date_ahead_of_its_writing_is_refused() {
    let ahead = Err(Refusal::new("date", Code::InTheFuture));
    assert_eq!(check(&about_and_written("2026-11-25", "Asia/Tokyo", "2026-11-24T23:59:59+09:00")), ahead);
    assert_eq!(check(&about_and_written("2026-11-25", "Asia/Tokyo", "2026-11-25T00:00:00+09:00")), Ok(()));
}

/// A year that no entry can be about is a slip: a hundred years back and two ahead are the last that are taken, by anyone.
#[test]
fn a_year_that_cannot_be_is_refused() {
    let dose = |date: &str| {
        let (medicine, per_day) =
            (Medicine::parse("venlafaxine").unwrap(), HalfMicrograms::parse_mg("75").unwrap());
        let dose = Submission::DoseChange(DoseChange { medicine, per_day, precision: Precision::Day });
        NewEntry { entered_at: at("2026-11-24T21:00:00+09:00"), ..entry(1, date, dose) }
    };
    let checked = |date| dose(date).check(Role::Clinician, at("2026-11-24T21:00:00+09:00"));
    assert_eq!((checked("1926-11-24"), checked("2028-11-24")), (Ok(()), Ok(())));
    assert_eq!(checked("1926-11-23"), Err(Refusal::new("date", Code::TooLongAgo)));
    assert_eq!(checked("1900-01-01"), Err(Refusal::new("date", Code::TooLongAgo)));
    assert_eq!(checked("2028-11-25"), Err(Refusal::new("date", Code::TooFarAhead)));
    assert_eq!(checked("2036-12-01"), Err(Refusal::new("date", Code::TooFarAhead)));
}

#[test]
fn a_clock_may_run_ahead_by_26_hours() {
    let new = about_and_written("2026-11-25", "Asia/Tokyo", "2026-11-25T12:00:00+09:00");
    let hours_before = |hours| new.entered_at - SignedDuration::from_hours(hours);
    assert_eq!(new.check(Role::Patient, hours_before(26)), Ok(()));
    let refused = new.check(Role::Patient, hours_before(26) - SignedDuration::from_secs(1));
    assert_eq!(refused, Err(Refusal::new("entered_at", Code::ClockAhead)));
}

/// Written offline, arrived nine days later: the true time of entry and the delay are both there to be shown.
///
/// Verifies: SAFE-009
#[test]
fn a_late_delivery_keeps_the_true_time_and_the_delay() {
    let mut clinic = Clinic::open();
    let mut new = entry(
        1,
        "2026-11-21",
        check_in(crate::support::listing(&[crate::support::safety("suicidal_thoughts")])),
    );
    new.provenance.mode = Mode::Offline;
    clinic.submit(&new, &patient()).unwrap();
    for record in &clinic.records {
        let meta = &record.payload.meta;
        assert_eq!(meta.entered_at, evening("2026-11-21"));
        assert_eq!(meta.received_at, clinic.now);
        assert_eq!(
            meta.received_at.duration_since(meta.entered_at),
            clinic.now.duration_since(evening("2026-11-21"))
        );
        assert!(meta.modes.has(Mode::Offline));
    }
    assert_eq!(clinic.records.len(), 2, "the answer and its safety part");
}

#[test]
fn back_dating_shows_in_the_modes() {
    let modes = |written: &str, told: Mode, writer: Role| {
        let mut new = about_and_written("2026-11-24", "Asia/Tokyo", written);
        new.provenance.mode = told;
        new.modes(writer).iter().collect::<Vec<_>>()
    };
    use Mode::{ByStaff, Imported, Late, Live, Offline};
    assert_eq!(modes("2026-11-24T21:00:00+09:00", Live, Role::Patient), [Live]);
    assert_eq!(
        modes("2026-11-25T00:30:00+09:00", Live, Role::Patient),
        [Live],
        "the same evening, after midnight"
    );
    assert_eq!(modes("2026-11-25T08:00:00+09:00", Live, Role::Patient), [Late]);
    assert_eq!(modes("2026-11-27T00:30:00+09:00", Offline, Role::Patient), [Late, Offline]);
    assert_eq!(modes("2026-11-24T21:00:00+09:00", Late, Role::Patient), [Late], "as the writer says");
    assert_eq!(modes("2026-11-24T21:00:00+09:00", Live, Role::Clinician), [ByStaff]);
    assert_eq!(modes("2026-11-30T21:00:00+09:00", Live, Role::Clinician), [Late, ByStaff]);
    assert_eq!(modes("2026-11-30T21:00:00+09:00", Imported, Role::Clinician), [Imported]);
}

#[test]
fn an_amendment_opens_no_way_around_the_seven_days() {
    let mut clinic = Clinic::open();
    let first = clinic.submit(&entry(1, "2026-11-10", check_in(mood(5))), &patient()).unwrap();
    let moved = |id, date: &str| {
        let new = entry(id, date, check_in(mood(4)));
        amending(first[0], NewEntry { entered_at: evening("2026-11-29"), ..new })
    };
    assert_eq!(clinic.submit(&moved(2, "2026-11-02"), &patient()), Err(Refusal::new("date", Code::TooLate)));
    assert!(clinic.submit(&moved(3, "2026-11-10"), &patient()).is_ok(), "its own day, however late");
    assert!(clinic.submit(&moved(4, "2026-11-09"), &patient()).is_ok(), "the day before was meant");
    assert!(clinic.submit(&moved(5, "2026-11-11"), &clinician()).is_err(), "not the clinician's to move");
}
