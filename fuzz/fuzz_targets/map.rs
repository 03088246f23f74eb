//! A mapping file: read or refused with words in both languages.
#![no_main]

use diary::Language;
use libfuzzer_sys::fuzz_target;
use namima::import::{Map, map_error_text};

fuzz_target!(|text: &str| {
    if let Err(error) = Map::parse(text) {
        for language in [Language::Ja, Language::En] {
            assert!(!map_error_text(&error, language).is_empty());
        }
    }
});
