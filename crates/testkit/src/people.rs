//! The cast: everybody who appears in a test, by role and number, and their charts.

use clinic::{Account, DirectoryChange, Enrolment, Person};
use diary::{AccountId, Author, ChartId, ClinicId, Language, Role};
use policy::Relation;

/// The clinic.
pub const CLINIC: ClinicId = ClinicId::from_bytes([0xc1; 16]);
/// Who writes at the machine itself.
pub const OPERATOR: AccountId = AccountId::from_bytes([0; 16]);

/// The chart of the `number`th patient.
#[must_use]
pub fn chart(number: u8) -> ChartId {
    ChartId::from_bytes([number; 16])
}

/// The account of the `number`th person in this role.
#[must_use]
pub fn account(role: Role, number: u8) -> AccountId {
    // Apart from the ids of clinics, which begin with 0xc0.
    let first = if role == Role::Technician { 0xd0 } else { 0xa0 + role as u8 * 4 };
    AccountId::from_bytes([first + number; 16])
}

/// The first person in this role, as an author.
#[must_use]
pub fn author(role: Role) -> Author {
    Author { account: account(role, 1), role, acting_for: None }
}

/// Everyone that a chart has something to do with, and with what.
const RELATED: [(Role, Relation); 6] = [
    (Role::Patient, Relation::Own),
    (Role::Guardian, Relation::Guardian),
    (Role::Supporter, Relation::Supporter),
    (Role::Clinician, Relation::CareTeam),
    (Role::CareStaff, Relation::CareTeam),
    (Role::Technician, Relation::CareTeam),
];

/// Charts 1 and 2 with a patient, a guardian, a supporter, a clinician, a care staff member and a technician of their own; and one
/// account of every other role.
#[must_use]
pub fn two_charts() -> Vec<DirectoryChange> {
    let mut openings = Vec::new();
    for number in [1, 2] {
        openings.push(enrol(number));
        for (role, relation) in RELATED {
            openings.push(open(role, number));
            openings.push(DirectoryChange::Relate(account(role, number), chart(number), relation));
        }
    }
    openings.extend([Role::Reception, Role::PrivacyOfficer, Role::Administrator].map(|role| open(role, 1)));
    openings
}

/// Opens the account of the `number`th person in this role, named after both.
#[must_use]
pub fn open(role: Role, number: u8) -> DirectoryChange {
    DirectoryChange::Account(Account {
        id: account(role, number),
        role,
        name: format!("{} {number}", role.as_str()),
        language: Language::Ja,
        chart: (role == Role::Patient).then(|| chart(number)),
    })
}

/// Enrols the `number`th patient, born in 1990.
#[must_use]
pub fn enrol(number: u8) -> DirectoryChange {
    let person = Person {
        name: format!("person {number}"),
        born: "1990-04-01".parse().unwrap(),
        number: format!("no {number}"),
        language: Language::Ja,
    };
    DirectoryChange::Enrol(Enrolment { chart: chart(number), person })
}
