//! What a guardian writes: another voice about the same days, a few times a week.

use diary::{CheckIn, Code, Submission};

use super::cast::ADULT;
use super::draft::{Draft, check_in, score, text};
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
        let said = if looks {
            check_in(CheckIn { mood: Some(score(mood)?), ..CheckIn::default() })
        } else if tells {
            let words = random.pick(words::guardian_notes(life.part.language)).copied().unwrap_or_default();
            Submission::Note(text(words)?)
        } else {
            continue;
        };
        let draft = Draft::of_day(life, Writer::Guardian, said, day, second);
        written.extend(draft.written(life, &mut random));
    }
    Ok(written)
}
