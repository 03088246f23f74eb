//! Holding reviews to what their writers have seen.

use diary::{Review, ReviewClaim, Reviews, Strand, Submission};
use ledger::Guard;

use super::cache::OpenedChart;
use super::idempotency::Known;
use super::read::visible;
use super::writing::{Arrival, Arrived, Writing};
use crate::{ClinicError, EntryRefusal};

/// A review among the entries, and what its writer says to have seen.
struct Claimed<'a> {
    arrived: &'a Arrived<'a>,
    review: &'a Review,
    claim: &'a ReviewClaim,
}

impl Writing<'_> {
    /// What is opened to check the reviews among the entries; none where there are none. What the installation imports was
    /// reviewed elsewhere.
    pub(super) fn review_strands(&self) -> Option<&'static [Strand]> {
        // Whoever may review has the same grant for all reviews.
        self.reviews().first().map(|first| first.arrived.grant.strands)
    }

    /// Refuses reviews that cover more than their writer says to have seen, and answers what must still be so when the
    /// others are stored: that nothing was added to the chart they were checked against.
    pub(super) async fn check_reviews(&self, known: &Known) -> Result<Vec<Guard>, ClinicError> {
        let mut reviews = self.reviews();
        reviews.retain(|claimed| !known.contains_key(&claimed.arrived.entry.id));
        let Some(first) = reviews.first() else { return Ok(Vec::new()) };
        let strands = first.arrived.grant.strands;
        if let Some(opened) = self.charts.cached(self.chart, strands)
            && self.refused(&reviews, &opened).is_empty()
        {
            return Ok(opened.guards(self.chart));
        }
        // A refusal is always decided from the database, never from the cache.
        let opened = self.charts.load_and_cache(self.chart, strands).await?;
        let refused = self.refused(&reviews, &opened);
        if refused.is_empty() { Ok(opened.guards(self.chart)) } else { Err(ClinicError::Refused(refused)) }
    }

    fn reviews(&self) -> Vec<Claimed<'_>> {
        let mut reviews = Vec::new();
        for arrived in &self.entries {
            if let Submission::Review { review, claim } = &arrived.entry.content
                && matches!(self.arrival, Arrival::Now)
            {
                reviews.push(Claimed { arrived, review, claim });
            }
        }
        reviews
    }

    fn refused(&self, reviews: &[Claimed<'_>], opened: &OpenedChart) -> Vec<EntryRefusal> {
        let (writer, today) = (self.author.account, self.sealed.today());
        let mut refused = Vec::new();
        for Claimed { arrived, review, claim } in reviews {
            let chart = visible(&opened.chart, &arrived.grant, writer, today);
            let (entry, now) = (arrived.entry.id, arrived.received_at);
            if let Err(refusal) = Reviews::of(&chart).check(writer, entry, review, claim, now) {
                refused.push(EntryRefusal { entry, refusal });
            }
        }
        refused
    }
}
