//! The lanes: each kind in a module of its own, all on the one axis.

mod bars;
mod dose;
mod function;
mod intake;
mod items;
mod label;
mod means;
mod measures;
mod scene;
mod series;
mod sessions;
mod spans;
mod strip;

pub(crate) use dose::switch;
pub(crate) use function::marks as function_marks;
pub(crate) use intake::marks as intake_marks;
pub(crate) use scene::{Scene, value_axis};
pub(crate) use series::{last_of_day, mark};
pub(crate) use strip::height as grade_height;

use crate::{
    input::{Body, Lane},
    layout::Slot,
    svg::Canvas,
};

pub(crate) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, lane: &Lane, slot: Slot) {
    label::draw(canvas, scene, lane, slot);
    match &lane.body {
        Body::Dose(steps) => dose::draw(canvas, scene, steps, slot),
        Body::Sessions(dates) => sessions::draw(canvas, scene, dates, slot),
        Body::Series(series) => series::draw(canvas, scene, series, slot),
        Body::Bars(bars) => bars::draw(canvas, scene, bars, slot),
        Body::Strip(strip) => strip::draw(canvas, scene, strip, slot),
        Body::Items(items) => items::draw(canvas, scene, items, slot),
        Body::Function(days) => function::draw(canvas, scene, days, slot),
        Body::Intake(days) => intake::draw(canvas, scene, days, slot),
        Body::Measures(measures) => measures::draw(canvas, scene, measures, slot),
        Body::Spans(spans) => spans::draw(canvas, scene, spans, slot),
    }
}
