//! What the interface answers: the diary's own values under the names of the wire.

use diary::chart::{Entry, SleepSource, Version};
use diary::{Body, CheckIn, ListedSymptom, SleepNight, SymptomAnswer};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

/// One entry with all its versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryShape {
    /// Its first record: names the entry in `amends`.
    pub record: Option<String>,
    /// Whether it was marked as entered in error.
    pub in_error: bool,
    /// Oldest first.
    pub versions: Vec<VersionShape>,
}

/// One version of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionShape {
    /// The client's id of this submission.
    pub id: String,
    /// Role of who wrote it.
    pub author_role: &'static str,
    /// The day it is about.
    pub date: String,
    /// Clock time, where given.
    pub time: Option<String>,
    /// Time zone of the writer.
    pub zone: String,
    /// When it was written, by the writer's clock (UTC).
    pub entered_at: String,
    /// When it arrived, by the clinic's clock (UTC).
    pub received_at: String,
    /// How it came to be.
    pub modes: Vec<&'static str>,
    /// Question set and version.
    pub question_set: Option<String>,
    /// Which questions were shown.
    pub asked: Vec<String>,
    /// The screen's language.
    pub language: &'static str,
    /// The client's version.
    pub client: String,
    /// Why it was amended.
    pub reason: Option<String>,
    /// What it says, part by part.
    #[schema(value_type = Vec<Object>)]
    pub parts: Vec<Value>,
}

impl EntryShape {
    /// An entry as the reader may see it.
    #[must_use]
    pub fn of(entry: &Entry) -> Self {
        Self {
            record: entry.id().map(|id| id.to_string()),
            in_error: entry.in_error(),
            versions: entry.versions().iter().map(VersionShape::of).collect(),
        }
    }
}

impl VersionShape {
    fn of(version: &Version) -> Self {
        let meta = &version.meta;
        Self {
            id: meta.entry.to_string(),
            author_role: meta.author.role.as_str(),
            date: meta.about.date.to_string(),
            time: meta.about.time.map(|time| time.to_string()),
            zone: meta.about.zone.as_str().to_owned(),
            entered_at: meta.entered_at.to_string(),
            received_at: meta.received_at.to_string(),
            modes: meta.modes.iter().map(diary::Mode::as_str).collect(),
            question_set: meta.question_set.clone(),
            asked: meta.asked.clone(),
            language: meta.language.as_str(),
            client: meta.client.clone(),
            reason: meta.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            parts: version.parts.iter().map(|part| said(&part.body, version)).collect(),
        }
    }
}

/// The newest version of an entry as one object, all its parts together; `null` where there is none.
#[must_use]
pub fn now(entry: Option<&Entry>) -> Value {
    let Some(version) = entry.and_then(Entry::newest) else { return Value::Null };
    let meta = &version.meta;
    let mut object = json!({
        "id": meta.entry.to_string(),
        "record": entry.and_then(Entry::id).map(|id| id.to_string()),
        "author_role": meta.author.role.as_str(),
        "time": meta.about.time.map(|time| time.to_string()),
        "entered_at": meta.entered_at.to_string(),
        "received_at": meta.received_at.to_string(),
        "modes": meta.modes.iter().map(diary::Mode::as_str).collect::<Vec<_>>(),
        "amended": entry.is_some_and(Entry::amended),
    });
    for part in entry.into_iter().flat_map(Entry::parts) {
        let (Value::Object(all), Value::Object(said)) = (&mut object, said(&part.body, version)) else {
            continue;
        };
        let kept_kind = all.get("kind").cloned();
        all.extend(said);
        if let Some(kind) = kept_kind {
            all.insert("kind".into(), kind);
        }
    }
    object
}

/// What a record says, under the names of the wire.
fn said(body: &Body, version: &Version) -> Value {
    let mut value = match body {
        Body::CheckIn(check_in) => check_in_value(check_in),
        Body::Safety(safety) => json!({ "safety": safety.listed.iter().map(listed).collect::<Vec<_>>() }),
        Body::Note(note) => json!({ "note": note.text.as_str() }),
        Body::Sleep(night) => sleep_value(night, version),
        Body::Event(event) => {
            json!({ "what": event.what.as_str(), "until": event.until.map(|date| date.to_string()) })
        }
        Body::Started(started) => json!({
            "medicine": started.medicine.as_str(),
            "dose_mg": started.per_day.to_string(),
            "precision": started.precision.as_str(),
            "replaces": started.replaces.as_ref().map(|medicine| medicine.as_str().to_owned()),
        }),
        Body::Dose(dose) => json!({
            "medicine": dose.medicine.as_str(),
            "dose_mg": dose.per_day.to_string(),
            "precision": dose.precision.as_str(),
        }),
        Body::Tms(session) => json!({
            "protocol": session.protocol.as_ref().map(|text| text.as_str().to_owned()),
            "intensity_percent_mt": session.intensity_percent_mt,
            "pulses": session.pulses,
        }),
        Body::Measurement(measured) => {
            json!({ "what": measured.what.as_str(), "kg": measured.value.to_string() })
        }
        Body::ImportedSet(set) => json!({ "series": set.series.iter().map(series).collect::<Vec<_>>() }),
        Body::ImportedRow(row) => json!({ "values": values(row) }),
        Body::Review(review) => json!({
            "up_to": review.up_to.to_string(),
            "answer": review.answer.as_ref().map(|text| text.as_str().to_owned()),
        }),
        Body::Withdrawn(why) => json!({ "withdrawn": match why {
            diary::Withdrawn::EnteredInError => "entered_in_error",
            diary::Withdrawn::Removed => "removed",
        } }),
    };
    if let Value::Object(object) = &mut value {
        object.insert("kind".into(), body.kind().into());
    }
    value
}

/// An imported row's values, each as it was written.
#[must_use]
pub fn values(row: &diary::ImportedRow) -> Value {
    row.values
        .iter()
        .map(|(item, cell)| (item.clone(), Value::from(cell.as_str())))
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// One item of an imported diary.
#[must_use]
pub fn series(series: &diary::ImportedSeries) -> Value {
    json!({ "item": series.item, "min": series.min, "max": series.max, "direction": series.direction.as_str() })
}

fn check_in_value(check_in: &CheckIn) -> Value {
    let score = |score: Option<diary::Score>| score.map(diary::Score::get);
    json!({
        "mood": score(check_in.mood),
        "anxiety": score(check_in.anxiety),
        "medicine": check_in.medicine.map(diary::MedicineTaken::as_str),
        "function": check_in.function.map(diary::Function::as_str),
        "symptoms": check_in.symptoms.as_ref().map(|answer| symptoms(answer, check_in)),
        "events": check_in.events.iter().map(|event| event.as_str()).collect::<Vec<_>>(),
        "sleep_hours": check_in.sleep_hours.map(diary::SleepHours::hours),
        "sleep_quality": score(check_in.sleep_quality),
        "cannot_write": check_in.answered == diary::Answered::CannotWrite,
    })
}

fn symptoms(answer: &SymptomAnswer, check_in: &CheckIn) -> Value {
    let asked: Vec<&str> = check_in.symptoms_asked.iter().map(|symptom| symptom.id()).collect();
    match answer {
        SymptomAnswer::None => json!({ "answer": "none", "asked": asked, "listed": [] }),
        SymptomAnswer::Same => json!({ "answer": "same", "asked": asked }),
        SymptomAnswer::Listed(all) => {
            json!({ "answer": "listed", "asked": asked, "listed": all.iter().map(listed).collect::<Vec<_>>() })
        }
    }
}

/// One listed symptom.
#[must_use]
pub fn listed(item: &ListedSymptom) -> Value {
    json!({
        "id": item.symptom.id(),
        "severity": item.severity.map(diary::Severity::number),
        "time": item.time.map(|time| time.to_string()),
    })
}

fn sleep_value(night: &SleepNight, version: &Version) -> Value {
    let clock = |time: Option<jiff::civil::Time>| time.map(|time| time.strftime("%H:%M").to_string());
    let figures = night.figures(&version.meta.about);
    json!({
        "into_bed": clock(night.into_bed),
        "try_sleep": clock(night.try_sleep),
        "minutes_to_fall_asleep": night.minutes_to_fall_asleep,
        "awakenings": night.awakenings,
        "minutes_awake": night.minutes_awake,
        "final_wake": clock(night.final_wake),
        "out_of_bed": clock(night.out_of_bed),
        "quality": night.quality.map(diary::Score::get),
        "figures": {
            "time_in_bed_min": figures.time_in_bed_min,
            "sleep_period_min": figures.sleep_period_min,
            "total_sleep_min": figures.total_sleep_min,
            "wake_in_bed_min": figures.wake_in_bed_min,
            "efficiency_percent": figures.efficiency_percent,
        },
    })
}

/// The name of where a night's length comes from.
#[must_use]
pub const fn source_name(source: SleepSource) -> &'static str {
    match source {
        SleepSource::Total => "total_sleep_time",
        SleepSource::Period => "sleep_period",
        SleepSource::Stated => "stated",
    }
}
