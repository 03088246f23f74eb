//! What a writer may open of the chart: opened and folded once a request, then followed as the request is written.

use std::collections::HashMap;

use diary::Strand;
use diary::chart::{Chart, OpenedRecord};

use super::writing::Writing;
use crate::ClinicError;

/// The chart as it stands for each of a request's grants, with what the request has added so far.
#[derive(Default)]
pub(super) struct WriterView {
    charts: HashMap<&'static [Strand], Chart>,
    added: Vec<Vec<OpenedRecord>>,
}

impl WriterView {
    /// The chart folded from these strands.
    pub(super) async fn chart(
        &mut self,
        writing: &Writing<'_>,
        strands: &'static [Strand],
    ) -> Result<&Chart, ClinicError> {
        if !self.charts.contains_key(strands) {
            let mut chart = Chart::fold(writing.sealed.opened(writing.chart, strands).await?);
            self.added.iter().for_each(|new| chart.append(among(new, strands)));
            self.charts.insert(strands, chart);
        }
        self.charts.get(strands).ok_or(ClinicError::Unreadable)
    }

    /// Takes in the records of one more entry.
    pub(super) fn follow(&mut self, new: &[OpenedRecord]) {
        for (strands, chart) in &mut self.charts {
            chart.append(among(new, strands));
        }
        self.added.push(new.to_vec());
    }
}

fn among(new: &[OpenedRecord], strands: &[Strand]) -> Vec<OpenedRecord> {
    new.iter().filter(|stored| strands.contains(&stored.strand)).cloned().collect()
}
