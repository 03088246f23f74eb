//! Five plain lines to copy into the clinic's own chart: facts of one period, nothing concluded.

use askama::Template;
use diary::{Micrograms, Precision, Severity};
use jiff::civil::Date;

use super::{Frame, Who, path};
use crate::texts::Texts;

/// Where the period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// At the last review that was written before today; at the first entry where there is none.
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
    /// The dose before.
    pub before: Micrograms,
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
    /// Every day of the period is one of the five that follow.
    pub days: Days,
    /// Whether the diary ended before today.
    pub ended: bool,
    /// Values of diaries kept elsewhere, which are not in the lines.
    pub imported: Elsewhere,
    /// Entries by guardians.
    pub family: usize,
    /// 0 to 10, a value a day.
    pub mood: Vec<i64>,
    /// 0 to 10, a value a day.
    pub anxiety: Vec<i64>,
    /// Minutes, a value a night.
    pub slept: Vec<i64>,
    /// Where those come from, with the number of nights.
    pub sources: Vec<(String, usize)>,
    /// Medicines with today's dose.
    pub doses: Vec<(String, Micrograms)>,
    /// Changes in the period; the start of a registration is none.
    pub steps: Vec<Step>,
    /// Medicines whose first known dose begins in the period, in words.
    pub begun: Vec<String>,
    /// What is entered for later days, in words.
    pub planned: Vec<String>,
    /// What was answered about the day's medicine, with the number of days; none that nobody answered.
    pub taken: Vec<(String, usize)>,
    /// What was answered about symptoms.
    pub symptoms: Symptoms,
    /// TMS sessions in the period.
    pub tms: Vec<Date>,
    /// Events with the number of their days.
    pub events: Vec<(String, usize)>,
    /// Answers for a look on the same day, as they were given: safety answers and severe akathisia.
    pub same_day: Vec<(Date, String)>,
}

/// Values of diaries kept elsewhere: each has a scale of its own, so the lines only say that there are some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// How many values.
    pub values: usize,
    /// Of which items, each once.
    pub items: Vec<String>,
}

/// Imported items named; more are counted.
const NAMED: usize = 4;

impl Elsewhere {
    fn left_out(&self, t: Texts) -> Option<String> {
        let named: Vec<&str> = self.items.iter().take(NAMED).map(String::as_str).collect();
        let values = [
            ("n", self.values.into()),
            ("list", named.join(&t.get("list-separator")).into()),
            ("more", (self.items.len() - named.len()).into()),
        ];
        (self.values > 0).then(|| t.with("copy-imported", &values))
    }
}

/// The days of a period by what they are; together they are all of it, today too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Days {
    /// With an entry of the patient's own.
    pub recorded: usize,
    /// "Cannot write" days.
    pub cannot_write: usize,
    /// Days of the diary before today that have neither.
    pub missing: usize,
    /// Before the patient's first own entry.
    pub before_diary: usize,
    /// Today, without an entry so far.
    pub today_open: usize,
}

impl Days {
    fn all(self) -> usize {
        self.recorded + self.cannot_write + self.missing + self.before_diary + self.today_open
    }
}

/// Symptoms of a period, safety answers left out: they have no grades, and a sentence of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Symptoms {
    /// Days on which the question was answered.
    pub answered: usize,
    /// Days on which there were none. Of a day with safety answers alone nobody may say so: an entry for its writer alone
    /// delivers nothing else.
    pub none: usize,
    /// Days with any symptom.
    pub with_any: usize,
    /// Those of most days first, with their days.
    pub frequent: Vec<(String, usize)>,
    /// The strongest answer there was, and the symptoms it was given to, with the days of that answer.
    pub strongest: Option<(Severity, Vec<(String, usize)>)>,
}

impl Gathered {
    /// The five lines.
    #[must_use]
    pub fn lines(&self, t: Texts, number: &str, (from, to): (Date, Date)) -> [String; 5] {
        [
            self.period(t, number, from, to),
            self.values(t),
            self.complaints(t),
            self.medicines(t),
            self.happened(t),
        ]
    }

    fn period(&self, t: Texts, number: &str, from: Date, to: Date) -> String {
        let Days { recorded, cannot_write, missing, before_diary, today_open } = self.days;
        let head = t.with(
            "copy-period",
            &[
                ("number", number.into()),
                ("from", t.date(&from).into()),
                ("to", t.date(&to).into()),
                ("days", self.days.all().into()),
            ],
        );
        let counted = if recorded + cannot_write == 0 {
            t.get("copy-no-entries")
        } else {
            t.with(
                "copy-days",
                &[
                    ("recorded", recorded.into()),
                    ("cannot", cannot_write.into()),
                    ("missing", missing.into()),
                    ("nights", self.slept.len().into()),
                ],
            )
        };
        let before = (before_diary > 0).then(|| t.one("copy-before", "n", before_diary));
        let open = (today_open > 0).then(|| t.get("copy-today-open"));
        let ended = self.ended.then(|| t.get("copy-ended"));
        let family = (self.family > 0).then(|| t.one("copy-family", "n", self.family));
        sentences([Some(head), Some(counted), before, open, ended, family].into_iter().flatten())
    }

    fn complaints(&self, t: Texts) -> String {
        let Symptoms { answered, none, with_any, frequent, strongest } = &self.symptoms;
        let symptoms = match (*answered, *with_any) {
            (0, _) => t.get("copy-symptoms-unanswered"),
            (answered, 0) if *none == answered => t.one("copy-symptoms-none", "answered", answered),
            (answered, 0) => {
                t.with("copy-symptoms-safety", &[("answered", answered.into()), ("none", (*none).into())])
            }
            (answered, n) => {
                let list = listed(t, frequent);
                t.with(
                    "copy-symptoms",
                    &[("answered", answered.into()), ("n", n.into()), ("list", list.into())],
                )
            }
        };
        let strongest = strongest.as_ref().map(|(severity, of)| {
            let (severity, list) = (t.severity(severity), listed(t, of));
            t.with("copy-strongest", &[("severity", severity.into()), ("list", list.into())])
        });
        sentences([Some(symptoms), strongest, Some(self.same_day(t))].into_iter().flatten())
    }

    fn same_day(&self, t: Texts) -> String {
        let answer = |(day, said): &(Date, String)| {
            t.with("copy-same-day-one", &[("day", t.short_day(day).into()), ("answer", said.as_str().into())])
        };
        let answers: Vec<String> = self.same_day.iter().map(answer).collect();
        match (answers.is_empty(), self.symptoms.answered) {
            (false, _) => t.one("copy-same-day", "answers", answers.join(&t.get("list-separator"))),
            (true, 0) => t.get("copy-same-day-unanswered"),
            (true, _) => t.get("copy-same-day-none"),
        }
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
        let sources = t.one("copy-sleep-sources", "list", listed(t, &self.sources));
        let lines = [
            Some(one("copy-mood", "copy-mood-none", &self.mood, &whole)),
            Some(one("copy-anxiety", "copy-anxiety-none", &self.anxiety, &whole)),
            Some(one("copy-sleep", "copy-sleep-none", &self.slept, &hours)),
            (!self.sources.is_empty()).then_some(sources),
            self.imported.left_out(t),
        ];
        sentences(lines.into_iter().flatten())
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
        let taken = if self.taken.is_empty() {
            t.get("copy-taken-none")
        } else {
            t.one("copy-taken", "list", listed(t, &self.taken))
        };
        let some = |key: &str, parts: &[String]| {
            (!parts.is_empty()).then(|| t.one(key, "list", list(parts.to_vec())))
        };
        let (planned, begun) = (some("planned-list", &self.planned), some("copy-begun", &self.begun));
        sentences([Some(now), planned, Some(steps), begun, Some(taken)].into_iter().flatten())
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
        t.with(if first == last { "copy-tms-day" } else { "copy-tms" }, &values)
    }

    fn happened(&self, t: Texts) -> String {
        let events = if self.events.is_empty() {
            t.get("copy-events-none")
        } else {
            t.one("copy-events", "events", listed(t, &self.events))
        };
        sentences([self.sessions(t), events].into_iter())
    }
}

/// Things with the number of their days: `お酒 3日、…`.
fn listed(t: Texts, counted: &[(String, usize)]) -> String {
    let one = |(name, days): &(String, usize)| {
        t.with("copy-counted", &[("what", name.as_str().into()), ("n", (*days).into())])
    };
    counted.iter().map(one).collect::<Vec<_>>().join(&t.get("list-separator"))
}

impl Step {
    fn words(&self, t: Texts) -> String {
        let mg = |dose: Micrograms| dose.to_string();
        let values = [
            ("date", t.about(&self.date, &self.precision).into()),
            ("medicine", self.medicine.as_str().into()),
            ("to", mg(self.after).into()),
            ("from", mg(self.before).into()),
        ];
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
#[template(path = "visit_summary/view.html")]
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
