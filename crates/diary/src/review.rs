//! What a review covers, and what its writer has to have read before it is stored.

use jiff::Timestamp;

use crate::chart::{Chart, Entry, StoredPart, Version};
use crate::{AccountId, Body, Code, EntryId, ListedSymptom, Refusal, Review, ReviewClaim, Strand};

/// An answer that needs a review on its own day and has reached the care team.
#[derive(Clone, Copy, Debug)]
pub struct SameDayAnswer<'a> {
    /// The entry it is part of.
    pub entry: &'a Entry,
    /// The submission it came with.
    pub version: &'a Version,
    /// What was answered.
    pub item: &'a ListedSymptom,
}

impl SameDayAnswer<'_> {
    /// Its name in [`ReviewClaim::seen`]: the entry's record, the id that its version was sent under, the symptom.
    #[must_use]
    pub fn tick(&self) -> String {
        let record = self.entry.id().map(|record| record.to_string()).unwrap_or_default();
        format!("{record}.{}.{}", self.version.meta.entry, self.item.symptom.id())
    }

    /// Whether it still stands: not corrected, not withdrawn.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.entry.bodies().flat_map(Body::same_day_answers).any(|item| item.symptom == self.item.symptom)
    }
}

/// The reviews of a chart, and the same-day answers that they cover or leave open.
#[derive(Clone, Copy, Debug)]
pub struct Reviews<'a> {
    chart: &'a Chart,
}

impl<'a> Reviews<'a> {
    /// The reviews of a chart as one reader may see it.
    #[must_use]
    pub const fn of(chart: &'a Chart) -> Self {
        Self { chart }
    }

    /// The latest moment of which a reader of this chart can have seen anything; `now` where it is empty.
    #[must_use]
    pub fn newest_arrival(&self, now: Timestamp) -> Timestamp {
        self.chart.last_arrival().unwrap_or(now)
    }

    /// When the newest review that stands was stored.
    #[must_use]
    pub fn reviewed_at(&self) -> Option<Timestamp> {
        let reviews = self.chart.standing().filter(|entry| up_to(entry).is_some());
        reviews.filter_map(stored_at).max()
    }

    /// The same-day answers that arrived after the last review and up to `until`, also those that no longer stand;
    /// oldest first.
    #[must_use]
    pub fn open_answers(&self, until: Timestamp) -> Vec<SameDayAnswer<'a>> {
        self.between(self.chart.last_review().map(|(_, review)| review.up_to), until)
    }

    /// Those that a stored review covers and that no review before it had.
    #[must_use]
    pub fn covered(&self, review: &Entry) -> Vec<SameDayAnswer<'a>> {
        let Some(until) = up_to(review) else { return Vec::new() };
        let made = first_stored_at(review);
        let mut reviewed = None;
        for other in self.chart.entries() {
            let withdrawn = stored_at(other).filter(|_| other.in_error());
            if first_stored_at(other) < made && withdrawn.is_none_or(|at| Some(at) > made) {
                reviewed = reviewed.max(up_to(other));
            }
        }
        self.between(reviewed, until)
    }

    /// Refuses a review that reaches further than what had arrived, whose writer does not know of the reviews that stand,
    /// or who has not read each answer that it covers. One that is stored already may be sent again, whatever came after
    /// it. The chart is the one that its writer may see; `id` is the entry's.
    ///
    /// # Errors
    /// Of `up_to`, [`Code::InTheFuture`] and [`Code::ChangedMeanwhile`]; of `seen`, [`Code::Missing`].
    pub fn check(
        &self,
        writer: AccountId,
        id: EntryId,
        review: &Review,
        claim: &ReviewClaim,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        // Nothing new is stored under this id: whether it is a repeat or a conflict shows when it is written.
        if self.is_sent_before(writer, id) {
            return Ok(());
        }
        if review.up_to > self.newest_arrival(now) {
            return Err(Refusal::new("up_to", Code::InTheFuture));
        }
        if claim.known.as_ref().is_some_and(|known| self.reviewed_at() > known.parse().ok()) {
            return Err(Refusal::new("up_to", Code::ChangedMeanwhile));
        }
        if self.open_answers(review.up_to).iter().any(|answer| !claim.seen.contains(&answer.tick())) {
            return Err(Refusal::new("seen", Code::Missing));
        }
        Ok(())
    }

    /// Whether this writer has stored a review under this id, also one that no longer stands. Somebody else's same id is
    /// another entry.
    fn is_sent_before(&self, writer: AccountId, id: EntryId) -> bool {
        self.chart.entries().iter().any(|entry| {
            let by = entry.author().map(|author| author.account);
            by == Some(writer) && entry.client_id() == Some(id) && up_to(entry).is_some()
        })
    }

    fn between(&self, reviewed: Option<Timestamp>, until: Timestamp) -> Vec<SameDayAnswer<'a>> {
        let mut answers: Vec<SameDayAnswer<'a>> = Vec::new();
        for entry in self.chart.entries() {
            let mut of_entry: Vec<SameDayAnswer<'a>> = Vec::new();
            for version in entry.versions() {
                let arrived = version.meta.received_at;
                if Some(arrived) <= reviewed || arrived > until {
                    continue;
                }
                for item in
                    version.written().filter(is_delivered).flat_map(|part| part.body.same_day_answers())
                {
                    // An amendment that repeats the answer is the same answer.
                    of_entry.retain(|earlier| earlier.item.symptom != item.symptom);
                    of_entry.push(SameDayAnswer { entry, version, item });
                }
            }
            answers.extend(of_entry);
        }
        answers.sort_by_key(|answer| answer.version.meta.received_at);
        answers
    }
}

/// Up to when an entry says that was reviewed, in any of its versions; none where it is no review.
fn up_to(entry: &Entry) -> Option<Timestamp> {
    entry.versions().iter().flat_map(|version| &version.parts).find_map(|part| match &part.body {
        Body::Review(review) => Some(review.up_to),
        _ => None,
    })
}

fn stored_at(entry: &Entry) -> Option<Timestamp> {
    entry.newest().map(|version| version.meta.received_at)
}

fn first_stored_at(entry: &Entry) -> Option<Timestamp> {
    entry.versions().first().map(|version| version.meta.received_at)
}

fn is_delivered(part: &&StoredPart) -> bool {
    part.places().any(|place| Strand::DELIVERED.contains(&place.strand))
}
