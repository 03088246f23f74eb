//! What a guardian writes: another voice about the same days, a few times a week.

use diary::{CheckIn, Code, Score, Sharing, Submission};

use super::cast::ADULT;
use super::draft::{Draft, text};
use super::life::{Life, Topic};
use super::people::{Writer, Written};
use super::words;

/// A guardian sees part of what a minor feels: so much of each point of distress shows.
const SEEN: f64 = 0.6;

/// The guardian's observations; none for an adult.
pub(super) fn written(life: &Life) -> Result<Vec<Written>, Code> {
    let mut random = life.stream(Topic::Family);
    let mut written = Vec::new();
    if life.part.age >= ADULT {
        return Ok(written);
    }
    for day in 0..life.clock.days() {
        let second = random.between(21 * 3_600, 22 * 3_600);
        let (looks, tells) = (random.chance(0.35), random.chance(0.08));
        let mood = 6.5 - SEEN * life.felt(day).points + random.around_zero(0.8);
        let about = life.clock.about(life.clock.date(day));
        if looks {
            let mood = Some(Score::new(mood.round().clamp(0.0, 10.0) as i64)?);
            let check_in = CheckIn { mood, ..CheckIn::default() };
            let said = Submission::CheckIn { check_in, note: None, note_for: Sharing::CareTeam };
            let draft = Draft::live(Writer::Guardian, about, said, day, second);
            written.extend(draft.written(life, &mut random));
        } else if tells {
            let words = random.pick(words::guardian_notes()).copied().unwrap_or_default();
            let said = Submission::Note(text(words)?);
            let draft = Draft::live(Writer::Guardian, about, said, day, second);
            written.extend(draft.written(life, &mut random));
        }
    }
    Ok(written)
}
