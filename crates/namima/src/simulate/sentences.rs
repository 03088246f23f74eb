//! Invented sentences: neutral, about nobody.

use diary::Language;

const NOTES_JA: [&str; 8] = [
    "午後は少し散歩をした。",
    "雨で一日家にいた。",
    "昼に少し横になったら楽になった。",
    "買い物に行けた。",
    "頭がぼんやりして、本は読めなかった。",
    "友人と電話で話した。",
    "夕方から落ち着かない感じがあった。",
    "早めに布団に入るつもり。",
];

const NOTES_EN: [&str; 8] = [
    "Took a short walk in the afternoon.",
    "Rain all day, stayed in.",
    "Lay down for a while at noon and felt easier.",
    "Managed the shopping.",
    "Head felt foggy, could not read.",
    "Talked with a friend on the phone.",
    "Felt restless from the evening on.",
    "Going to bed early tonight.",
];

const GUARDIAN_JA: [&str; 5] = [
    "朝は自分で起きて朝食を食べた。",
    "夕食の後、少しいらいらしている様子だった。",
    "学校から帰ってすぐ横になっていた。",
    "休日は弟と公園に行った。",
    "夜中に一度起きてきた。",
];

const GUARDIAN_EN: [&str; 5] = [
    "Got up without help and had breakfast.",
    "Seemed a little irritable after dinner.",
    "Lay down as soon as school was over.",
    "Went to the park with a brother on the day off.",
    "Came to us once in the night.",
];

const REVIEW_JA: [&str; 3] = [
    "日誌を読みました。次の診察で一緒に見ましょう。",
    "記録をありがとうございます。",
    "気になる日がありました。次回お話ししましょう。",
];

const REVIEW_EN: [&str; 3] = [
    "I have read your diary. Let us look at it together at the next visit.",
    "Thank you for the entries.",
    "Some days caught my eye. Let us talk next time.",
];

/// Answer to a delivered safety answer.
pub(super) fn safety_review(language: Language) -> &'static str {
    match language {
        Language::Ja => "お返事を読みました。今日お電話し、明日の診察を用意しました。",
        Language::En => "I have read your answer. We called today and set a visit for tomorrow.",
    }
}

pub(super) fn notes(language: Language) -> &'static [&'static str] {
    if language == Language::Ja { &NOTES_JA } else { &NOTES_EN }
}

pub(super) fn guardian_notes(language: Language) -> &'static [&'static str] {
    if language == Language::Ja { &GUARDIAN_JA } else { &GUARDIAN_EN }
}

pub(super) fn reviews(language: Language) -> &'static [&'static str] {
    if language == Language::Ja { &REVIEW_JA } else { &REVIEW_EN }
}

/// Reason of a correction.
pub(super) fn slip(language: Language) -> &'static str {
    if language == Language::Ja { "数字を押し間違えた" } else { "Tapped the wrong number" }
}

/// Reason of an entry made in error.
pub(super) fn twice(language: Language) -> &'static str {
    if language == Language::Ja { "同じ日を二度書いた" } else { "Wrote the same day twice" }
}

/// A working note of the staff, for the demo.
pub(super) fn staff_note() -> &'static str {
    "次回、減量の間隔を本人と確認する。"
}
