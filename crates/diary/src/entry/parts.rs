//! Which records an entry becomes, and in which strands.

use super::{NewEntry, Sharing, Submission};
use crate::{Body, CheckIn, Note, Placement, Role, Safety, Strand, SymptomAnswer, Text};

/// How many parts an entry can have.
pub const PARTS: u16 = 3;

/// One record-to-be of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// 0 the entry itself, 1 its safety answers, 2 its note.
    pub number: u16,
    /// Where it goes.
    pub strand: Strand,
    /// What it says.
    pub body: Body,
}

impl NewEntry {
    /// The records this entry becomes, written by someone in this role.
    #[must_use]
    pub fn parts(&self, writer: Role) -> Vec<Part> {
        let strands = Strands::of(writer, self.sharing);
        let kind = self.content.kind();
        let body = match self.content.clone() {
            Submission::CheckIn { check_in, note, note_for } => {
                return evening(check_in, note, note_for, &strands);
            }
            Submission::EnteredInError => return Vec::new(),
            Submission::Note(text) | Submission::StaffNote(text) => Body::Note(Note { text }),
            Submission::Sleep(night) => Body::Sleep(night),
            Submission::Event(event) => Body::Event(event),
            Submission::MedicineStart(started) => Body::MedicineStart(started),
            Submission::DoseChange(dose) => Body::DoseChange(dose),
            Submission::Fields(entry) => Body::Fields(entry),
            Submission::Measurement(measured) => Body::Measurement(measured),
            Submission::ImportedSet(set) => Body::ImportedSet(set),
            Submission::ImportedRow(row) => Body::ImportedRow(row),
            Submission::Review { review, .. } => Body::Review(review),
        };
        let part = |strand| Part { number: 0, strand, body: body.clone() };
        match kind.placement {
            Placement::Main => vec![part(strands.main)],
            // Whoever gives the medicine sees today's dose and the next step, whatever else they may see.
            Placement::MainAndFamily if strands.main == Strand::Care => {
                vec![part(Strand::Care), part(Strand::Family)]
            }
            Placement::MainAndFamily => vec![part(strands.main)],
            Placement::FreeText => vec![part(strands.text)],
            Placement::Staff => vec![part(Strand::Staff)],
        }
    }
}

/// Where the parts of an entry go.
struct Strands {
    main: Strand,
    safety: Strand,
    text: Strand,
}

impl Strands {
    fn of(writer: Role, sharing: Sharing) -> Self {
        let all = |strand| Self { main: strand, safety: strand, text: strand };
        match (writer, sharing) {
            (Role::Guardian | Role::Supporter, _) => all(Strand::Family),
            (Role::Patient, Sharing::OnlyMe) => all(Strand::Own),
            (Role::Patient, Sharing::OnlyMeSafetyDelivered) => {
                Self { main: Strand::Own, safety: Strand::Sensitive, text: Strand::Own }
            }
            _ => Self { main: Strand::Care, safety: Strand::Sensitive, text: Strand::Sensitive },
        }
    }
}

fn evening(mut check_in: CheckIn, note: Option<Text>, note_for: Sharing, strands: &Strands) -> Vec<Part> {
    let (answer, safety) = match check_in.symptoms.take().map(SymptomAnswer::split) {
        Some((answer, safety)) => (Some(answer), safety),
        None => (None, Vec::new()),
    };
    check_in.symptoms = answer;
    let mut parts = vec![Part { number: 0, strand: strands.main, body: Body::CheckIn(check_in) }];
    if !safety.is_empty() {
        parts.push(Part { number: 1, strand: strands.safety, body: Body::Safety(Safety { listed: safety }) });
    }
    if let Some(text) = note {
        let only_me = note_for != Sharing::CareTeam && strands.text == Strand::Sensitive;
        let strand = if only_me { Strand::Own } else { strands.text };
        parts.push(Part { number: 2, strand, body: Body::Note(Note { text }) });
    }
    parts
}
