//! What is served names no other origin: no font, script, picture or link from elsewhere.

use super::subject::{File, Finding, Subject};

const SERVED: [&str; 8] = ["html", "css", "js", "mjs", "ftl", "svg", "webmanifest", "json"];

/// Names of formats, which nobody fetches.
const NAMES: [&str; 1] = ["http://www.w3.org/"];

/// What reaches for another origin. `//host` without a scheme counts where an address stands.
const REACHES: [&str; 10] = [
    "http://",
    "https://",
    "ws://",
    "wss://",
    "src=\"//",
    "href=\"//",
    "action=\"//",
    "url(//",
    "url(\"//",
    "url('//",
];

/// Looks at every served file of the product.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| is_served(file)) {
        for (number, line) in file.lines() {
            let rest = NAMES.iter().fold(line.to_owned(), |line, name| line.replace(name, ""));
            if let Some(reach) = REACHES.iter().find(|reach| rest.contains(**reach)) {
                findings.push(file.at(number, format!("names another origin ({reach})")));
            }
        }
    }
    findings
}

fn is_served(file: &File) -> bool {
    file.room().is_some() && !file.path.contains("/tests/") && file.ends(&SERVED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_origin_is_found() {
        for (path, line) in [
            ("crates/web/templates/a.html", "<script src=\"https://cdn.example/x.js\"></script>"),
            ("crates/web/templates/a.html", "<img src=\"//cdn.example/x.png\">"),
            ("crates/web/assets/a.css", "@import url(//fonts.example/a.css);"),
            ("crates/web/assets/a.js", "fetch('http://example.org')"),
            ("crates/locale/locales/ja/a.ftl", "a = https://example.org"),
        ] {
            assert_eq!(check(&Subject::of_files(&[(path, line)])).len(), 1, "{line}");
        }
    }

    #[test]
    fn names_of_formats_and_own_paths_pass() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"/panel\">// x</a></svg>";
        let docs = ("docs/a.md", "http://localhost:8080 https://example.org");
        assert!(check(&Subject::of_files(&[("crates/web/templates/a.html", svg), docs])).is_empty());
    }
}
