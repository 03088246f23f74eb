//! What a guardian writes: another account of the same days, a few times a week.

use diary::{CheckIn, Code, Submission};

use super::cast::ADULT;
use super::draft::{Draft, check_in, score, text};
use super::life::{Life, Topic};
use super::people::{Writer, WrittenEntry};
use super::sentences;

/// Share of each point of distress that a guardian notices.
const NOTICED: f64 = 0.6;

/// The guardian's observations; none for an adult.
pub(super) fn written(life: &Life) -> Result<Vec<WrittenEntry>, Code> {
    let mut random = life.stream(Topic::Family);
    let mut written = Vec::new();
    if life.profile.age >= ADULT {
        return Ok(written);
    }
    for day in 0..life.clock.days() {
        let second = random.between(21 * 3_600, 22 * 3_600);
        let (rates_mood, writes_note) = (random.chance(0.35), random.chance(0.08));
        let mood = 6.5 - NOTICED * life.felt(day).points + random.around_zero(0.8);
        let content = if rates_mood {
            check_in(CheckIn { mood: Some(score(mood)?), ..CheckIn::default() })
        } else if writes_note {
            let words =
                random.pick(sentences::guardian_notes(life.profile.language)).copied().unwrap_or_default();
            Submission::Note(text(words)?)
        } else {
            continue;
        };
        let draft = Draft::of_day(life, Writer::Guardian, content, day, second);
        written.extend(draft.written(life, &mut random));
    }
    Ok(written)
}
