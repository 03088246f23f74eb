//! Dates and times in the reader's language. Weekday names, era names and orders come from the text files.

use diary::Precision;
use jiff::civil::{Date, DateTime, Time};

use super::{FluentValue, Texts};

/// The first days of the Japanese eras that a living person can be born in, newest first.
const ERAS: [(&str, i16, i8, i8); 4] =
    [("reiwa", 2019, 5, 1), ("heisei", 1989, 1, 8), ("showa", 1926, 12, 25), ("taisho", 1912, 7, 30)];

impl Texts {
    /// A day of this or a near year with its weekday: `11月24日（火）`, `Tue 24 Nov`.
    #[must_use]
    pub fn day(self, date: &Date) -> String {
        self.dated("date-day", date)
    }

    /// A day with its year and weekday: `2026年11月24日（火）`.
    #[must_use]
    pub fn date(self, date: &Date) -> String {
        self.dated("date-full", date)
    }

    /// A day without its weekday: `11月24日`.
    #[must_use]
    pub fn short_day(self, date: &Date) -> String {
        self.dated("date-short", date)
    }

    /// A month: `11月`; the year stands with each January.
    #[must_use]
    pub fn month(self, date: &Date) -> String {
        self.dated(if date.month() == 1 { "date-month-year" } else { "date-month" }, date)
    }

    /// A birth date in both calendars: `1991年3月2日（平成3年）`, `2 Mar 1991 (Heisei 3)`.
    #[must_use]
    pub fn birth(self, date: &Date) -> String {
        let era = ERAS
            .iter()
            .find(|(_, year, month, day)| Date::new(*year, *month, *day).is_ok_and(|first| *date >= first));
        let Some((era, first, ..)) = era else {
            return self.dated("date-birth", date);
        };
        let year = match date.year() - first + 1 {
            1 => self.get("era-first-year"),
            year => year.to_string(),
        };
        let era_year = self.with(&format!("era-{era}"), &[("year", year.into())]);
        let mut values = parts(self, date);
        values.push(("era", era_year.into()));
        self.with("date-birth-era", &values)
    }

    /// A date as exactly as it is known: `2024年3月ごろ`.
    #[must_use]
    pub fn about(self, date: &Date, precision: &Precision) -> String {
        match precision {
            Precision::Day => self.date(date),
            Precision::Month => self.dated("date-about-month", date),
            Precision::Year => self.dated("date-about-year", date),
        }
    }

    /// A date and time: `11月24日（火）21:04`.
    #[must_use]
    pub fn moment(self, at: &DateTime) -> String {
        let mut values = parts(self, &at.date());
        values.push(("time", self.time(&at.time()).into()));
        self.with("date-moment", &values)
    }

    /// A clock time: `21:04`.
    #[must_use]
    pub fn time(self, time: &Time) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    fn dated(self, key: &str, date: &Date) -> String {
        self.with(key, &parts(self, date))
    }
}

fn parts(t: Texts, date: &Date) -> Vec<(&'static str, FluentValue<'static>)> {
    let weekday = t.get(&format!("weekday-{}", date.weekday().to_monday_one_offset()));
    let month = t.get(&format!("month-{}", date.month()));
    vec![
        ("year", date.year().to_string().into()),
        ("month", month.into()),
        ("day", date.day().to_string().into()),
        ("weekday", weekday.into()),
    ]
}
