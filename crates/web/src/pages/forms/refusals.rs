//! Refused fields in words that fit them.

use diary::{Code, FieldEntry, FieldInput, HalfMicrograms, Measure, SleepNight};
use locale::Texts;

/// A field that takes a number: an example, and the numbers it takes where that helps.
struct Number {
    field: &'static str,
    example: &'static str,
    range: Option<(u64, u64)>,
}

const fn number(field: &'static str, example: &'static str, range: Option<(u64, u64)>) -> Number {
    Number { field, example, range }
}

const MINUTES: u64 = SleepNight::MOST_MINUTES as u64;

const NUMBERS: [Number; 6] = [
    number("sleep_hours", "6.5", None),
    number("minutes_to_fall_asleep", "20", Some((0, MINUTES))),
    number("awakenings", "2", Some((0, SleepNight::MOST_AWAKENINGS as u64))),
    number("minutes_awake", "30", Some((0, MINUTES))),
    number("dose_mg", "12.5", Some((0, HalfMicrograms::MAX_MG))),
    number("mg", "0.5", Some((0, HalfMicrograms::MAX_MG))),
];

/// What to do about a refused field; `measure` is what the form measures, if it does.
pub fn words(t: Texts, field: &str, code: Code, measure: Option<Measure>) -> String {
    if let (Code::OutOfRange, "value", Some(measure)) = (code, field, measure) {
        return beyond(t, measure);
    }
    if let (Code::UnknownValue | Code::OutOfRange, Some(FieldInput::Number { least, most, example })) =
        (code, FieldEntry::field(field).map(|field| field.input))
    {
        return plainly(t, "refusal-desk-range", (&least.to_string(), &most.to_string()), example);
    }
    let number = NUMBERS.iter().find(|number| number.field == field);
    match (code, number, field) {
        (Code::OutOfRange, _, "sleep_hours") => t.get("refusal-sleep-hours"),
        (
            Code::UnknownValue | Code::OutOfRange,
            Some(Number { example, range: Some((least, most)), .. }),
            "dose_mg" | "mg",
        ) => plainly(t, "refusal-desk-range", (&least.to_string(), &most.to_string()), example),
        (Code::OutOfRange, Some(Number { example, range: Some((least, most)), .. }), _) => {
            plainly(t, "refusal-number-range", (&least.to_string(), &most.to_string()), example)
        }
        (Code::UnknownValue | Code::OutOfRange, Some(Number { example, .. }), _) => {
            t.one("refusal-number", "example", *example)
        }
        (Code::TooFine, ..) => t.get("refusal-too-fine"),
        (Code::Missing | Code::Contradicts, None, "amounts") => t.get("refusal-order-one"),
        (_, None, "amounts") => t.get("refusal-order-amounts"),
        (_, None, "cycle") => t.get("refusal-order-cycle"),
        (_, None, "as_needed") => t.get("refusal-order-as-needed"),
        (Code::ChangedMeanwhile, None, "up_to") => t.get("form-review-overtaken"),
        (Code::Missing, None, "seen") => t.get("form-safety-unticked"),
        (Code::InTheFuture, None, "final_wake" | "out_of_bed") => t.get("refusal-wake-ahead"),
        (Code::Contradicts, None, "cannot_write") => t.get("refusal-cannot-write-written"),
        (Code::Contradicts, None, "no_sleep") => t.get("refusal-no-sleep-slept"),
        (Code::Contradicts, None, "replaces") => t.get("refusal-contradicts-replaces"),
        (Code::Contradicts, None, "date") => t.get("refusal-contradicts-date"),
        (Code::Missing, None, "date") => t.get("refusal-day-missing"),
        (Code::Empty, None, "symptoms") => t.get("refusal-symptoms-empty"),
        (Code::Empty, None, "family") => t.get("refusal-family-empty"),
        (Code::Empty, None, "sleep") => t.get("refusal-sleep-empty"),
        _ => t.refusal(&code),
    }
}

/// Which numbers a field takes, and one of them.
fn plainly(t: Texts, key: &str, (least, most): (&str, &str), example: &str) -> String {
    t.with(key, &[("least", least.into()), ("most", most.into()), ("example", example.into())])
}

/// Which values a measure takes.
fn beyond(t: Texts, measure: Measure) -> String {
    let scale = measure.scale();
    let (least, most) = (scale.least.to_string(), scale.most.to_string());
    let key = if scale.decimals == 0 { "refusal-whole-range" } else { "refusal-desk-range" };
    plainly(t, key, (&least, &most), &t.example(&measure))
}

/// What a field is called on the page; `measure` as for [`words`].
pub fn label(t: Texts, field: &str, measure: Option<Measure>) -> Option<String> {
    Some(match field {
        "value" => t.measured(&measure?),
        "seen" => t.get("treatment-safety"),
        "mood" => t.get("mood"),
        "anxiety" => t.get("anxiety"),
        "medicine" => t.get("treatment-medicine"),
        "symptoms" => t.get("symptoms"),
        "function" => t.get("function"),
        "events" => t.get("events"),
        "sleep_hours" => t.get("sleep-hours"),
        "sleep_quality" | "quality" => t.get("sleep-quality"),
        "note" | "text" => t.get("note"),
        "date" => t.get("treatment-date"),
        "reason" => t.get("reason"),
        "into_bed" => t.get("sleep-into-bed"),
        "try_sleep" => t.get("sleep-try"),
        "minutes_to_fall_asleep" => t.get("sleep-latency"),
        "awakenings" => t.get("sleep-awakenings"),
        "minutes_awake" => t.get("sleep-awake"),
        "final_wake" => t.get("sleep-wake"),
        "out_of_bed" => t.get("sleep-out-of-bed"),
        "no_sleep" => t.get("sleep-none"),
        "nap" => t.get("sleep-nap"),
        "dose_mg" => t.get("treatment-dose"),
        "mg" => t.get("treatment-mg"),
        "taken_for" => t.get("treatment-taken-for"),
        "time" => t.get("treatment-time"),
        "amounts" => t.get("treatment-amounts"),
        "cycle" => t.get("treatment-cycle"),
        "as_needed" => t.get("treatment-as-needed"),
        "known" => t.get("treatment-of-that-day"),
        "replaces" => t.get("treatment-replaces"),
        "what" => t.get("treatment-event"),
        "until" => t.get("treatment-until"),
        "answer" => t.get("treatment-answer"),
        _ => return FieldEntry::field(field).map(|field| t.field_asked(field)),
    })
}
