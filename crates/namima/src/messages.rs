//! Messages of the command line, in both languages.

use clinic::{ClinicError, Comparison, Found};
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
        LedgerError::Busy
        | LedgerError::GuardFailed(_)
        | LedgerError::KeysChanged(_)
        | LedgerError::Malformed => "command-line-problem-busy",
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

/// How the records stand to a checkpoint, in both languages.
#[must_use]
pub fn checkpoint(Comparison { at, found, .. }: &Comparison) -> String {
    let key = match (found, at) {
        (Found::Same, _) => "command-line-checkpoint-same",
        (Found::Ahead, _) => "command-line-checkpoint-ahead",
        (Found::Behind, Some(_)) => "command-line-checkpoint-behind",
        (Found::Behind, None) => "command-line-checkpoint-missing",
        (Found::Other, _) => "command-line-checkpoint-other",
    };
    let at = at.map_or_else(|| "-".to_owned(), |at| at.to_string());
    both(key, &[("at", at.into())])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Codes of stores, keys and addresses that have a message of their own; any other has the common one.
    const CODES: &[&str] = &[
        "store-in-use",
        "keys-store-in-use",
        "store-too-open",
        "keys-store-too-open",
        "vault.root.open_to_others",
        "store-missing",
        "ledger-emptied",
        "keys-store-missing",
        "vault.keys_missing",
        "vault.key_damaged",
        "vault.store.damaged",
        "store-sqlite-version",
        "keys-store-sqlite-version",
        "store-too-new",
        "keys-store-too-new",
        "store-too-old",
        "keys-store-too-old",
        "database-malformed",
        "database-password-in-text",
        "database-not-local",
        "database-password-missing",
        "database-password-too-open",
        "postgres-store-refused",
        "postgres-store-too-powerful",
        "postgres-store-missing",
        "postgres-store-too-old",
        "postgres-store-too-new",
        "postgres-store-postgres-version",
        "postgres-store-setting",
        "older-format",
        "keys-older-format",
        "postgres-older-format",
        "store-schema",
        "keys-store-schema",
        "postgres-store-schema",
        "vault.wrong_root",
        "vault.other_installation",
        "vault.root.missing",
        "vault.root.inside_forbidden",
        "vault.root.malformed",
        "vault.root.not_regular",
    ];

    #[test]
    fn every_known_code_has_a_message_of_its_own() {
        let (other, postgres) = (opening("-", "DIR"), opening("postgres-", "DIR"));
        assert_ne!(other, postgres);
        for code in CODES {
            let message = opening(code, "DIR");
            assert!(message != other && message != postgres, "{code}");
            assert!(!message.contains("command-line-"), "{code}: {message}");
        }
    }

    #[test]
    fn every_bad_position_that_verify_names_has_a_message_of_its_own() {
        let verifier = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../clinic/src/verify");
        let mut sources = String::new();
        for file in std::fs::read_dir(verifier).expect("the verifier") {
            sources.push_str(&std::fs::read_to_string(file.expect("a file").path()).expect("text"));
        }
        let other = bad("-");
        let known = Texts::of(Language::En);
        for problem in BAD_KEYS {
            assert!(bad(problem.code()) != other, "{problem:?}");
        }
        for what in BAD {
            assert!(sources.contains(&format!("\"{what}\"")), "verify does not say {what}");
            assert!(bad(what) != other && known.has(&format!("command-line-bad-{what}")), "{what}");
        }
    }

    const BAD: &[&str] = &[
        "link",
        "seal",
        "head",
        "records-missing",
        "record-unnamed",
        "panel-row",
        "task-missing",
        "task-without-cause",
        "audit",
        "audit-seal",
        "directory-row",
        "chart-missing",
        "chart-unknown",
        "state",
        "checkpoint",
        "schema",
        "stray",
        "record-of-another",
        "key-counter",
    ];

    /// Named by the vault.
    const BAD_KEYS: [vault::KeyProblem; 3] =
        [vault::KeyProblem::Damaged, vault::KeyProblem::Generations, vault::KeyProblem::Epoch];
}
