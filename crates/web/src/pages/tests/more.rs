//! Samples of the pages about plan, privacy and role, and of the copy for the chart.

use diary::chart::{DoseLane, DoseStep, SleepSource};
use diary::{
    DayEvent, Dosing, HalfMicrograms, Language, ListedSymptom, Medicine, MedicineTaken, Precision, Severity,
    Symptom, TmsSession, symptoms,
};
use insight::dose_steps::PlannedStep;
use insight::visit_summary::{
    DayCounts, DoseChange, GivenAnswer, ImportedValues, Period, Since, Spread, Strongest, SymptomCounts,
    VisitSummary,
};
use jiff::civil::{Date, date};
use locale::Texts;

use super::samples::{entry, figure, layout, shown, table, today, who};
use askama::Template as _;

use crate::pages::components::view::ComponentsPage;
use crate::pages::forms::state::FormState;
use crate::pages::layout::view::{Layout, Menu, NavItem, Shell};
use crate::pages::no_role::view::NoRolePage;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::medicines::Taken;
use crate::pages::plan::view::PlanPage;
use crate::pages::privacy::view::PrivacyPage;
use crate::pages::tms_patients::view::{NamedPatient, TmsPatientsPage};
use crate::pages::tms_sessions::view::TmsSessionsPage;
use crate::pages::visit_summary::view::{VisitSummaryPage, lines as copy_lines};

/// The pages of who gives TMS sessions.
pub fn technician(language: Language, name: &str) -> [(&'static str, askama::Result<String>); 2] {
    let t = Texts::of(language);
    let page = || layout(language, Shell::Desk, Menu::Technician, NavItem::Tms, name);
    let patients = TmsPatientsPage {
        layout: page(),
        patients: vec![NamedPatient {
            href: "/tms/1".into(),
            name: name.into(),
            number: name.into(),
            birth: date(1991, 3, 2),
            age: 35,
        }],
        next: Some("/tms?after=1".into()),
    };
    let by = Some((name.to_owned(), t.get("role-technician")));
    let sessions = TmsSessionsPage {
        layout: page(),
        chart: "1".into(),
        name: name.into(),
        birth: date(1991, 3, 2),
        age: 35,
        number: Some(name.into()),
        kind: TmsSession::KIND,
        form: FormState::of(vec![("protocol".into(), name.into())]),
        entry: "2".into(),
        list: EntryList {
            entries: vec![entry(t, name, by)],
            older: Some("/tms/1?page=1".into()),
            newer: None,
        },
        is_saved: true,
    };
    [("tms-names", patients.render()), ("tms-patient", sessions.render())]
}

pub fn mg(text: &str) -> HalfMicrograms {
    HalfMicrograms::parse_mg(text).expect("a dose")
}

/// A lane of doses by day; each known to the day.
pub fn lane(medicine: &str, steps: &[(Date, &str)]) -> DoseLane {
    let step = |(date, dose): &(Date, &str)| DoseStep {
        date: *date,
        precision: Precision::Day,
        dosing: Dosing::Daily(mg(dose)),
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

/// A period of nothing.
pub fn empty_summary(from: Date) -> VisitSummary {
    VisitSummary {
        period: Period { from, to: today(), reviewed: None, last_reviewed: None },
        days: DayCounts::default(),
        ended: false,
        imported: ImportedValues::default(),
        by_guardians: 0,
        mood: None,
        anxiety: None,
        slept_min: None,
        sleep_sources: Vec::new(),
        doses: Vec::new(),
        changes: Vec::new(),
        started: Vec::new(),
        planned: Vec::new(),
        taken: Vec::new(),
        symptoms: SymptomCounts::default(),
        tms: Vec::new(),
        events: Vec::new(),
        same_day: Vec::new(),
    }
}

fn symptom(id: &str) -> Symptom {
    symptoms().find(|symptom| symptom.id() == id).expect("a symptom")
}

/// A period with something of everything; `name` is a medicine's.
pub fn summary(name: &str) -> VisitSummary {
    let medicine = Medicine::parse(name).expect("a medicine");
    let step = |date, dose| PlannedStep {
        medicine: medicine.clone(),
        step: DoseStep { date, precision: Precision::Day, dosing: Dosing::Daily(mg(dose)), entry: None },
    };
    let paroxetine = Medicine::parse("paroxetine").expect("a medicine");
    let (headache, safety) = (symptom("headache"), symptoms().find(|one| one.is_safety()).expect("one"));
    VisitSummary {
        days: DayCounts { recorded: 14, cannot_write: 1, missing: 4, before_diary: 0, today_open: 1 },
        by_guardians: 2,
        mood: Spread::of([7, 2, 5, 6]),
        anxiety: Spread::of([3, 3, 8]),
        slept_min: Spread::of([275, 390, 480]),
        sleep_sources: vec![(SleepSource::Total, 3)],
        doses: vec![(medicine.clone(), Dosing::Daily(mg("12.5"))), (paroxetine, Dosing::STOPPED)],
        changes: vec![DoseChange {
            medicine: medicine.clone(),
            before: Dosing::Daily(mg("25")),
            after: Dosing::Daily(mg("12.5")),
            date: date(2026, 11, 12),
            precision: Precision::Day,
        }],
        started: vec![step(date(2026, 11, 6), "25")],
        planned: vec![step(date(2026, 12, 1), "5")],
        taken: vec![(MedicineTaken::AsPlanned, 12), (MedicineTaken::Partly, 2)],
        symptoms: SymptomCounts {
            answered: 14,
            none: 5,
            with_any: 9,
            frequent: vec![(headache, 7), (symptom("nausea"), 1)],
            strongest: Some(Strongest { severity: Severity::Severe, symptoms: vec![(headache, 2)] }),
        },
        tms: vec![date(2026, 11, 6), date(2026, 11, 20)],
        events: vec![(DayEvent::Alcohol, 3)],
        same_day: vec![GivenAnswer {
            date: date(2026, 11, 10),
            answer: ListedSymptom { symptom: safety, severity: None, time: None },
            changed: false,
            reviewed: false,
        }],
        ..empty_summary(date(2026, 11, 5))
    }
}

/// The pages: name and markup.
pub fn pages(language: Language, name: &str) -> Vec<(String, String)> {
    let t = Texts::of(language);
    let phone = |menu, place| layout(language, Shell::Phone, menu, place, name);
    let plan = |medicines: Vec<Taken>, sessions| PlanPage {
        layout: phone(Menu::Patient, NavItem::Plan),
        today: today(),
        medicines,
        sessions,
        last_session: (sessions > 0).then_some(date(2026, 11, 20)),
    };
    let copy = |summary: VisitSummary| VisitSummaryPage {
        layout: layout(language, Shell::Desk, Menu::Desk, NavItem::Elsewhere, name),
        who: who(name),
        since: Since::Review,
        lines: copy_lines(t, &summary, "S00012"),
    };
    let privacy = |menu| PrivacyPage { layout: phone(menu, NavItem::Privacy) };
    let signed_in = Layout { person: Some(name.to_owned()), ..phone(Menu::None, NavItem::Elsewhere) };
    let role = NoRolePage { layout: signed_in, role: name.to_owned() };
    let table = table(t, name);
    let figure = *figure(t, name, figure::layout::Size::Phone);
    let components = ComponentsPage::new(phone(Menu::None, NavItem::Elsewhere), figure, table);
    vec![
        shown("plan", &plan(medicines(t, name), 12)),
        shown("plan-empty", &plan(Vec::new(), 0)),
        shown("privacy", &privacy(Menu::Patient)),
        shown("privacy-stranger", &privacy(Menu::None)),
        shown("privacy-guardian", &privacy(Menu::Guardian)),
        shown("role", &role),
        shown("copy", &copy(summary(name))),
        shown("copy-empty", &copy(empty_summary(date(2026, 11, 5)))),
        shown("components", &components),
    ]
}
