//! Drawings from whole charts, and what stands around them.

mod charts;
mod rendered;
