//! Where things stand: two layouts, and the height of each kind of lane. All in user units, about one CSS pixel.

use crate::input::{Body, Items, Lane, Span, Strip, Summary};

/// Which layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Names left of the lanes, for 720 px and more, and for paper.
    Desk,
    /// Names above the lanes, for a phone's width.
    Phone,
}

/// The font size of axis numbers and notes.
pub(crate) const SMALL: f64 = 12.0;
/// The font size of lane names.
pub(crate) const NAME: f64 = 14.0;
/// The height of the top axis.
pub(crate) const HEAD: f64 = 22.0;
/// The height of the row of "cannot write" marks and the bottom axis.
pub(crate) const FOOT: f64 = 32.0;
/// The height of the row of days counted from the last dose change, and on the phone of its words.
pub(crate) const SINCE: f64 = 18.0;

/// The height of the line that says how many rows more there are.
pub(crate) const MORE: f64 = 17.0;

/// The gap between the items of two files.
pub(crate) const GROUP: f64 = 8.0;

/// Where one lane stands: the whole lane, and inside it the part that holds marks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) lane_top: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) lane_bottom: f64,
}

impl Size {
    pub(crate) fn width(self) -> f64 {
        match self {
            Self::Desk => 1120.0,
            Self::Phone => 340.0,
        }
    }

    pub(crate) fn plot(self) -> (f64, f64) {
        match self {
            Self::Desk => (168.0, 1112.0),
            Self::Phone => (26.0, 336.0),
        }
    }

    /// The widest a day gets: a chart of a few days stays narrow instead of being pulled apart.
    pub(crate) fn widest_day(self) -> f64 {
        match self {
            Self::Desk => 48.0,
            Self::Phone => 30.0,
        }
    }

    /// The height of one row of a strip: on the phone its label has a line of its own above the marks, near to them and
    /// far from the row above, so that no mark seems to belong to the label below it.
    pub(crate) fn row(self) -> f64 {
        match self {
            Self::Desk => 16.0,
            Self::Phone => 38.0,
        }
    }

    /// A row's height: a long label takes a second line.
    pub(crate) fn row_height(self, label: &str) -> f64 {
        let lines = self.row_lines(label).len().max(1);
        self.row() + 14.0 * crate::axis::units(i64::try_from(lines - 1).unwrap_or(0))
    }

    /// A row's label in at most two lines.
    pub(crate) fn row_lines(self, label: &str) -> Vec<String> {
        let width = match self {
            Self::Desk => self.plot().0 - 10.0,
            Self::Phone => self.width(),
        };
        crate::text::wrap(label, width, SMALL, 2)
    }

    /// The slots of all lanes from the top axis downwards, and where they end.
    pub(crate) fn slots(self, lanes: &[Lane]) -> (Vec<Slot>, f64) {
        let mut y = HEAD;
        let slots = lanes
            .iter()
            .map(|lane| {
                let (before, body) = self.heights(lane);
                let slot = Slot {
                    lane_top: y,
                    top: y + before,
                    bottom: y + before + body,
                    lane_bottom: y + before + body + 8.0,
                };
                y = slot.lane_bottom;
                slot
            })
            .collect();
        (slots, y)
    }

    fn heights(self, lane: &Lane) -> (f64, f64) {
        let row = self.row();
        let labels =
            |all: &mut dyn Iterator<Item = &str>| all.map(|l| self.row_height(l)).sum::<f64>().max(row);
        let body = match &lane.body {
            Body::Dose(_) => 58.0,
            Body::Sessions(_) => 16.0,
            Body::Series(series) if series.summary == Summary::Mean => 96.0,
            Body::Series(_) => 84.0,
            Body::Bars(_) => 56.0,
            Body::Strip(_) if !has_rows(lane) => 16.0,
            Body::Strip(strip) => self.strip_height(strip).max(row),
            Body::Items(items) => self.items_height(items).max(row),
            Body::Function(_) => 16.0,
            Body::Intake(_) => 14.0,
            Body::Measures(_) => 72.0,
            Body::Spans(spans) => labels(&mut span_rows(spans).into_iter().map(|(label, _)| label)),
        };
        match self {
            // A thin lane: it has one line of its own.
            Self::Desk if matches!(lane.body, Body::Intake(_)) => (6.0, body),
            Self::Desk if has_rows(lane) => (24.0, body),
            Self::Desk => (8.0, body.max(self.text_height(lane) - 8.0)),
            Self::Phone => (24.0, body),
        }
    }

    fn strip_height(self, strip: &Strip) -> f64 {
        let rows: f64 = strip.rows.iter().map(|row| self.row_height(&row.label)).sum();
        rows + if strip.more.is_empty() { 0.0 } else { MORE }
    }

    fn items_height(self, items: &Items) -> f64 {
        let count = |n: usize| crate::axis::units(i64::try_from(n).unwrap_or(0));
        let rows = self.item_row() * count(items.groups.iter().flatten().count());
        let gaps = GROUP * count(items.groups.len().saturating_sub(1));
        rows + gaps + if items.more.is_empty() { 0.0 } else { MORE }
    }

    /// The height of one item's row: they are many and stand close.
    pub(crate) fn item_row(self) -> f64 {
        match self {
            Self::Desk => 16.0,
            Self::Phone => 34.0,
        }
    }

    /// What a desk lane's name and note need beside the marks.
    fn text_height(self, lane: &Lane) -> f64 {
        let lines = self.name_lines(lane).len() + self.note_lines(lane).len();
        16.0 * crate::axis::units(i64::try_from(lines).unwrap_or(1)) + 6.0
    }

    pub(crate) fn name_lines(self, lane: &Lane) -> Vec<String> {
        crate::text::wrap(&lane.name, self.text_width(), NAME, 2)
    }

    pub(crate) fn note_lines(self, lane: &Lane) -> Vec<String> {
        if lane.note.is_empty() {
            Vec::new()
        } else {
            crate::text::wrap(&lane.note, self.text_width(), SMALL, 2)
        }
    }

    fn text_width(self) -> f64 {
        match self {
            Self::Desk => self.plot().0 - 36.0,
            Self::Phone => self.width(),
        }
    }
}

/// Whether a lane has labelled rows; a strip of one row without a label is a lane like any other.
pub(crate) fn has_rows(lane: &Lane) -> bool {
    match &lane.body {
        Body::Strip(strip) => !matches!(strip.rows.as_slice(), [row] if row.label.is_empty()),
        Body::Spans(_) | Body::Items(_) => true,
        _ => false,
    }
}

/// Periods of one kind share a row, in order of the first.
pub(crate) fn span_rows(spans: &[Span]) -> Vec<(&str, Vec<&Span>)> {
    let mut out: Vec<(&str, Vec<&Span>)> = Vec::new();
    for span in spans {
        match out.iter_mut().find(|(label, _)| *label == span.label) {
            Some((_, of)) => of.push(span),
            None => out.push((&span.label, vec![span])),
        }
    }
    out
}
