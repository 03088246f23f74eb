//! What stands around every page.

use std::fmt;
use std::sync::Arc;

use locale::Texts;

use crate::app::App;
use crate::http::urls;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shell {
    /// One column for one thumb.
    Phone,
    /// A desk's screen.
    Desk,
}

/// Whose menu is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Menu {
    /// Nobody is signed in, or the page stands alone.
    None,
    Patient,
    Guardian,
    /// The care team's.
    Desk,
    /// Of who gives TMS sessions.
    Technician,
}

/// Which menu item is the page's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NavItem {
    Today,
    Sleep,
    Days,
    Plan,
    /// My privacy, and who looked.
    Privacy,
    /// Guardian's notes.
    Family,
    Panel,
    /// TMS sessions.
    Tms,
    Elsewhere,
}

/// Whether the people are real.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clinic {
    Real,
    /// Synthetic people; every page says so.
    Demo,
}

impl Clinic {
    /// What this server is.
    #[must_use]
    pub fn of(app: &App) -> Self {
        if app.is_demo() { Self::Demo } else { Self::Real }
    }
}

/// Makes the form token of a route: called with the form's action path.
#[derive(Clone)]
pub struct Tokens(Arc<dyn Fn(&str) -> String + Send + Sync>);

impl Tokens {
    /// From a function of the action path.
    pub fn new(make: impl Fn(&str) -> String + Send + Sync + 'static) -> Self {
        Self(Arc::new(make))
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens(…)")
    }
}

pub struct Layout {
    /// Texts in the reader's language.
    pub t: Texts,
    pub shell: Shell,
    pub menu: Menu,
    /// The page's own menu item.
    pub place: NavItem,
    /// Folder of the styles and scripts, such as `/assets/1f2e3d`.
    pub assets: String,
    /// Path and query of this page, to come back to from the language switch.
    pub here: String,
    /// The signed-in person's display name.
    pub person: Option<String>,
    pub clinic: Clinic,
    pub tokens: Tokens,
}

/// A menu item: where it leads, its text's key, whether it is the page's own.
pub struct Item {
    /// Where it leads.
    pub href: &'static str,
    /// What it says.
    pub text: String,
    pub current: bool,
}

impl Layout {
    /// The token of the form that posts to `action`.
    #[must_use]
    pub fn token(&self, action: &str) -> String {
        (self.tokens.0)(action)
    }

    #[must_use]
    pub fn items(&self) -> Vec<Item> {
        let t = self.t;
        let item = |place, href, text| Item { href, text, current: self.place == place };
        match self.menu {
            Menu::None => Vec::new(),
            Menu::Patient => vec![
                item(NavItem::Today, urls::CHECK_IN, t.get("menu-today")),
                item(NavItem::Sleep, urls::SLEEP_CARD, t.get("menu-sleep")),
                item(NavItem::Days, urls::MY_DAYS, t.get("menu-days")),
                item(NavItem::Plan, urls::PLAN, t.get("menu-plan")),
                item(NavItem::Privacy, urls::PRIVACY, t.get("menu-privacy")),
            ],
            Menu::Guardian => vec![item(NavItem::Family, urls::FAMILY, t.get("menu-family"))],
            Menu::Desk => vec![item(NavItem::Panel, urls::PATIENTS, t.get("menu-panel"))],
            Menu::Technician => vec![item(NavItem::Tms, urls::TMS_PATIENTS, t.get("menu-tms"))],
        }
    }

    pub fn class(&self) -> &'static str {
        match self.shell {
            Shell::Phone => "phone",
            Shell::Desk => "desk",
        }
    }

    pub fn is_demo(&self) -> bool {
        self.clinic == Clinic::Demo
    }

    pub fn language_action(&self) -> String {
        urls::language(&self.t.get("language-switch-code"))
    }
}
