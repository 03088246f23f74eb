//! The list of patients.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{PanelDay, PanelPatient};
use jiff::civil::Date;
use timeline::{SparkDay, sparks};

use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;
use crate::pages::patients::view::{PatientRow, PatientsPage};

const A_PAGE: usize = 50;

pub async fn show(page: PageContext, query: Query) -> Result<Response, HttpError> {
    let after = query.get("after").and_then(|text| text.parse().ok());
    let panel = page.app.clinic().panel().page(&page.cx("panel"), A_PAGE, after).await?;
    let today = panel.today;
    let rows = panel.patients.iter().map(|patient| row(&page, patient, today)).collect();
    let page_view = PatientsPage {
        layout: page.layout(NavItem::Panel),
        today,
        patients: panel.total,
        tasks: panel.tasks,
        rows,
        next: panel.next.map(|chart| format!("{}?after={chart}", urls::PATIENTS)),
    };
    Ok(render(&page_view, StatusCode::OK))
}

fn row(page: &PageContext, patient: &PanelPatient, today: Date) -> PatientRow {
    let days_since = |date: Date| today.since(date).map_or(0, |span| span.get_days());
    let medicines = patient.doses.iter().filter_map(|dose| {
        let dosing = dose.lane.on(today)?;
        Some(page.t.dosed(&page.t.medicine(&dose.lane.medicine), dosing))
    });
    let mut days = Vec::new();
    for (date, PanelDay { mood, anxiety, slept_min, .. }) in &patient.days {
        days.push(SparkDay { date: *date, mood: *mood, anxiety: *anxiety, slept_min: *slept_min });
    }
    let changes = patient.doses.iter().flat_map(|dose| dose.lane.changes(patient.first_entry, today));
    let steps: Vec<Date> = changes.map(|change| change.step.date).collect();
    PatientRow {
        href: urls::chart(&patient.chart.to_string()),
        name: patient.person.name.clone(),
        number: patient.person.number.clone(),
        age: patient.person.age_on(today),
        medicines: medicines.collect(),
        since_step: patient.last_step(today).map(days_since),
        last_entry: patient.last_entry.map(days_since),
        since_review: usize::try_from(patient.unread).unwrap_or(usize::MAX),
        task_since: patient.task_since.map(|since| page.local(since).date()),
        sparks: sparks(page.t, &days, &steps, today),
        unreadable: patient.unreadable,
    }
}
