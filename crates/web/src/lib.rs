//! HTTP: routes, pages, texts, styles and the JSON interface.

mod page;
mod texts;
