//! The two sheets of a day, evening and morning: shown, stored, shown again when refused.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::chart::{Day, Entry};
use diary::{Answered, Body, RecordId, Sharing};
use jiff::civil::Date;

use super::done::{self, done};
use super::form::{self, Form};
use super::frame::{Around, page};
use super::said::local;
use super::same::{self, Read};
use super::{amend, evening, night};
use crate::failure::Failure;
use crate::page::{Already, Amended, Filled, path};
use crate::wire::WireError;

/// Which sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The check-in.
    Evening,
    /// The sleep card.
    Morning,
}

impl Sheet {
    /// The kind of entry on the wire.
    const fn kind(self) -> &'static str {
        match self {
            Self::Evening => "check_in",
            Self::Morning => "sleep",
        }
    }

    /// What the access list calls it.
    const fn function(self) -> &'static str {
        match self {
            Self::Evening => "today",
            Self::Morning => "sleep",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::Evening => path::TODAY,
            Self::Morning => path::SLEEP,
        }
    }

    /// The sheet, empty, filled in or to be corrected.
    pub fn drawn(
        self,
        around: &Around,
        view: &ChartView,
        form: Filled,
        amends: Option<Amended>,
        status: StatusCode,
    ) -> Result<Response, Problem> {
        Ok(match self {
            Self::Evening => page(&evening::check_in_page(around, view, form, amends)?, status),
            Self::Morning => page(&night::sleep_page(around, view, form, amends)?, status),
        })
    }

    /// Shows it empty.
    pub async fn show(self, around: &Around) -> Result<Response, Failure> {
        let shown = async {
            let view = self.open(around).await?;
            self.drawn(around, &view, Filled::default(), None, StatusCode::OK)
        };
        around.answer(shown).await
    }

    /// Stores what was written on it.
    pub async fn send(self, around: &Around, form: Form) -> Result<Response, Failure> {
        form.belongs(around, self.path())?;
        around.answer(self.store(around, form, None)).await
    }

    async fn open(self, around: &Around) -> Result<ChartView, Problem> {
        let chart = around.own_chart(self.function()).await?;
        around.app.clinic().chart(&around.cx(self.function()), chart).await
    }

    /// Stores an entry or its correction, and shows what comes next: the help card first, where it is due.
    pub async fn store(
        self,
        around: &Around,
        form: Form,
        amended: Option<RecordId>,
    ) -> Result<Response, Problem> {
        let chart = around.own_chart(self.function()).await?;
        let read = match self {
            Self::Evening if same::is_said(&form) => {
                same::read(around.t, &self.open(around).await?, &form, amended)
            }
            _ => Ok(Read::plain(&form)),
        };
        let read = match read {
            Ok(read) => read,
            Err(error) => return self.again(around, form, &[error], amended).await,
        };
        let named = if amended.is_some() { Ok(()) } else { self.names_its_day(around, &read.form) };
        let entry = match named
            .and_then(|()| read.form.entry(around, self.kind()))
            .and_then(|entry| night::asked_if_meant(entry, &form))
        {
            Ok(entry) => entry,
            Err(error) => return self.again(around, form, &[error], amended).await,
        };
        let safety = done::has_safety(&entry);
        if safety && entry.sharing != Sharing::CareTeam && form.value("safety_answer").is_none() {
            let action = amended.map_or_else(|| self.path().to_owned(), |it| path::amend(&it.to_string()));
            return Ok(done::ask_first(around, &self.open(around).await?, form, action));
        }
        let cx = around.cx(self.function());
        let entrance = around.app.clinic().enter(&cx, chart).await?;
        let written = match form::store(around, &cx, chart, entrance, entry.clone()).await {
            Ok(written) => written,
            Err(Problem::Refused(refused)) => {
                let errors: Vec<WireError> = refused.iter().map(|r| WireError::refused(r.refusal)).collect();
                return self.again(around, form, &errors, amended).await;
            }
            Err(problem) => return Err(problem),
        };
        // Help has been shown with the choice; what was kept back has not arrived anywhere, and nothing may say so.
        if safety && entry.sharing != Sharing::OnlyMe {
            return Ok(done::help_first(around, &self.open(around).await?));
        }
        Ok(done(around, &entry, &written, read))
    }

    /// Shows the form again with what was typed and what is wrong; nothing was stored.
    async fn again(
        self,
        around: &Around,
        form: Form,
        errors: &[WireError],
        amended: Option<RecordId>,
    ) -> Result<Response, Problem> {
        let view = self.open(around).await?;
        let amends = amended.map(|record| amend::amended(around, &view, record)).transpose()?;
        let filled = form.filled(errors).on(view.today);
        let filled = match amended {
            Some(record) => amend::refused(filled, errors, &view, record),
            None => filled,
        };
        self.drawn(around, &view, filled, amends, StatusCode::UNPROCESSABLE_ENTITY)
    }

    /// After midnight nothing is preselected, and nothing may be guessed either.
    fn names_its_day(self, around: &Around, form: &Form) -> Result<(), WireError> {
        let named = form.value("date").is_some_and(|date| !date.trim().is_empty());
        if self == Self::Evening && evening::is_after_midnight(around) && !named {
            return Err(WireError::new("date", diary::Code::Missing));
        }
        Ok(())
    }

    /// What is written already of the days that this sheet first asks about.
    pub fn already(self, around: &Around, view: &ChartView, asked: &[Date]) -> Vec<Already> {
        let days = asked.iter().flat_map(|day| view.chart.days(*day, *day));
        days.filter_map(|day| {
            let entry = self.of(&day)?;
            let wordless =
                |body: &Body| matches!(body, Body::CheckIn(it) if it.answered == Answered::CannotWrite);
            Some(Already {
                day: day.date,
                at: local(around, entry.entered_at()).time(),
                amend: entry
                    .bodies()
                    .all(|body| !wordless(body))
                    .then_some(path::amend(&entry.id()?.to_string())),
            })
        })
        .collect()
    }

    /// The entry of a day that this sheet wrote last.
    const fn of<'a>(self, day: &Day<'a>) -> Option<&'a Entry> {
        match self {
            Self::Evening => day.check_in,
            Self::Morning => day.sleep,
        }
    }
}
