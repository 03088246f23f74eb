//! The clock of every test.

use std::sync::atomic::{AtomicI64, Ordering};

use clinic::Clock;
use jiff::Timestamp;

/// Nine in the evening of 24 November 2026 in Tokyo: when everything begins.
pub const START: &str = "2026-11-24T21:00:00+09:00";
/// The day on which everything begins.
pub const TODAY: &str = "2026-11-24";

/// A clock that stands until it is set.
#[derive(Debug)]
pub struct TestClock(AtomicI64);

impl TestClock {
    /// A clock that stands at [`START`].
    #[must_use]
    pub fn new() -> Self {
        let clock = Self(AtomicI64::new(0));
        clock.set(START);
        clock
    }

    /// Sets it to a time, as RFC 3339 writes it.
    pub fn set(&self, at: &str) {
        let at: Timestamp = at.parse().unwrap();
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }

    /// Sets it forward, or back, by so many seconds.
    pub fn advance_s(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }

    /// Sets it forward by so many minutes.
    pub fn advance_min(&self, minutes: i64) {
        self.advance_s(minutes * 60);
    }

    /// From now on, whoever asks for the time panics.
    pub fn smash(&self) {
        self.0.store(-1, Ordering::SeqCst);
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::new()
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let at = self.0.load(Ordering::SeqCst);
        assert!(at >= 0, "the clock is broken");
        Timestamp::from_millisecond(at).unwrap()
    }
}
