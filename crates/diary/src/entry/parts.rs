//! Which records an entry becomes, and in which strands.

use super::{NewEntry, Sharing, Submission};
use crate::{Body, CheckIn, Intake, Note, Placement, Role, Safety, Strand, SymptomAnswer, Text};

/// One record-to-be of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// One of [`Self::NUMBERS`]; it is stored.
    pub number: u16,
    /// Where it goes.
    pub strand: Strand,
    /// What it says.
    pub body: Body,
}

impl Part {
    /// The entry itself.
    pub const ENTRY: u16 = 0;
    /// The safety answers of a check-in.
    pub const SAFETY: u16 = 1;
    /// The note of a check-in, and why a dose was taken.
    pub const NOTE: u16 = 2;
    /// The number of each part that an entry can have.
    pub const NUMBERS: [u16; 3] = [Self::ENTRY, Self::SAFETY, Self::NOTE];
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
            Submission::DoseOrder(ordered) => Body::DoseOrder(ordered),
            Submission::Intake { intake, reason } => return taken(intake, reason, &strands),
            Submission::Fields(entry) => Body::Fields(entry),
            Submission::Measurement(measured) => Body::Measurement(measured),
            Submission::ImportedSet(set) => Body::ImportedSet(set),
            Submission::ImportedRow(row) => Body::ImportedRow(row),
            Submission::Review { review, .. } => Body::Review(review),
        };
        let part = |strand| Part { number: Part::ENTRY, strand, body: body.clone() };
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

/// Why a dose was taken is free text about a person: a part of its own.
fn taken(intake: Intake, reason: Option<Text>, strands: &Strands) -> Vec<Part> {
    let mut parts = vec![Part { number: Part::ENTRY, strand: strands.main, body: Body::Intake(intake) }];
    let note = |text| Part { number: Part::NOTE, strand: strands.text, body: Body::Note(Note { text }) };
    parts.extend(reason.map(note));
    parts
}

fn evening(mut check_in: CheckIn, note: Option<Text>, note_for: Sharing, strands: &Strands) -> Vec<Part> {
    let (answer, safety) = match check_in.symptoms.take().map(SymptomAnswer::split) {
        Some((answer, safety)) => (Some(answer), safety),
        None => (None, Vec::new()),
    };
    check_in.symptoms = answer;
    let mut parts = vec![Part { number: Part::ENTRY, strand: strands.main, body: Body::CheckIn(check_in) }];
    if !safety.is_empty() {
        parts.push(Part {
            number: Part::SAFETY,
            strand: strands.safety,
            body: Body::Safety(Safety { listed: safety }),
        });
    }
    if let Some(text) = note {
        let only_me = note_for != Sharing::CareTeam && strands.text == Strand::Sensitive;
        let strand = if only_me { Strand::Own } else { strands.text };
        parts.push(Part { number: Part::NOTE, strand, body: Body::Note(Note { text }) });
    }
    parts
}
