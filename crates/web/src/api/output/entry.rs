//! What the interface answers about an entry: what stands around it, and its parts.

use diary::chart::{Entry, SleepSource, Version};
use diary::{EntryId, RecordId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::display::{Clock, Shown, clock};
use super::{ContentShape, ListedShape, OwnShape};

/// One entry with all its versions.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntryShape<'a> {
    /// Its first record: names the entry in `amends`.
    #[schema(value_type = Option<String>)]
    pub record: Option<Shown<RecordId>>,
    /// A record of its newest version: what an amendment names as `newest`.
    #[schema(value_type = Option<String>)]
    pub newest: Option<Shown<RecordId>>,
    /// Whether it was marked as entered in error and nothing of it stands any more.
    pub in_error: bool,
    /// Oldest first.
    pub versions: Vec<VersionShape<'a>>,
}

/// One version of an entry.
#[derive(Debug, Serialize, ToSchema)]
pub struct VersionShape<'a> {
    /// The client's id of this submission.
    #[schema(value_type = String)]
    pub id: Shown<EntryId>,
    /// Role of who wrote it.
    pub author_role: &'static str,
    /// The day it is about.
    #[schema(value_type = String)]
    pub date: Date,
    /// Clock time, where given.
    #[schema(value_type = Option<String>)]
    pub time: Option<Shown<Clock>>,
    /// Time zone of the writer.
    pub zone: &'a str,
    /// When it was written, by the writer's clock (UTC).
    #[schema(value_type = String)]
    pub entered_at: Timestamp,
    /// When it arrived, by the clinic's clock (UTC).
    #[schema(value_type = String)]
    pub received_at: Timestamp,
    /// How it came to be.
    pub modes: Vec<&'static str>,
    /// Question set and version.
    pub question_set: Option<&'a str>,
    /// Which questions were shown.
    pub asked: &'a [String],
    /// The screen's language.
    pub language: &'static str,
    /// The client's version.
    pub client: &'a str,
    /// Why it was amended.
    pub reason: Option<&'a str>,
    /// What it says, part by part.
    pub parts: Vec<ContentShape<'a>>,
}

impl<'a> EntryShape<'a> {
    /// An entry as the reader may see it.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Self {
        Self {
            record: entry.id().map(Shown),
            newest: entry.newest_record().map(Shown),
            in_error: entry.in_error() && !entry.stands(),
            versions: entry.versions().iter().map(VersionShape::of).collect(),
        }
    }
}

impl<'a> VersionShape<'a> {
    fn of(version: &'a Version) -> Self {
        let meta = &version.meta;
        Self {
            id: Shown(meta.entry),
            author_role: meta.author.role.as_str(),
            date: meta.about.date,
            time: clock(meta.about.time),
            zone: meta.about.zone.as_str(),
            entered_at: meta.entered_at,
            received_at: meta.received_at,
            modes: meta.modes.iter().map(diary::Mode::as_str).collect(),
            question_set: meta.question_set.as_deref(),
            asked: &meta.asked,
            language: meta.language.as_str(),
            client: &meta.client,
            reason: meta.reason.as_ref().map(diary::Text::as_str),
            parts: version.parts.iter().map(|part| ContentShape::of(&part.body, &meta.about)).collect(),
        }
    }
}

/// An entry as it stands now: its newest version as one object, all its parts together.
#[derive(Debug, Serialize, ToSchema)]
pub struct NowShape<'a> {
    /// The client's id of its newest version.
    #[schema(value_type = String)]
    pub id: Shown<EntryId>,
    /// Its first record: names the entry in `amends`.
    #[schema(value_type = Option<String>)]
    pub record: Option<Shown<RecordId>>,
    /// Role of who wrote it.
    pub author_role: &'static str,
    /// Clock time, where given.
    #[schema(value_type = Option<String>)]
    pub time: Option<Shown<Clock>>,
    /// When it was written, by the writer's clock (UTC).
    #[schema(value_type = String)]
    pub entered_at: Timestamp,
    /// When it arrived, by the clinic's clock (UTC).
    #[schema(value_type = String)]
    pub received_at: Timestamp,
    /// How it came to be.
    pub modes: Vec<&'static str>,
    /// Whether it was amended.
    pub amended: bool,
    /// What the entry itself says, by its kind.
    #[serde(flatten)]
    pub content: ContentShape<'a>,
    /// Its safety answers, where it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub safety: Option<Vec<ListedShape>>,
    /// Its note, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<&'a str>,
}

impl<'a> NowShape<'a> {
    /// An entry as the reader may see it; none where it says nothing.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Option<Self> {
        let meta = &entry.effective_version()?.meta;
        let mut bodies = entry.bodies();
        let mut now = Self {
            id: Shown(meta.entry),
            record: entry.id().map(Shown),
            author_role: meta.author.role.as_str(),
            time: clock(meta.about.time),
            entered_at: meta.entered_at,
            received_at: meta.received_at,
            modes: meta.modes.iter().map(diary::Mode::as_str).collect(),
            amended: entry.amended(),
            content: ContentShape::of(bodies.next()?, &meta.about),
            safety: None,
            note: None,
        };
        // Where two strands hold the same part, the last one says it.
        for body in bodies {
            match ContentShape::of(body, &meta.about) {
                ContentShape::Own(OwnShape::Safety(safety))
                    if !matches!(now.content, ContentShape::Own(OwnShape::Safety(_))) =>
                {
                    now.safety = Some(safety.safety);
                }
                ContentShape::Own(OwnShape::Note(note))
                    if !matches!(now.content, ContentShape::Own(OwnShape::Note(_))) =>
                {
                    now.note = Some(note.note)
                }
                content => now.content = content,
            }
        }
        Some(now)
    }
}

/// The name of where a night's length comes from.
#[must_use]
pub const fn source_name(source: SleepSource) -> &'static str {
    match source {
        SleepSource::Total => "total_sleep_time",
        SleepSource::Period => "sleep_period",
        SleepSource::Stated => "stated",
        SleepSource::NoSleep => "no_sleep",
    }
}
