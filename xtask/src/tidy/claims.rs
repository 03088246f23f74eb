//! What the README says the program does today is shown by a test or a measurement that it links to.

use super::subject::{File, Finding, Subject};

/// The section whose table holds the claims; the last column of each row links to what shows it.
const SECTION: &str = "## What works today";
/// Where measurements are written down.
const MEASURED: [&str; 2] = ["docs/performance.md", "docs/reliability.md"];

/// Looks at each row of the table.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let Some(readme) = subject.file("README.md") else { return Vec::new() };
    let rows: Vec<_> = rows(readme).collect();
    if rows.is_empty() {
        return vec![Finding::about("README.md", format!("no table under \"{SECTION}\""))];
    }
    let mut findings = Vec::new();
    for (line, row) in rows {
        let shown = row.trim_end_matches([' ', '|']).rsplit('|').next().unwrap_or_default();
        let links: Vec<&str> = shown.split("](").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        if links.is_empty() {
            findings.push(readme.at(line, "a claim without a test or measurement that shows it"));
        }
        for link in links.iter().filter(|link| !shows(subject, link)) {
            findings.push(readme.at(line, format!("{link} holds no test and no measurement")));
        }
    }
    findings
}

/// The rows below the heads of the section's table, with their numbers.
fn rows(readme: &File) -> impl Iterator<Item = (usize, &str)> {
    let section = readme.lines().skip_while(|(_, line)| *line != SECTION).skip(1);
    section.take_while(|(_, line)| !line.starts_with("## ")).filter(|(_, line)| line.starts_with('|')).skip(2)
}

fn shows(subject: &Subject, link: &str) -> bool {
    let marks = match link.rsplit_once('.') {
        _ if MEASURED.contains(&link) => return true,
        Some((_, "rs")) => ["#[test]", "#[tokio::test"],
        Some((_, "mjs")) => ["\ntest(", "\ninBoth("],
        _ => return false,
    };
    let file = subject.file(link).filter(|_| link.contains("/tests/"));
    file.is_some_and(|file| marks.iter().any(|mark| file.text.contains(mark)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(row: &str) -> usize {
        let readme = format!(
            "# A\n\n{SECTION}\n\n| | Today | Shown by |\n|---|---|---|\n{row}\n\n## Next\n\n| a | b |\n"
        );
        check(&Subject::of_files(&[
            ("README.md", &readme),
            ("crates/web/tests/it/a.rs", "#[tokio::test]\nasync fn it_holds() {}\n"),
            ("crates/web/tests/it/helper.rs", "pub fn none() {}\n"),
            ("e2e/tests/a.mjs", "// first\ntest(\"it holds\", () => {});\n"),
            ("docs/performance.md", "# Performance\n"),
        ]))
        .len()
    }

    /// A row of the README without a link to a test or a measurement is refused, and so is a link to what holds none.
    ///
    /// Verifies: SDL-008
    #[test]
    fn claims_link_to_what_shows_them() {
        for (link, wrong) in [
            ("crates/web/tests/it/a.rs", 0),
            ("e2e/tests/a.mjs", 0),
            ("docs/performance.md", 0),
            ("crates/web/tests/it/helper.rs", 1),
            ("crates/web/tests/it/gone.rs", 1),
            ("docs/other.md", 1),
            ("crates/web/src/a.rs", 1),
        ] {
            let row = format!("| Access | denied | [a](docs/performance.md), [b]({link}) |");
            assert_eq!(found(&row), wrong, "{link}");
        }
        assert_eq!(found("| Access | denied ([rule](docs/performance.md)) | because we say so |"), 1);
        assert_eq!(check(&Subject::of_files(&[("README.md", "# A\n\nIt works.\n")])).len(), 1);
    }
}
