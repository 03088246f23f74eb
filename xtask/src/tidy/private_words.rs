//! Words that say nothing to a reader who is new here: names are terms of the trade. Counted are the names of product code, also
//! where a word is one part of a name (`kept_back`, `ToldStep`); comments, strings and tests are not.

use std::collections::BTreeMap;

use super::subject::{Finding, Subject};
use crate::rust::Kind;

const WORDS: [&str; 6] = ["said", "kept", "told", "seen", "anew", "moved"];
/// How often they may stand in product code, together.
const MOST: usize = 29;

/// Counts the words in all product files.
pub fn check(subject: &Subject) -> Vec<Finding> {
    judge(&count(subject), MOST)
}

fn count(subject: &Subject) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for (file, source) in subject.product() {
        let names = source.tokens.iter().filter(|it| it.kind == Kind::Word && !source.is_test_line(it.line));
        let found: usize = names.map(|name| words(&name.text)).sum();
        if found > 0 {
            counts.insert(file.path.as_str(), found);
        }
    }
    counts
}

fn judge(counts: &BTreeMap<&str, usize>, most: usize) -> Vec<Finding> {
    let all: usize = counts.values().sum();
    let why = |(path, count): (&&str, &usize)| {
        Finding::about(*path, format!("{count} of {all}, where {most} may be"))
    };
    if all > most { counts.iter().map(why).collect() } else { Vec::new() }
}

/// How many of the words are parts of a name.
fn words(name: &str) -> usize {
    let mut spaced = String::new();
    let mut before = '_';
    for letter in name.chars() {
        if letter.is_uppercase() && before.is_lowercase() {
            spaced.push('_');
        }
        spaced.extend(letter.to_lowercase());
        before = letter;
    }
    spaced.split('_').filter(|part| WORDS.contains(part)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_product_code_are_counted_by_their_parts() {
        let code =
            "struct ToldStep { kept_back: u8 } fn said() { let moved = ANEW_1.seen; fortold(sidesaid) }";
        let apart = "// said\n/// kept\nconst A: &str = \"told\";\n#[cfg(test)]\nmod tests { fn seen() {} }";
        let subject = Subject::of_files(&[
            ("crates/web/src/a.rs", code),
            ("crates/web/src/b.rs", apart),
            ("crates/web/tests/it/c.rs", code),
            ("crates/testkit/src/lib.rs", code),
        ]);
        let counts = count(&subject);
        assert_eq!(counts, [("crates/web/src/a.rs", 6)].into());
        assert_eq!(judge(&counts, 6), []);
        assert_eq!(judge(&counts, 5), [Finding::about("crates/web/src/a.rs", "6 of 6, where 5 may be")]);
    }
}
