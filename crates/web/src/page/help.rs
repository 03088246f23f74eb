//! The help card.

use askama::Template;

use super::{Contacts, Frame};

/// Hours, numbers, lines. It asks for nothing and tells the clinic nothing.
#[derive(Template)]
#[template(path = "help.html")]
pub struct HelpPage {
    /// Surroundings.
    pub frame: Frame,
    /// Whom to call.
    pub contacts: Contacts,
}
