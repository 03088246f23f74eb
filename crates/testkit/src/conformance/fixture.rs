//! Made-up changes. The bytes mean nothing; only the chains are true.

use std::sync::LazyLock;

use ledger::{
    Audit, AuditPlace, Change, Head, Job, Ledger, LedgerError, Record, Row, RowWrite, Space, StoredAudit,
    state,
};
use vault::{ChartId, ClinicId, Commitment, KeyId, RecordId, RecordPlace, StrandCode, WritePass};

/// The clinic of most cases.
pub const CLINIC: ClinicId = ClinicId([0xc1; 16]);
/// Another clinic.
pub const OTHER: ClinicId = ClinicId([0xc2; 16]);
static PASSES: LazyLock<[WritePass; 2]> = LazyLock::new(|| {
    [CLINIC, OTHER]
        .map(|clinic| vault::testing::write_pass(&clinic).unwrap_or_else(|error| panic!("{error}")))
});

/// What a change of [`CLINIC`] or [`OTHER`] carries to the writer; the same in every process.
#[must_use]
pub fn pass(clinic: ClinicId) -> WritePass {
    let [own, other] = &*PASSES;
    if clinic == CLINIC { own.clone() } else { other.clone() }
}

/// A strand.
pub const CARE: StrandCode = StrandCode(1);
/// Another strand.
pub const OWN: StrandCode = StrandCode(4);
/// A space of rows.
pub const PANEL: Space = Space(7);

/// The chart with this number.
#[must_use]
pub fn chart(number: u8) -> ChartId {
    ChartId([number; 16])
}

/// The pseudonym with this number.
#[must_use]
pub fn subject(number: u8) -> [u8; 32] {
    [number; 32]
}

/// Sixteen bytes that tell one number from another.
#[must_use]
pub fn bytes16(number: u64) -> [u8; 16] {
    (u128::from(number) << 64 | u128::from(number)).to_be_bytes()
}

/// The event with this number, about the subject 0.
#[must_use]
pub fn event(number: u64) -> Audit {
    event_about(number, 0)
}

/// The event with this number about a subject.
#[must_use]
pub fn event_about(number: u64, about: u8) -> Audit {
    let id = bytes16(number);
    Audit {
        event: RecordId(id),
        time_ms: 1_795_000_000_000_i64.saturating_add_unsigned(number),
        subject: subject(about),
        key: KeyId([0xa1; 16]),
        commitment: Commitment([about; 32]),
        sealed: [id.as_slice(), &[0; 200]].concat(),
    }
}

/// A change of [`CLINIC`] with the event of this number and nothing else.
#[must_use]
pub fn change(number: u64) -> Change {
    Change::new(pass(CLINIC), event(number))
}

/// The change with something more in it.
#[must_use]
pub fn with(mut change: Change, fill: impl FnOnce(&mut Change)) -> Change {
    fill(&mut change);
    change
}

/// A change that appends these records.
#[must_use]
pub fn append(number: u64, records: Vec<Record>) -> Change {
    with(change(number), |change| change.records = records)
}

/// A row of [`PANEL`].
#[must_use]
pub fn row(key: &[u8], version: u64) -> Row {
    Row { space: PANEL, key: key.to_vec(), version, value: [key, &version.to_be_bytes()].concat() }
}

/// A change that writes a row of [`PANEL`].
#[must_use]
pub fn put(number: u64, key: &[u8], version: u64) -> Change {
    with(change(number), |change| change.rows = vec![RowWrite::Put(row(key, version))])
}

/// The job with this number.
#[must_use]
pub fn job(number: u64, due_ms: i64) -> Job {
    Job { id: bytes16(number), kind: 3, chart: chart(1), due_ms }
}

/// Writes the records of one strand.
#[derive(Clone, Debug)]
pub struct StrandWriter {
    clinic: ClinicId,
    chart: ChartId,
    head: Head,
}

impl StrandWriter {
    /// For an empty strand.
    #[must_use]
    pub fn new(chart: ChartId, strand: StrandCode) -> Self {
        Self::behind(chart, Head::empty(strand))
    }

    /// For a strand with this head.
    #[must_use]
    pub fn behind(chart: ChartId, head: Head) -> Self {
        Self { clinic: CLINIC, chart, head }
    }

    /// The same in another clinic.
    #[must_use]
    pub fn of(self, clinic: ClinicId) -> Self {
        Self { clinic, ..self }
    }

    /// Where the strand stands after what was written.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// The next record of the strand, with an id made of `number`.
    pub fn write(&mut self, number: u64) -> Record {
        self.write_bytes(number, vec![0x5e; 600])
    }

    /// The next record of the strand, with this payload.
    pub fn write_bytes(&mut self, number: u64, sealed: Vec<u8>) -> Record {
        let (chart, strand, id) = (self.chart, self.head.strand, RecordId(bytes16(number)));
        let (seq, commitment) = (self.head.seq + 1, Commitment([0xc0; 32]));
        let place = RecordPlace { chart: &chart, strand, seq, id: &id, commitment: &commitment };
        let link = pass(self.clinic).linker().record(&self.head.link, place);
        self.head = Head { strand, seq, link };
        Record { chart, strand, seq, id, key: KeyId([0x6e; 16]), commitment, link, sealed }
    }
}

/// Asserts that nothing at all is stored for the clinics and the first charts of these fixtures.
///
/// # Errors
/// What the ledger could not read.
pub async fn assert_empty(ledger: &dyn Ledger) -> super::Outcome {
    assert_eq!(ledger.records(chart(1), &[CARE, OWN]).await?, []);
    for clinic in [CLINIC, OTHER] {
        assert_eq!(ledger.charts(clinic, None, 10).await?, []);
        assert_eq!(ledger.audit(clinic, 0, 10).await?, []);
        assert_eq!(ledger.rows(clinic, PANEL, &[], None, 10).await?, []);
        assert_eq!(ledger.open_jobs(clinic, 10).await?, []);
    }
    Ok(())
}

/// Asserts that the whole audit chain of a clinic is unbroken and that the sum beside its newest event is that of what stands
/// there, and answers the chain's length.
///
/// # Errors
/// What the ledger could not read.
pub async fn verified_chain(ledger: &dyn Ledger, clinic: ClinicId) -> Result<u64, LedgerError> {
    let (pass, mut place) = (pass(clinic), AuditPlace::START);
    loop {
        let page = ledger.audit(clinic, place.seq, 500).await?;
        if page.is_empty() {
            let standing = ledger.standing(pass.linker()).await?;
            assert_eq!(standing.audit.place, place);
            assert_eq!(state::opened(pass.linker(), &standing.audit), standing.sum);
            return Ok(place.seq);
        }
        for StoredAudit { seq, link, audit } in page {
            place = place.next(pass.linker(), &audit)?;
            assert_eq!(AuditPlace { seq, link }, place);
        }
    }
}
