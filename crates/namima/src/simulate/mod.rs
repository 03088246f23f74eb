//! A clinic of invented people, made from a seed: the demo's patients and the population of benchmarks.
//!
//! Nobody here exists, and no diary of a real person went into it. The model is deliberately simple and every number in it is
//! an assumption: docs/synthetic-clinic.md describes it. It uses no function whose last bits differ between machines, so a
//! seed and a date give the same clinic everywhere.
//!
//! Time zone Asia/Tokyo; the last diary day is the day before `today`, and nothing arrives on `today` or later.

mod cast;
mod clock;
mod draft;
mod evening;
mod family;
mod happenings;
mod life;
mod model;
mod night;
mod people;
mod random;
mod scheme;
mod sentences;
mod taper;
mod treatment;

pub use people::{Amendment, Person, Relative, Staff, Story, SyntheticClinic, Writer, WrittenEntry};
use random::Seeded;

use diary::{Code, Role};
use jiff::Span;
use jiff::civil::Date;

use cast::{ADULT, Profile};
use clock::Clock;
use life::{Life, Topic};

/// People with a diary in the demo clinic; one more has an empty chart.
pub const PEOPLE: u32 = 43;
/// The first so many are adults with more than a year of diary.
pub const FIRST_ADULTS: usize = 16;

/// The demo clinic: [`PEOPLE`] diaries, then the empty chart.
///
/// # Errors
/// A code of the diary, should the model ever make something the diary does not accept.
pub fn clinic(seed: u64, today: Date) -> Result<SyntheticClinic, Code> {
    let mut profiles = cast::first_sixteen();
    profiles.extend(cast::next_few());
    let by_hand = u32::try_from(profiles.len()).unwrap_or(PEOPLE);
    for number in by_hand..PEOPLE {
        let mut random = Seeded::new(seed, [u64::from(number), Topic::Person as u64]);
        let days = random.between(60, 240);
        profiles.push(cast::drawn(&mut random, days));
    }
    profiles.push(Profile::empty());
    let numbered = (1_u32..).zip(profiles);
    let people =
        numbered.map(|(number, profile)| person(seed, number, profile, today)).collect::<Result<_, _>>()?;
    Ok(SyntheticClinic { people, staff: staff() })
}

/// As many drawn adults as asked for, each with so many days of diary, one after the other, so that a large population
/// never has to fit into memory.
pub fn population(
    seed: u64,
    people: u32,
    days: u32,
    today: Date,
) -> impl Iterator<Item = Result<Person, Code>> {
    let days = i32::try_from(days).unwrap_or(i32::MAX).clamp(1, 36_500);
    (1..=people).map(move |number| {
        let mut random = Seeded::new(seed, [u64::from(number), Topic::Person as u64]);
        person(seed, number, cast::drawn(&mut random, days), today)
    })
}

fn person(seed: u64, number: u32, profile: Profile, today: Date) -> Result<Person, Code> {
    let mut random = Seeded::new(seed, [u64::from(number), Topic::Person as u64 + 100]);
    let clock = Clock::new(today, profile.days)?;
    let (age, language, story) = (profile.age, profile.language, profile.story);
    // The birthday is neither today nor within the next month, so that the age stays as it is while a demo runs.
    let birth_date = today.saturating_sub(Span::new().years(age).days(random.between(1, 330)));
    Ok(Person {
        display_name: format!("合成 {number:02}番"),
        birth_date,
        chart_number: format!("S{number:05}"),
        language,
        guardian: (age < ADULT).then(|| relative(number, "保護者")),
        supporter: (number % 9 == 2).then(|| relative(number, "支援者")),
        entries: entries(Life::new(profile, clock, seed, u64::from(number))?)?,
        story,
    })
}

fn relative(number: u32, name: &str) -> Relative {
    Relative { display_name: format!("合成 {number:02}番の{name}") }
}

fn entries(life: Life) -> Result<Vec<WrittenEntry>, Code> {
    if life.profile.story == Story::Empty {
        return Ok(Vec::new());
    }
    let visits = treatment::visits(&life);
    let mut entries = evening::Evenings::written(&life, &visits)?;
    entries.extend(night::written(&life)?);
    entries.extend(treatment::written(&life, &visits)?);
    entries.extend(family::written(&life)?);
    entries.sort_by_key(|written| (written.received_at, written.entry.id));
    Ok(entries)
}

/// The people who work there.
#[must_use]
pub fn staff() -> Vec<Staff> {
    let staff = [
        ("合成 医師A", Role::Clinician),
        ("合成 医師B", Role::Clinician),
        ("合成 看護師", Role::CareStaff),
        ("合成 TMS担当", Role::Technician),
        ("合成 受付", Role::Reception),
        ("合成 プライバシー担当", Role::PrivacyOfficer),
        ("合成 管理者", Role::Administrator),
    ];
    staff.map(|(name, role)| Staff { display_name: name.to_owned(), role }).into()
}
