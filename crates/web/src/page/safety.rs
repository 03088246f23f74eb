//! What comes first after a safety answer.

use askama::Template;

use super::{Contacts, Filled, Frame, path};

/// An entry kept to oneself that waits for the choice to deliver its safety answer.
pub struct Waiting {
    /// The whole form as it was sent; carried on in hidden fields.
    pub form: Filled,
    /// Where the form was sent: [`path::TODAY`] or [`path::amend`]. The choice is sent there as `safety_answer`.
    pub action: String,
}

/// Support and contacts, then, for an entry kept to oneself, the choice.
#[derive(Template)]
#[template(path = "safety.html")]
pub struct SafetyPage {
    /// Surroundings.
    pub frame: Frame,
    /// Whom to call.
    pub contacts: Contacts,
    /// The choice to be made; `None` when the answer has reached the clinic.
    pub waiting: Option<Waiting>,
}

impl SafetyPage {
    /// Fields carried on. The choice and the token are the page's own.
    fn carried(waiting: &Waiting) -> impl Iterator<Item = &(String, String)> {
        let own = ["csrf", "safety_answer"];
        waiting.form.pairs().iter().filter(move |(name, _)| !own.contains(&name.as_str()))
    }

    fn days(&self) -> &'static str {
        path::DAYS
    }
}
