//! Messages of the command line, in both languages.

use clinic::ClinicError;
use diary::Language;
use ledger::{LedgerError, Storage};
use locale::{FluentValue, Texts};

/// A command that cannot be done as it was called; nothing was done. The exit code is then 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CalledWrongly(String);

/// A text in both languages, as the terminal shows it.
#[must_use]
pub fn both(key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
    let [en, ja] = [Language::En, Language::Ja].map(|language| Texts::of(language).with(key, values));
    format!("{en}\n{ja}")
}

/// An error with a message in both languages.
#[must_use]
pub fn refusal(key: &str, values: &[(&str, FluentValue<'_>)]) -> anyhow::Error {
    anyhow::Error::msg(both(key, values))
}

/// A refusal of the call itself, in both languages.
#[must_use]
pub fn called_wrongly(key: &str, values: &[(&str, FluentValue<'_>)]) -> anyhow::Error {
    CalledWrongly(both(key, values)).into()
}

/// A command that this version does not have.
#[must_use]
pub fn not_yet(command: &str) -> anyhow::Error {
    called_wrongly("command-line-not-yet", &[("command", command.into())])
}

/// Why the clinic at this path does not open, and what to do, by the code of the error.
#[must_use]
pub fn opening(code: &str, folder: &str) -> String {
    let key = format!("command-line-opening-{}", code.replace(['.', '_'], "-"));
    let key = match code {
        _ if Texts::of(Language::En).has(&key) => key.as_str(),
        _ if code.starts_with("postgres-") => "command-line-opening-postgres",
        _ => "command-line-opening-other",
    };
    both(key, &[("folder", folder.into())])
}

/// What went wrong while a command was at work, and whether anything of it is stored.
#[must_use]
pub fn problem(problem: &ClinicError) -> anyhow::Error {
    let key = match problem {
        ClinicError::NotFound => "command-line-problem-not-found",
        ClinicError::Ledger(error) => ledger(error),
        ClinicError::Vault(_) => "command-line-problem-vault",
        ClinicError::Unreadable => "command-line-problem-unreadable",
        ClinicError::Conflict(_) => "command-line-problem-conflict",
        ClinicError::Refused(_) | ClinicError::Closed | ClinicError::SignIn => "command-line-problem-refused",
    };
    anyhow::anyhow!("{}\n({})", both(key, &[]), problem.code())
}

fn ledger(error: &LedgerError) -> &'static str {
    match error {
        LedgerError::NotSaved(Storage::Full) | LedgerError::Unreadable(Storage::Full) => {
            "command-line-problem-full"
        }
        LedgerError::Unknown => "command-line-problem-unknown",
        LedgerError::Busy | LedgerError::GuardFailed(_) | LedgerError::Malformed => {
            "command-line-problem-busy"
        }
        LedgerError::Unreadable(_) => "command-line-problem-ledger-unreadable",
        LedgerError::NotSaved(_) => "command-line-problem-not-saved",
    }
}

/// What `verify` calls a kind of bad position, in one line.
#[must_use]
pub fn bad(what: &str) -> String {
    let key = format!("command-line-bad-{what}");
    let key = if Texts::of(Language::En).has(&key) { key.as_str() } else { "command-line-bad-other" };
    both(key, &[]).replace('\n', " / ")
}
