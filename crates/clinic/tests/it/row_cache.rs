//! Rows that are kept in memory never answer for what the store says now: whatever another node changes is seen by the very
//! next request, reading or writing.

use clinic::{Clinic, ClinicError, DirectoryChange, Source, Token, Viewer};
use diary::{AccountId, Role};
use ledger::LedgerError;
use policy::{Action, Relation};
use serde_json::{Value, json};
use vault::{ClinicId, KeyId, KeyPurpose, SealedRow, Subject};

use crate::entries::{entry, event, safety_answer};
use testkit::{TODAY, TestClinic, account, chart, cx, submit_to};

/// The spaces of accounts and of people.
const ACCOUNTS: u8 = 1;
const PEOPLE: u8 = 4;

/// A person whose session, account, relation and chart the first node has just used, reading and writing.
async fn warm(house: &TestClinic, role: Role) -> Token {
    let (token, _) = house.clinic.accounts().sign_in(account(role, 1), Source::Loopback).await.unwrap();
    for number in 900..903 {
        let viewer = house.clinic.accounts().session(token.reveal()).await.unwrap();
        house.clinic.charts().read(&cx(&viewer), chart(1)).await.unwrap();
        submit_to(&house.clinic, &viewer, 1, vec![entry(number, TODAY, event())]).await.unwrap();
    }
    house.clinic.accounts().session(token.reveal()).await.unwrap();
    token
}

/// What a request of this session comes to: reading, then writing.
async fn both(clinic: &Clinic, token: &Token) -> [Option<ClinicError>; 2] {
    [read(clinic, token).await.err(), write(clinic, token, 1).await.err()]
}

async fn read(clinic: &Clinic, token: &Token) -> Result<clinic::ChartView, ClinicError> {
    let viewer = clinic.accounts().session(token.reveal()).await?;
    clinic.charts().read(&cx(&viewer), chart(1)).await
}

async fn write(clinic: &Clinic, token: &Token, number: u16) -> Result<(), ClinicError> {
    let viewer = clinic.accounts().session(token.reveal()).await?;
    submit_to(clinic, &viewer, 1, vec![entry(number, TODAY, event())]).await.map(drop)
}

/// The sealed content of a row, changed as another node would.
fn rewrite(house: &TestClinic, space: u8, owner: [u8; 16], change: impl FnOnce(&mut Value)) {
    let clinic = ClinicId(house.id.to_bytes());
    let subject = Subject { clinic, owner, purpose: KeyPurpose::Identity };
    let db = house.intruder();
    let found = "SELECT version, value FROM row WHERE space = $1 AND key = $2";
    let (version, value): (i64, Vec<u8>) =
        db.query_row(found, (space, owner), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let bound = |version: i64| [&[space][..], &version.to_be_bytes(), &owner].concat();
    let sealed = SealedRow { key: KeyId::from_slice(&value[..16]).unwrap(), bytes: value[16..].to_vec() };
    let plain = house.vault.open_row(&subject, &bound(version), &sealed).unwrap();
    let mut payload: Value = serde_json::from_slice(&plain).unwrap();
    change(&mut payload["body"]);
    let plain = serde_json::to_vec(&payload).unwrap();
    let sealed = house.vault.seal_row(&subject, &bound(version + 1), 0, &plain).unwrap();
    let value = [sealed.key.as_bytes().as_slice(), &sealed.bytes].concat();
    let put = "UPDATE row SET version = $1, value = $2 WHERE space = $3 AND key = $4";
    assert_eq!(db.execute(put, (version + 1, value, space, owner)).unwrap(), 1);
}

/// A session that ends on another node has ended here: for reading, writing, and what stores nothing.
///
/// Part of: AUTH-016
#[tokio::test]
async fn a_session_ended_elsewhere_has_ended() {
    let house = TestClinic::new().await;
    let node = house.node();
    for role in [Role::Patient, Role::Clinician] {
        for what in 0..6 {
            let token = warm(&house, role).await;
            let elsewhere = node.accounts().session(token.reveal()).await.unwrap();
            node.accounts().sign_out(&elsewhere, Source::Loopback).await.unwrap();
            let records = house.count("record");
            let clinic = &house.clinic;
            let ended = match clinic.accounts().session(token.reveal()).await {
                Err(problem) => Some(problem),
                Ok(viewer) => match what {
                    0 => clinic.charts().read(&cx(&viewer), chart(1)).await.err(),
                    1 => submit_to(clinic, &viewer, 1, vec![entry(1, TODAY, event())]).await.err(),
                    2 => clinic.panel().page(&cx(&viewer), 9, None).await.err(),
                    3 => clinic.accounts().chart_for(&cx(&viewer), policy::Action::ReadChart).await.err(),
                    4 => testkit::accesses(clinic, &cx(&viewer), chart(2), None, 9).await.err(),
                    _ => clinic.accounts().keep_alive(&viewer, Source::Loopback).await.err(),
                },
            };
            assert_eq!(ended, Some(ClinicError::SignIn), "{role:?} {what}");
            assert_eq!(both(clinic, &token).await, [Some(ClinicError::SignIn), Some(ClinicError::SignIn)]);
            assert_eq!(house.count("record"), records);
            // Signing out again is no error.
            clinic.accounts().sign_out(&elsewhere, Source::Loopback).await.unwrap();
        }
    }
    house.assert_clean().await;
}

/// A session that another node kept alive is in force here, and one that was kept alive nowhere is not.
#[tokio::test]
async fn a_session_kept_alive_elsewhere_goes_on() {
    let house = TestClinic::new().await;
    let (node, token) = (house.node(), warm(&house, Role::Clinician).await);
    for _ in 0..5 {
        house.clock.advance_s(4 * 60);
        read(&node, &token).await.unwrap();
        house.clock.advance_s(4 * 60);
        write(&node, &token, 1).await.unwrap();
        assert_eq!(both(&house.clinic, &token).await, [None, None]);
    }
    house.clock.advance_s(15 * 60);
    assert_eq!(both(&house.clinic, &token).await, [Some(ClinicError::SignIn), Some(ClinicError::SignIn)]);
}

/// A relation that another node ends, changes or begins.
#[tokio::test]
async fn a_relation_changed_elsewhere_is_changed() {
    let house = TestClinic::new().await;
    let (node, token) = (house.node(), warm(&house, Role::Clinician).await);
    let relate = async |relation| {
        let who = account(Role::Clinician, 1);
        node.accounts().change_directory(&[DirectoryChange::Relate(who, chart(1), relation)]).await.unwrap();
    };
    for _ in 0..2 {
        for first_reads in [true, false] {
            relate(Relation::None).await;
            let records = house.count("record");
            let gone = if first_reads {
                read(&house.clinic, &token).await.err()
            } else {
                write(&house.clinic, &token, 2).await.err()
            };
            assert_eq!(gone, Some(ClinicError::NotFound));
            let (_, _, event) = house.events().await.pop().unwrap();
            assert_eq!(event["outcome"], "denied");
            assert_eq!(house.count("record"), records);
            relate(Relation::CareTeam).await;
            assert_eq!(both(&house.clinic, &token).await, [None, None]);
        }
    }
    house.assert_clean().await;
}

/// An account whose role another node changes: whoever asked is not served as the old, and then as the new.
#[tokio::test]
async fn an_account_changed_elsewhere_is_changed() {
    for first_reads in [true, false] {
        let house = TestClinic::new().await;
        let token = warm(&house, Role::Patient).await;
        let records = house.count("record");
        rewrite(&house, ACCOUNTS, account(Role::Patient, 1).to_bytes(), |account| {
            account["role"] = json!("reception");
        });
        let [read_first, write_first] = [ClinicError::Ledger(LedgerError::Busy), ClinicError::NotFound];
        if first_reads {
            assert_eq!(both(&house.clinic, &token).await, [Some(read_first), Some(write_first)]);
        } else {
            assert_eq!(write(&house.clinic, &token, 1).await.err(), Some(read_first));
            assert_eq!(both(&house.clinic, &token).await, [Some(write_first.clone()), Some(write_first)]);
        }
        assert_eq!(house.count("record"), records);
    }
}

/// An account that is gone, or whose key is, lets nobody in.
#[tokio::test]
async fn an_account_that_is_gone_is_gone() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (warm(&house, Role::Patient).await, warm(&house, Role::Clinician).await);
    let who = account(Role::Patient, 1).to_bytes();
    let gone = house.intruder().execute("DELETE FROM row WHERE space = 1 AND key = $1", [who]).unwrap();
    assert_eq!(gone, 1);
    assert_eq!(both(&house.clinic, &patient).await, [Some(ClinicError::SignIn), Some(ClinicError::SignIn)]);
    house.destroy_keys_of(account(Role::Clinician, 1).to_bytes());
    let destroyed = Some(ClinicError::Vault(vault::Error::KeyGone));
    assert_eq!(both(&house.clinic, &clinician).await, [destroyed.clone(), destroyed]);
}

/// Names that another node changes, of the person and of who wrote: the next look shows the new ones.
#[tokio::test]
async fn names_changed_elsewhere_are_changed() {
    let house = TestClinic::new().await;
    let (patient, clinician) = (warm(&house, Role::Patient).await, warm(&house, Role::Clinician).await);
    let author: AccountId = account(Role::Clinician, 1);
    let seen = async || {
        let view = read(&house.clinic, &patient).await.unwrap();
        (view.person.name, view.authors.get(&author).cloned())
    };
    assert_eq!(seen().await, ("person 1".to_owned(), Some("clinician 1".to_owned())));
    for number in 0..3 {
        let name = format!("new {number}");
        rewrite(&house, PEOPLE, chart(1).to_bytes(), |person| person["name"] = json!(name));
        assert_eq!(seen().await.0, name);
        assert_eq!(read(&house.clinic, &clinician).await.unwrap().person.name, name);
        rewrite(&house, ACCOUNTS, author.to_bytes(), |account| account["name"] = json!(name));
        assert_eq!(seen().await, (name.clone(), Some(name)));
    }
    house.destroy_keys_of(chart(1).to_bytes());
    assert_eq!(read(&house.clinic, &patient).await.err(), Some(ClinicError::Vault(vault::Error::KeyGone)));
}

/// An access that memory gave is asked about again where nothing was stored through it.
#[tokio::test]
async fn an_entrance_can_be_confirmed() {
    let house = TestClinic::new().await;
    let (node, token) = (house.node(), warm(&house, Role::Patient).await);
    let door = async || -> (Viewer, clinic::ChartAccess) {
        let viewer = house.clinic.accounts().session(token.reveal()).await.unwrap();
        let access =
            house.clinic.accounts().authorize(&cx(&viewer), chart(1), Action::ReadChart).await.unwrap();
        (viewer, access)
    };
    let (viewer, access) = door().await;
    assert_eq!(house.clinic.accounts().confirm(&cx(&viewer), access).await, Ok(()));
    let (viewer, access) = door().await;
    let ended = DirectoryChange::Relate(account(Role::Patient, 1), chart(1), Relation::None);
    node.accounts().change_directory(&[ended]).await.unwrap();
    assert_eq!(house.clinic.accounts().confirm(&cx(&viewer), access).await, Err(ClinicError::NotFound));
}

/// What is refused for its content is refused by the store's word, too: a person whose relation has ended hears nothing of it.
#[tokio::test]
async fn a_refusal_does_not_come_from_memory() {
    let house = TestClinic::new().await;
    let (node, token) = (house.node(), warm(&house, Role::Patient).await);
    let ended = DirectoryChange::Relate(account(Role::Patient, 1), chart(1), Relation::None);
    node.accounts().change_directory(&[ended]).await.unwrap();
    let viewer = house.clinic.accounts().session(token.reveal()).await.unwrap();
    let mut too_old = entry(1, "2026-11-01", safety_answer());
    too_old.entered_at = house.clinic.now();
    assert_eq!(submit_to(&house.clinic, &viewer, 1, vec![too_old]).await, Err(ClinicError::NotFound));
}
