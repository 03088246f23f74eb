//! The slider over a figure and the range links above it.

use diary::Language;

use super::samples::all;
use crate::pages::chart::query::{ChartQuery, Reach, Span, View};

/// On the page: a slider over as many days as there are cells, hidden until its script has come.
#[test]
fn the_page_has_a_slider_and_a_cell_a_day() {
    let pages = all(Language::Ja, "Hanako");
    let html = &pages.iter().find(|(name, _)| name.ends_with("patient")).expect("patient").1;
    let slider =
        html.split("class=\"day-slider\"").nth(1).and_then(|rest| rest.split('>').next()).expect("slider");
    assert!(
        slider.contains("type=\"range\"") && slider.contains("max=\"112\"") && slider.ends_with("hidden")
    );
    let facts =
        html.split("facts-of-days").nth(1).and_then(|rest| rest.split("</table>").next()).expect("facts");
    assert!(facts.split("<tr").skip(1).all(|row| row.matches("<td>").count() == 113));
    assert!(html.contains("figure.js") && !html.contains("aria-live"));
}

fn pairs(query: &str) -> Vec<(String, String)> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    query.split('&').filter_map(pair).collect()
}

/// An address leads back to what it asked for; what it does not know is the usual.
#[test]
fn addresses_of_a_timeline_come_back() {
    for query in [
        "range=4w",
        "range=12w&view=table",
        "range=step&step=2026-09-14&reach=84&by=sleep",
        "range=after&item=3&item=7",
    ] {
        let asked = ChartQuery::of(&pairs(query));
        let address = asked.address("c");
        let (_, back) = address.split_once('?').expect("a query");
        assert_eq!(ChartQuery::of(&pairs(back)), asked, "{query}");
        assert_eq!(back, query);
    }
    let usual = ChartQuery::of(&pairs("range=x&step=never&reach=9&view=map&item=many"));
    assert_eq!((usual.span, usual.reach, usual.view), (Span::All, Reach::Near, View::Figure));
    assert!(usual.by.is_none() && usual.items.is_empty());
    let hostile = ChartQuery { by: Some("a\"&b=<i>".into()), ..usual };
    assert!(hostile.address("c").ends_with("?by=abi"));
}
