//! What is asked of entries before the chart is looked at.

use diary::{NewEntry, Refusal, Role};
use jiff::Timestamp;
use policy::{Action, Grant};

use crate::{EntryRefusal, Problem};

/// Entries at most in one request.
const MOST_ENTRIES: usize = 200;

/// Entries that this person does not write, and what the first of them would have been.
pub(super) struct Refused {
    pub action: Action,
    pub entries: Vec<EntryRefusal>,
}

pub(super) fn check_count(entries: &[NewEntry]) -> Result<(), Problem> {
    match entries.get(MOST_ENTRIES) {
        Some(first) => {
            let refusal = Refusal::new("entries", diary::Code::TooMany);
            Err(Problem::Refused(vec![EntryRefusal { entry: first.id, refusal }]))
        }
        None => Ok(()),
    }
}

/// One grant an entry, or every entry whose kind this person does not write.
pub(super) fn permitted(
    entries: &[NewEntry],
    role: Role,
    may: impl Fn(Action) -> Result<Grant, policy::Denial>,
) -> Result<Vec<Grant>, Refused> {
    let mut grants = Vec::new();
    let mut refused: Option<Refused> = None;
    for entry in entries {
        let action = Action::to_write(&entry.said, role);
        match may(action) {
            Ok(grant) => grants.push(grant),
            Err(_) => {
                let refusal = Refusal::new("kind", diary::Code::NotYours);
                let refused = refused.get_or_insert(Refused { action, entries: Vec::new() });
                refused.entries.push(EntryRefusal { entry: entry.id, refusal });
            }
        }
    }
    refused.map_or(Ok(grants), Err)
}

pub(super) fn check_all(entries: &[NewEntry], role: Role, received_at: Timestamp) -> Result<(), Problem> {
    let refused: Vec<EntryRefusal> = entries
        .iter()
        .filter_map(|entry| {
            let refusal = entry.check(role, received_at).err()?;
            Some(EntryRefusal { entry: entry.id, refusal })
        })
        .collect();
    if refused.is_empty() { Ok(()) } else { Err(Problem::Refused(refused)) }
}
