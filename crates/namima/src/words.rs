//! What the terminal says, in both languages.

/// Why a clinic's folder does not open, and what to do: Japanese, English.
#[must_use]
pub fn opening(code: &str) -> (&'static str, &'static str) {
    match code {
        "store-in-use" => (
            "別のプログラムがこのフォルダを使っています。先に止めてください。何も変更していません。",
            "Another program is using this folder. Stop it first. Nothing was changed.",
        ),
        "store-too-open" | "keys-store-too-open" | "vault.root.open_to_others" => (
            "ほかの人が読める状態です。フォルダは 700、ファイルは 600 にしてください。",
            "It can be read by others. Folders need mode 700, files 600.",
        ),
        "store-missing" => (
            "データのフォルダに ledger.db がありません。バックアップから戻してください。",
            "The data folder has no ledger.db. Restore it from a backup.",
        ),
        "keys-store-missing" | "vault.keys_missing" => (
            "鍵のフォルダ（DIR.keys）がないか空です。鍵がなければ記録は開けません。鍵のバックアップから戻してください。",
            "The keys folder (DIR.keys) is missing or empty. Without keys no record opens. Restore it from the key backup.",
        ),
        "vault.wrong_root" => (
            "ルート鍵（DIR.root）がこの鍵のものではありません。正しいファイルに置きかえてください。何も変更していません。",
            "The root key (DIR.root) does not belong to these keys. Put the right file there. Nothing was changed.",
        ),
        "vault.root.missing" => (
            "ルート鍵のファイル（DIR.root）がありません。保管している控えから戻してください。",
            "The root key file (DIR.root) is missing. Restore it from where it is kept.",
        ),
        "vault.root.inside_forbidden" => (
            "ルート鍵がデータか鍵のフォルダの中にあります。別の場所に置いてください。",
            "The root key lies inside the data or keys folder. Keep it elsewhere.",
        ),
        "store-sqlite-version" => (
            "この SQLite は記録を壊す不具合のある版です。新しい版で作り直してください。",
            "This SQLite version is known to damage data. Build with a newer one.",
        ),
        "store-too-new" | "keys-store-too-new" => (
            "このフォルダはより新しい版の Namima が書いたものです。プログラムを更新してください。",
            "A newer Namima wrote this folder. Update the program.",
        ),
        _ => (
            "開けませんでした。何も変更していません。ディスクと権限を確かめてください。",
            "It could not be opened. Nothing was changed. Check the disk and permissions.",
        ),
    }
}

/// What `verify` calls each kind of bad position: Japanese, English.
#[must_use]
pub fn bad(what: &str) -> (&'static str, &'static str) {
    match what {
        "link" => ("記録のつながりが切れています", "the chain of records is broken"),
        "seal" => ("記録が開きません（改変・移動・鍵の不足）", "a record does not open (altered, moved, or its key is missing)"),
        "head" => ("最後の記録が失われているか、余分にあります", "the newest records are missing or too many"),
        "panel-row" => ("一覧の行が記録と合いません", "a panel row does not match the records"),
        "task-missing" => ("あるはずのタスクがありません", "a task that should be there is missing"),
        "task-without-cause" => ("記録にないタスクがあります", "there is a task that no record asks for"),
        "audit" => ("監査ログのつながりが切れています", "the audit chain is broken"),
        "audit-seal" => ("監査ログの記録が開きません", "an audit event does not open"),
        "directory-row" => ("名簿の行が名簿の記録と合いません", "a directory row does not match the clinic's log"),
        "chart-missing" => ("名簿にある人の記録がありません", "a chart of the directory is missing"),
        _ => ("合わないところがあります", "something does not match"),
    }
}

/// A command that this version does not have.
#[must_use]
pub fn not_yet(command: &str) -> String {
    format!("`{command}` is not there yet. / `{command}` はまだありません。")
}
