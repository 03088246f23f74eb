//! What the address of a timeline asks for: range, view, imported items, and how the steps are laid side by side.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use jiff::civil::Date;

use crate::http::urls;

/// Imported items drawn at most.
const MOST_ITEMS: usize = 16;

/// How much of the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    FourWeeks,
    TwelveWeeks,
    All,
    /// Around a dose change: the one of this day, or the newest.
    Step(Option<Date>),
    /// From a fortnight before the last dose of a medicine that was stopped.
    AfterLast,
}

/// How far around a dose change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// 7 days before to 28 after.
    Near,
    /// 14 days before to 84 after.
    Far,
}

/// Which of the twins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    Figure,
    Table,
}

/// All of it. What an address does not know, or does not say, is the usual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChartQuery {
    pub span: Span,
    /// Around a dose change, and for the steps side by side.
    pub reach: Reach,
    pub view: View,
    /// The lane that is shown by step.
    pub by: Option<String>,
    /// Imported items; none asked for draws the usual ones.
    pub items: BTreeSet<usize>,
}

impl ChartQuery {
    /// From the name-value pairs of an address.
    #[must_use]
    pub fn of(pairs: &[(String, String)]) -> Self {
        let get = |name: &str| {
            pairs.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value.as_str())
        };
        let items = pairs.iter().filter(|(name, _)| name == "item");
        Self {
            span: match get("range") {
                "4w" => Span::FourWeeks,
                "12w" => Span::TwelveWeeks,
                "step" => Span::Step(get("step").parse().ok()),
                "after" => Span::AfterLast,
                _ => Span::All,
            },
            reach: if get("reach") == "84" { Reach::Far } else { Reach::Near },
            view: if get("view") == "table" { View::Table } else { View::Figure },
            by: Some(get("by")).filter(|by| !by.is_empty()).map(str::to_owned),
            items: items.filter_map(|(_, number)| number.parse().ok()).take(MOST_ITEMS).collect(),
        }
    }

    /// The pairs that lead back here, without the items; the usual is left out.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let range = match self.span {
            Span::All => None,
            Span::FourWeeks => Some("4w"),
            Span::TwelveWeeks => Some("12w"),
            Span::AfterLast => Some("after"),
            Span::Step(_) => Some("step"),
        };
        let step = if let Span::Step(day) = self.span { day.map(|day| day.to_string()) } else { None };
        let pairs = [
            ("range", range.map(str::to_owned)),
            ("step", step),
            ("reach", (self.reach == Reach::Far).then(|| "84".to_owned())),
            ("view", (self.view == View::Table).then(|| "table".to_owned())),
            ("by", self.by.clone()),
        ];
        pairs.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    #[must_use]
    pub fn address(&self, chart: &str) -> String {
        let mut out = urls::chart(chart);
        let items = self.items.iter().map(|item| ("item", item.to_string()));
        for (n, (name, value)) in self.pairs().into_iter().chain(items).enumerate() {
            let escaped: String =
                value.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
            // Writing into a string does not fail.
            let _ = write!(out, "{}{name}={escaped}", if n == 0 { '?' } else { '&' });
        }
        out
    }
}
