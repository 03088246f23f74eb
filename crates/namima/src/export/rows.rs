//! From records to the rows of each table.

use std::collections::{BTreeMap, HashMap};

use diary::chart::Chart;
use diary::{AccountId, Body, EntryId, ImportedSeries, ImportedSet, ListedSymptom, SleepNight};

use super::meta::{self, COLUMNS, Place, or_empty};
use super::table::Table;
use super::{body, readme};

/// Tables by name, without the ending.
type Tables = BTreeMap<String, Table>;

/// Every table: those that are always there, and one for each further kind of entry that the chart has.
pub(super) fn tables(chart: &Chart) -> anyhow::Result<Tables> {
    let mut tables: Tables = readme::TABLES
        .iter()
        .map(|(name, columns)| ((*name).to_owned(), Table::new(COLUMNS.iter().chain(*columns).copied())))
        .collect();
    let sets = sets(chart);
    for place in meta::places(chart) {
        record(&mut tables, place);
        match &place.kept.body {
            Body::Safety(safety) => symptoms(&mut tables, place, &safety.listed),
            Body::Sleep(night) => sleep(&mut tables, place, night),
            Body::ImportedSet(set) => items(&mut tables, place, set),
            Body::ImportedRow(row) => {
                let set = place.entry.author().and_then(|author| sets.get(&(author.account, row.set)));
                let series = set.copied().unwrap_or_default();
                for value in &row.values {
                    push(&mut tables, "imported_values", place, imported(row.set, value, series));
                }
            }
            Body::Withdrawn(_) => {}
            other => {
                if let Body::CheckIn(check_in) = other
                    && let Some(diary::SymptomAnswer::Listed(listed)) = &check_in.symptoms
                {
                    symptoms(&mut tables, place, listed);
                }
                fields(&mut tables, place)?;
            }
        }
    }
    Ok(tables)
}

fn push(tables: &mut Tables, table: &str, place: Place<'_>, cells: Vec<String>) {
    let mut row = place.cells();
    row.extend(cells);
    tables.entry(table.to_owned()).or_insert_with(|| Table::new(COLUMNS)).rows.push(row);
}

/// One line for every record, also for those that only take something away.
fn record(tables: &mut Tables, place: Place<'_>) {
    let Place { kept, version, .. } = place;
    let why = match &kept.body {
        Body::Withdrawn(diary::Withdrawn::EnteredInError) => "entered_in_error",
        Body::Withdrawn(diary::Withdrawn::Removed) => "removed",
        _ => "",
    };
    let cells = vec![
        version.meta.entry.to_string(),
        kept.record.to_string(),
        kept.number.to_string(),
        kept.body.kind().name.to_owned(),
        why.to_owned(),
    ];
    push(tables, "versions", place, cells);
}

fn symptoms(tables: &mut Tables, place: Place<'_>, listed: &[ListedSymptom]) {
    for item in listed {
        let cells = vec![
            item.symptom.id().to_owned(),
            or_empty(item.severity.map(diary::Severity::number)),
            or_empty(item.time),
        ];
        push(tables, "symptoms", place, cells);
    }
}

fn sleep(tables: &mut Tables, place: Place<'_>, night: &SleepNight) {
    let figures = night.figures(&place.version.meta.about);
    let percent = |value: Option<f64>| value.map(|percent| format!("{percent:.1}"));
    let cells = vec![
        or_empty(night.into_bed),
        or_empty(night.try_sleep),
        or_empty(night.minutes_to_fall_asleep),
        or_empty(night.awakenings),
        or_empty(night.minutes_awake),
        or_empty(night.final_wake),
        or_empty(night.out_of_bed),
        or_empty(night.quality.map(diary::Score::get)),
        or_empty(figures.time_in_bed_min),
        or_empty(figures.sleep_period_min),
        or_empty(figures.total_sleep_min),
        or_empty(figures.wake_in_bed_min),
        or_empty(percent(figures.efficiency_percent)),
    ];
    push(tables, "sleep", place, cells);
}

fn items(tables: &mut Tables, place: Place<'_>, set: &ImportedSet) {
    for series in &set.series {
        let direction = series.direction.as_str().to_owned();
        let cells = vec![series.item.clone(), series.min.clone(), series.max.clone(), direction];
        push(tables, "imported_items", place, cells);
    }
}

/// The items of every set, by its author and id, also of one that no longer stands: its rows still say what they say.
fn sets(chart: &Chart) -> HashMap<(AccountId, EntryId), &[ImportedSeries]> {
    let mut sets: HashMap<(AccountId, EntryId), &[ImportedSeries]> = HashMap::new();
    for place in meta::places(chart) {
        let of = place.entry.author().zip(place.entry.client_id());
        if let (Body::ImportedSet(set), Some((author, id))) = (&place.kept.body, of) {
            sets.insert((author.account, id), &set.series);
        }
    }
    sets
}

fn imported(set: EntryId, (item, value): &(String, String), series: &[ImportedSeries]) -> Vec<String> {
    let series = series.iter().find(|series| series.item == *item);
    vec![
        set.to_string(),
        item.clone(),
        value.clone(),
        or_empty(series.map(|series| &series.min)),
        or_empty(series.map(|series| &series.max)),
        or_empty(series.map(|series| series.direction.as_str())),
    ]
}

/// Any other kind: its fields as columns. A kind that this code does not know yet gets a table of its own.
fn fields(tables: &mut Tables, place: Place<'_>) -> anyhow::Result<()> {
    let kind = place.kept.body.kind().name;
    let mut fields = body::of(place.version, place.kept)?;
    let name = readme::table_of(kind);
    if kind == "check_in" {
        // The listed symptoms have a table of their own.
        fields.remove("listed");
    }
    if let Body::Measurement(one) = &place.kept.body {
        // What the stored form calls differently for one measure and another is one column here.
        let (what, value) = (one.what(), one.value());
        let columns = [("measure", what.as_str().to_owned()), ("value", value.to_string())];
        fields = columns.into_iter().map(|(name, cell)| (name.to_owned(), cell.into())).collect();
        fields.insert("unit".to_owned(), what.scale().unit.into());
    }
    if name == "medicines" {
        fields.insert("fact".to_owned(), kind.into());
        fields.insert("mg_per_day".to_owned(), milligrams(&place.kept.body).into());
    }
    let table = tables.entry(name.to_owned()).or_insert_with(|| Table::new(COLUMNS));
    let mut row = place.cells();
    for (field, value) in &fields {
        let column = readme::column_of(field);
        // A later kind may have a field that is called like a common column.
        let own = if COLUMNS.contains(&column) { format!("{kind}_{column}") } else { column.to_owned() };
        let at = table.place(&own);
        row.resize(row.len().max(at + 1), String::new());
        if let Some(slot) = row.get_mut(at) {
            *slot = body::cell(value);
        }
    }
    table.rows.push(row);
    Ok(())
}

fn milligrams(body: &Body) -> String {
    let dose = match body {
        Body::Started(started) => Some(started.per_day),
        Body::Dose(dose) => Some(dose.per_day),
        _ => None,
    };
    or_empty(dose)
}
