//! What is served names no other origin and obeys the strict content policy: no font, script, picture or link from elsewhere, no inline
//! style, script or handler, and no sink that reads text as markup.

use regex_lite::Regex;

use super::subject::{File, Finding, Subject};

/// Endings of files, what must not stand in them, and why. Names of formats on www.w3.org are fetched by nobody; `//host` without a scheme
/// counts where an address stands.
const RULES: [(&[&str], &str, &str); 4] = [
    (
        &["html", "css", "js", "mjs", "ftl", "svg", "webmanifest", "json"],
        r#"(http|https|ws|wss)://|(src|href|action)="//|url\(["']?//"#,
        "names another origin",
    ),
    (&["html", "svg"], r"(?i)style=|<style|javascript:|srcdoc=|<base", "breaks the page's policy"),
    (&["html", "svg"], r#"(?i)(^|\s)on[a-z]+=["']"#, "is an inline handler"),
    (
        &["js", "mjs"],
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|setHTMLUnsafe|createContextualFragment|\.style\.cssText",
        "reads text as markup or code",
    ),
];
const FORMATS: &str = "http://www.w3.org/";

/// Looks at every served file of the product.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_served = |file: &&File| file.room().is_some() && !file.path.contains("/tests/");
    for (endings, pattern, why) in RULES {
        let Ok(pattern) = Regex::new(pattern) else { return vec![Finding::about(pattern, "is no pattern")] };
        for file in subject.files.iter().filter(is_served).filter(|file| file.ends(endings)) {
            for (number, line) in file.lines() {
                let line = line.replace(FORMATS, "");
                findings
                    .extend(pattern.find(&line).map(|it| file.at(number, format!("{} {why}", it.as_str()))));
            }
        }
    }
    let pages = subject.files.iter().filter(is_served).filter(|file| file.ends(&["html", "svg"]));
    for (file, number, line) in
        pages.flat_map(|file| file.lines().map(move |(number, line)| (file, number, line)))
    {
        let line = line.to_lowercase();
        let script = line.split_once("<script").map(|(_, tag)| tag.split('>').next().unwrap_or(tag));
        if script.is_some_and(|tag| !tag.contains("src=")) {
            findings.push(file.at(number, "a script without src breaks the page's policy"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, line: &str) -> usize {
        check(&Subject::of_files(&[(path, line)])).len()
    }

    #[test]
    fn another_origin_is_found() {
        for (path, line) in [
            ("templates/a.html", "<script src=\"https://cdn.example/x.js\"></script>"),
            ("templates/a.html", "<img src=\"//cdn.example/x.png\">"),
            ("assets/a.css", "@import url(//fonts.example/a.css);"),
            ("assets/a.js", "fetch('http://example.org')"),
            ("locales/ja/a.ftl", "a = https://example.org"),
        ] {
            assert_eq!(found(&format!("crates/web/{path}"), line), 1, "{line}");
        }
        assert_eq!(found("docs/a.md", "http://localhost:8080 https://example.org"), 0);
    }

    #[test]
    fn inline_style_script_and_handlers_are_found() {
        for line in [
            "<p style=\"color: red\">",
            "<svg><style>a{}</style></svg>",
            "<script>alert(1)</script>",
            "<SCRIPT type=\"module\">",
            "<button type=\"button\" onclick=\"go()\">",
            "  onload=\"go()\"",
            "<a href=\"javascript:go()\">",
        ] {
            assert_eq!(found("crates/web/templates/a.html", line), 1, "{line}");
        }
    }

    #[test]
    fn names_of_formats_own_paths_classes_and_modules_pass() {
        for line in [
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"/panel\">// x</a></svg>",
            "<script type=\"module\" src=\"/assets/a.js\"></script>",
            "<p class=\"on\" id=\"x\">{% if only=1 %}</p>",
        ] {
            assert_eq!(found("crates/web/templates/a.html", line), 0, "{line}");
        }
    }

    #[test]
    fn markup_sinks_in_scripts_are_found() {
        let script = "node.textContent = x;\nnode.innerHTML = x;\nnode.insertAdjacentHTML('a', x);";
        assert_eq!(found("crates/web/assets/a.js", script), 2);
    }
}
