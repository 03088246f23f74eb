//! The two sheets of a day, evening and morning: shown, stored, shown again when refused.

use axum::http::StatusCode;
use axum::response::Response;
use clinic::{ChartView, Problem};
use diary::chart::{Day, Entry};
use diary::{Code, RecordId, Sharing};
use jiff::civil::Date;

use super::done::{self, Earlier, done};
use super::form::{self, Form};
use super::frame::{Around, page};
use super::said::local;
use super::same::{self, Read};
use super::{amend, evening, moved, night};
use crate::failure::Failure;
use crate::page::{Already, Amended, Filled, path};
use crate::wire::{self, WireError};

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
        around.app.clinic().charts().chart(&around.cx(self.function()), chart).await
    }

    /// Stores an entry or its correction, and shows what comes next: the help card first, where it is due.
    pub async fn store(
        self,
        around: &Around,
        form: Form,
        amended: Option<RecordId>,
    ) -> Result<Response, Problem> {
        let chart = around.own_chart(self.function()).await?;
        let read = match self.read(around, &form, amended).await? {
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
        let entrance = around.app.clinic().accounts().enter(&cx, chart).await?;
        let written = match form::store(around, &cx, chart, entrance, entry.clone()).await {
            Ok(written) => written,
            Err(Problem::Refused(refused)) => {
                return self.again(around, form, &WireError::all(&refused), amended).await;
            }
            Err(problem) => return Err(problem),
        };
        // Help has been shown with the choice; what was kept back has not arrived anywhere, and nothing may say so.
        if safety && entry.sharing != Sharing::OnlyMe {
            return Ok(done::help_first(around, &self.open(around).await?, &entry, read.left_out));
        }
        // What the clinic has of an entry that is now for its writer alone.
        let kept = amended.filter(|_| entry.sharing == Sharing::OnlyMe);
        let earlier = match kept {
            Some(record) => done::earlier_safety(&self.open(around).await?, record, &entry),
            None => Earlier::NotDelivered,
        };
        Ok(done(around, &entry, &written, read, earlier))
    }

    /// What the form says, where that needs a look at the chart or at how the form was left.
    async fn read(
        self,
        around: &Around,
        form: &Form,
        amended: Option<RecordId>,
    ) -> Result<Result<Read, WireError>, Problem> {
        let wordless = amended.is_none() && form.value("cannot_write").is_some();
        if self == Self::Evening && wordless {
            let view = self.open(around).await?;
            return Ok(self.has_no_words(&view, form).map(|()| Read::plain(form)));
        }
        if self == Self::Evening && !wire::form::without_strength(&form.0).is_empty() {
            return Ok(Err(WireError::new("symptoms", Code::Missing)));
        }
        if self == Self::Evening && same::is_said(form) {
            return Ok(same::read(around.t, &self.open(around).await?, form, amended));
        }
        Ok(Ok(Read::plain(form)))
    }

    /// A day is called wordless where nothing is written of it: the same form sent again is no other entry.
    fn has_no_words(self, view: &ChartView, form: &Form) -> Result<(), WireError> {
        let day = form.day().unwrap_or(view.today);
        let own = |entry: &Entry| {
            entry.client_id().is_some_and(|id| form.value("id") == Some(id.to_string().as_str()))
        };
        let written = view.chart.days(day, day);
        let others = written.iter().flat_map(|day| self.of(day)).any(|entry| !own(entry));
        if others { Err(WireError::new("cannot_write", Code::Contradicts)) } else { Ok(()) }
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
        let filled = form.again(errors, &view, amended);
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

    /// What is written already of these days.
    pub fn already(self, around: &Around, view: &ChartView, asked: &[Date]) -> Vec<Already> {
        let told = |entry: &Entry| {
            let worded = !moved::is_wordless(entry);
            Some(Already {
                day: entry.date(),
                at: local(around, entry.entered_at()).time(),
                amend: worded.then_some(path::amend(&entry.id()?.to_string())),
            })
        };
        let days: Vec<Day<'_>> = asked.iter().flat_map(|day| view.chart.days(*day, *day)).collect();
        days.iter().flat_map(|day| self.of(day)).filter_map(told).collect()
    }

    /// The days among these of which this sheet has written something.
    pub fn written(self, view: &ChartView, days: &[Date]) -> Vec<Date> {
        let has = |day: &&Date| view.chart.days(**day, **day).iter().any(|day| !self.of(day).is_empty());
        days.iter().filter(has).copied().collect()
    }

    /// The entries of a day that this sheet wrote, in their order.
    fn of<'a>(self, day: &Day<'a>) -> Vec<&'a Entry> {
        match self {
            Self::Evening => day.check_ins().map(|(entry, _)| entry).collect(),
            Self::Morning => day.nights().map(|(entry, _)| entry).collect(),
        }
    }
}
