//! The patients whose TMS sessions one logs, by name.

use axum::http::StatusCode;
use axum::response::Response;

use super::view::{NamedPatient, TmsPatientsPage};
use crate::http::error::HttpError;
use crate::http::query::Query;
use crate::http::urls;
use crate::pages::layout::context::{PageContext, render};
use crate::pages::layout::view::NavItem;

const A_PAGE: usize = 50;

pub async fn show(page: PageContext, query: Query) -> Result<Response, HttpError> {
    let after = query.get("after").and_then(|text| text.parse().ok());
    let clinic = page.app.clinic();
    let names = clinic.panel().names(&page.cx("tms"), A_PAGE, after).await?;
    let mut patients = Vec::with_capacity(names.patients.len());
    for patient in &names.patients {
        patients.push(NamedPatient {
            href: urls::tms_sessions(&patient.chart.to_string()),
            name: patient.person.name.clone(),
            number: patient.person.number.clone(),
            birth: patient.person.born,
            age: patient.person.age_on(clinic.today()),
        });
    }
    let shown = TmsPatientsPage {
        layout: page.layout(NavItem::Tms),
        patients,
        next: names.next.map(|chart| format!("{}?after={chart}", urls::TMS_PATIENTS)),
    };
    Ok(render(&shown, StatusCode::OK))
}
