//! Whom to call.

use clinic::ChartView;
use diary::Age;
use jiff::civil::{Date, DateTime};
use locale::Texts;

/// A crisis line.
#[derive(Clone, Debug)]
pub struct Line {
    pub name: String,
    /// Its number as printed: `0120-279-338`.
    pub number: String,
    /// Its hours, in words.
    pub hours: String,
    /// When the clinic last checked it; `None` if never.
    pub verified: Option<Date>,
}

/// Everything on the help card.
#[derive(Clone, Debug)]
pub struct Contacts {
    /// The clinic's name, if entered.
    pub clinic: Option<String>,
    /// The clinic's phone number, if entered.
    pub phone: Option<String>,
    /// The clinic's hours, a line each.
    pub hours: Vec<String>,
    /// When the clinic next reads, if known.
    pub next_reading: Option<DateTime>,
    pub lines: Vec<Line>,
    /// Lines for minors; a minor sees them first.
    pub young: Vec<Line>,
    /// Whether the reader is known to be a minor.
    pub age: Age,
}

impl Contacts {
    /// Whom to call, as far as this clinic has entered it: nothing yet.
    #[must_use]
    pub fn of(t: Texts, age: Age) -> Self {
        let (lines, young) = seeds(t);
        Self { clinic: None, phone: None, hours: Vec::new(), next_reading: None, lines, young, age }
    }

    pub fn young_first(&self) -> bool {
        self.age == Age::Minor
    }

    pub fn some_unverified(&self) -> bool {
        self.lines.iter().chain(&self.young).any(|line| line.verified.is_none())
    }

    pub fn clinic_known(&self) -> bool {
        self.phone.is_some() || !self.hours.is_empty()
    }
}

/// The numbers alone, each with its name, to stand where the whole card would be too long.
pub fn numbers(t: &Texts, age: &Age) -> Vec<(String, String)> {
    let (lines, young) = seeds(*t);
    let emergency = [(t.get("contacts-119"), "119".to_owned()), (t.get("contacts-110"), "110".to_owned())];
    let (near, far) = if *age == Age::Minor { (young, lines) } else { (lines, young) };
    let lines = near.into_iter().chain(far).map(|line| (line.name, line.number));
    emergency.into_iter().chain(lines).collect()
}

/// When the clinic reads, as far as it is known: the same sentence wherever it matters.
pub fn reading(t: &Texts, next: &Option<DateTime>) -> String {
    match next {
        Some(next) => t.one("next-reading", "when", t.moment(next)),
        None => t.get("next-reading-unknown"),
    }
}

/// A number as a `tel:` link takes it.
pub fn digits(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The lines known before the clinic has entered and checked its own: for everyone, and for minors. None is verified.
#[must_use]
pub fn seeds(t: Texts) -> (Vec<Line>, Vec<Line>) {
    (
        vec![line(t, "line-yorisoi", "0120-279-338", "line-yorisoi-hours")],
        vec![
            line(t, "line-children24", "0120-0-78310", "line-children24-hours"),
            line(t, "line-childline", "0120-99-7777", "line-childline-hours"),
        ],
    )
}

fn line(t: Texts, name: &str, number: &str, hours: &str) -> Line {
    Line { name: t.get(name), number: number.to_owned(), hours: t.get(hours), verified: None }
}

/// Of age or not, today.
#[must_use]
pub fn age(view: &ChartView) -> Age {
    Age::of_years(view.person.age_on(view.today))
}
