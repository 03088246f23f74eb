//! What a review covers: answers for a look on the same day, each of which must have been read by itself.

use diary::chart::{Entry, Kept, Version};
use diary::{AccountId, Body, Code, EntryId, ListedSymptom, Refusal, Review};
use jiff::Timestamp;

use crate::charts::read::ChartView;

/// An answer for a look on the same day that has reached the care team.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The entry it is part of.
    pub entry: &'a Entry,
    /// The submission it came with.
    pub version: &'a Version,
    /// What was answered.
    pub item: &'a ListedSymptom,
}

/// What a reviewer says beside the review itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// The answers that were read, each as [`Answer::tick`] names it.
    pub seen: Vec<String>,
    /// When the newest review that the reviewer knows of was stored, empty where they know of none; `None` where they do
    /// not say.
    pub known: Option<String>,
}

impl Answer<'_> {
    /// Its name among the answers that a reviewer has read: the entry's record, the submission's id, the symptom.
    #[must_use]
    pub fn tick(&self) -> String {
        let record = self.entry.id().map(|record| record.to_string()).unwrap_or_default();
        format!("{record}.{}.{}", self.version.meta.entry, self.item.symptom.id())
    }

    /// Whether it still stands: not corrected, not withdrawn.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.entry.bodies().flat_map(Body::same_day).any(|item| item.symptom == self.item.symptom)
    }
}

impl ChartView {
    /// The latest moment a reader of this chart can have seen anything of.
    #[must_use]
    pub fn newest_arrival(&self, now: Timestamp) -> Timestamp {
        if self.chart.entries().is_empty() { now } else { self.seen_up_to() }
    }

    /// When the newest review that stands was stored.
    #[must_use]
    pub fn reviewed_at(&self) -> Option<Timestamp> {
        self.reviews().map(|(_, at)| at).max()
    }

    /// The answers for a look on the same day that arrived after the last review and up to `seen`, also those that no longer
    /// stand; oldest first.
    #[must_use]
    pub fn answers(&self, seen: Timestamp) -> Vec<Answer<'_>> {
        self.between(self.chart.last_review().map(|(_, review)| review.up_to), seen)
    }

    /// Those that a stored review covers and that no review before it had.
    #[must_use]
    pub fn covered(&self, review: &Entry) -> Vec<Answer<'_>> {
        let first = |entry: &Entry| entry.versions().first().map(|version| version.meta.received_at);
        let (Some(seen), made) = (up_to(review), first(review)) else { return Vec::new() };
        let before = |other: &&Entry| {
            let withdrawn =
                other.newest().map(|version| version.meta.received_at).filter(|_| other.in_error());
            first(other) < made && withdrawn.is_none_or(|at| Some(at) > made)
        };
        let reviewed = self.chart.entries().iter().filter(before).filter_map(up_to).max();
        self.between(reviewed, seen)
    }

    /// Whether a review may be stored: it reaches no further than what had arrived, its writer knows of the reviews that
    /// stand, and has read each answer that it covers. One that is stored already may be sent again, whatever came after it.
    ///
    /// # Errors
    /// Of `up_to`, [`Code::InTheFuture`] and [`Code::ChangedMeanwhile`]; of `seen`, [`Code::Missing`].
    pub fn check_review(
        &self,
        (writer, id): (AccountId, EntryId),
        review: &Review,
        claim: &Claim,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        // Nothing new is stored under this id: whether it is a repeat or a conflict is told when it is written.
        if self.is_sent_before(writer, id) {
            return Ok(());
        }
        if review.up_to > self.newest_arrival(now) {
            return Err(Refusal::new("up_to", Code::InTheFuture));
        }
        if claim.known.as_ref().is_some_and(|known| self.is_overtaken(known)) {
            return Err(Refusal::new("up_to", Code::ChangedMeanwhile));
        }
        let read = |answer: &Answer<'_>| claim.seen.contains(&answer.tick());
        if self.answers(review.up_to).iter().all(read) {
            Ok(())
        } else {
            Err(Refusal::new("seen", Code::Missing))
        }
    }

    /// Whether another review was stored after the one that its writer knew, so that they learn of it first.
    fn is_overtaken(&self, known: &str) -> bool {
        let known = known.parse::<Timestamp>().ok();
        self.reviews().any(|(_, at)| Some(at) > known)
    }

    /// Whether this writer has stored a review under this id, also one that no longer stands. Somebody else's same id is
    /// another entry.
    fn is_sent_before(&self, writer: AccountId, id: EntryId) -> bool {
        let named =
            |entry: &&Entry| entry.author().map(|by| by.account).zip(entry.client_id()) == Some((writer, id));
        self.chart.entries().iter().filter(named).any(|entry| up_to(entry).is_some())
    }

    /// The reviews that stand, with when each was stored.
    fn reviews(&self) -> impl Iterator<Item = (&Entry, Timestamp)> {
        let reviews = self.chart.standing().filter(|entry| up_to(entry).is_some());
        reviews.filter_map(|entry| Some((entry, entry.newest()?.meta.received_at)))
    }

    fn between(&self, reviewed: Option<Timestamp>, seen: Timestamp) -> Vec<Answer<'_>> {
        let covered = |version: &&Version| {
            let arrived = version.meta.received_at;
            Some(arrived) > reviewed && arrived <= seen
        };
        let mut answers: Vec<Answer<'_>> = Vec::new();
        for entry in self.chart.entries() {
            let mut said: Vec<Answer<'_>> = Vec::new();
            for version in entry.versions().iter().filter(covered) {
                let delivered = version.written().filter(|part| reaches_the_team(part));
                for item in delivered.flat_map(|part| part.body.same_day()) {
                    // An amendment that repeats the answer is the same answer.
                    said.retain(|earlier| earlier.item.symptom != item.symptom);
                    said.push(Answer { entry, version, item });
                }
            }
            answers.extend(said);
        }
        answers.sort_by_key(|answer| answer.version.meta.received_at);
        answers
    }
}

fn up_to(entry: &Entry) -> Option<Timestamp> {
    entry.versions().iter().flat_map(|version| &version.parts).find_map(|part| match &part.body {
        Body::Review(review) => Some(review.up_to),
        _ => None,
    })
}

fn reaches_the_team(part: &Kept) -> bool {
    part.places().any(|place| policy::DELIVERED.contains(&place.strand))
}
