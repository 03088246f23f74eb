//! Entries and a small clinic that stores them the way the real one does: check, plan, encode, decode, keep.

use diary::chart::{Chart, OpenedRecord};
use diary::{
    About, AccountId, Amends, Author, CheckIn, EntryId, Language, ListedSymptom, Mode, NewEntry, Provenance,
    RecordId, Refusal, Review, ReviewClaim, Role, Score, Severity, Sharing, Strand, Submission, Symptom,
    SymptomAnswer, Text, stored,
};
use jiff::Timestamp;

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Nine in the evening in Tokyo.
pub fn evening(date: &str) -> Timestamp {
    at(&format!("{date}T21:00:00+09:00"))
}

pub fn about(date: &str) -> About {
    About::parse(date, None, "Asia/Tokyo").unwrap()
}

pub fn text(raw: &str) -> Text {
    Text::parse(raw).unwrap().unwrap()
}

pub fn symptom(id: &str) -> Symptom {
    Symptom::parse(id).unwrap()
}

pub fn mild(id: &str) -> ListedSymptom {
    ListedSymptom { symptom: symptom(id), severity: Some(Severity::Mild), time: None }
}

pub fn safety(id: &str) -> ListedSymptom {
    ListedSymptom { symptom: symptom(id), severity: None, time: None }
}

/// A check-in with these symptoms, each of which was asked.
pub fn listing(listed: &[ListedSymptom]) -> CheckIn {
    let symptoms_asked = listed.iter().map(|item| item.symptom).collect();
    CheckIn { symptoms: Some(SymptomAnswer::Listed(listed.to_vec())), symptoms_asked, ..mood(5) }
}

pub fn mood(score: i64) -> CheckIn {
    CheckIn { mood: Some(Score::new(score).unwrap()), ..CheckIn::default() }
}

pub fn check_in(check_in: CheckIn) -> Submission {
    Submission::CheckIn { check_in, note: None, note_for: Sharing::CareTeam }
}

pub fn with_note(check_in: CheckIn, note: &str, note_for: Sharing) -> Submission {
    Submission::CheckIn { check_in, note: Some(text(note)), note_for }
}

pub fn review_of(review: Review) -> Submission {
    Submission::Review { review, claim: ReviewClaim::default() }
}

/// An entry about a day, written on its evening.
pub fn entry(id: u8, date: &str, content: Submission) -> NewEntry {
    let (question_set, asked) = match content {
        Submission::CheckIn { .. } => (Some("check_in/1".to_owned()), vec!["mood".to_owned()]),
        Submission::Sleep(_) => (Some("sleep/1".to_owned()), vec!["final_wake".to_owned()]),
        _ => (None, Vec::new()),
    };
    NewEntry {
        id: EntryId::from_bytes([id; 16]),
        about: about(date),
        entered_at: evening(date),
        provenance: Provenance {
            question_set,
            asked,
            language: Language::Ja,
            client: "0.1.0".to_owned(),
            mode: Mode::Live,
        },
        sharing: Sharing::CareTeam,
        content,
        amends: None,
        known: None,
    }
}

pub fn amending(record: RecordId, new: NewEntry) -> NewEntry {
    NewEntry { amends: Some(Amends::parse(record, "a slip").unwrap()), ..new }
}

/// The entry by a writer who names the dose of its medicine and day that stands already.
pub fn knowing_of_that_day(chart: &Chart, new: NewEntry) -> NewEntry {
    let medicine = match &new.content {
        Submission::MedicineStart(_) => return new,
        Submission::DoseChange(dose) => &dose.medicine,
        other => panic!("{other:?} is no dose"),
    };
    let facts = chart.dose_facts();
    let mut same = facts.iter().filter(|it| it.medicine == medicine && it.entry.date() == new.about.date);
    let known = same.next_back().and_then(|fact| fact.entry.id());
    NewEntry { known, ..new }
}

pub fn person(role: Role) -> Author {
    Author { account: AccountId::from_bytes([role as u8 + 1; 16]), role, acting_for: None }
}

pub fn patient() -> Author {
    person(Role::Patient)
}

pub fn clinician() -> Author {
    person(Role::Clinician)
}

/// What a role may open, as the rules have it.
pub fn granted(role: Role) -> Vec<Strand> {
    use Strand::{Care, Family, Own, Sensitive, Staff};
    match role {
        Role::Patient => vec![Care, Sensitive, Family, Own],
        Role::Guardian => vec![Family],
        Role::Clinician => vec![Care, Sensitive, Family, Staff],
        Role::CareStaff => vec![Care, Sensitive, Family],
        Role::Technician => vec![Care],
        Role::Supporter | Role::Reception | Role::PrivacyOfficer | Role::Administrator => Vec::new(),
    }
}

/// Keeps records; its clock goes on by a second with each submission.
pub struct Clinic {
    pub records: Vec<OpenedRecord>,
    pub now: Timestamp,
}

impl Clinic {
    pub fn open() -> Self {
        Self { records: Vec::new(), now: at("2026-11-30T00:00:00Z") }
    }

    /// Takes an entry as the real clinic does, and answers with its records.
    pub fn submit(&mut self, new: &NewEntry, author: &Author) -> Result<Vec<RecordId>, Refusal> {
        self.now += jiff::SignedDuration::from_secs(1);
        new.check(author.role, self.now)?;
        let planned = self.seen_by(author.role).record_drafts(new, author)?;
        let mut made = Vec::new();
        for (strand, payload) in new.records(author, self.now, planned) {
            let bytes = stored::encode(&payload).unwrap();
            let id = record_id(author, new.id, strand, payload.meta.part);
            self.records.push(OpenedRecord { id, strand, payload: stored::decode(&bytes).unwrap() });
            made.push(id);
        }
        Ok(made)
    }

    pub fn seen_by(&self, role: Role) -> Chart {
        let strands = granted(role);
        Chart::fold(self.records.iter().filter(|record| strands.contains(&record.strand)).cloned().collect())
    }

    pub fn strands(&self) -> Vec<Strand> {
        self.records.iter().map(|record| record.strand).collect()
    }
}

/// As in the real clinic, a record's id follows from author, entry, strand and part, and from nothing else.
fn record_id(author: &Author, entry: EntryId, strand: Strand, part: u16) -> RecordId {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&[entry.to_bytes()[0], author.account.to_bytes()[0], strand.code(), part as u8]);
    RecordId::from_bytes(id)
}
