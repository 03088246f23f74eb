//! What protects the ledger, and what belongs to nobody: its sum, its definitions, its keys, strangers among its rows.

use std::collections::BTreeMap;
use std::sync::Arc;

use diary::ChartId;
use ledger::survey::{SchemaCheck, StoredLog};
use ledger::{LedgerError, Storage};
use vault::{KeyId, KeyProblem, KeySurvey, StrandCode};

use super::verifier::{BadPosition, MetSeals, PAGE, Verified};
use crate::ClinicError;
use crate::checkpoint::Checkpoints;
use crate::checkpoint::comparison::is_as_left;
use crate::sealed::SealedStore;
use crate::sealed::ids::SPACES;
use crate::sealed::rows::key_of;

/// The strands of each chart, account or clinic that have records or a head.
pub(super) type StoredStrands = BTreeMap<ChartId, Vec<StrandCode>>;

/// What is looked at beside charts and logs.
pub(crate) struct StoreCheck<'a> {
    pub sealed: &'a SealedStore,
    pub checkpoints: &'a Checkpoints,
    pub seals: &'a MetSeals,
}

impl StoreCheck<'_> {
    /// How the ledger stands to a checkpoint, and whether what stands there is what its newest event left.
    pub(super) async fn standing(
        &self,
        against: Option<&[u8]>,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        let comparison = self.checkpoints.compare(against).await?;
        found.checkpoint = Some(comparison);
        let standing = self.sealed.ledger.standing(&self.sealed.linker).await?;
        if !is_as_left(&standing, &self.sealed.linker) {
            let seq = Some(standing.audit.place.seq);
            found.bad(BadPosition { seq, ..BadPosition::new("state") });
        } else if !comparison.found.is_sound() {
            found.bad(BadPosition { seq: comparison.seq, ..BadPosition::new("checkpoint") });
        }
        Ok(())
    }

    /// Tables, indexes and triggers as the migrations make them, and nothing of another clinic or an unknown space.
    pub(super) async fn definitions(
        &self,
        depth: SchemaCheck,
        found: &mut Verified,
    ) -> Result<(), ClinicError> {
        for name in self.sealed.ledger.schema_changes(depth).await? {
            found.bad(BadPosition { name: Some(name), ..BadPosition::new("schema") });
        }
        for stray in self.sealed.ledger.strays(self.sealed.clinic_id(), &SPACES).await? {
            found.bad(BadPosition { name: Some(stray.table.to_owned()), ..BadPosition::new("stray") });
        }
        Ok(())
    }

    /// Every strand that has records, whosever they are, and every one that has a head.
    pub(super) async fn stored_strands(&self, found: &mut Verified) -> Result<StoredStrands, ClinicError> {
        let clinic = self.sealed.clinic_id();
        let (mut strands, mut after) = (StoredStrands::new(), None);
        loop {
            let page = self.sealed.ledger.charts(clinic, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(*last);
            strands.extend(page.iter().map(|chart| (ChartId::from_bytes(chart.0), Vec::new())));
        }
        let mut after = None;
        loop {
            let page = self.sealed.ledger.logs(clinic, after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(strands) };
            after = Some((last.chart, last.strand));
            for StoredLog { chart, strand, records, own } in page {
                let chart = ChartId::from_bytes(chart.0);
                if own != records {
                    let strand = Some(strand.0);
                    found.bad(BadPosition { strand, ..BadPosition::of("record-of-another", chart) });
                }
                // Where none is this clinic's, that is all there is to say.
                if own > 0 {
                    strands.entry(chart).or_default().push(strand);
                }
            }
        }
    }

    /// Keys that fit together, each of which has counted every seal that was met. To be asked once all was met.
    pub(super) async fn keys(&self, found: &mut Verified) -> Result<(), ClinicError> {
        for space in SPACES {
            self.sealed.all_rows(space).await?.iter().filter_map(key_of).for_each(|key| self.seals.met(key));
        }
        let counted = self.survey_keys(found).await?;
        if self.seals.outnumber(&counted) {
            found.bad(BadPosition::new("key-counter"));
        }
        Ok(())
    }

    /// Looks at every key; answers how many seals each has counted. The key store may be slow, or hang: nobody else waits for it
    /// here.
    pub(super) async fn survey_keys(
        &self,
        found: &mut Verified,
    ) -> Result<BTreeMap<KeyId, u64>, ClinicError> {
        let vault = Arc::clone(&self.sealed.vault);
        let survey = tokio::task::spawn_blocking(move || vault.survey()).await;
        let KeySurvey { seals, problems } = survey.map_err(|_| LedgerError::NotSaved(Storage::Io))??;
        problems.into_iter().map(KeyProblem::code).for_each(|what| found.bad(BadPosition::new(what)));
        Ok(seals)
    }
}
