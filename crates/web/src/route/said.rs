//! Entries as they are read.

use clinic::ChartView;
use diary::chart::{Entry, Kept, Version};
use diary::{Mode, Role, Strand};
use jiff::civil::DateTime;

use super::frame::Around;
use crate::page::{EntryView, VersionView, facts, marks, note_of};

/// Who reads, which decides what they are told about authors and what they may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The patient, who reads and corrects their own entries.
    Writer,
    /// A guardian, who reads what guardians wrote. Why staff corrected it is for the staff and the patient.
    Guardian,
    /// The care team.
    Team,
}

impl Reader {
    /// Whether an entry is among those that this reader goes through.
    pub fn lists(self, entry: &Entry) -> bool {
        self != Self::Guardian || entry.author().is_some_and(|author| author.role == Role::Guardian)
    }

    fn may_know_why(self, version: &Version) -> bool {
        self != Self::Guardian || told_why(Role::Guardian, version.meta.author.role)
    }
}

/// Whether someone of role `reader` may know why someone of role `writer` corrected an entry or took it back.
pub fn told_why(reader: Role, writer: Role) -> bool {
    let staff = matches!(writer, Role::Clinician | Role::CareStaff);
    !(staff && matches!(reader, Role::Guardian | Role::Supporter))
}

/// One entry for a page.
pub fn entry_view(around: &Around, view: &ChartView, entry: &Entry, reader: Reader) -> Option<EntryView> {
    let t = around.t;
    let newest = entry.newest()?;
    let record = entry.id()?.to_string();
    let first_part = entry.versions().iter().flat_map(|version| &version.parts).find(|part| part.number == 0);
    let kind = first_part.or(newest.parts.first()).map_or("note", |part| part.body.kind());
    let mut marked = marks(t, &newest.meta.modes);
    let reviewed = view.chart.last_review().map(|(_, review)| review.up_to);
    if reader == Reader::Team
        && entry.by_patient()
        && reviewed.is_some_and(|up_to| newest.meta.received_at > up_to)
    {
        marked.push(t.get("mark-new"));
    }
    if entry.amended() && !entry.in_error() {
        marked.push(t.get("mark-amended"));
    }
    if entry.in_error() {
        marked.push(t.get("mark-in-error"));
    }
    if first_part.is_some_and(|part| part.strand == Strand::Own) {
        marked.push(t.get("mark-only-me"));
    }
    if entry.author().is_some_and(|author| author.role == Role::Guardian) {
        marked.push(t.get("mark-family"));
    }
    let mine = entry.author().is_some_and(|author| author.account == around.viewer.account.id);
    let late = newest.meta.modes.iter().any(|mode| matches!(mode, Mode::Late | Mode::Offline));
    let (amend, mistake) = actions(around, view, entry, &record, kind, reader, mine);
    Some(EntryView {
        record,
        day: entry.date(),
        kind: t.get(&format!("kind-{kind}")),
        marks: marked,
        received: late.then(|| local(around, newest.meta.received_at)),
        now: version_view(around, view, entry, newest, reader),
        earlier: entry
            .versions()
            .iter()
            .rev()
            .skip(1)
            .map(|v| version_view(around, view, entry, v, reader))
            .collect(),
        amend,
        mistake,
    })
}

/// Where this reader corrects the entry or marks it as a mistake.
fn actions(
    around: &Around,
    view: &ChartView,
    entry: &Entry,
    record: &str,
    kind: &str,
    reader: Reader,
    mine: bool,
) -> (Option<String>, Option<String>) {
    use crate::page::path;
    let role = around.viewer.account.role;
    if !entry.stands() {
        return (None, None);
    }
    match (reader, role) {
        (Reader::Writer, Role::Patient) if mine => {
            let amend = matches!(kind, "check_in" | "sleep").then(|| path::amend(record));
            (amend, Some(path::mistake(record)))
        }
        (Reader::Guardian, Role::Guardian) if mine => (None, Some(path::mistake(record))),
        (Reader::Team, Role::Clinician) => {
            let chart = view.id.to_string();
            let fact = super::facts::kind_of(kind).is_some() && clinic_wrote(entry);
            (fact.then(|| path::chart_amend(&chart, record)), Some(path::chart_mistake(&chart, record)))
        }
        _ => (None, None),
    }
}

fn version_view(
    around: &Around,
    view: &ChartView,
    entry: &Entry,
    version: &Version,
    reader: Reader,
) -> VersionView {
    let t = around.t;
    let zone = around.app.clinic().zone();
    let meta = &version.meta;
    let told = reader == Reader::Team || Some(meta.author.account) != entry.author().map(|a| a.account);
    let parts: Vec<&Kept> = version.parts.iter().collect();
    VersionView {
        written: local(around, meta.entered_at),
        by: told.then(|| {
            let name = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
            (name, t.role(&meta.author.role))
        }),
        reason: version.reason().filter(|_| reader.may_know_why(version)).map(|it| it.as_str().to_owned()),
        facts: parts.iter().flat_map(|part| facts(t, &part.body, meta.about.date, zone)).collect(),
        note: parts.iter().find_map(|part| note_of(&part.body)).map(str::to_owned),
    }
}

/// An instant by the clinic's clock.
pub fn local(around: &Around, at: jiff::Timestamp) -> DateTime {
    at.to_zoned(around.app.clinic().zone().clone()).datetime()
}

fn clinic_wrote(entry: &Entry) -> bool {
    entry.author().is_some_and(|author| matches!(author.role, Role::Clinician | Role::CareStaff))
}
