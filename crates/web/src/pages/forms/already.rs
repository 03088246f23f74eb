//! What is written already, told where it would be written again.

use jiff::civil::{Date, Time};
use locale::Texts;

/// An entry of the day that a form asks about.
#[derive(Clone, Debug)]
pub struct Already {
    pub day: Date,
    /// When it was written.
    pub at: Time,
    /// Where it is corrected, or read by who cannot correct it; a day called wordless needs no correction, only words.
    pub amend: Option<String>,
}

impl Already {
    /// That it is there; the newest day by the name that its form has for it, such as "today".
    pub fn sentence(&self, t: &Texts, newest: &Option<Date>, name: &str) -> String {
        let day = if *newest == Some(self.day) { name.to_owned() } else { t.short_day(&self.day) };
        let key = if self.amend.is_some() { "already-written" } else { "already-wordless" };
        t.with(key, &[("day", day.into()), ("time", t.time(&self.at).into())])
    }
}

/// Whether words are among what is written, so that one of them can be corrected.
pub fn has_words(written: &[Already]) -> bool {
    written.iter().any(|one| one.amend.is_some())
}

/// A day to choose, with the mark that something is written of it.
pub fn day_to_choose(t: &Texts, day: &Date, written: &[Date]) -> String {
    let named = t.day(day);
    if written.contains(day) { t.one("day-written", "day", named) } else { named }
}
