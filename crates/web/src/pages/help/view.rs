//! The help card.

use askama::Template;

use crate::pages::layout::view::Layout;
use crate::pages::parts::contacts::Contacts;

/// Hours, numbers, lines. It asks for nothing and tells the clinic nothing.
#[derive(Template)]
#[template(path = "help/view.html")]
pub struct HelpPage {
    pub layout: Layout,
    pub contacts: Contacts,
}
