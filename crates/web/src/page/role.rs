//! For roles that have no work here yet.

use askama::Template;

use super::{Frame, path};

/// Says plainly that there is nothing to do here, instead of showing somebody else's page.
#[derive(Template)]
#[template(path = "role.html")]
pub struct RolePage {
    /// Surroundings.
    pub frame: Frame,
    /// The reader's role, in words.
    pub role: String,
}

impl RolePage {
    fn privacy(&self) -> &'static str {
        path::PRIVACY
    }
}
