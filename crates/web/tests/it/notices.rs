//! What patients and guardians are told is what is so, in words that fit them.

use serde_json::json;
use testkit::{Session, TestServer, check_in, get, id};

/// What is said of what others did on the list of who looked, line by line.
async fn looks(world: &TestServer, session: &Session, language: &str) -> Vec<String> {
    let page = world.page_in(session, "/access", language).await;
    let list = page.split("<details class=\"more own-looks\"").next().unwrap().to_owned();
    list.split("<li>").skip(1).map(|line| line.split("</li>").next().unwrap().to_owned()).collect()
}

/// A guardian who looked at their own page saw the doses and what guardians wrote: the child is told that, and no more. A
/// guardian's look is not called care.
///
/// Verifies: PRIV-008
#[tokio::test]
async fn a_guardians_look_is_told_as_what_was_shown() {
    let world = TestServer::demo().await;
    let (guardian, minor) = (world.sign_in("guardian").await, world.sign_in("minor").await);
    world.ask(get("/family").by(&guardian)).await.is(200);
    let told = [
        ("ja", "薬の量と、保護者が書いた記録を見た", "記録と経過", "診療"),
        ("en", "saw the doses of your medicine and what guardians wrote", "timeline", "care"),
    ];
    for (language, shown, never, purpose) in told {
        let looks = looks(&world, &minor, language).await;
        let line = looks.iter().find(|line| line.contains("<strong>guardian</strong>")).unwrap();
        assert!(line.contains(shown), "{line}");
        assert!(!line.contains(never) && !line.contains(purpose), "{line}");
    }
    // Whoever treats saw entries and timeline, for care.
    let clinician = world.sign_in("clinician").await;
    world.ask(get(&format!("/charts/{}", world.child)).by(&clinician)).await.is(200);
    let looks = looks(&world, &minor, "ja").await;
    let line = looks.iter().find(|line| line.contains("<strong>clinician</strong>")).unwrap();
    assert!(line.contains("記録と経過を見た") && line.contains("診療のため、画面から"), "{line}");
}

/// Opening a record is not somebody looking at it, and what the machine does is not done by a person.
#[tokio::test]
async fn what_the_machine_did_is_told_as_that() {
    let world = TestServer::demo().await;
    let minor = world.sign_in("minor").await;
    for (language, created, by) in [
        ("ja", "あなたの記録を作った", "管理用コマンドから"),
        ("en", "created your record", "by a command on the clinic’s computer"),
    ] {
        let looks = looks(&world, &minor, language).await;
        assert!(looks.iter().any(|line| line.contains(created) && line.contains(by)), "{looks:?}");
        assert!(!looks.concat().contains("opened your record"));
    }
}

/// In the child's list a guardian's day is named as one, with who wrote it, and does not read like the child's own.
///
/// Verifies: CONS-012
#[tokio::test]
async fn a_guardians_day_does_not_look_like_the_childs_own() {
    let world = TestServer::demo().await;
    let (guardian, minor) = (world.sign_in("guardian").await, world.sign_in("minor").await);
    world.submit(&guardian, world.child, &[check_in(1, &json!({ "mood": 6 }))]).await.is(200);
    world.submit(&minor, world.child, &[check_in(2, &json!({ "mood": 3 }))]).await.is(200);
    for (language, kind, by, own) in [
        ("ja", "保護者から見た一日", "guardian（保護者）", "一日の記録"),
        ("en", "The day as a guardian saw it", "guardian (", "Check-in"),
    ] {
        let days = world.page_in(&minor, "/days", language).await;
        let kinds: Vec<&str> = days.split("class=\"kind\">").skip(1).collect();
        assert_eq!(kinds.len(), 2);
        assert_eq!(kinds.iter().filter(|content| content.starts_with(own)).count(), 1);
        let theirs = kinds.iter().find(|content| content.starts_with(kind)).unwrap();
        let head = theirs.split("</summary>").next().unwrap();
        assert!(head.contains(by), "{head}");
    }
}

/// Before the note, a guardian reads that the child reads it; an empty form is answered in words of this page.
#[tokio::test]
async fn a_guardian_is_told_who_reads_before_the_note_is_written() {
    let world = TestServer::demo().await;
    let guardian = world.sign_in("guardian").await;
    for (language, child, elsewhere) in [
        ("ja", "お子さん本人も、保存されるとすぐに読めます", "今日は書けない"),
        ("en", "Your child can read it too", "Cannot write today"),
    ] {
        let form = world.page_in(&guardian, "/family", language).await;
        assert!(form.find(child).unwrap() < form.find("id=\"i-note\"").unwrap());
        let empty = world.filled(&guardian, "/family", &[("id", &id(1)), ("date", "2026-11-24")]);
        let refused = world.ask(empty.in_language(&guardian, language)).await.is(422).text();
        assert!(!refused.contains(elsewhere), "a button this page does not have");
        assert!(refused.contains("href=\"#f-check_in\""), "{refused}");
    }
}

/// The danger signs are not of the body alone.
#[tokio::test]
async fn the_danger_signs_are_not_of_the_body_alone() {
    let world = TestServer::demo().await;
    let (guardian, minor) = (world.sign_in("guardian").await, world.sign_in("minor").await);
    for (session, path) in [(&guardian, "/family"), (&minor, "/plan")] {
        let page = world.page_in(session, path, "ja").await;
        let danger = page.split("<section class=\"danger\">").nth(1).unwrap();
        let danger = danger.split("</section>").next().unwrap();
        for words in [
            "死にたい・自分を傷つけたい気持ちがあるとき",
            "ほかの人には見えない・聞こえないものが見える・聞こえる",
            "悪く思われている、ねらわれている気がする",
            "気分が上がりすぎる",
            "じっとしていられない（ひどいとき）",
            "けいれん",
        ] {
            assert!(danger.contains(words), "{path}: {words}");
        }
    }
}

/// A figure that was put away stays so on later visits, until it is wanted again.
#[tokio::test]
async fn a_hidden_figure_stays_hidden() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    world.submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 2 }))]).await.is(200);
    let drawn = async |path: &str, kept: &str| {
        let cookie = format!("{}; {kept}", patient.cookie);
        let answer = world.ask(get(path).by(&patient).with("cookie", &cookie)).await.is(200);
        (answer.text().contains("data-figure"), answer.header("set-cookie").map(str::to_owned))
    };
    assert_eq!(drawn("/days", "lang=ja").await, (true, None));
    let (shown, set) = drawn("/days?figure=hidden", "lang=ja").await;
    let set = set.unwrap();
    assert!(
        !shown && set.starts_with("figure=hidden; Path=/days; SameSite=Lax; HttpOnly; Max-Age="),
        "{set}"
    );
    let kept = set.split(';').next().unwrap();
    assert_eq!(drawn("/days", kept).await, (false, None));
    assert_eq!(drawn("/days?page=1", kept).await, (false, None));
    let (shown, set) = drawn("/days?figure=shown", kept).await;
    assert!(shown && set.unwrap().contains("Max-Age=0"));
}

/// A safety answer that a correction took out is named where it is gone.
#[tokio::test]
async fn what_a_correction_took_out_is_named() {
    let world = TestServer::demo().await;
    let patient = world.sign_in("patient").await;
    let thoughts = json!({ "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }] });
    world
        .submit(&patient, world.chart, &[check_in(1, &json!({ "mood": 2, "symptoms": thoughts }))])
        .await
        .is(200);
    let record = world.record(&patient, world.chart, &id(1)).await;
    let none = json!({ "mood": 2, "symptoms": { "answer": "none" }, "amends": record, "reason": "x" });
    world.submit(&patient, world.chart, &[check_in(2, &none)]).await.is(200);
    for (language, part, removed) in [
        ("ja", "安全にかかわる答え", "直したときに消されました"),
        ("en", "Safety", "Removed in a correction"),
    ] {
        let days = world.page_in(&patient, "/days", language).await;
        let now = days.split("class=\"versions\"").next().unwrap();
        let fact = now.split("<dt>").find(|fact| fact.contains(removed)).unwrap();
        assert!(fact.starts_with(part), "{fact}");
    }
}

/// The demo's first page says where its links are; a clinic's does not speak of them.
#[tokio::test]
async fn the_demo_says_where_its_links_are() {
    let (demo, clinic) = (TestServer::demo().await, TestServer::tls().await);
    let content = demo.ask(get("/sign-in")).await.is(200).text();
    assert!(content.contains("デモを起動したプログラムの画面"));
    let english = demo.ask(get("/sign-in").with("cookie", "lang=en")).await.is(200).text();
    assert!(english.contains("has printed the links"));
    assert!(!clinic.ask(get("/sign-in")).await.is(200).text().contains("ターミナル"));
}
