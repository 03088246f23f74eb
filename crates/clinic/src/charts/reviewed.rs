//! What a writer knows of the reviews of a chart without opening the strand in which they stand.

use diary::Strand;
use ledger::{Guard, RowWrite};
use vault::KeyId;

use super::writing::Writing;
use crate::ClinicError;
use crate::sealed::ids::REVIEWED;
use crate::sealed::rows::key_of;
use crate::tasks::reviewed::ReviewedRow;

/// The row as a writer knows it.
#[derive(Clone, Copy, Default)]
pub(super) struct ReviewedState {
    /// 0 where there is none yet.
    pub version: u64,
    pub up_to_ms: Option<i64>,
    /// What it is sealed under; none where there is no row that opens.
    pub key: Option<KeyId>,
}

impl Writing<'_> {
    /// Whether these entries' writer may open the strand in which reviews stand.
    pub(super) fn opens_care(&self) -> bool {
        self.entries.iter().any(|arrived| arrived.grant.covers(Strand::Care))
    }

    /// What the row says. One that is lost or damaged says nothing: an answer then opens a task, whatever was reviewed.
    pub(super) async fn load_reviewed(&self) -> Result<ReviewedState, ClinicError> {
        let clinic = self.sealed.clinic_id();
        let Some(row) = self.sealed.ledger.row(clinic, REVIEWED, &self.chart.to_bytes()).await? else {
            return Ok(ReviewedState::default());
        };
        let version = row.version;
        match self.sealed.open_row::<ReviewedRow>(&self.sealed.person_key(self.chart), &row) {
            Ok(ReviewedRow { up_to_ms }) => Ok(ReviewedState { version, up_to_ms, key: key_of(&row) }),
            Err(error) if error.is_damage() => {
                tracing::error!(code = error.code(), "a row of what was reviewed does not open");
                Ok(ReviewedState { version, ..ReviewedState::default() })
            }
            Err(error) => Err(error),
        }
    }

    /// The row as it is now, and that it takes the place of what was there.
    pub(super) fn reviewed_write(
        &self,
        before: u64,
        reviewed: &mut ReviewedState,
    ) -> Result<(Guard, RowWrite), ClinicError> {
        let (at, person) = (self.chart.to_bytes().to_vec(), self.sealed.person_key(self.chart));
        let guard = match before {
            0 => Guard::RowAbsent(REVIEWED, at.clone()),
            old => Guard::RowIs(REVIEWED, at.clone(), old),
        };
        let content = ReviewedRow { up_to_ms: reviewed.up_to_ms };
        let row = self.sealed.row(&person, REVIEWED, at, reviewed.version, &content)?;
        reviewed.key = key_of(&row);
        Ok((guard, RowWrite::Put(row)))
    }
}
