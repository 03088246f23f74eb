//! Version 1: what stands around the content.

mod check_in;
mod fields;
mod form;
mod imported;
mod kinds;
mod small;
mod treatment;

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Meta, Payload, Unreadable};
use crate::about::ZoneName;
use crate::{About, Author, Code, Language, Mode, Modes, Role, Text};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Stored<'a> {
    v: u32,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    entry: Cow<'a, str>,
    part: u16,
    author: Cow<'a, str>,
    role: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    acting_for: Option<Cow<'a, str>>,
    date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
    zone: Cow<'a, str>,
    entered_at: Timestamp,
    received_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    question_set: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    asked: Vec<Cow<'a, str>>,
    language: Cow<'a, str>,
    client: Cow<'a, str>,
    modes: Vec<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amends: Option<Cow<'a, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<Cow<'a, str>>,
    body: &'a RawValue,
}

pub(super) fn encode(payload: &Payload) -> Result<Vec<u8>, Unreadable> {
    let Payload { meta, body } = payload;
    let raw = kinds::encode(body).map_err(|_| Unreadable::Malformed)?;
    let text = |id: &dyn ToString| Cow::<str>::Owned(id.to_string());
    let stored = Stored {
        v: 1,
        kind: body.kind().name.into(),
        entry: text(&meta.entry),
        part: meta.part,
        author: text(&meta.author.account),
        role: meta.author.role.as_str().into(),
        acting_for: meta.author.acting_for.map(|id| id.to_string().into()),
        date: meta.about.date,
        time: meta.about.time,
        zone: meta.about.zone.as_str().into(),
        entered_at: meta.entered_at,
        received_at: meta.received_at,
        question_set: meta.question_set.as_deref().map(Cow::from),
        asked: meta.asked.iter().map(|name| name.as_str().into()).collect(),
        language: meta.language.as_str().into(),
        client: meta.client.as_str().into(),
        modes: meta.modes.iter().map(|mode| mode.as_str().into()).collect(),
        amends: meta.amends.map(|id| id.to_string().into()),
        reason: meta.reason.as_ref().map(|reason| reason.as_str().into()),
        body: &raw,
    };
    serde_json::to_vec(&stored).map_err(|_| Unreadable::Malformed)
}

pub(super) fn decode(bytes: &[u8]) -> Result<Payload, Unreadable> {
    let stored: Stored<'_> = serde_json::from_slice(bytes).map_err(|_| Unreadable::Malformed)?;
    read(stored).map_err(|_| Unreadable::Malformed)
}

fn read(stored: Stored<'_>) -> Result<Payload, Code> {
    let body = kinds::decode(&stored.kind, stored.body.get())?;
    let modes = stored.modes.iter().map(|mode| Mode::parse(mode)).collect::<Result<Vec<_>, _>>()?;
    Ok(Payload {
        meta: Meta {
            entry: stored.entry.parse()?,
            part: stored.part,
            author: Author {
                account: stored.author.parse()?,
                role: Role::parse(&stored.role)?,
                acting_for: stored.acting_for.map(|id| id.parse()).transpose()?,
            },
            about: About {
                date: stored.date,
                time: stored.time,
                zone: ZoneName::from_stored(stored.zone.into()),
            },
            entered_at: stored.entered_at,
            received_at: stored.received_at,
            question_set: stored.question_set.map(Cow::into_owned),
            asked: stored.asked.into_iter().map(Cow::into_owned).collect(),
            language: Language::parse(&stored.language)?,
            client: stored.client.into_owned(),
            modes: Modes::of(modes),
            amends: stored.amends.map(|id| id.parse()).transpose()?,
            reason: stored.reason.map(|reason| Text::from_stored(reason.into_owned())),
        },
        body,
    })
}
