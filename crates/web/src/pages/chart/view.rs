//! One patient's timeline.

use askama::Template;
use jiff::civil::{Date, DateTime};
use locale::Texts;
use timeline::Item;
use timeline::{Figure, Multiples, Table};

use crate::http::urls;
use crate::pages::chart::query::{ChartQuery, Reach, Span, View};
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::layout::view::Layout;
use crate::pages::parts::patient_header::Who;

/// A review: what it covers is not when it was made.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// Everything that arrived up to then was read.
    pub up_to: DateTime,
    pub at: DateTime,
    pub by: String,
}

impl Reviewed {
    fn words(&self, t: &Texts) -> String {
        let values = [
            ("up_to", t.moment(&self.up_to).into()),
            ("at", t.moment(&self.at).into()),
            ("name", self.by.as_str().into()),
        ];
        t.with("chart-reviewed", &values)
    }
}

/// What a form stored just before this page.
#[derive(Clone, Debug)]
pub struct JustSaved {
    /// What kind it is.
    pub what: String,
    pub day: Date,
    /// Where it can be read.
    pub href: String,
}

impl JustSaved {
    fn words(&self, t: &Texts) -> String {
        t.with("chart-saved", &[("what", self.what.as_str().into()), ("day", t.date(&self.day).into())])
    }
}

/// The same facts, drawn or in a table.
pub enum Show {
    /// There is no diary yet, whatever the range.
    Empty,
    /// Drawn.
    Figure(Box<Figure>),
    /// In a table.
    Table(Table),
}

/// Timeline and table of one patient.
#[derive(Template)]
#[template(path = "chart/view.html")]
pub struct ChartPage {
    pub layout: Layout,
    pub who: Who,
    pub asked: ChartQuery,
    /// The days on which doses changed.
    pub steps: Vec<Date>,
    /// The first day without a medicine that was stopped for good.
    pub stop: Option<Date>,
    pub show: Show,
    /// The steps side by side.
    pub multiples: Option<Multiples>,
    /// Imported items to choose from.
    pub items: Vec<Item>,
    /// Sentences under the table; a figure brings its own.
    pub caption: Vec<String>,
    pub reviewed: Option<Reviewed>,
    /// When the page was made, by the clinic's clock: paper is dated by it.
    pub now: DateTime,
    /// Entries since then.
    pub since_review: usize,
    /// The oldest answer that waits for a look: where it stands, and its day.
    pub task: Option<(String, Date)>,
    /// What was stored just before.
    pub saved: Option<JustSaved>,
}

/// One choice of a row of links.
pub struct Tab {
    href: String,
    text: String,
    current: bool,
}

impl ChartPage {
    fn tab(&self, text: String, change: impl FnOnce(&mut ChartQuery)) -> Tab {
        let mut asked = self.asked.clone();
        change(&mut asked);
        Tab { href: asked.address(&self.who.chart), text, current: asked == self.asked }
    }

    fn spans(&self) -> Vec<Tab> {
        let t = self.layout.t;
        let mut all = vec![
            (Span::FourWeeks, "chart-range-4w"),
            (Span::TwelveWeeks, "chart-range-12w"),
            (Span::All, "chart-range-all"),
        ];
        if let Some(day) = self.steps.last() {
            all.push((Span::Step(Some(*day)), "chart-range-step"));
        }
        all.extend(self.stop.map(|_| (Span::AfterLast, "chart-range-after")));
        let mut tabs = Vec::new();
        for (span, text) in all {
            let mut tab = self.tab(t.get(text), |asked| asked.span = span);
            tab.current |= matches!((span, self.asked.span), (Span::Step(_), Span::Step(_)));
            tabs.push(tab);
        }
        tabs
    }

    /// The steps to choose from, where one is looked at.
    fn around(&self) -> Vec<Tab> {
        let Span::Step(day) = self.asked.span else { return Vec::new() };
        let day = day.or(self.steps.last().copied());
        let mut tabs = Vec::new();
        for step in &self.steps {
            let tab = self.tab(self.layout.t.short_day(step), |asked| asked.span = Span::Step(Some(*step)));
            tabs.push(Tab { current: day == Some(*step), ..tab });
        }
        tabs
    }

    fn reaches(&self) -> Vec<Tab> {
        let t = self.layout.t;
        vec![
            self.tab(t.get("chart-reach-near"), |asked| asked.reach = Reach::Near),
            self.tab(t.get("chart-reach-far"), |asked| asked.reach = Reach::Far),
        ]
    }

    fn views(&self) -> Vec<Tab> {
        let t = self.layout.t;
        vec![
            self.tab(t.get("chart-view-figure"), |asked| asked.view = View::Figure),
            self.tab(t.get("chart-view-table"), |asked| asked.view = View::Table),
        ]
    }

    fn lanes(&self, multiples: &Multiples) -> Vec<Tab> {
        let mut tabs = Vec::new();
        for (key, name) in &multiples.choices {
            let tab = self.tab(name.clone(), |asked| asked.by = Some(key.clone()));
            tabs.push(Tab { current: *key == multiples.by, ..tab });
        }
        tabs
    }

    fn chart(&self) -> String {
        urls::chart(&self.who.chart)
    }

    fn entries(&self) -> String {
        urls::entries(&self.who.chart)
    }

    fn review(&self) -> Option<String> {
        self.who.review()
    }

    /// What can be added: where, and its name.
    fn additions(&self) -> Vec<(String, String)> {
        DeskForm::added()
            .filter(|kind| self.who.forms.contains(kind))
            .map(|kind| (urls::treatment(&self.who.chart, kind.as_str()), kind.title(&self.layout.t)))
            .collect()
    }
}
