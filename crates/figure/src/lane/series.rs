//! Values on a fixed axis: pale raw dots, marks for late, amended and proxy, the trailing median of each voice.

use jiff::civil::Date;

use super::means;
use super::scene::{Scene, value_axis};
use crate::{
    axis::extent,
    input::{Line, Point, Series, Summary, Tone, Version, Voice, Written},
    layout::Slot,
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El, number},
};

/// Air above and below the axis, so that no dot is cut.
const AIR: f64 = 5.0;

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, series: &Series, slot: Slot) {
    let mut points: Vec<&Point> = series.points.iter().filter(|p| p.value.is_finite()).collect();
    let ticks = match series.summary {
        Summary::Median | Summary::Latest => whole(scene, series, &points),
        Summary::Mean => means::window(scene, series),
    };
    let (min, max) =
        (ticks.first().copied().unwrap_or(series.min), ticks.last().copied().unwrap_or(series.max));
    let y = value_axis(min, max, slot.top + AIR, slot.bottom - AIR);

    if let Some(band) = series.band {
        let (top, bottom) = (y(band.high), y(band.low));
        let el = El::rect(scene.axis.x0(), top, scene.axis.x1() - scene.axis.x0(), bottom - top);
        canvas.leaf(&el.look(Look::Band, Tone::Ink));
    }
    numbers(canvas, scene, &ticks, &y);
    proxies(canvas, scene, series, &points, &y);
    match series.summary {
        Summary::Median => raw(canvas, scene, &points, series.tone, &y),
        Summary::Latest => latest(canvas, scene, &points, series.tone, &y),
        Summary::Mean => means::draw(canvas, scene, series, &y),
    }
    for (runs, look) in [(&series.proxy_line, Look::MedianProxy), (&series.line, Look::Median)] {
        line(canvas, scene, runs, (look, series.tone), &y);
    }
    if series.summary == Summary::Latest {
        points = last_of_day(&points);
    }
    marked(canvas, scene, &points, series.tone, &y);
}

/// Of each voice the last point of each day.
pub(crate) fn last_of_day<'a>(points: &[&'a Point]) -> Vec<&'a Point> {
    let mut sorted = points.to_vec();
    sorted.sort_by_key(|p| (p.date, p.voice == Voice::Proxy));
    sorted
        .chunk_by(|a, b| a.date == b.date && a.voice == b.voice)
        .filter_map(|day| day.last().copied())
        .collect()
}

/// The last plain value of each day, and a stroke from the lowest to the highest the person gave on it.
fn latest(canvas: &mut Canvas, scene: &Scene<'_>, points: &[&Point], tone: Tone, y: &impl Fn(f64) -> f64) {
    let mut own: Vec<&Point> = points.iter().copied().filter(|p| p.voice == Voice::Own).collect();
    own.sort_by_key(|p| p.date);
    let (mut extents, mut dots) = (Path::default(), Path::default());
    for day in own.chunk_by(|a, b| a.date == b.date) {
        let Some((last, x)) = day.last().and_then(|last| Some((last, scene.axis.mid(last.date)?))) else {
            continue;
        };
        let values: Vec<f64> = day.iter().map(|p| p.value).collect();
        if let Some((low, high)) = extent(&values).filter(|(low, high)| low < high) {
            extents.bar(x, y(low), y(low) - y(high));
        }
        if last.is_plain() {
            dots.dot(x, y(last.value));
        }
    }
    let width = (scene.axis.day() * 0.7).clamp(2.8, 4.6);
    for (path, look, width) in [(extents, Look::Extent, width * 0.6), (dots, Look::Raw, width)] {
        canvas.strokes(&path, look, tone, width);
    }
}

/// The ticks of the whole scale; a value beyond it widens the axis.
fn whole(scene: &Scene<'_>, series: &Series, points: &[&Point]) -> Vec<f64> {
    let values = points.iter().filter(|p| scene.axis.range().contains(p.date)).map(|p| p.value);
    let min = values.clone().fold(series.min, f64::min);
    let max = values.fold(series.max, f64::max);
    vec![min, f64::midpoint(min, max), max]
}

fn numbers(canvas: &mut Canvas, scene: &Scene<'_>, ticks: &[f64], y: &impl Fn(f64) -> f64) {
    let x = scene.axis.x0();
    for value in ticks {
        let at = y(*value);
        canvas.leaf(&El::line(x, at, scene.axis.x1(), at).look(Look::Hair, Tone::Ink));
        let el = El::text(x - 7.0, at + 4.0, Anchor::End).look(Look::AxisText, Tone::Ink);
        canvas.text(&el, &number(*value));
    }
}

/// The plain values. Of several a day, equal ones are one dot, the larger the more there are (one, two or three, more),
/// and a thin stroke joins the day's lowest and highest.
fn raw(canvas: &mut Canvas, scene: &Scene<'_>, points: &[&Point], tone: Tone, y: &impl Fn(f64) -> f64) {
    let mut plain: Vec<(Date, f64)> =
        points.iter().filter(|p| p.is_plain()).map(|p| (p.date, p.value)).collect();
    plain.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut extents = Path::default();
    let (mut once, mut few, mut many) = (Path::default(), Path::default(), Path::default());
    for day in plain.chunk_by(|a, b| a.0 == b.0) {
        let (Some((date, low)), Some((_, high))) = (day.first(), day.last()) else { continue };
        let Some(x) = scene.axis.mid(*date) else { continue };
        if low < high {
            extents.bar(x, y(*low), y(*low) - y(*high));
        }
        for same in day.chunk_by(|a, b| a.1 >= b.1) {
            let path = match same.len() {
                1 => &mut once,
                2 | 3 => &mut few,
                _ => &mut many,
            };
            path.dot(x, y(same.first().map_or(*low, |(_, value)| *value)));
        }
    }
    let width = (scene.axis.day() * 0.7).clamp(2.8, 4.6);
    let several = !(extents.is_empty() && few.is_empty() && many.is_empty());
    let sizes = if several { [0.75, 1.1, 1.6] } else { [1.0; 3] };
    let dots = [once, few, many].into_iter().zip(sizes).map(|(path, size)| (path, Look::Raw, width * size));
    for (path, look, width) in [(extents, Look::Extent, width * 0.4)].into_iter().chain(dots) {
        canvas.strokes(&path, look, tone, width);
    }
}

fn line(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    runs: &Line,
    (look, tone): (Look, Tone),
    y: &impl Fn(f64) -> f64,
) {
    let mut path = Path::default();
    for run in runs {
        let mut places: Vec<(f64, f64)> =
            run.iter().filter_map(|(date, value)| Some((scene.axis.mid(*date)?, y(*value)))).collect();
        // A single day is a stroke as wide as the day, or it would not be seen.
        if let [(x, at)] = *places.as_slice() {
            let half = (scene.axis.day() / 2.0).min(6.0);
            places = vec![(x - half, at), (x + half, at)];
        }
        for (i, (x, at)) in places.into_iter().enumerate() {
            if i == 0 { path.start(x, at) } else { path.line(x, at) }
        }
    }
    canvas.path(&path, look, tone);
}

/// What others wrote: under the person's own values, and never larger than them.
fn proxies(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    series: &Series,
    points: &[&Point],
    y: &impl Fn(f64) -> f64,
) {
    let drawn = if series.summary == Summary::Latest { last_of_day(points) } else { points.to_vec() };
    let mut path = Path::default();
    for point in drawn.into_iter().filter(|p| p.voice == Voice::Proxy) {
        if let Some(x) = scene.axis.mid(point.date) {
            mark(&mut path, point, x, y(point.value), (scene.axis.day() * 0.35).clamp(1.4, 2.3));
        }
    }
    canvas.path(&path, Look::Proxy, series.tone);
}

fn marked(canvas: &mut Canvas, scene: &Scene<'_>, points: &[&Point], tone: Tone, y: &impl Fn(f64) -> f64) {
    let r = (scene.axis.day() * 0.55).clamp(2.0, 3.5);
    let (mut hollow, mut filled) = (Path::default(), Path::default());
    for point in points.iter().filter(|p| p.voice == Voice::Own && !p.is_plain()) {
        if let Some(x) = scene.axis.mid(point.date) {
            let path = if point.written == Written::Late { &mut hollow } else { &mut filled };
            mark(path, point, x, y(point.value), r);
        }
    }
    for (path, look) in [(filled, Look::MarkedFill), (hollow, Look::Marked)] {
        canvas.path(&path, look, tone);
    }
}

/// Who is the shape; late is an empty circle, or a stroke below what another wrote; corrected is a stroke above.
pub(crate) fn mark(path: &mut Path, point: &Point, x: f64, y: f64, r: f64) {
    match point.voice {
        Voice::Own => path.circle(x, y, r),
        Voice::Proxy => path.square(x, y, r),
    }
    if point.version == Version::Amended {
        path.bar(x, y - r - 1.0, r + 1.0);
    }
    if point.voice == Voice::Proxy && point.written == Written::Late {
        path.bar(x, y + r + 2.0 + r, r + 1.0);
    }
}
