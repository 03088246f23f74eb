//! Forms: read, bound to session and route, and turned into entries.

use std::collections::BTreeSet;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use clinic::{Cx, Entrance, Problem, Written};
use diary::chart::Entry;
use diary::{ChartId, NewEntry};
use jiff::civil::Date;
use serde_json::Value;

use super::frame::{Around, trouble_page};
use crate::app::App;
use crate::body::MOST_BYTES;
use crate::failure::{Failure, language_of};
use crate::page::{Filled, Trouble};
use crate::wire::{self, WireError};

/// The fields of a submitted form, in order.
#[derive(Clone)]
pub struct Form(pub Vec<(String, String)>);

impl FromRequest<App> for Form {
    type Rejection = Response;

    async fn from_request(request: Request, _: &App) -> Result<Self, Response> {
        let language = language_of(request.headers());
        let refused = |status, trouble| trouble_page(status, language, trouble);
        let media =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media.starts_with("application/x-www-form-urlencoded") {
            return Err(refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, Trouble::Method));
        }
        let too_large = |_| refused(StatusCode::PAYLOAD_TOO_LARGE, Trouble::TooLarge);
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(too_large)?;
        let unprocessable = |trouble| refused(StatusCode::UNPROCESSABLE_ENTITY, trouble);
        let pairs: Vec<_> =
            serde_urlencoded::from_bytes(&bytes).map_err(|_| unprocessable(Trouble::Method))?;
        if is_plain(&pairs) { Ok(Self(pairs)) } else { Err(unprocessable(Trouble::Refused)) }
    }
}

/// Whether every field that holds one value is named once: of two values one would be checked and another stored.
fn is_plain(pairs: &[(String, String)]) -> bool {
    let mut named = BTreeSet::new();
    pairs.iter().all(|(name, _)| wire::form::repeats(name) || named.insert(name))
}

impl Form {
    /// The first value of a field.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// The day it names, where that is one.
    pub fn day(&self) -> Option<Date> {
        self.value("date").and_then(|date| wire::date("date", date.trim()).ok())
    }

    /// Whether the form was drawn for this session and this route.
    ///
    /// # Errors
    /// That it was not.
    pub fn belongs(&self, around: &Around, route: &str) -> Result<(), Failure> {
        let given = self.value("csrf").unwrap_or_default();
        if around.app.clinic().accounts().form_token_fits(&around.viewer, route, given) {
            Ok(())
        } else {
            Err(Failure::foreign_form(around.t.language()))
        }
    }

    /// The entry this form stands for. What a form without script cannot know is filled in here.
    pub fn entry(&self, around: &Around, kind: &str) -> Result<NewEntry, WireError> {
        let mut object = wire::form::object(kind, &self.0);
        let clinic = around.app.clinic();
        let now = clinic.now();
        let zone = clinic.zone().iana_name().unwrap_or("UTC");
        let mut absent = |name: &str, value: Value| {
            if !object.contains_key(name) {
                object.insert(name.to_owned(), value);
            }
        };
        absent("zone", zone.into());
        absent("entered_at", now.to_string().into());
        absent("date", clinic.today().to_string().into());
        absent("client", env!("CARGO_PKG_VERSION").into());
        wire::entry(object, around.t.language())
    }

    /// The same form, to be shown again with what is wrong.
    pub fn filled(self, errors: &[WireError]) -> Filled {
        Filled::of(self.0).refused_by(errors)
    }
}

/// The id of the entry that a form stands for: its own, or a new one for a form that is shown first.
///
/// # Errors
/// Where randomness fails.
pub fn entry_id(around: &Around, form: &Filled) -> Result<String, Problem> {
    match form.value("id") {
        "" => Ok(around.app.clinic().new_entry_id()?.to_string()),
        id => Ok(id.to_owned()),
    }
}

/// Stores a form's entry.
///
/// A form that is sent again does not know when it was sent first, nor in which language: both come from what was
/// stored then, so that an impatient thumb is told that it is done and not that something conflicts.
///
/// # Errors
/// As [`clinic::Charts::submit`].
pub async fn store(
    around: &Around,
    cx: &Cx<'_>,
    chart: ChartId,
    entrance: Entrance,
    mut entry: NewEntry,
) -> Result<Vec<Written>, Problem> {
    let clinic = around.app.clinic();
    match clinic.charts().submit(cx, entrance, vec![entry.clone()]).await {
        Err(Problem::Conflict(ids)) => {
            let view = clinic.charts().chart(cx, chart).await?;
            let me = around.viewer.account.id;
            let mut versions =
                view.chart.entries().iter().flat_map(Entry::versions).map(|version| &version.meta);
            let first = versions.find(|meta| meta.entry == entry.id && meta.author.account == me);
            let first = first.ok_or(Problem::Conflict(ids))?;
            entry.entered_at = first.entered_at;
            entry.provenance.language = first.language;
            clinic.charts().submit(cx, entrance, vec![entry]).await
        }
        other => other,
    }
}
