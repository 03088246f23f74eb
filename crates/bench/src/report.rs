//! Figures of a measurement, as a table for people and JSON for tools.

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
    /// What the server used of the processors for each right answer, in milliseconds.
    pub processor_ms: Option<f64>,
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

/// What is compared: ours, and what comes nearest to it in the server beside.
const PAIRS: [(&str, &str); 4] = [
    ("submit a check-in", "PocketBase: submit"),
    ("timeline of 365 days, JSON", "PocketBase: history of 365 days, JSON"),
    ("timeline of 365 days, page", "PocketBase: history of 365 days, JSON"),
    ("panel of 50 patients, JSON", "PocketBase: view of 50 patients, JSON"),
];

/// Ours in proportion to the other.
struct Ratio<'a> {
    ours: &'a str,
    clients: usize,
    rate: f64,
    median: f64,
    p99: f64,
    processor: Option<f64>,
}

impl Report {
    /// Adds a single figure.
    pub fn figure(&mut self, name: &'static str, value: Option<f64>, unit: &'static str) {
        self.figures.push(Figure { name, value, unit });
    }

    fn ratios(&self) -> Vec<Ratio<'_>> {
        let found =
            |name: &str, clients| self.loads.iter().find(|load| load.name == name && load.clients == clients);
        let mut ratios = Vec::new();
        for (ours, theirs) in PAIRS {
            for own in self.loads.iter().filter(|load| load.name == ours) {
                let Some(other) = found(theirs, own.clients) else { continue };
                ratios.push(Ratio {
                    ours,
                    clients: own.clients,
                    rate: own.per_second / other.per_second,
                    median: own.median_ms / other.median_ms,
                    p99: own.p99_ms / other.p99_ms,
                    processor: own.processor_ms.zip(other.processor_ms).map(|(own, other)| own / other),
                });
            }
        }
        ratios
    }

    /// Prints the tables.
    pub fn print(&self) {
        self.print_loads();
        for Figure { name, value, unit } in &self.figures {
            match value {
                Some(value) => println!("{name:<38} {value:.1} {unit}"),
                None => println!("{name:<38} not measured on this machine"),
            }
        }
        for Ratio { ours, clients, rate, median, p99, processor } in self.ratios() {
            let processor = processor.map_or_else(|| "?".to_owned(), |processor| format!("{processor:.2}"));
            println!(
                "{ours:<38} {clients:>2} clients: {rate:.2} x the rate of PocketBase, {median:.2} x its median, {p99:.2} x \
                 its p99, {processor} x its processor time"
            );
        }
    }

    fn print_loads(&self) {
        println!("{}\n{}", self.machine, self.settings);
        println!(
            "{:<38} {:>7} {:>9} {:>10} {:>10} {:>9} {:>8} {:>8}",
            "load", "clients", "per s", "median ms", "p99 ms", "cpu ms", "bytes", "refused"
        );
        for load in &self.loads {
            println!(
                "{:<38} {:>7} {:>9.0} {:>10.2} {:>10.2} {:>9.2} {:>8} {:>8}",
                load.name,
                load.clients,
                load.per_second,
                load.median_ms,
                load.p99_ms,
                load.processor_ms.unwrap_or(f64::NAN),
                load.answer_bytes,
                load.refused
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(name: &str, clients: usize, per_second: f64, median_ms: f64) -> Load {
        let (name, processor_ms) = (name.to_owned(), Some(0.5));
        Load {
            name,
            clients,
            answers: 9,
            refused: 0,
            per_second,
            median_ms,
            p99_ms: 2.0,
            answer_bytes: 1,
            processor_ms,
        }
    }

    #[test]
    fn ratios_compare_rates_and_times_of_the_same_number_of_clients() {
        let loads = vec![
            load("submit a check-in", 1, 10.0, 1.0),
            load("submit a check-in", 16, 300.0, 1.0),
            load("PocketBase: submit", 16, 100.0, 2.0),
        ];
        let report = Report { machine: String::new(), settings: String::new(), loads, figures: Vec::new() };
        let [ratio] = &report.ratios()[..] else { panic!("one pair") };
        assert!((ratio.rate - 3.0).abs() < 1e-9 && (ratio.median - 0.5).abs() < 1e-9);
        assert_eq!((ratio.clients, ratio.ours), (16, "submit a check-in"));
    }
}
