//! The row: what it keeps and how it follows the log.

use std::collections::BTreeMap;

use diary::chart::{Chart, Entry, Stored};
use diary::{Answered, Body, Micrograms, Score, Strand};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

/// One day of the small lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PanelDay {
    /// 0 very bad, 10 very good.
    pub mood: Option<u8>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<u8>,
    /// Minutes slept, by the same rule as the timeline.
    pub slept_min: Option<i64>,
    /// "Cannot write today".
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

/// What one entry of the patient says of a day, and its place among others of that day: the one written last counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Told {
    at: Timestamp,
    record: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mood: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anxiety: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    slept_min: Option<i64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cannot_write: bool,
}

/// One day as the row keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptDay {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evening: Option<Told>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    night: Option<Told>,
}

/// The sealed content of a panel row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PanelRow {
    /// The last days that say anything, oldest first.
    pub days: BTreeMap<Date, KeptDay>,
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
        row.doses = care.doses().into_iter().map(PanelDose::from_lane).collect();
        row.follow(care);
        row
    }

    /// Whether these new records can be taken in without looking at the rest of the strand: nothing is amended, and no
    /// dose or review changes what older records mean.
    pub(crate) fn takes(new: &[Stored]) -> bool {
        new.iter().filter(|stored| stored.strand == Strand::Care).all(|stored| {
            let rewrites = matches!(
                stored.payload.body,
                Body::Started(_) | Body::Dose(_) | Body::Review(_) | Body::Withdrawn(_)
            );
            !rewrites && stored.payload.meta.amends.is_none()
        })
    }

    /// Takes in records for which [`Self::takes`] holds.
    pub(crate) fn take(&mut self, new: &[Stored]) {
        let care = new.iter().filter(|stored| stored.strand == Strand::Care).cloned().collect();
        self.follow(&Chart::fold(care));
    }

    /// Counts and tells every standing entry, then lets go of the days before the last 28.
    fn follow(&mut self, care: &Chart) {
        for entry in care.standing() {
            self.count(entry);
            self.tell(entry);
        }
        if let Some(last) = self.last_entry {
            let first = last.checked_sub((DAYS - 1).days()).unwrap_or(last);
            self.days.retain(|date, _| (first..=last).contains(date));
        }
    }

    /// The days that say anything, as the panel shows them.
    pub(crate) fn shown(&self) -> BTreeMap<Date, PanelDay> {
        let days = self.days.iter().map(|(date, day)| (*date, day.shown()));
        days.filter(|(_, day)| *day != PanelDay::default()).collect()
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

    /// Keeps what the patient's entry says of its day, where it was written last.
    fn tell(&mut self, entry: &Entry) {
        let Some((told, evening)) = Told::by(entry) else { return };
        let day = self.days.entry(entry.date()).or_default();
        let kept = if evening { &mut day.evening } else { &mut day.night };
        let place = |told: &Told| (told.at, told.record.clone());
        if kept.as_ref().is_none_or(|kept| place(kept) < place(&told)) {
            *kept = Some(told);
        }
    }
}

impl Told {
    /// What the patient's own check-in or sleep card says; true for a check-in.
    fn by(entry: &Entry) -> Option<(Self, bool)> {
        let slept_min = entry.slept().map(|slept| slept.minutes);
        let record = entry.id().filter(|_| entry.by_patient())?.to_string();
        let blank = Self {
            at: entry.entered_at(),
            record,
            mood: None,
            anxiety: None,
            slept_min,
            cannot_write: false,
        };
        match entry.bodies().next()? {
            Body::CheckIn(check_in) => {
                let (mood, anxiety) = (check_in.mood.map(Score::get), check_in.anxiety.map(Score::get));
                let cannot_write = check_in.answered == Answered::CannotWrite;
                Some((Self { mood, anxiety, cannot_write, ..blank }, true))
            }
            Body::Sleep(_) => Some((blank, false)),
            _ => None,
        }
    }
}

impl KeptDay {
    /// The sleep card comes before the hours stated in the evening, as on the timeline.
    fn shown(&self) -> PanelDay {
        let evening = self.evening.as_ref();
        let night = self.night.as_ref().and_then(|told| told.slept_min);
        PanelDay {
            mood: evening.and_then(|told| told.mood),
            anxiety: evening.and_then(|told| told.anxiety),
            slept_min: night.or(evening.and_then(|told| told.slept_min)),
            cannot_write: evening.is_some_and(|told| told.cannot_write),
        }
    }
}

impl PanelDose {
    fn from_lane(lane: diary::chart::DoseLane) -> Self {
        let steps = lane.steps.iter().map(|step| (step.date, step.per_day.get())).collect();
        Self { medicine: lane.medicine.as_str().to_owned(), steps }
    }
}
