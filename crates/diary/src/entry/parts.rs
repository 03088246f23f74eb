//! Which records an entry becomes, and in which strands.

use super::{NewEntry, Sharing, Submission};
use crate::{Body, CheckIn, Note, Role, Safety, Strand, SymptomAnswer, Text};

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
        let main = |body| vec![Part { number: 0, strand: strands.main, body }];
        match self.said.clone() {
            Submission::CheckIn { check_in, note, note_for } => evening(check_in, note, note_for, &strands),
            Submission::Sleep(night) => main(Body::Sleep(night)),
            Submission::Note(text) => {
                vec![Part { number: 0, strand: strands.text, body: Body::Note(Note { text }) }]
            }
            Submission::Event(event) => main(Body::Event(event)),
            Submission::Started(started) => with_copy(main(Body::Started(started))),
            Submission::Dose(dose) => with_copy(main(Body::Dose(dose))),
            Submission::Tms(session) => main(Body::Tms(session)),
            Submission::Measurement(measured) => main(Body::Measurement(measured)),
            Submission::ImportedSet(set) => main(Body::ImportedSet(set)),
            Submission::ImportedRow(row) => main(Body::ImportedRow(row)),
            Submission::Review { review, .. } => main(Body::Review(review)),
            Submission::StaffNote(text) => {
                vec![Part { number: 0, strand: Strand::Staff, body: Body::Note(Note { text }) }]
            }
            Submission::EnteredInError => Vec::new(),
        }
    }
}

/// A fact of treatment, also for the family: whoever gives the medicine sees today's dose and the next step, whatever else
/// they may see.
fn with_copy(mut parts: Vec<Part>) -> Vec<Part> {
    let copies = parts.iter().filter(|part| part.strand == Strand::Care);
    let copies: Vec<Part> = copies.map(|part| Part { strand: Strand::Family, ..part.clone() }).collect();
    parts.extend(copies);
    parts
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
