//! What a checkpoint is made of, and how it is written down.

use jiff::Timestamp;
use ledger::AuditPlace;
use serde::{Deserialize, Serialize};
use vault::{ClinicId, Link, StateSeal, Vault, constant_time_eq};

use crate::ClinicError;
use crate::sealed::ids::hex;

/// The version that is written.
const VERSION: u32 = 1;

/// Where a clinic's ledger stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    /// When, by the clinic's clock, in whole milliseconds.
    pub at: Timestamp,
    /// The newest event.
    pub place: AuditPlace,
    /// The sum of all heads, rows and jobs, as it was sealed beside that event.
    pub state: StateSeal,
}

/// One line of JSON: bytes in hexadecimal digits.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    v: u32,
    clinic: String,
    at: Timestamp,
    seq: u64,
    link: String,
    state: String,
    mac: String,
}

impl Checkpoint {
    /// Writes it down under its MAC.
    pub(super) fn close(&self, vault: &Vault, clinic: &ClinicId) -> Result<Vec<u8>, ClinicError> {
        let written = Written {
            v: VERSION,
            clinic: hex(&clinic.0),
            at: self.at,
            seq: self.place.seq,
            link: hex(&self.place.link.0),
            state: hex(&self.state.0),
            mac: hex(&vault.checkpoint_mac(clinic, &self.bound(clinic))?),
        };
        let mut bytes = serde_json::to_vec(&written).map_err(|_| ClinicError::Unreadable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads it; none where it is not one, is another clinic's, or was made without the keys.
    pub(super) fn open(vault: &Vault, clinic: &ClinicId, bytes: &[u8]) -> Option<Self> {
        let written: Written = serde_json::from_slice(bytes).ok()?;
        let (link, state) = (unhex::<32>(&written.link)?, unhex::<64>(&written.state)?);
        let place = AuditPlace { seq: written.seq, link: Link(link) };
        let checkpoint = Self { at: written.at, place, state: StateSeal(state) };
        let mac = vault.checkpoint_mac(clinic, &checkpoint.bound(clinic)).ok()?;
        let is_own = written.v == VERSION && written.clinic == hex(&clinic.0);
        (is_own && constant_time_eq(hex(&mac).as_bytes(), written.mac.as_bytes())).then_some(checkpoint)
    }

    /// What the MAC is over: "namima/checkpoint/1" ‖ clinic ‖ time in ms (i64) ‖ seq (u64) ‖ link ‖ sum.
    fn bound(&self, clinic: &ClinicId) -> Vec<u8> {
        let (at_ms, seq) = (self.at.as_millisecond().to_be_bytes(), self.place.seq.to_be_bytes());
        let parts: [&[u8]; 6] =
            [b"namima/checkpoint/1", &clinic.0, &at_ms, &seq, &self.place.link.0, &self.state.0];
        parts.concat()
    }
}

/// Exactly so many bytes from hexadecimal digits.
fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| !pair.starts_with('+'))?;
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}
