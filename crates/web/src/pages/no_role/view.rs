//! For roles that have no work here yet.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::Frame;

/// Says plainly that there is nothing to do here, instead of showing somebody else's page.
#[derive(Template)]
#[template(path = "no_role/view.html")]
pub struct RolePage {
    /// Surroundings.
    pub frame: Frame,
    /// The reader's role, in words.
    pub role: String,
}

impl RolePage {
    fn privacy(&self) -> &'static str {
        urls::PRIVACY
    }
}
