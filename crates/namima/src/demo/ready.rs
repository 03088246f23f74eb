//! The accounts of a running demo: printed as links, and written to the file that tools wait for.

use std::collections::HashMap;
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Result;
use clinic::{Account, Clinic};
use diary::{AccountId, ChartId, Role};
use serde::Serialize;
use web::Link;

use crate::words;

/// One account that can sign in while this demo runs.
#[derive(Clone, Debug, Serialize)]
pub struct Ready {
    /// What the person is to the clinic.
    pub role: &'static str,
    /// Display name.
    pub name: String,
    /// The link's secret; works until the demo stops.
    pub token: String,
    /// A patient's or guardian's chart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chart: Option<String>,
    /// Whether that chart has no entries: for imports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub empty: Option<bool>,
}

/// Makes a link for every account.
///
/// # Errors
/// When the clinic's log cannot be read.
pub async fn accounts(clinic: &Clinic) -> Result<(Vec<Ready>, Vec<Link>)> {
    let directory = clinic.accounts().directory().await.map_err(|problem| words::problem(&problem))?;
    if directory.left_out > 0 {
        tracing::error!(
            accounts = directory.left_out,
            "accounts are left out: nothing says who they are; run verify"
        );
    }
    let own: Vec<ChartId> = directory.accounts.iter().filter_map(|account| account.chart).collect();
    let empty = clinic.accounts().empty_among(&own).await.map_err(|problem| words::problem(&problem))?;
    let mut related: HashMap<AccountId, ChartId> = HashMap::new();
    for (account, chart, _) in &directory.relations {
        related.entry(*account).or_insert(*chart);
    }
    let (mut ready, mut links) = (Vec::new(), Vec::new());
    for Account { id, role, name, chart, .. } in directory.accounts {
        let token = clinic.new_secret()?;
        let near = matches!(role, Role::Guardian | Role::Supporter);
        let chart = chart.or(related.get(&id).copied().filter(|_| near));
        ready.push(Ready {
            role: role.as_str(),
            name,
            token: token.clone(),
            chart: chart.map(|chart| chart.to_string()),
            empty: chart.filter(|chart| role == Role::Patient && empty.contains(chart)).map(|_| true),
        });
        links.push(Link { token, account: id });
    }
    ready.sort_by_key(|account| account.role != "clinician");
    Ok((ready, links))
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
pub fn write(path: &Path, url: &str, accounts: &[Ready]) -> Result<()> {
    let text = serde_json::to_vec(&serde_json::json!({ "url": url, "accounts": accounts }))?;
    in_one_step(path, &text).map_err(|error| not_written(path, &error))
}

fn in_one_step(path: &Path, text: &[u8]) -> std::io::Result<()> {
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
    words::refusal(&format!("{path} に書けません。"), &format!("{path} cannot be written ({error})."))
}

/// Links shown at the terminal: a few of each role. The secret stands behind the `#`, which no server log sees.
#[must_use]
pub fn shown(url: &str, accounts: &[Ready]) -> String {
    let roles = [("clinician", 1), ("patient", 3), ("guardian", 1), ("care_staff", 1)];
    let mut lines = vec![
        "Namima demo: synthetic people only. Open a link, press the button.".to_owned(),
        "Namima デモ：合成の人だけです。リンクを開き、ボタンを押してください。".to_owned(),
    ];
    for (role, most) in roles {
        let of_role = accounts.iter().filter(|account| account.role == role && account.empty.is_none());
        let line =
            |account: &Ready| format!("  {role:<10} {}  {url}/sign-in#{}", account.name, account.token);
        lines.extend(of_role.take(most).map(line));
    }
    lines.join("\n")
}
