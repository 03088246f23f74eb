//! What lies on the disk.

use std::collections::{HashMap, HashSet};

use clinic::{Account, DirectoryChange, Enrolment, Person, Source};
use diary::{Author, Language, Medicine, NewEntry, Role, Sharing, Submission, TmsSession};
use policy::Relation;

use crate::entries::{amending, dose, entry, id, mood, noted, only_me, review, text};
use testkit::{TODAY, TestClinic, account, at, chart, cx, submit_to};

/// How many of these byte strings are somewhere in the files of ledger and keys.
pub fn found(house: &TestClinic, markers: &[Vec<u8>]) -> usize {
    let files: Vec<Vec<u8>> = house.files().iter().map(|path| std::fs::read(path).unwrap()).collect();
    // A marker's first two bytes say where to look, its first four what to compare.
    let mut near = vec![false; 1 << 16];
    let mut wanted: HashMap<[u8; 4], Vec<&[u8]>> = HashMap::new();
    for marker in markers {
        near[usize::from(u16::from_be_bytes([marker[0], marker[1]]))] = true;
        wanted.entry(*marker.first_chunk().unwrap()).or_default().push(marker);
    }
    let mut seen: HashSet<&[u8]> = HashSet::new();
    for file in &files {
        for (at, window) in file.array_windows::<4>().enumerate() {
            if near[usize::from(u16::from_be_bytes([window[0], window[1]]))] {
                let markers = wanted.get(window).into_iter().flatten().copied();
                seen.extend(markers.filter(|marker| file[at..].starts_with(marker)));
            }
        }
    }
    seen.len()
}

/// Hands out words that stand nowhere else.
#[derive(Default)]
struct Markers(Vec<Vec<u8>>);

impl Markers {
    fn next(&mut self) -> String {
        let number = self.0.len() as u64;
        // Each begins with bytes of its own, so that they are told apart at once.
        let marker = format!("{:08x}-marker", number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32);
        self.0.push(marker.clone().into_bytes());
        marker
    }
}

/// Words in every place that holds any: notes of every voice and sharing, reasons, answers, medicines, protocols, question
/// sets, programs, names, chart numbers. None is in any byte of ledger, log or keys.
///
/// Verifies: CRY-002
#[tokio::test]
async fn no_planted_word_is_on_the_disk() {
    let house = TestClinic::new().await;
    let mut markers = Markers::default();
    let mut openings = Vec::new();
    for number in 0..50_u8 {
        let born = "1990-04-01".parse().unwrap();
        let person = Person { name: markers.next(), born, number: markers.next(), language: Language::Ja };
        let who = diary::AccountId::from_bytes([number, 7, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]);
        let account = Account {
            id: who,
            role: Role::Clinician,
            name: markers.next(),
            language: Language::En,
            chart: None,
        };
        openings.push(DirectoryChange::Enrol(Enrolment {
            chart: diary::ChartId::from_bytes([0x40 + number; 16]),
            person,
        }));
        openings.push(DirectoryChange::Account(account));
        openings.push(DirectoryChange::Relate(who, chart(1), Relation::CareTeam));
    }
    house.clinic.accounts().change_directory(&openings).await.unwrap();
    let patient = house.sign_in(Role::Patient).await;
    let clinician = house.sign_in(Role::Clinician).await;
    let guardian = house.sign_in(Role::Guardian).await;
    for batch in 0..17_u16 {
        let number = |at: u16| 1 + batch * 200 + at;
        let mut of_patient = Vec::new();
        for at in 0..150 {
            let sharing = [Sharing::CareTeam, Sharing::OnlyMe][usize::from(at % 2)];
            let words = [markers.next(), markers.next(), markers.next()].join(" ");
            let mut new = entry(number(at), TODAY, noted(5, &words, sharing));
            new.provenance.client = markers.next();
            of_patient.push(if at % 3 == 0 { only_me(new) } else { new });
        }
        house.submit(&patient, of_patient).await;
        let author = Author { account: account(Role::Patient, 1), role: Role::Patient, acting_for: None };
        let record =
            house.clinic.charts().record_of(chart(1), author, id(number(1)), diary::Strand::Care).unwrap();
        let mut amended = amending(record, entry(number(150), TODAY, mood(1)));
        amended.amends.as_mut().unwrap().reason = text(&markers.next());
        house.submit(&patient, vec![amended]).await;
        house.submit(&clinician, facts(number(160), &mut markers)).await;
        let words = Submission::Note(text(&markers.next()));
        house.submit(&guardian, vec![entry(number(170), TODAY, words)]).await;
        house.chart(&clinician).await;
        house.clinic.panel().page(&cx(&clinician), 100, None).await.unwrap();
    }
    assert!(markers.0.len() > 10_000);
    assert_eq!(found(&house, &markers.0), 0);
    // What is looked for would be found: a marker beside the data is.
    std::fs::write(house.folder().join("planted"), &markers.0[17]).unwrap();
    assert_eq!(found(&house, &markers.0), 1);
    // And they are all there.
    let home = house.clinic.charts().export(chart(1)).await.unwrap();
    assert_eq!(home.entries().len(), 17 * 154);
}

fn facts(first: u16, markers: &mut Markers) -> Vec<NewEntry> {
    let Submission::DoseChange(mut changed) = dose(5_000) else { unreachable!() };
    changed.medicine = Medicine::parse(&markers.next()).unwrap();
    let session = TmsSession { protocol: Some(text(&markers.next())), ..TmsSession::default() };
    let Submission::Review { review: mut read, claim } = review(at("2026-11-24T11:00:00Z")) else {
        unreachable!()
    };
    read.answer = Some(text(&markers.next()));
    let content = [
        Submission::DoseChange(changed),
        session.into(),
        Submission::Review { review: read, claim },
        Submission::StaffNote(text(&markers.next())),
    ];
    content.into_iter().zip(first..).map(|(content, number)| entry(number, TODAY, content)).collect()
}

/// A ciphertext in any other place than its own does not open: another record of the strand, another strand, another chart,
/// another position, another row, another event.
///
/// Verifies: CRY-004
#[tokio::test]
async fn ciphertexts_open_in_their_own_place_alone() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    let other = house.sign_in_nth(Role::Patient, 2).await;
    for number in 1..=3 {
        let new = entry(number, TODAY, noted(number as u8, "words", Sharing::CareTeam));
        house.submit(&patient, vec![new.clone()]).await;
        submit_to(&house.clinic, &other, 2, vec![new]).await.unwrap();
    }
    let db = house.intruder();
    let records: Vec<Kept> = {
        let mut all = db
            .prepare("SELECT chart, strand, seq, key_id, commitment, sealed FROM record WHERE strand < 3")
            .unwrap();
        all.query_map([], Kept::of).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(records.len(), 12);
    let node = house.node();
    for from in &records {
        for to in records.iter().filter(|to| to.place != from.place) {
            to.overwrite(&db, from);
            let (viewer, number) =
                if to.place.0 == chart(1).to_bytes() { (&patient, 1) } else { (&other, 2) };
            let seen = node.charts().read(&cx(viewer), chart(number)).await.err();
            assert_eq!(
                seen,
                Some(clinic::ClinicError::Vault(vault::Error::Tampered)),
                "{:?} {:?}",
                from.place,
                to.place
            );
            to.overwrite(&db, to);
        }
    }
    house.assert_clean().await;
    // Rows: the names of two people changed places.
    db.execute_batch(
        "UPDATE row SET value = (SELECT other.value FROM row AS other WHERE other.space = 4 AND other.key <> row.key)
         WHERE space = 4",
    )
    .unwrap();
    // Neither opens, and each person's own log says who they are.
    assert_eq!(node.charts().read(&cx(&patient), chart(1)).await.unwrap().person.name, "person 1");
    assert!(house.bad().await.iter().any(|bad| (bad.0, bad.1) == ("directory-row", Some(chart(1)))));
    assert!(node.accounts().sign_in(account(Role::Patient, 1), Source::Loopback).await.is_ok());
}

/// A record's place and what is sealed there.
struct Kept {
    place: (Vec<u8>, i64, i64),
    key: Vec<u8>,
    commitment: Vec<u8>,
    sealed: Vec<u8>,
}

impl Kept {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let place = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Self { place, key: row.get(3)?, commitment: row.get(4)?, sealed: row.get(5)? })
    }

    fn overwrite(&self, db: &rusqlite::Connection, from: &Self) {
        let (chart, strand, seq) = &self.place;
        let text = "UPDATE record SET key_id = $1, commitment = $2, sealed = $3
            WHERE chart = $4 AND strand = $5 AND seq = $6";
        let values = rusqlite::params![from.key, from.commitment, from.sealed, chart, strand, seq];
        assert_eq!(db.execute(text, values).unwrap(), 1);
    }
}

/// A key that was lost, not destroyed, is never made anew behind the records it sealed: the write fails and says so.
#[tokio::test]
async fn a_lost_key_is_not_made_anew() {
    let house = TestClinic::new().await;
    let patient = house.sign_in(Role::Patient).await;
    house.submit(&patient, vec![entry(1, TODAY, mood(4))]).await;
    let care = house.log_key(chart(1).to_bytes(), 1);
    let lost = "DELETE FROM wrapped_key WHERE owner = $1 AND purpose = $2";
    assert_eq!(house.key_thief().execute(lost, (care.owner, care.purpose.code())).unwrap(), 1);
    house.vault.let_go();
    let written = house.try_submit(&patient, 1, vec![entry(2, TODAY, mood(5))]).await;
    assert_eq!(written.err(), Some(clinic::ClinicError::Vault(vault::Error::KeyGone)));
    let left = "SELECT count(*) FROM wrapped_key WHERE owner = $1 AND purpose = $2";
    let left: i64 =
        house.key_thief().query_row(left, (care.owner, care.purpose.code()), |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
    // Everyone else's chart is as before.
    let other = house.sign_in_nth(Role::Patient, 2).await;
    submit_to(&house.clinic, &other, 2, vec![entry(3, TODAY, mood(5))]).await.unwrap();
}
