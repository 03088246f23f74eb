//! One sample of every page, with `name` in every place that people can write into.

use askama::Template;
use diary::{Age, Code, DayEvent, Language, ListedSymptom, TaperClass, Tms, offered};
use figure::axis::Range;
use figure::input::{self, Body, DayState, Lane, Point, Tone, Version, Voice, Written};
use figure::layout::Size;
use figure::paint::Paint;
use figure::words::Words as _;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, date};
use locale::Texts;
use timeline::{Figure, FigureWords, Item, Key, Legend, Multiple, Multiples, Svg, Table, caption};

use crate::http::error::ErrorKind;
use crate::http::input_error::InputError;
use crate::http::urls;
use crate::pages::access_log::view::{AccessLogPage, Look, Looker};
use crate::pages::chart::query::{ChartQuery, Reach, Span, View};
use crate::pages::chart::view::{ChartPage, JustSaved, Reviewed, Show};
use crate::pages::check_in::safety::{Arrived, Delivered, Lead, SafetyPage, Saved, Waiting};
use crate::pages::check_in::view::{Asks, CheckInPage, Clock, SameAs};
use crate::pages::entries::view::EntriesPage;
use crate::pages::family::view::FamilyPage;
use crate::pages::forms::already::Already;
use crate::pages::forms::choices::Chip;
use crate::pages::forms::desk_form::DeskForm;
use crate::pages::forms::state::{Amended, FormState};
use crate::pages::forms::submitted::{About, Apart, Next, Outcome, Repeated, SubmittedPage};
use crate::pages::help::view::HelpPage;
use crate::pages::layout::error_page::ErrorPage;
use crate::pages::layout::view::{Clinic, Layout, Menu, NavItem, Shell, Tokens};
use crate::pages::my_days::view::{Answer, MyDaysPage, OwnFigure};
use crate::pages::parts::contacts::{Contacts, seeds};
use crate::pages::parts::entry_lines::EntryLine;
use crate::pages::parts::entry_list::EntryList;
use crate::pages::parts::entry_view::{EntryView, VersionView};
use crate::pages::parts::patient_header::Who;
use crate::pages::parts::same_day_answers::{Covered, Fate};
use crate::pages::patients::view::{PatientRow, PatientsPage};
use crate::pages::sign_in::view::{SignInPage, Tried};
use crate::pages::sleep_card::view::SleepPage;
use crate::pages::treatment::read_back_view::{Name, ReadBack, ReadBackPage};
use crate::pages::treatment::view::{Course, Known, OfThatDay, TreatmentPage};

/// Text that would become elements, attributes or a closed field where it is not escaped.
pub const HOSTILE: &str = "\"><img src=x>'</textarea><b>&lt;{{ 7*7 }}";
const RECORD: &str = "3f2b8c1e-0000-4000-8000-000000000001";
const ENTRY: &str = "3f2b8c1e-0000-4000-8000-00000000000a";
const CHART: &str = "3f2b8c1e-0000-4000-8000-0000000000cc";

pub fn today() -> Date {
    date(2026, 11, 24)
}

/// When the clinic next reads.
pub fn next() -> DateTime {
    date(2026, 11, 25).at(9, 0, 0, 0)
}

fn days() -> Vec<Date> {
    (0..8).map(|back| today().checked_sub(back.days()).expect("a day")).collect()
}

pub fn layout(language: Language, shell: Shell, menu: Menu, place: NavItem, name: &str) -> Layout {
    Layout {
        t: Texts::of(language),
        shell,
        menu,
        place,
        assets: "/assets/test".into(),
        here: format!("/today?note={name}"),
        person: (menu != Menu::None).then(|| name.to_owned()),
        clinic: Clinic::Demo,
        tokens: Tokens::new(|action| format!("token of {action}")),
    }
}

fn filled(pairs: &[(&str, &str)]) -> FormState {
    FormState::of(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

fn wrong(field: &str, code: Code) -> InputError {
    InputError { id: None, field: field.to_owned(), code }
}

fn chips() -> (Vec<Chip>, Vec<Chip>) {
    let (first, wider) = offered(&[TaperClass::Antidepressant], Tms::Too, Age::Adult);
    (first.into_iter().map(Chip).collect(), wider.into_iter().map(Chip).collect())
}

fn check_in(
    language: Language,
    name: &str,
    form: FormState,
    clock: Clock,
    amends: Option<Amended>,
) -> CheckInPage {
    let (first, wider) = chips();
    let (fresh, t) = (amends.is_none() && !form.is_refused(), Texts::of(language));
    let twice = vec![written(0, Some(urls::amend(RECORD))), written(1, None)];
    CheckInPage {
        already: if fresh && clock == Clock::AfterMidnight { twice } else { Vec::new() },
        written: vec![days()[2]],
        help: form.is_refused().then(|| (Lead::Both, contacts(t, name, Age::Minor))),
        same: vec![
            (days()[0], SameAs::Repeats(Repeated { day: today(), symptoms: Some(name.into()) })),
            (days()[1], SameAs::OnlyMe(today())),
        ],
        asked_again: first.iter().copied().filter(|chip| chip.0.is_safety()).take(2).collect(),
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Today, name),
        form,
        entry: ENTRY.into(),
        days: days(),
        clock,
        first,
        wider,
        events: DayEvent::ALL.iter().copied().take(8).collect(),
        sleep: Asks::Yes,
        medicine: Asks::Yes,
        next_reading: Some(next()),
        amends,
    }
}

fn contacts(t: Texts, name: &str, age: Age) -> Contacts {
    let (lines, young) = seeds(t);
    Contacts {
        clinic: Some(name.into()),
        phone: Some("03-1234-5678".into()),
        hours: vec!["月火水金 9:00–18:00".into(), name.into()],
        next_reading: Some(date(2026, 11, 25).at(9, 0, 0, 0)),
        lines,
        young,
        age,
    }
}

fn left_out() -> Vec<ListedSymptom> {
    let safety = chips().0.into_iter().map(|chip| chip.0).filter(|symptom| symptom.is_safety());
    safety.map(|symptom| ListedSymptom { symptom, severity: None, time: None }).collect()
}

fn written(back: usize, amend: Option<String>) -> Already {
    Already { day: days()[back], at: jiff::civil::time(21, 4, 0, 0), amend }
}

fn fact(label: &str, value: &str) -> EntryLine {
    EntryLine { label: label.into(), value: value.into() }
}

fn version(name: &str, by: Option<(String, String)>) -> VersionView {
    VersionView {
        written: today().at(21, 4, 0, 0),
        by,
        reason: Some(name.into()),
        lines: vec![
            fact("気分", "6 / 10"),
            fact("不安", "3 / 10"),
            fact("症状", "めまい・ふらつき（中くらい）、いらいら・怒りっぽさ（軽い）"),
            fact(name, name),
        ],
        note: Some(format!("{name}\n二行目")),
        note_mark: Some(name.into()),
        sharing: vec![name.into()],
    }
}

pub fn entry(t: Texts, name: &str, by: Option<(String, String)>) -> EntryView {
    EntryView {
        record: RECORD.into(),
        day: today(),
        kind: t.get("kind-check_in"),
        marks: vec![t.get("mode-late"), t.get("mark-amended")],
        received: Some(today().at(21, 5, 0, 0)),
        now: version(name, by.clone()),
        earlier: vec![version(name, by)],
        amend: Some(urls::amend(RECORD)),
        mistake: Some(urls::mistake(RECORD)),
    }
}

pub fn who(name: &str) -> Who {
    Who {
        newest_arrival: "2026-11-24T03:00:00Z".to_owned(),
        chart: CHART.into(),
        name: name.into(),
        birth: date(1991, 3, 2),
        age: 35,
        number: Some(name.into()),
        planned: vec![format!("12月1日から {name} 5 mg")],
        medicines: vec![format!("セルトラリン 12.5 mg {name}")],
        forms: DeskForm::all().collect(),
        since_step: Some(42),
    }
}

pub fn timeline(name: &str) -> input::Timeline {
    let from = date(2026, 8, 3);
    let day = |n: i64| from.checked_add(n.days()).expect("a day");
    let points = (0..110).filter(|n| n % 17 != 0).map(|n| Point {
        date: day(n),
        value: (5 + (n * 7 % 5) - 2) as f64,
        voice: Voice::Own,
        written: Written::InTime,
        version: Version::First,
    });
    let series = |tone| {
        Body::Series(input::Series {
            tone,
            min: 0.0,
            max: 10.0,
            points: points.clone().collect(),
            summary: input::Summary::Median,
            days: Vec::new(),
            line: Vec::new(),
            proxy_line: Vec::new(),
            band: None,
        })
    };
    let dose = [(0, "37.5", 37.5), (40, "25", 25.0), (75, "12.5", 12.5)];
    let steps = dose.map(|(n, label, dose)| input::DoseStep {
        date: day(n),
        label: label.into(),
        dose,
        days: input::DoseDays::Alike,
        kind: if n == 0 { input::StepKind::Known } else { input::StepKind::Change },
    });
    let lane = |lane: &str, body| Lane { name: lane.into(), note: name.into(), body };
    input::Timeline {
        range: Range::new(from, day(112)),
        days: (0..113)
            .map(|n| input::Day {
                date: day(n),
                state: if n % 17 == 0 { DayState::Missing } else { DayState::Recorded },
            })
            .collect(),
        lanes: vec![
            lane(name, Body::Dose(steps.to_vec())),
            lane("TMS", Body::Sessions((10..60).step_by(3).map(day).collect())),
            lane("気分", series(Tone::Mood)),
            lane("不安", series(Tone::Anxiety)),
        ],
        switches: Vec::new(),
        day_zero: None,
    }
}

/// The table of the sample.
pub fn table(t: Texts, name: &str) -> Table {
    let timeline = timeline(name);
    Table::of(t, &figure::table::table(&timeline, &FigureWords::new(t, timeline.range, &[])))
}

pub fn figure(t: Texts, name: &str, size: Size) -> Box<Figure> {
    let timeline = timeline(name);
    let facts = figure::caption::facts(&timeline);
    let view = figure::timeline::View { size, paint: Paint::Page, id: "t" };
    let words = FigureWords::new(t, timeline.range, &[]);
    let svg = figure::timeline::draw(&timeline, &words, view);
    let keys = figure::legend::legend(&timeline, words.labels(), Paint::Page, "k");
    let keys = keys.into_iter().map(|key| Key { glyph: Svg::drawn(key.glyph), text: key.text }).collect();
    let legend = if size == Size::Desk { Legend::Open } else { Legend::Folded };
    let twin = Table::of(t, &figure::table::table(&timeline, &words));
    Box::new(Figure::new(
        Svg::drawn(svg),
        keys,
        legend,
        caption(t, &facts, timeline.range, &[name.to_owned()]),
        &twin,
    ))
}

/// The steps of the sample side by side.
fn multiples(t: Texts, name: &str) -> Multiples {
    let panels = figure::steps::panels(&timeline(name), 3, figure::steps::USUAL);
    let panel = |panel: &figure::steps::Panel| Multiple {
        head: name.into(),
        day: t.date(&panel.step),
        svg: Svg::drawn(figure::steps::draw(panel, name, Paint::Page, "s")),
        facts: vec![name.into()],
    };
    Multiples {
        by: "anxiety".into(),
        name: name.into(),
        note: name.into(),
        how: t.get("steps-how"),
        choices: vec![("mood".into(), name.into()), ("anxiety".into(), name.into())],
        panels: panels.iter().map(panel).collect(),
    }
}

fn spark(t: Texts, tone: Tone) -> Svg {
    let range = Range::new(date(2026, 10, 28), today());
    let values: Vec<(Date, Option<f64>)> = range
        .dates()
        .enumerate()
        .map(|(n, date)| (date, (n % 9 != 0).then_some((n * 5 % 4 + 3) as f64)))
        .collect();
    let title = t.one("spark-mood", "n", 25);
    let line = figure::sparkline::Sparkline {
        range,
        values: &values,
        steps: &[date(2026, 11, 12)],
        ends: (0.0, 10.0),
        tone,
        title: &title,
    };
    Svg::drawn(figure::sparkline::sparkline(&line, Paint::Page))
}

fn row(t: Texts, name: &str, task_since: Option<Date>, last_entry: Option<i32>) -> PatientRow {
    PatientRow {
        href: urls::chart(CHART),
        name: name.into(),
        number: name.into(),
        age: 35,
        medicines: vec!["セルトラリン 12.5 mg".into(), format!("{name} 1 mg")],
        since_step: last_entry.map(|days| days + 9),
        last_entry,
        since_review: 6,
        task_since,
        sparks: [Tone::Mood, Tone::Anxiety, Tone::Sleep].map(|tone| spark(t, tone)),
        unreadable: false,
    }
}

fn patient(language: Language, name: &str, show: Show, view: View) -> ChartPage {
    ChartPage {
        layout: layout(language, Shell::Desk, Menu::Desk, NavItem::Elsewhere, name),
        who: who(name),
        asked: ChartQuery {
            span: Span::Step(Some(date(2026, 9, 14))),
            reach: Reach::Near,
            view,
            by: Some(name.into()),
            items: [1].into(),
        },
        steps: vec![date(2026, 9, 14)],
        stop: Some(date(2026, 9, 14)),
        show,
        multiples: Some(multiples(Texts::of(language), name)),
        items: vec![Item { number: 1, name: name.into(), drawn: true }],
        caption: vec![name.into()],
        reviewed: Some(Reviewed {
            up_to: date(2026, 11, 9).at(21, 51, 0, 0),
            at: date(2026, 11, 10).at(10, 30, 0, 0),
            by: name.into(),
        }),
        now: today().at(9, 30, 0, 0),
        since_review: 12,
        task: Some((format!("{}?page=2#e-x", urls::entries(CHART)), date(2026, 11, 9))),
        saved: Some(JustSaved { what: name.into(), day: date(2026, 11, 9), href: urls::entries(CHART) }),
    }
}

fn typed(name: &str) -> FormState {
    filled(&[
        ("mood", "6"),
        ("anxiety", "3"),
        ("medicine", "as_planned"),
        ("symptoms", "listed"),
        ("symptom.dizziness", "2"),
        ("symptom.irritability", "1"),
        ("symptom_time.dizziness", name),
        ("function", "as_usual"),
        ("events", "alcohol"),
        ("sleep_hours", "25,5"),
        ("note", name),
        ("only_me", "on"),
        (name, name),
    ])
}

fn refused(name: &str) -> FormState {
    typed(name).refused_by(&[wrong("sleep_hours", Code::OutOfRange), wrong("symptoms", Code::Contradicts)])
}

fn amended() -> Option<Amended> {
    Some(Amended { record: RECORD.into(), day: date(2026, 11, 21) })
}

/// Every page: name and markup.
pub fn all(language: Language, name: &str) -> Vec<(String, String)> {
    let mut pages = phone(language, name);
    pages.extend(desk(language, name));
    pages.extend(super::more::pages(language, name));
    let code = language.as_str();
    pages.into_iter().map(|(page, html)| (format!("{code}-{page}"), html)).collect()
}

fn phone(language: Language, name: &str) -> Vec<(String, String)> {
    let mut pages = writing(language, name);
    pages.extend(safety(language, name));
    pages.extend(reading(language, name));
    pages.extend(alone(language, name));
    pages
}

pub fn shown(page: &str, template: &impl Template) -> (String, String) {
    (page.to_owned(), template.render().expect("renders"))
}

fn writing(language: Language, name: &str) -> Vec<(String, String)> {
    let evening = |form, clock, amends| check_in(language, name, form, clock, amends);
    let sleep = |form, amends: Option<Amended>| SleepPage {
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Sleep, name),
        already: if amends.is_none() { vec![written(0, Some(urls::amend(RECORD)))] } else { Vec::new() },
        written: vec![days()[2]],
        form,
        entry: ENTRY.into(),
        days: days(),
        amends,
    };
    let done = |outcome| SubmittedPage {
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Elsewhere, name),
        outcome,
        at: today().at(21, 4, 0, 0),
        next_reading: None,
        next: Next::Sleep,
        left_out: if outcome == Outcome::Delivered { left_out() } else { Vec::new() },
        day: today(),
        about: About::Day,
        apart: vec![Apart::Note, Apart::Safety, Apart::SafetyCorrected, Apart::Earlier],
        repeated: Some(Repeated { day: today(), symptoms: Some(name.into()) }),
    };
    let night = filled(&[("minutes_awake", name), ("try_sleep", "23:30")])
        .refused_by(&[wrong("minutes_awake", Code::ImpossibleNight)]);
    vec![
        shown("checkin", &evening(FormState::default(), Clock::Daytime, None)),
        shown("checkin-midnight", &evening(FormState::default(), Clock::AfterMidnight, None)),
        shown("checkin-refused", &evening(refused(name), Clock::Daytime, None)),
        shown("checkin-amend", &evening(typed(name), Clock::Daytime, amended())),
        shown("sleep", &sleep(FormState::default(), None)),
        shown("sleep-amend", &sleep(night, amended())),
        shown("done", &done(Outcome::Delivered)),
        shown("submitted-only-me", &done(Outcome::OnlyMe)),
    ]
}

fn safety(language: Language, name: &str) -> Vec<(String, String)> {
    let page = |lead, saved| SafetyPage {
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Elsewhere, name),
        lead,
        contacts: contacts(Texts::of(language), name, Age::Adult),
        saved,
    };
    let stored = |delivered| Saved::Stored(Arrived { day: today(), delivered, left_out: Vec::new() });
    let waiting = Waiting { form: typed(name), action: urls::CHECK_IN.into() };
    vec![
        shown("safety", &page(Lead::Words, stored(Delivered::Entry))),
        shown("safety-body", &page(Lead::Body, stored(Delivered::SafetyAlone))),
        shown("safety-waiting", &page(Lead::Words, Saved::Waits(waiting))),
    ]
}

fn reading(language: Language, name: &str) -> Vec<(String, String)> {
    let t = Texts::of(language);
    let own = |figure, entries| MyDaysPage {
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Days, name),
        figure,
        answer: Some(Answer { at: today().at(10, 0, 0, 0), by: name.into(), text: name.into() }),
        list: EntryList { entries, older: Some("/days?page=1".into()), newer: None },
    };
    let drawn = OwnFigure::Shown { figure: figure(t, name, Size::Phone), hide: "/days?figure=hidden".into() };
    let look = |through: &str| Look {
        by: Looker::Other,
        at: today().at(9, 12, 0, 0),
        name: name.into(),
        role: t.get("role-clinician"),
        what: t.get("action-read_chart"),
        purpose: t.get("purpose-care"),
        through: t.get(through),
    };
    let access = AccessLogPage {
        layout: layout(language, Shell::Phone, Menu::Patient, NavItem::Privacy, name),
        looks: vec![look("access-log-through-page"), look("access-log-through-api")],
        older: Some("/access?before=9".into()),
    };
    vec![
        shown("days", &own(drawn, vec![entry(t, name, None), entry(t, name, None)])),
        shown("my-days-empty", &own(OwnFigure::Hidden { show: "/days".into() }, Vec::new())),
        shown("access", &access),
    ]
}

fn alone(language: Language, name: &str) -> Vec<(String, String)> {
    let t = Texts::of(language);
    let page = |menu, place| layout(language, Shell::Phone, menu, place, name);
    let family = FamilyPage {
        layout: page(Menu::Guardian, NavItem::Family),
        child: name.into(),
        today: today(),
        medicines: super::more::medicines(t, name),
        form: filled(&[("note", name)]),
        entry: ENTRY.into(),
        already: vec![written(0, Some("#e-1".into()))],
        written: vec![days()[0]],
        days: days(),
        list: EntryList {
            entries: vec![entry(t, name, None)],
            older: Some("/family?page=1".into()),
            newer: None,
        },
    };
    let help =
        HelpPage { layout: page(Menu::None, NavItem::Elsewhere), contacts: contacts(t, name, Age::Minor) };
    let sign_in = SignInPage { layout: page(Menu::None, NavItem::Elsewhere), tried: Tried::Failed };
    let error = ErrorPage {
        layout: page(Menu::None, NavItem::Elsewhere),
        kind: ErrorKind::Store("full".into()),
        request: Some(name.into()),
    };
    vec![shown("help", &help), shown("family", &family), shown("sign-in", &sign_in), shown("error", &error)]
}

fn known(name: &str) -> Vec<Known> {
    let one =
        |value: &str, course| Known { value: value.to_owned(), text: format!("{name} 12.5 mg"), course };
    vec![one("sertraline", Course::Current), one(name, Course::Stopped)]
}

fn answers(name: &str) -> Vec<Covered> {
    let one = |record: &str, fate| Covered {
        tick: record.to_owned(),
        day: date(2026, 11, 23),
        written: today().at(7, 2, 0, 0),
        by: (name.to_owned(), name.to_owned()),
        answer: name.to_owned(),
        fate,
    };
    vec![one(RECORD, Fate::Stands), one(ENTRY, Fate::Changed)]
}

fn read_back(language: Language, name: &str, kind: DeskForm) -> ReadBackPage {
    let mg = super::more::mg;
    ReadBackPage {
        layout: layout(language, Shell::Desk, Menu::Desk, NavItem::Elsewhere, name),
        who: who(name),
        kind,
        action: urls::treatment(CHART, kind.as_str()),
        form: filled(&[("medicine", name), ("dose_mg", "7.5"), (name, name)]),
        entry: ENTRY.into(),
        token: name.into(),
        read_back: ReadBack {
            medicine: name.into(),
            name: Name::Unlisted,
            today: (today(), Some(diary::Dosing::Daily(mg("12.5")))),
            before: Some(diary::Dosing::Daily(mg("10"))),
            after: diary::Dosing::Daily(mg("2.5")),
            from: (date(2026, 11, 26), diary::Precision::Day),
            replaces: Some((name.into(), Some(diary::Dosing::Daily(mg("20"))))),
            later: vec![(date(2026, 12, 1), diary::Precision::Day, diary::Dosing::Daily(mg("5")))],
            reason: Some(name.into()),
        },
    }
}

fn desk(language: Language, name: &str) -> Vec<(String, String)> {
    let t = Texts::of(language);
    let page = |place| layout(language, Shell::Desk, Menu::Desk, place, name);
    let mut pages = Vec::new();
    let mut add =
        |page: &str, html: askama::Result<String>| pages.push((page.to_owned(), html.expect("renders")));
    let rows = [(2, Some(0)), (1, Some(1)), (0, Some(3)), (0, None)];
    let panel = PatientsPage {
        layout: page(NavItem::Panel),
        today: today(),
        patients: 41,
        tasks: 3,
        rows: rows.map(|(tasks, last)| row(t, name, (tasks > 0).then(|| date(2026, 11, 9)), last)).into(),
        next: Some("/panel?after=50".into()),
    };
    add("panel", panel.render());
    add("patient", patient(language, name, Show::Figure(figure(t, name, Size::Desk)), View::Figure).render());
    add("table", patient(language, name, Show::Table(table(t, name)), View::Table).render());
    add("patient-empty", patient(language, name, Show::Empty, View::Figure).render());
    let by = Some((name.to_owned(), t.get("role-patient")));
    let entries = EntriesPage {
        layout: page(NavItem::Elsewhere),
        who: who(name),
        list: EntryList {
            entries: vec![entry(t, name, by.clone()), entry(t, name, by)],
            older: Some("?before=1".into()),
            newer: Some("?after=1".into()),
        },
    };
    add("entries", entries.render());
    for kind in DeskForm::all() {
        let fact = TreatmentPage {
            layout: page(NavItem::Elsewhere),
            who: who(name),
            kind,
            form: filled(&[("medicine", name), ("text", name), ("answer", name), ("date", "2026-11-24")])
                .refused_by(&[wrong("dose_mg", Code::OutOfRange)]),
            entry: ENTRY.into(),
            amends: matches!(kind, DeskForm::Fields(_)).then(amended).flatten(),
            known: known(name),
            of_that_day: (kind == DeskForm::Order).then(|| OfThatDay {
                record: ENTRY.into(),
                sentence: name.into(),
                amend: urls::chart_amend(name, ENTRY),
            }),
            up_to: Some((today().at(10, 30, 0, 0), "2026-11-24T01:30:00Z".into())),
            known_review: "2026-11-23T12:32:00Z".to_owned(),
            answers: answers(name),
        };
        add(&format!("fact-{}", kind.as_str()), fact.render());
    }
    for kind in [DeskForm::Medicine, DeskForm::Dose] {
        add(&format!("fact-read-back-{}", kind.as_str()), read_back(language, name, kind).render());
    }
    for (page, html) in super::more::technician(language, name) {
        add(page, html);
    }
    pages
}
