//! Every component in every state, on one page of the demo.

use askama::Template;
use diary::{Age, Code, MedicineTaken, TaperClass, Tms, offered};
use jiff::civil::{Date, date};
use locale::Texts;
use timeline::{Figure, Table};

use crate::http::input_error::InputError;
use crate::pages::forms::choices::Chip;
use crate::pages::forms::state::FormState;
use crate::pages::layout::view::Layout;
use crate::pages::parts::entry_lines::EntryLine;
use crate::pages::parts::entry_view::{EntryView, VersionView};

/// The day all samples are about.
const DAY: Date = date(2026, 11, 24);
/// A record that nobody has.
const RECORD: &str = "00000000-0000-4000-8000-000000000000";

/// What each component is shown with.
#[derive(Template)]
#[template(path = "components/view.html")]
pub struct ComponentsPage {
    pub layout: Layout,
    form: FormState,
    symptoms: Vec<Chip>,
    entry: EntryView,
    table: Table,
    figure: Figure,
}

impl ComponentsPage {
    /// The samples in the language of the layout, with a drawing and its twin, which are made elsewhere.
    #[must_use]
    pub fn new(layout: Layout, figure: Figure, table: Table) -> Self {
        let t = layout.t;
        let (first, _) = offered(&[TaperClass::Antidepressant], Tms::No, Age::Adult);
        Self {
            form: form(),
            symptoms: first.into_iter().map(Chip).collect(),
            entry: entry(t),
            table,
            figure,
            layout,
        }
    }

    /// A form component in each of its states: the field's name, and the state in words.
    fn states(&self, component: &str) -> Vec<(String, String)> {
        let t = self.layout.t;
        let states = [
            ("empty", t.get("components-empty")),
            ("filled", t.get("components-filled")),
            ("refused", t.get("components-refused")),
        ];
        states.map(|(state, words)| (format!("{component}_{state}"), words)).into()
    }
}

fn form() -> FormState {
    let typed = [
        ("line_filled", "6.5"),
        ("line_refused", "65"),
        ("text_filled", "—"),
        ("scale_filled", "6"),
        ("choice_filled", MedicineTaken::AsPlanned.as_str()),
        ("tick_filled", "on"),
        ("symptom.dizziness", "2"),
        ("symptom.irritability", "1"),
    ];
    FormState::of(typed.map(|(name, value)| (name.to_owned(), value.to_owned())).into()).refused_by(&[
        InputError::new("line_refused", Code::OutOfRange),
        InputError::new("text_refused", Code::TooLong),
        InputError::new("scale_refused", Code::Missing),
        InputError::new("choice_refused", Code::UnknownValue),
    ])
}

fn entry(t: Texts) -> EntryView {
    let of_ten =
        |key: &str, value: i32| EntryLine { label: t.get(key), value: t.one("fact-of-ten", "value", value) };
    let version = |reason: Option<String>, mood| VersionView {
        written: DAY.at(21, 4, 0, 0),
        by: None,
        reason,
        lines: vec![of_ten("mood", mood), of_ten("anxiety", 3)],
        note: None,
        note_mark: None,
        sharing: Vec::new(),
    };
    EntryView {
        record: RECORD.to_owned(),
        day: DAY,
        kind: t.get("kind-check_in"),
        marks: vec![t.get("mode-late"), t.get("mark-amended")],
        received: Some(DAY.at(21, 5, 0, 0)),
        now: version(Some(t.one("entry-version-reason", "reason", t.get("reason-mistake"))), 6),
        earlier: vec![version(None, 5)],
        amend: None,
        mistake: None,
    }
}
