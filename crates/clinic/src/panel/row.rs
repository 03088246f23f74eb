//! The row: what it keeps and how it follows the log.

use std::collections::BTreeMap;

use diary::chart::{Chart, Entry, Stored};
use diary::{Body, CheckIn, Micrograms, Strand};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One day of the small lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelDay {
    /// 0 very bad, 10 very good.
    pub mood: Option<u8>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<u8>,
    /// Minutes slept, by the same rule as the timeline.
    pub slept_min: Option<i64>,
    /// "Cannot write today".
    #[serde(default)]
    pub cannot_write: bool,
}

/// One medicine with the dose that holds now and the change that led to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PanelDose {
    /// Catalogue id or name.
    pub medicine: String,
    /// Every known dose in micrograms a day, by its first day.
    pub steps: Vec<(Date, u64)>,
}

impl PanelDose {
    /// The dose on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Micrograms> {
        let (_, dose) = self.steps.iter().rev().find(|(date, _)| *date <= day)?;
        Micrograms::new(*dose).ok()
    }

    /// The day of the last change on or before `day`.
    #[must_use]
    pub fn last_change(&self, day: Date) -> Option<Date> {
        self.steps.windows(2).rev().find_map(|pair| match pair {
            [(_, before), (date, after)] if *date <= day && before != after => Some(*date),
            _ => None,
        })
    }
}

/// The sealed content of a panel row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PanelRow {
    /// The last days that say anything, oldest first.
    pub days: BTreeMap<Date, PanelDay>,
    pub doses: Vec<PanelDose>,
    pub first_entry: Option<Date>,
    pub last_entry: Option<Date>,
    /// Entries of the patient that arrived after the last review.
    pub unread: u32,
    pub reviewed_up_to_ms: Option<i64>,
}

/// Days of the small lines.
const DAYS: i64 = 28;

impl PanelRow {
    /// Drawn anew from a chart that was folded from the `care` strand alone.
    pub(crate) fn of(care: &Chart) -> Self {
        let mut row = Self::default();
        if let Some((_, review)) = care.last_review() {
            row.reviewed_up_to_ms = Some(review.up_to.as_millisecond());
        }
        for entry in care.standing() {
            row.count(entry);
        }
        row.doses = care.doses().into_iter().map(PanelDose::from_lane).collect();
        let Some(last) = row.last_entry else { return row };
        let first = last.checked_sub((DAYS - 1).days()).unwrap_or(last);
        for day in care.days(first, last) {
            let Some(kept) = PanelDay::of(day.answers(), day.slept().map(|slept| slept.minutes)) else {
                continue;
            };
            row.days.insert(day.date, kept);
        }
        row
    }

    /// Whether these new records can be taken in without looking at the rest of the strand.
    pub(crate) fn takes(&self, new: &[Stored]) -> bool {
        new.iter().filter(|stored| stored.strand == Strand::Care).all(|stored| {
            let amends = stored.payload.meta.amends.is_some();
            let date = stored.payload.meta.about.date;
            let fresh = !self.days.contains_key(&date) && self.last_entry.is_none_or(|last| date > last);
            match &stored.payload.body {
                Body::CheckIn(_) | Body::Sleep(_) => !amends && fresh,
                Body::Event(_) | Body::Note(_) | Body::Tms(_) => !amends,
                _ => false,
            }
        })
    }

    /// Takes in records for which [`Self::takes`] holds: the first of a new day, or nothing the row shows.
    pub(crate) fn take(&mut self, new: &[Stored]) {
        let care: Vec<Stored> = new.iter().filter(|stored| stored.strand == Strand::Care).cloned().collect();
        let added =
            Self { reviewed_up_to_ms: self.reviewed_up_to_ms, ..Self::default() }.with(&Chart::fold(care));
        self.unread += added.unread;
        self.first_entry = self.first_entry.or(added.first_entry);
        self.last_entry = self.last_entry.max(added.last_entry);
        self.days.extend(added.days);
        if let Some(last) = self.last_entry {
            let first = last.checked_sub((DAYS - 1).days()).unwrap_or(last);
            self.days.retain(|date, _| *date >= first);
        }
    }

    fn with(mut self, chart: &Chart) -> Self {
        let reviewed = self.reviewed_up_to_ms;
        let drawn = Self::of(chart);
        self.days = drawn.days;
        self.first_entry = drawn.first_entry;
        self.last_entry = drawn.last_entry;
        self.unread = 0;
        self.reviewed_up_to_ms = reviewed;
        for entry in chart.standing() {
            self.unread += u32::from(self.is_unread(entry));
        }
        self
    }

    fn count(&mut self, entry: &Entry) {
        self.unread += u32::from(self.is_unread(entry));
        let diary = entry
            .bodies()
            .any(|body| matches!(body, Body::CheckIn(_) | Body::Sleep(_) | Body::ImportedRow(_)));
        if diary {
            let date = entry.date();
            self.first_entry = Some(self.first_entry.map_or(date, |first| first.min(date)));
            self.last_entry = self.last_entry.max(Some(date));
        }
    }

    fn is_unread(&self, entry: &Entry) -> bool {
        let arrived = entry.newest().map(|version| version.meta.received_at.as_millisecond());
        entry.by_patient() && arrived > self.reviewed_up_to_ms
    }
}

impl PanelDose {
    fn from_lane(lane: diary::chart::DoseLane) -> Self {
        let steps = lane.steps.iter().map(|step| (step.date, step.per_day.get())).collect();
        Self { medicine: lane.medicine.as_str().to_owned(), steps }
    }
}

impl PanelDay {
    fn of(answers: Option<&CheckIn>, slept_min: Option<i64>) -> Option<Self> {
        let cannot_write = answers.is_some_and(|a| a.answered == diary::Answered::CannotWrite);
        let day = Self {
            mood: answers.and_then(|a| a.mood).map(diary::Score::get),
            anxiety: answers.and_then(|a| a.anxiety).map(diary::Score::get),
            slept_min,
            cannot_write,
        };
        (day != Self::default()).then_some(day)
    }
}
