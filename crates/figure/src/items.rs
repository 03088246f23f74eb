//! Items of a diary kept elsewhere: one small row each, from the best to the worst value that is drawn of it, both written
//! beside its name. Nothing is compared with anything.

use jiff::civil::Date;

/// Rows of values under one another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Items {
    /// The rows that are drawn, a group a file, in the order they came in.
    pub groups: Vec<Vec<ItemRow>>,
    /// Rows that only the table holds.
    pub table_only: Vec<ItemRow>,
    /// A last line that says how many those are; empty when there are none.
    pub more: String,
}

/// One item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemRow {
    /// Its name.
    pub label: String,
    /// What stands before the ends of its row: that the scale is turned round; else empty.
    pub turned: String,
    /// Its scale in words, for the head of its column, and what is in its cells: the day's value, and for an item asked
    /// daily the drawn one in brackets.
    pub unit: String,
    /// The scale's better end; where higher values are better this is its highest value.
    pub better: f64,
    /// The scale's worse end.
    pub worse: f64,
    /// Its values, one a day, by date.
    pub days: Vec<(Date, f64)>,
    /// What is drawn of them; a day without a value of its own has none.
    pub drawn: Vec<(Date, f64)>,
    /// How often it was asked.
    pub asked: Asked,
}

/// How often an item was asked, and so what is drawn of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// About daily: drawn is a smoothed line.
    Daily,
    /// Now and then: each value itself, over so many days up to its own.
    Sparsely {
        /// Days, at least 1.
        days: i64,
    },
}

impl Asked {
    pub(crate) fn is_sparse(self) -> bool {
        matches!(self, Self::Sparsely { .. })
    }
}

impl Items {
    /// The rows of the table: the drawn ones first.
    pub fn all(&self) -> impl Iterator<Item = &ItemRow> {
        self.groups.iter().flatten().chain(&self.table_only)
    }
}

impl ItemRow {
    /// How many days up to its own a drawn value covers.
    #[must_use]
    pub fn covers(&self) -> i64 {
        match self.asked {
            Asked::Daily => 1,
            Asked::Sparsely { days } => days.max(1),
        }
    }

    /// The ends of its row, bottom and top: the best and the worst of the values that are drawn.
    pub(crate) fn ends(&self) -> (f64, f64) {
        let values = || self.drawn.iter().map(|(_, value)| *value);
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        if self.worse < self.better { (high, low) } else { (low, high) }
    }
}
