//! From the model to the clinic: accounts, charts, relations, entries.

use anyhow::{Context as _, Result};
use clinic::{Account, Clinic, DirectoryChange, Enrolment, ImportMode};
use diary::{AccountId, Author, ChartId, EntryId, Language, NewEntry, RecordId, Role, Strand};
use jiff::Timestamp;
use policy::Relation;

use crate::simulate::{Person, Staff, Story, Writer, WrittenEntry};

/// Entries of one commit.
const BATCH_ENTRIES: usize = 500;

/// Who works at the clinic, with their accounts.
pub struct Team {
    clinicians: Vec<AccountId>,
    care_staff: Vec<AccountId>,
    technicians: Vec<AccountId>,
    enrolled: usize,
}

/// Charts that both clinicians share, and the care staff and the technician see: the first so many.
const SHARED: usize = 8;
/// Charts of the first clinician, with the empty one; the rest are the second's.
const OF_THE_FIRST: usize = 40;

/// Opens the staff's accounts.
///
/// # Errors
/// When the store cannot be written.
pub async fn open_staff(clinic: &Clinic, staff: &[Staff]) -> Result<Team> {
    let mut openings = Vec::new();
    let mut team =
        Team { clinicians: Vec::new(), care_staff: Vec::new(), technicians: Vec::new(), enrolled: 0 };
    for Staff { display_name, role } in staff {
        let account = new_account(clinic, *role, display_name, Language::Ja, None)?;
        match role {
            Role::Clinician => team.clinicians.push(account.id),
            Role::CareStaff => team.care_staff.push(account.id),
            Role::Technician => team.technicians.push(account.id),
            _ => {}
        }
        openings.push(DirectoryChange::Account(account));
    }
    clinic.accounts().change_directory(&openings).await?;
    Ok(team)
}

fn new_account(
    clinic: &Clinic,
    role: Role,
    name: &str,
    language: Language,
    chart: Option<ChartId>,
) -> Result<Account> {
    let id = AccountId::from_bytes(clinic.new_uuid()?);
    Ok(Account { id, role, name: name.to_owned(), language, chart })
}

/// Enrols one person of the model with everyone near them, and writes their diary.
///
/// # Errors
/// When the store cannot be written or the model made something the diary refuses.
pub async fn enrol(clinic: &Clinic, team: &mut Team, person: &Person) -> Result<()> {
    let chart = ChartId::from_bytes(clinic.new_uuid()?);
    let identity = clinic::Person {
        name: person.display_name.clone(),
        born: person.birth_date,
        number: person.chart_number.clone(),
        language: person.language,
    };
    let mut openings = vec![DirectoryChange::Enrol(Enrolment { chart, person: identity })];
    let patient = new_account(clinic, Role::Patient, &person.display_name, person.language, Some(chart))?;
    let patient = relate(&mut openings, patient, chart, Relation::Own);
    let mut guardian = None;
    if let Some(relative) = &person.guardian {
        let account = new_account(clinic, Role::Guardian, &relative.display_name, person.language, None)?;
        guardian = Some(relate(&mut openings, account, chart, Relation::Guardian));
    }
    if let Some(relative) = &person.supporter {
        let account = new_account(clinic, Role::Supporter, &relative.display_name, person.language, None)?;
        relate(&mut openings, account, chart, Relation::Supporter);
    }
    let carers = team.assign(person.story);
    for carer in &carers {
        openings.push(DirectoryChange::Relate(*carer, chart, Relation::CareTeam));
    }
    let clinician = *carers.first().context("the model has no clinician")?;
    clinic.accounts().change_directory(&openings).await?;
    let writers = Writers { patient, guardian, clinician };
    write(clinic, chart, &writers, &person.entries).await
}

/// Adds an account and its relation to a chart.
fn relate(
    openings: &mut Vec<DirectoryChange>,
    account: Account,
    chart: ChartId,
    relation: Relation,
) -> AccountId {
    let id = account.id;
    openings.push(DirectoryChange::Account(account));
    openings.push(DirectoryChange::Relate(id, chart, relation));
    id
}

impl Team {
    /// Who cares for the next chart, the clinician in charge first; nobody where there is no clinician.
    fn assign(&mut self, story: Story) -> Vec<AccountId> {
        let number = self.enrolled;
        self.enrolled += 1;
        let is_of_first = number < OF_THE_FIRST || story == Story::Empty;
        let in_charge = if is_of_first { self.clinicians.first() } else { self.clinicians.last() };
        let Some(in_charge) = in_charge.copied() else { return Vec::new() };
        let mut carers = vec![in_charge];
        if number < SHARED {
            carers.extend(&self.care_staff);
            carers.extend(&self.technicians);
            carers.extend(self.clinicians.iter().filter(|other| **other != in_charge));
        }
        carers
    }
}

/// The accounts behind the model's writers.
struct Writers {
    patient: AccountId,
    guardian: Option<AccountId>,
    clinician: AccountId,
}

impl Writers {
    fn author(&self, by: Writer) -> Result<Author> {
        let account = match by {
            Writer::Patient => self.patient,
            Writer::Guardian => self.guardian.context("the model has no guardian here")?,
            Writer::Clinician => self.clinician,
        };
        Ok(Author { account, role: by.role(), acting_for: None })
    }
}

/// Writes entries in batches of one author each. Reviews come last: they close the tasks that the others open.
async fn write(clinic: &Clinic, chart: ChartId, writers: &Writers, entries: &[WrittenEntry]) -> Result<()> {
    for by in [Writer::Patient, Writer::Guardian, Writer::Clinician] {
        let theirs: Vec<&WrittenEntry> = entries.iter().filter(|written| written.by == by).collect();
        if theirs.is_empty() {
            continue;
        }
        let author = writers.author(by)?;
        for batch in theirs.chunks(BATCH_ENTRIES) {
            let mut entries: Vec<(NewEntry, Timestamp)> = Vec::with_capacity(batch.len());
            for written in batch {
                entries.push((new_entry(clinic, chart, author, written)?, written.received_at));
            }
            clinic.charts().import(author, chart, &entries, ImportMode::Write).await?;
        }
    }
    Ok(())
}

/// The entry, with the record that it amends if it amends one.
fn new_entry(clinic: &Clinic, chart: ChartId, author: Author, written: &WrittenEntry) -> Result<NewEntry> {
    match &written.amends {
        Some(amendment) => Ok(written.naming(record_id(clinic, chart, author, amendment.of)?)),
        None => Ok(written.entry.clone()),
    }
}

fn record_id(clinic: &Clinic, chart: ChartId, author: Author, of: EntryId) -> Result<RecordId> {
    let strand = if author.role == Role::Guardian { Strand::Family } else { Strand::Care };
    Ok(clinic.charts().record_of(chart, author, of, strand)?)
}
