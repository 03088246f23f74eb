//! What of a chart is shown to a reader who opens the strands it stands in: which kinds, and of the medicines, of reasons and
//! of notes.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{Chart, Entry, Origin, PartCopy, StoredPart, Version};
use crate::{AccountId, Body, FieldEntry, Medicine, MedicineStart, Meta, RecordId, Strand};

/// A fact of a medicine that holds, or will.
struct Holding {
    record: RecordId,
    date: Date,
    is_stop: bool,
}

impl Chart {
    /// The chart as whoever gives the medicine needs it: of each medicine the dose that holds on `today` and the steps known
    /// for later, as they stand now. Medicine and dose facts that another has taken the place of by then are not there, nor
    /// what a fact said before it was corrected; a medicine that was stopped is there only while its stop is the last
    /// change. Everything else is as it was.
    #[must_use]
    pub fn in_force(&self, today: Date) -> Self {
        let holding = self.holding(today);
        let medicines: BTreeSet<&Medicine> = holding.keys().map(|(medicine, _)| *medicine).collect();
        let holds = |entry: &Entry| holding.values().any(|fact| entry.id() == Some(fact.record));
        let shown = |entry: &Entry| match (entry.tells_of_medicine(), holds(entry)) {
            (false, _) => Some(entry.clone()),
            (true, true) => entry.as_it_stands(&medicines),
            (true, false) => None,
        };
        Self { entries: self.entries.iter().filter_map(shown).collect() }
    }

    /// The chart without the reasons why staff corrected something, or took it back.
    #[must_use]
    pub fn without_reasons_of_staff(mut self) -> Self {
        let staff = |version: &&mut Version| version.meta.author.role.writes_for_clinic();
        for version in self.entries.iter_mut().flat_map(|entry| &mut entry.versions).filter(staff) {
            version.meta.reason = None;
        }
        self
    }

    /// The TMS sessions of the chart, each with its versions, and nothing else.
    #[must_use]
    pub fn tms_sessions_alone(&self) -> Self {
        let is_session =
            |entry: &&Entry| matches!(entry.first_body(), Some(Body::Fields(FieldEntry::Tms(_))));
        Self { entries: self.entries.iter().filter(is_session).cloned().collect() }
    }

    /// The chart without the working notes that others than `reader` wrote; none where it has no such notes.
    #[must_use]
    pub fn without_notes_of_others(&self, reader: AccountId) -> Option<Self> {
        let hidden = |entry: &&Entry| {
            entry.is_working_note() && entry.author().is_some_and(|author| author.account != reader)
        };
        self.entries.iter().any(|entry| hidden(&entry)).then(|| {
            let entries = self.entries.iter().filter(|entry| !hidden(entry));
            Self { entries: entries.cloned().collect() }
        })
    }

    /// The last word on each medicine for today, and for each later day that has one.
    fn holding(&self, today: Date) -> BTreeMap<(&Medicine, Date), Holding> {
        let mut holding = BTreeMap::new();
        for fact in self.dose_facts() {
            let Some(record) = fact.entry.id() else { continue };
            let (date, is_stop) = (fact.entry.date(), fact.dosing.is_stop());
            holding.insert((fact.medicine, date.max(today)), Holding { record, date, is_stop });
        }
        let last_change = holding.values().map(|fact| fact.date).filter(|date| *date <= today).max();
        let over = |fact: &Holding| fact.is_stop && Some(fact.date) < last_change;
        holding.retain(|_, fact| !over(fact));
        holding
    }
}

impl Entry {
    /// Whether it was written for the staff and nobody else.
    fn is_working_note(&self) -> bool {
        let mut parts = self.versions.iter().flat_map(|version| &version.parts);
        parts.all(|part| part.places().all(|place| place.strand == Strand::Staff))
    }

    /// Whether any of its versions is about a medicine.
    fn tells_of_medicine(&self) -> bool {
        let mut parts = self.versions.iter().flat_map(|version| &version.parts);
        parts.any(|part| part.body.dosing().is_some())
    }

    /// The entry as if it had been written today as it stands, beside these medicines alone.
    fn as_it_stands(&self, medicines: &BTreeSet<&Medicine>) -> Option<Self> {
        let meta = Meta { amends: None, reason: None, ..self.effective_version()?.meta.clone() };
        let written = |stored: &StoredPart| StoredPart {
            body: beside(&stored.body, medicines),
            origin: Origin::Written,
            copies: stored.copies.iter().map(|copy| PartCopy { origin: Origin::Written, ..*copy }).collect(),
            ..stored.clone()
        };
        Some(Self { versions: vec![Version { meta, parts: self.parts().map(written).collect() }] })
    }
}

/// What it says, without the name of a medicine that is no longer there.
fn beside(body: &Body, medicines: &BTreeSet<&Medicine>) -> Body {
    match body {
        Body::MedicineStart(started) => {
            let replaces = started.replaces.clone().filter(|old| medicines.contains(old));
            Body::MedicineStart(MedicineStart { replaces, ..started.clone() })
        }
        _ => body.clone(),
    }
}
