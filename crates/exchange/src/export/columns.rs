//! The tables, their columns, and the text that describes them in both languages.

use diary::Kind;

/// Tables that are always there beside those of kinds that are a list of fields, with the columns after the common ones. [`README`] describes them.
pub(super) const TABLES: &[(&str, &[&str])] = &[
    (
        "check_ins",
        &[
            "mood_0_10",
            "anxiety_0_10",
            "medicine",
            "function",
            "symptoms",
            "symptoms_asked",
            "events",
            "sleep_tenths_of_hour",
            "sleep_quality_0_10",
            "answered",
        ],
    ),
    ("symptoms", &["symptom", "severity_1_3", "at"]),
    (
        "sleep",
        &[
            "episode",
            "into_bed",
            "try_sleep",
            "to_fall_asleep_min",
            "awakenings",
            "awake_min",
            "final_wake",
            "out_of_bed",
            "quality_0_10",
            "time_in_bed_min",
            "sleep_period_min",
            "total_sleep_min",
            "wake_in_bed_min",
            "efficiency_percent",
        ],
    ),
    ("events", &["event", "until"]),
    (
        "medicines",
        &[
            "fact",
            "medicine",
            "medicine_name",
            "half_micrograms_per_day",
            "mg_per_day",
            "precision",
            "replaces",
            "replaces_name",
        ],
    ),
    (
        "orders",
        &[
            "medicine",
            "medicine_name",
            "amounts_half_micrograms",
            "amounts_mg",
            "cycle_half_micrograms",
            "cycle_mg",
            "as_needed_half_micrograms",
            "as_needed_mg",
            "max_per_day",
        ],
    ),
    ("intakes", &["medicine", "medicine_name", "half_micrograms", "mg"]),
    ("measurements", &["measure", "value", "unit"]),
    ("imported_items", &["item", "min", "max", "direction"]),
    ("imported_values", &["set", "item", "value", "min", "max", "direction"]),
    ("notes", &["text"]),
    ("reviews", &["up_to", "answer"]),
    ("versions", &["submission", "record", "part", "kind", "withdrawn"]),
];

/// The table of a kind; a kind without one of these names has a table of its own name.
pub(super) fn table_of(kind: &'static Kind) -> &'static str {
    match kind.name {
        "check_in" => "check_ins",
        "medicine" | "dose_change" => "medicines",
        "dose_order" => "orders",
        "intake" => "intakes",
        "event" => "events",
        "measurement" => "measurements",
        "note" => "notes",
        "review" => "reviews",
        _ => kind.short,
    }
}

/// The column of a field: with its unit, where the stored name leaves it out.
pub(super) fn column_of(field: &str) -> &str {
    match field {
        "mood" => "mood_0_10",
        "anxiety" => "anxiety_0_10",
        "asked" => "symptoms_asked",
        "sleep_tenths" => "sleep_tenths_of_hour",
        "sleep_quality" => "sleep_quality_0_10",
        "what" => "event",
        "half_micrograms" => "half_micrograms_per_day",
        other => other,
    }
}

/// README.txt of the folder.
pub(super) const README: &str = include_str!("readme.txt");
