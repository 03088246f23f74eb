//! Fixtures shared by the modules.

use std::sync::Arc;
use vault::testing::{FixedRandom, INSTALLATION, MemoryKeys, fixed_root};
use vault::{ChartId, ClinicId, Context, EventContext, KeyPurpose, RecordId, StrandCode, Subject, Vault};

pub const NOW_MS: i64 = 1_790_000_000_000;
pub const CLINIC: ClinicId = ClinicId([0xc1; 16]);
pub const CHART: ChartId = ChartId([0xca; 16]);
pub const STRAND: StrandCode = StrandCode(2);
pub const ID: RecordId = RecordId([0x1d; 16]);

pub fn subject() -> Subject {
    Subject { clinic: CLINIC, owner: CHART.0, purpose: KeyPurpose::Strand(STRAND) }
}

pub fn audit_subject() -> Subject {
    Subject { purpose: KeyPurpose::Audit, ..subject() }
}

pub fn context() -> Context {
    Context { clinic: CLINIC, chart: CHART, strand: STRAND, seq: 5, id: ID }
}

pub fn event() -> EventContext {
    EventContext { clinic: CLINIC, event: ID, time_ms: NOW_MS, subject: [0x77; 32] }
}

pub fn vault() -> Vault {
    vault::testing::fixed_vault(1).unwrap()
}

pub fn vault_with_store() -> (Vault, Arc<MemoryKeys>) {
    let store = Arc::new(MemoryKeys::default());
    let random = Arc::new(FixedRandom::new(1));
    (Vault::create(fixed_root([7; 32]), INSTALLATION, store.clone(), random, 0).unwrap(), store)
}

pub fn hex(text: &str) -> Vec<u8> {
    let digits = text.split_whitespace().collect::<String>();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}
