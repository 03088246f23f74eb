//! Every link between the project's documents leads somewhere.

use std::collections::BTreeMap;

use super::subject::{File, Finding, Subject};

/// Checks relative links of Markdown files: the file, and the heading after `#`.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let documents: Vec<_> = subject.files.iter().filter(|file| file.ends(&["md"])).collect();
    let headings: Headings = documents.iter().map(|file| (file.path.as_str(), anchors(file))).collect();
    let mut findings = Vec::new();
    for file in documents {
        for (line, target) in links(file) {
            if let Some(why) = broken(subject, &headings, &file.path, &target) {
                findings.push(file.at(line, format!("link {target}: {why}")));
            }
        }
    }
    findings
}

/// The anchors of each document.
type Headings<'a> = BTreeMap<&'a str, Vec<String>>;

fn broken(subject: &Subject, headings: &Headings, from: &str, target: &str) -> Option<&'static str> {
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    if path.starts_with('/') {
        return Some("write it relative to the file");
    }
    let to = if path.is_empty() { Some(from.to_owned()) } else { resolve(from, path) };
    let Some(to) = to else { return Some("leads out of the project") };
    let folder = format!("{to}/");
    let is_folder = to.is_empty() || subject.paths.iter().any(|path| path.starts_with(&folder));
    if !is_folder && !subject.paths.contains(&to) {
        return Some("is not there");
    }
    let known = headings.get(to.as_str())?;
    (!anchor.is_empty() && !known.iter().any(|heading| heading == anchor)).then_some("has no such heading")
}

/// The path from the root of what `path` means in the file `from`.
fn resolve(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/').filter(|part| !["", "."].contains(part)) {
        match part {
            ".." => drop(parts.pop()?),
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The lines outside fenced code, with their numbers.
fn prose(file: &File) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    file.lines().filter(move |(_, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        !fenced && !fence
    })
}

fn links(file: &File) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (number, line) in prose(file) {
        // What stands in backticks is shown, not linked.
        let shown: String = line.split('`').step_by(2).collect();
        let targets =
            shown.split("](").skip(1).map(|piece| piece.split([')', ' ']).next().unwrap_or_default());
        let own = targets.filter(|to| !to.is_empty() && !to.contains("://") && !to.starts_with("mailto:"));
        links.extend(own.map(|target| (number, target.to_owned())));
    }
    links
}

/// The anchors of a file's headings, made as hosting sites make them.
fn anchors(file: &File) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (_, line) in prose(file) {
        let Some(title) =
            line.strip_prefix('#').and_then(|rest| rest.trim_start_matches('#').strip_prefix(' '))
        else {
            continue;
        };
        let mut slug = title.trim().to_lowercase().replace(' ', "-");
        slug.retain(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
        let twins = anchors.iter().filter(|anchor| **anchor == slug).count();
        anchors.push(if twins == 0 { slug } else { format!("{slug}-{twins}") });
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let subject = Subject::of_files(&[
            ("docs/a.md", text),
            ("docs/decisions/0001-b.md", "# A title, with `code`\n## 用語 集\n"),
            ("README.md", "# Top\n# Top\n"),
            ("docs/shot.png", ""),
        ]);
        check(&subject).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn links_that_lead_somewhere_pass() {
        let text = "# Here\n[a](decisions/0001-b.md) [b](decisions/0001-b.md#a-title-with-code) [c](#here) ![d](shot.png)\n\
            [e](../README.md#top-1) [f](decisions/) [g](decisions/0001-b.md#用語-集) [h](https://example.org/x) `[i](no.md)`\n\
            ```\n[j](no.md)\n```\n";
        assert_eq!(found(text), Vec::<String>::new());
    }

    #[test]
    fn links_that_lead_nowhere_are_found() {
        for target in ["b.md", "decisions/0001-b.md#no", "#no", "../../x.md", "/docs/a.md"] {
            assert_eq!(found(&format!("[a]({target})")).len(), 1, "{target}");
        }
    }
}
