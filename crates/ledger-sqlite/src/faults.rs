//! A device that fails on demand; only built for tests.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, ffi};

/// What the device answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No space left.
    Full,
    /// A read or write error.
    Io,
}

/// A device that fails once, at a chosen step.
#[derive(Clone, Debug, Default)]
pub struct Faults(Arc<Mutex<Plan>>);

#[derive(Debug, Default)]
struct Plan {
    at_step: Option<(u64, Fault)>,
    after_commit: Option<Fault>,
    most_pages: Option<u32>,
}

impl Faults {
    /// The step `steps` from now fails; every BEGIN, writing statement and COMMIT is one step.
    pub fn fail_at(&self, steps: u64, fault: Fault) {
        self.plan(|plan| plan.at_step = Some((steps, fault)));
    }

    /// The next COMMIT reaches the disk, but its answer is lost.
    pub fn lose_answer(&self) {
        self.plan(|plan| plan.after_commit = Some(Fault::Io));
    }

    /// The database cannot grow beyond this number of pages, as on a full disk.
    pub fn limit_pages(&self, most: u32) {
        self.plan(|plan| plan.most_pages = Some(most));
    }

    /// Takes back what was asked for; returns whether a failing step was still waiting.
    pub fn disarm(&self) -> bool {
        self.plan(std::mem::take).at_step.is_some()
    }

    pub(crate) fn begin(&self, connection: &Connection) -> rusqlite::Result<()> {
        match self.plan(|plan| plan.most_pages) {
            Some(pages) => connection
                .pragma_update_and_check(None, "max_page_count", pages, |row| row.get(0))
                .map(|_: u32| ()),
            None => Ok(()),
        }
    }

    pub(crate) fn step(&self) -> rusqlite::Result<()> {
        self.plan(|plan| match plan.at_step.take() {
            Some((0, fault)) => Err(fault.error()),
            Some((steps, fault)) => {
                plan.at_step = Some((steps.saturating_sub(1), fault));
                Ok(())
            }
            None => Ok(()),
        })
    }

    pub(crate) fn committed(&self) -> rusqlite::Result<()> {
        self.plan(|plan| plan.after_commit.take()).map_or(Ok(()), |fault| Err(fault.error()))
    }

    fn plan<T>(&self, change: impl FnOnce(&mut Plan) -> T) -> T {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Fault {
    fn error(self) -> rusqlite::Error {
        let code = match self {
            Self::Full => ffi::SQLITE_FULL,
            Self::Io => ffi::SQLITE_IOERR,
        };
        rusqlite::Error::SqliteFailure(ffi::Error::new(code), None)
    }
}
