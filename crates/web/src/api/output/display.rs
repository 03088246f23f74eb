//! Values as they read.

use std::fmt;

use jiff::civil::Time;
use serde::{Serialize, Serializer};

/// A value as it reads.
#[derive(Debug)]
pub struct Shown<T>(pub T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&self.0)
    }
}

/// A clock time as a client writes it: `HH:MM`, and `:SS` where that was said too.
#[derive(Debug)]
pub struct Clock(Time);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())?;
        if self.0.second() == 0 { Ok(()) } else { write!(f, ":{:02}", self.0.second()) }
    }
}

/// A clock time, where there is one.
#[must_use]
pub fn clock(time: Option<Time>) -> Option<Shown<Clock>> {
    time.map(|time| Shown(Clock(time)))
}
