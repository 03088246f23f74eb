//! A mapping file: refused with words in both languages, or of use for a file that has its columns.
#![no_main]

use diary::{Language, Role};
use exchange::import::{Charset, File, Map, map_error_text, plan, refusal_text};
use libfuzzer_sys::fuzz_target;
use locale::Texts;
use namima_fuzz::{kept, now};

fuzz_target!(|text: &str| {
    let map = match Map::parse(text) {
        Ok(map) => map,
        Err(error) => {
            for language in [Language::Ja, Language::En] {
                assert!(!map_error_text(&error, Texts::of(language)).is_empty());
            }
            return;
        }
    };
    if !map.items.is_empty() {
        let set = map.set_entry();
        assert_eq!(set.check(Role::Clinician, now()), Ok(()), "the diary takes the items that a map names");
        kept(&set);
    }
    if map.charset == Charset::Auto {
        let quoted = |name: &str| format!("\"{}\"", name.replace('"', "\"\""));
        let header: Vec<String> = map.columns().map(quoted).collect();
        let file = format!("{}\n{}\n", header.join(","), vec!["\"\""; header.len()].join(","));
        let found = plan(&map, &[File { name: "a.csv", bytes: file.as_bytes() }], now());
        let refusals: Vec<String> =
            found.refused.iter().map(|why| refusal_text(why, Texts::of(Language::En))).collect();
        // The row has no date, and that is all that is wrong.
        assert_eq!(
            (found.refused.len(), found.refused.first().and_then(|why| why.row)),
            (1, Some(2)),
            "{refusals:?}"
        );
    }
});
