//! Sessions: hashed tokens, time-outs by role, and no way back after signing out.

use clinic::{ClinicError, Source, Token};
use diary::Role;

use crate::entries::{entry, mood};
use testkit::{TODAY, TestClinic, account, chart, cx};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;

/// Minutes without a request and hours since sign-in after which a session has ended, for every role.
///
/// Verifies: AUTH-016
#[tokio::test]
async fn sessions_time_out_by_role() {
    let limits = |role| match role {
        Role::Patient | Role::Guardian | Role::Supporter => (60, 24),
        _ => (15, 12),
    };
    let house = TestClinic::new().await;
    for role in Role::ALL {
        let (idle_min, absolute_h) = limits(*role);
        let who = account(*role, 1);
        let (token, _) = house.clinic.accounts().sign_in(who, Source::Loopback).await.unwrap();
        ends_in(&house, &token, idle_min * MINUTE).await;

        let (token, _) = house.clinic.accounts().sign_in(who, Source::Loopback).await.unwrap();
        let mut age_s = 0;
        let step_s = (idle_min - 1) * MINUTE;
        while age_s + step_s < absolute_h * HOUR {
            house.clock.advance_s(step_s);
            age_s += step_s;
            let viewer = house.clinic.accounts().session(token.reveal()).await.unwrap();
            // Any request keeps the session alive, also one that is denied.
            let _ = house.clinic.charts().read(&cx(&viewer), chart(9)).await;
        }
        ends_in(&house, &token, absolute_h * HOUR - age_s).await;
    }
}

/// The session is in force until so many seconds have gone by, and then it is over.
async fn ends_in(house: &TestClinic, token: &Token, seconds: i64) {
    house.clock.advance_s(seconds - 1);
    assert!(house.clinic.accounts().session(token.reveal()).await.is_ok(), "{seconds}");
    house.clock.advance_s(1);
    assert_eq!(
        house.clinic.accounts().session(token.reveal()).await.err(),
        Some(ClinicError::SignIn),
        "{seconds}"
    );
}

/// A clock that was ahead is set right: sessions that began or were last seen in what is now the future are over, and
/// do not wait for the clock to get there. A small step back ends nothing, and the session times out from then on.
///
/// Verifies: AUTH-016
#[tokio::test]
async fn clock_set_back_ends_sessions() {
    for role in [Role::Patient, Role::Clinician] {
        let house = TestClinic::new().await;
        let who = account(role, 1);
        house.clock.advance_s(240 * HOUR);
        let (token, _) = house.clinic.accounts().sign_in(who, Source::Loopback).await.unwrap();
        assert!(house.clinic.accounts().session(token.reveal()).await.is_ok());
        house.clock.advance_s(-240 * HOUR);
        assert_eq!(
            house.clinic.accounts().session(token.reveal()).await.err(),
            Some(ClinicError::SignIn),
            "{role:?}"
        );

        let (token, _) = house.clinic.accounts().sign_in(who, Source::Loopback).await.unwrap();
        house.clock.advance_s(-10 * MINUTE);
        let viewer = house.clinic.accounts().session(token.reveal()).await.unwrap();
        // Seen now, by the clock that is right.
        let _ = house.clinic.charts().read(&cx(&viewer), chart(9)).await;
        let idle_s = if role == Role::Patient { 60 * MINUTE } else { 15 * MINUTE };
        ends_in(&house, &token, idle_s).await;
    }
}

/// A request that began before its session ended does not bring it back.
///
/// Verifies: AUTH-016
#[tokio::test]
async fn ended_session_is_not_revived() {
    let house = TestClinic::new().await;
    let (token, _) =
        house.clinic.accounts().sign_in(account(Role::Patient, 1), Source::Loopback).await.unwrap();
    let late = house.clinic.accounts().session(token.reveal()).await.unwrap();
    house.clinic.accounts().sign_out(&late, Source::Loopback).await.unwrap();
    house.clock.advance_s(2 * MINUTE);
    house.submit(&late, vec![entry(1, TODAY, mood(4))]).await;
    house.chart(&late).await;
    assert!(house.clinic.charts().read(&cx(&late), chart(2)).await.is_err());
    assert_eq!(house.clinic.accounts().session(token.reveal()).await.err(), Some(ClinicError::SignIn));
}

/// Tokens are 256 random bits; neither they nor their bytes are stored, and no two are alike. What is stored is no token.
///
/// Verifies: AUTH-015
#[tokio::test]
async fn tokens_are_stored_as_hashes_alone() {
    let house = TestClinic::new().await;
    let mut tokens = Vec::new();
    for _ in 0..20 {
        let (token, viewer) =
            house.clinic.accounts().sign_in(account(Role::Patient, 1), Source::Loopback).await.unwrap();
        house.clock.advance_s(2 * MINUTE);
        house.clinic.charts().read(&cx(&viewer), chart(1)).await.unwrap();
        assert_eq!(format!("{token:?}"), "Token(…)");
        tokens.push(token.reveal().to_owned());
    }
    let rows: Vec<Vec<u8>> = {
        let db = house.intruder();
        let mut keys = db.prepare("SELECT key FROM row WHERE length(key) = 32 AND space = 3").unwrap();
        keys.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(rows.len(), 20);
    for (at, token) in tokens.iter().enumerate() {
        assert!(token.len() == 64 && !tokens[..at].contains(token));
        let bytes: Vec<u8> = token.as_bytes().chunks(2).map(digits).collect();
        assert_eq!(crate::sealed::found(&house, &[token.as_bytes().to_vec(), bytes]), 0);
    }
    for row in rows {
        let hex: String = row.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(house.clinic.accounts().session(&hex).await.err(), Some(ClinicError::SignIn));
    }
    assert_eq!(house.clinic.accounts().session("").await.err(), Some(ClinicError::SignIn));
}

fn digits(pair: &[u8]) -> u8 {
    u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()
}

/// A form's value belongs to one session and one route.
#[tokio::test]
async fn form_values_are_bound() {
    let house = TestClinic::new().await;
    let (one, other) = (house.sign_in(Role::Patient).await, house.sign_in(Role::Patient).await);
    let value = house.clinic.accounts().form_token(&one, "/a").unwrap();
    assert!(house.clinic.accounts().form_token_fits(&one, "/a", &value));
    assert!(!house.clinic.accounts().form_token_fits(&one, "/b", &value));
    assert!(!house.clinic.accounts().form_token_fits(&other, "/a", &value));
    assert!(!house.clinic.accounts().form_token_fits(&one, "/a", ""));
}

/// Sessions that have timed out are removed when another begins, whoever's they are; what is in force stays.
#[tokio::test]
async fn spent_sessions_are_removed() {
    let house = TestClinic::new().await;
    let begin =
        async |role| house.clinic.accounts().sign_in(account(role, 1), Source::Loopback).await.unwrap().0;
    let rows = || {
        let count = "SELECT count(*) FROM row WHERE space = 3";
        house.intruder().query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };
    for role in [Role::Patient, Role::Guardian, Role::Clinician, Role::CareStaff] {
        begin(role).await;
    }
    house.clock.advance_s(59 * MINUTE);
    let staff = begin(Role::Clinician).await;
    // Their own ended after 15 minutes; whether the other's did, only their role tells: it goes after the longest.
    assert_eq!(rows(), 4);
    house.clock.advance_s(MINUTE);
    let patient = begin(Role::Patient).await;
    assert_eq!(rows(), 2);
    assert!(house.clinic.accounts().session(staff.reveal()).await.is_ok());
    assert!(house.clinic.accounts().session(patient.reveal()).await.is_ok());
    house.assert_clean().await;
}

/// An account has twenty sessions at most: one more ends its oldest, and nobody else's.
#[tokio::test]
async fn the_oldest_session_ends() {
    let house = TestClinic::new().await;
    // The clock stands: which is the oldest does not hang on it.
    let begin =
        async |role| house.clinic.accounts().sign_in(account(role, 1), Source::Loopback).await.unwrap().0;
    let in_force =
        async |token: &clinic::Token| house.clinic.accounts().session(token.reveal()).await.is_ok();
    let other = begin(Role::Guardian).await;
    let mut tokens = Vec::new();
    for _ in 0..20 {
        tokens.push(begin(Role::Patient).await);
    }
    for token in &tokens {
        assert!(in_force(token).await);
    }
    for ended in 0..3 {
        tokens.push(begin(Role::Patient).await);
        for (at, token) in tokens.iter().enumerate() {
            assert_eq!(in_force(token).await, at > ended, "{at}");
        }
    }
    assert!(in_force(&other).await);
    house.assert_clean().await;
}
