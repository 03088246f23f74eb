//! What a record says, under the names of the wire; borrowed, so that an answer is written straight from the chart.

use std::fmt;

use diary::{
    Amount, Body, CheckIn, Event, ImportedRow, ImportedSeries, ListedSymptom, Measure, Measurement, Review,
    Safety, SleepNight, Started, SymptomAnswer, TmsSession, Withdrawn,
};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Serialize, Serializer};
use utoipa::ToSchema;

/// A value as it reads.
#[derive(Debug)]
pub struct Shown<T>(pub T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// A clock time in hours and minutes.
#[derive(Debug)]
pub struct Clock(Time);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

fn clock(time: Option<Time>) -> Option<Shown<Clock>> {
    time.map(|time| Shown(Clock(time)))
}

/// What one part of an entry says, by its kind.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind")]
pub enum SaidShape<'a> {
    /// An evening's check-in.
    #[serde(rename = "check_in")]
    CheckIn(CheckInShape<'a>),
    /// Safety answers.
    #[serde(rename = "safety")]
    Safety(SafetyShape),
    /// Free text.
    #[serde(rename = "note")]
    Note(NoteShape<'a>),
    /// A night.
    #[serde(rename = "sleep")]
    Sleep(SleepShape),
    /// An event.
    #[serde(rename = "event")]
    Event(EventShape),
    /// A medicine.
    #[serde(rename = "medicine")]
    Medicine(MedicineShape<'a>),
    /// A change of dose.
    #[serde(rename = "dose_change")]
    Dose(DoseShape<'a>),
    /// A TMS session.
    #[serde(rename = "tms_session")]
    Tms(TmsShape<'a>),
    /// A measurement.
    #[serde(rename = "measurement")]
    Measurement(MeasurementShape),
    /// Items of an imported diary.
    #[serde(rename = "imported_set")]
    ImportedSet(ImportedSetShape<'a>),
    /// Values of one imported row.
    #[serde(rename = "imported_value")]
    ImportedRow(ImportedRowShape<'a>),
    /// A review mark.
    #[serde(rename = "review")]
    Review(ReviewShape<'a>),
    /// It no longer stands.
    #[serde(rename = "withdrawn")]
    Withdrawn(WithdrawnShape),
}

impl<'a> SaidShape<'a> {
    /// A part of a version that says when it is about.
    #[must_use]
    pub fn of(body: &'a Body, about: &diary::About) -> Self {
        match body {
            Body::CheckIn(check_in) => Self::CheckIn(CheckInShape::of(check_in)),
            Body::Safety(safety) => Self::Safety(SafetyShape::of(safety)),
            Body::Note(note) => Self::Note(NoteShape { note: note.text.as_str() }),
            Body::Sleep(night) => Self::Sleep(SleepShape::of(night, about)),
            Body::Event(Event { what, until }) => {
                Self::Event(EventShape { what: what.as_str(), until: *until })
            }
            Body::Started(started) => Self::Medicine(MedicineShape::of(started)),
            Body::Dose(dose) => Self::Dose(DoseShape {
                medicine: dose.medicine.as_str(),
                dose_mg: Shown(dose.per_day),
                precision: dose.precision.as_str(),
            }),
            Body::Tms(session) => Self::Tms(TmsShape::of(session)),
            Body::Measurement(measured) => Self::Measurement(MeasurementShape::of(*measured)),
            Body::ImportedSet(set) => Self::ImportedSet(ImportedSetShape {
                series: set.series.iter().map(SeriesShape::of).collect(),
            }),
            Body::ImportedRow(row) => Self::ImportedRow(ImportedRowShape { values: Values(row) }),
            Body::Review(Review { up_to, answer }) => {
                Self::Review(ReviewShape { up_to: *up_to, answer: answer.as_ref().map(diary::Text::as_str) })
            }
            Body::Withdrawn(why) => Self::Withdrawn(WithdrawnShape {
                withdrawn: match why {
                    Withdrawn::EnteredInError => "entered_in_error",
                    Withdrawn::Removed => "removed",
                },
            }),
        }
    }
}

/// An evening's check-in.
#[derive(Debug, Serialize, ToSchema)]
pub struct CheckInShape<'a> {
    /// 0 very bad, 10 very good.
    mood: Option<u8>,
    /// 0 none, 10 very strong.
    anxiety: Option<u8>,
    /// Today's medicine.
    medicine: Option<&'a str>,
    /// School, work, home.
    function: Option<&'a str>,
    /// What was answered about symptoms.
    symptoms: Option<SymptomsShape<'a>>,
    /// Events of the day.
    events: Vec<&'a str>,
    /// Hours slept, as stated.
    sleep_hours: Option<f64>,
    /// 0 very bad, 10 very good.
    sleep_quality: Option<u8>,
    /// "Cannot write today".
    cannot_write: bool,
}

impl<'a> CheckInShape<'a> {
    fn of(check_in: &'a CheckIn) -> Self {
        Self {
            mood: check_in.mood.map(diary::Score::get),
            anxiety: check_in.anxiety.map(diary::Score::get),
            medicine: check_in.medicine.map(diary::MedicineTaken::as_str),
            function: check_in.function.map(diary::Function::as_str),
            symptoms: check_in.symptoms.as_ref().map(|answer| SymptomsShape::of(answer, check_in)),
            events: check_in.events.iter().map(|event| event.as_str()).collect(),
            sleep_hours: check_in.sleep_hours.map(diary::SleepHours::hours),
            sleep_quality: check_in.sleep_quality.map(diary::Score::get),
            cannot_write: check_in.answered == diary::Answered::CannotWrite,
        }
    }
}

/// What was answered about symptoms.
#[derive(Debug, Serialize, ToSchema)]
pub struct SymptomsShape<'a> {
    /// `none`, `same` or `listed`.
    answer: &'static str,
    /// Which were asked.
    asked: Vec<&'a str>,
    /// Which were chosen; absent where they were the same as before.
    #[serde(skip_serializing_if = "Option::is_none")]
    listed: Option<Vec<ListedShape>>,
}

impl<'a> SymptomsShape<'a> {
    fn of(answer: &'a SymptomAnswer, check_in: &'a CheckIn) -> Self {
        let (answer, listed) = match answer {
            SymptomAnswer::None => ("none", Some(Vec::new())),
            SymptomAnswer::Same => ("same", None),
            SymptomAnswer::Listed(all) => ("listed", Some(all.iter().map(ListedShape::of).collect())),
        };
        Self { answer, asked: check_in.symptoms_asked.iter().map(|symptom| symptom.id()).collect(), listed }
    }
}

/// One listed symptom.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedShape {
    /// Its name in the list.
    id: &'static str,
    /// 1 to 3, for concepts with grades.
    severity: Option<u8>,
    /// When, where that was said.
    #[schema(value_type = Option<String>)]
    time: Option<Time>,
}

impl ListedShape {
    /// One listed symptom.
    #[must_use]
    pub fn of(item: &ListedSymptom) -> Self {
        let severity = item.severity.map(diary::Severity::number);
        Self { id: item.symptom.id(), severity, time: item.time }
    }
}

/// Safety answers.
#[derive(Debug, Serialize, ToSchema)]
pub struct SafetyShape {
    /// What was chosen.
    pub safety: Vec<ListedShape>,
}

impl SafetyShape {
    fn of(safety: &Safety) -> Self {
        Self { safety: safety.listed.iter().map(ListedShape::of).collect() }
    }
}

/// Free text.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoteShape<'a> {
    /// What was written.
    pub note: &'a str,
}

/// A night, with its published figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct SleepShape {
    /// Got into bed, HH:MM.
    #[schema(value_type = Option<String>)]
    into_bed: Option<Shown<Clock>>,
    /// Started trying to sleep, HH:MM.
    #[schema(value_type = Option<String>)]
    try_sleep: Option<Shown<Clock>>,
    /// Minutes to fall asleep.
    minutes_to_fall_asleep: Option<u16>,
    /// Awakenings in the night.
    awakenings: Option<u8>,
    /// Minutes awake in the night.
    minutes_awake: Option<u16>,
    /// Woke for the last time, HH:MM.
    #[schema(value_type = Option<String>)]
    final_wake: Option<Shown<Clock>>,
    /// Got out of bed, HH:MM.
    #[schema(value_type = Option<String>)]
    out_of_bed: Option<Shown<Clock>>,
    /// 0 very bad, 10 very good.
    quality: Option<u8>,
    /// What follows from these.
    figures: FiguresShape,
}

/// Figures of a night by the published formulas; `null` where one of their inputs is.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresShape {
    /// Time in bed, in minutes.
    time_in_bed_min: Option<i64>,
    /// Sleep period, in minutes.
    sleep_period_min: Option<i64>,
    /// Total sleep time, in minutes.
    total_sleep_min: Option<i64>,
    /// Awake in bed after the final wake, in minutes.
    wake_in_bed_min: Option<i64>,
    /// Sleep efficiency, in per cent.
    efficiency_percent: Option<f64>,
}

impl SleepShape {
    fn of(night: &SleepNight, about: &diary::About) -> Self {
        let figures = night.figures(about);
        Self {
            into_bed: clock(night.into_bed),
            try_sleep: clock(night.try_sleep),
            minutes_to_fall_asleep: night.minutes_to_fall_asleep,
            awakenings: night.awakenings,
            minutes_awake: night.minutes_awake,
            final_wake: clock(night.final_wake),
            out_of_bed: clock(night.out_of_bed),
            quality: night.quality.map(diary::Score::get),
            figures: FiguresShape {
                time_in_bed_min: figures.time_in_bed_min,
                sleep_period_min: figures.sleep_period_min,
                total_sleep_min: figures.total_sleep_min,
                wake_in_bed_min: figures.wake_in_bed_min,
                efficiency_percent: figures.efficiency_percent,
            },
        }
    }
}

/// An event.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventShape {
    /// What.
    what: &'static str,
    /// Last day of a span.
    #[schema(value_type = Option<String>)]
    until: Option<Date>,
}

/// A medicine with its first known dose.
#[derive(Debug, Serialize, ToSchema)]
pub struct MedicineShape<'a> {
    /// Which.
    medicine: &'a str,
    /// Milligrams a day.
    #[schema(value_type = String)]
    dose_mg: Shown<diary::Micrograms>,
    /// How exactly the date is known.
    precision: &'a str,
    /// The medicine it took the place of.
    replaces: Option<&'a str>,
}

impl<'a> MedicineShape<'a> {
    fn of(started: &'a Started) -> Self {
        Self {
            medicine: started.medicine.as_str(),
            dose_mg: Shown(started.per_day),
            precision: started.precision.as_str(),
            replaces: started.replaces.as_ref().map(diary::Medicine::as_str),
        }
    }
}

/// A change of dose.
#[derive(Debug, Serialize, ToSchema)]
pub struct DoseShape<'a> {
    /// Of which medicine.
    medicine: &'a str,
    /// Milligrams a day.
    #[schema(value_type = String)]
    dose_mg: Shown<diary::Micrograms>,
    /// How exactly the date is known.
    precision: &'a str,
}

/// A TMS session.
#[derive(Debug, Serialize, ToSchema)]
pub struct TmsShape<'a> {
    /// As the clinic names it.
    protocol: Option<&'a str>,
    /// Per cent of the motor threshold.
    intensity_percent_mt: Option<u8>,
    /// Pulses delivered.
    pulses: Option<u16>,
}

impl<'a> TmsShape<'a> {
    fn of(session: &'a TmsSession) -> Self {
        let TmsSession { protocol, intensity_percent_mt, pulses } = session;
        Self {
            protocol: protocol.as_ref().map(diary::Text::as_str),
            intensity_percent_mt: *intensity_percent_mt,
            pulses: *pulses,
        }
    }
}

/// A measurement.
#[derive(Debug, Serialize, ToSchema)]
pub struct MeasurementShape {
    /// Of what.
    what: &'static str,
    /// How much, in `unit`.
    #[schema(value_type = String)]
    value: Shown<Amount>,
    /// Its unit, such as `kg`.
    unit: &'static str,
    /// A weight in kilograms once more; absent for anything else.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    kg: Option<Shown<Amount>>,
}

impl MeasurementShape {
    fn of(measured: Measurement) -> Self {
        let (what, value) = (measured.what(), measured.value());
        let kg = (what == Measure::Weight).then_some(Shown(value));
        Self { what: what.as_str(), value: Shown(value), unit: what.scale().unit, kg }
    }
}

/// Items of an imported diary.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedSetShape<'a> {
    /// The items.
    series: Vec<SeriesShape<'a>>,
}

/// One item of an imported diary, on its own scale.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SeriesShape<'a> {
    /// Its name there.
    item: &'a str,
    /// Lower end, as written.
    min: &'a str,
    /// Upper end, as written.
    max: &'a str,
    /// `higher_better`, `higher_worse` or `none`.
    direction: &'a str,
}

impl<'a> SeriesShape<'a> {
    /// One item.
    #[must_use]
    pub fn of(series: &'a ImportedSeries) -> Self {
        let ImportedSeries { item, min, max, direction } = series;
        Self { item, min, max, direction: direction.as_str() }
    }
}

/// Values of one imported row.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedRowShape<'a> {
    /// Each as it was written, by item.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    values: Values<'a>,
}

/// Values by item.
#[derive(Debug)]
pub struct Values<'a>(pub &'a ImportedRow);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.values.iter().map(|(item, cell)| (item, cell)))
    }
}

/// A review mark.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewShape<'a> {
    /// Everything received up to here was read.
    #[schema(value_type = String)]
    up_to: Timestamp,
    /// An answer for the patient.
    answer: Option<&'a str>,
}

/// The part no longer stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct WithdrawnShape {
    /// Why.
    withdrawn: &'static str,
}
