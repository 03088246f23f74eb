//! What every page keeps, in both languages, whatever people typed.

mod desk;
mod figure;
mod more;
mod plain;
mod samples;
mod texts;

use diary::Language;

use samples::{HOSTILE, all};

fn every_page() -> Vec<(String, String)> {
    Language::ALL.iter().flat_map(|language| all(*language, "Hanako")).collect()
}

/// Verifies: SAFE-003
#[test]
fn help_is_one_tap_from_every_page_in_both_languages() {
    for (name, html) in every_page() {
        assert_eq!(html.matches("<a class=\"help\" href=\"/help\">").count(), 1, "{name}");
    }
}

/// Verifies: SAFE-003
#[test]
fn the_help_card_has_the_numbers_and_says_which_are_unchecked() {
    for language in Language::ALL {
        let pages = all(*language, "Hanako");
        let html = &pages.iter().find(|(name, _)| name.ends_with("help")).expect("help").1;
        for number in
            ["tel:119", "tel:110", "tel:0120279338", "tel:0120078310", "tel:0120997777", "tel:0312345678"]
        {
            assert!(html.contains(number), "{number}");
        }
        let unchecked = locale::Texts::of(*language).get("contacts-unverified");
        assert_eq!(html.matches(&unchecked).count(), 1);
    }
}

/// Verifies: SAFE-005
#[test]
fn after_a_safety_answer_support_and_numbers_come_before_the_choice() {
    for (name, html) in every_page().into_iter().filter(|(name, _)| name.contains("safety")) {
        let numbers = html.find("tel:119").expect("numbers");
        let support = html.find("class=\"notice calm\"").expect("prompt to call");
        assert!(support < numbers, "{name}");
        if let Some(choice) = html.find("name=\"safety_answer\"") {
            assert!(numbers < choice, "{name}");
            assert!(html.contains("value=\"deliver\" checked"), "{name}");
        }
    }
}

/// Verifies: SAFE-012
#[test]
fn every_page_of_one_patient_shows_two_identifiers() {
    let of_one = ["patient", "table", "entries", "fact-", "copy"];
    let pages: Vec<_> =
        every_page().into_iter().filter(|(name, _)| of_one.iter().any(|part| name.contains(part))).collect();
    assert!(pages.len() >= 2 * 10);
    for (name, html) in pages {
        let who = html.split("<div class=\"who\">").nth(1).and_then(|rest| rest.split("</div>").next());
        let who = who.unwrap_or_else(|| panic!("{name} names nobody"));
        assert!(who.contains("Hanako") && who.contains("1991"), "{name}");
    }
}

/// Verifies: SEC-003
#[test]
fn no_page_has_inline_script_style_handlers_or_another_origin() {
    for (name, html) in every_page() {
        let own = html.replace("http://www.w3.org/2000/svg", "");
        for banned in ["style=", "<style", "http://", "https://", "javascript:", "src=\"//", "href=\"//"] {
            assert!(!own.contains(banned), "{name}: {banned}");
        }
        for script in own.split("<script").skip(1) {
            assert!(script.starts_with(" type=\"module\" src=\"/assets/"), "{name}");
        }
        let handler = |word: &str| word.starts_with("on") && word.contains("=\"");
        assert!(!own.split_whitespace().any(handler), "{name}");
    }
}

/// Verifies: SEC-003
#[test]
fn hostile_text_in_every_field_comes_out_as_text() {
    for language in Language::ALL {
        for (name, html) in all(*language, HOSTILE) {
            for broken in ["<img", "\"><img", "x>'", "</textarea><b>", "<b>"] {
                assert!(!html.contains(broken), "{name}: {broken} came out as markup");
            }
            assert!(
                html.contains("&lt;img src=x&gt;") || html.contains("&#60;img src=x&#62;"),
                "{name}: not shown at all"
            );
        }
    }
}

/// Verifies: SEC-004
#[test]
fn every_form_posts_with_the_token_of_its_own_route() {
    for (name, html) in every_page() {
        for form in html.split("<form ").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let action =
                form.split("action=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("action");
            // A form that only chooses what is shown changes nothing; its token would only end up in addresses.
            if form.starts_with("method=\"get\"") {
                assert!(!form.contains("csrf") && action.starts_with("/charts/"), "{name}: {action}");
                continue;
            }
            assert!(form.starts_with("method=\"post\""), "{name}: {action}");
            assert!(form.contains(&format!("name=\"csrf\" value=\"token of {action}\"")), "{name}: {action}");
        }
    }
}

#[test]
fn pages_are_well_formed_enough_to_have_one_heading_and_matched_elements() {
    for (name, html) in every_page() {
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        for element in
            ["form", "div", "details", "fieldset", "section", "ul", "li", "table", "p", "a", "dl", "span"]
        {
            let opened =
                html.matches(&format!("<{element}>")).count() + html.matches(&format!("<{element} ")).count();
            assert_eq!(opened, html.matches(&format!("</{element}>")).count(), "{name}: {element}");
        }
    }
}

#[test]
fn what_was_typed_stays_and_the_problem_stands_beside_it() {
    for (name, html) in every_page().into_iter().filter(|(name, _)| name.ends_with("checkin-refused")) {
        assert!(html.contains("value=\"25,5\""), "{name}: what was typed");
        assert!(html.contains("id=\"p-sleep_hours\""), "{name}: beside the field");
        assert!(html.contains("name=\"mood\" value=\"6\" checked"), "{name}: the other answers");
        assert!(html.contains("role=\"alert\""), "{name}: nothing was stored");
    }
}

/// What the browser fetches for the first page, as the asset route packs it.
fn fetched(file: &str) -> usize {
    let plain = std::fs::read(format!("{}/assets/{file}", env!("CARGO_MANIFEST_DIR"))).expect("an asset");
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut packer, &plain).expect("packs");
    packer.finish().expect("packs").len()
}

#[test]
fn the_first_page_on_a_phone_is_small() {
    let fetched: usize =
        ["tokens.css", "app.css", "form.css", "form.js", "mark.svg"].map(fetched).iter().sum();
    for (name, html) in every_page().into_iter().filter(|(name, _)| name.ends_with("checkin")) {
        assert!(html.len() + fetched < 55_000, "{name}: {} + {fetched} bytes", html.len());
    }
}

#[test]
fn scripts_are_small_and_keep_nothing_on_the_device() {
    let folder = format!("{}/assets", env!("CARGO_MANIFEST_DIR"));
    let (mut total, mut form) = (0, 0);
    for file in std::fs::read_dir(folder).expect("assets") {
        let path = file.expect("a file").path();
        if path.extension().is_none_or(|end| end != "js") {
            continue;
        }
        let script = std::fs::read_to_string(&path).expect("text");
        for banned in
            ["localStorage", "sessionStorage", "indexedDB", "caches", "cookie", "eval(", "innerHTML"]
        {
            assert!(!script.contains(banned), "{}: {banned}", path.display());
        }
        total += script.len();
        form += if path.ends_with("form.js") { script.len() } else { 0 };
    }
    assert!(form < 8 * 1024, "{form} bytes");
    assert!(total < 25_000, "{total} bytes");
}

/// Writes every page into the folder named by `NAMIMA_PREVIEW`, with the styles, to be looked at in a browser.
#[test]
fn preview() {
    let Ok(folder) = std::env::var("NAMIMA_PREVIEW") else { return };
    for (name, html) in every_page() {
        let local = html.replace("/assets/test/", "assets/");
        std::fs::write(format!("{folder}/{name}.html"), local).expect("written");
    }
}
