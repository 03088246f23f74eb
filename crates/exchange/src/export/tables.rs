//! From records to the rows of each table.

use std::collections::{BTreeMap, HashMap};

use diary::chart::Chart;
use diary::{
    AccountId, AsNeeded, Body, DoseOrder, EntryId, FieldEntry, ImportedRow, ImportedSeries, ImportedSet,
    Intake, ListedSymptom, Measurement, Order, Score, Severity, SleepNight, SymptomAnswer, TimedAmount,
    Withdrawn,
};
use serde_json::{Map, Value};

use super::columns::{TABLES, column_of, table_of};
use super::record::{COLUMNS, Record, or_empty, records};
use super::table::Table;
use crate::Error;

/// The items of every imported set, by its author and id.
type ImportedSets<'a> = HashMap<(AccountId, EntryId), &'a [ImportedSeries]>;

/// Every table by its name, without the ending: those that are always there, and one for each further kind of entry.
pub(super) fn tables(chart: &Chart) -> Result<BTreeMap<String, Table>, Error> {
    let records = records(chart);
    let sets = imported_sets(&records);
    let mut tables = Tables::new();
    for record in &records {
        tables.add_version(record);
        match &record.part.body {
            Body::Safety(safety) => tables.add_symptoms(record, &safety.listed),
            Body::Sleep(night) => tables.add_sleep(record, night),
            Body::DoseOrder(ordered) => tables.add_order(record, ordered),
            Body::Intake(intake) => tables.add_intake(record, intake),
            Body::ImportedSet(set) => tables.add_items(record, set),
            Body::ImportedRow(row) => tables.add_imported_values(record, row, &sets),
            Body::Withdrawn(_) => {}
            other => {
                if let Body::CheckIn(check_in) = other
                    && let Some(SymptomAnswer::Listed(listed)) = &check_in.symptoms
                {
                    tables.add_symptoms(record, listed);
                }
                tables.add_fields(record)?;
            }
        }
    }
    Ok(tables.by_name)
}

/// Also of a set that no longer stands: its rows still have their values.
fn imported_sets<'a>(records: &[Record<'a>]) -> ImportedSets<'a> {
    let mut sets = ImportedSets::new();
    for record in records {
        if let Body::ImportedSet(set) = &record.part.body
            && let Some(author) = record.entry.author()
            && let Some(id) = record.entry.client_id()
        {
            sets.insert((author.account, id), &set.series);
        }
    }
    sets
}

struct Tables {
    by_name: BTreeMap<String, Table>,
}

impl Tables {
    fn new() -> Self {
        let mut by_name = BTreeMap::new();
        for (name, columns) in TABLES {
            by_name.insert((*name).to_owned(), Table::new(COLUMNS.iter().chain(*columns).copied()));
        }
        for kind in FieldEntry::KINDS {
            let columns = kind.fields.iter().map(|field| field.name);
            by_name.insert(kind.short.to_owned(), Table::new(COLUMNS.iter().copied().chain(columns)));
        }
        Self { by_name }
    }

    /// The table of this name, which is added when it is new.
    fn table(&mut self, name: &str) -> &mut Table {
        self.by_name.entry(name.to_owned()).or_insert_with(|| Table::new(COLUMNS))
    }

    fn add_row(&mut self, table: &str, record: &Record<'_>, cells: Vec<String>) {
        let mut row = record.cells();
        row.extend(cells);
        self.table(table).rows.push(row);
    }

    /// One line for every record, also for those that only take something away.
    fn add_version(&mut self, record: &Record<'_>) {
        let part = record.part;
        let withdrawn = match &part.body {
            Body::Withdrawn(Withdrawn::EnteredInError) => "entered_in_error",
            Body::Withdrawn(Withdrawn::Removed) => "removed",
            _ => "",
        };
        let cells = vec![
            record.version.meta.entry.to_string(),
            part.record.to_string(),
            part.number.to_string(),
            part.body.kind().name.to_owned(),
            withdrawn.to_owned(),
        ];
        self.add_row("versions", record, cells);
    }

    fn add_symptoms(&mut self, record: &Record<'_>, listed: &[ListedSymptom]) {
        for item in listed {
            let cells = vec![
                item.symptom.id().to_owned(),
                or_empty(item.severity.map(Severity::number)),
                or_empty(item.time),
            ];
            self.add_row("symptoms", record, cells);
        }
    }

    fn add_sleep(&mut self, record: &Record<'_>, night: &SleepNight) {
        let figures = night.figures(&record.version.meta.about);
        let cells = vec![
            night.episode.as_str().to_owned(),
            or_empty(night.into_bed),
            or_empty(night.try_sleep),
            or_empty(night.minutes_to_fall_asleep),
            or_empty(night.awakenings),
            or_empty(night.minutes_awake),
            or_empty(night.final_wake),
            or_empty(night.out_of_bed),
            or_empty(night.quality.map(Score::get)),
            or_empty(figures.time_in_bed_min),
            or_empty(figures.sleep_period_min),
            or_empty(figures.total_sleep_min),
            or_empty(figures.wake_in_bed_min),
            or_empty(figures.efficiency_percent.map(|percent| format!("{percent:.1}"))),
        ];
        self.add_row("sleep", record, cells);
    }

    /// Amounts at times of day as `08:00=25`, days of a cycle in their order.
    fn add_order(&mut self, record: &Record<'_>, ordered: &DoseOrder) {
        let (id, name) = ordered.medicine.to_stored();
        let [mut amounts, mut amounts_mg, mut cycle, mut cycle_mg] = [const { Vec::new() }; 4];
        let mut as_needed = None;
        match &ordered.order {
            Order::AtTimes(times) => {
                for TimedAmount { at, amount } in times.get() {
                    let at = at.strftime("%H:%M");
                    amounts.push(format!("{at}={}", amount.get()));
                    amounts_mg.push(format!("{at}={amount}"));
                }
            }
            Order::Cycle(days) => {
                for amount in days.get() {
                    cycle.push(amount.get().to_string());
                    cycle_mg.push(amount.to_string());
                }
            }
            Order::AsNeeded(needed) => as_needed = Some(*needed),
        }
        let cells = vec![
            or_empty(id),
            or_empty(name),
            amounts.join(" "),
            amounts_mg.join(" "),
            cycle.join(" "),
            cycle_mg.join(" "),
            or_empty(as_needed.map(|needed| needed.amount().get())),
            or_empty(as_needed.map(AsNeeded::amount)),
            or_empty(as_needed.map(AsNeeded::max_per_day)),
        ];
        self.add_row("orders", record, cells);
    }

    fn add_intake(&mut self, record: &Record<'_>, intake: &Intake) {
        let (id, name) = intake.medicine.to_stored();
        let amount = intake.amount;
        let cells = vec![or_empty(id), or_empty(name), amount.get().to_string(), amount.to_string()];
        self.add_row("intakes", record, cells);
    }

    fn add_items(&mut self, record: &Record<'_>, set: &ImportedSet) {
        for series in &set.series {
            let direction = series.direction.as_str().to_owned();
            let cells = vec![series.item.clone(), series.min.clone(), series.max.clone(), direction];
            self.add_row("imported_items", record, cells);
        }
    }

    fn add_imported_values(&mut self, record: &Record<'_>, row: &ImportedRow, sets: &ImportedSets<'_>) {
        let author = record.entry.author().map(|author| author.account);
        let series = author.and_then(|author| sets.get(&(author, row.set))).copied().unwrap_or_default();
        for (item, value) in &row.values {
            let series = series.iter().find(|series| series.item == *item);
            let cells = vec![
                row.set.to_string(),
                item.clone(),
                value.clone(),
                or_empty(series.map(|series| &series.min)),
                or_empty(series.map(|series| &series.max)),
                or_empty(series.map(|series| series.direction.as_str())),
            ];
            self.add_row("imported_values", record, cells);
        }
    }

    /// Adds the fields of any other kind as columns. A kind without a table gets one of its own.
    fn add_fields(&mut self, record: &Record<'_>) -> Result<(), Error> {
        let body = &record.part.body;
        let kind = body.kind().name;
        let name = table_of(body.kind());
        let mut fields = match body {
            Body::Measurement(measurement) => measurement_fields(measurement),
            _ => record.fields()?,
        };
        if kind == "check_in" {
            // The listed symptoms have a table of their own.
            fields.remove("listed");
        }
        if name == "medicines" {
            fields.insert("fact".to_owned(), kind.into());
            fields.insert("mg_per_day".to_owned(), milligrams(body).into());
        }
        let table = self.table(name);
        let mut row = record.cells();
        for (field, value) in &fields {
            let mut column = column_of(field).to_owned();
            if COLUMNS.contains(&column.as_str()) {
                // A later kind may have a field that is called like a common column.
                column = format!("{kind}_{column}");
            }
            let index = table.column(&column);
            row.resize(row.len().max(index + 1), String::new());
            if let Some(slot) = row.get_mut(index) {
                *slot = cell(value);
            }
        }
        table.rows.push(row);
        Ok(())
    }
}

/// The fields of a measurement; the stored form has a name of its own for the values of some measures.
fn measurement_fields(measurement: &Measurement) -> Map<String, Value> {
    let what = measurement.what();
    let mut fields = Map::new();
    fields.insert("measure".to_owned(), what.as_str().into());
    fields.insert("value".to_owned(), measurement.value().to_string().into());
    fields.insert("unit".to_owned(), what.scale().unit.into());
    fields
}

fn milligrams(body: &Body) -> String {
    match body {
        Body::MedicineStart(started) => started.per_day.to_string(),
        Body::DoseChange(dose) => dose.per_day.to_string(),
        _ => String::new(),
    }
}

/// A field as a cell: texts bare, lists of texts and numbers separated by spaces, anything deeper as JSON.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let cells: Vec<String> = items.iter().map(cell).collect();
            cells.join(" ")
        }
        other => other.to_string(),
    }
}
