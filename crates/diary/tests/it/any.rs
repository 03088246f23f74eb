//! Anything that can be stored, for property tests.

use diary::{
    About, AccountId, Answered, AsNeeded, Author, Body, CheckIn, DayEvent, DoseChange, DoseCycle, DoseOrder,
    EntryId, Event, Field, FieldEntry, FieldInput, FieldValue, Function, HalfMicrograms, ImportedRow,
    ImportedSeries, ImportedSet, Intake, Language, ListedSymptom, Measure, Measurement, Medicine,
    MedicineStart, MedicineTaken, Meta, Mode, Modes, Note, Order, Payload, Polarity, Precision, RecordId,
    Review, Role, Safety, Score, Severity, SleepEpisode, SleepHours, SleepNight, Symptom, SymptomAnswer,
    Text, TimedAmount, TimedAmounts, Withdrawn, ZoneName, listed_medicines, symptoms,
};
use jiff::Timestamp;
use jiff::civil::{Date, Time};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

/// Few enough cases for a quick run; no files left behind.
pub fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn one<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = T> {
    proptest::sample::select(all)
}

pub fn text() -> impl Strategy<Value = Text> {
    "\\PC{1,40}".prop_filter_map("kept", |raw| Text::parse(&raw).ok().flatten())
}

pub fn date() -> impl Strategy<Value = Date> {
    (1900i16..2100, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap())
}

pub fn time() -> impl Strategy<Value = Time> {
    (0i8..24, 0i8..60).prop_map(|(hour, minute)| Time::new(hour, minute, 0, 0).unwrap())
}

pub fn instant() -> impl Strategy<Value = Timestamp> {
    (-2_000_000_000_000i64..4_000_000_000_000).prop_map(|ms| Timestamp::from_millisecond(ms).unwrap())
}

fn score() -> impl Strategy<Value = Score> {
    (0i64..=10).prop_map(|score| Score::new(score).unwrap())
}

fn symptom() -> impl Strategy<Value = Symptom> {
    proptest::sample::select(symptoms().collect::<Vec<_>>())
}

fn listed() -> impl Strategy<Value = ListedSymptom> {
    (symptom(), of(one(Severity::ALL)), of(time())).prop_map(|(symptom, severity, time)| ListedSymptom {
        symptom,
        severity,
        time,
    })
}

fn check_in() -> impl Strategy<Value = CheckIn> {
    let answer = prop_oneof![
        Just(SymptomAnswer::None),
        Just(SymptomAnswer::Same),
        vec(listed(), 0..4).prop_map(SymptomAnswer::Listed),
    ];
    let scores = (of(score()), of(score()), of(score()), of(0u16..=240));
    let named = (of(one(MedicineTaken::ALL)), of(one(Function::ALL)), one(Answered::ALL));
    let lists = (of(answer), vec(symptom(), 0..4), vec(one(DayEvent::ALL), 0..3));
    (scores, named, lists).prop_map(|((mood, anxiety, sleep_quality, tenths), named, lists)| CheckIn {
        mood,
        anxiety,
        sleep_quality,
        sleep_hours: tenths.map(|tenths| SleepHours::from_tenths(tenths).unwrap()),
        medicine: named.0,
        function: named.1,
        answered: named.2,
        symptoms: lists.0,
        symptoms_asked: lists.1,
        events: lists.2,
    })
}

fn night() -> impl Strategy<Value = SleepNight> {
    let times = (of(time()), of(time()), of(time()), of(time()));
    let numbers = (of(any::<u16>()), of(any::<u8>()), of(any::<u16>()), of(score()));
    let episode = proptest::sample::select(SleepEpisode::ALL);
    (episode, times, numbers).prop_map(|(episode, times, numbers)| SleepNight {
        episode,
        into_bed: times.0,
        try_sleep: times.1,
        final_wake: times.2,
        out_of_bed: times.3,
        minutes_to_fall_asleep: numbers.0,
        awakenings: numbers.1,
        minutes_awake: numbers.2,
        quality: numbers.3,
    })
}

fn medicine() -> impl Strategy<Value = Medicine> {
    let ids: Vec<&str> = listed_medicines().iter().map(|one| one.id).collect();
    let id = proptest::sample::select(ids);
    prop_oneof![
        "\\PC{1,30}".prop_filter_map("a name", |raw| Medicine::parse(&raw).ok()),
        id.clone().prop_map(|id| Medicine::from_stored(Some(id), None).unwrap()),
        id.prop_map(|name| Medicine::from_stored(None, Some(name.to_owned())).unwrap()),
    ]
}

pub fn dose() -> impl Strategy<Value = HalfMicrograms> {
    (0u64..=200_000_000).prop_map(|half_micrograms| HalfMicrograms::new(half_micrograms).unwrap())
}

/// Every value that a scale takes.
pub fn measurement() -> impl Strategy<Value = Measurement> {
    one(Measure::ALL).prop_flat_map(|what| {
        let scale = what.scale();
        let step = 10_u32.pow(3 - scale.decimals);
        let ends = scale.least.thousandths() / step..=scale.most.thousandths() / step;
        ends.prop_map(move |steps| Measurement::new(what, steps * step).unwrap())
    })
}

/// What a field can hold, also beyond what it takes today.
fn value(field: &'static Field) -> BoxedStrategy<FieldValue> {
    match field.input {
        FieldInput::Number { most, .. } => (0..=most.max(255)).prop_map(FieldValue::Number).boxed(),
        FieldInput::Choice(names) => proptest::sample::select(names).prop_map(FieldValue::Choice).boxed(),
        FieldInput::Line { .. } => text().prop_map(FieldValue::Line).boxed(),
    }
}

/// Every kind that is a list of fields.
fn fields() -> impl Strategy<Value = FieldEntry> {
    proptest::sample::select(FieldEntry::KINDS).prop_flat_map(|kind| {
        let values: Vec<_> = kind.fields.iter().map(|field| of(value(field))).collect();
        values.prop_map(move |values| FieldEntry::from_values(kind, values).unwrap())
    })
}

fn treatment() -> impl Strategy<Value = Body> {
    let precision = || one(Precision::ALL);
    prop_oneof![
        (medicine(), dose(), precision(), of(medicine())).prop_map(
            |(medicine, per_day, precision, replaces)| {
                Body::MedicineStart(MedicineStart { medicine, per_day, precision, replaces })
            }
        ),
        (medicine(), dose(), precision()).prop_map(|(medicine, per_day, precision)| Body::DoseChange(
            DoseChange { medicine, per_day, precision }
        )),
        (medicine(), order()).prop_map(|(medicine, order)| Body::DoseOrder(DoseOrder { medicine, order })),
        (medicine(), dose()).prop_map(|(medicine, amount)| Body::Intake(Intake { medicine, amount })),
        fields().prop_map(Body::Fields),
    ]
}

/// Every order that can be.
pub fn order() -> impl Strategy<Value = Order> {
    let amount = || (1u64..=1_000_000).prop_map(|amount| HalfMicrograms::new(amount).unwrap());
    let at = (time(), amount()).prop_map(|(at, amount)| TimedAmount { at, amount });
    prop_oneof![
        vec(at, 1..5)
            .prop_filter_map("each time once", |all| TimedAmounts::new(all).ok().map(Order::AtTimes)),
        vec(prop_oneof![Just(HalfMicrograms::ZERO), amount()], 2..=14)
            .prop_filter_map("any day", |days| DoseCycle::new(days).ok().map(Order::Cycle)),
        (amount(), 1u8..=24).prop_map(|(amount, most)| Order::AsNeeded(AsNeeded::new(amount, most).unwrap())),
    ]
}

fn imported() -> impl Strategy<Value = Body> {
    let series = (".{0,9}", ".{0,9}", ".{0,9}", one(Polarity::ALL))
        .prop_map(|(item, min, max, direction)| ImportedSeries { item, min, max, direction });
    prop_oneof![
        vec(series, 0..4).prop_map(|series| Body::ImportedSet(ImportedSet { series })),
        (any::<[u8; 16]>(), vec((".{0,9}", ".{0,20}"), 0..5)).prop_map(|(set, values)| {
            Body::ImportedRow(ImportedRow { set: EntryId::from_bytes(set), values })
        }),
    ]
}

pub fn body() -> impl Strategy<Value = Body> {
    prop_oneof![
        check_in().prop_map(Body::CheckIn),
        vec(listed().prop_map(|item| ListedSymptom { severity: None, ..item }), 0..4)
            .prop_map(|listed| Body::Safety(Safety { listed })),
        text().prop_map(|text| Body::Note(Note { text })),
        night().prop_map(Body::Sleep),
        (one(DayEvent::ALL), of(date())).prop_map(|(what, until)| Body::Event(Event { what, until })),
        treatment(),
        measurement().prop_map(Body::Measurement),
        imported(),
        (instant(), of(text())).prop_map(|(up_to, answer)| Body::Review(Review { up_to, answer })),
        one(Withdrawn::ALL).prop_map(Body::Withdrawn),
    ]
}

fn author() -> impl Strategy<Value = Author> {
    let account = || any::<[u8; 16]>().prop_map(AccountId::from_bytes);
    (account(), one(Role::ALL), of(account())).prop_map(|(account, role, acting_for)| Author {
        account,
        role,
        acting_for,
    })
}

fn about() -> impl Strategy<Value = About> {
    let zone = one(&["Asia/Tokyo", "Europe/Berlin", "America/New_York", "UTC"]);
    (date(), of(time()), zone).prop_map(|(date, time, zone)| About {
        date,
        time,
        zone: ZoneName::parse(zone).unwrap(),
    })
}

pub fn meta() -> impl Strategy<Value = Meta> {
    let who = (any::<[u8; 16]>(), any::<u16>(), author(), about(), instant(), instant());
    let how = (of(".{1,20}"), vec(".{0,9}", 0..4), one(Language::ALL), ".{0,9}", vec(one(Mode::ALL), 0..4));
    let amends = (of(any::<[u8; 16]>()), of(text()));
    (who, how, amends).prop_map(|(who, how, amends)| Meta {
        entry: EntryId::from_bytes(who.0),
        part: who.1,
        author: who.2,
        about: who.3,
        entered_at: who.4,
        received_at: who.5,
        question_set: how.0,
        asked: how.1,
        language: how.2,
        client: how.3,
        modes: Modes::of(how.4),
        amends: amends.0.map(RecordId::from_bytes),
        reason: amends.1,
    })
}

pub fn payload() -> impl Strategy<Value = Payload> {
    (meta(), body()).prop_map(|(meta, body)| Payload { meta, body })
}
