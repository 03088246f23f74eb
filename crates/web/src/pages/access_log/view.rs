//! Who looked at my record.

use askama::Template;
use jiff::civil::{DateTime, Time};
use locale::Texts;

use crate::pages::layout::view::Layout;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looker {
    /// The reader's own.
    You,
    /// Somebody else's.
    Other,
}

pub struct Look {
    pub by: Looker,
    pub at: DateTime,
    pub name: String,
    /// Their role, in words.
    pub role: String,
    /// At what, in words.
    pub what: String,
    /// For which purpose, in words.
    pub purpose: String,
    /// Through which kind of function, in words.
    pub through: String,
}

/// Every look, newest first.
#[derive(Template)]
#[template(path = "access_log/view.html")]
pub struct AccessLogPage {
    pub layout: Layout,
    pub looks: Vec<Look>,
    /// Where older ones are.
    pub older: Option<String>,
}

impl AccessLogPage {
    fn others(&self) -> Vec<Group<'_>> {
        self.groups(Looker::Other)
    }

    fn own(&self) -> Vec<Group<'_>> {
        self.groups(Looker::You)
    }

    fn own_count(&self) -> usize {
        self.looks.iter().filter(|look| look.by == Looker::You).count()
    }

    /// Looks of one person at the same thing on one day stand together.
    fn groups(&self, by: Looker) -> Vec<Group<'_>> {
        let looks: Vec<&Look> = self.looks.iter().filter(|look| look.by == by).collect();
        let runs = looks.chunk_by(|newer, older| newer.at.date() == older.at.date() && newer.is_like(older));
        runs.filter_map(|run| Some((*run.first()?, run.len(), run.last()?.at.time()))).collect()
    }
}

/// The newest of its looks, how many there are, and the time of the first.
type Group<'a> = (&'a Look, usize, Time);

impl Look {
    /// For which purpose and through what, in one clause.
    fn how(&self, t: &Texts) -> String {
        let parts = [self.purpose.as_str(), self.through.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(&t.get("access-log-and"))
    }

    fn is_like(&self, other: &Self) -> bool {
        (&self.name, &self.role, &self.what) == (&other.name, &other.role, &other.what)
            && (&self.purpose, &self.through) == (&other.purpose, &other.through)
    }
}
