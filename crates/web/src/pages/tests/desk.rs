//! What a read-back makes a reader look at, what a review asks, and the five lines for the chart.

use diary::{Dosing, Language, Precision};
use insight::visit_summary::{DayCounts, SymptomCounts, VisitSummary};
use jiff::civil::{Date, date};
use locale::Texts;

use super::more::{empty_summary, mg, summary};
use super::samples::{all, today};
use crate::pages::treatment::read_back_view::{Name, ReadBack};
use crate::pages::visit_summary::view::lines as copy_lines;

fn content(before: Option<&str>, after: &str, from: Date) -> ReadBack {
    ReadBack {
        medicine: "セルトラリン".to_owned(),
        name: Name::Chosen,
        today: (today(), before.map(daily)),
        before: before.map(daily),
        after: daily(after),
        from: (from, Precision::Day),
        replaces: None,
        later: Vec::new(),
        reason: None,
    }
}

fn daily(dose: &str) -> Dosing {
    Dosing::Daily(mg(dose))
}

fn looks(before: Option<&str>, after: &str) -> Vec<String> {
    content(before, after, today()).looks(&Texts::of(Language::En))
}

#[test]
fn a_jump_is_said_as_a_number_and_a_usual_step_is_not() {
    assert_eq!(looks(Some("10"), "7.5"), [""; 0]);
    assert_eq!(looks(Some("10"), "20"), [""; 0], "twice is not more than twice");
    assert_eq!(looks(Some("10"), "5"), [""; 0], "half is not less than half");
    assert_eq!(looks(Some("10"), "75"), ["The new dose is 7.5 times the dose before it."]);
    assert_eq!(looks(Some("2.5"), "25"), ["The new dose is 10 times the dose before it."]);
    assert_eq!(looks(Some("10"), "4.999"), ["The new dose is 50% of the dose before it (less than half)."]);
    assert_eq!(looks(Some("100"), "0.001"), ["The new dose is 1% of the dose before it (less than half)."]);
    assert_eq!(looks(Some("10"), "0"), [""; 0], "a stop is said as a stop");
    assert_eq!(looks(Some("0"), "5"), ["This starts a stopped medicine again."]);
    assert_eq!(looks(Some("5"), "5"), ["The dose does not change."]);
    assert_eq!(looks(None, "5"), [""; 0]);
}

#[test]
fn another_day_than_today_is_counted_where_it_is_exact() {
    let t = Texts::of(Language::En);
    assert_eq!(content(Some("10"), "7.5", date(2026, 11, 27)).looks(&t), ["The date is 3 days ahead."]);
    assert_eq!(content(Some("10"), "7.5", date(2025, 11, 24)).looks(&t), ["The date is 365 days ago."]);
    let about =
        ReadBack { from: (date(2025, 11, 1), Precision::Month), ..content(Some("10"), "7.5", today()) };
    assert_eq!(about.looks(&t), [""; 0]);
}

/// The old dose of another day is not the one of now; doses that are entered for later days are named, and so is a replaced
/// medicine that nobody has stopped.
#[test]
fn what_a_dose_of_another_day_leaves_as_it_is_is_read_back() {
    let t = Texts::of(Language::Ja);
    assert_eq!(content(Some("10"), "7.5", today()).old_label(&t), "今の量");
    let corrected =
        ReadBack { reason: Some("書き間違い".to_owned()), ..content(Some("10"), "7.5", today()) };
    assert_eq!(corrected.old_label(&t), "その日の前の量");
    let past = ReadBack {
        later: vec![(date(2026, 11, 20), Precision::Day, daily("5"))],
        replaces: Some(("パロキセチン".to_owned(), Some(daily("20")))),
        ..content(Some("10"), "7.5", date(2026, 11, 1))
    };
    assert_eq!(past.old_label(&t), "その日の前の量");
    let looks = past.looks(&t).concat();
    assert!(looks.contains("そのまま残ります：2026年11月20日（金）から 5 mg。"), "{looks}");
    assert!(looks.contains("パロキセチンは 20 mg のまま続きます"), "{looks}");
    let stopped =
        ReadBack { replaces: Some(("パロキセチン".to_owned(), None)), ..content(None, "10", today()) };
    assert_eq!(stopped.looks(&t), [""; 0], "its stop is entered");
}

#[test]
fn a_name_is_read_back_as_it_was_understood() {
    let t = Texts::of(Language::Ja);
    let named = |name| ReadBack { name, ..content(None, "10", today()) }.looks(&t);
    assert_eq!(named(Name::Chosen), [""; 0]);
    assert_eq!(named(Name::Listed("セルトラリン".to_owned())), [""; 0]);
    assert_eq!(
        named(Name::Listed("ジェイゾロフト".to_owned())),
        ["「ジェイゾロフト」は、セルトラリンとして登録します。"]
    );
    assert!(named(Name::Known("ジェイゾロフト".to_owned()))[0].contains("すでに登録"));
    assert!(named(Name::Unlisted)[0].contains("一覧にない名前"));
}

fn one(language: Language, page: &str) -> String {
    let wanted = format!("{}-{page}", language.as_str());
    all(language, "Hanako").into_iter().find(|(name, _)| *name == wanted).expect("a page").1
}

#[test]
fn a_read_back_says_both_doses_and_the_day_and_carries_everything_on() {
    for language in Language::ALL {
        let (t, html) = (Texts::of(*language), one(*language, "fact-read-back-dose"));
        for words in ["10 mg", "2.5 mg", &t.get("treatment-read-back-save"), &t.date(&date(2026, 11, 26))] {
            assert!(html.contains(words), "{words}");
        }
        for hidden in
            ["name=\"read_back\" value=\"Hanako\"", "name=\"dose_mg\" value=\"7.5\"", "name=\"edit\""]
        {
            assert!(html.contains(hidden), "{hidden}");
        }
    }
}

#[test]
fn a_dose_change_offers_the_charts_medicines_and_takes_no_other() {
    for language in Language::ALL {
        let html = one(*language, "fact-dose");
        assert!(html.contains("<select class=\"line\" id=\"i-medicine\""));
        assert!(!html.contains("<input class=\"line\" id=\"i-medicine\""));
        assert!(html.contains("<option value=\"sertraline\""));
    }
}

#[test]
fn a_review_names_each_safety_answer_with_a_tick_of_its_own() {
    for language in Language::ALL {
        let (t, html) = (Texts::of(*language), one(*language, "fact-review"));
        assert_eq!(html.matches("name=\"seen\"").count(), 2);
        assert_eq!(html.matches("name=\"seen\" value=\"3f2b").count(), 2);
        assert!(!html.contains("name=\"seen\" checked"), "nothing is ticked for anyone");
        for words in
            [t.day(&date(2026, 11, 23)), t.moment(&today().at(7, 2, 0, 0)), t.get("treatment-safety-changed")]
        {
            assert!(html.contains(&words), "{words}");
        }
    }
}

#[test]
fn the_five_lines_hold_facts_and_numbers_alone() {
    let summary = summary("Hanako");
    let lines = copy_lines(Texts::of(Language::En), &summary, "S00012");
    assert_eq!(
        lines,
        [
            "Diary S00012: Thu 5 Nov 2026 to Tue 24 Nov 2026 (20 days). Days recorded 14, “cannot write” 1, without an entry 4, nights recorded 3. Nothing entered today so far. Guardian’s notes 2.",
            "Mood (0–10, higher is better) 2–7, median 5.5 (n = 4 days). Anxiety (0–10, higher is stronger) 3–8, median 3 (n = 3 days). Sleep 4.6–8.0 h, median 6.5 h (n = 3 days). Sleep taken from: total sleep time 3 days.",
            "Symptoms: on 9 of 14 answered days; most often Headache 7 days, Nausea 1 day. Strongest answer “Severe”: Headache 2 days. Same-day answers: 10 Nov Seizure or blackout.",
            "Dose a day now: Hanako 12.5 mg, paroxetine stopped. Planned: Hanako 5 mg from Tue 1 Dec 2026. Changes in the period: Thu 12 Nov 2026 Hanako 25 → 12.5 mg. First entered in the period: Hanako 25 mg from Fri 6 Nov 2026. Medicine as answered: As planned 12 days, Only part 2 days.",
            "TMS: 2 sessions (6 Nov to 20 Nov). Events: Alcohol 3 days.",
        ]
    );
    let lines = copy_lines(Texts::of(Language::Ja), &summary, "S00012");
    assert_eq!(
        lines[1],
        "気分（0–10、高いほど良い）2–7、中央値 5.5（4日）。不安（0–10、高いほど強い）3–8、中央値 3（3日）。睡眠 4.6–8.0時間、中央値 6.5時間（3日）。睡眠時間の出どころ：睡眠の記録から計算した時間 3日。"
    );
    assert_eq!(
        lines[2],
        "症状：答えた 14日のうち 9日にあり、多い順に 頭痛 7日、吐き気 1日。最も強い答え「強い」：頭痛 2日。当日中に見るべき回答：11月10日 けいれんした・気を失った。"
    );
}

#[test]
fn five_lines_of_nothing_say_that_nothing_was_answered() {
    for language in Language::ALL {
        let t = Texts::of(*language);
        let lines = copy_lines(t, &empty_summary(today()), "S1");
        assert!(lines.iter().all(|line| !line.is_empty() && !line.contains('\n')));
        for key in [
            "visit-summary-no-entries",
            "visit-summary-symptoms-unanswered",
            "visit-summary-same-day-unanswered",
            "visit-summary-taken-none",
        ] {
            assert!(lines.concat().contains(&t.get(key)), "{key}");
        }
        assert!(!lines.concat().contains(&t.get("visit-summary-same-day-none")), "nobody was asked");
    }
    let days = DayCounts { recorded: 3, ..DayCounts::default() };
    let content = |none, language| {
        let symptoms = SymptomCounts { answered: 3, none, ..SymptomCounts::default() };
        let summary = VisitSummary { symptoms, days, ..empty_summary(date(2026, 11, 22)) };
        let [_, _, complaints, ..] = copy_lines(Texts::of(language), &summary, "S1");
        complaints.split_inclusive(['。', '.']).next().unwrap_or_default().to_owned()
    };
    assert_eq!(content(3, Language::Ja), "症状：答えた 3日すべてで「なかった」。");
    assert_eq!(
        content(2, Language::Ja),
        "症状：答えた 3日のうち 2日は「なかった」、ほかの日は安全にかかわる答えだけが届いている。"
    );
    assert_eq!(content(0, Language::Ja), "症状：答えた 3日は、どれも安全にかかわる答えだけが届いている。");
    assert_eq!(content(3, Language::En), "Symptoms: “none” on all 3 answered days.");
    assert_eq!(
        content(2, Language::En),
        "Symptoms: “none” on 2 of 3 answered days; for the others, safety answers alone have arrived."
    );
    assert_eq!(
        content(0, Language::En),
        "Symptoms: for all 3 answered days, safety answers alone have arrived."
    );
}
