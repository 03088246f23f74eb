//! Samples of the pages about plan, privacy and role, and of the copy for the chart.

use diary::chart::{DoseLane, DoseStep};
use diary::{Language, Medicine, Micrograms, Precision, Severity};
use jiff::civil::{Date, date};

use super::samples::{figure, frame, shown, timeline, today, who, words};
use crate::page::copy::{Days, Symptoms};
use crate::page::{CopyPage, Elsewhere, Gathered, Since, Step, Table};
use crate::pages::components::view::ComponentsPage;
use crate::pages::layout::view::{Frame, Menu, Place, Shell};
use crate::pages::no_role::view::RolePage;
use crate::pages::plan::view::{PlanPage, Taken};
use crate::pages::privacy::view::PrivacyPage;
use crate::texts::Texts;

pub fn mg(text: &str) -> Micrograms {
    Micrograms::parse_mg(text).expect("a dose")
}

/// A lane of doses by day; each known to the day.
pub fn lane(medicine: &str, steps: &[(Date, &str)]) -> DoseLane {
    let step = |(date, dose): &(Date, &str)| DoseStep {
        date: *date,
        precision: Precision::Day,
        per_day: mg(dose),
        entry: None,
    };
    DoseLane {
        medicine: Medicine::parse(medicine).expect("a medicine"),
        steps: steps.iter().map(step).collect(),
        replaces: None,
    }
}

/// Three medicines: one with a step ahead, one that is over, one that has not begun.
pub fn medicines(t: Texts, name: &str) -> Vec<Taken> {
    let lanes = [
        lane(
            "sertraline",
            &[(date(2026, 3, 1), "25"), (date(2026, 9, 14), "12.5"), (date(2026, 12, 1), "6.25")],
        ),
        lane("paroxetine", &[(date(2025, 3, 1), "10"), (date(2025, 10, 30), "0")]),
        lane(name, &[(date(2026, 12, 8), "5"), (date(2027, 1, 8), "0")]),
    ];
    lanes.iter().map(|lane| Taken::of(t, lane, today())).collect()
}

pub fn gathered(name: &str) -> Gathered {
    Gathered {
        days: Days { recorded: 14, cannot_write: 1, missing: 4, before_diary: 0, today_open: 1 },
        ended: false,
        imported: Elsewhere::default(),
        family: 2,
        mood: vec![7, 2, 5, 6],
        anxiety: vec![3, 3, 8],
        slept: vec![275, 390, 480],
        doses: vec![(name.to_owned(), mg("12.5")), ("パロキセチン".to_owned(), Micrograms::ZERO)],
        steps: vec![Step {
            medicine: name.to_owned(),
            before: mg("25"),
            after: mg("12.5"),
            date: date(2026, 11, 12),
            precision: Precision::Day,
        }],
        tms: vec![date(2026, 11, 6), date(2026, 11, 20)],
        taken: vec![("予定どおり".to_owned(), 12), (name.to_owned(), 2)],
        symptoms: Symptoms {
            answered: 14,
            none: 5,
            with_any: 9,
            frequent: vec![(name.to_owned(), 7), ("頭痛".to_owned(), 1)],
            strongest: Some((Severity::Severe, vec![(name.to_owned(), 2)])),
        },
        events: vec![("お酒".to_owned(), 3)],
        same_day: vec![(date(2026, 11, 10), name.to_owned())],
        sources: vec![(name.to_owned(), 3)],
        begun: vec![name.to_owned()],
        planned: vec![name.to_owned()],
    }
}

/// The pages: name and markup.
pub fn pages(language: Language, name: &str) -> Vec<(String, String)> {
    let t = Texts::of(language);
    let phone = |menu, place| frame(language, Shell::Phone, menu, place, name);
    let plan = |medicines: Vec<Taken>, sessions| PlanPage {
        frame: phone(Menu::Patient, Place::Plan),
        today: today(),
        medicines,
        sessions,
        last_session: (sessions > 0).then_some(date(2026, 11, 20)),
    };
    let period = (date(2026, 11, 5), today());
    let copy = |gathered: Gathered| CopyPage {
        frame: frame(language, Shell::Desk, Menu::Desk, Place::Elsewhere, name),
        who: who(name),
        since: Since::Review,
        lines: gathered.lines(t, "S00012", period),
    };
    let privacy = |menu| PrivacyPage { frame: phone(menu, Place::Privacy) };
    let signed_in = Frame { person: Some(name.to_owned()), ..phone(Menu::None, Place::Elsewhere) };
    let role = RolePage { frame: signed_in, role: name.to_owned() };
    let table = words(t, |words| Table::of(t, &figure::table::table(&timeline(name), words)));
    let figure = *figure(t, name, figure::layout::Size::Phone);
    let components = ComponentsPage::new(phone(Menu::None, Place::Elsewhere), figure, table);
    vec![
        shown("plan", &plan(medicines(t, name), 12)),
        shown("plan-empty", &plan(Vec::new(), 0)),
        shown("privacy", &privacy(Menu::Patient)),
        shown("privacy-stranger", &privacy(Menu::None)),
        shown("privacy-guardian", &privacy(Menu::Guardian)),
        shown("role", &role),
        shown("copy", &copy(gathered(name))),
        shown("copy-empty", &copy(Gathered::default())),
        shown("components", &components),
    ]
}
