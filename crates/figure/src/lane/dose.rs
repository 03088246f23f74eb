//! One medicine's dose as steps from zero; what was before the diary is an outline only.

use jiff::civil::Date;

use super::scene::Scene;
use crate::{
    axis::plus,
    input::{DoseDays, DoseStep, StepKind, Tone},
    layout::{SMALL, Slot},
    paint::Look,
    path::Path,
    svg::{Anchor, Canvas, El},
    text,
};

/// Room for the labels above the highest dose.
const LABEL_ROOM: f64 = 15.0;

/// Days between two counts after a stop, as on the lower axis of a long range.
const COUNT_DAYS: i64 = 30;
/// Air between two labels.
const GAP: f64 = 8.0;

/// A dose from one x to another.
struct Piece {
    x0: f64,
    x1: f64,
    y: f64,
    look: Look,
}

pub(super) fn draw(canvas: &mut Canvas, scene: &Scene<'_>, steps: &[DoseStep], slot: Slot) {
    let mut steps: Vec<&DoseStep> = steps.iter().filter(|step| step.dose.is_finite()).collect();
    steps.sort_by_key(|step| step.date);
    let highest = steps.iter().map(|step| step.dose).fold(0.0, f64::max);
    let height = slot.bottom - slot.top - LABEL_ROOM;
    let y = |dose: f64| slot.bottom - if highest > 0.0 { dose.max(0.0) / highest * height } else { 0.0 };

    let pieces = pieces(scene, &steps, y);
    for run in pieces.chunk_by(|a, b| a.look == b.look && (a.x1 - b.x0).abs() < 0.01) {
        outline(canvas, run, slot.bottom);
    }
    by_turns(canvas, scene, &steps, y);
    let taken = labels(canvas, scene, &steps, y, slot);
    after_stop(canvas, scene, &steps, slot.bottom, taken);
}

/// The visible pieces, cut where the diary begins: what was taken then is outlined, what is taken since is filled, and
/// what is planned is outlined again.
fn pieces(scene: &Scene<'_>, steps: &[&DoseStep], y: impl Fn(f64) -> f64) -> Vec<Piece> {
    let axis = &scene.axis;
    let begins = axis.left(scene.begins);
    let mut out = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let next = steps.get(i + 1).map_or(axis.x1(), |next| axis.left(next.date));
        if step.date > axis.range().to() {
            break;
        }
        let (x0, y) = (axis.left(step.date), y(step.dose));
        let cut = match step.kind {
            StepKind::BeforeDiary => begins.clamp(x0, next),
            StepKind::Planned => next,
            StepKind::Known | StepKind::Change => x0,
        };
        for (x0, x1, look) in [(x0, cut, Look::DoseBefore), (cut, next, Look::DoseArea)] {
            if x1 > x0 {
                out.push(Piece { x0, x1, y, look });
            }
        }
    }
    out
}

/// Where days take turns, a line at the least of them within the area of the largest: one dose, never stops and starts.
fn by_turns(canvas: &mut Canvas, scene: &Scene<'_>, steps: &[&DoseStep], y: impl Fn(f64) -> f64) {
    let axis = &scene.axis;
    for (i, step) in steps.iter().enumerate() {
        let DoseDays::ByTurns { least } = step.days else { continue };
        let next = steps.get(i + 1).map_or(axis.x1(), |next| axis.left(next.date));
        let (x0, y) = (axis.left(step.date), y(least));
        if step.date <= axis.range().to() && next > x0 {
            canvas.leaf(&El::line(x0, y, next, y).look(Look::Base, Tone::Dose));
        }
    }
}

fn outline(canvas: &mut Canvas, run: &[Piece], bottom: f64) {
    let Some(first) = run.first() else { return };
    let mut path = Path::default();
    path.start(first.x0, bottom);
    for piece in run {
        path.down(piece.y);
        path.across(piece.x1);
    }
    path.down(bottom);
    path.across(first.x0);
    canvas.path(&path, first.look, Tone::Dose);
}

/// Each dose above its step; one that would touch another moves up, and is left to the table where no room is.
/// Answers where the labels stand: left, right and baseline.
fn labels(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    steps: &[&DoseStep],
    y: impl Fn(f64) -> f64,
    slot: Slot,
) -> Vec<(f64, f64, f64)> {
    let mut taken: Vec<(f64, f64, f64)> = Vec::new();
    for (i, step) in steps.iter().enumerate() {
        let hidden = steps.get(i + 1).is_some_and(|next| next.date <= scene.axis.range().from());
        if hidden || step.date > scene.axis.range().to() {
            continue;
        }
        let label = if step.is_taken() { &step.label } else { &scene.words.labels().stopped };
        let width = text::width(label, SMALL);
        let x = (scene.axis.left(step.date) + 3.0).min(scene.axis.x1() - width);
        let free = |at: f64| {
            taken.iter().all(|(x0, x1, y)| x + width < *x0 || x > *x1 || (y - at).abs() > SMALL - 1.0)
        };
        let mut at = y(step.dose) - 4.0;
        while !free(at) && at - SMALL > slot.top {
            at -= SMALL;
        }
        if !free(at) {
            continue;
        }
        canvas.text(&El::text(x, at, Anchor::Start).look(Look::ValueText, Tone::Ink), label);
        taken.push((x, x + width, at));
    }
    taken
}

/// After a stop, how many days it has been: every 30 days on the empty lane, wherever there is room.
fn after_stop(
    canvas: &mut Canvas,
    scene: &Scene<'_>,
    steps: &[&DoseStep],
    bottom: f64,
    taken: Vec<(f64, f64, f64)>,
) {
    let made = steps.iter().rfind(|step| step.kind != StepKind::Planned);
    let Some(stop) = made.filter(|step| !step.is_taken() && step.kind == StepKind::Change) else {
        return;
    };
    let axis = &scene.axis;
    let mut free = taken.iter().map(|(_, x1, _)| *x1).fold(axis.x0(), f64::max) + GAP;
    let mut ticks = Path::default();
    for days in (1..).map(|i| i * COUNT_DAYS).take_while(|days| plus(stop.date, *days) <= axis.range().to()) {
        let day = plus(stop.date, days);
        if !axis.range().contains(day) {
            continue;
        }
        let (x, label) = (axis.left(day), scene.words.count(days));
        let half = text::width(&label, SMALL) / 2.0;
        if x - half >= free && x + half <= axis.x1() {
            ticks.bar(x, bottom, 4.0);
            canvas.text(&El::text(x, bottom - 8.0, Anchor::Middle).look(Look::Count, Tone::Ink), &label);
            free = x + half + GAP;
        }
    }
    canvas.path(&ticks, Look::Tick, Tone::Dose);
}

/// The link between two medicines on the day of a switch.
pub(crate) fn switch(canvas: &mut Canvas, scene: &Scene<'_>, date: Date, from: Slot, to: Slot) {
    if !scene.axis.range().contains(date) {
        return;
    }
    let x = scene.axis.left(date);
    let (start, end) = (from.bottom, if to.top > from.top { to.bottom - 12.0 } else { to.bottom + 4.0 });
    let back = if end > start { -5.0 } else { 5.0 };
    let mut path = Path::default();
    path.circle(x, start, 2.5);
    path.start(x, start);
    path.down(end);
    path.start(x - 3.5, end + back);
    path.line(x, end);
    path.line(x + 3.5, end + back);
    canvas.path(&path, Look::Switch, Tone::Dose);
}
