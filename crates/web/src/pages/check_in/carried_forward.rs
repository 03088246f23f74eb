//! "The same as yesterday": it repeats symptoms, never an answer for a look on the same day, which is asked anew.

use clinic::ChartView;
use diary::chart::{CarriedForward, Readers};
use diary::{Code, ListedSymptom, RecordId, Symptom};
use jiff::civil::Date;
use locale::Texts;

use crate::api::input::form_fields;
use crate::http::input_error::InputError;
use crate::pages::check_in::view::SameAs;
use crate::pages::forms::form::Form;
use crate::pages::forms::submitted::Repeated;

/// An evening's form as it is stored, and what its writer is to be told of a "same".
pub struct Read {
    /// The form.
    pub form: Form,
    /// What a "same" left out that nobody was asked about.
    pub left_out: Vec<ListedSymptom>,
    /// What a "same" repeated.
    pub repeated: Option<Repeated>,
}

impl Read {
    /// A form that repeats nothing.
    pub fn plain(form: &Form) -> Self {
        Self { form: form.clone(), left_out: Vec::new(), repeated: None }
    }
}

/// What a "same" would repeat on each of these days.
pub fn offered(t: Texts, view: &ChartView, days: &[Date]) -> Vec<(Date, SameAs)> {
    let one = |day: &Date| {
        let same = view.chart.carried_forward(*day)?;
        let what = match same.readers {
            Readers::Everyone => SameAs::Repeats(repeated(t, &same)),
            Readers::OnlyMe => SameAs::OnlyMe(same.date),
        };
        Some((*day, what))
    };
    days.iter().filter_map(one).collect()
}

fn repeated(t: Texts, same: &CarriedForward) -> Repeated {
    let named: Vec<String> = same.symptoms.iter().map(|item| t.listed_symptom(item)).collect();
    let symptoms = (!named.is_empty()).then(|| named.join(&t.get("list-separator")));
    Repeated { day: same.date, symptoms }
}

/// Whether a form answers that the symptoms are the same.
pub fn is_said(form: &Form) -> bool {
    form.value("symptoms") == Some("same")
}

/// The answers before these days that a "same" would not repeat, each once: safety answers and severe akathisia.
pub fn not_repeated(view: &ChartView, days: &[Date]) -> Vec<Symptom> {
    let before = days.iter().filter_map(|day| view.chart.symptoms_before(*day)).flatten();
    let mut anew: Vec<Symptom> = before.filter(asks_anew).map(|item| item.symptom).collect();
    anew.sort_unstable();
    anew.dedup();
    anew
}

fn asks_anew(item: &ListedSymptom) -> bool {
    item.symptom.needs_same_day_review(item.severity)
}

/// A form that answers "the same", as it is stored: with an answer given anew beside it, the repeated symptoms are spelled
/// out, because "the same" can hold none. With it what was left out that nobody was asked: a page asks anew about the days
/// that it was shown for, and another may have been chosen.
///
/// # Errors
/// Of the field `symptoms`: [`Code::NothingToRepeat`] in a new entry, where a correction only keeps what it said;
/// [`Code::RepeatsOnlyMe`] in one that the clinic reads.
pub fn read(t: Texts, view: &ChartView, form: &Form, amended: Option<RecordId>) -> Result<Read, InputError> {
    let day = form.day().unwrap_or(view.today);
    let Some(before) = view.chart.symptoms_before(day) else {
        let nothing = InputError::new("symptoms", Code::NothingToRepeat);
        return if amended.is_some() { Ok(Read::plain(form)) } else { Err(nothing) };
    };
    let same = view.chart.carried_forward(day);
    let only_me = same.as_ref().is_some_and(|same| same.readers == Readers::OnlyMe);
    if only_me && form.value("only_me").is_none() {
        return Err(InputError::new("symptoms", Code::RepeatsOnlyMe));
    }
    let left_out = left_out(form, &before);
    if form.0.iter().any(|(name, value)| name.starts_with(form_fields::ASKED_AGAIN) && !value.is_empty()) {
        return Ok(Read { left_out, ..Read::plain(&spelled_out(form, &before)) });
    }
    Ok(Read { form: form.clone(), left_out, repeated: same.map(|same| repeated(t, &same)) })
}

/// The answers that are neither repeated nor among those that the page asked about, and that the form does not give.
fn left_out(form: &Form, before: &[ListedSymptom]) -> Vec<ListedSymptom> {
    let asked: Vec<&str> = form.value("anew_asked").unwrap_or_default().split(',').map(str::trim).collect();
    let answered = form_fields::listed(&form.0);
    let unasked = |symptom: Symptom| !asked.contains(&symptom.id()) && !answered.contains(&symptom);
    // Its clock time belongs to the day before.
    let before = before.iter().filter(|item| asks_anew(item) && unasked(item.symptom));
    before.map(|item| ListedSymptom { time: None, ..item.clone() }).collect()
}

/// A symptom that the form itself answers keeps that answer.
fn spelled_out(form: &Form, before: &[ListedSymptom]) -> Form {
    let answered = form_fields::listed(&form.0);
    let mut form = form.clone();
    for (name, value) in &mut form.0 {
        if name == "symptoms" {
            "listed".clone_into(value);
        }
    }
    let repeats = |item: &&ListedSymptom| !asks_anew(item) && !answered.contains(&item.symptom);
    let repeated = before.iter().filter(repeats).filter_map(|item| {
        Some((format!("symptom.{}", item.symptom.id()), item.severity?.number().to_string()))
    });
    form.0.extend(repeated);
    form
}
