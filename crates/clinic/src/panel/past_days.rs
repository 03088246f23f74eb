//! Days of the small lines that only a late entry can still change: as they are shown, and written as columns, because the row
//! is sealed again with every entry.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One day of the small lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PanelDay {
    /// 0 very bad, 10 very good.
    pub mood: Option<u8>,
    /// 0 none, 10 very strong.
    pub anxiety: Option<u8>,
    /// Minutes slept, by the same rule as the timeline.
    pub slept_min: Option<i64>,
    /// "Cannot write today".
    pub cannot_write: bool,
}

/// Days before the last one, without those that say nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Columns", into = "Columns")]
pub(crate) struct PastDays(pub BTreeMap<Date, PanelDay>);

/// One value a day from `from` on.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    from: Date,
    mood: Vec<Option<u8>>,
    anxiety: Vec<Option<u8>>,
    slept_min: Vec<Option<i64>>,
    /// Places of the days on which the patient could not write.
    cannot_write: Vec<usize>,
}

impl PastDays {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<PastDays> for Columns {
    fn from(PastDays(days): PastDays) -> Self {
        let (Some((from, _)), Some((to, _))) = (days.first_key_value(), days.last_key_value()) else {
            return Self::default();
        };
        let mut columns = Self { from: *from, ..Self::default() };
        for (at, date) in from.series(1.day()).take_while(|date| date <= to).enumerate() {
            let day = days.get(&date).copied().unwrap_or_default();
            columns.mood.push(day.mood);
            columns.anxiety.push(day.anxiety);
            columns.slept_min.push(day.slept_min);
            columns.cannot_write.extend(day.cannot_write.then_some(at));
        }
        columns
    }
}

impl TryFrom<Columns> for PastDays {
    type Error = &'static str;

    fn try_from(columns: Columns) -> Result<Self, Self::Error> {
        let Columns { from, mood, anxiety, slept_min, cannot_write } = columns;
        let length = mood.len();
        if anxiety.len() != length || slept_min.len() != length || cannot_write.iter().any(|at| *at >= length)
        {
            return Err("columns of different lengths");
        }
        let values = mood.into_iter().zip(anxiety).zip(slept_min).enumerate();
        let days = from.series(1.day()).zip(values).map(|(date, (at, ((mood, anxiety), slept_min)))| {
            (date, PanelDay { mood, anxiety, slept_min, cannot_write: cannot_write.contains(&at) })
        });
        Ok(Self(days.filter(|(_, day)| *day != PanelDay::default()).collect()))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn again(text: &str) -> Result<PastDays, serde_json::Error> {
        serde_json::from_str(text)
    }

    /// A day that says nothing keeps its place and nothing else; so does the end of a month.
    #[test]
    fn days_keep_their_place() {
        let answered = PanelDay { mood: Some(6), anxiety: None, slept_min: Some(390), cannot_write: false };
        let silent = PanelDay { cannot_write: true, ..PanelDay::default() };
        let days = PastDays(BTreeMap::from([(date(2026, 2, 27), answered), (date(2026, 3, 1), silent)]));
        let text = serde_json::to_string(&days).unwrap();
        assert_eq!(
            text,
            r#"{"from":"2026-02-27","mood":[6,null,null],"anxiety":[null,null,null],"slept_min":[390,null,null],"cannot_write":[2]}"#
        );
        assert_eq!(again(&text).unwrap(), days);
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        let with = |anxiety: &str, slept: &str, cannot: &str| {
            again(&format!(
                r#"{{"from":"2026-02-27","mood":[6,null],"anxiety":{anxiety},"slept_min":{slept},"cannot_write":{cannot}}}"#
            ))
        };
        assert!(with("[1,2]", "[1,2]", "[1]").is_ok());
        assert!(with("[1]", "[1,2]", "[1]").is_err());
        assert!(with("[1,2]", "[1,2,3]", "[1]").is_err());
        assert!(with("[1,2]", "[1,2]", "[2]").is_err());
    }
}
