//! The row: what it keeps and how it follows the log.

use std::collections::BTreeMap;

use diary::chart::{Chart, DoseLane, DoseStep, Entry, OpenedRecord};
use diary::{
    Answered, AsNeeded, Body, ChartId, Code, DoseCycle, Dosing, HalfMicrograms, Medicine, Order, Precision,
    Score, Strand, TimedAmount, TimedAmounts,
};
use jiff::civil::{Date, Time};
use jiff::{Timestamp, ToSpan};
use ledger::Row;
use serde::{Deserialize, Serialize};

use super::past_days::{PanelDay, PastDays};
use crate::ClinicError;
use crate::sealed::SealedStore;
use crate::sealed::payload::Payload;

/// One medicine with its doses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "DoseForm", into = "DoseForm")]
pub struct PanelDose {
    /// As on the timeline, without what its doses came from.
    pub lane: DoseLane,
}

/// A medicine as the row keeps it: a catalogue id or, instead of it, a name as it was written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct DoseForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine_name: Option<String>,
    steps_half_micrograms: Vec<StepForm>,
}

/// A dose in half micrograms a day by its first day; with how exactly that is known only where it is not, because most are.
/// An order's day is always known.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StepForm {
    Exact(Date, u64),
    About(Date, u64, String),
    Ordered(Date, OrderForm),
}

/// An order in half micrograms.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum OrderForm {
    /// By time of day.
    Amounts(Vec<(Time, u64)>),
    /// Day by day.
    Cycle(Vec<u64>),
    /// An amount, and how often a day at the most.
    AsNeeded(u64, u8),
}

impl OrderForm {
    fn of(order: &Order) -> Self {
        match order {
            Order::AtTimes(amounts) => {
                Self::Amounts(amounts.get().iter().map(|one| (one.at, one.amount.get())).collect())
            }
            Order::Cycle(days) => Self::Cycle(days.get().iter().map(|amount| amount.get()).collect()),
            Order::AsNeeded(needed) => Self::AsNeeded(needed.amount().get(), needed.max_per_day()),
        }
    }

    fn read(self) -> Result<Order, Code> {
        Ok(match self {
            Self::Amounts(amounts) => {
                let one = |(at, amount)| Ok(TimedAmount { at, amount: HalfMicrograms::new(amount)? });
                let amounts = amounts.into_iter().map(one).collect::<Result<_, Code>>()?;
                Order::AtTimes(TimedAmounts::new(amounts)?)
            }
            Self::Cycle(days) => {
                let days = days.into_iter().map(HalfMicrograms::new).collect::<Result<_, Code>>()?;
                Order::Cycle(DoseCycle::new(days)?)
            }
            Self::AsNeeded(amount, most) => {
                Order::AsNeeded(AsNeeded::new(HalfMicrograms::new(amount)?, most)?)
            }
        })
    }
}

impl StepForm {
    fn of(step: &DoseStep) -> Self {
        match (&step.dosing, step.precision) {
            (Dosing::Daily(amount), Precision::Day) => Self::Exact(step.date, amount.get()),
            (Dosing::Daily(amount), about) => Self::About(step.date, amount.get(), about.as_str().to_owned()),
            (Dosing::Ordered(order), _) => Self::Ordered(step.date, OrderForm::of(order)),
        }
    }

    fn read(self) -> Result<DoseStep, Code> {
        let daily = |amount| HalfMicrograms::new(amount).map(Dosing::Daily);
        let (date, dosing, precision) = match self {
            Self::Exact(date, amount) => (date, daily(amount)?, Precision::Day),
            Self::About(date, amount, about) => (date, daily(amount)?, Precision::parse(&about)?),
            Self::Ordered(date, order) => (date, Dosing::Ordered(order.read()?), Precision::Day),
        };
        Ok(DoseStep { date, precision, dosing, entry: None })
    }
}

impl From<PanelDose> for DoseForm {
    fn from(PanelDose { lane }: PanelDose) -> Self {
        let (id, name) = lane.medicine.to_stored();
        Self {
            medicine: id.map(str::to_owned),
            medicine_name: name.map(str::to_owned),
            steps_half_micrograms: lane.steps.iter().map(StepForm::of).collect(),
        }
    }
}

impl TryFrom<DoseForm> for PanelDose {
    type Error = Code;

    fn try_from(form: DoseForm) -> Result<Self, Code> {
        let medicine = Medicine::from_stored(form.medicine.as_deref(), form.medicine_name)?;
        let steps =
            form.steps_half_micrograms.into_iter().map(StepForm::read).collect::<Result<_, Code>>()?;
        Ok(Self { lane: DoseLane { medicine, steps, replaces: None } })
    }
}

/// An answer of the patient about a day, and its place among others to the same question: the one written last counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LatestAnswer<T> {
    at: Timestamp,
    record: String,
    value: T,
}

/// One day as the row keeps it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StoredDay {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mood: Option<LatestAnswer<u8>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    anxiety: Option<LatestAnswer<u8>>,
    /// Minutes slept, as stated in a check-in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stated_min: Option<LatestAnswer<i64>>,
    /// Minutes slept by the sleep card, which counts also where it does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    night_min: Option<LatestAnswer<Option<i64>>>,
    /// Whether any check-in said more than that the patient could not write.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    wrote: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    cannot_write: bool,
}

/// The sealed content of a panel row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PanelRow {
    /// The last day with an entry, answer by answer.
    pub days: BTreeMap<Date, StoredDay>,
    /// The days before it that say anything.
    #[serde(default, skip_serializing_if = "PastDays::is_empty")]
    pub settled: PastDays,
    pub doses: Vec<PanelDose>,
    pub first_entry: Option<Date>,
    pub last_entry: Option<Date>,
    /// Entries of the patient that arrived after the last review.
    pub unread: u32,
    pub reviewed_up_to_ms: Option<i64>,
}

impl Payload for PanelRow {
    const KIND: &'static str = "panel";
}

/// Days of the small lines.
const DAYS: i64 = 28;

impl PanelRow {
    /// What a chart's row says.
    pub(crate) fn open(sealed: &SealedStore, chart: ChartId, row: &Row) -> Result<Self, ClinicError> {
        let mut row: Self = sealed.open_row(&sealed.strand_key(chart, Strand::Care), row)?;
        // A row written before there were settled days has none yet.
        row.settle();
        Ok(row)
    }

    /// Built from a chart that was folded from the `care` strand alone.
    pub(crate) fn of(care: &Chart) -> Self {
        let mut row = Self::default();
        if let Some((_, review)) = care.last_review() {
            row.reviewed_up_to_ms = Some(review.up_to.as_millisecond());
        }
        row.doses = care.doses().into_iter().map(PanelDose::from_lane).collect();
        row.follow(care);
        row
    }

    /// Whether these new records can be taken in without looking at the rest of the strand: nothing is amended, no
    /// dose or review changes what older records mean, and nothing is about a day that is settled.
    pub(crate) fn takes(&self, new: &[OpenedRecord]) -> bool {
        new.iter().filter(|stored| stored.strand == Strand::Care).all(|stored| {
            let meta = &stored.payload.meta;
            let rewrites = match &stored.payload.body {
                Body::Review(_) | Body::Withdrawn(_) => true,
                _ if stored.payload.body.dosing().is_some() => true,
                Body::CheckIn(_) | Body::Sleep(_) => Some(meta.about.date) < self.last_entry,
                _ => false,
            };
            !rewrites && meta.amends.is_none()
        })
    }

    /// Takes in records for which [`Self::takes`] holds.
    pub(crate) fn take(&mut self, new: &[OpenedRecord]) {
        let care = new.iter().filter(|stored| stored.strand == Strand::Care).cloned().collect();
        self.follow(&Chart::fold(care));
    }

    /// Counts and tells every standing entry.
    fn follow(&mut self, care: &Chart) {
        for entry in care.standing() {
            self.count(entry);
            self.take_answers(entry);
        }
        self.settle();
    }

    /// Keeps of the days before the last one only what is shown, and of those before the last 28 nothing.
    pub(crate) fn settle(&mut self) {
        let Some(last) = self.last_entry else { return };
        let open = self.days.split_off(&last);
        self.settled.0.append(&mut self.shown_days());
        self.days = open;
        let first = last.checked_sub((DAYS - 1).days()).unwrap_or(last);
        self.settled.0.retain(|date, _| *date >= first);
    }

    /// The days that say anything, as the panel shows them.
    pub(crate) fn shown(&self) -> BTreeMap<Date, PanelDay> {
        let mut days = self.settled.0.clone();
        days.append(&mut self.shown_days());
        days
    }

    fn shown_days(&self) -> BTreeMap<Date, PanelDay> {
        let days = self.days.iter().map(|(date, day)| (*date, day.shown()));
        days.filter(|(_, day)| *day != PanelDay::default()).collect()
    }

    fn count(&mut self, entry: &Entry) {
        self.unread += u32::from(self.is_unread(entry));
        // Of the person's own alone; an event or a note says nothing of the lines, and must not push their days out.
        let lines = |body: &Body| matches!(body, Body::CheckIn(_) | Body::Sleep(_) | Body::ImportedRow(_));
        if !entry.is_own_diary() {
            return;
        }
        let date = entry.date();
        self.first_entry = Some(self.first_entry.map_or(date, |first| first.min(date)));
        if entry.bodies().any(lines) {
            self.last_entry = self.last_entry.max(Some(date));
        }
    }

    fn is_unread(&self, entry: &Entry) -> bool {
        let arrived = entry.newest().map(|version| version.meta.received_at.as_millisecond());
        entry.by_patient() && arrived > self.reviewed_up_to_ms
    }

    /// Keeps what the patient's entry answers about its day, question by question, where it was written last.
    fn take_answers(&mut self, entry: &Entry) {
        let Some(record) = entry.id().filter(|_| entry.by_patient()) else { return };
        let slept_min = entry.slept().map(|slept| slept.minutes);
        let place = (entry.entered_at(), record.to_string());
        match entry.bodies().next() {
            Some(Body::CheckIn(check_in)) => {
                let day = self.days.entry(entry.date()).or_default();
                keep_latest(&mut day.mood, &place, check_in.mood.map(Score::get));
                keep_latest(&mut day.anxiety, &place, check_in.anxiety.map(Score::get));
                keep_latest(&mut day.stated_min, &place, slept_min);
                match check_in.answered {
                    Answered::CannotWrite => day.cannot_write = true,
                    _ => day.wrote = true,
                }
            }
            Some(Body::Sleep(night)) if night.is_night() => {
                keep_latest(
                    &mut self.days.entry(entry.date()).or_default().night_min,
                    &place,
                    Some(slept_min),
                );
            }
            _ => {}
        }
    }
}

/// Takes an answer in place of an earlier one; a question that was left out takes nothing away.
fn keep_latest<T>(
    answer: &mut Option<LatestAnswer<T>>,
    (at, record): &(Timestamp, String),
    value: Option<T>,
) {
    let Some(value) = value else { return };
    if answer.as_ref().is_none_or(|answer| (&answer.at, &answer.record) < (at, record)) {
        *answer = Some(LatestAnswer { at: *at, record: record.clone(), value });
    }
}

impl StoredDay {
    /// The sleep card comes before the hours stated in the evening, as on the timeline.
    fn shown(&self) -> PanelDay {
        let night_min = self.night_min.as_ref().and_then(|answer| answer.value);
        PanelDay {
            mood: self.mood.as_ref().map(|answer| answer.value),
            anxiety: self.anxiety.as_ref().map(|answer| answer.value),
            slept_min: night_min.or(self.stated_min.as_ref().map(|answer| answer.value)),
            cannot_write: self.cannot_write && !self.wrote,
        }
    }
}

impl PanelDose {
    fn from_lane(mut lane: DoseLane) -> Self {
        lane.replaces = None;
        lane.steps.iter_mut().for_each(|step| step.entry = None);
        Self { lane }
    }
}
