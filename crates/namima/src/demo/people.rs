//! From the model to the clinic: accounts, charts, relations, entries.

use anyhow::{Context as _, Result};
use clinic::{Account, Bring, Clinic, Enrolment, Opening};
use diary::{AccountId, Author, ChartId, ClinicId, EntryId, Language, NewEntry, RecordId, Role, Strand};
use jiff::Timestamp;
use policy::Relation;
use vault::Random as _;

use crate::simulate::{Person, Staff, Story, Writer, Written};

/// Entries of one commit.
const AT_ONCE: usize = 500;

/// Who works at the clinic, with their accounts.
pub struct Team {
    clinicians: Vec<AccountId>,
    care_staff: Vec<AccountId>,
    enrolled: usize,
}

/// Charts that both clinicians share, and the care staff see: the first so many.
const SHARED: usize = 8;
/// Charts of the first clinician, with the empty one; the rest are the second's.
const OF_THE_FIRST: usize = 40;

/// A new clinic's id.
///
/// # Errors
/// When randomness fails.
pub fn new_clinic_id() -> Result<ClinicId> {
    let mut bytes = [0_u8; 16];
    vault::OsRandom::new().fill(&mut bytes)?;
    Ok(ClinicId::from_bytes(bytes))
}

/// Opens the staff's accounts.
///
/// # Errors
/// When the store cannot be written.
pub async fn open_staff(clinic: &Clinic, staff: &[Staff]) -> Result<Team> {
    let mut openings = Vec::new();
    let mut team = Team { clinicians: Vec::new(), care_staff: Vec::new(), enrolled: 0 };
    for Staff { display_name, role } in staff {
        let account = account(clinic, *role, display_name, Language::Ja, None)?;
        match role {
            Role::Clinician => team.clinicians.push(account.id),
            Role::CareStaff => team.care_staff.push(account.id),
            _ => {}
        }
        openings.push(Opening::Account(account));
    }
    clinic.accounts().open(&openings).await?;
    Ok(team)
}

fn account(
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
    let who = clinic::Person {
        name: person.display_name.clone(),
        born: person.birth_date,
        number: person.chart_number.clone(),
        language: person.language,
    };
    let patient = account(clinic, Role::Patient, &person.display_name, person.language, Some(chart))?;
    let mut openings = vec![Opening::Enrol(Enrolment { chart, person: who })];
    let mut relate = |account: Account, relation| {
        let id = account.id;
        openings.push(Opening::Account(account));
        openings.push(Opening::Relate(id, chart, relation));
        id
    };
    let patient = relate(patient, Relation::Own);
    let guardian = match &person.guardian {
        Some(near) => {
            let account = account(clinic, Role::Guardian, &near.display_name, person.language, None)?;
            Some(relate(account, Relation::Guardian))
        }
        None => None,
    };
    if let Some(near) = &person.supporter {
        let account = account(clinic, Role::Supporter, &near.display_name, person.language, None)?;
        relate(account, Relation::Supporter);
    }
    let clinician = team.relate(chart, person.story, &mut openings).context("the model has no clinician")?;
    clinic.accounts().open(&openings).await?;
    let writers = Writers { patient, guardian, clinician };
    write(clinic, chart, &writers, &person.entries).await
}

impl Team {
    /// Puts a new chart into someone's care.
    fn relate(&mut self, chart: ChartId, story: Story, openings: &mut Vec<Opening>) -> Option<AccountId> {
        let at = self.enrolled;
        self.enrolled += 1;
        let mut care =
            |account: &AccountId| openings.push(Opening::Relate(*account, chart, Relation::CareTeam));
        let of_the_first = at < OF_THE_FIRST || story == Story::Empty;
        let first = if of_the_first { self.clinicians.first() } else { self.clinicians.last() }?;
        care(first);
        if at < SHARED {
            self.care_staff.iter().for_each(&mut care);
            self.clinicians.iter().filter(|other| *other != first).for_each(&mut care);
        }
        Some(*first)
    }
}

/// The accounts behind the model's voices.
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

/// Writes entries in runs of one author each. Reviews come last: they close the tasks that the others open.
async fn write(clinic: &Clinic, chart: ChartId, writers: &Writers, entries: &[Written]) -> Result<()> {
    for by in [Writer::Patient, Writer::Guardian, Writer::Clinician] {
        let theirs: Vec<&Written> = entries.iter().filter(|written| written.by == by).collect();
        if theirs.is_empty() {
            continue;
        }
        let author = writers.author(by)?;
        for run in theirs.chunks(AT_ONCE) {
            let run: Vec<(NewEntry, Timestamp)> =
                run.iter().map(|written| arrived(clinic, chart, author, written)).collect::<Result<_>>()?;
            clinic.charts().bring(author, chart, &run, Bring::Write).await?;
        }
    }
    Ok(())
}

fn arrived(
    clinic: &Clinic,
    chart: ChartId,
    author: Author,
    written: &Written,
) -> Result<(NewEntry, Timestamp)> {
    let entry = match &written.amends {
        Some(amendment) => written.naming(record(clinic, chart, author, amendment.of)?),
        None => written.entry.clone(),
    };
    Ok((entry, written.received_at))
}

fn record(clinic: &Clinic, chart: ChartId, author: Author, of: EntryId) -> Result<RecordId> {
    let strand = if author.role == Role::Guardian { Strand::Family } else { Strand::Care };
    Ok(clinic.charts().record_of(chart, author, of, strand)?)
}
