//! What stands around every entry, by every way in: who, when by both clocks, where, and what was asked in which words.

use std::collections::BTreeSet;

use clinic::{Account, DirectoryChange, Source};
use diary::{
    AccountId, Author, ChartId, EntryId, ImportedSeries, ImportedSet, Language, Meta, Mode, Polarity, Role,
    Submission,
};
use policy::Relation;
use serde_json::json;
use testkit::{OPERATOR, Session, TestServer, check_in, entry, id};

const EVENING_ASKS: &str = "mood anxiety medicine symptoms function events sleep_hours sleep_quality note";
const NIGHT_ASKS: &str = "try_sleep final_wake quality into_bed out_of_bed minutes_to_fall_asleep awakenings minutes_awake no_sleep nap";

/// The part of a page that is one form.
async fn form(world: &TestServer, session: &Session, path: &str, mark: &str) -> String {
    let page = world.page(session, path).await;
    let form = page.split("<form ").find(|form| form.split('>').next().unwrap().contains(mark));
    form.unwrap_or_else(|| panic!("{mark} is not in: {page}")).split("</form>").next().unwrap().to_owned()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// What a form carries without being asked, but for its token.
fn carried(form: &str) -> Vec<(String, String)> {
    let tags = form.split("<input").skip(1).map(|rest| rest.split('>').next().unwrap());
    let hidden = tags.filter(|tag| attribute(tag, "type") == Some("hidden"));
    let pairs = hidden.map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap()));
    pairs
        .filter(|(name, _)| *name != "csrf")
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The questions that a form shows, by the names of its controls.
fn shown(form: &str) -> BTreeSet<String> {
    const AROUND: [&str; 13] = [
        "csrf",
        "id",
        "date",
        "question_set",
        "asked",
        "symptoms_asked",
        "anew_asked",
        "cannot_write",
        "note_only_me",
        "only_me",
        "amends",
        "newest",
        "reason",
    ];
    let names = form.split(" name=\"").skip(1).map(|rest| rest.split('"').next().unwrap());
    // The chips of `symptom.dizziness`, its time and the question asked anew are all the one about symptoms.
    let question = |name: &str| if name.contains('.') { "symptoms".to_owned() } else { name.to_owned() };
    names.filter(|name| !AROUND.contains(name)).map(question).collect()
}

fn told(form: &str) -> (String, BTreeSet<String>) {
    let carried = carried(form);
    let value = |wanted: &str| carried.iter().find(|(name, _)| name == wanted).unwrap().1.clone();
    (value("question_set"), value("asked").split(',').map(str::to_owned).collect())
}

/// A form says that it asked what it shows: no question more and none less.
///
/// Verifies: INT-002, INT-009
#[tokio::test]
async fn every_form_says_what_it_shows() {
    let world = TestServer::demo().await;
    let (patient, guardian) = (world.sign_in("patient").await, world.sign_in("guardian").await);
    let holds = async |session: &Session, path: &str, mark: &str, set: &str, asked: &str| {
        let form = form(&world, session, path, mark).await;
        let asked = asked.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
        assert_eq!(told(&form), (set.to_owned(), asked.clone()), "{path}");
        if mark != "f-cannot_write" {
            assert_eq!(shown(&form), asked, "{path}");
        }
    };
    holds(&patient, "/today", "f-check_in", "check_in/1", EVENING_ASKS).await;
    holds(&patient, "/today", "f-cannot_write", "check_in/1", EVENING_ASKS).await;
    holds(&patient, "/sleep", "f-sleep", "sleep/1", NIGHT_ASKS).await;
    holds(&guardian, "/family", "f-check_in", "family_check_in/1", "mood medicine function note").await;
    // With a card of this morning, the evening does not ask about the night.
    let card = entry(1, "sleep", &json!({ "quality": 4 }));
    world.submit(&patient, world.chart, &[card, check_in(2, &json!({ "mood": 4 }))]).await.is(200);
    let without = EVENING_ASKS.replace("sleep_hours sleep_quality ", "");
    holds(&patient, "/today", "f-check_in", "check_in/1", &without).await;
    let night = world.record(&patient, world.chart, &id(1)).await;
    holds(&patient, &format!("/days/{night}/amend"), "f-sleep", "sleep/1", NIGHT_ASKS).await;
}

async fn metas(world: &TestServer, chart: ChartId, n: u64) -> Vec<Meta> {
    let chart = world.clinic.charts().export(chart).await.unwrap();
    let versions = chart.entries().iter().flat_map(diary::chart::Entry::versions);
    let wanted: EntryId = id(n).parse().unwrap();
    versions.map(|version| version.meta.clone()).filter(|meta| meta.entry == wanted).collect()
}

/// What is expected of one way in.
struct Expected<'a> {
    author: (AccountId, Role),
    zone: &'a str,
    times: [&'a str; 2],
    asked: Option<(&'a str, &'a str)>,
    language: Language,
    client: &'a str,
    modes: &'a [Mode],
}

impl Expected<'_> {
    /// Nothing but what every entry of a program says, in English.
    fn by(author: (AccountId, Role)) -> Self {
        Self {
            author,
            zone: "Asia/Tokyo",
            times: ["2026-11-24T11:55:00Z", NOW],
            asked: None,
            language: Language::En,
            client: "",
            modes: &[],
        }
    }
}

async fn holds(world: &TestServer, chart: ChartId, n: u64, expected: Expected<'_>) {
    let all = metas(world, chart, n).await;
    let [meta] = all.as_slice() else { panic!("entry {n}: {all:?}") };
    let (set, asked) = expected.asked.unzip();
    let author = Author { account: expected.author.0, role: expected.author.1, acting_for: None };
    assert_eq!(meta.author, author, "{n}");
    assert_eq!(meta.about.zone.as_str(), expected.zone, "{n}");
    assert_eq!([meta.entered_at, meta.received_at], expected.times.map(|at| at.parse().unwrap()), "{n}");
    assert_eq!(meta.question_set.as_deref(), set, "{n}");
    let told: Vec<&str> = meta.asked.iter().map(String::as_str).collect();
    assert_eq!(told, asked.map_or(Vec::new(), |asked| asked.split(' ').collect()), "{n}");
    assert_eq!((meta.language, meta.client.as_str()), (expected.language, expected.client), "{n}");
    assert_eq!(meta.modes.iter().collect::<Vec<_>>(), expected.modes, "{n}");
}

/// Fills in a form as its page carries it and sends it, as the n-th entry.
async fn fill(
    world: &TestServer,
    who: &Session,
    [path, mark, lang]: [&str; 3],
    n: u64,
    typed: &[(&str, &str)],
) {
    let form = form(world, who, path, mark).await;
    let mut fields = carried(&form);
    fields.retain(|(name, _)| name != "id");
    fields.push(("id".to_owned(), id(n)));
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let fields: Vec<(&str, &str)> = fields.chain(typed.iter().copied()).collect();
    let code = world.ask(world.filled(who, path, &fields).in_language(who, lang)).await.code();
    assert!(matches!(code, 200 | 303), "{path}: {code}");
}

const NOW: &str = "2026-11-24T12:00:05.25Z";
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

/// Forms: the page's own language, the questions it showed, the device's clock and zone where the device tells them.
///
/// Verifies: INT-002
#[tokio::test]
async fn forms_store_what_stands_around_an_entry() {
    let world = TestServer::demo().await;
    world.clock.set(NOW);
    let (patient, guardian) = (world.sign_in("patient").await, world.sign_in("guardian").await);
    let clinician = world.sign_in("clinician").await;
    let own = (world.account("patient"), Role::Patient);
    let device = [("entered_at", "2026-11-24T20:55:00+09:00"), ("zone", "Asia/Seoul")];
    // Before today's evening is written: afterwards one touch no longer says that there are no words for it.
    let wordless = ["/today", "f-cannot_write", "ja"];
    fill(&world, &patient, wordless, 3, &[("date", "2026-11-23")]).await;
    let today = ["/today", "f-check_in", "en"];
    fill(&world, &patient, today, 1, &[("date", "2026-11-24"), ("mood", "6"), device[0], device[1]]).await;
    let evening = Expected {
        author: own,
        zone: "Asia/Seoul",
        times: ["2026-11-24T11:55:00Z", NOW],
        asked: Some(("check_in/1", EVENING_ASKS)),
        language: Language::En,
        client: PROGRAM,
        modes: &[Mode::Live],
    };
    holds(&world, world.chart, 1, evening).await;
    // Without script, the clinic's clock and zone stand for the device's.
    let around = |author, asked, modes| Expected {
        author,
        zone: "Asia/Tokyo",
        times: [NOW, NOW],
        asked,
        language: Language::Ja,
        client: PROGRAM,
        modes,
    };
    let late = ["/today", "f-check_in", "ja"];
    fill(&world, &patient, late, 2, &[("date", "2026-11-21"), ("mood", "6")]).await;
    holds(&world, world.chart, 2, around(own, Some(("check_in/1", EVENING_ASKS)), &[Mode::Late])).await;
    holds(&world, world.chart, 3, around(own, Some(("check_in/1", EVENING_ASKS)), &[Mode::Late])).await;
    let morning = ["/sleep", "f-sleep", "ja"];
    fill(&world, &patient, morning, 4, &[("date", "2026-11-24"), ("quality", "6")]).await;
    holds(&world, world.chart, 4, around(own, Some(("sleep/1", NIGHT_ASKS)), &[Mode::Live])).await;
    let family = ["/family", "f-check_in", "ja"];
    fill(&world, &guardian, family, 5, &[("date", "2026-11-24"), ("mood", "4")]).await;
    let proxy = (world.account("guardian"), Role::Guardian);
    let asked = Some(("family_check_in/1", "mood medicine function note"));
    holds(&world, world.child, 5, around(proxy, asked, &[Mode::Live])).await;
    let event = format!("/charts/{}/add/event", world.chart);
    fill(&world, &clinician, [&event, "fact", "ja"], 6, &[("what", "visit"), ("date", "2026-11-24")]).await;
    let staff = (world.account("clinician"), Role::Clinician);
    holds(&world, world.chart, 6, around(staff, None, &[Mode::ByStaff])).await;
}

/// Programs: everything as it was sent; where the language is left out, that of the account, never one made up.
///
/// Verifies: INT-002
#[tokio::test]
async fn programs_store_what_stands_around_an_entry() {
    let world = TestServer::demo().await;
    world.clock.set(NOW);
    let patient = world.sign_in("patient").await;
    let around = json!({
        "mood": 6, "zone": "Europe/Berlin", "entered_at": "2026-11-24T10:00:00+01:00", "question_set": "check_in/1",
        "asked": ["note", "mood"], "language": "en", "client": "9.9 (phone)", "mode": "offline",
    });
    let mut late = around.clone();
    late["date"] = "2026-11-22".into();
    world.submit(&patient, world.chart, &[check_in(1, &around), check_in(2, &late)]).await.is(200);
    for (n, modes) in [(1, &[Mode::Offline][..]), (2, &[Mode::Late, Mode::Offline])] {
        let expected = Expected {
            author: (world.account("patient"), Role::Patient),
            zone: "Europe/Berlin",
            times: ["2026-11-24T09:00:00Z", NOW],
            asked: Some(("check_in/1", "note mood")),
            language: Language::En,
            client: "9.9 (phone)",
            modes,
        };
        holds(&world, world.chart, n, expected).await;
    }
    let doctor = AccountId::from_bytes([77; 16]);
    let language = Language::En;
    let account =
        Account { id: doctor, role: Role::Clinician, name: "Doctor".to_owned(), language, chart: None };
    let openings =
        [DirectoryChange::Account(account), DirectoryChange::Relate(doctor, world.chart, Relation::CareTeam)];
    world.clinic.accounts().change_directory(&openings).await.unwrap();
    let (token, viewer) = world.clinic.accounts().sign_in(doctor, Source::Loopback).await.unwrap();
    let doctor_session = Session { cookie: format!("namima-demo={}", token.reveal()), viewer };
    let events = [json!({ "what": "visit" }), json!({ "what": "visit", "language": null })];
    for (n, event) in (3..).zip(events) {
        world.submit(&doctor_session, world.chart, &[entry(n, "event", &event)]).await.is(200);
        let expected = Expected { modes: &[Mode::ByStaff], ..Expected::by((doctor, Role::Clinician)) };
        holds(&world, world.chart, n, expected).await;
    }
}

/// An import: in the name of the installation, with no questions and no other mode.
///
/// Verifies: INT-002
#[tokio::test]
async fn an_import_stores_that_it_is_one() {
    let world = TestServer::demo().await;
    world.clock.set(NOW);
    let series =
        ImportedSeries { item: "mood".into(), min: "1".into(), max: "7".into(), direction: Polarity::None };
    world.bring_in(1, "2012-08-13", Submission::ImportedSet(ImportedSet { series: vec![series] })).await;
    let expected = Expected {
        zone: "Europe/Amsterdam",
        times: ["2012-08-13T10:58:00Z", NOW],
        client: "import/1",
        modes: &[Mode::Imported],
        ..Expected::by((OPERATOR, Role::Administrator))
    };
    holds(&world, world.chart, 1, expected).await;
}
