//! "The same as yesterday": it repeats symptoms, never a safety answer, which is asked anew.

use clinic::ChartView;
use diary::{ListedSymptom, Symptom};
use jiff::civil::Date;

use super::form::Form;
use crate::page::Gap;
use crate::wire;

/// Whether a form answers that the symptoms are the same.
pub fn is_said(form: &Form) -> bool {
    form.value("symptoms") == Some("same")
}

/// The safety answers before these days that a "same" would not repeat, each once.
pub fn not_repeated(view: &ChartView, days: &[Date]) -> Vec<Symptom> {
    let before = days.iter().filter_map(|day| view.chart.symptoms_before(*day)).flatten();
    let mut safety: Vec<Symptom> =
        before.map(|item| item.symptom).filter(|symptom| symptom.is_safety()).collect();
    safety.sort_unstable();
    safety.dedup();
    safety
}

/// A form that answers "the same", as it is stored: with a safety answer given anew beside it, the repeated symptoms are
/// spelled out, because "the same" can hold none. Without one, whether something was left out that nobody was asked.
pub fn read(view: &ChartView, form: &Form) -> (Form, Gap) {
    let named = form.value("date").and_then(|date| wire::date("date", date).ok());
    let Some(before) = view.chart.symptoms_before(named.unwrap_or(view.today)) else {
        return (form.clone(), Gap::None);
    };
    if form.0.iter().any(|(name, value)| name.starts_with(wire::form::ANEW) && !value.is_empty()) {
        return (spelled_out(form, &before), Gap::None);
    }
    let asked = form.value("safety_seen").is_some();
    let left_out = !asked && before.iter().any(|item| item.symptom.is_safety());
    (form.clone(), if left_out { Gap::Safety } else { Gap::None })
}

fn spelled_out(form: &Form, before: &[ListedSymptom]) -> Form {
    let mut form = form.clone();
    for (name, value) in &mut form.0 {
        if name == "symptoms" {
            "listed".clone_into(value);
        }
    }
    let repeated = before.iter().filter_map(|item| {
        Some((format!("symptom.{}", item.symptom.id()), item.severity?.number().to_string()))
    });
    form.0.extend(repeated);
    form
}
