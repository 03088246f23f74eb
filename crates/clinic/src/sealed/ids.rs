//! Where what is stored is found: ids of the diary as ids of the vault (the same sixteen bytes), logs, spaces and keys of rows.

use diary::{AccountId, ChartId, ClinicId, RecordId, Strand};
use ledger::Space;
use serde::{Deserialize, Serialize};
use vault::{KeyPurpose, StrandCode, Subject};

/// The clinic's own log: its directory of people, accounts and relations.
pub(crate) const DIRECTORY: StrandCode = StrandCode(16);
/// Who the person of a chart is; apart from the strands that readers are granted.
pub(crate) const IDENTITY: StrandCode = StrandCode(17);

/// Accounts, by account id; under the account's identity key.
pub(crate) const ACCOUNTS: Space = Space(1);
/// Relations, by account id ‖ chart id; under the clinic's key.
pub(crate) const RELATIONS: Space = Space(2);
/// Sessions, by the hash of their token; under the clinic's key.
pub(crate) const SESSIONS: Space = Space(3);
/// Who the person of a chart is, by chart id; under the person's identity key.
pub(crate) const PEOPLE: Space = Space(4);
/// Panel rows, by chart id; under the chart's `care` key.
pub(crate) const PANEL: Space = Space(5);

/// Up to when a chart was reviewed, by chart id; under the person's identity key. Every chart has this row.
pub(crate) const REVIEWED: Space = Space(6);
/// Every space there is.
pub(crate) const SPACES: [Space; 6] = [ACCOUNTS, RELATIONS, SESSIONS, PEOPLE, PANEL, REVIEWED];

pub(crate) fn relation_key(account: AccountId, chart: ChartId) -> Vec<u8> {
    [account.to_bytes(), chart.to_bytes()].concat()
}

pub(crate) fn clinic(id: ClinicId) -> vault::ClinicId {
    vault::ClinicId(id.to_bytes())
}

pub(crate) fn chart(id: ChartId) -> vault::ChartId {
    vault::ChartId(id.to_bytes())
}

pub(crate) fn record(id: RecordId) -> vault::RecordId {
    vault::RecordId(id.to_bytes())
}

/// A record's id as the diary has it.
pub(crate) fn from_vault(id: vault::RecordId) -> RecordId {
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

/// A chart id inside an option.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub(crate) struct ChartText(#[serde(with = "chart_text")] pub ChartId);
