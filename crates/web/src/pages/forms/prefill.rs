//! From a stored entry back to the fields of its form.

use diary::chart::Entry;
use diary::{Body, CheckIn, ListedSymptom, SleepEpisode, SleepNight, SymptomAnswer};

use crate::pages::forms::state::FormState;
use crate::pages::parts::sharing;

type Pairs = Vec<(String, String)>;

/// The fields of a form as the entry's newest version would have filled them in.
pub fn filled(entry: &Entry) -> FormState {
    let mut pairs = Pairs::new();
    let mut put = |name: &str, value: Option<String>| {
        pairs.extend(value.map(|value| (name.to_owned(), value)));
    };
    put("date", Some(entry.date().to_string()));
    if sharing::is_own(entry.parts()) {
        put("only_me", Some("on".to_owned()));
    }
    for part in entry.parts() {
        match &part.body {
            Body::CheckIn(check_in) => pairs.extend(check_in_pairs(check_in)),
            Body::Safety(safety) => pairs.extend(safety.listed.iter().flat_map(symptom_pairs)),
            Body::Sleep(night) => pairs.extend(night_pairs(night)),
            Body::Note(note) => {
                pairs.push(("note".to_owned(), note.text.as_str().to_owned()));
                if sharing::for_oneself(part) {
                    pairs.push(("note_only_me".to_owned(), "on".to_owned()));
                }
            }
            _ => {}
        }
    }
    FormState::of(pairs)
}

fn some(list: &[(&str, Option<String>)]) -> Pairs {
    let present = list.iter().filter_map(|(name, value)| Some(((*name).to_owned(), value.clone()?)));
    present.collect()
}

fn check_in_pairs(check_in: &CheckIn) -> Pairs {
    let score = |score: Option<diary::Score>| score.map(|score| score.get().to_string());
    let answer = check_in.symptoms.as_ref().map(|answer| match answer {
        SymptomAnswer::None => "none",
        SymptomAnswer::Same => "same",
        SymptomAnswer::Listed(_) => "listed",
    });
    let mut pairs = some(&[
        ("mood", score(check_in.mood)),
        ("anxiety", score(check_in.anxiety)),
        ("medicine", check_in.medicine.map(|taken| taken.as_str().to_owned())),
        ("function", check_in.function.map(|function| function.as_str().to_owned())),
        ("symptoms", answer.map(str::to_owned)),
        ("sleep_hours", check_in.sleep_hours.map(|hours| hours.hours().to_string())),
        ("sleep_quality", score(check_in.sleep_quality)),
    ]);
    pairs.extend(check_in.events.iter().map(|event| ("events".to_owned(), event.as_str().to_owned())));
    if let Some(SymptomAnswer::Listed(listed)) = &check_in.symptoms {
        pairs.extend(listed.iter().flat_map(symptom_pairs));
    }
    pairs
}

fn symptom_pairs(item: &ListedSymptom) -> Pairs {
    let id = item.symptom.id();
    let value = item.severity.map_or_else(|| "on".to_owned(), |severity| severity.number().to_string());
    let mut pairs = vec![(format!("symptom.{id}"), value)];
    pairs.extend(item.time.map(|time| (format!("symptom_time.{id}"), time.strftime("%H:%M").to_string())));
    pairs
}

fn night_pairs(night: &SleepNight) -> Pairs {
    let clock = |time: Option<jiff::civil::Time>| time.map(|time| time.strftime("%H:%M").to_string());
    some(&[
        ("into_bed", clock(night.into_bed)),
        ("try_sleep", clock(night.try_sleep)),
        ("minutes_to_fall_asleep", night.minutes_to_fall_asleep.map(|n| n.to_string())),
        ("awakenings", night.awakenings.map(|n| n.to_string())),
        ("minutes_awake", night.minutes_awake.map(|n| n.to_string())),
        ("final_wake", clock(night.final_wake)),
        ("out_of_bed", clock(night.out_of_bed)),
        ("quality", night.quality.map(|quality| quality.get().to_string())),
        ("nap", (night.episode == SleepEpisode::Nap).then(|| "on".to_owned())),
        ("no_sleep", (night.episode == SleepEpisode::NoSleep).then(|| "on".to_owned())),
    ])
}
