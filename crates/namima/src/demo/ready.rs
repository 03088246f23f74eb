//! The accounts of a running demo: printed as links, and written to the file that tools wait for.

use std::collections::HashMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Result;
use clinic::Clinic;
use diary::{AccountId, ChartId, Role};
use serde::Serialize;
use web::Link;

use crate::messages;

/// One account that can sign in while this demo runs, as the file has it.
#[derive(Clone, Debug, Serialize)]
pub struct Account {
    #[serde(skip)]
    id: AccountId,
    /// What the person is to the clinic.
    pub role: &'static str,
    /// Display name.
    pub name: String,
    /// The link's secret; works until the demo stops.
    pub token: String,
    /// A patient's or guardian's chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
    /// True where that chart has no entries: for imports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<bool>,
}

impl Account {
    /// The link that signs the account in.
    pub fn link(&self) -> Link {
        Link { token: self.token.clone(), account: self.id }
    }
}

/// Every account of the clinic, each with a new secret; clinicians first.
///
/// # Errors
/// When the clinic's log cannot be read.
pub async fn accounts(clinic: &Clinic) -> Result<Vec<Account>> {
    let directory = clinic.accounts().directory().await.map_err(|problem| messages::problem(&problem))?;
    if directory.left_out > 0 {
        tracing::error!(
            accounts = directory.left_out,
            "accounts are left out: nothing says who they are; run verify"
        );
    }
    let own: Vec<ChartId> = directory.accounts.iter().filter_map(|account| account.chart).collect();
    let empty = clinic.accounts().empty_among(&own).await.map_err(|problem| messages::problem(&problem))?;
    let mut related: HashMap<AccountId, ChartId> = HashMap::new();
    for (account, chart, _) in &directory.relations {
        related.entry(*account).or_insert(*chart);
    }
    let mut accounts = Vec::new();
    for clinic::Account { id, role, name, chart, .. } in directory.accounts {
        let chart = match role {
            Role::Guardian | Role::Supporter => chart.or(related.get(&id).copied()),
            _ => chart,
        };
        let is_empty = role == Role::Patient && chart.is_some_and(|chart| empty.contains(&chart));
        accounts.push(Account {
            id,
            role: role.as_str(),
            name,
            token: clinic.new_secret()?,
            chart: chart.map(|chart| chart.to_string()),
            empty: is_empty.then_some(true),
        });
    }
    accounts.sort_by_key(|account| account.role != "clinician");
    Ok(accounts)
}

/// Removes the file of an earlier run, whose tokens no longer work.
///
/// # Errors
/// When it is there and cannot be removed.
pub fn forget(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(not_written(path, &error)),
        _ => Ok(()),
    }
}

/// Writes the file in one step, readable by its owner alone.
///
/// # Errors
/// When it cannot be written.
pub fn write(path: &Path, url: &str, accounts: &[Account]) -> Result<()> {
    let text = serde_json::to_vec(&serde_json::json!({ "url": url, "accounts": accounts }))?;
    write_in_one_step(path, &text).map_err(|error| not_written(path, &error))
}

fn write_in_one_step(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".part");
    let _ = fs::remove_file(&unfinished);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&unfinished)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

fn not_written(path: &Path, error: &std::io::Error) -> anyhow::Error {
    let path = path.display();
    messages::refusal(
        "command-line-ready-failed",
        &[("path", path.to_string().into()), ("error", error.to_string().into())],
    )
}

/// The links for the terminal: a few of each role. The secret stands behind the `#`, which no server log contains.
#[must_use]
pub fn links(url: &str, accounts: &[Account]) -> String {
    let mut lines = vec![
        "Namima demo: synthetic people only. Open a link, press the button.".to_owned(),
        "Namima デモ：合成の人だけです。リンクを開き、ボタンを押してください。".to_owned(),
    ];
    for (role, most) in
        [("clinician", 1), ("patient", 3), ("guardian", 1), ("care_staff", 1), ("technician", 1)]
    {
        let of_role = accounts.iter().filter(|account| account.role == role && account.empty.is_none());
        for account in of_role.take(most) {
            lines.push(format!("  {role:<10} {}  {url}/sign-in#{}", account.name, account.token));
        }
    }
    lines.join("\n")
}
