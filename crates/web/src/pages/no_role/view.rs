//! For roles that have no work here yet.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::Layout;

/// Says plainly that there is nothing to do here, instead of showing somebody else's page.
#[derive(Template)]
#[template(path = "no_role/view.html")]
pub struct NoRolePage {
    pub layout: Layout,
    /// The reader's role, in words.
    pub role: String,
}

impl NoRolePage {
    fn privacy(&self) -> &'static str {
        urls::PRIVACY
    }
}
