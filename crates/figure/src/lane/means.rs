//! A scale asked many times a day: each day's mean as a dot, a stroke from its lowest to its highest value.

use jiff::civil::Date;

use super::scene::Scene;
use crate::{axis::extent, input::Series, paint::Look, path::Path, svg::Canvas};

/// The part of the scale that is drawn: whole units around the means of the days shown, two units at least.
pub(super) fn window(scene: &Scene<'_>, series: &Series) -> Vec<f64> {
    let shown = series.days.iter().filter(|(date, _)| scene.axis.range().contains(*date));
    let means: Vec<f64> = shown.map(|(_, mean)| *mean).collect();
    let unit = unit(series.max - series.min);
    let Some((low, high)) = extent(&means) else {
        return vec![series.min, f64::midpoint(series.min, series.max), series.max];
    };
    let (mut low, mut high) = ((low / unit).floor() * unit, (high / unit).ceil() * unit);
    while high - low < unit * 1.5 {
        if high + unit <= series.max || low - unit < series.min { high += unit } else { low -= unit }
    }
    if high - low > unit * 5.5 {
        return vec![low, f64::midpoint(low, high), high];
    }
    (0..=5).map(|i| low + f64::from(i) * unit).filter(|tick| *tick < high + unit / 2.0).collect()
}

/// The power of ten that cuts a scale into five to fifty parts: 1 for a scale of 1 to 7.
fn unit(extent: f64) -> f64 {
    if extent > 0.0 && extent.is_finite() { 10_f64.powf((extent / 5.0).log10().floor()) } else { 1.0 }
}

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, series: &Series, y: &impl Fn(f64) -> f64) {
    let plain = series.points.iter().filter(|p| p.value.is_finite() && p.is_plain());
    let mut values: Vec<(Date, f64)> = plain.map(|p| (p.date, p.value)).collect();
    values.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let (mut extents, mut dots) = (Path::default(), Path::default());
    for day in values.chunk_by(|a, b| a.0 == b.0) {
        let (Some((date, low)), Some((_, high))) = (day.first(), day.last()) else { continue };
        let (Some(x), Some(mean)) = (scene.axis.mid(*date), series.day(*date)) else { continue };
        if y(*high) < y(*low) {
            extents.bar(x, y(*low), y(*low) - y(*high));
        }
        dots.dot(x, y(mean));
    }
    let width = (scene.axis.day() * 0.7).clamp(2.4, 4.6);
    for (path, look, width) in [(extents, Look::Faint, width * 0.4), (dots, Look::Raw, width)] {
        canvas.strokes(&path, look, series.tone, width);
    }
}
