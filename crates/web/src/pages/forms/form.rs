//! Forms: read, bound to session and route, and turned into entries.

use std::collections::BTreeSet;

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use clinic::{ChartAccess, ChartView, ClinicError, RequestContext, Written};
use diary::dialogue::{Choice, Draft, FormAnswers, FormPurpose, SentBy};
use diary::{Code, NewEntry, QuestionSet, RecordId, Symptom};

use crate::api::input;
use crate::app::App;
use crate::http::error::HttpError;
use crate::http::input_error::InputError;
use crate::http::json_body::MOST_BYTES;
use crate::pages::forms::daily_form::DailyForm;
use crate::pages::forms::form_object;
use crate::pages::forms::state::FormState;
use crate::pages::layout::context::PageContext;

/// The fields of a submitted form, in order.
#[derive(Clone)]
pub struct Form(pub Vec<(String, String)>);

impl FromRequest<App> for Form {
    type Rejection = HttpError;

    async fn from_request(request: Request, _: &App) -> Result<Self, HttpError> {
        let media =
            request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if !media.starts_with("application/x-www-form-urlencoded") {
            return Err(HttpError::UnsupportedMedia);
        }
        let bytes = to_bytes(request.into_body(), MOST_BYTES).await.map_err(|_| HttpError::TooLarge)?;
        let pairs: Vec<_> = serde_urlencoded::from_bytes(&bytes).map_err(|_| HttpError::NotAForm)?;
        if is_plain(&pairs) { Ok(Self(pairs)) } else { Err(HttpError::DuplicateKey) }
    }
}

/// Whether every field that holds one value is named once: of two values one would be checked and another stored.
fn is_plain(pairs: &[(String, String)]) -> bool {
    let mut named = BTreeSet::new();
    pairs.iter().all(|(name, _)| form_object::repeats(name) || named.insert(name))
}

impl Form {
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// Whether a field is absent or holds nothing but spaces.
    pub fn is_blank(&self, name: &str) -> bool {
        self.value(name).is_none_or(|value| value.trim().is_empty())
    }

    /// Whether it is the form of these questions, as it says itself.
    pub fn asks(&self, set: &QuestionSet) -> bool {
        self.value("question_set").is_some_and(|named| named == set.to_string())
    }

    /// Whether the form was made for this session and this route.
    ///
    /// # Errors
    /// That it was not.
    pub fn belongs(&self, page: &PageContext, route: &str) -> Result<(), HttpError> {
        let given = self.value("csrf").unwrap_or_default();
        if page.app.clinic().accounts().form_token_fits(&page.viewer, route, given) {
            Ok(())
        } else {
            Err(HttpError::ForeignOrigin)
        }
    }

    /// The entry this form stands for. What a form without script cannot know is filled in here.
    pub fn entry(&self, page: &PageContext, kind: &str) -> Result<NewEntry, InputError> {
        let mut object = form_object::object(kind, &self.0);
        let clinic = page.app.clinic();
        for (name, value) in [
            ("zone", clinic.zone().iana_name().unwrap_or("UTC").to_owned()),
            ("entered_at", clinic.now().to_string()),
            ("date", clinic.today().to_string()),
            ("client", env!("CARGO_PKG_VERSION").to_owned()),
        ] {
            object.entry(name).or_insert(value.into());
        }
        input::entry(object, page.t.language())
    }

    /// The check-in or sleep card this form stands for, with what the form says beside it.
    ///
    /// What the form alone tells to be wrong is named before its fields are read.
    pub fn draft(
        &self,
        page: &PageContext,
        daily: DailyForm,
        purpose: FormPurpose,
    ) -> Result<Draft, InputError> {
        let choice = |name| if self.value(name).is_some() { Choice::Made } else { Choice::Open };
        let asked_again = self.value("anew_asked").unwrap_or_default().split(',');
        let answers = FormAnswers {
            clock: page.local(page.app.clinic().now()).time(),
            purpose,
            day: if self.is_blank("date") { Choice::Open } else { Choice::Made },
            without_strength: form_object::without_strength(&self.0),
            asked_again: asked_again.filter_map(|id| Symptom::parse(id.trim()).ok()).collect(),
            beside_same: form_object::beside_same(&self.0)?,
            night: choice("times_meant"),
            safety_answer: choice("safety_answer"),
        };
        if daily == DailyForm::CheckIn {
            let is_wordless = purpose == FormPurpose::New && self.value("cannot_write").is_some();
            let strengths = if is_wordless { Ok(()) } else { answers.check_strengths() };
            strengths.and_then(|()| answers.check_day()).map_err(InputError::refused)?;
        }
        Ok(Draft { entry: self.entry(page, daily.entry_kind())?, sent_by: SentBy::Person(answers) })
    }

    /// The same form, to be shown again with what is wrong. Where the entry that it corrects was corrected elsewhere
    /// meanwhile, and the writer is told so, it may be sent again.
    pub fn again(self, errors: &[InputError], view: &ChartView, amended: Option<RecordId>) -> FormState {
        let form = self.filled(errors).on(view.today);
        let overtaken = errors.iter().any(|error| error.code == Code::ChangedMeanwhile);
        match amended.filter(|_| overtaken).and_then(|record| view.chart.entry(record)) {
            Some(entry) => form.with_newest(entry),
            None => form,
        }
    }

    /// The same form, correcting the entry of its address and no other.
    pub fn amending(mut self, record: RecordId) -> Self {
        self.0.retain(|(name, _)| name != "amends");
        self.0.push(("amends".to_owned(), record.to_string()));
        self
    }

    /// The same form, to be shown again with what is wrong.
    pub fn filled(self, errors: &[InputError]) -> FormState {
        FormState::of(self.0).refused_by(errors)
    }
}

/// What a form is for whose route corrects this record, or none.
#[must_use]
pub fn purpose(amends: Option<RecordId>) -> FormPurpose {
    if amends.is_some() { FormPurpose::Correction } else { FormPurpose::New }
}

/// The id of the entry that a form stands for: its own, or a new one for a form that is shown first.
///
/// # Errors
/// Where randomness fails.
pub fn entry_id(page: &PageContext, form: &FormState) -> Result<String, ClinicError> {
    match form.value("id") {
        "" => Ok(page.app.clinic().new_entry_id()?.to_string()),
        id => Ok(id.to_owned()),
    }
}

/// Submits a form's entry; one that was sent before is recognised.
///
/// A form that is sent again does not know when it was sent first, nor in which language: both come from what was
/// stored then, so that an impatient thumb is told that it is done and not that something conflicts.
///
/// # Errors
/// As [`clinic::Charts::submit`].
pub async fn submit_entry(
    page: &PageContext,
    cx: &RequestContext<'_>,
    access: ChartAccess,
    entry: NewEntry,
) -> Result<Vec<Written>, ClinicError> {
    let clinic = page.app.clinic();
    match clinic.charts().submit(cx, access, vec![entry.clone()]).await {
        Err(ClinicError::Conflict(ids)) => {
            let view = clinic.charts().read_with(cx, access).await?;
            let first = entry.as_first_sent(&view.chart, page.viewer.account.id);
            clinic.charts().submit(cx, access, vec![first.ok_or(ClinicError::Conflict(ids))?]).await
        }
        other => other,
    }
}
