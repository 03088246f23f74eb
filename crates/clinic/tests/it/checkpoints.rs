//! Where the ledger stood, and what is made of one that stands elsewhere.

use clinic::{ClinicError, Found};
use diary::Role;
use rusqlite::config::DbConfig;

use crate::entries::{entry, mood, safety_answer};
use crate::tampered::{lived_in, restore, snapshot};
use testkit::{TODAY, TestClinic};

const TAMPERED: ClinicError = ClinicError::Vault(vault::Error::Tampered);

async fn found(house: &TestClinic) -> Found {
    house.clinic.checkpoints().compare(None).await.unwrap().found
}

/// Exactly there, further, put back, and put back but for what the checkpoint names.
///
/// Verifies: AUD-014
#[tokio::test]
async fn a_ledger_is_where_its_checkpoint_says_or_further() {
    let house = lived_in().await;
    let yesterday = snapshot(&house.intruder());
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(31, TODAY, safety_answer())]).await;
    let taken = house.clinic.checkpoints().take().await.unwrap();
    assert_eq!(found(&house).await, Found::Same);
    // Where nothing happened, nothing is taken.
    house.clock.advance_s(60);
    assert_eq!(house.clinic.checkpoints().take().await.unwrap(), taken);

    house.submit(&patient, vec![entry(32, TODAY, mood(3))]).await;
    assert_eq!(found(&house).await, Found::Ahead);
    let today = snapshot(&house.intruder());
    restore(&house.intruder(), &yesterday);
    assert_eq!(found(&house).await, Found::Behind);
    assert_eq!(house.bad().await, [("checkpoint", None, None, Some(taken.seq))]);
    assert_eq!(house.clinic.checkpoints().take().await, Err(TAMPERED));
    assert_eq!(house.clinic.checkpoints().make().await, Err(TAMPERED));

    // Everything but the log of events: it leads on from the checkpoint, and away from what stands there.
    let records: Vec<_> = yesterday.into_iter().filter(|(table, _)| !table.starts_with("audit")).collect();
    restore(&house.intruder(), &today);
    restore(&house.intruder(), &records);
    assert_eq!(found(&house).await, Found::Other);
    restore(&house.intruder(), &today);
    assert_eq!(found(&house).await, Found::Ahead);
}

/// A ledger that is put back and has grown past the checkpoint again leads elsewhere.
///
/// Verifies: AUD-014
#[tokio::test]
async fn growing_again_does_not_hide_a_roll_back() {
    let house = lived_in().await;
    let yesterday = snapshot(&house.intruder());
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(31, TODAY, mood(3))]).await;
    house.clinic.checkpoints().take().await.unwrap();
    restore(&house.intruder(), &yesterday);
    let node = house.node();
    for _ in 0..9 {
        node.accounts().sign_in(testkit::account(Role::Patient, 1), clinic::Source::Loopback).await.unwrap();
    }
    assert_eq!(found(&house).await, Found::Other);
}

/// A checkpoint that is gone, altered in any byte, another clinic's or another key's vouches for nothing.
///
/// Verifies: AUD-014
#[tokio::test]
async fn nobody_makes_a_checkpoint_without_the_keys() {
    let house = lived_in().await;
    let compare = async |bytes: &[u8]| house.clinic.checkpoints().compare(Some(bytes)).await.unwrap().found;
    let made = house.clinic.checkpoints().make().await.unwrap();
    assert_eq!(compare(&made.bytes).await, Found::Same);
    for at in 0..made.bytes.len() - 1 {
        let mut bytes = made.bytes.clone();
        bytes[at] ^= 1;
        assert_eq!(compare(&bytes).await, Found::Other, "byte {at}");
    }
    let other = house.another(diary::ClinicId::from_bytes([0xc2; 16]));
    assert_eq!(other.checkpoints().compare(Some(&made.bytes)).await.unwrap().found, Found::Other);
    house.key_thief().execute("DELETE FROM checkpoint", []).unwrap();
    assert_eq!(found(&house).await, Found::Behind);
}

/// No checkpoint vouches for a head, or a newest event, that somebody wrote without the key.
///
/// Verifies: AUD-013, AUD-014
#[tokio::test]
async fn no_checkpoint_is_taken_of_a_forged_head() {
    for text in [
        "UPDATE audit_head SET seq = 1 + seq",
        "UPDATE audit_head SET link = zeroblob(32)",
        "UPDATE audit SET time_ms = 1 + time_ms WHERE seq = (SELECT seq FROM audit_head)",
        "UPDATE audit SET subject = zeroblob(32) WHERE seq = (SELECT seq FROM audit_head)",
        "DELETE FROM audit WHERE seq = (SELECT seq FROM audit_head)",
    ] {
        let house = lived_in().await;
        assert_eq!(house.intruder().execute(text, []).unwrap(), 1, "{text}");
        assert_eq!(house.clinic.checkpoints().make().await, Err(TAMPERED), "{text}");
        assert_eq!(found(&house).await, Found::Other, "{text}");
    }
}

/// A person who accepts an older state is named with their reason in the clinic's log; from there on all counts again.
///
/// Verifies: AUD-014
#[tokio::test]
async fn an_accepted_state_is_written_down() {
    let house = lived_in().await;
    let yesterday = snapshot(&house.intruder());
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(31, TODAY, mood(3))]).await;
    let taken = house.clinic.checkpoints().take().await.unwrap();
    restore(&house.intruder(), &yesterday);
    let accepted = house.clinic.checkpoints().accept("the disk of the old server is lost").await.unwrap();
    assert!(accepted.seq < taken.seq);
    assert_eq!(found(&house).await, Found::Same);
    house.assert_clean().await;
    let line = house.log(house.id.to_bytes(), 16).await.pop().unwrap();
    let said = &line["body"]["says"]["accepted"];
    assert_eq!(said["reason"], "the disk of the old server is lost");
    assert_eq!(said["checkpoint_seq"], taken.seq);
    let (_, about, event) = house.events().await.pop().unwrap();
    assert_eq!((about, &event["action"]), (house.id.to_bytes(), &"accept_state".into()));
}

/// Keys that do not fit together are named.
///
/// Verifies: CRY-018
#[tokio::test]
async fn keys_that_do_not_fit_are_named() {
    let care = "(SELECT key_id FROM wrapped_key WHERE purpose = 257 AND generation = 1 LIMIT 1)";
    for (text, what) in [
        ("UPDATE wrapped_key SET generation = 3 WHERE key_id = CARE", "key-damaged"),
        ("UPDATE wrapped_key SET generation = 3 WHERE key_id = CARE", "key-generations"),
        (
            "UPDATE wrapped_key SET wrapped = CAST(substr(wrapped, 1, 68) || x'00' AS BLOB) WHERE key_id = CARE",
            "key-damaged",
        ),
        ("UPDATE wrapped_key SET seals = 0 WHERE key_id = CARE", "key-counter"),
    ] {
        let house = lived_in().await;
        let thief = house.key_thief();
        assert_eq!(thief.execute(&text.replace("CARE", care), []).unwrap(), 1, "{text}");
        let names: Vec<&str> = house.bad().await.into_iter().map(|bad| bad.0).collect();
        assert!(names.contains(&what), "{text}: {names:?}");
    }
    let house = lived_in().await;
    house.destroy_keys_of(testkit::account(Role::Patient, 2).to_bytes());
    let before = house.bad().await;
    assert!(!before.iter().any(|bad| bad.0.starts_with("key-")), "{before:?}");
    let thief = house.key_thief();
    thief.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
    thief.execute("UPDATE epoch SET number = 0", []).unwrap();
    assert!(house.bad().await.iter().any(|bad| bad.0 == "key-epoch"));
}
