//! The rows of the clinic's directory against the clinic's log.

use std::collections::{BTreeMap, BTreeSet};

use diary::{AccountId, ChartId};
use ledger::{Row, Space};

use super::claims::Directories;
use super::store::StoredStrands;
use super::verifier::{BadPosition, READINGS, Verified, Verifier};
use crate::ClinicError;
use crate::accounts::account::AccountRow;
use crate::accounts::log_line::{Line, RelationRow, Says};
use crate::accounts::session::SessionRow;
use crate::sealed::ids::DIRECTORY;
use crate::sealed::ids::{ACCOUNTS, PANEL, PEOPLE, RELATIONS, REVIEWED, SESSIONS, SPACES, relation_key};

/// Whom the clinic's log names.
pub(super) struct Named {
    pub charts: BTreeSet<ChartId>,
    pub accounts: Vec<AccountId>,
    /// Charts to which anyone was given access.
    pub related: BTreeSet<ChartId>,
}

/// What the logs say that the rows hold.
#[derive(Default)]
struct Expected {
    /// By key; none where the account's own log does not say who it is.
    accounts: BTreeMap<Vec<u8>, Option<AccountRow>>,
    relations: BTreeMap<Vec<u8>, RelationRow>,
    named: Vec<AccountId>,
    charts: BTreeSet<ChartId>,
}

impl Expected {
    /// The keys of the rows that must be there.
    fn keys(&self, space: Space) -> Vec<&Vec<u8>> {
        match space {
            ACCOUNTS => self.accounts.keys().collect(),
            RELATIONS => self.relations.keys().collect(),
            _ => Vec::new(),
        }
    }
}

impl Verifier<'_> {
    /// What the clinic's log and those of its accounts say.
    async fn expected(&self, lines: Vec<Line>) -> Result<Expected, ClinicError> {
        let mut expected = Expected::default();
        for line in lines {
            match line.says {
                Says::Account { account, role } => {
                    let expected_row = self.accounts.account_in_log(account, &role).await?;
                    expected.accounts.insert(account.to_bytes().to_vec(), expected_row);
                    expected.named.push(account);
                }
                Says::Enrolled { chart } => {
                    expected.charts.insert(chart);
                }
                Says::Related { account, chart, relation, .. } => {
                    expected.relations.insert(relation_key(account, chart), RelationRow { relation });
                }
                Says::Accepted { .. } => {}
            }
        }
        Ok(expected)
    }

    /// Checks the clinic's own log, those of its accounts and the rows drawn from them; answers whom it names, where it can
    /// be read.
    pub(super) async fn verify_directory(
        &self,
        stored: &StoredStrands,
        directories: &mut Directories,
        found: &mut Verified,
    ) -> Result<Option<Named>, ClinicError> {
        let mut log = self.check_log(stored).await?;
        directories.take(std::mem::take(&mut log.stored_records));
        found.add(log);
        let mut last = None;
        for _ in 0..READINGS {
            let lines = match self.accounts.lines().await {
                Ok(lines) => lines,
                Err(ClinicError::Ledger(error)) => return Err(error.into()),
                // Its bad record is among the bad positions already.
                Err(_) => return Ok(None),
            };
            let length = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            let expected = self.expected(lines).await?;
            let (rows, bad) = self.check_rows(&expected).await?;
            let own = self.sealed.own_log();
            let quiet = bad.is_none() || self.sealed.head(own, DIRECTORY).await?.seq == length;
            let related = expected.relations.keys().filter_map(|key| chart_of(key)).collect();
            last = Some((rows, bad, Named { charts: expected.charts, accounts: expected.named, related }));
            if quiet {
                break;
            }
        }
        let Some((rows, bad, named)) = last else { return Ok(None) };
        for account in &named.accounts {
            let mut own = self.check_account(*account, stored).await?;
            directories.take(std::mem::take(&mut own.stored_records));
            found.add_account(own);
        }
        found.rows += rows;
        bad.into_iter().for_each(|bad| found.bad(bad));
        Ok(Some(named))
    }

    /// The number of rows, and the first that is missing, too many, altered or does not open.
    async fn check_rows(&self, expected: &Expected) -> Result<(u64, Option<BadPosition>), ClinicError> {
        let (mut count, mut bad) = (0, None);
        for space in SPACES {
            let rows = self.sealed.all_rows(space).await?;
            // Those of one chart each are counted with it.
            count += if matches!(space, PEOPLE | PANEL | REVIEWED) { 0 } else { rows.len() };
            let stored: BTreeSet<&[u8]> = rows.iter().map(|row| row.key.as_slice()).collect();
            let wrong = rows.iter().find(|row| !self.is_expected(expected, row)).map(|row| &row.key);
            let missing = expected.keys(space).into_iter().find(|key| !stored.contains(key.as_slice()));
            if let Some(key) = wrong.or(missing) {
                bad.get_or_insert_with(|| position(space, key));
            }
        }
        Ok((u64::try_from(count).unwrap_or(u64::MAX), bad))
    }

    /// Whether the log has this row, with this content. The content of a chart's own rows is compared with the chart.
    fn is_expected(&self, expected: &Expected, row: &Row) -> bool {
        match row.space {
            ACCOUNTS => {
                expected.accounts.get(&row.key).and_then(Option::as_ref).is_some_and(|expected_row| {
                    self.sealed
                        .open_row(&self.sealed.account_key(expected_row.id), row)
                        .is_ok_and(|row_content: AccountRow| row_content == *expected_row)
                })
            }
            RELATIONS => expected.relations.get(&row.key).is_some_and(|expected_row| {
                self.sealed
                    .open_row(&self.sealed.clinic_key(), row)
                    .is_ok_and(|row_content: RelationRow| row_content == *expected_row)
            }),
            SESSIONS => self.sealed.open_row::<SessionRow>(&self.sealed.clinic_key(), row).is_ok(),
            _ => chart_of(&row.key).is_some_and(|chart| expected.charts.contains(&chart)),
        }
    }
}

/// The key of an account or a session names no chart; the others end with one.
fn position(space: Space, key: &[u8]) -> BadPosition {
    let what = if matches!(space, PANEL | REVIEWED) { "panel-row" } else { "directory-row" };
    let chart = if matches!(space, ACCOUNTS | SESSIONS) { None } else { chart_of(key) };
    BadPosition { chart, ..BadPosition::new(what) }
}

fn chart_of(key: &[u8]) -> Option<ChartId> {
    key.last_chunk::<16>().copied().map(ChartId::from_bytes)
}
