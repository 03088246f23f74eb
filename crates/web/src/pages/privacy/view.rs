//! My privacy, in plain words.

use askama::Template;

use crate::http::urls;
use crate::pages::layout::view::{Layout, Menu};

/// What the clinic keeps, who can read it, and what one can do about it. Strangers read the patient's without the buttons;
/// a guardian reads their own.
#[derive(Template)]
#[template(path = "privacy/view.html")]
pub struct PrivacyPage {
    pub layout: Layout,
}

impl PrivacyPage {
    fn own(&self) -> bool {
        self.layout.menu == Menu::Patient
    }

    fn guardian(&self) -> bool {
        self.layout.menu == Menu::Guardian
    }

    fn title(&self) -> String {
        self.layout.t.get(if self.guardian() { "privacy-guardian-title" } else { "privacy-title" })
    }

    /// Everyone, and what they can read of the chart.
    fn readers(&self) -> [(String, String); 5] {
        let t = self.layout.t;
        let [own, team, other] = if self.guardian() {
            [
                ("privacy-you-guardian", "privacy-you-guardian-reads"),
                ("privacy-team", "privacy-guardian-team-reads"),
                ("privacy-child", "privacy-child-reads"),
            ]
        } else {
            [
                ("privacy-you", "privacy-you-reads"),
                ("privacy-team", "privacy-team-reads"),
                ("privacy-guardian", "privacy-guardian-reads"),
            ]
        };
        let nobody = ("privacy-nobody", "privacy-nobody-reads");
        let operator = ("privacy-operator", "privacy-operator-reads");
        [own, team, other, nobody, operator].map(|(who, reads)| (t.get(who), t.get(reads)))
    }

    fn looked(&self) -> String {
        self.layout.t.get(if self.guardian() { "privacy-guardian-looked" } else { "privacy-looked-words" })
    }

    fn family(&self) -> &'static str {
        urls::FAMILY
    }

    fn access(&self) -> &'static str {
        urls::ACCESS_LOG
    }

    fn days(&self) -> &'static str {
        urls::MY_DAYS
    }
}
