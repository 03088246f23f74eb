//! From a submitted form to the object a JSON client would send. Names are the same; empty fields are absent.

use diary::dialogue::{AnsweredBeside, TypedTime};
use diary::{Field, FieldEntry, Symptom};
use serde_json::{Map, Number, Value, json};

use crate::api::input::ListedWire;
use crate::http::input_error;
use crate::http::input_error::InputError;
use crate::pages::forms::typed_order;

/// The name-value pairs of a form, in order.
pub type Pairs = [(String, String)];

const NUMBERS: &[&str] =
    &["mood", "anxiety", "sleep_quality", "quality", "minutes_to_fall_asleep", "awakenings", "minutes_awake"];
const DECIMALS: &[&str] = &["sleep_hours"];
/// Decimals, dates and times that travel as text.
const PLAIN: &[&str] =
    &["dose_mg", "mg", "value", "date", "until", "time", "into_bed", "try_sleep", "final_wake", "out_of_bed"];
const SWITCHES: &[&str] = &["only_me", "note_only_me", "cannot_write", "nap", "no_sleep"];
const LISTS: &[&str] = &["events", "asked"];
/// What a form carries for itself, not for the entry; of which kind the entry is, its route says.
const OWN: &[&str] = &["kind", "csrf", "anew_asked", "times_meant", "seen", "known", "edit", "read_back"];
/// Begins the name by which a form says that a symptom was opened.
pub const OPENED: &str = "opened.";
/// Begins the name of a same-day answer that is given again beside "the same as yesterday".
pub const ASKED_AGAIN: &str = "anew.";

/// Whether a form may name this field more than once.
#[must_use]
pub fn repeats(name: &str) -> bool {
    LISTS.contains(&name) || name == "seen"
}

/// The entry object of a form. What cannot be a number stays text, so that its field is refused by name.
#[must_use]
pub fn object(kind: &str, pairs: &Pairs) -> Map<String, Value> {
    let mut object = Map::new();
    object.insert("kind".into(), kind.into());
    for (name, value) in pairs {
        let value = value.trim();
        let names_a_dose = name == "known" && matches!(kind, "dose_change" | "dose_order");
        if value.is_empty() || (OWN.contains(&name.as_str()) && !names_a_dose) || is_symptom(name) {
            continue;
        }
        if kind == "dose_order" && typed_order::FIELDS.contains(&name.as_str()) {
            let ascii: String = value.chars().map(narrow).collect();
            typed_order::add(&mut object, name, &ascii);
            continue;
        }
        if LISTS.contains(&name.as_str()) {
            if let Value::Array(list) = object.entry(name.clone()).or_insert_with(|| json!([])) {
                list.extend(value.split(',').map(|name| Value::from(name.trim())));
            }
        } else {
            object.insert(name.clone(), scalar(name, value));
        }
    }
    if let Some(symptoms) = symptoms(pairs) {
        object.insert("symptoms".into(), symptoms);
    }
    object
}

/// Fields that make up `symptoms` together.
fn is_symptom(name: &str) -> bool {
    matches!(name, "symptoms" | "symptoms_asked")
        || name.starts_with("symptom.")
        || name.starts_with(ASKED_AGAIN)
        || name.starts_with(OPENED)
        || name.starts_with("symptom_time.")
}

/// Ids and values of the symptoms chosen; of one that is answered anew as well, that answer: it was asked for by itself.
fn chosen(pairs: &Pairs) -> Vec<(&str, &str)> {
    let under = |prefix: &'static str| {
        let values =
            pairs.iter().filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.trim())));
        values.filter(|(_, value)| is_an_answer(value))
    };
    let mut chosen: Vec<(&str, &str)> = under("symptom.").collect();
    for (id, value) in under(ASKED_AGAIN) {
        chosen.retain(|(known, _)| *known != id);
        chosen.push((id, value));
    }
    chosen
}

/// Symptoms that were opened, or given a time, without an answer how strong they were: of these nobody knows whether they
/// are meant to be there. What a form lists nothing of leaves none open.
#[must_use]
pub fn without_strength(pairs: &Pairs) -> Vec<Symptom> {
    let answer = pairs.iter().find(|(name, _)| name == "symptoms").map_or("", |(_, value)| value.trim());
    let lists = answer == "listed" || (answer.is_empty() && !chosen(pairs).is_empty());
    let answered = |id: &str| {
        pairs.iter().any(|(name, _)| {
            [name.strip_prefix("symptom."), name.strip_prefix(ASKED_AGAIN)]
                .into_iter()
                .flatten()
                .any(|it| it == id)
        })
    };
    let begun = pairs.iter().filter(|(_, value)| lists && !value.trim().is_empty());
    let ids = begun.filter_map(|(name, _)| name.strip_prefix(OPENED).or(name.strip_prefix("symptom_time.")));
    let graded = |id: &str| Symptom::parse(id).ok().filter(|symptom| !symptom.is_safety());
    let mut open = Vec::new();
    for symptom in ids.filter(|id| !answered(id)).filter_map(graded) {
        if !open.contains(&symptom) {
            open.push(symptom);
        }
    }
    open
}

/// The symptoms that a form lists, in its order.
#[must_use]
pub fn listed(pairs: &Pairs) -> Vec<Symptom> {
    chosen(pairs).into_iter().filter_map(|(id, _)| Symptom::parse(id).ok()).collect()
}

fn scalar(name: &str, value: &str) -> Value {
    // Japanese keyboards send full-width digits; they are the same numbers.
    let ascii: String = value.chars().map(narrow).collect();
    if SWITCHES.contains(&name) {
        return Value::Bool(true);
    }
    let number = if NUMBERS.contains(&name) || is_number_field(name) {
        ascii.parse::<i64>().ok().map(Number::from)
    } else if DECIMALS.contains(&name) {
        ascii.parse::<f64>().ok().and_then(Number::from_f64)
    } else {
        None
    };
    match number {
        Some(number) => Value::Number(number),
        None if PLAIN.contains(&name) => ascii.into(),
        None => value.into(),
    }
}

/// Whether a kind that is a list of fields takes a number under this name.
fn is_number_field(name: &str) -> bool {
    FieldEntry::field(name).is_some_and(Field::takes_numbers)
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '．' => '.',
        '：' => ':',
        '－' | '−' => '-',
        other => other,
    }
}

/// What a form lists beside "the same as yesterday", where it gives an answer that was asked again; the answer itself can
/// hold no list.
///
/// # Errors
/// Of the field `symptoms.listed`.
pub fn beside_same(pairs: &Pairs) -> Result<Option<AnsweredBeside>, InputError> {
    if !answers_beside_same(pairs) {
        return Ok(None);
    }
    let mut beside = AnsweredBeside { chosen: Vec::new(), again: Vec::new(), times: Vec::new() };
    for wire in listed_wire(pairs) {
        let is_asked_again = first(pairs, &format!("{ASKED_AGAIN}{}", wire.id)).is_some_and(is_an_answer);
        let list = if is_asked_again { &mut beside.again } else { &mut beside.chosen };
        list.push(wire.parse()?);
    }
    for (name, text) in pairs {
        let symptom = name.strip_prefix("symptom_time.").and_then(|id| Symptom::parse(id).ok());
        if let Some(symptom) = symptom.filter(|_| !text.trim().is_empty()) {
            let text: String = text.trim().chars().map(narrow).collect();
            let time = input_error::time("symptoms.listed.time", &text).ok();
            beside.times.push(TypedTime { symptom, time });
        }
    }
    Ok(Some(beside))
}

/// Whether the value of a symptom's field says that it was there.
fn is_an_answer(value: &str) -> bool {
    !value.is_empty() && value != "0"
}

fn answers_beside_same(pairs: &Pairs) -> bool {
    let again = pairs.iter().any(|(name, value)| name.starts_with(ASKED_AGAIN) && !value.is_empty());
    again && first(pairs, "symptoms") == Some("same")
}

fn first<'a>(pairs: &'a Pairs, wanted: &str) -> Option<&'a str> {
    pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim())
}

/// The symptoms that a form lists, each with its severity and its time.
fn listed_wire(pairs: &Pairs) -> Vec<ListedWire> {
    let mut listed = Vec::new();
    for (id, value) in chosen(pairs) {
        let time = first(pairs, &format!("symptom_time.{id}")).filter(|time| !time.is_empty());
        listed.push(ListedWire {
            id: id.to_owned(),
            severity: value.parse().ok(),
            time: time.map(|time| time.chars().map(narrow).collect()),
        });
    }
    listed
}

/// `symptoms` is the answer, `symptom.<id>` a severity or `on`, `anew.<id>` the same in another place of the form,
/// `symptom_time.<id>` a time, `symptoms_asked` what was offered, joined by commas.
fn symptoms(pairs: &Pairs) -> Option<Value> {
    let listed = if answers_beside_same(pairs) { Vec::new() } else { listed_wire(pairs) };
    let answer = first(pairs, "symptoms").filter(|answer| !answer.is_empty());
    let answer = answer.or_else(|| (!listed.is_empty()).then_some("listed"))?;
    let asked = first(pairs, "symptoms_asked").unwrap_or_default();
    let asked: Vec<&str> = asked.split(',').map(str::trim).filter(|id| !id.is_empty()).collect();
    let mut symptoms = Map::new();
    symptoms.insert("answer".into(), answer.into());
    symptoms.insert("asked".into(), json!(asked));
    if answer == "listed" || !listed.is_empty() {
        symptoms.insert("listed".into(), json!(listed));
    }
    Some(Value::Object(symptoms))
}
