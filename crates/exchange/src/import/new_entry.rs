//! Entries of an import.

use diary::{About, EntryId, Language, Mode, NewEntry, Provenance, Role, Sharing, Submission};
use jiff::Timestamp;
use jiff::civil::Time;

use super::refusal::Cause;

/// An entry of an import. Nothing in it depends on the run, so that a second run gives exactly the same; "entered" is the
/// moment it is about, which is all that is known.
pub(super) fn new_entry(id: EntryId, about: About, content: Submission) -> NewEntry {
    let local = about.date.to_datetime(about.time.unwrap_or(Time::midnight()));
    let entered_at = match local.to_zoned(about.zone.rules()) {
        Ok(zoned) => zoned.timestamp(),
        Err(_) => Timestamp::UNIX_EPOCH,
    };
    NewEntry {
        id,
        about,
        entered_at,
        provenance: Provenance {
            question_set: None,
            asked: Vec::new(),
            language: Language::En,
            client: "import/1".to_owned(),
            mode: Mode::Imported,
        },
        sharing: Sharing::CareTeam,
        content,
        amends: None,
        known: None,
    }
}

/// Checks an entry as the diary does once more when it is submitted.
pub(super) fn check(entry: &NewEntry, now: Timestamp) -> Result<(), Cause> {
    entry.check(Role::Clinician, now).map_err(|refusal| match refusal.code {
        diary::Code::InTheFuture | diary::Code::ClockAhead => Cause::InTheFuture,
        code => Cause::NotAccepted(code),
    })
}
