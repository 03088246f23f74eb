//! A guardian writes in a voice of their own and sees nothing else, not even that there is something.

use serde_json::json;
use testkit::{Answer, Ask, Session, TestServer, check_in, entry, get, id, json as post};

/// Two clinics that differ only in what a guardian may not see.
pub async fn with_and_without() -> [TestServer; 2] {
    let worlds = [TestServer::demo().await, TestServer::demo().await];
    for world in &worlds {
        let guardian = world.sign_in("guardian").await;
        world
            .submit(&guardian, world.child, &[check_in(1, &json!({ "mood": 4, "note": "seen at home" }))])
            .await
            .is(200);
        // Today's dose is for whoever gives the medicine; everything beside it is not.
        let clinician = world.sign_in("clinician").await;
        // Written at another time, because the order of two entries of one moment comes from their random ids.
        let written = "2026-11-24T20:50:00+09:00";
        let medicine = json!({ "medicine": "sertraline", "dose_mg": "25", "entered_at": written });
        world.submit(&clinician, world.child, &[entry(300, "medicine", &medicine)]).await.is(200);
    }
    let hidden = &worlds[1];
    let (minor, clinician) = (hidden.sign_in("minor").await, hidden.sign_in("clinician").await);
    let thoughts = json!({ "answer": "listed", "listed": [{ "id": "suicidal_thoughts" }] });
    let evenings: Vec<_> = (0..7)
        .map(|day| check_in(100 + day, &json!({ "date": format!("2026-11-{:02}", 18 + day), "mood": 1, "note": "private", "symptoms": thoughts })))
        .collect();
    hidden.submit(&minor, hidden.child, &evenings).await.is(200);
    let own = check_in(200, &json!({ "mood": 0, "only_me": true, "note": "only me" }));
    // The same id as the guardian's own entry: the two never meet.
    let same_id = check_in(1, &json!({ "mood": 2 }));
    hidden.submit(&minor, hidden.child, &[own, same_id]).await.is(200);
    let facts = [
        entry(301, "staff_note", &json!({ "text": "working note" })),
        // Years of doses before today's, also of a medicine that was stopped, a correction and a mistake among them.
        entry(320, "medicine", &json!({ "medicine": "paroxetine", "dose_mg": "20", "date": "2019-04-01" })),
        entry(321, "dose_change", &json!({ "medicine": "paroxetine", "dose_mg": "0", "date": "2020-02-03" })),
        entry(322, "medicine", &json!({ "medicine": "sertraline", "dose_mg": "100", "date": "2020-02-03" })),
        entry(
            323,
            "dose_change",
            &json!({ "medicine": "sertraline", "dose_mg": "50", "date": "2026-09-07" }),
        ),
        entry(324, "dose_change", &json!({ "medicine": "zolpidem", "dose_mg": "5", "date": "2026-11-23" })),
        entry(302, "review", &json!({ "up_to": "2026-11-24T11:59:00Z", "answer": "to the patient" })),
    ];
    hidden.submit(&clinician, hidden.child, &facts).await.is(200);
    let old = hidden.record(&clinician, hidden.child, &id(323)).await;
    let slip = hidden.record(&clinician, hidden.child, &id(324)).await;
    let corrected = json!({ "medicine": "sertraline", "dose_mg": "75", "date": "2026-09-08", "amends": old, "reason": "a slip" });
    let mistake = json!({ "date": "2026-11-23", "amends": slip, "reason": "a slip" });
    let amended = [entry(325, "dose_change", &corrected), entry(326, "entered_in_error", &mistake)];
    hidden.submit(&clinician, hidden.child, &amended).await.is(200);
    worlds
}

/// What random ids and secrets of each world make different is masked: form tokens, fresh entry ids, record ids.
fn masked(answer: &Answer) -> (u16, Vec<(String, String)>, String) {
    let (code, headers, body) = answer.bytes();
    let body = String::from_utf8(body).unwrap();
    let mut out = body.into_bytes();
    for at in 0..out.len() {
        for length in [36, 64] {
            if out.get(at..at + length).is_some_and(is_random) {
                out[at..at + length].fill(b'#');
            }
        }
    }
    let out = String::from_utf8(out).unwrap();
    let headers =
        headers.into_iter().map(|(name, value)| (name, String::from_utf8(value).unwrap())).collect();
    (code, headers, out)
}

/// A UUID in its usual form, or 32 bytes in hexadecimal digits.
fn is_random(text: &[u8]) -> bool {
    let dash = |at: usize| text.len() == 36 && matches!(at, 8 | 13 | 18 | 23);
    text.iter().enumerate().all(|(at, byte)| if dash(at) { *byte == b'-' } else { byte.is_ascii_hexdigit() })
}

fn requests(world: &TestServer, session: &Session, record: &str) -> Vec<Ask> {
    let chart = format!("/api/v1/charts/{}", world.child);
    let page = format!("/charts/{}", world.child);
    let mut all: Vec<Ask> = [
        "/",
        "/today",
        "/sleep",
        "/days",
        "/days?page=1",
        "/access",
        "/family",
        "/panel",
        "/help",
        "/api/v1/panel",
        &page,
        &format!("{page}/entries"),
        &format!("{page}/add/event"),
        &format!("/days/{record}/amend"),
        &format!("{chart}/entries"),
        &format!("{chart}/timeline"),
        &format!("{chart}/timeline?from=2026-11-18&to=2026-11-24"),
        &format!("{chart}/accesses"),
        &format!("{chart}/timeline?purpose=safety"),
    ]
    .iter()
    .map(|path| get(path).by(session))
    .collect();
    let bodies = [
        check_in(1, &json!({ "mood": 4, "note": "seen at home" })),
        check_in(1, &json!({ "mood": 5 })),
        // Ids that the hidden entries have.
        check_in(100, &json!({ "mood": 5, "entered_at": "2026-11-24T20:56:00+09:00" })),
        check_in(300, &json!({ "mood": 11 })),
        check_in(301, &json!({ "mood": 5, "amends": id(100), "reason": "x" })),
        entry(302, "entered_in_error", &json!({ "amends": id(100), "reason": "x" })),
        check_in(303, &json!({ "mood": 5, "only_me": true })),
    ];
    all.extend(
        bodies
            .iter()
            .map(|body| post(&format!("{chart}/entries"), &json!({ "entries": [body] })).by(session)),
    );
    let mistake = format!("/days/{}/mistake", id(100));
    all.push(world.filled(session, "/family", &[("id", &id(400)), ("mood", "6")]));
    all.push(world.filled(session, "/family", &[("id", &id(401)), ("mood", "66")]));
    all.push(world.filled(session, &mistake, &[("reason", "x")]));
    all.push(get("/family").by(session));
    all
}

/// Every answer a guardian can get is the same, byte for byte, whether there is something hidden or not: no count, no
/// gap, no label, no other length.
///
/// Part of: CONS-011
#[tokio::test]
async fn hidden_entries_leave_no_trace() {
    let [without, with] = with_and_without().await;
    let (one, other) = (without.sign_in("guardian").await, with.sign_in("guardian").await);
    let record = without.record(&one, without.child, &id(1)).await;
    let hidden = with.record(&other, with.child, &id(1)).await;
    let pairs = requests(&without, &one, &record).into_iter().zip(requests(&with, &other, &hidden));
    for (at, (ask_without, ask_with)) in pairs.enumerate() {
        let (plain, secret) = (without.ask(ask_without).await, with.ask(ask_with).await);
        assert_eq!(masked(&plain), masked(&secret), "request {at}");
        for words in [
            "private",
            "only me",
            "working note",
            "to the patient",
            "paroxetine",
            "パロキセチン",
            "2026-09",
            "2020-",
        ] {
            assert!(!secret.text().contains(words), "request {at}: {words}");
        }
    }
    let clinician = with.sign_in("clinician").await;
    let known = with.timeline(&clinician, with.child, "").await["doses"].to_string();
    assert!(known.contains("2026-09-08") && known.contains("paroxetine"), "what is hidden is there");
}

/// A guardian is shown today's dose and the steps known for later, by the page and by both answers of the interface; when a step
/// comes into force, the dose before it is gone.
///
/// Part of: CONS-010
#[tokio::test]
async fn a_guardian_sees_what_holds_and_nothing_older() {
    let [_, world] = with_and_without().await;
    let clinician = world.sign_in("clinician").await;
    let steps = [("2026-12-01", "20"), ("2026-12-15", "12.5")].into_iter().zip(340..);
    let steps: Vec<_> = steps
        .map(|((date, dose), n)| {
            entry(n, "dose_change", &json!({ "medicine": "sertraline", "dose_mg": dose, "date": date }))
        })
        .collect();
    world.submit(&clinician, world.child, &steps).await.is(200);
    let all = [["2026-11-24", "25"], ["2026-12-01", "20"], ["2026-12-15", "12.5"]];
    for (now, gone) in [("2026-11-24T12:01:00Z", 0), ("2026-11-30T15:00:00Z", 1), ("2026-12-20T12:00:00Z", 2)]
    {
        world.clock.set(now);
        let guardian = world.sign_in("guardian").await;
        let doses = world.timeline(&guardian, world.child, "").await["doses"].take();
        let told: Vec<_> = doses[0]["steps"]
            .as_array()
            .unwrap()
            .iter()
            .map(|step| {
                [step["date"].as_str().unwrap().to_owned(), step["dose_mg"].as_str().unwrap().to_owned()]
            })
            .collect();
        assert_eq!(
            (doses.as_array().unwrap().len(), told),
            (1, all[gone..].iter().map(|step| step.map(str::to_owned)).collect())
        );
        let entries = world.entries(&guardian, world.child).await;
        let facts =
            entries.as_array().unwrap().iter().filter(|entry| entry.to_string().contains("sertraline"));
        assert_eq!(facts.count(), all.len() - gone);
        let page = world.ask(get("/family").by(&guardian)).await.is(200).text();
        assert!(page.contains(&format!("{} mg", all[gone][1])), "{now}");
        for [_, dose] in &all[..gone] {
            assert!(!page.contains(&format!("{dose} mg")), "{now} {dose}");
        }
    }
}

/// What a guardian writes is marked as theirs and never becomes the child's own series.
///
/// Verifies: CONS-012
#[tokio::test]
async fn a_guardians_voice_stays_apart() {
    let [_, world] = with_and_without().await;
    let (minor, clinician) = (world.sign_in("minor").await, world.sign_in("clinician").await);
    for session in [&minor, &clinician] {
        let timeline = world.timeline(session, world.child, "?from=2026-11-24&to=2026-11-24").await;
        let day = &timeline["days"][0];
        assert_ne!(day["check_in"]["author_role"], "guardian");
        let others = day["observations"].as_array().unwrap();
        assert!(others.iter().any(|entry| entry["author_role"] == "guardian" && entry["mood"] == 4));
    }
    let page =
        world.ask(get(&format!("/charts/{}/entries", world.child)).by(&clinician)).await.is(200).text();
    assert!(page.contains("家族の記録"));
}

/// Whoever gives the medicine sees today's dose, the next step and when to call at once, and nothing of what the child or
/// the clinic otherwise wrote.
///
/// Part of: CONS-010
#[tokio::test]
async fn a_guardian_sees_the_dose_the_next_step_and_the_danger_signs() {
    let [_, world] = with_and_without().await;
    let (guardian, clinician) = (world.sign_in("guardian").await, world.sign_in("clinician").await);
    let step = json!({ "medicine": "sertraline", "dose_mg": "12.5", "date": "2026-12-01" });
    world.submit(&clinician, world.child, &[entry(310, "dose_change", &step)]).await.is(200);
    let page = world.ask(get("/family").by(&guardian)).await.is(200).text();
    for words in ["セルトラリン", "25 mg", "2026年12月1日（火）から 12.5 mg", "tel:119", "けいれん"]
    {
        assert!(page.contains(words), "{words}");
    }
    let notes = page.split("id=\"notes\"").nth(1).unwrap();
    assert!(!notes.contains("mg") && notes.contains("seen at home"), "the notes are the guardians' own");
    let privacy = world.ask(get("/privacy").by(&guardian)).await.is(200).text();
    assert!(privacy.contains("保護者のプライバシー") && privacy.contains("薬の量と次の段階"));
    assert!(!privacy.contains("わたしのプライバシー"));
    let minor = world.sign_in("minor").await;
    let privacy = world.ask(get("/privacy").by(&minor)).await.is(200).text();
    assert!(privacy.contains("保護者が自分で書いた記録と、クリニックが登録した薬の量と次の段階"));
}

/// Why staff corrected something is for the staff and the patient.
///
/// Part of: CONS-011
#[tokio::test]
async fn a_guardian_does_not_read_the_reasons_of_staff() {
    let [world, _] = with_and_without().await;
    let (guardian, clinician) = (world.sign_in("guardian").await, world.sign_in("clinician").await);
    let own = json!({ "mood": 5, "amends": world.record(&guardian, world.child, &id(1)).await, "reason": "own slip" });
    world.submit(&guardian, world.child, &[check_in(2, &own)]).await.is(200);
    let dose = world.record(&clinician, world.child, &id(300)).await;
    let changed = json!({ "medicine": "sertraline", "dose_mg": "20", "amends": dose, "reason": "mother misread the label" });
    world.submit(&clinician, world.child, &[entry(311, "medicine", &changed)]).await.is(200);
    let mistaken = world.record(&guardian, world.child, &id(1)).await;
    let path = format!("/charts/{}/entries/{mistaken}/mistake", world.child);
    world.send(&clinician, &path, &[("reason", "written about the brother")]).await.is(303);
    let page = world.ask(get("/family").by(&guardian)).await.is(200).text();
    let entries = world.entries(&guardian, world.child).await.to_string();
    for content in [&page, &entries] {
        assert!(content.contains("own slip"), "one's own reason");
        assert!(!content.contains("mother misread") && !content.contains("about the brother"), "{content}");
    }
    let read = world.entries(&clinician, world.child).await.to_string();
    assert!(read.contains("mother misread the label") && read.contains("written about the brother"));
}

/// A guardian is told that the note was stored, about which day, when, and who reads it; a second press finds it done.
#[tokio::test]
async fn a_guardian_is_told_what_was_stored() {
    let [_, world] = with_and_without().await;
    let guardian = world.sign_in("guardian").await;
    let words = [
        (
            "ja",
            [
                "保存しました",
                "11月23日（月）の様子を保存しました。21:00に",
                "お子さん本人も、保存されるとすぐに読めます",
            ],
        ),
        (
            "en",
            [
                "Saved",
                "on Mon 23 Nov is saved. It was delivered to the clinic at 21:00",
                "Your child can read it too",
            ],
        ),
    ];
    for ((language, words), n) in words.into_iter().zip(500..) {
        let typed = [("id", &*id(n)), ("mood", "6"), ("date", "2026-11-23")];
        let form = world.filled(&guardian, "/family", &typed).in_language(&guardian, language);
        let done = world.ask(form.clone()).await.is(200).text();
        for words in words {
            assert!(done.contains(words), "{words}: {done}");
        }
        assert!(done.contains("href=\"/family?page=0#notes\"") && !done.contains("href=\"/days\""));
        let again = world.ask(form).await.is(200).text();
        assert!(again.contains(if language == "ja" {
            "二重にはなっていません"
        } else {
            "not there twice"
        }));
    }
}
