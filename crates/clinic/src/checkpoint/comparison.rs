//! How a ledger stands to a checkpoint.

use jiff::Timestamp;
use ledger::{AuditPlace, state, survey::Standing};

use vault::Linker;

use super::Checkpoints;
use super::layout::Checkpoint;
use crate::ClinicError;

/// Events read at a time.
const PAGE: u32 = 500;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// When the checkpoint was taken; none where there is none, or none that was made with these keys.
    pub at: Option<Timestamp>,
    /// Its place in the audit chain.
    pub seq: Option<u64>,
    /// How the ledger stands to it.
    pub found: Found,
}

/// How the ledger stands to a checkpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// Exactly there.
    Same,
    /// Further: its events follow.
    Ahead,
    /// Not yet there: it was put back; or there is no checkpoint any more.
    Behind,
    /// Elsewhere: its events do not lead here, or what stands there is not what they left.
    Other,
}

impl Found {
    /// A stable word for texts and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Ahead => "ahead",
            Self::Behind => "behind",
            Self::Other => "other",
        }
    }

    /// Whether the ledger may go on from here without anybody's word.
    #[must_use]
    pub fn is_sound(self) -> bool {
        matches!(self, Self::Same | Self::Ahead)
    }
}

impl Checkpoints {
    /// How the ledger stands to a checkpoint: the newest in the key store, or this one. A missing one counts as ahead of the
    /// ledger.
    ///
    /// # Errors
    /// When a store cannot be read.
    pub async fn compare(&self, against: Option<&[u8]>) -> Result<Comparison, ClinicError> {
        let none = |found| Comparison { at: None, seq: None, found };
        // Read before the ledger is looked at, which may go on meanwhile.
        let checkpoint = match against {
            Some(bytes) => self.read(bytes),
            None => match self.stored().await? {
                Some(bytes) => self.read(&bytes),
                None => return Ok(none(Found::Behind)),
            },
        };
        let Some(checkpoint) = checkpoint else { return Ok(none(Found::Other)) };
        let found = self.found(&checkpoint).await?;
        Ok(Comparison { at: Some(checkpoint.at), seq: Some(checkpoint.place.seq), found })
    }

    async fn found(&self, checkpoint: &Checkpoint) -> Result<Found, ClinicError> {
        let linker = &self.sealed.linker;
        let standing = self.sealed.ledger.standing(linker).await?;
        let head = standing.audit.place;
        if head.seq < checkpoint.place.seq {
            return Ok(Found::Behind);
        }
        if !self.lead_on(checkpoint.place, head).await? || !is_as_left(&standing, linker) {
            return Ok(Found::Other);
        }
        Ok(match head.seq == checkpoint.place.seq {
            true if standing.audit.state == checkpoint.state => Found::Same,
            true => Found::Other,
            false => Found::Ahead,
        })
    }

    /// Whether the checkpoint's event is there, and every event from it up to the head follows the one before.
    async fn lead_on(&self, from: AuditPlace, head: AuditPlace) -> Result<bool, ClinicError> {
        let (ledger, clinic) = (&self.sealed.ledger, self.sealed.clinic_id());
        if from.seq > 0 {
            let own = ledger.audit(clinic, from.seq - 1, 1).await?;
            if own.first().map(|stored| (stored.seq, stored.link)) != Some((from.seq, from.link)) {
                return Ok(false);
            }
        }
        let mut at = from;
        while at.seq < head.seq {
            let page = ledger.audit(clinic, at.seq, PAGE).await?;
            // Nothing, or a gap: no page then leads any further.
            if page.first().is_none_or(|next| next.seq > head.seq) {
                return Ok(false);
            }
            for stored in page.iter().take_while(|stored| stored.seq <= head.seq) {
                match at.next(&self.sealed.linker, &stored.audit) {
                    Ok(next) if (next.seq, next.link) == (stored.seq, stored.link) => at = next,
                    _ => return Ok(false),
                }
            }
        }
        Ok(at == head)
    }
}

/// Whether the heads, rows and jobs that stand there are those that the newest event left.
pub(crate) fn is_as_left(standing: &Standing, linker: &Linker) -> bool {
    state::opened(linker, &standing.audit) == standing.sum
}
