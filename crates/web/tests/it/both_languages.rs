//! One chart in Japanese and in English: the same drawings, values, units, dates and scales.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use testkit::{Session, TestServer, check_in, entry, get};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

fn on(n: u64, kind: &str, day: u64, more: &Value) -> Value {
    let date = format!("2026-11-{day:02}");
    let mut content =
        entry(n, kind, &json!({ "date": date, "entered_at": format!("{date}T20:55:00+09:00") }));
    content.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    content
}

/// Three weeks with every kind of fact that is drawn, and what a guardian wrote.
async fn laid_out() -> TestServer {
    let world = TestServer::demo().await;
    for day in (1..24).filter(|day| day % 5 != 0) {
        world.clock.set(&format!("2026-11-{day:02}T12:00:00Z"));
        let patient = world.sign_in("patient").await;
        let symptoms = json!({ "answer": "listed", "asked": ["dizziness"], "listed": [{ "id": "dizziness", "severity": day % 3 + 1, "time": "14:30" }] });
        let evening = json!({ "mood": day % 11, "anxiety": 10 - day % 11, "symptoms": symptoms, "medicine": "partly", "function": "partly", "sleep_hours": 6.5 });
        let night = json!({ "try_sleep": "23:30", "final_wake": "06:40", "minutes_to_fall_asleep": day, "quality": day % 11 });
        world
            .submit(
                &patient,
                world.chart,
                &[on(day, "check_in", day, &evening), on(100 + day, "sleep", day, &night)],
            )
            .await
            .is(200);
    }
    world.clock.set(testkit::START);
    let clinician = world.sign_in("clinician").await;
    let facts = [
        on(200, "medicine", 2, &json!({ "medicine": "paroxetine", "dose_mg": "20" })),
        on(201, "dose_change", 12, &json!({ "medicine": "paroxetine", "dose_mg": "12.5" })),
        on(
            202,
            "dose_change",
            28,
            &json!({ "medicine": "paroxetine", "dose_mg": "10", "entered_at": "2026-11-24T20:50:00+09:00" }),
        ),
        on(203, "tms_session", 13, &json!({ "pulses": 600, "intensity_percent_mt": 110 })),
        on(204, "measurement", 14, &json!({ "kg": "60.5" })),
        on(205, "event", 15, &json!({ "what": "illness", "until": "2026-11-17" })),
    ];
    world.submit(&clinician, world.chart, &facts).await.is(200);
    let guardian = world.sign_in("guardian").await;
    world
        .submit(&guardian, world.child, &[check_in(300, &json!({ "mood": 4, "note": "12 kg" }))])
        .await
        .is(200);
    world
}

fn pages(world: &TestServer) -> Vec<(&'static str, String)> {
    let chart = format!("/charts/{}", world.chart);
    let mut all: Vec<(&str, String)> =
        ["/today", "/sleep", "/days", "/plan"].map(|path| ("patient", path.to_owned())).to_vec();
    all.extend([("guardian", "/family".to_owned()), ("clinician", "/panel".to_owned())]);
    for rest in
        ["", "?view=table", "/entries", "/copy", "/add/dose", "/add/tms", "/add/weight", "/add/review"]
    {
        all.push(("clinician", format!("{chart}{rest}")));
    }
    all
}

async fn both(world: &TestServer, who: &Session, path: &str) -> [String; 2] {
    let mut pages = Vec::new();
    for language in ["ja", "en"] {
        let ask = get(path).with("cookie", &format!("{}; lang={language}", who.cookie));
        let page = world.ask(ask).await.is(200).text();
        assert!(page.contains(&format!("<html lang=\"{language}\"")), "{path}");
        pages.push(page);
    }
    pages.try_into().unwrap()
}

/// Tags of a page with their text before each: `(text, tag)`.
fn parts(page: &str) -> Vec<(&str, &str)> {
    page.split('>').map(|part| part.split_once('<').unwrap_or((part, ""))).collect()
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()
}

/// A path without the height at which it begins: everything after that is relative.
fn from_its_own_height(path: &str) -> String {
    let begins = |piece: &str| {
        let (x, rest) = piece.split_once(' ').unwrap_or((piece, ""));
        let rest = rest.trim_start_matches(|letter: char| letter.is_ascii_digit() || "-.".contains(letter));
        format!("M{x} {rest}")
    };
    path.split('M').skip(1).map(begins).collect()
}

/// The shapes of every drawing: which, of which lane, where and how wide along time, how its line goes up and down. At which
/// height a lane lies follows from how long its name is.
fn shapes(page: &str) -> Vec<String> {
    let drawn = ["path", "rect", "circle", "line", "polyline", "polygon", "use"];
    let places = ["x", "width", "cx", "r", "x1", "x2", "points", "class"];
    let shape = |tag: &str| {
        let name = tag.split([' ', '/']).next()?;
        let content = places.iter().filter_map(|place| Some(format!("{place}={}", attribute(tag, place)?)));
        let way = attribute(tag, "d").map(from_its_own_height).unwrap_or_default();
        drawn.contains(&name).then(|| format!("{name} {way} {}", content.collect::<Vec<_>>().join(" ")))
    };
    let inside = page.split("<svg").skip(1).filter_map(|rest| rest.split("</svg>").next());
    inside
        .flat_map(|svg| parts(svg).into_iter().filter_map(|(_, tag)| shape(tag)).collect::<Vec<_>>())
        .collect()
}

/// What a reader sees of a page, a blank between the pieces. Ticks of an axis are shorter in one language; where they stand is
/// compared with the shapes.
fn visible(page: &str) -> String {
    let body = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let outside = body.split("<svg").enumerate().map(|(at, piece)| {
        if at == 0 { piece } else { piece.split_once("</svg>").map_or("", |(_, rest)| rest) }
    });
    parts(&outside.collect::<Vec<_>>().join("<"))
        .iter()
        .map(|(text, _)| text.trim())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Every number that stands before one of the units; English says a unit once for both ends of a change.
fn measured(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for unit in ["mg", "kg", "%"] {
        for before in text.split(unit).collect::<Vec<_>>().split_last().unwrap().1 {
            let (rest, number) = ending(before);
            if let Some((rest, "")) = rest.trim_end().rsplit_once(" to") {
                found.extend(
                    Some(ending(rest).1).filter(|from| !from.is_empty()).map(|from| format!("{from}{unit}")),
                );
            }
            if !number.is_empty() {
                found.push(format!("{number}{unit}"));
            }
        }
    }
    found
}

/// The number that ends a text, and what stands before it.
fn ending(text: &str) -> (&str, &str) {
    let text = text.trim_end();
    let number = text.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.').len();
    text.split_at(number)
}

/// The number that ends a text, and the one that begins one.
fn last_number(text: &str) -> Option<u32> {
    let digits: String = text.trim_end().chars().rev().take_while(char::is_ascii_digit).collect();
    digits.chars().rev().collect::<String>().parse().ok()
}

fn first_number(text: &str) -> Option<u32> {
    text.trim_start().chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
}

/// Month and day of every day that the text names, sorted: sentences put them in different orders.
fn days(text: &str, language: &str) -> Vec<(u32, u32)> {
    let mut found = Vec::new();
    if language == "ja" {
        let pieces: Vec<&str> = text.split('月').collect();
        for pair in pieces.windows(2) {
            let is_day = pair[1].trim_start_matches(|letter: char| letter.is_ascii_digit()).starts_with('日');
            if let (Some(month), Some(day), true) = (last_number(pair[0]), first_number(pair[1]), is_day) {
                found.push((month, day));
            }
        }
    } else {
        for (at, name) in MONTHS.iter().enumerate() {
            for before in text.split(&format!(" {name}")).collect::<Vec<_>>().split_last().unwrap().1 {
                found.extend(last_number(before).map(|day| (at as u32 + 1, day)));
            }
        }
    }
    found.sort_unstable();
    found
}

/// Cells of tables that hold a figure alone, with their place.
fn figures(page: &str) -> Vec<(usize, String)> {
    let cells = page.split("<td").skip(1).map(|rest| rest.split_once('>').map_or("", |(_, cell)| cell));
    let text = |cell: &str| cell.split("</td>").next().unwrap_or_default().trim().to_owned();
    let is_figure = |(_, cell): &(usize, String)| {
        cell.chars().any(|letter| letter.is_ascii_digit())
            && cell.chars().all(|letter| "0123456789.:–- mgk%".contains(letter))
    };
    cells.map(text).enumerate().filter(is_figure).collect()
}

/// The choices of every scale, in the order they are offered.
fn scales(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut scales: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, tag) in parts(page).into_iter().filter(|(_, tag)| tag.starts_with("input ")) {
        if let (Some("radio"), Some(name), Some(value)) =
            (attribute(tag, "type"), attribute(tag, "name"), attribute(tag, "value"))
        {
            scales.entry(name.to_owned()).or_default().push(value.to_owned());
        }
    }
    scales
}

/// Every page of one chart draws the same shapes at the same places and shows the same figures with the same units, the same
/// days and the same scales, from the same end, in both languages.
///
/// Verifies: INT-006
#[tokio::test]
async fn both_languages_show_the_same() {
    let world = laid_out().await;
    let (mut drawn, mut numbers, mut dates, mut cells, mut asked) = (0, 0, 0, 0, 0);
    for (who, path) in pages(&world) {
        let session = world.sign_in(who).await;
        let [ja, en] = both(&world, &session, &path).await;
        assert_eq!(shapes(&ja), shapes(&en), "{path}");
        assert_eq!(figures(&ja), figures(&en), "{path}");
        assert_eq!(scales(&ja), scales(&en), "{path}");
        let texts = [visible(&ja), visible(&en)];
        let mut units = texts.each_ref().map(|text| measured(text));
        units.iter_mut().for_each(|found| found.sort());
        assert_eq!(units[0], units[1], "{path}");
        assert_eq!(days(&texts[0], "ja"), days(&texts[1], "en"), "{path}");
        drawn += shapes(&ja).len();
        numbers += units[0].len();
        dates += days(&texts[0], "ja").len();
        cells += figures(&ja).len();
        asked += scales(&ja).len();
    }
    println!("{drawn} shapes, {numbers} measured numbers, {dates} days, {cells} cells, {asked} scales");
    assert!(drawn > 100 && numbers > 10 && dates > 20 && cells > 20 && asked > 5);
}

/// The texts of one language.
fn texts(language: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locale/locales").join(language);
    let mut texts = BTreeMap::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let lines = text.lines().filter_map(|line| line.split_once(" = "));
        texts.extend(lines.map(|(key, words)| (key.to_owned(), words.trim().to_owned())));
    }
    texts
}

/// Both ends of every scale name the same number, the lower one first, in both languages.
///
/// Verifies: INT-006
#[test]
fn both_ends_of_a_scale_are_the_same_ends() {
    let [ja, en] = ["ja", "en"].map(texts);
    let ends: Vec<&String> =
        ja.keys().filter(|key| key.ends_with("-low") || key.ends_with("-high")).collect();
    assert!(ends.len() >= 8);
    for key in ends {
        let expected = if key.ends_with("-low") { Some(0) } else { Some(10) };
        assert_eq!([first_number(&ja[key]), first_number(&en[key])], [expected; 2], "{key}");
    }
    for key in ja.keys().filter(|key| key.starts_with("unit-") || key.starts_with("amount-")) {
        let is_symbol = |words: &str| words.contains("kg") || words.contains("mg");
        assert_eq!(is_symbol(&ja[key]), is_symbol(&en[key]), "{key}");
    }
}
