//! Days and moments of the model: Japan, and nothing after the evening before "today".

use diary::{About, Code, ZoneName};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// The calendar of one diary: day 0 is its first, day `days` is today.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    zone: ZoneName,
    rules: TimeZone,
    today: Date,
    days: i32,
}

impl Clock {
    pub(super) fn new(today: Date, days: i32) -> Result<Self, Code> {
        let zone = ZoneName::parse("Asia/Tokyo")?;
        Ok(Self { rules: zone.rules(), zone, today, days })
    }

    /// Days of the diary; yesterday is the last.
    pub(super) fn days(&self) -> i32 {
        self.days
    }

    /// The date of a day; earlier than day 0 is before the diary.
    pub(super) fn date(&self, day: i32) -> Date {
        self.today.saturating_add(Span::new().days(day - self.days))
    }

    /// Whether the clinic is closed: Sundays.
    pub(super) fn closed(&self, day: i32) -> bool {
        self.date(day).weekday() == Weekday::Sunday
    }

    /// The day, or the next one on which the clinic is open.
    pub(super) fn open(&self, day: i32) -> i32 {
        if self.closed(day) { day + 1 } else { day }
    }

    /// Saturday or Sunday.
    pub(super) fn weekend(&self, day: i32) -> bool {
        matches!(self.date(day).weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    /// The moment so many seconds after a day began.
    pub(super) fn moment(&self, day: i32, seconds: i32) -> Timestamp {
        let midnight = self.date(day).to_datetime(Time::midnight()).to_zoned(self.rules.clone());
        let midnight = midnight.map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
        midnight.saturating_add(Span::new().seconds(seconds)).unwrap_or(midnight)
    }

    /// Whether a moment lies before today.
    pub(super) fn past(&self, moment: Timestamp) -> bool {
        moment < self.moment(self.days, 0)
    }

    /// About a whole day.
    pub(super) fn about(&self, date: Date) -> About {
        About { date, time: None, zone: self.zone.clone() }
    }

    /// About a moment of a day.
    pub(super) fn about_time(&self, day: i32, minute: i32) -> About {
        About { time: Some(time(minute)), ..self.about(self.date(day)) }
    }
}

/// The clock time of a minute of the day; minutes before midnight or beyond the day wrap.
pub(super) fn time(minute: i32) -> Time {
    let minute = minute.rem_euclid(24 * 60);
    let hour = i8::try_from(minute / 60).unwrap_or(0);
    let minute = i8::try_from(minute % 60).unwrap_or(0);
    Time::new(hour, minute, 0, 0).unwrap_or(Time::midnight())
}
