//! Drawings as SVG through a typed, escaping writer, each with a table twin and the facts for a caption.
//!
//! The crate knows no diary and no language: a [`input::Timeline`] of plain values comes in together with the
//! [`words::Words`] of the reader's language, and text comes out. Everything is a pure function of its input: the same
//! input gives the same bytes. The rules every drawing keeps:
//!
//! - Missing days are hatched through all lanes, "cannot write" days have a band and a mark of their own, and neither is
//!   ever bridged by a line (SAFE-013).
//! - A line is drawn as it comes in, run by run, and the raw values are drawn with it; nothing is smoothed here. The small
//!   rows of [`items`] draw their line alone; the table has the days.
//! - Axes are fixed or labelled. Nothing is told by colour alone; nothing is judged.
//! - No text reaches the output unescaped, no `style=` attribute exists (SEC-003).

pub mod axis;
pub mod caption;
pub mod input;
pub mod items;
mod lane;
pub mod layout;
pub mod legend;
pub mod paint;
mod path;
pub mod sparkline;
pub mod steps;
pub mod svg;
pub mod table;
pub mod text;
pub mod timeline;
pub mod words;

/// The style sheet of the page drawings; it uses only the custom properties of the design tokens.
pub const CSS: &str = include_str!("../figure.css");
