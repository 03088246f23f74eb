//! Rows that can be rebuilt from the logs (projections), and jobs.

use vault::ChartId;

/// Which table-like space a row lives in; the meaning is the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Space(pub u8);

/// A small opaque row. Its value is sealed or authenticated by the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its space.
    pub space: Space,
    /// Its key, compared as bytes.
    pub key: Vec<u8>,
    /// Starts at 1 and grows by one with every write.
    pub version: u64,
    /// Opaque bytes.
    pub value: Vec<u8>,
}

/// The first key to read and the first no longer to read (`None`: read to the last) for keys with a prefix that come after one.
#[must_use]
pub fn keys_after(prefix: &[u8], after: Option<&[u8]>) -> (Vec<u8>, Option<Vec<u8>>) {
    // The next key after `after` is `after` and a zero byte.
    let behind = after.map(|key| [key, &[0]].concat());
    let from = behind.filter(|key| key.as_slice() > prefix).unwrap_or_else(|| prefix.to_vec());
    let mut end = prefix.to_vec();
    while let Some(last) = end.pop() {
        if let Some(next) = last.checked_add(1) {
            end.push(next);
            return (from, Some(end));
        }
    }
    (from, None)
}

/// A write to a row; guards decide whether it may happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowWrite {
    /// Inserts or replaces the row; `version` is stored as given.
    Put(Row),
    /// Replaces the row if it is there; otherwise nothing happens. What was deleted meanwhile stays deleted.
    Refresh(Row),
    /// Removes the row if it is there.
    Delete(Space, Vec<u8>),
}

/// Something that waits to be done. Its kind is a neutral number; it has no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Unique within the clinic; opening the same job twice keeps the first.
    pub id: [u8; 16],
    /// What kind of work, a neutral number.
    pub kind: u16,
    /// The chart concerned.
    pub chart: ChartId,
    /// When it is due: UTC, milliseconds since 1970.
    pub due_ms: i64,
}

/// A chart of which at least one job is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingChart {
    /// Which.
    pub chart: ChartId,
    /// When the oldest of its open jobs is due: UTC, milliseconds since 1970.
    pub due_ms: i64,
}

/// A write to the jobs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobWrite {
    /// Opens the job unless it was opened before (also when it is already closed).
    Open(Job),
    /// Opens the job, also when it was closed: what closed it no longer stands. Otherwise as it was first opened.
    Reopen(Job),
    /// Closes the job with this id; closing twice keeps the first time (UTC, milliseconds).
    Close([u8; 16], i64),
}
