//! "The same as yesterday": it repeats symptoms, never a same-day answer, which is asked again.

use clinic::ChartView;
use diary::chart::{CarriedForward, Readers};
use diary::{ListedSymptom, Symptom};
use jiff::civil::Date;
use locale::Texts;

use crate::pages::check_in::view::SameAs;
use crate::pages::forms::submitted::Repeated;

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

/// What was carried forward, in words.
pub fn repeated(t: Texts, same: &CarriedForward) -> Repeated {
    let named: Vec<String> = same.symptoms.iter().map(|item| t.listed_symptom(item)).collect();
    let symptoms = (!named.is_empty()).then(|| named.join(&t.get("list-separator")));
    Repeated { day: same.date, symptoms }
}

/// The answers before these days that a "same" would not repeat, each once: safety answers and severe akathisia.
pub fn not_repeated(view: &ChartView, days: &[Date]) -> Vec<Symptom> {
    let before = days.iter().filter_map(|day| view.chart.symptoms_before(*day)).flatten();
    let mut anew: Vec<Symptom> =
        before.filter(ListedSymptom::needs_same_day_review).map(|item| item.symptom).collect();
    anew.sort_unstable();
    anew.dedup();
    anew
}
