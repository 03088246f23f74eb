//! A guardian's own page.

use askama::Template;
use diary::QuestionSet;
use jiff::civil::Date;

use crate::http::urls;
use crate::pages::forms::already::Already;
use crate::pages::forms::question_reasons;
use crate::pages::forms::state::FormState;
use crate::pages::layout::view::Layout;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::medicines::Taken;

/// What a guardian reads and writes: the medicine to be given, and what guardians wrote. Its form posts to
/// [`urls::FAMILY`].
#[derive(Template)]
#[template(path = "family/view.html")]
pub struct FamilyPage {
    pub layout: Layout,
    /// The child's display name.
    pub child: String,
    pub today: Date,
    /// Today's dose and the next step of each medicine, for whoever gives it.
    pub medicines: Vec<Taken>,
    pub form: FormState,
    /// The entry's id, a UUID made for this showing of the form.
    pub entry: String,
    /// What this guardian wrote already of the day asked about, each with where it stands on the page.
    pub already: Vec<Already>,
    /// The days of which they have written something.
    pub written: Vec<Date>,
    /// The days that can be written about: today first, then back.
    pub days: Vec<Date>,
    /// Its entries, newest day first.
    pub list: EntryList,
}

impl FamilyPage {
    fn action(&self) -> &'static str {
        urls::FAMILY
    }

    fn reasons(&self) -> Vec<String> {
        question_reasons::reasons(&self.layout.t, self.question_set(), self.question_set().questions)
    }

    fn question_set(&self) -> &'static QuestionSet {
        QuestionSet::FAMILY_CHECK_IN
    }

    fn privacy(&self) -> &'static str {
        urls::PRIVACY
    }

    fn is_chosen(&self, day: &Date) -> bool {
        self.form.has("date", day) || (self.form.blank("date") && self.days.first() == Some(day))
    }
}
