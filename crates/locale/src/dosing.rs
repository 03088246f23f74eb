//! Doses and orders in words.

use diary::{Dosing, HalfMicrograms, Order, TimedAmount};

use super::Texts;

impl Texts {
    /// What is taken, with its unit: `12.5 mg`, `stopped`, or an order as what it is; of days by turns also what a day has on
    /// average, and over how many days.
    #[must_use]
    pub fn dosing(self, dosing: &Dosing) -> String {
        match dosing {
            Dosing::Daily(_) if dosing.is_stop() => self.get("medicines-stopped"),
            Dosing::Daily(amount) => self.amount_mg(*amount),
            Dosing::Ordered(Order::AtTimes(amounts)) => {
                let one = |one: &TimedAmount| {
                    let at = ("at", self.time(&one.at).into());
                    self.with("dosing-at-time", &[at, ("dose", one.amount.to_string().into())])
                };
                let all: Vec<String> = amounts.get().iter().map(one).collect();
                all.join(&self.get("list-separator"))
            }
            Dosing::Ordered(Order::Cycle(cycle)) => {
                let days: Vec<String> = cycle.get().iter().map(|amount| self.amount_mg(*amount)).collect();
                let days = ("days", days.join(&self.get("cycle-separator")).into());
                let Some(mean) = dosing.mean_per_day() else { return String::new() };
                let exact = ("exact", if mean.is_exact() { "yes" } else { "no" }.into());
                let count = ("n", mean.days().into());
                self.with("dosing-cycle", &[days, exact, count, ("mean", mean.to_mg().into())])
            }
            Dosing::Ordered(Order::AsNeeded(needed)) => {
                let amount = ("dose", needed.amount().to_string().into());
                self.with("dosing-as-needed", &[amount, ("n", needed.max_per_day().into())])
            }
        }
    }

    /// What is taken, short and without its unit, for a place that names the unit itself: `12.5`, `100/75 by turns`.
    #[must_use]
    pub fn dosing_label(self, dosing: &Dosing) -> String {
        match dosing {
            Dosing::Daily(amount) => amount.to_string(),
            Dosing::Ordered(Order::AtTimes(amounts)) => {
                let all: Vec<String> = amounts.get().iter().map(|one| one.amount.to_string()).collect();
                all.join("+")
            }
            Dosing::Ordered(Order::Cycle(cycle)) => {
                let days: Vec<String> = cycle.get().iter().map(ToString::to_string).collect();
                self.one("dosing-label-cycle", "days", days.join("/"))
            }
            Dosing::Ordered(Order::AsNeeded(needed)) => {
                self.one("dosing-label-as-needed", "dose", needed.amount().to_string())
            }
        }
    }

    /// An amount with its unit.
    #[must_use]
    pub fn amount_mg(self, amount: HalfMicrograms) -> String {
        self.one("fact-dose-value", "dose", amount.to_string())
    }
}
