//! A chart as one grant opens it, and what must still be true before it is shown again.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use diary::chart::{Chart, Entry, OpenedRecord};
use diary::{AccountId, ChartId, Strand};
use ledger::{Guard, Head, Record};
use vault::KeyId;

use crate::cache::BoundedCache;
use crate::sealed::ids;

/// Whose chart, as opened for whom: under another grant it is another chart.
type Place = (ChartId, &'static [Strand]);

/// Charts opened lately.
pub(super) type OpenedCharts = BoundedCache<Place, OpenedChart>;

/// Sealed bytes of all cached charts; in memory a chart takes about as much as it does sealed.
pub(super) const MOST_BYTES: usize = 48 * 1024 * 1024;

/// The named strands of a chart, opened and folded.
pub(super) struct OpenedChart {
    pub chart: Arc<Chart>,
    /// Who wrote what is in it.
    pub authors: BTreeSet<AccountId>,
    /// Sealed bytes it was opened from.
    pub bytes: usize,
    /// Where every named strand stood, also the empty ones.
    heads: BTreeMap<Strand, Head>,
    /// The newest record under each key.
    proofs: HashMap<KeyId, Record>,
}

impl OpenedChart {
    /// What these records say once they are opened: all there are of these strands, in their order.
    pub(super) fn of(strands: &[Strand], records: Vec<Record>, stored: Vec<OpenedRecord>) -> Self {
        let empty = |strand: &Strand| (*strand, Head::empty(ids::code(*strand)));
        let mut heads: BTreeMap<Strand, Head> = strands.iter().map(empty).collect();
        let bytes = records.iter().map(|record| record.sealed.len()).sum();
        let mut proofs = HashMap::new();
        for record in records {
            if let Some(head) = Strand::from_code(record.strand.0).and_then(|strand| heads.get_mut(&strand)) {
                *head = Head { strand: record.strand, seq: record.seq, link: record.link };
            }
            proofs.insert(record.key, record);
        }
        let chart = Chart::fold(stored);
        let authors = authors(&chart);
        Self { chart: Arc::new(chart), authors, bytes, heads, proofs }
    }

    /// The position of each strand's newest record: what exactly was opened.
    pub(super) fn positions(&self) -> Vec<(u8, u64)> {
        self.heads.values().filter(|head| head.seq > 0).map(|head| (head.strand.0, head.seq)).collect()
    }

    /// That nothing has been added to any of the strands.
    pub(super) fn guards(&self, chart: ChartId) -> Vec<Guard> {
        self.heads.values().map(|head| Guard::Head(ids::chart(chart), *head)).collect()
    }

    /// One record under each key: where one of them no longer opens, the chart must not be shown.
    pub(super) fn proofs(&self) -> impl Iterator<Item = &Record> {
        self.proofs.values()
    }
}

/// Who wrote what is in a chart.
pub(super) fn authors(chart: &Chart) -> BTreeSet<AccountId> {
    let versions = chart.entries().iter().flat_map(Entry::versions);
    versions.map(|version| version.meta.author.account).collect()
}
