//! What is taken: today's dose and the next known step of each medicine, and when to call.

use clinic::ChartView;
use diary::chart::{DoseLane, DoseStep};
use diary::{Dosing, Precision};
use jiff::civil::Date;
use locale::Texts;

/// A dose and the day it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dosed {
    /// What is taken.
    pub dosing: Dosing,
    /// First day.
    pub date: Date,
    /// How exactly the day is known.
    pub precision: Precision,
}

/// One medicine: today's dose and the next known step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its name in the reader's language.
    pub name: String,
    /// The dose that holds today and since when; none before the first known day.
    pub now: Option<Dosed>,
    /// The next dose dated after today that differs from today's.
    pub next: Option<Dosed>,
    /// The medicine it took the place of.
    pub replaces: Option<String>,
}

impl From<&DoseStep> for Dosed {
    fn from(step: &DoseStep) -> Self {
        Self { dosing: step.dosing.clone(), date: step.date, precision: step.precision }
    }
}

impl Taken {
    /// What a lane says on `today`.
    #[must_use]
    pub fn of(t: Texts, lane: &DoseLane, today: Date) -> Self {
        let known = lane.steps.iter().filter(|step| step.date <= today);
        // Steps that repeat the dose are one dose: it holds since the first of them.
        let now = known.fold(None, |held: Option<Dosed>, step| match held {
            Some(held) if held.dosing == step.dosing => Some(held),
            _ => Some(Dosed::from(step)),
        });
        let differs = |step: &&DoseStep| now.as_ref().is_none_or(|now| now.dosing != step.dosing);
        let ahead = lane.steps.iter().filter(|step| step.date > today).find(differs).map(Dosed::from);
        Self {
            name: t.medicine(&lane.medicine),
            now,
            next: ahead,
            replaces: lane.replaces.as_ref().map(|old| t.medicine(old)),
        }
    }

    /// Whether it is stopped today and stays so, as far as is known.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.next.is_none() && self.now.as_ref().is_some_and(|now| now.dosing.is_stop())
    }

    pub fn today(&self, t: &Texts) -> String {
        self.now.as_ref().map_or_else(|| t.get("medicines-not-started"), |now| t.dosing(&now.dosing))
    }

    pub fn since(&self, t: &Texts) -> Option<String> {
        self.now
            .as_ref()
            .map(|now| t.one("medicines-since-value", "date", t.about(&now.date, &now.precision)))
    }

    pub fn step(&self, t: &Texts) -> String {
        let Some(next) = &self.next else { return t.get("medicines-next-none") };
        let date = t.about(&next.date, &next.precision);
        match &next.dosing {
            dosing if dosing.is_stop() => t.one("medicines-next-stop", "date", date),
            Dosing::Daily(amount) => {
                t.with("medicines-next-value", &[("date", date.into()), ("dose", amount.to_string().into())])
            }
            ordered => {
                t.with("medicines-next-order", &[("date", date.into()), ("order", t.dosing(ordered).into())])
            }
        }
    }
}

/// The danger sign with a paragraph of its own.
const FELT: &str = "suicidal_thoughts";

/// It in words.
pub fn felt(t: &Texts) -> String {
    let felt = diary::same_day_answers().find(|(symptom, _)| symptom.id() == FELT);
    felt.map(|(symptom, _)| t.one("danger-felt", "symptom", t.symptom(&symptom))).unwrap_or_default()
}

/// The others that need a review on the same day: for an emergency of the body, 119 is called.
pub fn same_day(t: &Texts) -> Vec<String> {
    let others = diary::same_day_answers().filter(|(it, _)| it.id() != FELT && !it.is_bodily_emergency());
    let mut signs = Vec::new();
    for (symptom, severity) in others {
        let named = t.symptom(&symptom);
        signs.push(if severity.is_some() { t.one("danger-severe", "symptom", named) } else { named });
    }
    signs
}

/// Today's dose and the next step of each medicine: those taken first, then those that are over.
pub fn medicines(t: Texts, view: &ChartView) -> Vec<Taken> {
    let lanes = view.chart.doses();
    let mut medicines: Vec<Taken> = lanes.iter().map(|lane| Taken::of(t, lane, view.today)).collect();
    medicines.sort_by_key(Taken::is_over);
    medicines
}
