//! When an entry is about, apart from when it was written and when it arrived.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::error::InField as _;
use crate::{Code, Refusal};

/// The name of an IANA time zone that this program knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName(String);

impl ZoneName {
    /// Accepts a known IANA name, such as `Asia/Tokyo`, and keeps it as the zone's own list spells it.
    ///
    /// # Errors
    /// [`Code::NotAZone`] otherwise.
    pub fn parse(name: &str) -> Result<Self, Code> {
        let zone = TimeZone::get(name).map_err(|_| Code::NotAZone)?;
        // The unknown zone has no such name.
        zone.iana_name().map(|known| Self(known.to_owned())).ok_or(Code::NotAZone)
    }

    /// Its name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its rules; UTC should a later release of the rules no longer know the name.
    #[must_use]
    pub fn rules(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// The civil date of an instant here.
    #[must_use]
    pub fn date_of(&self, instant: Timestamp) -> Date {
        instant.to_zoned(self.rules()).date()
    }

    /// The clock time of an instant here.
    #[must_use]
    pub fn time_of(&self, instant: Timestamp) -> Time {
        instant.to_zoned(self.rules()).time()
    }

    pub(crate) fn from_stored(name: String) -> Self {
        Self(name)
    }
}

/// The day, and perhaps the clock time, that an entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Civil date in `zone`.
    pub date: Date,
    /// Clock time, where the entry is about a moment.
    pub time: Option<Time>,
    /// Where the writer was.
    pub zone: ZoneName,
}

impl About {
    /// From the wire's `YYYY-MM-DD`, `HH:MM` and zone name.
    ///
    /// # Errors
    /// Names the field: [`Code::NotADate`], [`Code::NotATime`] or [`Code::NotAZone`].
    pub fn parse(date: &str, time: Option<&str>, zone: &str) -> Result<Self, Refusal> {
        Ok(Self {
            date: parse_date(date).in_field("date")?,
            time: time.map(parse_time).transpose().in_field("time")?,
            zone: ZoneName::parse(zone).in_field("zone")?,
        })
    }

    /// Whole days from the date to the civil date of `instant` in the same zone; negative if the date lies ahead.
    #[must_use]
    pub fn days_until(&self, instant: Timestamp) -> i32 {
        self.zone.date_of(instant).since(self.date).map_or(0, |span| span.get_days())
    }
}

/// `YYYY-MM-DD` and no other form of a date.
fn parse_date(text: &str) -> Result<Date, Code> {
    let plain = text.len() == 10 && text.get(4..5) == Some("-");
    text.parse().ok().filter(|_| plain).ok_or(Code::NotADate)
}

/// `HH:MM` and no other form of a time.
fn parse_time(text: &str) -> Result<Time, Code> {
    let plain = text.len() == 5 && text.get(2..3) == Some(":");
    text.parse().ok().filter(|_| plain).ok_or(Code::NotATime)
}
