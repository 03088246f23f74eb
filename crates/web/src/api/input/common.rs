//! What every entry carries.

use diary::{About, Code, EntryId, Language, Mode, Provenance, ZoneName};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::fields::{Named as _, fields};
use crate::http::input_error::{InputError, date, time};

/// Fields of every kind of entry.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CommonWire {
    /// Made by the client (UUID). Sending the same id and content again answers the same.
    pub id: String,
    /// The day it is about, `YYYY-MM-DD`. A night is dated by the morning it ends on.
    pub date: String,
    /// Clock time `HH:MM`, where it is about a moment.
    pub time: Option<String>,
    /// IANA time zone of the writer.
    pub zone: String,
    /// When it was written, with offset (RFC 3339).
    pub entered_at: String,
    /// Question set and version: `check_in/1`, `family_check_in/1` or `sleep/1`. Absent: not known what was asked.
    pub question_set: Option<String>,
    /// Which questions of the set were shown, by the names of their fields; only beside `question_set`.
    pub asked: Option<Vec<String>>,
    /// Of the screen, `ja` or `en`; if absent, the language of the account that is signed in.
    pub language: Option<String>,
    /// The client's version.
    pub client: Option<String>,
    /// `live`, `late` or `offline`; `live` if absent.
    pub mode: Option<String>,
    /// Kept from everyone but the patient.
    pub only_me: Option<bool>,
    /// A record of the entry that this one takes the place of.
    pub amends: Option<String>,
    /// Why it is amended.
    pub reason: Option<String>,
    /// The entry's `newest` as the writer had it before them; if it has been amended since, nothing is stored.
    pub newest: Option<String>,
}

const NAMES: &[&str] = &[
    "id",
    "date",
    "time",
    "zone",
    "entered_at",
    "question_set",
    "asked",
    "language",
    "client",
    "mode",
    "only_me",
    "amends",
    "reason",
    "newest",
];

impl CommonWire {
    /// Takes the common fields out of an object.
    pub(super) fn split(object: &mut Map<String, Value>) -> Result<Self, InputError> {
        for name in ["id", "date", "zone", "entered_at"] {
            if !object.contains_key(name) {
                return Err(InputError::new(name, Code::Missing));
            }
        }
        let common = NAMES.iter().filter_map(|name| object.remove_entry(*name)).collect();
        fields(common)
    }

    pub(super) fn parse(
        self,
        shown: Language,
    ) -> Result<(EntryId, About, Timestamp, Provenance), InputError> {
        let id = self.id.parse::<EntryId>().named("id")?;
        let about = About {
            date: date("date", &self.date)?,
            time: self.time.as_deref().map(|text| time("time", text)).transpose()?,
            zone: ZoneName::parse(&self.zone).named("zone")?,
        };
        let entered_at = self.entered_at.parse::<Timestamp>();
        let entered_at = entered_at.map_err(|_| InputError::new("entered_at", Code::NotATime))?;
        let provenance = Provenance {
            question_set: self.question_set,
            asked: self.asked.unwrap_or_default(),
            language: self.language.map_or(Ok(shown), |name| Language::parse(&name)).named("language")?,
            client: self.client.unwrap_or_default(),
            mode: self.mode.map_or(Ok(Mode::Live), |name| mode(&name)).named("mode")?,
        };
        Ok((id, about, entered_at, provenance))
    }
}

/// Clients say how they wrote; what staff and imports do is not theirs to claim.
fn mode(name: &str) -> Result<Mode, Code> {
    match Mode::parse(name)? {
        mode @ (Mode::Live | Mode::Late | Mode::Offline) => Ok(mode),
        Mode::Imported | Mode::ByStaff => Err(Code::UnknownValue),
    }
}
