//! What the clinic writes: medicines, steps, TMS sessions, hospital stays, review marks.

use diary::{
    Code, DayEvent, DoseChange, Event, HalfMicrograms, Medicine, MedicineStart, Precision, Review,
    ReviewClaim, Submission, TmsSession,
};
use jiff::civil::Date;

use super::draft::{Draft, text};
use super::life::{Life, Topic};
use super::people::{Story, Writer, WrittenEntry};
use super::random::Seeded;
use super::sentences;
use super::taper::{Content, Fact};

/// Days between two visits without a step.
const VISIT_DAYS: i32 = 28;
/// Clinic hours, in seconds of the day.
const HOURS: (i32, i32) = (10 * 3_600, 17 * 3_600);

/// Days on which the person is at the clinic: enrolment, each step, and at least every four weeks.
pub(super) fn visits(life: &Life) -> Vec<i32> {
    let mut visits = vec![life.clock.open(0)];
    for step in life.facts.iter().map(|fact| fact.day).filter(|day| *day > 0).chain([life.clock.days()]) {
        let mut last = visits.last().copied().unwrap_or(0);
        while step - last > VISIT_DAYS + 7 {
            last = life.clock.open(last + VISIT_DAYS);
            visits.push(last);
        }
        if step > last && step < life.clock.days() {
            visits.push(step);
        }
    }
    visits
}

/// Everything the clinician wrote.
pub(super) fn written(life: &Life, visits: &[i32]) -> Result<Vec<WrittenEntry>, Code> {
    let mut random = life.stream(Topic::Clinic);
    let mut written = Vec::new();
    for fact in &life.facts {
        written.extend(dose(life, fact, &mut random)?);
    }
    written.extend(sessions(life, &mut random)?);
    if let Some((first, last)) = life.hospital() {
        let event = Event { what: DayEvent::HospitalStay, until: Some(life.clock.date(last)) };
        let about = life.clock.about(life.clock.date(first));
        let day = life.clock.open(last + 1);
        let draft = Draft::live(Writer::Clinician, about, Submission::Event(event), day, HOURS.0);
        written.extend(draft.written(life, &mut random));
    }
    for (count, day) in visits.iter().enumerate().skip(1) {
        let answer =
            random.chance(0.4).then(|| random.pick(sentences::reviews(life.profile.language)).copied());
        written.extend(review(life, *day, answer.flatten(), &mut random)?);
        if count % 5 == 3 {
            let note = Submission::StaffNote(text(sentences::staff_note())?);
            let draft = Draft::of_day(life, Writer::Clinician, note, *day, HOURS.1 + 1_200);
            written.extend(draft.written(life, &mut random));
        }
    }
    if let Some(ago) = life.profile.also.safety_days_ago {
        let day = life.clock.open(life.clock.days() - ago + 1);
        let answer = sentences::safety_review(life.profile.language);
        written.extend(review(life, day, Some(answer), &mut random)?);
    }
    Ok(written)
}

fn dose(life: &Life, fact: &Fact, random: &mut Seeded) -> Result<Option<WrittenEntry>, Code> {
    let medicine = Medicine::parse(fact.scheme.medicine)?;
    let per_day = HalfMicrograms::from_micrograms(fact.micrograms)?;
    let precision = fact.precision;
    let content = match fact.content {
        Content::Changed => Submission::DoseChange(DoseChange { medicine, per_day, precision }),
        Content::Started(replaces) => {
            let replaces = replaces.map(Medicine::parse).transpose()?;
            Submission::MedicineStart(MedicineStart { medicine, per_day, precision, replaces })
        }
    };
    let about = life.clock.about(first_of(life.clock.date(fact.day), precision));
    let day = fact.day.max(life.clock.open(0));
    let second = random.between(HOURS.0, HOURS.1);
    Ok(Draft::live(Writer::Clinician, about, content, day, second).written(life, random))
}

/// The date under which a vaguely known day is stored.
fn first_of(date: Date, precision: Precision) -> Date {
    match precision {
        Precision::Day => date,
        Precision::Month => date.first_of_month(),
        Precision::Year => date.first_of_year(),
    }
}

fn sessions(life: &Life, random: &mut Seeded) -> Result<Vec<WrittenEntry>, Code> {
    let (protocol, pulses) =
        if random.chance(0.6) { ("iTBS 左DLPFC", 600) } else { ("10 Hz 左DLPFC", 3_000) };
    let intensity = u8::try_from(5 * random.between(20, 24)).unwrap_or(100);
    let slot = random.between(10 * 6, 16 * 6) * 10;
    let mut written = Vec::new();
    for day in &life.tms_days {
        let minute = slot + 5 * random.between(-2, 2);
        let session = TmsSession {
            protocol: Some(text(protocol)?),
            intensity_percent_mt: Some(intensity),
            pulses: Some(pulses),
        };
        let about = life.clock.about_time(*day, minute);
        let second = 60 * (minute + 25);
        let draft = Draft::live(Writer::Clinician, about, session.into(), *day, second);
        written.extend(draft.written(life, random));
    }
    Ok(written)
}

fn review(
    life: &Life,
    day: i32,
    answer: Option<&str>,
    random: &mut Seeded,
) -> Result<Option<WrittenEntry>, Code> {
    if life.profile.story == Story::Empty {
        return Ok(None);
    }
    let second = random.between(HOURS.0, HOURS.1);
    let up_to = life.clock.moment(day, second - 90);
    let review = Review { up_to, answer: answer.map(text).transpose()? };
    let content = Submission::Review { review, claim: ReviewClaim::default() };
    Ok(Draft::of_day(life, Writer::Clinician, content, day, second).written(life, random))
}
