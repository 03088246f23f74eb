//! Accounts, and the people of charts.

use diary::{AccountId, ChartId, Language, Role};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ClinicError;
use crate::sealed::ids::{ChartText, account_text};
use crate::sealed::payload::Payload;

/// Someone who can sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// What the person is to the clinic.
    pub role: Role,
    /// Display name; for patients, the name in their chart.
    pub name: String,
    /// Preferred language.
    pub language: Language,
    /// A patient's own chart.
    pub chart: Option<ChartId>,
}

/// Who the person of a chart is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The clinic's display name for them.
    pub name: String,
    /// Birth date.
    pub born: Date,
    /// The clinic's own chart number.
    pub number: String,
    /// Preferred language.
    pub language: Language,
}

impl Person {
    /// Completed years on a day. Someone born on 29 February has a birthday on 1 March of other years.
    #[must_use]
    pub fn age_on(&self, day: Date) -> i16 {
        let before_birthday = (day.month(), day.day()) < (self.born.month(), self.born.day());
        day.year() - self.born.year() - i16::from(before_birthday)
    }
}

/// What an account's own log says of it, under the account's own key. Its role stands in the clinic's log.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountIdentity {
    pub name: String,
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartText>,
}

impl Payload for AccountIdentity {
    const KIND: &'static str = "account";
}

/// An account as its row keeps it: what the clinic's log and the account's own say together.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountRow {
    #[serde(with = "account_text")]
    pub id: AccountId,
    pub role: String,
    pub name: String,
    pub language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chart: Option<ChartText>,
}

impl Payload for AccountRow {
    const KIND: &'static str = "account_row";
}

impl AccountRow {
    pub(crate) fn of(id: AccountId, role: String, identity: AccountIdentity) -> Self {
        let AccountIdentity { name, language, chart } = identity;
        Self { id, role, name, language, chart }
    }
}

/// A person as their row and their identity log keep them.
#[derive(Clone, Serialize, Deserialize, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonRow {
    pub name: String,
    pub born: Date,
    pub number: String,
    pub language: String,
}

impl Payload for PersonRow {
    const KIND: &'static str = "person";
}

/// One plain line. Names stand beside what others did: what breaks or reorders a line could make one say something else.
fn plain(name: &str) -> String {
    name.chars().filter(|c| !diary::Text::breaks_line(*c)).collect()
}

impl From<&Account> for AccountIdentity {
    fn from(account: &Account) -> Self {
        Self {
            name: plain(&account.name),
            language: account.language.as_str().to_owned(),
            chart: account.chart.map(ChartText),
        }
    }
}

impl From<&Account> for AccountRow {
    fn from(account: &Account) -> Self {
        Self::of(account.id, account.role.as_str().to_owned(), account.into())
    }
}

impl TryFrom<AccountRow> for Account {
    type Error = ClinicError;

    fn try_from(row: AccountRow) -> Result<Self, ClinicError> {
        Ok(Self {
            id: row.id,
            role: Role::parse(&row.role).map_err(|_| ClinicError::Unreadable)?,
            name: row.name,
            language: Language::parse(&row.language).map_err(|_| ClinicError::Unreadable)?,
            chart: row.chart.map(|chart| chart.0),
        })
    }
}

impl From<&Person> for PersonRow {
    fn from(person: &Person) -> Self {
        Self {
            name: plain(&person.name),
            born: person.born,
            number: plain(&person.number),
            language: person.language.as_str().to_owned(),
        }
    }
}

impl TryFrom<PersonRow> for Person {
    type Error = ClinicError;

    fn try_from(row: PersonRow) -> Result<Self, ClinicError> {
        let language = Language::parse(&row.language).map_err(|_| ClinicError::Unreadable)?;
        Ok(Self { name: row.name, born: row.born, number: row.number, language })
    }
}
