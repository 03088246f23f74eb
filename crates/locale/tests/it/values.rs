//! Whoever asks for a text gives the values that it names: a placeable without its value is shown, and read aloud, as
//! `{$n}`.
//!
//! Where a key with values stands in a call, the call has to name them; where the call takes a variable, or the key goes
//! through another function, the function around it has to, or one of the same file that it calls.

use std::collections::{BTreeMap, BTreeSet};

use crate::reading::{self, Files, LANGUAGES};
use crate::source::{self, Kind, Token};

/// The values of each text, of any language.
type Values = BTreeMap<String, BTreeSet<String>>;

fn values(texts: &Files) -> Values {
    let mut values = Values::new();
    for text in LANGUAGES.iter().flat_map(|language| reading::of(texts, language).0) {
        values.entry(text.key).or_default().extend(text.variables);
    }
    values
}

/// What is wrong with the keys in a Rust file or a template.
fn found(path: &str, code: &str, values: &Values) -> Vec<String> {
    let wrong = if path.ends_with(".html") { template(code, values) } else { asked_in(code, values) };
    wrong.into_iter().map(|(line, why)| format!("{path}:{line}: {why}")).collect()
}

fn asked_in(code: &str, values: &Values) -> Vec<(usize, String)> {
    let tokens = source::tokens(code);
    asked(&tokens.iter().collect::<Vec<_>>(), values)
}

/// The expressions of a template, each read as Rust.
fn template(text: &str, values: &Values) -> Vec<(usize, String)> {
    let mut wrong = Vec::new();
    for (number, line) in text.lines().enumerate() {
        for part in line.split("{{").skip(1).chain(line.split("{%").skip(1)) {
            let end = part.find("}}").into_iter().chain(part.find("%}")).min().unwrap_or(part.len());
            let found = asked_in(part.get(..end).unwrap_or_default(), values);
            wrong.extend(found.into_iter().map(|(_, why)| (number + 1, why)));
        }
    }
    wrong
}

/// What is wrong with the keys among these tokens: line and reason.
fn asked(tokens: &[&Token], values: &Values) -> Vec<(usize, String)> {
    let mut wrong = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        let Some(text) = string(token) else { continue };
        let Some(asked) = Asked::at(tokens, place) else { continue };
        // A call that chooses between texts may give each of them what another one needs.
        let chosen = asked.strings.iter().flat_map(|text| named(text, values));
        let known: BTreeSet<&String> = chosen.filter_map(|key| values.get(key)).flatten().collect();
        for key in named(text, values) {
            let needed = values.get(key).into_iter().flatten().map(String::as_str);
            let missing: Vec<&str> = needed.filter(|name| !asked.strings.contains(name)).collect();
            if !missing.is_empty() {
                wrong.push((token.line, format!("asks for {key} without {}", missing.join(", "))));
            }
            for name in asked.names.iter().filter(|name| !known.iter().any(|known| known == *name)) {
                wrong.push((token.line, format!("{key} names no {name}")));
            }
        }
    }
    wrong
}

/// The keys that a string is: itself, or all that a pattern for `format!` can be.
fn named<'a>(text: &str, values: &'a Values) -> Vec<&'a str> {
    if let Some((key, _)) = values.get_key_value(text) {
        return vec![key];
    }
    let Some((before, rest)) = text.split_once('{') else { return Vec::new() };
    let after = rest.rsplit_once('}').map_or("", |(_, after)| after);
    if !before.ends_with('-') || !before.chars().all(|c| c.is_ascii_lowercase() || "-_".contains(c)) {
        return Vec::new();
    }
    values.keys().filter(|key| key.starts_with(before) && key.ends_with(after)).map(String::as_str).collect()
}

/// What is given where a key stands.
#[derive(Default)]
struct Asked<'a> {
    /// Every string that may name a value.
    strings: BTreeSet<&'a str>,
    /// Those that surely name one.
    names: BTreeSet<&'a str>,
}

impl<'a> Asked<'a> {
    /// Nothing where the string is a value's name or a value.
    fn at(tokens: &[&'a Token], place: usize) -> Option<Self> {
        let around = || Self { strings: reachable(tokens, place), names: BTreeSet::new() };
        let Some((open, method)) = call(tokens, place) else { return Some(around()) };
        let inside = group(tokens, open);
        let arguments = arguments(inside);
        let is_first = place <= open + arguments.first().map_or(0, |first| first.len());
        let strings = || inside.iter().filter_map(|token| string(token)).collect();
        match method {
            "get" => Some(Self::default()),
            "one" | "with" if !is_first => None,
            "one" => {
                let name = arguments.get(1).and_then(|second| string(second.first()?));
                Some(Self { strings: strings(), names: name.into_iter().collect() })
            }
            "with" => {
                let names = arguments.get(1).and_then(|second| pairs(second));
                Some(names.map_or_else(around, |names| Self { strings: strings(), names }))
            }
            _ => Some(around()),
        }
    }
}

/// The arguments of a call.
fn arguments<'t, 'a>(inside: &'t [&'a Token]) -> Vec<&'t [&'a Token]> {
    let mut depth = 0_usize;
    let comma = |token: &&Token| {
        if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
            depth = depth.saturating_sub(1);
        }
        depth == 0 && token.is(",")
    };
    inside.split(comma).collect()
}

/// The names in a list of pairs, `&[("name", …), …]`; nothing where it is no such list.
fn pairs<'a>(list: &[&'a Token]) -> Option<BTreeSet<&'a str>> {
    let open = list.iter().position(|token| token.is("["))?;
    let all = arguments(group(list, open)).into_iter().filter(|pair| !pair.is_empty());
    all.map(|pair| pair.first().filter(|first| first.is("(")).and_then(|_| string(pair.get(1)?))).collect()
}

/// The nearest call around a place: where its brackets open, and the name of what is called. Macros and brackets that call
/// nothing are passed over.
fn call<'a>(tokens: &[&'a Token], place: usize) -> Option<(usize, &'a str)> {
    let mut depth = 0_usize;
    for at in (0..place).rev() {
        let token = tokens.get(at)?;
        if token.is("fn") {
            return None;
        }
        if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
            depth += 1;
        } else if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
            if depth > 0 {
                depth -= 1;
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| tokens.get(at))?;
            let is_control = ["if", "match", "in", "return"].iter().any(|word| before.is(word));
            if token.is("(") && before.kind == Kind::Word && !is_control && !before.is("Some") {
                return Some((at, &before.text));
            }
        }
    }
    None
}

/// What stands between an opening bracket and its end.
fn group<'t, 'a>(tokens: &'t [&'a Token], open: usize) -> &'t [&'a Token] {
    let rest = tokens.get(open + 1..).unwrap_or_default();
    let mut depth = 1_usize;
    for (at, token) in rest.iter().enumerate() {
        if ["(", "[", "{"].iter().any(|mark| token.is(mark)) {
            depth += 1;
        } else if [")", "]", "}"].iter().any(|mark| token.is(mark)) {
            depth -= 1;
            if depth == 0 {
                return rest.get(..at).unwrap_or_default();
            }
        }
    }
    rest
}

/// The strings of the function around a place and of those that it calls, as far as they are in the same file.
fn reachable<'a>(tokens: &[&'a Token], place: usize) -> BTreeSet<&'a str> {
    let mut functions: BTreeMap<&str, &[&'a Token]> = BTreeMap::new();
    let starts: Vec<usize> =
        tokens.iter().enumerate().filter(|(_, token)| token.is("fn")).map(|(at, _)| at).collect();
    let mut around = tokens;
    for (n, from) in starts.iter().enumerate() {
        let to = starts.get(n + 1).copied().unwrap_or(tokens.len());
        let body = tokens.get(*from..to).unwrap_or_default();
        functions.extend(body.get(1).map(|name| (name.text.as_str(), body)));
        if (*from..to).contains(&place) {
            around = body;
        }
    }
    let (mut strings, mut rest) = (BTreeSet::new(), vec![around]);
    while let Some(body) = rest.pop() {
        strings.extend(body.iter().filter_map(|token| string(token)));
        rest.extend(body.iter().filter_map(|token| functions.remove(token.text.as_str())));
    }
    strings
}

fn string(token: &Token) -> Option<&str> {
    (token.kind == Kind::Text).then(|| token.text.trim_matches('"'))
}

const TEXTS: &str = "plain = あ\ndays = { $n }日\nspan = { $from }から{ $to }\namount-kg = { $value } kg\n";

/// What is found in made-up code, without the place.
fn in_file(path: &str, code: &str) -> Vec<String> {
    let texts =
        ["ja", "en"].map(|language| (format!("/locales/{language}/a.ftl"), TEXTS.to_owned())).to_vec();
    let found = found(path, code, &values(&texts));
    found.iter().filter_map(|why| Some(why.splitn(3, ':').nth(2)?.trim().to_owned())).collect()
}

/// Whoever asks for a text, in any crate and in any template, gives the values that it names.
#[test]
fn every_text_is_asked_for_with_its_values() {
    let values = values(&reading::files("locales", "ftl"));
    let files = [source::product(), reading::files("..", "html")].concat();
    assert!(files.len() > 300 && values.len() > 300, "{} {}", files.len(), values.len());
    let wrong: Vec<String> = files.iter().flat_map(|(path, code)| found(path, code, &values)).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

fn in_rust(body: &str) -> Vec<String> {
    in_file(
        "crates/web/src/a.rs",
        &format!("fn a(t: Texts) {{ {body} }} fn b() {{ t.one(\"days\", \"n\", 1) }}"),
    )
}

#[test]
fn a_text_with_its_values_passes() {
    for body in [
        r#"t.get("plain"); t.one("days", "n", 3);"#,
        r#"t.with("span", &[("from", a.into()), ("to", t.one("days", "n", 1).into())])"#,
        r#"let values = [("from", a.into()), ("to", b.into())]; t.with("span", &values)"#,
        r#"t.one(&format!("amount-{unit}"), "value", 3)"#,
        r#"let key = if x { "days" } else { "plain" }; t.one(key, "n", 3)"#,
        r#"t.one(if x { "days" } else { "plain" }, "n", 3)"#,
    ] {
        assert_eq!(in_rust(body), [""; 0], "{body}");
    }
    assert!(
        in_file("crates/web/templates/a.html", "<p>{{ t.one(\"days\", \"n\", n) }} { $n }</p>").is_empty()
    );
}

#[test]
fn a_text_without_a_value_that_it_names_is_found() {
    for body in [
        r#"t.get("days")"#,
        r#"t.get(if x { "plain" } else { "days" })"#,
        r#"let line = |title: &str| t.get(title); line("days")"#,
        r#"t.get(&format!("amount-{unit}"))"#,
        r#"t.with("days", &values)"#,
    ] {
        assert_eq!(in_rust(body).len(), 1, "{body}: {:?}", in_rust(body));
    }
    assert_eq!(in_rust(r#"t.with("span", &[("from", a.into())])"#), ["asks for span without to"]);
    assert_eq!(in_file("crates/web/templates/a.html", "<p>{{ t.get(\"days\") }}</p>").len(), 1);
    assert_eq!(in_file("crates/web/templates/a.html", "{% if t.get(\"days\").is_empty() %}").len(), 1);
}

#[test]
fn a_value_that_the_text_does_not_name_is_found() {
    let body = r#"t.with("days", &[("n", 1.into()), ("m", 2.into())])"#;
    assert_eq!(in_rust(body), ["days names no m"]);
    assert_eq!(in_rust(r#"t.one("days", "m", 3)"#), ["asks for days without n", "days names no m"]);
}

#[test]
fn what_only_tests_ask_for_is_theirs() {
    assert!(
        in_file("crates/web/src/a.rs", "#[cfg(test)] mod tests { fn a() { t.get(\"days\") } }").is_empty()
    );
    assert!(source::product().iter().all(|(path, _)| !path.contains("/tests/")));
}
