//! Which days the person's own diary has. One rule, for every sentence, table and line that counts days.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::{Chart, Day, Entry};

/// What a day is to the person's own diary. Every day is exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// The person wrote something about it, be it a note alone.
    Recorded,
    /// The person said in every check-in of it that they could not write.
    CannotWrite,
    /// A day of the diary before today without a word of theirs.
    Missing,
    /// Before their first own entry, whatever others wrote about it.
    BeforeDiary,
    /// Today or later, without an entry so far.
    Open,
}

/// The days of a chart that belong to the person's own diary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recorded(BTreeSet<Date>);

impl Chart {
    /// The days with an entry of the person's own diary, as far as this reader may see it.
    #[must_use]
    pub fn recorded(&self) -> Recorded {
        Recorded(self.standing().filter(|entry| entry.is_own_diary()).map(Entry::date).collect())
    }
}

impl Recorded {
    /// The day of the first own entry.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.0.first().copied()
    }

    /// What a day is.
    #[must_use]
    pub fn kind(&self, day: &Day<'_>, today: Date) -> DayKind {
        match (self.0.contains(&day.date), self.first()) {
            (true, _) if day.cannot_write() => DayKind::CannotWrite,
            (true, _) => DayKind::Recorded,
            (false, _) if day.date >= today => DayKind::Open,
            (false, Some(first)) if day.date > first => DayKind::Missing,
            (false, _) => DayKind::BeforeDiary,
        }
    }
}
