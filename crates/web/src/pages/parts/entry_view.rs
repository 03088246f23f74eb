//! One entry as it is read: by its writer, a guardian or the care team.

use clinic::ChartView;
use diary::chart::{Entry, StoredPart, Version};
use diary::{Body, Mode, Role, Withdrawn};
use jiff::civil::{Date, DateTime};
use locale::Texts;
use policy::{Action, Relation};

use crate::http::urls;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::layout::context::PageContext;
use crate::pages::parts::entry_lines::{EntryLine, gist, lines, marks, note_of};
use crate::pages::parts::same_day_answers;
use crate::pages::parts::sharing;

/// One version of an entry.
pub struct VersionView {
    /// When it was written, by its writer's clock.
    pub written: DateTime,
    /// Who wrote it, where that is not plain: name and role in words.
    pub by: Option<(String, String)>,
    /// Why it was made, for an amendment, as a sentence.
    pub reason: Option<String>,
    /// What it says.
    pub lines: Vec<EntryLine>,
    pub note: Option<String>,
    /// Who reads the free text, in words, where that differs from the rest.
    pub note_mark: Option<String>,
    /// What it moved between the clinic and the patient alone, in sentences.
    pub sharing: Vec<String>,
}

pub struct EntryView {
    /// Any record of it: names it in links and in the page.
    pub record: String,
    pub day: Date,
    /// What kind it is, in words.
    pub kind: String,
    /// Late, amended, only me, family: in words, each a mark.
    pub marks: Vec<String>,
    /// When it arrived, where that differs from when it was written.
    pub received: Option<DateTime>,
    pub now: VersionView,
    /// Earlier versions, newest first.
    pub earlier: Vec<VersionView>,
    /// Where its reader may correct it.
    pub amend: Option<String>,
    /// Where its reader may mark it as a mistake: a form posts here.
    pub mistake: Option<String>,
}

impl EntryView {
    /// What it says in one line.
    pub fn gist(&self, t: &Texts) -> String {
        gist(*t, &self.now.lines, self.now.note.as_deref())
    }
}

/// Who reads, which decides what they are told about authors and what they may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The patient, who reads and corrects their own entries.
    Writer,
    /// A guardian, who reads what guardians wrote.
    Guardian,
    Team,
    /// Who gives TMS sessions, and takes back what they logged themselves.
    Technician,
}

impl Reader {
    /// Whether an entry is among those that this reader goes through.
    pub fn lists(self, entry: &Entry) -> bool {
        self != Self::Guardian || entry.author().is_some_and(|author| author.role == Role::Guardian)
    }
}

/// One entry for a page.
pub fn entry_view(page: &PageContext, view: &ChartView, entry: &Entry, reader: Reader) -> Option<EntryView> {
    let t = page.t;
    let (newest, partly) = (entry.newest()?, entry.in_error() && entry.stands());
    // An error mark takes the voice of nobody else: what still stands is said by whoever said it.
    let still = partly.then(|| {
        let parts = entry.parts().cloned().collect();
        entry.effective_version().map(|content| Version { meta: content.meta.clone(), parts })
    });
    let still = still.flatten();
    let newest = still.as_ref().unwrap_or(newest);
    let record = entry.id()?.to_string();
    let first_part = entry.versions().iter().flat_map(|version| &version.parts).find(|part| part.number == 0);
    let kind = first_part.or(newest.parts.first()).map_or("note", |part| part.body.kind().name);
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
    if entry.date() > view.today && matches!(kind, "medicine" | "dose_change" | "dose_order") {
        marked.push(t.get("mark-planned"));
    }
    if entry.in_error() {
        marked.push(t.get(if partly { "mark-partly-in-error" } else { "mark-in-error" }));
    }
    if sharing::is_own(newest.standing()) {
        marked.push(t.get("mark-only-me"));
    }
    marked.extend(of_family(t, view, entry, reader));
    let mine = entry.author().is_some_and(|author| author.account == page.viewer.account.id);
    let late = newest.meta.modes.iter().any(|mode| matches!(mode, Mode::Late | Mode::Offline));
    let (amend, mistake) = actions(page, view, entry, &record, kind, reader, mine);
    Some(EntryView {
        record,
        day: entry.date(),
        kind: named(t, entry, kind),
        marks: marked,
        received: late.then(|| page.local(newest.meta.received_at)),
        now: version_view(page, view, entry, newest, reader),
        earlier: entry
            .versions()
            .iter()
            .rev()
            .skip(1)
            .map(|v| version_view(page, view, entry, v, reader))
            .collect(),
        amend,
        mistake,
    })
}

/// Who wrote it, where that was a guardian: another voice about the same day is not taken for the own one.
fn of_family(t: Texts, view: &ChartView, entry: &Entry, reader: Reader) -> Vec<String> {
    let Some(author) = entry.author().filter(|author| author.role == Role::Guardian) else {
        return Vec::new();
    };
    let mut marked = vec![t.get("mark-family")];
    if let Some(name) = view.authors.get(&author.account).filter(|_| reader == Reader::Writer) {
        let role = t.role(&author.role);
        marked.push(t.with("mark-by", &[("name", name.as_str().into()), ("role", role.into())]));
    }
    marked
}

/// What kind an entry is, in words; a guardian's has words of its own.
fn named(t: Texts, entry: &Entry, kind: &str) -> String {
    let family = entry.author().is_some_and(|author| author.role == Role::Guardian);
    t.get(&match kind {
        _ if sharing::is_wordless(entry) => "kind-cannot_write".to_owned(),
        "check_in" | "note" if family => format!("kind-{kind}-family"),
        kind => format!("kind-{kind}"),
    })
}

/// Where this reader corrects the entry or marks it as a mistake.
fn actions(
    page: &PageContext,
    view: &ChartView,
    entry: &Entry,
    record: &str,
    kind: &str,
    reader: Reader,
    mine: bool,
) -> (Option<String>, Option<String>) {
    if !entry.stands() {
        return (None, None);
    }
    let cx = page.cx("entries");
    match reader {
        Reader::Writer if mine && cx.may(Relation::Own, Action::WriteDiary) => {
            let amend = matches!(kind, "check_in" | "sleep").then(|| urls::amend(record));
            (amend, Some(urls::mistake(record)))
        }
        Reader::Guardian if mine && cx.may(Relation::Guardian, Action::WriteDiary) => {
            (None, Some(urls::mistake(record)))
        }
        Reader::Technician if mine && cx.may(Relation::CareTeam, Action::WriteTmsSession) => {
            (None, Some(urls::tms_mistake(&view.id.to_string(), record)))
        }
        Reader::Team if cx.may(Relation::CareTeam, Action::WriteFacts) => {
            let chart = view.id.to_string();
            let fact = DeskForm::of(entry).is_some() && clinic_wrote(entry);
            (fact.then(|| urls::chart_amend(&chart, record)), Some(urls::chart_mistake(&chart, record)))
        }
        _ => (None, None),
    }
}

fn version_view(
    page: &PageContext,
    view: &ChartView,
    entry: &Entry,
    version: &Version,
    reader: Reader,
) -> VersionView {
    let t = page.t;
    let meta = &version.meta;
    let first = entry.author();
    let proxy = reader == Reader::Writer && first.is_some_and(|author| author.role == Role::Guardian);
    let names_writer = matches!(reader, Reader::Team | Reader::Technician)
        || proxy
        || Some(meta.author.account) != first.map(|a| a.account);
    let parts: Vec<&StoredPart> = sharing::shown_parts(version).collect();
    let note = parts.iter().find_map(|part| Some((*part, note_of(&part.body)?)));
    let alone = note.is_some_and(|(part, _)| sharing::for_oneself(part));
    let own = sharing::is_own(version.standing());
    let mut all = Vec::new();
    for part in &parts {
        match &part.body {
            Body::Withdrawn(Withdrawn::Removed) => all.push(sharing::removed(t, part.number)),
            Body::Safety(safety) if reader == Reader::Writer => {
                all.extend(sharing::safety(t, entry, version, part, safety));
            }
            // The heading says it.
            Body::CheckIn(it) if it.is_wordless() && sharing::is_wordless(entry) => {}
            body => all.extend(lines(t, body, meta.about.date, page.app.clinic().zone())),
        }
        if reader == Reader::Team && matches!(part.body, Body::Review(_)) {
            all.extend(same_day_answers::covered_lines(page, view, entry));
        }
    }
    let why = if version.marks_error() { "entry-withdrawn-reason" } else { "entry-version-reason" };
    VersionView {
        written: page.local(meta.entered_at),
        by: names_writer.then(|| {
            let name = view.authors.get(&meta.author.account).cloned().unwrap_or_default();
            (name, t.role(&meta.author.role))
        }),
        reason: version.reason().map(|it| t.one(why, "reason", it.as_str())),
        lines: all,
        note: note.map(|(_, text)| text.to_owned()),
        note_mark: (alone && !own).then(|| t.get("mark-note-only-me")),
        sharing: sharing::changes(t, version),
    }
}

fn clinic_wrote(entry: &Entry) -> bool {
    entry.author().is_some_and(|author| author.role.writes_for_clinic())
}
