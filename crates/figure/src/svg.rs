//! A small typed writer: every element, attribute and text goes through here, and here alone they are escaped.

use std::borrow::Cow;

use crate::paint::{Look, Paint, Tone};

/// Where a text stands relative to its x.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It is centred there.
    Middle,
    /// It ends there.
    End,
}

/// One element that is being described: a tag, its attributes, and the look the [`Paint`] will resolve.
#[derive(Clone, Debug)]
pub struct El {
    tag: &'static str,
    attrs: String,
    look: Option<(Look, Tone)>,
}

impl El {
    /// An element without attributes. Tag and attribute names are constants of this crate, never input.
    #[must_use]
    pub fn new(tag: &'static str) -> Self {
        Self { tag, attrs: String::new(), look: None }
    }

    /// A rectangle by its upper left corner and size, in user units.
    #[must_use]
    pub fn rect(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::new("rect").num("x", x).num("y", y).num("width", width).num("height", height)
    }

    /// A line between two points.
    #[must_use]
    pub fn line(x1: f64, y1: f64, x2: f64, y2: f64) -> Self {
        Self::new("line").num("x1", x1).num("y1", y1).num("x2", x2).num("y2", y2)
    }

    /// A text at its baseline.
    #[must_use]
    pub fn text(x: f64, y: f64, anchor: Anchor) -> Self {
        let el = Self::new("text").num("x", x).num("y", y);
        match anchor {
            Anchor::Start => el,
            Anchor::Middle => el.attr("text-anchor", "middle"),
            Anchor::End => el.attr("text-anchor", "end"),
        }
    }

    /// Adds a number with at most two decimals; what is not finite becomes 0.
    #[must_use]
    pub fn num(self, name: &'static str, value: f64) -> Self {
        self.put(name, &number(value))
    }

    /// Adds an escaped attribute.
    #[must_use]
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        self.put(name, &escape(value))
    }

    fn put(mut self, name: &'static str, value: &str) -> Self {
        for piece in [" ", name, "=\"", value, "\""] {
            self.attrs.push_str(piece);
        }
        self
    }

    /// Says what the element is; the paint turns it into a class or into resolved attributes.
    #[must_use]
    pub fn look(mut self, look: Look, tone: Tone) -> Self {
        self.look = Some((look, tone));
        self
    }
}

/// The text being written.
#[derive(Clone, Debug)]
pub struct Canvas {
    out: String,
    paint: Paint,
}

impl Canvas {
    /// An empty canvas for one paint.
    #[must_use]
    pub fn new(paint: Paint) -> Self {
        Self { out: String::new(), paint }
    }

    /// The paint in use.
    #[must_use]
    pub fn paint(&self) -> Paint {
        self.paint
    }

    /// Writes an element without children.
    pub fn leaf(&mut self, el: &El) {
        self.start(el);
        self.out.push_str("/>");
    }

    /// Writes an element holding one text, escaped.
    pub fn text(&mut self, el: &El, text: &str) {
        self.start(el);
        self.out.push('>');
        self.out.push_str(&escape(text));
        self.end(el);
    }

    /// Writes an element around what `inside` writes; it is always closed.
    pub fn group(&mut self, el: &El, inside: impl FnOnce(&mut Self)) {
        self.start(el);
        self.out.push('>');
        inside(self);
        self.end(el);
    }

    /// The finished text.
    #[must_use]
    pub fn finish(self) -> String {
        self.out
    }

    fn start(&mut self, el: &El) {
        self.out.push('<');
        self.out.push_str(el.tag);
        if let Some((look, tone)) = el.look {
            self.paint.write(look, tone, &mut self.out);
        }
        self.out.push_str(&el.attrs);
    }

    fn end(&mut self, el: &El) {
        self.out.push_str("</");
        self.out.push_str(el.tag);
        self.out.push('>');
    }
}

/// A number as text: at most two decimals, no trailing zeros, never an exponent, `0` for what is not finite.
#[must_use]
pub fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 || !rounded.is_finite() { "0".to_owned() } else { rounded.to_string() }
}

/// Text made safe between tags and inside quoted attributes; characters XML does not allow become U+FFFD.
#[must_use]
pub fn escape(text: &str) -> Cow<'_, str> {
    let plain =
        |c: char| !(c.is_control() || matches!(c, '&' | '<' | '>' | '"' | '\'' | '\u{fffe}' | '\u{ffff}'));
    if text.chars().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
