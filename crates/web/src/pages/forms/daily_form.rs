//! What the two forms of a day have in common: the check-in and the sleep card.

use clinic::{ChartAccess, ChartView, ClinicError};
use diary::LATE_DAYS;
use diary::chart::{Day, Entry};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::http::urls;
use crate::pages::forms::already::Already;
use crate::pages::layout::context::PageContext;
use crate::pages::parts::sharing;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyForm {
    CheckIn,
    SleepCard,
}

impl DailyForm {
    /// What the access list calls it.
    #[must_use]
    pub const fn function(self) -> &'static str {
        match self {
            Self::CheckIn => "today",
            Self::SleepCard => "sleep",
        }
    }

    /// The kind of entry it makes.
    #[must_use]
    pub const fn entry_kind(self) -> &'static str {
        match self {
            Self::CheckIn => "check_in",
            Self::SleepCard => "sleep",
        }
    }

    /// The writer's own chart, opened.
    ///
    /// # Errors
    /// [`ClinicError::NotFound`] where the policy gives them none.
    pub async fn open(self, page: &PageContext) -> Result<ChartView, ClinicError> {
        page.open_own_chart(self.function()).await
    }

    /// The same, for whoever was given access to it before in this request.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub async fn open_with(self, page: &PageContext, access: ChartAccess) -> Result<ChartView, ClinicError> {
        page.app.clinic().charts().read_with(&page.cx(self.function()), access).await
    }

    /// What is written already of these days.
    pub fn already(self, page: &PageContext, view: &ChartView, asked: &[Date]) -> Vec<Already> {
        let days: Vec<Day<'_>> = asked.iter().flat_map(|day| view.chart.days(*day, *day)).collect();
        let mut already = Vec::new();
        for entry in days.iter().flat_map(|day| self.of(day)) {
            let Some(record) = entry.id() else { continue };
            already.push(Already {
                day: entry.date(),
                at: page.local(entry.entered_at()).time(),
                amend: (!sharing::is_wordless(entry)).then(|| urls::amend(&record.to_string())),
            });
        }
        already
    }

    /// The days among these of which this form has written something.
    pub fn written(self, view: &ChartView, days: &[Date]) -> Vec<Date> {
        let mut written = days.to_vec();
        written.retain(|day| view.chart.days(*day, *day).iter().any(|day| !self.of(day).is_empty()));
        written
    }

    /// The entries of a day that this form wrote, in their order.
    pub fn of<'a>(self, day: &Day<'a>) -> Vec<&'a Entry> {
        match self {
            Self::CheckIn => day.check_ins().map(|(entry, _)| entry).collect(),
            Self::SleepCard => day.nights().map(|(entry, _)| entry).collect(),
        }
    }
}

/// The days that can be written about: today first, then back.
#[must_use]
pub fn writable_days(today: Date) -> Vec<Date> {
    (0..=LATE_DAYS).filter_map(|back| today.checked_sub(back.days()).ok()).collect()
}
