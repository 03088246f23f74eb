//! The first page.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::Layout;

/// Whether a code was tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    No,
    /// It did not work.
    Failed,
}

/// Sign in by link or by code. The code is never shown again.
#[derive(Template)]
#[template(path = "sign_in/view.html")]
pub struct SignInPage {
    pub layout: Layout,
    pub tried: Tried,
}

impl SignInPage {
    fn failed(&self) -> bool {
        self.tried == Tried::Failed
    }

    fn action(&self) -> &'static str {
        urls::SIGN_IN
    }
}
