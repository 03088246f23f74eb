//! The chart day by day, and which days the person's own diary has: one rule, for every sentence, table and line that counts them.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use super::{Chart, Entry, Version};
use crate::{
    AccountId, Answered, Body, CheckIn, Code, DayEvent, ListedSymptom, NewEntry, Refusal, Role, Score,
    Sharing, SleepNight, Strand, Subject, SymptomAnswer,
};

/// One calendar day of a chart.
///
/// A person may write several check-ins of one day, and none of them is lost. Where a single value is wanted for the day,
/// it is the one answered last, question by question ([`Day::latest`]): a later check-in that leaves a question open does
/// not erase an earlier answer. Lowest and highest stand beside it ([`Day::spread`]). Of several sleep cards the one written
/// last counts: each tells of the whole night.
#[derive(Clone, Debug)]
pub struct Day<'a> {
    /// The day.
    pub date: Date,
    /// The patient's own check-in: the one written last, in its newest version.
    pub check_in: Option<&'a Entry>,
    /// The patient's own night that ended on this day.
    pub sleep: Option<&'a Entry>,
    /// The patient's own naps of this day, in the order they were written.
    pub naps: Vec<&'a Entry>,
    /// What was said of the day otherwise: other people's entries, earlier check-ins and sleep cards, notes, events.
    pub observations: Vec<&'a Entry>,
}

/// Everything that was answered to one question of 0 to 10 on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The answer written first.
    pub first: Score,
    /// The answer written last: the day's single value.
    pub last: Score,
    /// The lowest.
    pub low: Score,
    /// The highest.
    pub high: Score,
    /// How many answers there are.
    pub answers: usize,
}

/// A day's symptoms, as far as they are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ResolvedSymptoms {
    /// Not answered, or "same as yesterday" after more than three days without an answer.
    Unknown,
    /// These; empty when there were none.
    Known(Vec<ListedSymptom>),
}

/// What a "same" on some day stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CarriedForward {
    /// The last answered day before it.
    pub date: Date,
    /// The symptoms of it that are repeated, without clock times; empty where there are none.
    pub symptoms: Vec<ListedSymptom>,
    /// Who would read the same out of it.
    pub readers: Readers,
}

/// Who reads a "same" as the patient means it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// The clinic has the day that it stands on.
    Everyone,
    /// It stands on what is for the patient alone: the clinic would read another day's symptoms, or none.
    OnlyMe,
}

/// What a day is to the person's own diary. Every day is exactly one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DayKind {
    /// The person wrote something about it, be it a note alone.
    Recorded,
    /// The person said in every check-in of it that they could not write.
    CannotWrite,
    /// A day of the diary before today without a word of theirs.
    Missing,
    /// Before their first own entry, whatever others wrote about it.
    BeforeDiary,
    /// Today or later, without an entry so far.
    Open,
}

/// The days of a chart that belong to the person's own diary.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DiaryDays(BTreeSet<Date>);

/// "The same" reaches back this far.
const SAME_REACHES_DAYS: i32 = 3;

impl Chart {
    /// Every day from `from` to `to`, both included; days without entries are there, empty.
    #[must_use]
    pub fn days(&self, from: Date, to: Date) -> Vec<Day<'_>> {
        let mut by_date: BTreeMap<Date, Vec<&Entry>> = BTreeMap::new();
        for entry in self.standing().filter(|entry| (from..=to).contains(&entry.date())) {
            by_date.entry(entry.date()).or_default().push(entry);
        }
        from.series(1.day())
            .take_while(|date| *date <= to)
            .map(|date| Day::of(date, by_date.remove(&date).unwrap_or_default()))
            .collect()
    }

    /// The days with an entry of the person's own diary, as far as this reader may see it.
    #[must_use]
    pub fn diary_days(&self) -> DiaryDays {
        DiaryDays(self.standing().filter(|entry| entry.is_own_diary()).map(Entry::date).collect())
    }

    /// The symptoms of each day that has an answer, with "same" resolved.
    #[must_use]
    pub fn symptoms(&self) -> BTreeMap<Date, ResolvedSymptoms> {
        let Some((first, last)) = self.span() else { return BTreeMap::new() };
        let mut resolved: BTreeMap<Date, ResolvedSymptoms> = BTreeMap::new();
        for day in self.days(first, last) {
            if let Some(known) = day.resolve(&resolved) {
                resolved.insert(day.date, known);
            }
        }
        resolved
    }

    /// The symptoms of the last answered day before `date`, its same-day answers included, which a
    /// "same" on `date` does not repeat ([`needs_same_day_review`](crate::Symptom::needs_same_day_review)). `None` where they are unknown
    /// or too far back for a "same" to reach.
    #[must_use]
    pub fn symptoms_before(&self, date: Date) -> Option<Vec<ListedSymptom>> {
        last_known(&self.symptoms(), date).map(|(_, listed)| listed.clone())
    }

    /// What a "same" on `date` stands for, in a chart that holds all of the patient's strands. `None` where there is
    /// nothing to repeat: no day within reach is answered, or its symptoms are unknown.
    #[must_use]
    pub fn carried_forward(&self, date: Date) -> Option<CarriedForward> {
        let (day, symptoms) = last_answer(&self.symptoms(), date)?;
        let shared = last_answer(&self.without_own().symptoms(), date);
        let alike = shared.as_ref() == Some(&(day, symptoms.clone()));
        let readers = if alike { Readers::Everyone } else { Readers::OnlyMe };
        Some(CarriedForward { date: day, symptoms, readers })
    }

    /// Refuses a "same" of the patient's that the clinic would read otherwise than it is meant.
    ///
    /// # Errors
    /// Of the field `symptoms`: [`Code::RepeatsOnlyMe`].
    pub fn check_carried_forward(&self, entry: &NewEntry, writer: Role) -> Result<(), Refusal> {
        if writer != Role::Patient || entry.sharing != Sharing::CareTeam || !entry.repeats_symptoms() {
            return Ok(());
        }
        match self.carried_forward(entry.about.date) {
            Some(CarriedForward { readers: Readers::OnlyMe, .. }) => {
                Err(Refusal::new("symptoms", Code::RepeatsOnlyMe))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a second night of one date by the same writer: what is told differently afterwards corrects the first one, so
    /// that both stay visible. A nap is no night, and a correction may keep its date or move to another.
    ///
    /// # Errors
    /// Of the field `date`: [`Code::NightExists`].
    pub fn check_night(&self, entry: &NewEntry, writer: AccountId) -> Result<(), Refusal> {
        if !entry.is_new_night() {
            return Ok(());
        }
        let is_theirs = |known: &Entry| known.author().is_some_and(|author| author.account == writer);
        let mut nights = self.standing().filter(|known| known.date() == entry.about.date && is_theirs(known));
        if nights.any(|known| known.night().is_some()) {
            return Err(Refusal::new("date", Code::NightExists));
        }
        Ok(())
    }

    /// The chart as everyone has it who may not open what is for the patient alone.
    fn without_own(&self) -> Self {
        let shared = |version: &Version| {
            let parts =
                version.parts.iter().filter(|part| part.places().any(|place| place.strand != Strand::Own));
            let parts: Vec<_> = parts.cloned().collect();
            (!parts.is_empty()).then(|| Version { meta: version.meta.clone(), parts })
        };
        let readable = |entry: &Entry| {
            let versions: Vec<Version> = entry.versions().iter().filter_map(shared).collect();
            (!versions.is_empty()).then_some(Entry { versions })
        };
        Self { entries: self.entries.iter().filter_map(readable).collect() }
    }
}

/// What a "same" on `date` stands for: the symptoms before it, but no answer that asks for a look on its own day and no
/// clock time: nobody gave those for this day, and what asks for a look is never told by silence. Where nothing else was
/// answered there is nothing to repeat: "the same" must not become a "none" that nobody said.
fn last_answer(
    resolved: &BTreeMap<Date, ResolvedSymptoms>,
    date: Date,
) -> Option<(Date, Vec<ListedSymptom>)> {
    let (day, listed) = last_known(resolved, date)?;
    let repeated = listed.iter().filter(|item| !item.needs_same_day_review());
    let repeated: Vec<_> = repeated.map(|item| ListedSymptom { time: None, ..item.clone() }).collect();
    (listed.is_empty() || !repeated.is_empty()).then_some((day, repeated))
}

fn last_known(
    resolved: &BTreeMap<Date, ResolvedSymptoms>,
    date: Date,
) -> Option<(Date, &Vec<ListedSymptom>)> {
    let (last, symptoms) = resolved.range(..date).next_back()?;
    let days = date.since(*last).ok()?.get_days();
    match symptoms {
        ResolvedSymptoms::Known(listed) if days <= SAME_REACHES_DAYS => Some((*last, listed)),
        _ => None,
    }
}

impl<'a> Day<'a> {
    fn of(date: Date, entries: Vec<&'a Entry>) -> Self {
        let mut day = Self { date, check_in: None, sleep: None, naps: Vec::new(), observations: Vec::new() };
        for entry in entries {
            let earlier = match entry.bodies().next() {
                Some(Body::CheckIn(_)) if entry.by_patient() => day.check_in.replace(entry),
                Some(Body::Sleep(nap)) if entry.by_patient() && !nap.is_night() => {
                    day.naps.push(entry);
                    None
                }
                Some(Body::Sleep(_)) if entry.by_patient() => day.sleep.replace(entry),
                Some(body) if body.kind().subject != Subject::Day => None,
                _ => Some(entry),
            };
            day.observations.extend(earlier);
        }
        day
    }

    /// The patient's check-in, the one written last.
    #[must_use]
    pub fn answers(&self) -> Option<&'a CheckIn> {
        self.check_in?.check_in()
    }

    /// The patient's check-ins of the day, in the order they were written.
    pub fn check_ins(&self) -> impl DoubleEndedIterator<Item = (&'a Entry, &'a CheckIn)> {
        let all = self.observations.iter().copied().chain(self.check_in);
        all.filter(|entry| entry.by_patient()).filter_map(|entry| Some((entry, entry.check_in()?)))
    }

    /// The patient's sleep cards of the day, in the order they were written; the last one counts.
    pub fn nights(&self) -> impl DoubleEndedIterator<Item = (&'a Entry, &'a SleepNight)> {
        let all = self.observations.iter().copied().chain(self.sleep);
        all.filter(|entry| entry.by_patient()).filter_map(|entry| Some((entry, entry.night()?)))
    }

    /// The answer to one question that was written last, with its entry.
    #[must_use]
    pub fn latest<T>(&self, question: impl Fn(&'a CheckIn) -> Option<T>) -> Option<(&'a Entry, T)> {
        self.check_ins().rev().find_map(|(entry, answers)| Some((entry, question(answers)?)))
    }

    /// Every answer to one question.
    #[must_use]
    pub fn spread(&self, question: impl Fn(&'a CheckIn) -> Option<Score>) -> Option<Spread> {
        let scores: Vec<Score> = self.check_ins().filter_map(|(_, answers)| question(answers)).collect();
        Some(Spread {
            first: *scores.first()?,
            last: *scores.last()?,
            low: *scores.iter().min()?,
            high: *scores.iter().max()?,
            answers: scores.len(),
        })
    }

    /// Whether the patient could not write about this day: said so, and in no other check-in answered anything.
    #[must_use]
    pub fn cannot_write(&self) -> bool {
        let mut all = self.check_ins().peekable();
        all.peek().is_some() && all.all(|(_, answers)| answers.answered == Answered::CannotWrite)
    }

    /// What happened, by any of the patient's check-ins, each once.
    #[must_use]
    pub fn events(&self) -> Vec<DayEvent> {
        let mut events: Vec<DayEvent> =
            self.check_ins().flat_map(|(_, answers)| answers.events.clone()).collect();
        events.sort_unstable();
        events.dedup();
        events
    }

    /// The day's symptoms, by all of its check-ins: what one of them lists is there, as strong as it was listed last.
    fn resolve(&self, before: &BTreeMap<Date, ResolvedSymptoms>) -> Option<ResolvedSymptoms> {
        let safety = self.safety();
        let answers = || self.check_ins().filter_map(|(_, answers)| answers.symptoms.as_ref());
        if safety.is_empty() && answers().next().is_none() {
            return None;
        }
        let mut known: Option<Vec<ListedSymptom>> = None;
        for answer in answers() {
            match answer {
                SymptomAnswer::None => drop(known.get_or_insert_default()),
                SymptomAnswer::Listed(listed) => {
                    let known = known.get_or_insert_default();
                    known.retain(|old| !listed.iter().any(|new| new.symptom == old.symptom));
                    known.extend(listed.iter().cloned());
                }
                SymptomAnswer::Same => {
                    let Some((_, same)) = last_answer(before, self.date) else { continue };
                    let known = known.get_or_insert_default();
                    let others =
                        same.into_iter().filter(|old| !known.iter().any(|new| new.symptom == old.symptom));
                    let others: Vec<ListedSymptom> = others.collect();
                    known.extend(others);
                }
            }
        }
        // A safety answer is shown whatever else is known of the day.
        if !safety.is_empty() {
            known.get_or_insert_default().extend(safety);
        }
        Some(known.map_or(ResolvedSymptoms::Unknown, ResolvedSymptoms::Known))
    }

    /// Every safety answer the patient gave on this day, also in a check-in that another one followed: none is covered
    /// by a later "none", and one that came without its check-in is there all the same.
    fn safety(&self) -> Vec<ListedSymptom> {
        let entries = self.check_in.into_iter().chain(self.observations.iter().copied());
        let mut all: Vec<ListedSymptom> = Vec::new();
        for body in entries.filter(|entry| entry.by_patient()).flat_map(Entry::bodies) {
            let Body::Safety(safety) = body else { continue };
            for item in &safety.listed {
                if !all.iter().any(|known| known.symptom == item.symptom) {
                    all.push(item.clone());
                }
            }
        }
        all
    }
}

impl DiaryDays {
    /// The day of the first own entry.
    #[must_use]
    pub fn first(&self) -> Option<Date> {
        self.0.first().copied()
    }

    /// What a day is.
    #[must_use]
    pub fn kind(&self, day: &Day<'_>, today: Date) -> DayKind {
        match (self.0.contains(&day.date), self.first()) {
            (true, _) if day.cannot_write() => DayKind::CannotWrite,
            (true, _) => DayKind::Recorded,
            (false, _) if day.date >= today => DayKind::Open,
            (false, Some(first)) if day.date > first => DayKind::Missing,
            (false, _) => DayKind::BeforeDiary,
        }
    }
}
