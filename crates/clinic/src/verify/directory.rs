//! The rows of the clinic's directory against the clinic's log.

use std::collections::{BTreeMap, BTreeSet};

use diary::ChartId;
use ledger::{Row, Space};

use super::{BadPosition, PAGE, READINGS, Verified};
use crate::account::AccountRow;
use crate::directory::LineV1;
use crate::ids::{self, DIRECTORY};
use crate::rows::{ACCOUNTS, PANEL, PEOPLE, RELATIONS, SESSIONS, relation_key};
use crate::session::SessionRow;
use crate::{Clinic, Problem};

/// What the log says that the rows hold.
#[derive(Default)]
struct Expected {
    accounts: BTreeMap<Vec<u8>, AccountRow>,
    relations: BTreeMap<Vec<u8>, String>,
    charts: BTreeSet<ChartId>,
}

impl Expected {
    fn of(lines: Vec<LineV1>) -> Self {
        let mut expected = Self::default();
        for line in lines {
            match line {
                LineV1::Account { account, .. } => {
                    expected.accounts.insert(account.id.to_bytes().to_vec(), account);
                }
                LineV1::Enrolled { chart, .. } => {
                    expected.charts.insert(chart);
                }
                LineV1::Related { account, chart, relation, .. } => {
                    expected.relations.insert(relation_key(account, chart), relation);
                }
            }
        }
        expected
    }

    /// The keys of the rows that must be there.
    fn keys(&self, space: Space) -> Vec<&Vec<u8>> {
        match space {
            ACCOUNTS => self.accounts.keys().collect(),
            RELATIONS => self.relations.keys().collect(),
            _ => Vec::new(),
        }
    }
}

impl Clinic {
    /// Checks the clinic's own log and the rows drawn from it; answers the charts it tells of, where it can be read.
    pub(super) async fn verify_directory(
        &self,
        found: &mut Verified,
    ) -> Result<Option<BTreeSet<ChartId>>, Problem> {
        found.add(self.check_log().await?);
        let mut last = None;
        for _ in 0..READINGS {
            let lines = match self.lines().await {
                Ok(lines) => lines,
                Err(Problem::Ledger(error)) => return Err(error.into()),
                // Its bad record is among the bad positions already.
                Err(_) => return Ok(None),
            };
            let length = u64::try_from(lines.len()).unwrap_or(u64::MAX);
            let expected = Expected::of(lines);
            let (rows, bad) = self.check_rows(&expected).await?;
            let own = vault::ChartId(self.id.to_bytes());
            let quiet = bad.is_none() || self.head(own, DIRECTORY).await?.seq == length;
            last = Some((rows, bad, expected.charts));
            if quiet {
                break;
            }
        }
        let Some((rows, bad, charts)) = last else { return Ok(None) };
        found.rows += rows;
        bad.into_iter().for_each(|bad| found.bad(bad));
        Ok(Some(charts))
    }

    /// The number of rows, and the first that is missing, too many, altered or does not open.
    async fn check_rows(&self, expected: &Expected) -> Result<(u64, Option<BadPosition>), Problem> {
        let (mut count, mut bad) = (0, None);
        for space in [ACCOUNTS, RELATIONS, SESSIONS, PEOPLE, PANEL] {
            let rows = self.rows_of(space).await?;
            // Those of one chart each are counted with it.
            count += if matches!(space, PEOPLE | PANEL) { 0 } else { rows.len() };
            let there: BTreeSet<&[u8]> = rows.iter().map(|row| row.key.as_slice()).collect();
            let wrong = rows.iter().find(|row| !self.is_expected(expected, row)).map(|row| &row.key);
            let missing = expected.keys(space).into_iter().find(|key| !there.contains(key.as_slice()));
            if let Some(key) = wrong.or(missing) {
                bad.get_or_insert_with(|| position(space, key));
            }
        }
        Ok((u64::try_from(count).unwrap_or(u64::MAX), bad))
    }

    /// Whether the log has this row, with this content. The content of a chart's own rows is compared with the chart.
    fn is_expected(&self, expected: &Expected, row: &Row) -> bool {
        match row.space {
            ACCOUNTS => expected.accounts.get(&row.key).is_some_and(|told| {
                let key = ids::identity_key(self.clinic_id(), told.id.to_bytes());
                self.open_row::<AccountRow>(&key, row).is_ok_and(|kept| kept == *told)
            }),
            RELATIONS => expected.relations.get(&row.key).is_some_and(|told| {
                self.open_row::<String>(&self.clinic_key(), row).is_ok_and(|kept| kept == *told)
            }),
            SESSIONS => self.open_row::<SessionRow>(&self.clinic_key(), row).is_ok(),
            _ => chart_of(&row.key).is_some_and(|chart| expected.charts.contains(&chart)),
        }
    }

    /// Every row of a space.
    async fn rows_of(&self, space: Space) -> Result<Vec<Row>, Problem> {
        let mut all: Vec<Row> = Vec::new();
        loop {
            let after = all.last().map(|row| row.key.clone());
            let mut page = self.ledger.rows(self.clinic_id(), space, &[], after.as_deref(), PAGE).await?;
            if page.is_empty() {
                return Ok(all);
            }
            all.append(&mut page);
        }
    }
}

/// The key of an account or a session names no chart; the others end with one.
fn position(space: Space, key: &[u8]) -> BadPosition {
    let what = if space == PANEL { "panel-row" } else { "directory-row" };
    let chart = if matches!(space, ACCOUNTS | SESSIONS) { None } else { chart_of(key) };
    BadPosition { what, chart, strand: None, seq: None }
}

fn chart_of(key: &[u8]) -> Option<ChartId> {
    key.last_chunk::<16>().copied().map(ChartId::from_bytes)
}
