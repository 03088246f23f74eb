//! Pages obey the strict content policy: no inline style, script or handler, and no sink that reads text as markup.

use super::subject::{Finding, Subject};

/// Never in a template, in lower case.
const IN_TEMPLATES: [&str; 5] = ["style=", "<style", "javascript:", "srcdoc=", "<base"];

/// Never in a script.
const IN_SCRIPTS: [&str; 9] = [
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    "new Function",
    "setHTMLUnsafe",
    "createContextualFragment",
    ".style.cssText",
];

/// Looks at templates and scripts of the product.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in subject.files.iter().filter(|file| file.room().is_some()) {
        if file.ends(&["html", "svg"]) {
            for (number, line) in file.lines() {
                findings.extend(
                    in_template(line).map(|what| file.at(number, format!("{what} breaks the page's policy"))),
                );
            }
        }
        if file.ends(&["js", "mjs"]) {
            for (number, line) in file.lines() {
                let sink = IN_SCRIPTS.iter().find(|sink| line.contains(**sink));
                findings
                    .extend(sink.map(|sink| file.at(number, format!("{sink} reads text as markup or code"))));
            }
        }
    }
    findings
}

fn in_template(line: &str) -> Option<String> {
    let line = line.to_lowercase();
    if let Some(banned) = IN_TEMPLATES.iter().find(|banned| line.contains(**banned)) {
        return Some((*banned).to_owned());
    }
    if let Some((_, tag)) = line.split_once("<script")
        && !tag.split('>').next().unwrap_or(tag).contains("src=")
    {
        return Some("a script without src".to_owned());
    }
    handler(&line)
}

/// An attribute like `onclick="…"`.
fn handler(line: &str) -> Option<String> {
    line.split_whitespace().find_map(|word| {
        let (name, value) = word.split_once('=')?;
        let event = name.strip_prefix("on")?;
        let named = !event.is_empty() && event.chars().all(|letter| letter.is_ascii_lowercase());
        (named && value.starts_with(['"', '\''])).then(|| format!("{name}="))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(
                check(&Subject::of_files(&[("crates/web/templates/a.html", line)])).len(),
                1,
                "{line}"
            );
        }
    }

    #[test]
    fn classes_and_modules_pass() {
        let page = "<script type=\"module\" src=\"/assets/a.js\"></script>\n<p class=\"on\" id=\"x\">{% if only=1 %}</p>";
        assert!(check(&Subject::of_files(&[("crates/web/templates/a.html", page)])).is_empty());
    }

    #[test]
    fn markup_sinks_in_scripts_are_found() {
        let script = "node.textContent = x;\nnode.innerHTML = x;\nnode.insertAdjacentHTML('a', x);";
        assert_eq!(check(&Subject::of_files(&[("crates/web/assets/a.js", script)])).len(), 2);
    }
}
