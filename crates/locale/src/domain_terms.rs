//! The words for the named values of the domain.

use diary::chart::SleepSource;
use diary::{
    Code, DayEvent, Dosing, Field, FieldValue, Function, ListedSymptom, Measure, Measurement, Medicine,
    MedicineTaken, Mode, Precision, Role, Severity, Symptom,
};

use super::Texts;

impl Texts {
    /// A field of a kind that is a list of fields, as a list of what an entry says names it.
    #[must_use]
    pub fn field(self, field: &Field) -> String {
        self.named("field", field.name)
    }

    /// The same field, as its form asks for it.
    #[must_use]
    pub fn field_asked(self, field: &Field) -> String {
        self.get(&format!("field-{}-asked", field.name))
    }

    /// What helps to fill it in; empty where nothing has to.
    #[must_use]
    pub fn field_hint(self, field: &Field) -> String {
        let key = format!("field-{}-hint", field.name);
        if self.has(&key) { self.get(&key) } else { String::new() }
    }

    /// A name that the field takes.
    #[must_use]
    pub fn choice(self, field: &Field, name: &str) -> String {
        self.get(&format!("choice-{}-{name}", field.name))
    }

    /// What the field says.
    #[must_use]
    pub fn field_value(self, field: &Field, value: &FieldValue) -> String {
        match value {
            FieldValue::Number(number) => {
                let key = format!("field-{}-value", field.name);
                if self.has(&key) { self.one(&key, "value", *number) } else { number.to_string() }
            }
            FieldValue::Choice(name) => self.choice(field, name),
            FieldValue::Line(line) => line.as_str().to_owned(),
        }
    }

    /// A symptom's label.
    #[must_use]
    pub fn symptom(self, symptom: &Symptom) -> String {
        self.named("symptom", symptom.id())
    }

    /// A symptom as it was answered: with its grade and its time, where there are any.
    #[must_use]
    pub fn listed_symptom(self, item: &ListedSymptom) -> String {
        let mut values = vec![("symptom", self.symptom(&item.symptom).into())];
        values.extend(item.severity.map(|severity| ("severity", self.severity(&severity).into())));
        values.extend(item.time.map(|time| ("time", self.time(&time).into())));
        match (item.severity, item.time) {
            (Some(_), Some(_)) => self.with("listed-symptom-at", &values),
            (Some(_), None) => self.with("listed-symptom", &values),
            (None, Some(_)) => self.with("listed-safety-at", &values),
            (None, None) => self.symptom(&item.symptom),
        }
    }

    /// Mild, moderate, severe.
    #[must_use]
    pub fn severity(self, severity: &Severity) -> String {
        self.named("severity", severity.as_str())
    }

    /// Today's medicine.
    #[must_use]
    pub fn taken(self, taken: &MedicineTaken) -> String {
        self.named("medicine-taken", taken.as_str())
    }

    /// School, work, home.
    #[must_use]
    pub fn function(self, function: &Function) -> String {
        self.named("function", function.as_str())
    }

    /// An event of the day.
    #[must_use]
    pub fn event(self, event: &DayEvent) -> String {
        self.named("event", event.as_str())
    }

    /// How an entry came to be.
    #[must_use]
    pub fn mode(self, mode: &Mode) -> String {
        self.named("mode", mode.as_str())
    }

    /// What a person is to the clinic.
    #[must_use]
    pub fn role(self, role: &Role) -> String {
        self.named("role", role.as_str())
    }

    /// How exactly a date is known.
    #[must_use]
    pub fn precision(self, precision: &Precision) -> String {
        self.named("precision", precision.as_str())
    }

    /// Where the length of a night comes from.
    #[must_use]
    pub fn sleep_source(self, source: SleepSource) -> String {
        self.get(match source {
            SleepSource::Total => "sleep-source-total",
            SleepSource::Period => "sleep-source-period",
            SleepSource::Stated => "sleep-source-stated",
            SleepSource::NoSleep => "sleep-source-no-sleep",
        })
    }

    /// What was measured.
    #[must_use]
    pub fn measure(self, measure: &Measure) -> String {
        self.named("measure", measure.as_str())
    }

    /// The unit of a measure, as it stands behind a label.
    #[must_use]
    pub fn unit(self, measure: &Measure) -> String {
        self.named("unit", measure.scale().unit)
    }

    /// A value of a measure with its unit.
    #[must_use]
    pub fn amount(self, measured: &Measurement) -> String {
        self.one(&format!("amount-{}", measured.what().scale().unit), "value", measured.value().to_string())
    }

    /// The label of a field for a measure.
    #[must_use]
    pub fn measured(self, measure: &Measure) -> String {
        let (name, unit) = (self.measure(measure), self.unit(measure));
        self.with("labelled-measure", &[("measure", name.into()), ("unit", unit.into())])
    }

    /// A value as somebody might type it.
    #[must_use]
    pub fn example(self, measure: &Measure) -> String {
        self.named("example", measure.as_str())
    }

    /// What to do about a refused field.
    #[must_use]
    pub fn refusal(self, code: &Code) -> String {
        self.named("refusal", code.as_str())
    }

    /// What happened in the store and whether the entry is safe; `code` as the store names it, such as `full`.
    #[must_use]
    pub fn ledger(self, code: &str) -> String {
        let key = format!("ledger-{code}");
        if self.has(&key) { self.get(&key) } else { self.get("ledger-unknown") }
    }

    /// A medicine's generic name; the name as written outside the catalogue.
    #[must_use]
    pub fn medicine(self, medicine: &Medicine) -> String {
        match (medicine.listed(), self.language()) {
            (Some(listed), diary::Language::Ja) => listed.ja.to_owned(),
            (Some(listed), diary::Language::En) => listed.en.to_owned(),
            (None, _) => medicine.as_str().to_owned(),
        }
    }

    /// A medicine, by the name shown, with what holds of it; nothing a day is called stopped.
    #[must_use]
    pub fn dosed(self, medicine: &str, dosing: &Dosing) -> String {
        let medicine = ("medicine", medicine.into());
        match dosing {
            Dosing::Daily(_) if dosing.is_stop() => self.with("medicine-stopped", &[medicine]),
            Dosing::Daily(amount) => {
                self.with("medicine-dose", &[medicine, ("dose", amount.to_string().into())])
            }
            Dosing::Ordered(_) => {
                self.with("medicine-ordered", &[medicine, ("order", self.dosing(dosing).into())])
            }
        }
    }

    fn named(self, group: &str, name: &str) -> String {
        self.get(&format!("{group}-{name}"))
    }
}
