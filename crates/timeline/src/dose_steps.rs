//! Small multiples: the same days around every dose change, for one lane.

use figure::caption::{Change, Taken};
use figure::input::{Body, Summary};
use figure::paint::Paint;
use figure::steps::{Panel, Window, draw, has_panels, panels};
use figure::svg::number;
use insight::dose_steps::StepFacts;
use jiff::civil::Date;

use super::Drawing;
use crate::rendered::{Multiple, Multiples, Svg};
use locale::Texts;

/// Other changes of a window that are named; more are counted.
const OTHERS_NAMED: usize = 2;

/// The panels of one lane, named as in the page's address; the first lane that has any where it names none.
///
/// Nothing without a dose change in the diary, or without a lane of values.
#[must_use]
pub fn multiples(drawing: &Drawing, by: Option<&str>, window: Window) -> Option<Multiples> {
    let (t, timeline) = (drawing.t, &drawing.timeline);
    let choices: Vec<(usize, &str)> = drawing
        .keys
        .iter()
        .zip(&timeline.lanes)
        .enumerate()
        .filter_map(|(place, (key, lane))| Some((place, key.as_deref()?)).filter(|_| has_panels(lane)))
        .collect();
    let asked = by.and_then(|by| choices.iter().find(|(_, key)| *key == by));
    // Anxiety is what the clinic looks at first; without it the first lane there is.
    let usual = choices.iter().find(|(_, key)| *key == "anxiety").or(choices.first());
    let (place, key) = *asked.or(usual)?;
    let lane = timeline.lanes.get(place)?;
    let is_mean = matches!(&lane.body, Body::Series(series) if series.summary == Summary::Mean);
    let panels = panels(timeline, place, window);
    let drawn = panels.iter().enumerate().map(|(n, panel)| multiple(t, &lane.name, panel, n)).collect();
    let name =
        |(place, key): &(usize, &str)| Some(((*key).to_owned(), timeline.lanes.get(*place)?.name.clone()));
    (!panels.is_empty()).then(|| Multiples {
        by: key.to_owned(),
        name: lane.name.clone(),
        note: lane.note.clone(),
        how: t.get(if is_mean { "steps-how-mean" } else { "steps-how" }),
        choices: choices.iter().filter_map(name).collect(),
        panels: drawn,
    })
}

fn multiple(t: Texts, lane: &str, panel: &Panel, n: usize) -> Multiple {
    let heads: Vec<String> = panel.changes.iter().map(|change| changed(t, change)).collect();
    let head = heads.join(&t.get("list-separator"));
    let day = t.date(&panel.step);
    let title = t.with(
        "steps-title",
        &[("lane", lane.into()), ("step", head.as_str().into()), ("day", day.clone().into())],
    );
    let svg = draw(panel, &title, Paint::Page, &format!("st{n}"));
    Multiple { head, day, svg: Svg::drawn(svg), facts: facts(t, panel) }
}

fn facts(t: Texts, panel: &Panel) -> Vec<String> {
    let asked = panel.states.iter().filter(|(_, state)| state.is_asked());
    let asked: Vec<Date> = asked.map(|(date, _)| *date).collect();
    let facts = StepFacts::of(panel.step, &panel.values, &asked);
    let mut sentences = vec![t.with(
        "steps-recorded",
        &[
            ("recorded", facts.days_recorded.into()),
            ("asked", facts.days_asked.into()),
            ("last", facts.last_day.into()),
        ],
    )];
    if let (Some(highest), Some(lowest)) = (facts.highest, facts.lowest) {
        let values = [
            ("high", number(highest.value).into()),
            ("high_day", highest.day.into()),
            ("low", number(lowest.value).into()),
            ("low_day", lowest.day.into()),
        ];
        sentences.push(t.with("steps-ends", &values));
    }
    if let Some((before, after)) = panel.sessions.filter(|(before, after)| before + after > 0) {
        sentences.push(t.with("steps-sessions", &[("before", before.into()), ("after", after.into())]));
    }
    if panel.others.len() > OTHERS_NAMED {
        sentences.push(t.one("steps-others", "n", panel.others.len()));
        return sentences;
    }
    let others = panel.others.iter().map(|change| {
        let (day, step) = (t.short_day(&change.date).into(), changed(t, change).into());
        t.with("steps-other", &[("day", day), ("step", step)])
    });
    sentences.extend(others);
    sentences
}

/// A dose change in words: `セルトラリン 50 → 37.5 mg`.
fn changed(t: Texts, change: &Change) -> String {
    let medicine = ("medicine", change.name.as_str().into());
    let to = ("to", change.to.as_str().into());
    match (&change.from, change.taken) {
        (Some(from), Taken::Some) => t.with("steps-change", &[medicine, ("from", from.as_str().into()), to]),
        (Some(from), Taken::None) => t.with("steps-stop", &[medicine, ("from", from.as_str().into())]),
        (None, _) => t.with("steps-start", &[medicine, to]),
    }
}
