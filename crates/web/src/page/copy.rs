//! Five plain lines to copy into the clinic's own chart: facts of one period, nothing concluded.

use askama::Template;
use diary::{Micrograms, Precision};
use jiff::civil::Date;

use super::{Frame, Who, path};
use crate::texts::Texts;

/// Where the period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// At the last review before today; at the first entry where there is none.
    Review,
    /// 27 days back.
    FourWeeks,
}

impl Since {
    const ALL: [Self; 2] = [Self::Review, Self::FourWeeks];

    /// As in the page's address: `since=review|4w`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::FourWeeks => "4w",
        }
    }

    /// From the page's address; the review for what it does not know.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        Self::ALL.into_iter().find(|since| since.as_str() == name).unwrap_or(Self::Review)
    }
}

/// One change of dose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The medicine's name.
    pub medicine: String,
    /// The dose before; none for the first known one.
    pub before: Option<Micrograms>,
    /// The dose from then on.
    pub after: Micrograms,
    /// First day.
    pub date: Date,
    /// How exactly the day is known.
    pub precision: Precision,
}

/// Everything the lines are made of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Days with an answered check-in.
    pub recorded: usize,
    /// "Cannot write" days.
    pub cannot_write: usize,
    /// Days of the diary without a check-in, today left out.
    pub missing: usize,
    /// Entries by guardians.
    pub family: usize,
    /// 0 to 10, a value a day.
    pub mood: Vec<i64>,
    /// 0 to 10, a value a day.
    pub anxiety: Vec<i64>,
    /// Minutes, a value a night.
    pub slept: Vec<i64>,
    /// Medicines with today's dose.
    pub doses: Vec<(String, Micrograms)>,
    /// Changes in the period.
    pub steps: Vec<Step>,
    /// TMS sessions in the period.
    pub tms: Vec<Date>,
    /// Events with the number of their days.
    pub events: Vec<(String, usize)>,
    /// Safety answers as they were given.
    pub safety: Vec<(Date, String)>,
}

impl Gathered {
    /// The five lines.
    #[must_use]
    pub fn lines(&self, t: Texts, number: &str, (from, to): (Date, Date)) -> [String; 5] {
        [
            self.period(t, number, from, to),
            self.values(t),
            self.medicines(t),
            self.sessions(t),
            self.happened(t),
        ]
    }

    fn period(&self, t: Texts, number: &str, from: Date, to: Date) -> String {
        let line = t.with(
            "copy-period",
            &[
                ("number", number.into()),
                ("from", t.date(&from).into()),
                ("to", t.date(&to).into()),
                ("recorded", self.recorded.into()),
                ("cannot", self.cannot_write.into()),
                ("missing", self.missing.into()),
                ("nights", self.slept.len().into()),
            ],
        );
        let family = (self.family > 0).then(|| t.one("copy-family", "n", self.family));
        sentences([Some(line), family].into_iter().flatten())
    }

    fn values(&self, t: Texts) -> String {
        let whole = |value: i64| if value % 2 == 0 { (value / 2).to_string() } else { tenths(value * 5) };
        let hours = |value: i64| tenths((value * 10 + 60) / 120);
        let one = |key: &str, none: &str, values: &[i64], write: &dyn Fn(i64) -> String| match spread(values)
        {
            None => t.get(none),
            Some((least, middle, most)) => t.with(
                key,
                &[
                    ("min", write(least).into()),
                    ("max", write(most).into()),
                    ("median", write(middle).into()),
                    ("n", values.len().into()),
                ],
            ),
        };
        let lines = [
            one("copy-mood", "copy-mood-none", &self.mood, &whole),
            one("copy-anxiety", "copy-anxiety-none", &self.anxiety, &whole),
            one("copy-sleep", "copy-sleep-none", &self.slept, &hours),
        ];
        sentences(lines.into_iter())
    }

    fn medicines(&self, t: Texts) -> String {
        let list = |parts: Vec<String>| parts.join(&t.get("list-separator"));
        let doses: Vec<String> = self.doses.iter().map(|(name, dose)| t.dosed(name, *dose)).collect();
        let now = if doses.is_empty() {
            t.get("copy-doses-none")
        } else {
            t.one("copy-doses", "doses", list(doses))
        };
        let steps: Vec<String> = self.steps.iter().map(|step| step.words(t)).collect();
        let steps = if steps.is_empty() {
            t.get("copy-steps-none")
        } else {
            t.one("copy-steps", "steps", list(steps))
        };
        sentences([now, steps].into_iter())
    }

    fn sessions(&self, t: Texts) -> String {
        let (Some(first), Some(last)) = (self.tms.first(), self.tms.last()) else {
            return t.get("copy-tms-none");
        };
        let values = [
            ("n", self.tms.len().into()),
            ("first", t.short_day(first).into()),
            ("last", t.short_day(last).into()),
        ];
        t.with("copy-tms", &values)
    }

    fn happened(&self, t: Texts) -> String {
        let list = |parts: Vec<String>| parts.join(&t.get("list-separator"));
        let event = |(name, days): &(String, usize)| {
            t.with("copy-event", &[("event", name.as_str().into()), ("n", (*days).into())])
        };
        let events: Vec<String> = self.events.iter().map(event).collect();
        let events = if events.is_empty() {
            t.get("copy-events-none")
        } else {
            t.one("copy-events", "events", list(events))
        };
        let answer = |(day, said): &(Date, String)| {
            t.with("copy-safety-one", &[("day", t.short_day(day).into()), ("answer", said.as_str().into())])
        };
        let safety: Vec<String> = self.safety.iter().map(answer).collect();
        let safety = if safety.is_empty() {
            t.get("copy-safety-none")
        } else {
            t.one("copy-safety", "answers", list(safety))
        };
        sentences([events, safety].into_iter())
    }
}

impl Step {
    fn words(&self, t: Texts) -> String {
        let mg = |dose: Micrograms| dose.to_string();
        let mut values = vec![
            ("date", t.about(&self.date, &self.precision).into()),
            ("medicine", self.medicine.as_str().into()),
            ("to", mg(self.after).into()),
        ];
        let Some(before) = self.before else { return t.with("copy-step-first", &values) };
        values.push(("from", mg(before).into()));
        t.with("copy-step", &values)
    }
}

/// Twice the least, the median and the greatest: doubled, the median of whole numbers is whole.
fn spread(values: &[i64]) -> Option<(i64, i64, i64)> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let (least, most) = (*sorted.first()?, *sorted.last()?);
    let (low, high) = (sorted.get((sorted.len() - 1) / 2)?, sorted.get(sorted.len() / 2)?);
    Some((least * 2, low + high, most * 2))
}

/// A number of tenths: `65` is `6.5`.
fn tenths(value: i64) -> String {
    format!("{}.{}", value / 10, value % 10)
}

/// One after the other: with a space, except after a Japanese full stop.
fn sentences(parts: impl Iterator<Item = String>) -> String {
    parts
        .reduce(|said, next| if said.ends_with('。') { said + &next } else { said + " " + &next })
        .unwrap_or_default()
}

/// The lines, to be copied by a button or by hand.
#[derive(Template)]
#[template(path = "copy.html")]
pub struct CopyPage {
    /// Surroundings.
    pub frame: Frame,
    /// Who.
    pub who: Who,
    /// Where the period begins.
    pub since: Since,
    /// The lines.
    pub lines: [String; 5],
}

impl CopyPage {
    fn timeline(&self) -> String {
        path::chart(&self.who.chart)
    }

    /// The periods to choose from: where, its name, whether it is this one.
    fn periods(&self) -> Vec<(String, String, bool)> {
        let t = self.frame.t;
        let tab = |since: Since, text| {
            (format!("{}?since={}", path::copy(&self.who.chart), since.as_str()), text, since == self.since)
        };
        vec![tab(Since::Review, t.get("copy-since-review")), tab(Since::FourWeeks, t.get("copy-since-4w"))]
    }
}
