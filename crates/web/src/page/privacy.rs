//! My privacy, in plain words.

use askama::Template;

use super::{Frame, Menu, path};

/// What the clinic keeps, who can read it, and what one can do about it. Strangers read the same without the buttons.
#[derive(Template)]
#[template(path = "privacy.html")]
pub struct PrivacyPage {
    /// Surroundings.
    pub frame: Frame,
}

impl PrivacyPage {
    fn own(&self) -> bool {
        self.frame.menu == Menu::Patient
    }

    fn access(&self) -> &'static str {
        path::ACCESS
    }

    fn days(&self) -> &'static str {
        path::DAYS
    }
}
