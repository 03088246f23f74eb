//! In `web`, what serves every page knows no page, and pages share only the layout, the forms and the parts.

use super::subject::{Finding, Subject};

const HTTP: &str = "crates/web/src/http";
const PAGES: &str = "crates/web/src/pages/";
/// What stands around every page, what every form is made of, and parts that several pages show.
const SHARED: [&str; 3] = ["layout", "forms", "parts"];
/// A correction is made with the form of the page on which the entry was written.
const HANDS_OVER: [(&str, [&str; 2]); 1] = [("entries", ["check_in", "sleep_card"])];

/// Looks at what the files of `http` and of each page use.
pub fn check(subject: &Subject) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (file, used) in subject.modules().uses() {
        for other in &used {
            if let Some(page) = page(other).filter(|page| is_foreign(file, page)) {
                findings.push(Finding::about(file, format!("uses {other}, the inside of the page {page}")));
            }
        }
    }
    findings
}

/// The page that a file belongs to; none for the list of all pages.
fn page(file: &str) -> Option<&str> {
    let inside = file.strip_prefix(PAGES)?;
    let page = inside.split_once('/').map_or_else(|| inside.trim_end_matches(".rs"), |(page, _)| page);
    (page != "mod").then_some(page)
}

fn is_foreign(file: &str, used: &str) -> bool {
    match page(file) {
        Some(own) => {
            let hands_over = HANDS_OVER.iter().any(|(page, others)| *page == own && others.contains(&used));
            own != used && !hands_over && !SHARED.contains(&used)
        }
        None => file.starts_with(HTTP),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&Subject::of_files(&[
            ("crates/web/src/lib.rs", "mod http; mod pages;"),
            ("crates/web/src/pages/mod.rs", "mod check_in; mod forms; mod layout; mod review;"),
            ("crates/web/src/pages/check_in/mod.rs", "pub mod view;"),
            ("crates/web/src/pages/check_in/view.rs", "pub struct View;"),
            ("crates/web/src/pages/forms.rs", "pub struct Field;"),
            ("crates/web/src/pages/layout/mod.rs", "pub struct Layout;"),
            (path, text),
        ]))
        .len()
    }

    #[test]
    fn the_inside_of_another_page_is_found() {
        for path in ["crates/web/src/pages/review/handler.rs", "crates/web/src/pages/layout/handler.rs"] {
            assert_eq!(found(path, "use crate::pages::check_in::view::View;"), 1, "{path}");
            assert_eq!(found(path, "use super::super::check_in::view; fn a() { view::View; }"), 1, "{path}");
            assert_eq!(found(path, "use crate::pages::forms::Field; use crate::pages::layout::Layout;"), 0);
        }
        assert_eq!(found("crates/web/src/pages/check_in/handler.rs", "use super::view::View;"), 0);
        assert_eq!(found("crates/web/src/router.rs", "use crate::pages::check_in::view::View;"), 0);
    }

    #[test]
    fn http_that_knows_a_page_is_found() {
        for name in ["check_in::view::View", "forms::Field", "layout::Layout"] {
            let text = format!("use crate::pages::{name};");
            assert_eq!(found("crates/web/src/http/error.rs", &text), 1, "{name}");
            assert_eq!(found("crates/web/src/http.rs", &text), 1, "{name}");
        }
    }
}
