//! One entry as it is read: by its writer or by the care team.

use jiff::civil::{Date, DateTime};

use crate::pages::parts::entry_facts::{Fact, gist};
use crate::texts::Texts;

/// One version of an entry.
pub struct VersionView {
    /// When it was written, by its writer's clock.
    pub written: DateTime,
    /// Who wrote it, where that is not plain: name and role in words.
    pub by: Option<(String, String)>,
    /// Why it was made, for an amendment, as a sentence.
    pub reason: Option<String>,
    /// What it says.
    pub facts: Vec<Fact>,
    /// Its free text.
    pub note: Option<String>,
    /// Who reads the free text, in words, where that differs from the rest.
    pub note_mark: Option<String>,
    /// What it moved between the clinic and the patient alone, in sentences.
    pub moved: Vec<String>,
}

/// One entry with its versions.
pub struct EntryView {
    /// Any record of it: names it in links and in the page.
    pub record: String,
    /// The day it is about.
    pub day: Date,
    /// What kind it is, in words.
    pub kind: String,
    /// Late, amended, only me, family: in words, each a mark.
    pub marks: Vec<String>,
    /// When it arrived, where that differs from when it was written.
    pub received: Option<DateTime>,
    /// The newest version.
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
        gist(*t, &self.now.facts, self.now.note.as_deref())
    }
}
