//! The last value that is taken beside the first that is not.

use diary::{
    Code, EntryId, ImportedRow, ImportedSeries, ImportedSet, Medicine, Mode, NewEntry, Polarity, Refusal,
    Role, SleepHours, SleepNight, Submission, Text, TmsSession,
};
use jiff::{SignedDuration, Timestamp};

use crate::refusals::refused;
use crate::support::{Clinic, about, amending, at, check_in, entry, evening, mood, patient, text};

/// One item and one cell of a diary kept elsewhere, with the ends of its scale.
fn imported(item: &str, end: &str, cell: &str) -> Option<(&'static str, Code)> {
    let series = ImportedSeries {
        item: item.to_owned(),
        min: end.to_owned(),
        max: end.to_owned(),
        direction: Polarity::None,
    };
    let values = vec![(item.to_owned(), cell.to_owned())];
    let row = ImportedRow { set: EntryId::from_bytes([7; 16]), values };
    let set = Submission::ImportedSet(ImportedSet { series: vec![series] });
    [set, Submission::ImportedRow(row)].into_iter().find_map(|content| {
        let mut new = entry(1, "2026-11-24", content);
        new.provenance.mode = Mode::Imported;
        refused(&new, Role::Clinician)
    })
}

/// Lengths count characters, not bytes.
#[test]
fn a_text_of_the_greatest_length_is_taken() {
    let client = |name: &str| {
        let mut new = entry(1, "2026-11-24", check_in(mood(5)));
        new.provenance.client = name.to_owned();
        refused(&new, Role::Patient)
    };
    let protocol = |name: &str| {
        let session = TmsSession { protocol: Some(text(name)), ..TmsSession::default() };
        refused(&entry(1, "2026-11-24", session.into()), Role::Clinician)
    };
    let coded = |field: &'static str, code: Result<(), Code>| code.err().map(|code| (field, code));
    type Ask<'a> = &'a dyn Fn(&str) -> Option<(&'static str, Code)>;
    let limits: [(&str, usize, Ask); 7] = [
        ("client", 64, &client),
        ("protocol", 200, &protocol),
        ("series", 200, &|name| imported(name, "1", "1")),
        ("series", 200, &|end| imported("mood", end, "1")),
        ("values", 4_000, &|cell| imported("mood", "1", cell)),
        ("medicine", 80, &|name| coded("medicine", Medicine::parse(name).map(drop))),
        ("text", 4_000, &|words| coded("text", Text::parse(words).map(drop))),
    ];
    for (field, most, ask) in limits {
        assert_eq!(ask(&"波".repeat(most)), None, "{field} {most}");
        assert_eq!(ask(&"波".repeat(most + 1)), Some((field, Code::TooLong)), "{field} {most}");
    }
}

#[test]
fn tenths_of_an_hour_end_with_the_day() {
    assert_eq!(SleepHours::from_tenths(240).map(SleepHours::hours), Ok(24.0));
    assert_eq!(SleepHours::from_tenths(241), Err(Code::OutOfRange));
}

fn night(times: [&str; 4], minutes_awake: Option<u16>) -> SleepNight {
    let [into_bed, try_sleep, final_wake, out_of_bed] = times.map(|time| time.parse().ok());
    SleepNight { into_bed, try_sleep, final_wake, out_of_bed, minutes_awake, ..SleepNight::default() }
}

#[test]
fn a_night_may_fill_a_day_and_no_more() {
    let check = |night: SleepNight, at: Timestamp| night.check(&about("2026-11-24"), at);
    let evening = evening("2026-11-24");
    let cannot = |field| Err(Refusal::new(field, Code::ImpossibleNight));
    // To bed at seven in the morning, awake at six the next one, up at seven.
    assert_eq!(check(night(["07:00", "07:30", "06:30", "07:00"], None), evening), Ok(()));
    assert_eq!(check(night(["06:59", "07:30", "06:30", "07:00"], None), evening), cannot("into_bed"));
    assert_eq!(check(night(["-", "-", "-", "-"], Some(1_440)), evening), Ok(()));
    assert_eq!(check(night(["-", "-", "-", "-"], Some(1_441)), evening), cannot("minutes_awake"));
    // The clock at the bed may be ten minutes ahead.
    let written = at("2026-11-24T06:35:00+09:00");
    let woke = night(["-", "23:00", "06:45", "-"], None);
    assert_eq!(check(woke.clone(), written), Ok(()));
    let early = written - SignedDuration::from_secs(1);
    assert_eq!(check(woke, early), Err(Refusal::new("final_wake", Code::InTheFuture)));
}

/// An evening lasts until four in the morning.
#[test]
fn what_is_written_before_four_is_not_late() {
    let modes = |written: &str| {
        let new = NewEntry { entered_at: at(written), ..entry(1, "2026-11-24", check_in(mood(5))) };
        new.modes(Role::Patient).iter().collect::<Vec<_>>()
    };
    assert_eq!(modes("2026-11-25T03:59:59+09:00"), [Mode::Live]);
    assert_eq!(modes("2026-11-25T04:00:00+09:00"), [Mode::Late]);
}

/// An evening may be moved as far back as it could have been written about, and not ahead of its first writing.
#[test]
fn an_evening_is_moved_within_the_seven_days() {
    let moved = |date: &str| {
        let mut clinic = Clinic::open();
        let made = clinic.submit(&entry(1, "2026-11-10", check_in(mood(5))), &patient()).unwrap();
        let new = NewEntry { entered_at: evening("2026-11-29"), ..entry(2, date, check_in(mood(4))) };
        clinic.submit(&amending(made[0], new), &patient()).map(drop)
    };
    let date = |code| Err(Refusal::new("date", code));
    assert_eq!((moved("2026-11-03"), moved("2026-11-02")), (Ok(()), date(Code::TooLate)));
    assert_eq!((moved("2026-11-10"), moved("2026-11-11")), (Ok(()), date(Code::InTheFuture)));
}
