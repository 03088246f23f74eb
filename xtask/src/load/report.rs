//! Figures of a measurement, as a table for people and JSON for tools.

use std::time::Duration;

use serde::Serialize;

/// Everything measured in one run.
#[derive(Serialize)]
pub struct Report {
    /// The machine.
    pub machine: String,
    /// How it was run.
    pub settings: String,
    /// Loads held for a while.
    pub loads: Vec<Load>,
    /// Single figures.
    pub figures: Vec<Figure>,
}

/// A load held for a while.
#[derive(Debug, Serialize)]
pub struct Load {
    /// What was asked for.
    pub name: String,
    /// How many asked at once.
    pub clients: usize,
    /// Answers of the right status.
    pub answers: usize,
    /// Answers of another status: a figure with many of them says little.
    pub refused: usize,
    /// Right answers a second.
    pub per_second: f64,
    /// Half of the answers came within this time.
    pub median_ms: f64,
    /// All but one of a hundred came within this time.
    pub p99_ms: f64,
    /// The mean size of an answer.
    pub answer_bytes: usize,
}

/// A single figure.
#[derive(Serialize)]
pub struct Figure {
    /// What it is.
    pub name: &'static str,
    /// In the unit beside it; none where it could not be measured here.
    pub value: Option<f64>,
    /// The unit.
    pub unit: &'static str,
}

impl Load {
    /// Sums up what the clients of one load saw in `held`.
    pub fn of(name: &str, clients: usize, held: Duration, seen: Seen) -> Self {
        let Seen { mut times, refused, bytes } = seen;
        times.sort_unstable();
        let at = |percent: usize| times.get(times.len() * percent / 100).copied().unwrap_or_default();
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let answers = times.len();
        let count = u32::try_from(answers).unwrap_or(u32::MAX);
        Self {
            name: name.to_owned(),
            clients,
            answers,
            refused,
            per_second: f64::from(count) / held.as_secs_f64(),
            median_ms: milliseconds(at(50)),
            p99_ms: milliseconds(at(99)),
            answer_bytes: bytes.checked_div(answers).unwrap_or(0),
        }
    }
}

/// What clients saw.
#[derive(Default)]
pub struct Seen {
    /// One time for each right answer.
    pub times: Vec<Duration>,
    /// How many answers were not right.
    pub refused: usize,
    /// The bytes of all right answers' bodies.
    pub bytes: usize,
}

impl Seen {
    /// Adds what another client saw.
    pub fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.refused += other.refused;
        self.bytes += other.bytes;
    }
}

impl Report {
    /// Prints the table.
    pub fn print(&self) {
        println!("{}\n{}", self.machine, self.settings);
        println!(
            "{:<34} {:>7} {:>9} {:>8} {:>10} {:>10} {:>8} {:>8}",
            "load", "clients", "per s", "answers", "median ms", "p99 ms", "bytes", "refused"
        );
        for load in &self.loads {
            println!(
                "{:<34} {:>7} {:>9.0} {:>8} {:>10.2} {:>10.2} {:>8} {:>8}",
                load.name,
                load.clients,
                load.per_second,
                load.answers,
                load.median_ms,
                load.p99_ms,
                load.answer_bytes,
                load.refused
            );
        }
        for Figure { name, value, unit } in &self.figures {
            match value {
                Some(value) => println!("{name:<34} {value:.1} {unit}"),
                None => println!("{name:<34} not measured on this machine"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_taken_from_sorted_times() {
        let times = (1..=200).rev().map(Duration::from_millis).collect();
        let load = Load::of("x", 2, Duration::from_secs(10), Seen { times, refused: 3, bytes: 400 });
        assert_eq!((load.answers, load.refused, load.answer_bytes), (200, 3, 2));
        assert!((load.per_second - 20.0).abs() < 1e-9);
        assert!((load.median_ms - 101.0).abs() < 1e-9 && (load.p99_ms - 199.0).abs() < 1e-9);
    }

    #[test]
    fn nothing_seen_is_no_division_by_zero() {
        let load = Load::of("x", 1, Duration::from_secs(1), Seen::default());
        assert_eq!((load.answers, load.answer_bytes), (0, 0));
    }
}
