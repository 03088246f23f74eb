//! Path data in whole tenths with relative commands: hundreds of marks in one element keep a year of days small.

use crate::{
    paint::{Look, Tone},
    svg::{Canvas, El},
};

/// The `d` of one path. The pen is kept in tenths, so that relative commands add no rounding error.
#[derive(Clone, Debug, Default)]
pub(crate) struct Path {
    d: String,
    pen: (i64, i64),
}

impl Path {
    /// Whether nothing was drawn.
    pub(crate) fn is_empty(&self) -> bool {
        self.d.is_empty()
    }

    /// A dot: a stroke without length that a round cap turns into a disc.
    pub(crate) fn dot(&mut self, x: f64, y: f64) {
        self.start(x, y);
        self.d.push_str("h0");
    }

    /// A vertical stroke from `y` upwards; its width is the path's stroke width.
    pub(crate) fn bar(&mut self, x: f64, y: f64, up: f64) {
        self.start(x, y);
        self.down(y - up);
    }

    pub(crate) fn circle(&mut self, x: f64, y: f64, r: f64) {
        self.start(x - r, y);
        let r = tenths(r);
        for across in [r * 2, r * -2] {
            self.d.push('a');
            push(&mut self.d, r);
            push_pair(&mut self.d, r);
            self.d.push_str(" 0 1 0");
            push_pair(&mut self.d, across);
            self.d.push_str(" 0");
        }
        self.d.push('z');
    }

    pub(crate) fn square(&mut self, x: f64, y: f64, half: f64) {
        self.start(x - half, y - half);
        self.across(x + half);
        self.down(y + half);
        self.across(x - half);
        // Closing brings the pen back to where the square began.
        self.d.push('z');
        self.pen = (tenths(x - half), tenths(y - half));
    }

    /// A closed outline standing on `base`: each piece from its left to its right end at its own y, each beginning where
    /// the one before it ends.
    pub(crate) fn area(&mut self, base: f64, pieces: impl IntoIterator<Item = (f64, f64, f64)>) {
        let mut pieces = pieces.into_iter();
        let Some((left, mut end, y)) = pieces.next() else { return };
        self.start(left, base);
        let begin = self.pen;
        self.rise(y);
        for (_, right, y) in pieces {
            if tenths(y) != self.pen.1 {
                self.across(end);
                self.down(y);
            }
            end = right;
        }
        self.across(end);
        self.rise(base);
        self.d.push('z');
        self.pen = begin;
    }

    /// Up or down, if there is any way to go.
    fn rise(&mut self, y: f64) {
        if tenths(y) != self.pen.1 {
            self.down(y);
        }
    }

    pub(crate) fn cross(&mut self, x: f64, y: f64, half: f64) {
        self.start(x - half, y - half);
        self.line(x + half, y + half);
        self.start(x + half, y - half);
        self.line(x - half, y + half);
    }

    pub(crate) fn start(&mut self, x: f64, y: f64) {
        if self.d.is_empty() {
            self.pen = (tenths(x), tenths(y));
            self.d.push('M');
            push(&mut self.d, self.pen.0);
            push_pair(&mut self.d, self.pen.1);
        } else {
            self.to('m', x, y);
        }
    }

    pub(crate) fn line(&mut self, x: f64, y: f64) {
        self.to('l', x, y);
    }

    pub(crate) fn across(&mut self, x: f64) {
        let x = tenths(x);
        self.d.push('h');
        push(&mut self.d, x - self.pen.0);
        self.pen.0 = x;
    }

    pub(crate) fn down(&mut self, y: f64) {
        let y = tenths(y);
        self.d.push('v');
        push(&mut self.d, y - self.pen.1);
        self.pen.1 = y;
    }

    fn to(&mut self, command: char, x: f64, y: f64) {
        let (x, y) = (tenths(x), tenths(y));
        self.d.push(command);
        push(&mut self.d, x - self.pen.0);
        push_pair(&mut self.d, y - self.pen.1);
        self.pen = (x, y);
    }
}

impl Canvas {
    /// Writes a path; one in which nothing was drawn is not there.
    pub(crate) fn path(&mut self, path: &Path, look: Look, tone: Tone) {
        if !path.is_empty() {
            self.leaf(&El::new("path").look(look, tone).attr("d", &path.d));
        }
    }

    /// The same with strokes of this width.
    pub(crate) fn strokes(&mut self, path: &Path, look: Look, tone: Tone, width: f64) {
        if !path.is_empty() {
            self.leaf(&El::new("path").look(look, tone).attr("d", &path.d).num("stroke-width", width));
        }
    }
}

/// To whole tenths; what is not finite becomes 0.
#[expect(clippy::cast_possible_truncation, reason = "user units are far below 2^53, and `as` saturates")]
fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
}

/// Adds tenths as the shortest number: `12`, `.5`, `-3.4`.
fn push(out: &mut String, tenths: i64) {
    if tenths < 0 {
        out.push('-');
    }
    let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if whole > 0 || part == 0 {
        push_digits(out, whole);
    }
    if part > 0 {
        out.push('.');
        push_digits(out, part);
    }
}

fn push_digits(out: &mut String, number: u64) {
    if number >= 10 {
        push_digits(out, number / 10);
    }
    out.extend(char::from_digit(u32::try_from(number % 10).unwrap_or(0), 10));
}

/// Adds a second number: a minus sign needs no space before it.
fn push_pair(out: &mut String, tenths: i64) {
    if tenths >= 0 {
        out.push(' ');
    }
    push(out, tenths);
}
