//! The 104 medicines that can be named by id: generic names in both languages and the class the symptom chips go by.
//!
//! Names follow the Japanese price list (2026 revision) and WHO generic names, salts left out. Z-drugs stand with the
//! benzodiazepines because they act on the same receptor. A pharmacist must confirm the catalogue before clinical use.

use unicode_normalization::UnicodeNormalization;

use super::TaperClass::{Antidepressant, Antipsychotic, Benzodiazepine, Other};
use super::{Listed, Medicine};
use crate::Code;

/// All listed medicines. Ids are stored: never change or remove one.
#[rustfmt::skip]
pub static LISTED: &[Listed] = &[
    Listed { id: "fluvoxamine", en: "fluvoxamine", ja: "フルボキサミン", class: Antidepressant },
    Listed { id: "paroxetine", en: "paroxetine", ja: "パロキセチン", class: Antidepressant },
    Listed { id: "sertraline", en: "sertraline", ja: "セルトラリン", class: Antidepressant },
    Listed { id: "escitalopram", en: "escitalopram", ja: "エスシタロプラム", class: Antidepressant },
    Listed { id: "citalopram", en: "citalopram", ja: "シタロプラム", class: Antidepressant },
    Listed { id: "fluoxetine", en: "fluoxetine", ja: "フルオキセチン", class: Antidepressant },
    Listed { id: "milnacipran", en: "milnacipran", ja: "ミルナシプラン", class: Antidepressant },
    Listed { id: "duloxetine", en: "duloxetine", ja: "デュロキセチン", class: Antidepressant },
    Listed { id: "venlafaxine", en: "venlafaxine", ja: "ベンラファキシン", class: Antidepressant },
    Listed { id: "desvenlafaxine", en: "desvenlafaxine", ja: "デスベンラファキシン", class: Antidepressant },
    Listed { id: "mirtazapine", en: "mirtazapine", ja: "ミルタザピン", class: Antidepressant },
    Listed { id: "vortioxetine", en: "vortioxetine", ja: "ボルチオキセチン", class: Antidepressant },
    Listed { id: "trazodone", en: "trazodone", ja: "トラゾドン", class: Antidepressant },
    Listed { id: "mianserin", en: "mianserin", ja: "ミアンセリン", class: Antidepressant },
    Listed { id: "setiptiline", en: "setiptiline", ja: "セチプチリン", class: Antidepressant },
    Listed { id: "maprotiline", en: "maprotiline", ja: "マプロチリン", class: Antidepressant },
    Listed { id: "amitriptyline", en: "amitriptyline", ja: "アミトリプチリン", class: Antidepressant },
    Listed { id: "nortriptyline", en: "nortriptyline", ja: "ノルトリプチリン", class: Antidepressant },
    Listed { id: "imipramine", en: "imipramine", ja: "イミプラミン", class: Antidepressant },
    Listed { id: "clomipramine", en: "clomipramine", ja: "クロミプラミン", class: Antidepressant },
    Listed { id: "trimipramine", en: "trimipramine", ja: "トリミプラミン", class: Antidepressant },
    Listed { id: "dosulepin", en: "dosulepin", ja: "ドスレピン", class: Antidepressant },
    Listed { id: "amoxapine", en: "amoxapine", ja: "アモキサピン", class: Antidepressant },
    Listed { id: "bupropion", en: "bupropion", ja: "ブプロピオン", class: Antidepressant },
    Listed { id: "diazepam", en: "diazepam", ja: "ジアゼパム", class: Benzodiazepine },
    Listed { id: "etizolam", en: "etizolam", ja: "エチゾラム", class: Benzodiazepine },
    Listed { id: "lorazepam", en: "lorazepam", ja: "ロラゼパム", class: Benzodiazepine },
    Listed { id: "alprazolam", en: "alprazolam", ja: "アルプラゾラム", class: Benzodiazepine },
    Listed { id: "clonazepam", en: "clonazepam", ja: "クロナゼパム", class: Benzodiazepine },
    Listed { id: "clobazam", en: "clobazam", ja: "クロバザム", class: Benzodiazepine },
    Listed { id: "bromazepam", en: "bromazepam", ja: "ブロマゼパム", class: Benzodiazepine },
    Listed { id: "ethyl_loflazepate", en: "ethyl loflazepate", ja: "ロフラゼプ酸エチル", class: Benzodiazepine },
    Listed { id: "clotiazepam", en: "clotiazepam", ja: "クロチアゼパム", class: Benzodiazepine },
    Listed { id: "cloxazolam", en: "cloxazolam", ja: "クロキサゾラム", class: Benzodiazepine },
    Listed { id: "oxazolam", en: "oxazolam", ja: "オキサゾラム", class: Benzodiazepine },
    Listed { id: "chlordiazepoxide", en: "chlordiazepoxide", ja: "クロルジアゼポキシド", class: Benzodiazepine },
    Listed { id: "clorazepate", en: "clorazepate", ja: "クロラゼプ酸二カリウム", class: Benzodiazepine },
    Listed { id: "medazepam", en: "medazepam", ja: "メダゼパム", class: Benzodiazepine },
    Listed { id: "mexazolam", en: "mexazolam", ja: "メキサゾラム", class: Benzodiazepine },
    Listed { id: "fludiazepam", en: "fludiazepam", ja: "フルジアゼパム", class: Benzodiazepine },
    Listed { id: "flutazolam", en: "flutazolam", ja: "フルタゾラム", class: Benzodiazepine },
    Listed { id: "flutoprazepam", en: "flutoprazepam", ja: "フルトプラゼパム", class: Benzodiazepine },
    Listed { id: "tofisopam", en: "tofisopam", ja: "トフィソパム", class: Benzodiazepine },
    Listed { id: "tandospirone", en: "tandospirone", ja: "タンドスピロン", class: Other },
    Listed { id: "hydroxyzine", en: "hydroxyzine", ja: "ヒドロキシジン", class: Other },
    Listed { id: "triazolam", en: "triazolam", ja: "トリアゾラム", class: Benzodiazepine },
    Listed { id: "brotizolam", en: "brotizolam", ja: "ブロチゾラム", class: Benzodiazepine },
    Listed { id: "lormetazepam", en: "lormetazepam", ja: "ロルメタゼパム", class: Benzodiazepine },
    Listed { id: "rilmazafone", en: "rilmazafone", ja: "リルマザホン", class: Benzodiazepine },
    Listed { id: "estazolam", en: "estazolam", ja: "エスタゾラム", class: Benzodiazepine },
    Listed { id: "flunitrazepam", en: "flunitrazepam", ja: "フルニトラゼパム", class: Benzodiazepine },
    Listed { id: "nitrazepam", en: "nitrazepam", ja: "ニトラゼパム", class: Benzodiazepine },
    Listed { id: "quazepam", en: "quazepam", ja: "クアゼパム", class: Benzodiazepine },
    Listed { id: "flurazepam", en: "flurazepam", ja: "フルラゼパム", class: Benzodiazepine },
    Listed { id: "haloxazolam", en: "haloxazolam", ja: "ハロキサゾラム", class: Benzodiazepine },
    Listed { id: "nimetazepam", en: "nimetazepam", ja: "ニメタゼパム", class: Benzodiazepine },
    Listed { id: "zolpidem", en: "zolpidem", ja: "ゾルピデム", class: Benzodiazepine },
    Listed { id: "zopiclone", en: "zopiclone", ja: "ゾピクロン", class: Benzodiazepine },
    Listed { id: "eszopiclone", en: "eszopiclone", ja: "エスゾピクロン", class: Benzodiazepine },
    Listed { id: "suvorexant", en: "suvorexant", ja: "スボレキサント", class: Other },
    Listed { id: "lemborexant", en: "lemborexant", ja: "レンボレキサント", class: Other },
    Listed { id: "daridorexant", en: "daridorexant", ja: "ダリドレキサント", class: Other },
    Listed { id: "vornorexant", en: "vornorexant", ja: "ボルノレキサント", class: Other },
    Listed { id: "ramelteon", en: "ramelteon", ja: "ラメルテオン", class: Other },
    Listed { id: "melatonin", en: "melatonin", ja: "メラトニン", class: Other },
    Listed { id: "risperidone", en: "risperidone", ja: "リスペリドン", class: Antipsychotic },
    Listed { id: "paliperidone", en: "paliperidone", ja: "パリペリドン", class: Antipsychotic },
    Listed { id: "olanzapine", en: "olanzapine", ja: "オランザピン", class: Antipsychotic },
    Listed { id: "quetiapine", en: "quetiapine", ja: "クエチアピン", class: Antipsychotic },
    Listed { id: "perospirone", en: "perospirone", ja: "ペロスピロン", class: Antipsychotic },
    Listed { id: "blonanserin", en: "blonanserin", ja: "ブロナンセリン", class: Antipsychotic },
    Listed { id: "lurasidone", en: "lurasidone", ja: "ルラシドン", class: Antipsychotic },
    Listed { id: "aripiprazole", en: "aripiprazole", ja: "アリピプラゾール", class: Antipsychotic },
    Listed { id: "brexpiprazole", en: "brexpiprazole", ja: "ブレクスピプラゾール", class: Antipsychotic },
    Listed { id: "clozapine", en: "clozapine", ja: "クロザピン", class: Antipsychotic },
    Listed { id: "asenapine", en: "asenapine", ja: "アセナピン", class: Antipsychotic },
    Listed { id: "haloperidol", en: "haloperidol", ja: "ハロペリドール", class: Antipsychotic },
    Listed { id: "chlorpromazine", en: "chlorpromazine", ja: "クロルプロマジン", class: Antipsychotic },
    Listed { id: "levomepromazine", en: "levomepromazine", ja: "レボメプロマジン", class: Antipsychotic },
    Listed { id: "zotepine", en: "zotepine", ja: "ゾテピン", class: Antipsychotic },
    Listed { id: "sulpiride", en: "sulpiride", ja: "スルピリド", class: Antipsychotic },
    Listed { id: "tiapride", en: "tiapride", ja: "チアプリド", class: Antipsychotic },
    Listed { id: "sultopride", en: "sultopride", ja: "スルトプリド", class: Antipsychotic },
    Listed { id: "bromperidol", en: "bromperidol", ja: "ブロムペリドール", class: Antipsychotic },
    Listed { id: "perphenazine", en: "perphenazine", ja: "ペルフェナジン", class: Antipsychotic },
    Listed { id: "fluphenazine", en: "fluphenazine", ja: "フルフェナジン", class: Antipsychotic },
    Listed { id: "propericiazine", en: "propericiazine", ja: "プロペリシアジン", class: Antipsychotic },
    Listed { id: "prochlorperazine", en: "prochlorperazine", ja: "プロクロルペラジン", class: Antipsychotic },
    Listed { id: "timiperone", en: "timiperone", ja: "チミペロン", class: Antipsychotic },
    Listed { id: "nemonapride", en: "nemonapride", ja: "ネモナプリド", class: Antipsychotic },
    Listed { id: "spiperone", en: "spiperone", ja: "スピペロン", class: Antipsychotic },
    Listed { id: "mosapramine", en: "mosapramine", ja: "モサプラミン", class: Antipsychotic },
    Listed { id: "clocapramine", en: "clocapramine", ja: "クロカプラミン", class: Antipsychotic },
    Listed { id: "lithium", en: "lithium", ja: "炭酸リチウム", class: Other },
    Listed { id: "valproate", en: "valproate", ja: "バルプロ酸ナトリウム", class: Other },
    Listed { id: "carbamazepine", en: "carbamazepine", ja: "カルバマゼピン", class: Other },
    Listed { id: "lamotrigine", en: "lamotrigine", ja: "ラモトリギン", class: Other },
    Listed { id: "topiramate", en: "topiramate", ja: "トピラマート", class: Other },
    Listed { id: "gabapentin", en: "gabapentin", ja: "ガバペンチン", class: Other },
    Listed { id: "pregabalin", en: "pregabalin", ja: "プレガバリン", class: Other },
    Listed { id: "mirogabalin", en: "mirogabalin", ja: "ミロガバリン", class: Other },
    Listed { id: "methylphenidate", en: "methylphenidate", ja: "メチルフェニデート", class: Other },
    Listed { id: "atomoxetine", en: "atomoxetine", ja: "アトモキセチン", class: Other },
    Listed { id: "guanfacine", en: "guanfacine", ja: "グアンファシン", class: Other },
];

/// Brand names by catalogue id: the Japanese price list (2026 revision) with older names still in use, then those of
/// the United States. Names in katakana and the Latin alphabet; [`Listed::named`] reads other ways of writing them.
#[rustfmt::skip]
static BRANDS: &[(&str, &[&str])] = &[
    ("fluvoxamine", &["デプロメール", "ルボックス", "Luvox"]),
    ("paroxetine", &["パキシル", "パキシルCR", "Paxil", "Paxil CR", "Pexeva", "Brisdelle"]),
    ("sertraline", &["ジェイゾロフト", "Zoloft"]),
    ("escitalopram", &["レクサプロ", "Lexapro"]),
    ("citalopram", &["Celexa"]),
    ("fluoxetine", &["Prozac"]),
    ("milnacipran", &["トレドミン", "Savella"]),
    ("duloxetine", &["サインバルタ", "Cymbalta", "Drizalma Sprinkle"]),
    ("venlafaxine", &["イフェクサー", "イフェクサーSR", "Effexor XR"]),
    ("desvenlafaxine", &["Pristiq"]),
    ("mirtazapine", &["リフレックス", "レメロン", "Remeron"]),
    ("vortioxetine", &["トリンテリックス", "Trintellix"]),
    ("trazodone", &["レスリン", "デジレル", "Desyrel", "Oleptro"]),
    ("mianserin", &["テトラミド"]),
    ("setiptiline", &["テシプール"]),
    ("maprotiline", &["ルジオミール", "Ludiomil"]),
    ("amitriptyline", &["トリプタノール", "Elavil"]),
    ("nortriptyline", &["ノリトレン", "Pamelor"]),
    ("imipramine", &["トフラニール", "イミドール", "Tofranil"]),
    ("clomipramine", &["アナフラニール", "Anafranil"]),
    ("trimipramine", &["スルモンチール", "Surmontil"]),
    ("dosulepin", &["プロチアデン"]),
    ("amoxapine", &["アモキサン", "Asendin"]),
    ("bupropion", &["Wellbutrin", "Zyban"]),
    ("diazepam", &["ダイアップ", "セルシン", "ホリゾン", "Valium"]),
    ("etizolam", &["デパス"]),
    ("lorazepam", &["ワイパックス", "Ativan", "Loreev XR"]),
    ("alprazolam", &["ソラナックス", "コンスタン", "Xanax"]),
    ("clonazepam", &["リボトリール", "ランドセン", "Klonopin"]),
    ("clobazam", &["マイスタン", "Onfi", "Sympazan"]),
    ("bromazepam", &["レキソタン", "セニラン", "Lexotan"]),
    ("ethyl_loflazepate", &["メイラックス"]),
    ("clotiazepam", &["リーゼ"]),
    ("cloxazolam", &["セパゾン"]),
    ("oxazolam", &["セレナール"]),
    ("chlordiazepoxide", &["コントール", "バランス", "Librium"]),
    ("clorazepate", &["メンドン", "Tranxene"]),
    ("medazepam", &["レスミット"]),
    ("mexazolam", &["メレックス"]),
    ("fludiazepam", &["エリスパン"]),
    ("flutazolam", &["コレミナール"]),
    ("flutoprazepam", &["レスタス"]),
    ("tofisopam", &["グランダキシン"]),
    ("tandospirone", &["セディール"]),
    ("hydroxyzine", &["アタラックス-P", "アタラックス", "Vistaril", "Atarax"]),
    ("triazolam", &["ハルシオン", "Halcion"]),
    ("brotizolam", &["レンドルミン"]),
    ("lormetazepam", &["エバミール", "ロラメット"]),
    ("rilmazafone", &["リスミー"]),
    ("estazolam", &["ユーロジン", "ProSom"]),
    ("flunitrazepam", &["ロヒプノール", "サイレース"]),
    ("nitrazepam", &["ベンザリン", "ネルボン", "Mogadon"]),
    ("quazepam", &["ドラール", "Doral"]),
    ("flurazepam", &["ダルメート", "Dalmane"]),
    ("haloxazolam", &["ソメリン"]),
    ("nimetazepam", &["エリミン"]),
    ("zolpidem", &["マイスリー", "Ambien", "Edluar"]),
    ("zopiclone", &["アモバン", "Imovane"]),
    ("eszopiclone", &["ルネスタ", "Lunesta"]),
    ("suvorexant", &["ベルソムラ", "Belsomra"]),
    ("lemborexant", &["デエビゴ", "Dayvigo"]),
    ("daridorexant", &["クービビック", "Quviviq"]),
    ("vornorexant", &["ボルズィ"]),
    ("ramelteon", &["ロゼレム", "Rozerem"]),
    ("melatonin", &["メラトベル"]),
    ("risperidone", &["リスパダール", "Risperdal", "Perseris", "Uzedy"]),
    ("paliperidone", &["インヴェガ", "Invega"]),
    ("olanzapine", &["ジプレキサ", "Zyprexa", "Lybalvi"]),
    ("quetiapine", &["セロクエル", "ビプレッソ", "Seroquel", "Seroquel XR"]),
    ("perospirone", &["ルーラン"]),
    ("blonanserin", &["ロナセン"]),
    ("lurasidone", &["ラツーダ", "Latuda"]),
    ("aripiprazole", &["エビリファイ", "Abilify"]),
    ("brexpiprazole", &["レキサルティ", "Rexulti"]),
    ("clozapine", &["クロザリル", "Clozaril", "Versacloz"]),
    ("asenapine", &["シクレスト", "Saphris"]),
    ("haloperidol", &["リントン", "セレネース", "Haldol"]),
    ("chlorpromazine", &["コントミン", "ウインタミン", "Thorazine"]),
    ("levomepromazine", &["ヒルナミン", "レボトミン"]),
    ("zotepine", &["ロドピン"]),
    ("sulpiride", &["ミラドール", "アビリット", "ドグマチール"]),
    ("tiapride", &["グラマリール"]),
    ("sultopride", &["バルネチール"]),
    ("bromperidol", &["インプロメン"]),
    ("perphenazine", &["トリラホン", "ピーゼットシー", "Trilafon"]),
    ("fluphenazine", &["フルメジン", "Prolixin"]),
    ("propericiazine", &["ニューレプチル"]),
    ("prochlorperazine", &["ノバミン", "Compazine"]),
    ("timiperone", &["トロペロン"]),
    ("nemonapride", &["エミレース"]),
    ("spiperone", &["スピロピタン"]),
    ("mosapramine", &["クレミン"]),
    ("clocapramine", &["クロフェクトン"]),
    ("lithium", &["リーマス", "Lithobid"]),
    ("valproate", &["バレリン", "デパケン", "デパケンR", "セレニカR", "Depakote", "Depakene"]),
    ("carbamazepine", &["テグレトール", "Tegretol", "Equetro"]),
    ("lamotrigine", &["ラミクタール", "Lamictal"]),
    ("topiramate", &["トピナ", "Topamax"]),
    ("gabapentin", &["ガバペン", "Neurontin"]),
    ("pregabalin", &["リリカ", "Lyrica"]),
    ("mirogabalin", &["タリージェ"]),
    ("methylphenidate", &["コンサータ", "リタリン", "Concerta", "Ritalin"]),
    ("atomoxetine", &["ストラテラ", "Strattera"]),
    ("guanfacine", &["インチュニブ", "Intuniv"]),
];

/// What stands behind a name without making it another medicine: forms, salts, water.
const BEHIND: &[&str] = &[
    "口腔内崩壊錠",
    "内用液",
    "注射液",
    "カプセル",
    "ドライシロップ",
    "シロップ",
    "od錠",
    "細粒",
    "顆粒",
    "徐放錠",
    "錠",
    "散",
    "液",
    "水和物",
    "二塩酸塩",
    "塩酸塩",
    "マレイン酸塩",
    "フマル酸塩",
    "酒石酸塩",
    "クエン酸塩",
    "シュウ酸塩",
    "ベシル酸塩",
    "臭化水素酸塩",
    "パモ酸塩",
    "tablets",
    "tablet",
    "capsules",
    "capsule",
    "hydrochloride",
    "hydrobromide",
    "maleate",
    "fumarate",
    "tartrate",
    "citrate",
    "oxalate",
    "besilate",
];

impl Listed {
    /// The medicine of a name as people write it: id, generic or brand name, in kana of either kind and any width, with
    /// strength, form, salt or maker behind it. `None` for a name the catalogue does not have.
    #[must_use]
    pub fn named(typed: &str) -> Option<&'static Self> {
        let mut wanted = plain(typed);
        loop {
            if let Some(found) = LISTED.iter().find(|listed| listed.is_called(&wanted)) {
                return Some(found);
            }
            wanted = shorter(&wanted)?;
        }
    }

    fn is_called(&self, wanted: &str) -> bool {
        let brands = BRANDS.iter().find(|(id, _)| *id == self.id).map_or(&[][..], |(_, names)| names);
        [self.id, self.en, self.ja].iter().chain(brands).any(|name| plain(name) == wanted)
    }
}

impl Medicine {
    /// The medicine meant by a name: of the catalogue by any name it has there, otherwise by the name as it is written.
    ///
    /// # Errors
    /// As [`Medicine::parse`].
    pub fn named(typed: &str) -> Result<Self, Code> {
        // Parsed first: the look-up is for names of at most 80 characters.
        let written = Self::parse(typed)?;
        Ok(Listed::named(written.as_str()).map_or(written, Self::from))
    }

    /// Whether this is what somebody means by a name: the same medicine of the catalogue, or the same name written
    /// otherwise.
    #[must_use]
    pub fn is_called(&self, typed: &str) -> bool {
        match self.listed() {
            Some(own) => Listed::named(typed).is_some_and(|meant| meant.id == own.id),
            // Also a brand stored by its name, through a door that does not ask the catalogue.
            None => plain(self.as_str()) == plain(typed),
        }
    }
}

/// A name without what does not tell medicines apart: width, case, kind of kana, spaces and marks between words.
fn plain(name: &str) -> String {
    let whole = name.nfkc().flat_map(char::to_lowercase);
    let letters = whole.filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '・' | '\'' | '’' | '.'));
    letters.map(katakana).collect()
}

/// Hiragana as katakana; the two blocks have the same order.
fn katakana(c: char) -> char {
    match c {
        'ぁ'..='ゖ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        other => other,
    }
}

/// The name without its last piece that is not part of it; `None` where there is none.
fn shorter(name: &str) -> Option<String> {
    if let Some((before, _maker)) = name.split_once('「') {
        return (!before.is_empty()).then(|| before.to_owned());
    }
    if let Some(before) = name.strip_suffix("mg") {
        let strength = before.trim_end_matches(|c: char| c.is_ascii_digit());
        return (strength.len() < before.len() && !strength.is_empty()).then(|| strength.to_owned());
    }
    let behind = BEHIND.iter().find_map(|behind| name.strip_suffix(behind))?;
    (!behind.is_empty()).then(|| behind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{BRANDS, LISTED, Listed, plain};
    use crate::Medicine;

    fn id(typed: &str) -> Option<&'static str> {
        Listed::named(typed).map(|listed| listed.id)
    }

    #[test]
    fn one_medicine_has_one_id_however_it_is_written() {
        for typed in [
            "paroxetine",
            "Paroxetine",
            "パロキセチン",
            "ﾊﾟﾛｷｾﾁﾝ",
            "ぱろきせちん",
            "パキシル",
            "ぱきしる",
            "Paxil",
            " ＰＡＸＩＬ ",
            "パキシルCR",
            "パキシルＣＲ錠12.5mg",
            "パロキセチン塩酸塩水和物",
            "パロキセチン錠10mg「サワイ」",
            "paroxetine hydrochloride",
        ] {
            assert_eq!(id(typed), Some("paroxetine"), "{typed}");
        }
        assert_eq!(id("ethyl loflazepate"), Some("ethyl_loflazepate"));
        assert_eq!(id("デパケン Ｒ"), Some("valproate"));
        assert_eq!(id("エチゾラム"), id("デパス"));
    }

    #[test]
    fn a_name_that_is_only_like_another_is_unknown() {
        for typed in ["", "錠", "mg", "パキ", "パキシルX", "パキシルmg", "ロキソニン", "10mg", "「サワイ」"]
        {
            assert_eq!(id(typed), None, "{typed}");
        }
        let free = Medicine::parse("漢方 A").expect("a name");
        assert!(free.is_called("漢方Ａ") && !free.is_called("漢方B") && !free.is_called("パキシル"));
        let listed = Medicine::parse("paroxetine").expect("a name");
        assert!(listed.is_called("パキシル") && !listed.is_called("デパス") && !listed.is_called("漢方A"));
    }

    #[test]
    fn no_name_means_two_medicines() {
        let mut names: Vec<(String, &str)> = LISTED
            .iter()
            .flat_map(|one| [(plain(one.en), one.id), (plain(one.ja), one.id)])
            .chain(BRANDS.iter().flat_map(|(id, names)| names.iter().map(|name| (plain(name), *id))))
            .collect();
        names.sort();
        names.dedup();
        for pair in names.windows(2) {
            assert_ne!(pair[0].0, pair[1].0, "{pair:?}");
        }
        assert!(BRANDS.iter().all(|(id, _)| LISTED.iter().any(|listed| listed.id == *id)));
    }
}
