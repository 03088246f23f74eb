//! Where every lane is drawn: the axis they share, and what they need to know of the whole.

use jiff::civil::Date;

use crate::{axis::Axis, layout::Size, words::Words};

/// What every lane needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) axis: Axis,
    pub(crate) size: Size,
    /// The first day the diary asked about.
    pub(crate) begins: Date,
    /// The words of the drawing.
    pub(crate) words: &'a dyn Words,
}

impl Scene<'_> {
    /// The width of a bar standing for one day.
    pub(crate) fn bar(&self) -> f64 {
        (self.axis.day() * 0.72).clamp(0.8, 14.0)
    }
}

/// Value to y, the larger the higher; an axis without extent has everything in its middle.
pub(crate) fn value_axis(min: f64, max: f64, top: f64, bottom: f64) -> impl Fn(f64) -> f64 {
    move |value| {
        let share = if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) } else { 0.5 };
        bottom - share * (bottom - top)
    }
}
