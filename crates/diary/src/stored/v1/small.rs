//! Version 1: night, note, event, measurement, review and withdrawal.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

use super::form::{Form, score};
use crate::{
    Code, DayEvent, Event, Measure, Measurement, Note, Review, Score, SleepEpisode, SleepNight, Text,
    Withdrawn,
};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SleepForm {
    episode: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    into_bed: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    try_sleep: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes_to_fall_asleep: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    awakenings: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    minutes_awake: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    final_wake: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    out_of_bed: Option<Time>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quality: Option<u8>,
}

impl Form for SleepForm {
    type Content = SleepNight;

    fn write(content: &SleepNight) -> Self {
        Self {
            episode: content.episode.as_str().to_owned(),
            into_bed: content.into_bed,
            try_sleep: content.try_sleep,
            minutes_to_fall_asleep: content.minutes_to_fall_asleep,
            awakenings: content.awakenings,
            minutes_awake: content.minutes_awake,
            final_wake: content.final_wake,
            out_of_bed: content.out_of_bed,
            quality: content.quality.map(Score::get),
        }
    }

    fn read(self) -> Result<SleepNight, Code> {
        Ok(SleepNight {
            episode: SleepEpisode::parse(&self.episode)?,
            into_bed: self.into_bed,
            try_sleep: self.try_sleep,
            minutes_to_fall_asleep: self.minutes_to_fall_asleep,
            awakenings: self.awakenings,
            minutes_awake: self.minutes_awake,
            final_wake: self.final_wake,
            out_of_bed: self.out_of_bed,
            quality: score(self.quality)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteForm {
    text: String,
}

impl Form for NoteForm {
    type Content = Note;

    fn write(content: &Note) -> Self {
        Self { text: content.text.as_str().to_owned() }
    }

    fn read(self) -> Result<Note, Code> {
        Ok(Note { text: Text::from_stored(self.text) })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventForm {
    what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
}

impl Form for EventForm {
    type Content = Event;

    fn write(content: &Event) -> Self {
        Self { what: content.what.as_str().to_owned(), until: content.until }
    }

    fn read(self) -> Result<Event, Code> {
        Ok(Event { what: DayEvent::parse(&self.what)?, until: self.until })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MeasurementForm {
    what: String,
    /// A weight, as it was first stored: whole grams.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    grams: Option<u32>,
    /// Anything else: thousandths of the measure's unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    thousandths: Option<u32>,
}

impl Form for MeasurementForm {
    type Content = Measurement;

    fn write(content: &Measurement) -> Self {
        let (what, amount) = (content.what(), Some(content.value().thousandths()));
        let (grams, thousandths) = if what == Measure::Weight { (amount, None) } else { (None, amount) };
        Self { what: what.as_str().to_owned(), grams, thousandths }
    }

    fn read(self) -> Result<Measurement, Code> {
        let what = Measure::parse(&self.what)?;
        let amount = match (what, self.grams, self.thousandths) {
            (Measure::Weight, grams, None) => grams,
            (Measure::Weight, ..) | (_, Some(_), _) => None,
            (_, None, thousandths) => thousandths,
        };
        Measurement::new(what, amount.ok_or(Code::UnknownValue)?)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ReviewForm {
    up_to: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    answer: Option<String>,
}

impl Form for ReviewForm {
    type Content = Review;

    fn write(content: &Review) -> Self {
        Self { up_to: content.up_to, answer: content.answer.as_ref().map(|text| text.as_str().to_owned()) }
    }

    fn read(self) -> Result<Review, Code> {
        Ok(Review { up_to: self.up_to, answer: self.answer.map(Text::from_stored) })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WithdrawnForm {
    why: String,
}

impl Form for WithdrawnForm {
    type Content = Withdrawn;

    fn write(content: &Withdrawn) -> Self {
        Self { why: content.as_str().to_owned() }
    }

    fn read(self) -> Result<Withdrawn, Code> {
        Withdrawn::parse(&self.why)
    }
}
