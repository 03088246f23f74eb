//! The evening check-ins of a person.

use diary::{
    Answered, CheckIn, Code, DayEvent, EntryId, Function, ListedSymptom, MedicineTaken, Score, Severity,
    Sharing, Submission, Symptom, SymptomAnswer,
};

use super::draft::{Draft, Sent, check_in, score, text};
use super::life::{Life, Topic};
use super::people::{Writer, WrittenEntry};
use super::random::Seeded;
use super::{happenings, sentences};

/// "Cannot write today": at rest, and added for each point of distress.
const CANNOT_WRITE: (f64, f64) = (0.004, 0.012);
/// Points of a 0 to 10 answer for each point of distress.
const MOOD_FALLS: f64 = 0.85;
const ANXIETY_RISES: f64 = 0.9;

/// Writes one person's evenings.
pub(super) struct Evenings<'a> {
    life: &'a Life,
    random: Seeded,
    visits: &'a [i32],
    ill_until: i32,
    /// The last day with listed symptoms.
    listed_on: Option<i32>,
    /// Days before the last from which on the next evening is written twice by mistake.
    slip_days_ago: Option<i32>,
    written: Vec<WrittenEntry>,
}

impl<'a> Evenings<'a> {
    pub(super) fn written(life: &'a Life, visits: &'a [i32]) -> Result<Vec<WrittenEntry>, Code> {
        let random = life.stream(Topic::Evenings);
        let (slip_days_ago, written) = (life.profile.also.slip_days_ago, Vec::new());
        let mut evenings =
            Self { life, random, visits, ill_until: -1, listed_on: None, slip_days_ago, written };
        for day in 0..life.clock.days() {
            evenings.day(day)?;
        }
        Ok(evenings.written)
    }

    fn day(&mut self, day: i32) -> Result<(), Code> {
        if self.random.chance(0.004) {
            self.ill_until = day + 3;
        }
        let safety = self.life.profile.also.safety_days_ago == Some(self.life.clock.days() - day);
        let missed = self.random.chance(self.life.habits.misses) || !self.life.open(day);
        if missed && !safety {
            return Ok(());
        }
        let events = happenings::events(self.life, &mut self.random, day, self.visits, day < self.ill_until);
        let points = self.life.felt(day).points + happenings::points(&events);
        let cannot = self.random.chance(CANNOT_WRITE.0 + CANNOT_WRITE.1 * points);
        let second = self.random.between(20 * 3_600, 23 * 3_600 - 1);
        if cannot && !safety {
            let content = check_in(CheckIn { answered: Answered::CannotWrite, ..CheckIn::default() });
            self.send(day, second, Sent::Now, content);
            return Ok(());
        }
        let mut answers = self.answers(day, points, events)?;
        if safety {
            deliver_safety(&mut answers)?;
        }
        let (note, note_for) = self.note()?;
        let sent = if safety { Sent::Now } else { self.sent() };
        let content = Submission::CheckIn { check_in: answers.clone(), note, note_for };
        let Some(first) = self.send(day, second, sent, content) else { return Ok(()) };
        self.afterwards(day, first, answers, sent)
    }

    fn send(&mut self, day: i32, second: i32, sent: Sent, content: Submission) -> Option<EntryId> {
        let draft = Draft { sent, ..Draft::of_day(self.life, Writer::Patient, content, day, second) };
        let written = draft.written(self.life, &mut self.random)?;
        let id = written.entry.id;
        self.written.push(written);
        Some(id)
    }

    fn sent(&mut self) -> Sent {
        if self.random.chance(self.life.habits.late) {
            Sent::DaysLate(self.random.between(1, 4))
        } else if self.random.chance(self.life.habits.offline) {
            Sent::NextMorning
        } else {
            Sent::Now
        }
    }

    /// A correction on the next day, or an entry made twice and taken back.
    fn afterwards(&mut self, day: i32, first: EntryId, answers: CheckIn, sent: Sent) -> Result<(), Code> {
        let language = self.life.profile.language;
        let second = self.random.between(20 * 3_600, 23 * 3_600);
        let slipped = self.slip_days_ago.take_if(|ago| self.life.clock.days() - day <= *ago).is_some();
        let corrects = self.random.chance(self.life.habits.corrects);
        if slipped {
            if let Some(twin) = self.send(day, 23 * 3_600, sent, check_in(answers)) {
                let content = Submission::EnteredInError;
                let error = Draft::of_day(self.life, Writer::Patient, content, day, second);
                let error = Draft { day: day + 1, ..error };
                let reason = sentences::twice(language);
                self.written.extend(error.correcting(twin, reason, self.life, &mut self.random)?);
            }
        } else if corrects && sent == Sent::Now {
            let content = check_in(CheckIn { mood: answers.mood.map(other).transpose()?, ..answers });
            let correction = Draft::of_day(self.life, Writer::Patient, content, day, second);
            let correction = Draft { sent: Sent::DaysLate(1), ..correction };
            let reason = sentences::slip(language);
            self.written.extend(correction.correcting(first, reason, self.life, &mut self.random)?);
        }
        Ok(())
    }

    fn answers(&mut self, day: i32, points: f64, events: Vec<DayEvent>) -> Result<CheckIn, Code> {
        let level = &self.life.level;
        let mood = level.mood - MOOD_FALLS * points + self.random.around_zero(0.6);
        let anxiety = level.anxiety + ANXIETY_RISES * points + self.random.around_zero(0.6);
        let medicine = self.life.takes_medicine(day).then(|| self.medicine());
        Ok(CheckIn {
            mood: Some(score(mood)?),
            anxiety: Some(score(anxiety)?),
            medicine,
            function: Some(self.function(day, points)),
            symptoms: Some(self.symptoms(day, points)?),
            symptoms_asked: self.life.asked.clone(),
            events,
            ..CheckIn::default()
        })
    }

    fn medicine(&mut self) -> MedicineTaken {
        match self.random.between(1, 1_000) {
            1..=965 => MedicineTaken::AsPlanned,
            966..=978 => MedicineTaken::Partly,
            979..=996 => MedicineTaken::NotTaken,
            _ => MedicineTaken::More,
        }
    }

    fn function(&mut self, day: i32, points: f64) -> Function {
        let strain = points + self.random.around_zero(0.8);
        if self.life.clock.weekend(day) {
            Function::DayOff
        } else if strain < 2.5 {
            Function::AsUsual
        } else if strain < 4.8 {
            Function::Partly
        } else {
            Function::CouldNot
        }
    }

    fn symptoms(&mut self, day: i32, points: f64) -> Result<SymptomAnswer, Code> {
        let relapse = self.life.felt(day).relapse;
        let felt = points - relapse + self.random.around_zero(0.3);
        if felt < 0.9 && relapse < 1.5 {
            return Ok(SymptomAnswer::None);
        }
        let yesterday = self.listed_on == Some(day - 1);
        self.listed_on = Some(day);
        if yesterday && self.random.chance(0.3) {
            return Ok(SymptomAnswer::Same);
        }
        let count = (felt / 1.2).ceil().clamp(0.0, 5.0) as usize;
        let mut listed = Vec::new();
        for symptom in self.life.level.symptoms.iter().take(count) {
            listed.push(self.symptom(*symptom, felt)?);
        }
        if relapse >= 1.5 {
            let (life, mood) = (self.life, ["crying", "irritability", "low_motivation"]);
            let of_mood = life.asked.iter().filter(|symptom| mood.contains(&symptom.id()));
            for symptom in of_mood {
                if !listed.iter().any(|item: &ListedSymptom| item.symptom == *symptom) {
                    listed.push(self.symptom(*symptom, relapse)?);
                }
            }
        }
        if listed.is_empty() { Ok(SymptomAnswer::None) } else { Ok(SymptomAnswer::Listed(listed)) }
    }

    fn symptom(&mut self, symptom: Symptom, points: f64) -> Result<ListedSymptom, Code> {
        let strength = points * 0.55 + self.random.around_zero(0.5);
        let severity = Some(Severity::from_number(strength.round().clamp(1.0, 3.0) as i64)?);
        let minute = 5 * self.random.between(8 * 12, 20 * 12);
        let time = self.random.chance(0.12).then(|| super::clock::time(minute));
        Ok(ListedSymptom { symptom, severity, time })
    }

    fn note(&mut self) -> Result<(Option<diary::Text>, Sharing), Code> {
        let for_me = if self.random.chance(0.15) { Sharing::OnlyMe } else { Sharing::CareTeam };
        if !self.random.chance(self.life.habits.note) {
            return Ok((None, Sharing::CareTeam));
        }
        let words =
            self.random.pick(sentences::notes(self.life.profile.language)).copied().unwrap_or_default();
        Ok((Some(text(words)?), for_me))
    }
}

/// The one safety answer of the model, delivered to the care team.
fn deliver_safety(check_in: &mut CheckIn) -> Result<(), Code> {
    let symptom = Symptom::parse("suicidal_thoughts")?;
    let mut listed = match check_in.symptoms.take() {
        Some(SymptomAnswer::Listed(listed)) => listed,
        _ => Vec::new(),
    };
    listed.push(ListedSymptom { symptom, severity: None, time: None });
    check_in.symptoms = Some(SymptomAnswer::Listed(listed));
    Ok(())
}

/// What was meant where the finger slipped: two points towards the middle.
fn other(slipped: Score) -> Result<Score, Code> {
    let slipped = i64::from(slipped.get());
    Score::new(if slipped < 5 { slipped + 2 } else { slipped - 2 })
}
