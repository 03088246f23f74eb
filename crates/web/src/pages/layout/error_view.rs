//! When a page cannot be shown.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::Frame;
use crate::texts::Texts;

/// What happened, as far as the reader may know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Not there, or not theirs: the two are never told apart.
    NotFound,
    /// The session is over.
    SignIn,
    /// Not from a page of this site.
    Origin,
    /// Too large.
    TooLarge,
    /// Something in it cannot be accepted.
    Refused,
    /// Not possible here.
    Method,
    /// The same id with other content.
    Conflict,
    /// The store refused; its code, such as `full`.
    Store(String),
    /// A mistake of ours.
    Internal,
}

impl Trouble {
    /// Heading.
    #[must_use]
    pub fn title(&self, t: Texts) -> String {
        match self {
            Self::NotFound => t.get("error-title-not-found"),
            Self::SignIn => t.get("error-title-sign-in"),
            Self::Origin | Self::TooLarge | Self::Refused | Self::Method => t.get("error-title-refused"),
            Self::Conflict => t.get("error-title-conflict"),
            Self::Store(code) if code == "busy" => t.get("error-title-busy"),
            Self::Store(_) => t.get("error-title-store"),
            Self::Internal => t.get("error-title-internal"),
        }
    }

    /// What to do, and whether the entry is safe.
    #[must_use]
    pub fn message(&self, t: Texts) -> String {
        match self {
            Self::NotFound => t.get("error-not-found"),
            Self::SignIn => t.get("error-sign-in"),
            Self::Origin => t.get("error-origin"),
            Self::TooLarge => t.get("error-too-large"),
            Self::Refused => t.get("error-refused"),
            Self::Method => t.get("error-method"),
            Self::Conflict => t.get("error-conflict"),
            Self::Store(code) => t.ledger(code),
            Self::Internal => t.get("error-internal"),
        }
    }
}

/// One page for all of it.
#[derive(Template)]
#[template(path = "layout/error.html")]
pub struct ErrorPage {
    /// Surroundings.
    pub frame: Frame,
    /// What happened.
    pub trouble: Trouble,
    /// The request's id, to ask about.
    pub request: Option<String>,
}

impl ErrorPage {
    fn title(&self) -> String {
        self.trouble.title(self.frame.t)
    }

    fn message(&self) -> String {
        self.trouble.message(self.frame.t)
    }

    /// Whether the fault is not the reader's: then the help card may not open either, and the numbers stand here.
    fn is_ours(&self) -> bool {
        matches!(self.trouble, Trouble::Store(_) | Trouble::Internal)
    }

    fn home(&self) -> &'static str {
        urls::HOME
    }
}
