//! What a writer may open of the chart: opened and folded once a request, then followed as the request is written.

use std::collections::HashMap;

use diary::Strand;
use diary::chart::{Chart, Stored};

use super::Writing;
use crate::{Clinic, Problem};

/// The chart as it stands for each of a request's grants, with what the request has added so far.
#[derive(Default)]
pub(super) struct Seen {
    charts: HashMap<&'static [Strand], Chart>,
    added: Vec<Vec<Stored>>,
}

impl Seen {
    /// Takes in the records of one more entry.
    pub(super) fn follow(&mut self, new: &[Stored]) {
        for (strands, chart) in &mut self.charts {
            chart.append(among(new, strands));
        }
        self.added.push(new.to_vec());
    }
}

impl Clinic {
    /// The chart folded from these strands.
    pub(super) async fn chart_seen<'a>(
        &self,
        writing: &Writing<'_>,
        strands: &'static [Strand],
        seen: &'a mut Seen,
    ) -> Result<&'a Chart, Problem> {
        if !seen.charts.contains_key(strands) {
            let mut chart = Chart::fold(self.opened(writing.chart, strands).await?);
            seen.added.iter().for_each(|new| chart.append(among(new, strands)));
            seen.charts.insert(strands, chart);
        }
        seen.charts.get(strands).ok_or(Problem::Unreadable)
    }
}

fn among(new: &[Stored], strands: &[Strand]) -> Vec<Stored> {
    new.iter().filter(|stored| strands.contains(&stored.strand)).cloned().collect()
}
