use figure::{
    axis::Range,
    input::{Body, Lane, Span},
    legend,
    paint::{Paint, Tone},
    sparkline::{Sparkline, sparkline},
    steps,
    svg::{Canvas, El, escape, number},
    timeline::{self, View},
    words::{Labels, Several, Words},
};

use jiff::civil::Date;

use crate::sample::{VIEWS, day, fortnight, labels, smoothed, tags, with_words};

const HOSTILE: [&str; 6] = [
    "\"><script>alert(1)</script>",
    "' onload='alert(1)",
    "</text></svg><img src=x onerror=alert(1)>",
    "]]><!-- --><?xml?>",
    "&lt;script&gt;",
    "javascript:alert(1)\u{0}\u{b}\u{202e}",
];

fn hostile_labels(bad: &str) -> Labels {
    let s = || bad.to_owned();
    Labels {
        title: s(),
        desc: s(),
        date: s(),
        day: s(),
        recorded: s(),
        missing: s(),
        cannot_write: s(),
        before_first: s(),
        open: s(),
        late: s(),
        amended: s(),
        proxy: s(),
        step: s(),
        before_diary: s(),
        planned: s(),
        severities: [s(), s(), s()],
        present: s(),
        functions: [s(), s(), s(), s()],
        function_keys: [s(), s(), s(), s()],
        intakes: [s(), s(), s(), s()],
        intake_keys: [s(), s(), s(), s()],
        items: [s(), s()],
        since_change: s(),
        since_stop: s(),
        stopped: s(),
        extent: s(),
        mean: s(),
        mean_line: s(),
        raw: s(),
        median: s(),
        median_proxy: s(),
        band: s(),
    }
}

fn poison(lane: &mut Lane, bad: &str) {
    lane.name = bad.to_owned();
    lane.note = bad.to_owned();
    match &mut lane.body {
        Body::Dose(steps) => steps.iter_mut().for_each(|step| step.label = bad.to_owned()),
        Body::Strip(strip) => {
            strip.rows.iter_mut().for_each(|row| row.label = bad.to_owned());
            strip.more = bad.to_owned();
        }
        Body::Items(items) => {
            items.more = bad.to_owned();
            for row in items.groups.iter_mut().flatten().chain(&mut items.table_only) {
                (row.label, row.turned, row.unit) = (bad.to_owned(), bad.to_owned(), bad.to_owned());
            }
        }
        Body::Spans(spans) => spans.iter_mut().for_each(|span: &mut Span| span.label = bad.to_owned()),
        Body::Measures(m) => m.values.iter_mut().for_each(|(_, _, label)| *label = bad.to_owned()),
        Body::Sessions(_) | Body::Series(_) | Body::Bars(_) | Body::Function(_) | Body::Intake(_) => {}
    }
}

/// Words that are all the same hostile text.
struct Hostile {
    labels: Labels,
    bad: String,
}

impl Words for Hostile {
    fn labels(&self) -> &Labels {
        &self.labels
    }

    fn month(&self, _: Date) -> String {
        self.bad.clone()
    }

    fn day(&self, _: Date) -> String {
        self.bad.clone()
    }

    fn date(&self, _: Date) -> String {
        self.bad.clone()
    }

    fn count(&self, _: i64) -> String {
        self.bad.clone()
    }

    fn since(&self, _: i64) -> String {
        self.bad.clone()
    }

    fn several(&self, _: &Several) -> String {
        self.bad.clone()
    }
}

/// Every drawing with every text field set to one hostile text.
fn everything(bad: &str) -> Vec<String> {
    let mut chart = smoothed(&fortnight());
    chart.lanes.iter_mut().for_each(|lane| poison(lane, bad));
    let labels = hostile_labels(bad);
    let words = Hostile { labels: labels.clone(), bad: bad.to_owned() };
    let mut out: Vec<String> =
        VIEWS.iter().map(|view| timeline::draw(&chart, &words, View { id: bad, ..*view })).collect();
    for paint in [Paint::Page, Paint::Print] {
        out.extend(legend::legend(&chart, &labels, paint, bad).into_iter().map(|key| key.glyph));
        out.extend(steps::panels(&chart, 3, steps::USUAL).iter().map(|p| steps::draw(p, bad, paint, bad)));
        let line = Sparkline {
            range: Range::last(day(13), 7),
            values: &[(day(9), Some(1.0))],
            steps: &[day(10)],
            ends: (0.0, 10.0),
            tone: Tone::Mood,
            title: bad,
        };
        out.push(sparkline(&line, paint));
    }
    out
}

/// Hostile text in every text field of every drawing stays text: no element, no attribute, no handler comes of it.
///
/// Verifies: SEC-003
#[test]
fn hostile_text_stays_text() {
    let shape = |svg: &str| -> Vec<(String, Vec<String>)> {
        let names = |t: &crate::sample::Tag| t.attrs.iter().map(|(name, _)| name.clone()).collect();
        tags(svg).iter().map(|t| (t.name.clone(), names(t))).collect()
    };
    let allowed = ["svg", "title", "desc", "defs", "pattern", "line", "rect", "path", "text", "tspan", "g"];
    for bad in HOSTILE {
        for svg in everything(bad) {
            for (name, attrs) in shape(&svg) {
                assert!(allowed.contains(&name.as_str()), "{name} from {bad}");
                assert!(
                    attrs.iter().all(|a| !a.starts_with("on") && a != "style" && a != "href"),
                    "{attrs:?}"
                );
            }
            assert!(!svg.contains('\u{0}') && !svg.contains('\u{b}'));
        }
    }
}

/// Verifies: SEC-003
#[test]
fn no_drawing_has_inline_style_or_script() {
    for svg in everything("plain") {
        assert!(!svg.contains("style=") && !svg.contains("<style") && !svg.contains("<script"));
        assert!(!svg.contains("href"));
    }
}

#[test]
fn escaping_covers_every_context() {
    assert_eq!(escape("<a b='c' d=\"e\">&"), "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;");
    assert_eq!(escape("a\nb\u{1}\u{ffff}"), "a b\u{fffd}\u{fffd}");
    let mut canvas = Canvas::new(Paint::Page);
    canvas.text(&El::new("text").attr("aria-label", "\"<"), "<&>");
    assert_eq!(canvas.finish(), "<text aria-label=\"&quot;&lt;\">&lt;&amp;&gt;</text>");
}

#[test]
fn numbers_are_short_and_finite() {
    let all = [1.0, 1.5, 1.005, -0.001, 1e9, f64::NAN, f64::INFINITY, -2.346];
    assert_eq!(all.map(number), ["1", "1.5", "1", "0", "1000000000", "0", "0", "-2.35"]);
}

#[test]
fn print_carries_its_looks_and_no_class() {
    let svg = with_words(&labels(), |words| timeline::draw(&fortnight(), words, VIEWS[2]));
    assert!(tags(&svg).iter().all(|tag| tag.get("class").is_none()));
    assert!(svg.contains("stroke-dasharray") && !svg.contains("data-date"));
}
