//! What the pages about plan, privacy, role and chart say, and what no page may say.

use std::path::Path;

use diary::{Dosing, Language, Role};
use jiff::civil::date;
use locale::Texts;

use super::more::{lane, mg};
use super::samples::{all, next, today};
use crate::pages::parts::medicines::Taken;

fn one(language: Language, page: &str) -> String {
    let wanted = format!("{}-{page}", language.as_str());
    all(language, "Hanako").into_iter().find(|(name, _)| *name == wanted).expect("a page").1
}

fn both(page: &str) -> Vec<(Texts, String)> {
    Language::ALL.iter().map(|language| (Texts::of(*language), one(*language, page))).collect()
}

#[test]
fn a_plan_knows_todays_dose_since_when_and_the_next_step() {
    let t = Texts::of(Language::En);
    let steps = [
        (date(2026, 3, 1), "25"),
        (date(2026, 9, 14), "12.5"),
        (date(2026, 10, 1), "12.5"),
        (date(2026, 11, 24), "12.5"),
        (date(2026, 11, 25), "12.5"),
        (date(2026, 12, 1), "6.25"),
    ];
    let taken = Taken::of(t, &lane("sertraline", &steps), today());
    let now = taken.now.expect("a dose today");
    assert_eq!(
        (now.dosing, now.date),
        (Dosing::Daily(mg("12.5")), date(2026, 9, 14)),
        "a repeated dose is one dose"
    );
    let next = taken.next.expect("a step ahead");
    assert_eq!(
        (next.dosing, next.date),
        (Dosing::Daily(mg("6.25")), date(2026, 12, 1)),
        "a repeated dose is no step"
    );
}

#[test]
fn a_step_counts_from_its_own_day_and_nothing_is_made_up() {
    let t = Texts::of(Language::En);
    let on_the_day =
        Taken::of(t, &lane("sertraline", &[(date(2026, 3, 1), "25"), (today(), "12.5")]), today());
    assert_eq!(on_the_day.now.map(|now| now.dosing), Some(Dosing::Daily(mg("12.5"))));
    assert_eq!(on_the_day.next, None);
    let ahead = Taken::of(t, &lane("sertraline", &[(date(2026, 12, 1), "25")]), today());
    assert_eq!((ahead.now, ahead.next.map(|next| next.dosing)), (None, Some(Dosing::Daily(mg("25")))));
    let over =
        Taken::of(t, &lane("sertraline", &[(date(2026, 3, 1), "25"), (date(2026, 4, 1), "0")]), today());
    assert!(over.is_over() && over.now.is_some_and(|now| now.dosing.is_stop()));
}

#[test]
fn the_plan_page_says_stopped_and_says_when_nothing_is_entered() {
    for (t, html) in both("plan") {
        for words in [
            "12.5 mg",
            "6.25 mg",
            &t.get("medicines-stopped"),
            &t.get("medicines-not-started"),
            &t.get("contacts-119-when"),
        ] {
            assert!(html.contains(words), "{words}");
        }
        assert!(!html.contains(">0 mg"), "a stopped medicine has no dose");
        assert!(html.contains(&t.get("plan-change")), "nothing here changes a dose");
    }
    for (t, html) in both("plan-empty") {
        assert!(html.contains(&t.get("plan-empty")) && html.contains(&t.get("plan-tms-none")));
    }
}

#[test]
fn the_patients_menu_has_five_items_and_marks_the_page() {
    for (page, key) in [
        ("checkin", "menu-today"),
        ("plan", "menu-plan"),
        ("privacy", "menu-privacy"),
        ("access", "menu-privacy"),
    ] {
        for (t, html) in both(page) {
            let menu = html
                .split("<nav class=\"menu\"")
                .nth(1)
                .and_then(|rest| rest.split("</nav>").next())
                .expect("menu");
            assert_eq!(menu.matches("<a ").count(), 5, "{page}");
            assert!(menu.contains(&format!("aria-current=\"page\">{}</a>", t.get(key))), "{page}");
        }
    }
}

#[test]
fn privacy_names_every_role_and_is_the_same_for_strangers() {
    let keys = [
        "privacy-you-reads",
        "privacy-team-reads",
        "privacy-guardian-reads",
        "privacy-nobody-reads",
        "privacy-operator-reads",
    ];
    for page in ["privacy", "privacy-stranger"] {
        for (t, html) in both(page) {
            for key in keys.iter().chain(&["privacy-download", "privacy-erase", "privacy-not-yet-words"]) {
                assert!(html.contains(&t.get(key)), "{page}: {key}");
            }
            let own = page == "privacy";
            assert_eq!(html.contains("href=\"/access\""), own);
            assert_eq!(html.contains("action=\"/sign-out\""), own);
        }
    }
    // A guardian reads what a guardian reads, and nothing is said to them as if they were the patient.
    for (t, html) in both("privacy-guardian") {
        for key in ["privacy-you-guardian-reads", "privacy-child-reads", "privacy-guardian-looked"] {
            assert!(html.contains(&t.get(key)), "{key}");
        }
        for key in ["privacy-you-reads", "privacy-title", "privacy-correct", "privacy-not-yet-words"] {
            assert!(!html.contains(&t.get(key)), "{key}");
        }
        assert!(!html.contains("href=\"/access\"") && html.contains("action=\"/sign-out\""));
    }
    // Both pages say that a guardian sees the doses, as the guardian's page does.
    for (page, words) in [("privacy", ["薬の量", "doses"]), ("privacy-guardian", ["薬の量", "doses"])] {
        for ((_, html), words) in both(page).into_iter().zip(words) {
            assert!(html.contains(words), "{page}");
        }
    }
    // What the page says of roles that read nothing is what the rules say.
    for role in [Role::Supporter, Role::Reception, Role::PrivacyOfficer, Role::Administrator] {
        assert!(policy::RULES.iter().all(|rule| rule.role != role), "{} reads something", role.as_str());
    }
    let strands =
        |role: Role| policy::RULES.iter().filter(move |rule| rule.role == role).flat_map(|rule| rule.strands);
    assert!(
        strands(Role::Guardian).all(|strand| *strand == diary::Strand::Family),
        "guardians read more than the page says"
    );
    for role in [Role::Clinician, Role::CareStaff] {
        assert!(strands(role).all(|strand| *strand != diary::Strand::Own), "only me is not only me");
    }
}

#[test]
fn a_role_without_work_is_told_so_and_can_leave() {
    for (t, html) in both("role") {
        assert!(html.contains(&t.get("no-role-reads")) && html.contains("action=\"/sign-out\""));
        assert!(!html.contains("<nav class=\"menu\""));
    }
}

/// The part of SAFE-002 that is about the first pages of patients and guardians.
#[test]
fn first_pages_say_that_this_is_no_emergency_service_before_they_ask_anything() {
    for page in ["checkin", "checkin-midnight", "family"] {
        for (t, html) in both(page) {
            let reading = if page == "family" {
                t.get("next-reading-unknown")
            } else {
                t.one("next-reading", "when", t.moment(&next()))
            };
            let content = format!("{} {reading}", t.get("not-emergency"));
            let (content, asked) = (
                html.find(&content).expect("says so"),
                html.find("<form method=\"post\" action=\"/today\"")
                    .or_else(|| html.find("<form method=\"post\" action=\"/family\"")),
            );
            assert!(content < asked.expect("a form"), "{page}");
        }
    }
}

#[test]
fn a_form_can_say_what_happened_when_sending_failed() {
    for page in ["checkin", "sleep", "family", "safety-waiting"] {
        for (t, html) in both(page) {
            let kept = html.matches("data-keep").count();
            assert!(kept > 0 && html.matches("class=\"notice keep\"").count() == kept, "{page}");
            assert!(html.contains(&t.get("keep-still-here")) && html.contains("/form.js"), "{page}");
        }
    }
}

#[test]
fn a_waiting_safety_answer_is_called_unsaved_before_the_numbers() {
    for (t, html) in both("safety-waiting") {
        let unsaved = html.find(&t.get("check-in-safety-not-saved")).expect("says that nothing is saved");
        assert!(unsaved < html.find("tel:119").expect("numbers"));
        assert!(html.contains("href=\"#choice\"") && html.contains("id=\"choice\""));
    }
    for (t, html) in both("safety") {
        assert!(!html.contains(&t.get("check-in-safety-not-saved")));
    }
}

/// Verifies: GOV-006
#[test]
fn no_text_promises_to_watch_diagnose_or_predict() {
    let banned = [
        (
            "ja",
            &[
                "見守",
                "監視",
                "モニタリング",
                "モニター",
                "兆候",
                "予兆",
                "異常を検知",
                "リスク",
                "危険度",
                "重症度",
                "あなたは再発",
                "自動で判定",
                "最適な",
            ][..],
        ),
        (
            "en",
            &[
                "monitor",
                "watch over",
                "risk score",
                "risk of",
                "warning sign",
                "detects",
                "we alert",
                "predicts",
                "diagnoses",
                "relapse",
                "withdrawal",
            ][..],
        ),
    ];
    for (language, phrases) in banned {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../locale/locales").join(language);
        for file in std::fs::read_dir(folder).expect("locales") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("text").to_lowercase();
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                for phrase in phrases {
                    assert!(!line.contains(phrase), "{}: {line}", path.display());
                }
            }
        }
    }
    // The two verbs it does use are in sentences that say no.
    for language in Language::ALL {
        let content = Texts::of(*language).get("privacy-what-not");
        let no = if *language == Language::Ja { "しません" } else { "does not" };
        assert!(content.contains(no), "{content}");
    }
}
