//! An order as it is typed into the fields of a form, and back.

use diary::{HalfMicrograms, Order};
use serde_json::{Map, Value, json};

/// The fields of a form that make up an order: a line of amounts at times, a line of days, an amount and a count.
pub const FIELDS: [&str; 4] = ["amounts", "cycle", "as_needed_mg", "max_per_day"];

/// The part of an entry object that a filled field stands for. What cannot be split stays text, so that its field is refused by
/// name.
pub fn add(object: &mut Map<String, Value>, field: &str, text: &str) {
    let value = match field {
        "amounts" => amounts(text).unwrap_or_else(|| text.into()),
        "cycle" => days(text),
        _ => {
            add_as_needed(object, field, text);
            return;
        }
    };
    object.insert(field.to_owned(), value);
}

/// `8:00 25, 20:00 50` as a list of amounts.
fn amounts(text: &str) -> Option<Value> {
    let mut amounts = Vec::new();
    for one in text.split([',', '、', ';', '\n']).map(str::trim).filter(|one| !one.is_empty()) {
        let (at, mg) = one.split_once([' ', '\u{3000}', '='])?;
        let at = if at.len() == 4 { format!("0{at}") } else { at.to_owned() };
        amounts.push(json!({ "at": at, "mg": mg.trim() }));
    }
    Some(amounts.into())
}

/// `100 / 75` as a list of days.
fn days(text: &str) -> Value {
    let parts = text.split(['/', '／', ',', '、', ' ', '\u{3000}']).map(str::trim);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().into()
}

fn add_as_needed(object: &mut Map<String, Value>, field: &str, text: &str) {
    let (name, value) = match field {
        "as_needed_mg" => ("mg", text.into()),
        _ => ("max_per_day", text.parse::<u64>().map_or_else(|_| text.into(), Value::from)),
    };
    if let Value::Object(needed) = object.entry("as_needed").or_insert_with(|| json!({})) {
        needed.insert(name.to_owned(), value);
    }
}

/// What a form shows of an order.
pub fn fields(order: &Order) -> Vec<(&'static str, String)> {
    match order {
        Order::AtTimes(amounts) => {
            let one = |one: &diary::TimedAmount| format!("{} {}", one.at.strftime("%H:%M"), one.amount);
            vec![("amounts", amounts.get().iter().map(one).collect::<Vec<_>>().join(", "))]
        }
        Order::Cycle(days) => {
            let days: Vec<String> = days.get().iter().map(HalfMicrograms::to_string).collect();
            vec![("cycle", days.join(" / "))]
        }
        Order::AsNeeded(needed) => vec![
            ("as_needed_mg", needed.amount().to_string()),
            ("max_per_day", needed.max_per_day().to_string()),
        ],
    }
}
