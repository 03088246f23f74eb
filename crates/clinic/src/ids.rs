//! From the diary's ids to the vault's and back: the same sixteen bytes.

use diary::{AccountId, ChartId, ClinicId, RecordId, Strand};
use vault::{KeyPurpose, StrandCode, Subject};

/// The clinic's own log: its directory of people, accounts and relations.
pub(crate) const DIRECTORY: StrandCode = StrandCode(16);
/// Who the person of a chart is; apart from the strands that readers are granted.
pub(crate) const IDENTITY: StrandCode = StrandCode(17);

pub(crate) fn clinic(id: ClinicId) -> vault::ClinicId {
    vault::ClinicId(id.to_bytes())
}

pub(crate) fn chart(id: ChartId) -> vault::ChartId {
    vault::ChartId(id.to_bytes())
}

pub(crate) fn record(id: RecordId) -> vault::RecordId {
    vault::RecordId(id.to_bytes())
}

pub(crate) fn stored(id: vault::RecordId) -> RecordId {
    RecordId::from_bytes(id.0)
}

pub(crate) fn code(strand: Strand) -> StrandCode {
    StrandCode(strand.code())
}

/// Bytes as two hexadecimal digits each.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key of one log.
pub(crate) fn log_key(clinic: vault::ClinicId, owner: [u8; 16], strand: StrandCode) -> Subject {
    Subject { clinic, owner, purpose: KeyPurpose::Strand(strand) }
}

/// The key of a person's identity, or of the clinic's own rows.
pub(crate) fn identity_key(clinic: vault::ClinicId, owner: [u8; 16]) -> Subject {
    Subject { clinic, owner, purpose: KeyPurpose::Identity }
}

/// The key of the audit events about a chart, or about the clinic.
pub(crate) fn audit_key(clinic: vault::ClinicId, owner: [u8; 16]) -> Subject {
    Subject { clinic, owner, purpose: KeyPurpose::Audit }
}

/// Serde for ids, written as text.
macro_rules! as_text {
    ($($module:ident: $type:ty),+ $(,)?) => {$(
        pub(crate) mod $module {
            use serde::{Deserialize as _, Deserializer, Serializer};

            pub fn serialize<S: Serializer>(id: &$type, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(id)
            }

            pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                String::deserialize(from)?.parse().map_err(|_| serde::de::Error::custom("not an id"))
            }
        }
    )+};
}
as_text! { account_text: super::AccountId, chart_text: super::ChartId }
