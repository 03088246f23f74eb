//! Facts the clinic adds to a chart, and corrects.

use axum::extract::{Path, RawQuery};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use clinic::{ChartView, Problem, Written};
use diary::chart::Entry;
use diary::{Body, FieldEntry, NewEntry, RecordId};
use policy::{Action, Relation};

use super::form::{self, Form, entry_id};
use super::frame::{Around, page};
use super::patient::{open, who};
use super::said::local;
use super::{amend, dose, review};
use crate::api::chart_id;
use crate::failure::Failure;
use crate::page::{Amended, FactKind, FactPage, Filled, Place, path};
use crate::query::Query;
use crate::wire::WireError;

/// The form by which the clinic can correct what an entry says, if there is one.
pub fn kind_of(entry: &Entry) -> Option<FactKind> {
    Some(match entry.bodies().next()? {
        Body::Started(_) => FactKind::Medicine,
        Body::Dose(_) => FactKind::Dose,
        Body::Fields(FieldEntry::Tms(_)) => FactKind::Tms,
        Body::Event(_) => FactKind::Event,
        Body::Measurement(measured) => FactKind::Measure(measured.what()),
        _ => return None,
    })
}

/// The kind on the wire.
pub const fn wire(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Medicine => "medicine",
        FactKind::Dose => "dose_change",
        FactKind::Tms => "tms_session",
        FactKind::Event => "event",
        FactKind::Measure(_) => "measurement",
        FactKind::Review => "review",
        FactKind::Note => "staff_note",
    }
}

/// What the policy is asked before a form is opened or taken.
const fn action(kind: FactKind) -> Action {
    match kind {
        FactKind::Review => Action::Review,
        FactKind::Note => Action::WriteStaffNote,
        _ => Action::WriteFacts,
    }
}

/// The forms that this member of the care team may send.
pub fn offered(around: &Around) -> Vec<FactKind> {
    let cx = around.cx("facts");
    FactKind::all().filter(|kind| cx.may(Relation::CareTeam, action(*kind))).collect()
}

/// A form at hand: for which chart, of which kind, and what it corrects.
pub struct Sent<'a> {
    pub around: &'a Around,
    pub chart: &'a str,
    pub kind: FactKind,
    pub amends: Option<Amended>,
}

/// What becomes of a form that was read.
pub enum Step {
    /// It is stored.
    Store(Box<NewEntry>),
    /// First something is shown; nothing is stored.
    Show(Response),
}

/// Shows an empty form.
pub async fn show(
    around: Around,
    Path((chart, kind)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let shown = async {
        let kind = FactKind::parse(&kind).ok_or(Problem::NotFound)?;
        around.app.clinic().accounts().enter_to(&around.cx("facts"), chart_id(&chart), action(kind)).await?;
        let view = open(&around, &chart, "facts").await?;
        let mut filled = vec![("date".to_owned(), view.today.to_string())];
        let up_to = Query::of(query.as_deref()).get("up_to").map(str::to_owned);
        filled.extend(up_to.map(|moment| ("up_to".to_owned(), moment)));
        let sent = Sent { around: &around, chart: &chart, kind, amends: None };
        Ok(page(&sent.form_page(&view, Filled::of(filled))?, StatusCode::OK))
    };
    around.answer(shown).await
}

/// Stores a fact.
pub async fn send(
    around: Around,
    Path((chart, kind)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    form.belongs(&around, &path::fact(&chart, &kind))?;
    let stored = async {
        let kind = FactKind::parse(&kind).ok_or(Problem::NotFound)?;
        Sent { around: &around, chart: &chart, kind, amends: None }.store(form).await
    };
    around.answer(stored).await
}

/// Shows a fact to be corrected.
pub async fn amend(
    around: Around,
    Path((chart, record)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let shown = async {
        around
            .app
            .clinic()
            .accounts()
            .enter_to(&around.cx("facts"), chart_id(&chart), Action::WriteFacts)
            .await?;
        let view = open(&around, &chart, "facts").await?;
        let (sent, filled) = amended(&around, &chart, &view, &record)?;
        Ok(page(&sent.form_page(&view, filled)?, StatusCode::OK))
    };
    around.answer(shown).await
}

/// Stores a corrected fact.
pub async fn send_amend(
    around: Around,
    Path((chart, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    form.belongs(&around, &path::chart_amend(&chart, &record))?;
    let stored = async {
        around
            .app
            .clinic()
            .accounts()
            .enter_to(&around.cx("facts"), chart_id(&chart), Action::WriteFacts)
            .await?;
        let view = open(&around, &chart, "facts").await?;
        let (sent, _) = amended(&around, &chart, &view, &record)?;
        let record: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
        sent.store(form.amending(record)).await
    };
    around.answer(stored).await
}

/// Marks an entry of a chart as entered in error.
pub async fn mistake(
    around: Around,
    Path((chart, record)): Path<(String, String)>,
    form: Form,
) -> Result<Response, Failure> {
    form.belongs(&around, &path::chart_mistake(&chart, &record))?;
    let marked = async {
        let chart = chart_id(&chart);
        let entrance =
            around.app.clinic().accounts().enter_to(&around.cx("entries"), chart, Action::WriteFacts).await?;
        super::amend::mark(&around, chart, entrance, &record, form).await?;
        Ok(Redirect::to(&path::entries(&chart.to_string())).into_response())
    };
    around.answer(marked).await
}

impl Sent<'_> {
    async fn store(self, form: Form) -> Result<Response, Problem> {
        let Self { around, chart, kind, .. } = &self;
        let (clinic, cx, id) = (around.app.clinic(), around.cx("facts"), chart_id(chart));
        let entrance = clinic.accounts().enter_to(&cx, id, action(*kind)).await?;
        let step = match kind {
            FactKind::Medicine | FactKind::Dose => dose::step(&self, &form).await?,
            FactKind::Review => review::step(&self, &form).await?,
            _ => form.entry(around, wire(*kind)).map(Step::from).map_err(|error| vec![error]),
        };
        let errors = match step {
            Ok(Step::Show(shown)) => return Ok(shown),
            Ok(Step::Store(entry)) => match form::store(around, &cx, id, entrance, *entry).await {
                Ok(written) => return Ok(around.lead_to(&after(&id.to_string(), &written))),
                Err(Problem::Refused(refused)) => WireError::all(&refused),
                Err(problem) => return Err(problem),
            },
            Err(errors) => errors,
        };
        let view = open(around, chart, "facts").await?;
        let amended = self.amends.as_ref().and_then(|old| old.record.parse::<RecordId>().ok());
        let filled = form.again(&errors, &view, amended);
        Ok(page(&self.form_page(&view, filled)?, StatusCode::UNPROCESSABLE_ENTITY))
    }

    /// The form as it is filled in.
    ///
    /// # Errors
    /// Where randomness fails.
    pub fn form_page(&self, view: &ChartView, form: Filled) -> Result<FactPage, Problem> {
        let around = self.around;
        let is_review = self.kind == FactKind::Review;
        let seen = review::seen(view, form.value("up_to"), around.app.clinic().now());
        Ok(FactPage {
            frame: around.frame(Place::Elsewhere),
            who: who(around, view),
            kind: self.kind,
            entry: entry_id(around, &form)?,
            form,
            amends: self.amends.clone(),
            known: dose::known(around.t, &view.chart, view.today),
            up_to: is_review.then(|| (local(around, seen), seen.to_string())),
            known_review: review::known(view),
            answers: if is_review { review::answers(around, view, seen) } else { Vec::new() },
        })
    }
}

/// The timeline that says what was stored.
fn after(chart: &str, written: &[Written]) -> String {
    written.first().map_or_else(|| path::chart(chart), |one| path::chart_saved(chart, &one.entry.to_string()))
}

impl From<NewEntry> for Step {
    fn from(entry: NewEntry) -> Self {
        Self::Store(Box::new(entry))
    }
}

fn amended<'a>(
    around: &'a Around,
    chart: &'a str,
    view: &ChartView,
    record: &str,
) -> Result<(Sent<'a>, Filled), Problem> {
    let id: RecordId = record.parse().map_err(|_| Problem::NotFound)?;
    let entry = view.chart.entry(id).filter(|entry| entry.stands()).ok_or(Problem::NotFound)?;
    let kind = kind_of(entry).ok_or(Problem::NotFound)?;
    let amends = Some(Amended { record: id.to_string(), day: entry.date() });
    let filled = amend::newest(Filled::of(fields(around, entry)), entry);
    Ok((Sent { around, chart, kind, amends }, filled))
}

fn fields(around: &Around, entry: &Entry) -> Vec<(String, String)> {
    let mut fields = vec![("date".to_owned(), entry.date().to_string())];
    let mut put =
        |name: &str, value: Option<String>| fields.extend(value.map(|value| (name.to_owned(), value)));
    match entry.bodies().next() {
        Some(Body::Started(started)) => {
            put("medicine", Some(around.t.medicine(&started.medicine)));
            put("dose_mg", Some(started.per_day.to_string()));
            put("precision", Some(started.precision.as_str().to_owned()));
            put("replaces", started.replaces.as_ref().map(|old| old.as_str().to_owned()));
        }
        Some(Body::Dose(dose)) => {
            put("medicine", Some(dose.medicine.as_str().to_owned()));
            put("dose_mg", Some(dose.per_day.to_string()));
            put("precision", Some(dose.precision.as_str().to_owned()));
        }
        Some(Body::Fields(FieldEntry::Tms(session))) => {
            put("protocol", session.protocol.as_ref().map(|text| text.as_str().to_owned()));
            put("intensity_percent_mt", session.intensity_percent_mt.map(|n| n.to_string()));
            put("pulses", session.pulses.map(|n| n.to_string()));
        }
        Some(Body::Event(event)) => {
            put("what", Some(event.what.as_str().to_owned()));
            put("until", event.until.map(|date| date.to_string()));
        }
        Some(Body::Measurement(measured)) => {
            put("what", Some(measured.what().as_str().to_owned()));
            put("value", Some(measured.value().to_string()));
        }
        _ => {}
    }
    fields
}
