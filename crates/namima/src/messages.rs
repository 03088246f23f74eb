//! Messages of the command line, in both languages.

use clinic::ClinicError;
use ledger::{LedgerError, Storage};

/// A command that cannot be done as it was called; nothing was done. The exit code is then 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CalledWrongly(String);

/// A sentence in both languages, as the terminal shows it.
#[must_use]
pub fn both(ja: &str, en: &str) -> String {
    format!("{en}\n{ja}")
}

/// An error with a message in both languages.
#[must_use]
pub fn refusal(ja: &str, en: &str) -> anyhow::Error {
    anyhow::Error::msg(both(ja, en))
}

/// A refusal of the call itself, in both languages.
#[must_use]
pub fn called_wrongly(ja: &str, en: &str) -> anyhow::Error {
    CalledWrongly(both(ja, en)).into()
}

/// A command that this version does not have.
#[must_use]
pub fn not_yet(command: &str) -> anyhow::Error {
    called_wrongly(&format!("`{command}` はまだありません。"), &format!("`{command}` is not there yet."))
}

/// Why a clinic's folder does not open, and what to do: Japanese, English. `DIR` stands for the folder's path.
#[must_use]
pub fn opening(code: &str) -> (&'static str, &'static str) {
    match code {
        "store-in-use" | "keys-store-in-use" => (
            "別のプログラムがこのフォルダ（DIR）を使っています。先に止めてください。何も変更していません。",
            "Another program is using this folder (DIR). Stop it first. Nothing was changed.",
        ),
        "store-too-open" | "keys-store-too-open" | "vault.root.open_to_others" => (
            "DIR、DIR.keys、DIR.root のいずれかが、ほかの利用者にも開かれています。フォルダは 700、ファイルは 600 にしてください。何も変更していません。",
            "One of DIR, DIR.keys and DIR.root is open to other users. Folders need mode 700, files 600. Nothing was changed.",
        ),
        "store-missing" => (
            "データのフォルダ（DIR）に ledger.db がありません。バックアップから戻してください。",
            "The data folder (DIR) has no ledger.db. Restore it from a backup.",
        ),
        "ledger-emptied" => (
            "DIR にこの診療所の記録がひとつもありませんが、DIR.keys にはその鍵があります。記録が消されたか、別の診療所のもの（ledger.db か DIR/namima.toml の clinic）です。正しいものをバックアップから戻してください。何も変更していません。",
            "DIR holds no record of this clinic, yet DIR.keys holds its keys: the records were removed, or ledger.db or `clinic` in DIR/namima.toml is another clinic's. Restore the right one from a backup. Nothing was changed.",
        ),
        "keys-store-missing" | "vault.keys_missing" => (
            "鍵のフォルダ（DIR.keys）がないか、空です。鍵がなければ記録は開けません。鍵のバックアップから戻してください。何も変更していません。",
            "The keys folder (DIR.keys) is missing or empty. Without keys no record opens. Restore it from the key backup. Nothing was changed.",
        ),
        "vault.key_damaged" | "vault.store.damaged" => (
            "鍵のフォルダ（DIR.keys）の鍵が壊れています。鍵のバックアップから戻してください。何も変更していません。",
            "A key in the keys folder (DIR.keys) is damaged. Restore it from the key backup. Nothing was changed.",
        ),
        "store-sqlite-version" | "keys-store-sqlite-version" => (
            "この SQLite は記録を壊す不具合のある版です。新しい版で作り直してください。",
            "This SQLite version is known to damage data. Build with a newer one.",
        ),
        "store-too-new" | "keys-store-too-new" => (
            "このフォルダ（DIR）は、より新しい版の Namima が書いたものです。プログラムを更新してください。",
            "A newer Namima wrote this folder (DIR). Update the program.",
        ),
        "store-too-old" | "keys-store-too-old" => (
            "このフォルダ（DIR）は古い版のものです。一度サーバーを起動すると、新しい形式になります。",
            "This folder (DIR) is of an older version. Starting the server once brings it up to date.",
        ),
        _ => opening_root(code),
    }
}

/// The same for databases of PostgreSQL.
fn opening_database(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "database-malformed" => (
            "データベースの場所は postgres://利用者@/データベース?host=/フォルダ の形で、二つの別のデータベースを書いてください。何も変更していません。",
            "Write the address of each of two different databases as postgres://USER@/DATABASE?host=/FOLDER. Nothing was changed.",
        ),
        "database-password-in-text" => (
            "データベースの場所にパスワードを書かないでください。DIR.passwords/役割名 のファイルか環境変数に置きます。何も変更していません。",
            "Take the password out of the database's address: it belongs into the file DIR.passwords/ROLE or the environment. Nothing was changed.",
        ),
        "database-not-local" => (
            "データベースは、この機械の中のソケットか localhost だけが使えます。何も変更していません。",
            "The database must be reached by a local socket or on this machine. Nothing was changed.",
        ),
        "database-password-missing" | "database-password-too-open" => (
            "データベースのパスワードのファイル（DIR.passwords の中）がないか空か、ほかの利用者にも開かれています（600 にします）。何も変更していません。",
            "A password file in DIR.passwords is missing, empty, or open to other users (it needs mode 600). Nothing was changed.",
        ),
        "postgres-store-refused" | "postgres-store-too-powerful" => (
            "データベースが役割を受け付けないか、その役割が記録を書き換えられる権限をもっています。役割は namima_run と namima_keys です。何も変更していません。",
            "The database does not let the role in, or the role may rewrite the logs. The roles are namima_run and namima_keys. Nothing was changed.",
        ),
        "postgres-store-missing" | "postgres-store-too-old" => (
            "データベースがないか、中に表がありません。バックアップから戻してください。何も変更していません。",
            "There is no such database, or it has no tables. Restore it from a backup. Nothing was changed.",
        ),
        "postgres-store-too-new" => (
            "このデータベースは、より新しい版の Namima が書いたものです。プログラムを更新してください。",
            "A newer Namima wrote this database. Update the program.",
        ),
        "postgres-store-postgres-version" | "postgres-store-setting" => (
            "PostgreSQL が 15 より古いか、記録を失うおそれのある設定になっています。下の行に名前があります。何も変更していません。",
            "PostgreSQL is older than 15, or runs with a setting under which records could be lost; the line below names it. Nothing was changed.",
        ),
        code if code.starts_with("postgres-") => (
            "データベースが使えません。動いているか、場所が正しいかを確かめてください。",
            "The database cannot be used. Check that it runs and that its address is right.",
        ),
        _ => return None,
    })
}

fn opening_root(code: &str) -> (&'static str, &'static str) {
    match code {
        "vault.wrong_root" => (
            "ルート鍵（DIR.root）がこの鍵のものではありません。正しいファイルに置きかえてください。何も変更していません。",
            "The root key (DIR.root) does not belong to these keys. Put the right file there. Nothing was changed.",
        ),
        "vault.root.missing" => (
            "ルート鍵のファイル（DIR.root）がありません。保管している控えから戻してください。何も変更していません。",
            "The root key file (DIR.root) is missing. Restore it from where it is kept. Nothing was changed.",
        ),
        "vault.root.inside_forbidden" => (
            "ルート鍵（DIR.root）が、データか鍵のフォルダの中にあります。別の場所に置いてください。",
            "The root key (DIR.root) lies inside the data or keys folder. Keep it elsewhere.",
        ),
        "vault.root.malformed" | "vault.root.not_regular" => (
            "DIR.root はルート鍵のファイルではありません。保管している控えから戻してください。何も変更していません。",
            "DIR.root is not a root key file. Restore it from where it is kept. Nothing was changed.",
        ),
        _ => opening_database(code).unwrap_or((
            "DIR を開けませんでした。ディスクと権限を確かめてください。何も変更していません。",
            "DIR could not be opened. Check the disk and permissions. Nothing was changed.",
        )),
    }
}

/// What went wrong while a command was at work, and whether anything of it is stored.
#[must_use]
pub fn problem(problem: &ClinicError) -> anyhow::Error {
    let (ja, en) = match problem {
        ClinicError::NotFound => ("その番号の記録はありません。", "There is no such chart."),
        ClinicError::Ledger(error) => ledger(error),
        ClinicError::Vault(_) => (
            "鍵が使えないか、記録が開きません。`namima verify` で確かめてください。",
            "The keys cannot be used, or a record does not open. Check with `namima verify`.",
        ),
        ClinicError::Unreadable => (
            "保存されている内容が読めません。`namima verify` で確かめてください。",
            "What is stored cannot be read. Check with `namima verify`.",
        ),
        ClinicError::Conflict(_) => (
            "同じ番号で内容の違う記録がすでにあります。何も書いていません。",
            "There are entries with the same id and other content. Nothing was written.",
        ),
        ClinicError::Refused(_) | ClinicError::Closed | ClinicError::SignIn => (
            "日誌が受け付けませんでした。何も書いていません。",
            "The diary does not accept this. Nothing was written.",
        ),
    };
    anyhow::anyhow!("{}\n({})", both(ja, en), problem.code())
}

fn ledger(error: &LedgerError) -> (&'static str, &'static str) {
    match error {
        LedgerError::NotSaved(Storage::Full) | LedgerError::Unreadable(Storage::Full) => (
            "ディスクがいっぱいです。空きを作ってからもう一度実行してください。この操作は保存されていません。",
            "The disk is full. Free some space and run this again. It was not saved.",
        ),
        LedgerError::Unknown => (
            "保存されたかどうか分かりません。もう一度実行してください。二重には保存されません。",
            "It is unknown whether this was saved. Run it again: nothing is stored twice.",
        ),
        LedgerError::Busy | LedgerError::Refused(_) | LedgerError::Malformed => (
            "混み合っています。保存されていません。もう一度実行してください。",
            "It is busy. Nothing was saved. Run it again.",
        ),
        LedgerError::Unreadable(_) => (
            "データベースが読めません。ディスクを確かめ、必要ならバックアップから戻してください。",
            "The database cannot be read. Check the disk; restore a backup if need be.",
        ),
        LedgerError::NotSaved(_) => (
            "書き込めません。ディスクと権限を確かめてください。保存されていません。",
            "It cannot be written. Check the disk and permissions. It was not saved.",
        ),
    }
}

/// What `verify` calls each kind of bad position: Japanese, English.
#[must_use]
pub fn bad(what: &str) -> (&'static str, &'static str) {
    match what {
        "link" => ("記録のつながりが切れています", "the chain of records is broken"),
        "seal" => (
            "記録が開きません（改変・移動・鍵の不足）",
            "a record does not open (altered, moved, or its key is missing)",
        ),
        "head" => {
            ("最後の記録が失われているか、余分にあります", "the newest records are missing or too many")
        }
        "records-missing" => (
            "監査ログが書かれた、または読まれたと伝える記録がありません",
            "records that the audit log says were written or read are gone",
        ),
        "record-unnamed" => (
            "どの監査ログも書かれたと伝えない記録があります。監査ログの終わりが失われたおそれがあります",
            "there is a record whose writing no audit event tells of: the end of the audit log may be gone",
        ),
        "panel-row" => ("一覧の行が記録と合いません", "a panel row does not match the records"),
        "task-missing" => ("あるはずのタスクがありません", "a task that should be there is missing"),
        "task-without-cause" => ("記録にないタスクがあります", "there is a task that no record asks for"),
        "audit" => ("監査ログのつながりが切れています", "the audit chain is broken"),
        "audit-seal" => ("監査ログの記録が開きません", "an audit event does not open"),
        "directory-row" => {
            ("名簿の行が名簿の記録と合いません", "a directory row does not match the clinic's log")
        }
        "chart-missing" => ("名簿にある人の記録がありません", "a chart of the directory is missing"),
        "chart-unknown" => {
            ("名簿にない人の記録があります", "there is a chart that the directory does not know")
        }
        _ => ("合わないところがあります", "something does not match"),
    }
}
