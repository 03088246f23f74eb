//! Everything the timeline draws, as JSON.

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use clinic::{ChartView, Cx, Source};
use diary::Code;
use diary::chart::{Day, ResolvedSymptoms};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::entries::{chart_id, purpose};
use super::shape::{listed, now, series, source_name, values};
use crate::app::App;
use crate::failure::{ErrorBody, Failure};
use crate::query::Query;
use crate::session::Signed;
use crate::wire::WireError;

/// Everything the timeline draws.
#[derive(Serialize, ToSchema)]
pub struct TimelineBody {
    /// The chart.
    pub chart: String,
    /// First day; `null` for an empty chart without a range.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// Every day of the range; days without entries have nulls.
    #[schema(value_type = Vec<Object>)]
    pub days: Vec<Value>,
    /// Medicines with every known dose, also before the range.
    #[schema(value_type = Vec<Object>)]
    pub doses: Vec<Value>,
    /// TMS sessions in the range.
    #[schema(value_type = Vec<Object>)]
    pub tms: Vec<Value>,
    /// Items of diaries kept elsewhere, each on its own scale.
    #[schema(value_type = Vec<Object>)]
    pub imported_series: Vec<Value>,
    /// Their values in the range, each as it was written.
    #[schema(value_type = Vec<Object>)]
    pub imported: Vec<Value>,
}

/// Reads the timeline. `from` and `to` are inclusive and may both be absent.
#[utoipa::path(get, path = "/api/v1/charts/{chart}/timeline",
    params(("chart" = String, Path, description = "Chart id"),
        ("from" = Option<String>, Query, description = "First day, YYYY-MM-DD"),
        ("to" = Option<String>, Query, description = "Last day, YYYY-MM-DD"),
        ("purpose" = Option<String>, Query, description = "care, safety or legal_record; care if absent")),
    responses((status = 200, body = TimelineBody), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
pub async fn timeline(
    State(app): State<App>,
    Signed(viewer): Signed,
    Path(chart): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Json<TimelineBody>, Failure> {
    let language = viewer.account.language;
    let fail = |problem| Failure::json(language, problem);
    let query = Query::of(query.as_deref());
    let purpose = purpose(query.get("purpose")).map_err(fail)?;
    let cx = Cx { viewer: &viewer, function: "api/timeline", purpose, source: Source::Loopback };
    let view = app.clinic().chart(&cx, chart_id(&chart)).await.map_err(fail)?;
    let wire = |error| Failure::wire(language, vec![error]);
    query.only(&["from", "to", "purpose"]).map_err(wire)?;
    let range =
        range(&view, query.date("from").map_err(wire)?, query.date("to").map_err(wire)?).map_err(wire)?;
    Ok(Json(body(&view, range)))
}

/// The longest range, in days.
const MOST_DAYS: i32 = 40_000;

/// The days to show: what was asked for, else the whole diary.
fn range(view: &ChartView, from: Option<Date>, to: Option<Date>) -> Result<Option<(Date, Date)>, WireError> {
    let whole = whole(view);
    let (first, last) = (whole.map(|(first, _)| first), whole.map(|(_, last)| last));
    // Only two dates that were both asked for can contradict each other.
    let from = from.or(first.min(to)).or(first).or(to);
    let to = to.or(last.max(from));
    let (Some(from), Some(to)) = (from, to) else { return Ok(None) };
    let days = to.since(from).map_or(0, |span| span.get_days());
    if !(0..=MOST_DAYS).contains(&days) {
        return Err(WireError::new("to", Code::OutOfRange));
    }
    Ok(Some((from, to)))
}

/// From the first entry to the last; to today where the diary is being kept.
#[must_use]
pub fn whole(view: &ChartView) -> Option<(Date, Date)> {
    let (first, last) = view.chart.span()?;
    let kept = view.today.checked_sub(28.days()).is_ok_and(|then| last >= then);
    Some((first, if kept { last.max(view.today) } else { last }))
}

fn body(view: &ChartView, range: Option<(Date, Date)>) -> TimelineBody {
    let chart = &view.chart;
    let within = |date: Date| range.is_some_and(|(from, to)| (from..=to).contains(&date));
    let symptoms = chart.symptoms();
    let days = range.map(|(from, to)| chart.days(from, to)).unwrap_or_default();
    let imported = chart.imported();
    let mut items: Vec<Value> = Vec::new();
    for item in imported.iter().flat_map(|row| row.series).map(series) {
        if !items.contains(&item) {
            items.push(item);
        }
    }
    TimelineBody {
        chart: view.id.to_string(),
        from: range.map(|(from, _)| from.to_string()),
        to: range.map(|(_, to)| to.to_string()),
        days: days.iter().map(|day| day_value(day, symptoms.get(&day.date))).collect(),
        doses: chart.doses().iter().map(dose_value).collect(),
        tms: chart.tms().filter(|(entry, _)| within(entry.date())).map(|(entry, _)| dated(entry)).collect(),
        imported_series: items,
        imported: imported
            .iter()
            .filter(|row| within(row.entry.date()))
            .map(|row| {
                let time = row.entry.newest().and_then(|version| version.meta.about.time);
                let time = time.map(|time| time.to_string());
                json!({ "date": row.entry.date().to_string(), "time": time, "values": values(row.row) })
            })
            .collect(),
    }
}

fn dated(entry: &diary::chart::Entry) -> Value {
    let mut value = now(Some(entry));
    if let Value::Object(object) = &mut value {
        object.insert("date".into(), entry.date().to_string().into());
    }
    value
}

fn day_value(day: &Day<'_>, symptoms: Option<&ResolvedSymptoms>) -> Value {
    let resolved = match symptoms {
        Some(ResolvedSymptoms::Known(all)) => json!(all.iter().map(listed).collect::<Vec<_>>()),
        Some(ResolvedSymptoms::Unknown) | None => Value::Null,
    };
    json!({
        "date": day.date.to_string(),
        "check_in": now(day.check_in),
        "sleep": now(day.sleep),
        "slept": day.slept().map(|slept| json!({ "minutes": slept.minutes, "source": source_name(slept.source) })),
        "symptoms": resolved,
        "observations": day.observations.iter().map(|entry| now(Some(entry))).collect::<Vec<_>>(),
    })
}

fn dose_value(lane: &diary::chart::DoseLane) -> Value {
    let steps = lane.steps.iter().map(|step| {
        json!({
            "date": step.date.to_string(),
            "precision": step.precision.as_str(),
            "dose_mg": step.per_day.to_string(),
        })
    });
    json!({
        "medicine": lane.medicine.as_str(),
        "replaces": lane.replaces.as_ref().map(|medicine| medicine.as_str().to_owned()),
        "steps": steps.collect::<Vec<_>>(),
    })
}
