//! Everything the timeline draws, as JSON.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::Response;
use clinic::{ChartView, RequestContext};
use diary::chart::{Day, DoseLane, DoseStep, ImportedDay, ResolvedSymptoms};
use diary::{ChartId, Code, HalfMicrograms, RecordId};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::output::display::{Clock, Shown, clock};
use super::output::entry::{NowShape, source_name};
use super::output::{ListedShape, OrderedShape, SeriesShape, Values, dosing};
use crate::app::App;
use crate::http::error::{ErrorBody, HttpError};
use crate::http::input_error::InputError;
use crate::http::json_body;
use crate::http::query::Query;
use crate::http::request_info::RequestInfo;
use crate::http::session::Signed;
use crate::http::urls::{self, chart_id};

/// Everything the timeline draws.
#[derive(Serialize, ToSchema)]
pub struct TimelineBody<'a> {
    /// The chart.
    #[schema(value_type = String)]
    pub chart: Shown<ChartId>,
    /// First day; `null` for an empty chart without a range.
    #[schema(value_type = Option<String>)]
    pub from: Option<Date>,
    /// Last day.
    #[schema(value_type = Option<String>)]
    pub to: Option<Date>,
    /// Every day of the range; days without entries have nulls.
    pub days: Vec<DayShape<'a>>,
    /// Medicines with every known dose, also before the range.
    pub doses: Vec<DosesShape>,
    /// TMS sessions in the range.
    pub tms: Vec<DatedShape<'a>>,
    /// Items of diaries kept elsewhere, each on its own scale.
    pub imported_series: Vec<SeriesShape<'a>>,
    /// Their values in the range, each as it was written.
    pub imported: Vec<ImportedShape<'a>>,
}

/// One day.
#[derive(Serialize, ToSchema)]
pub struct DayShape<'a> {
    /// The day.
    #[schema(value_type = String)]
    pub date: Date,
    /// The patient's own latest check-in.
    pub check_in: Option<NowShape<'a>>,
    /// The patient's own night that ended on this day.
    pub sleep: Option<NowShape<'a>>,
    /// The patient's own naps of this day; they never count as its night.
    pub naps: Vec<NowShape<'a>>,
    /// How long the person slept in the night.
    pub slept: Option<SleptShape>,
    /// The day's symptoms, "same as before" resolved; `null` where they are not known.
    pub symptoms: Option<Vec<ListedShape>>,
    /// What was said of the day otherwise.
    pub observations: Vec<NowShape<'a>>,
}

/// How long a person slept.
#[derive(Serialize, ToSchema)]
pub struct SleptShape {
    /// Minutes.
    pub minutes: i64,
    /// `total_sleep_time`, `sleep_period`, `stated`, or `no_sleep` where the person says that they did not sleep.
    pub source: &'static str,
}

/// One medicine with its doses.
#[derive(Serialize, ToSchema)]
pub struct DosesShape {
    /// Which.
    pub medicine: String,
    /// The medicine it took the place of.
    pub replaces: Option<String>,
    /// Its doses, by date.
    pub steps: Vec<StepShape>,
}

/// A dose and its first day.
#[derive(Serialize, ToSchema)]
pub struct StepShape {
    /// First day.
    #[schema(value_type = String)]
    pub date: Date,
    /// How exactly the day is known.
    pub precision: &'static str,
    /// Milligrams a day; `null` for an order that says more than that.
    #[schema(value_type = Option<String>)]
    pub dose_mg: Option<Shown<HalfMicrograms>>,
    /// The order, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderedShape>,
    /// The record that says so: what a dose of the same date names as `known`.
    #[schema(value_type = Option<String>)]
    pub record: Option<Shown<RecordId>>,
}

/// An entry with its day.
#[derive(Serialize, ToSchema)]
pub struct DatedShape<'a> {
    /// The day.
    #[schema(value_type = String)]
    pub date: Date,
    /// The entry.
    #[serde(flatten)]
    pub entry: NowShape<'a>,
}

/// One row of a diary kept elsewhere.
#[derive(Serialize, ToSchema)]
pub struct ImportedShape<'a> {
    /// The day.
    #[schema(value_type = String)]
    pub date: Date,
    /// Clock time, where given.
    #[schema(value_type = Option<String>)]
    pub time: Option<Shown<Clock>>,
    /// Each value as it was written, by item.
    #[schema(value_type = std::collections::HashMap<String, String>)]
    pub values: Values<'a>,
}

/// About how long one day is in the answer.
const BYTES: usize = 1_400;

/// Reads the timeline. `from` and `to` are inclusive and may both be absent.
#[utoipa::path(get, path = urls::API_TIMELINE,
    params(("chart" = String, Path, description = "Chart id"),
        ("from" = Option<String>, Query, description = "First day, YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "Last day, YYYY-MM-DD"),
        ("purpose" = Option<String>, Query, description = "care, safety or legal_record; care if absent")),
    responses((status = 200, body = TimelineBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn timeline(
    State(app): State<App>,
    info: RequestInfo,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    query: Query,
) -> Result<Response, HttpError> {
    let purpose = query.purpose()?;
    let cx = RequestContext { viewer: &viewer, function: "api/timeline", purpose, source: info.source };
    let view = app.clinic().charts().read(&cx, chart_id(&chart)).await?;
    query.only(&["from", "to", "purpose"])?;
    let range = range(&view, query.date("from")?, query.date("to")?)?;
    let days = range.map(|(from, to)| view.chart.days(from, to)).unwrap_or_default();
    let (symptoms, imported) = (view.chart.symptoms(), view.chart.imported());
    json_body::answer(days.len() * BYTES, &body(&view, range, &days, &symptoms, &imported))
}

/// The longest range, in days.
const MOST_DAYS: i32 = 40_000;

/// The days to show: what was asked for, else the whole diary.
fn range(view: &ChartView, from: Option<Date>, to: Option<Date>) -> Result<Option<(Date, Date)>, InputError> {
    // A reader who has sessions and no diary is shown the days of these.
    let whole = view.chart.diary_span(view.today).or_else(|| {
        let mut dates = view.chart.tms().map(|(entry, _)| entry.date());
        let first = dates.next()?;
        Some((first, dates.last().unwrap_or(first)))
    });
    let (first, last) = (whole.map(|(first, _)| first), whole.map(|(_, last)| last));
    // Only two dates that were both asked for can contradict each other.
    let from = from.or(first.min(to)).or(first).or(to);
    let to = to.or(last.max(from));
    let (Some(from), Some(to)) = (from, to) else { return Ok(None) };
    let days = to.since(from).map_or(0, |span| span.get_days());
    if !(0..=MOST_DAYS).contains(&days) {
        return Err(InputError::new("to", Code::OutOfRange));
    }
    Ok(Some((from, to)))
}

fn body<'a>(
    view: &'a ChartView,
    range: Option<(Date, Date)>,
    days: &'a [Day<'a>],
    symptoms: &BTreeMap<Date, ResolvedSymptoms>,
    imported: &'a [ImportedDay<'a>],
) -> TimelineBody<'a> {
    let chart = &view.chart;
    let within = |date: Date| range.is_some_and(|(from, to)| (from..=to).contains(&date));
    let mut imported_series: Vec<SeriesShape<'_>> = Vec::new();
    for item in imported.iter().flat_map(|row| row.series).map(SeriesShape::of) {
        if !imported_series.contains(&item) {
            imported_series.push(item);
        }
    }
    TimelineBody {
        chart: Shown(view.id),
        from: range.map(|(from, _)| from),
        to: range.map(|(_, to)| to),
        days: days.iter().map(|day| DayShape::of(day, symptoms.get(&day.date))).collect(),
        doses: chart.doses().into_iter().map(DosesShape::of).collect(),
        tms: chart
            .tms()
            .filter(|(entry, _)| within(entry.date()))
            .filter_map(|(entry, _)| Some(DatedShape { date: entry.date(), entry: NowShape::of(entry)? }))
            .collect(),
        imported_series,
        imported: imported
            .iter()
            .filter(|row| within(row.entry.date()))
            .map(|row| ImportedShape {
                date: row.entry.date(),
                time: clock(row.entry.newest().and_then(|version| version.meta.about.time)),
                values: Values(row.row),
            })
            .collect(),
    }
}

impl<'a> DayShape<'a> {
    fn of(day: &Day<'a>, symptoms: Option<&ResolvedSymptoms>) -> Self {
        let symptoms = match symptoms {
            Some(ResolvedSymptoms::Known(all)) => Some(all.iter().map(ListedShape::of).collect()),
            Some(ResolvedSymptoms::Unknown) | None => None,
        };
        Self {
            date: day.date,
            check_in: day.check_in.and_then(NowShape::of),
            sleep: day.sleep.and_then(NowShape::of),
            naps: day.naps.iter().filter_map(|nap| NowShape::of(nap)).collect(),
            slept: day
                .slept()
                .map(|slept| SleptShape { minutes: slept.minutes, source: source_name(slept.source) }),
            symptoms,
            observations: day.observations.iter().filter_map(|entry| NowShape::of(entry)).collect(),
        }
    }
}

impl DosesShape {
    fn of(lane: DoseLane) -> Self {
        let step = |step: &DoseStep| {
            let (dose_mg, order) = dosing(&step.dosing);
            let (precision, record) = (step.precision.as_str(), step.entry.map(Shown));
            StepShape { date: step.date, precision, dose_mg, order, record }
        };
        Self {
            medicine: lane.medicine.as_str().to_owned(),
            replaces: lane.replaces.as_ref().map(|medicine| medicine.as_str().to_owned()),
            steps: lane.steps.iter().map(step).collect(),
        }
    }
}
