//! Version 1: medicine and dose change.

use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::{Code, DoseChange, HalfMicrograms, Medicine, MedicineStart, Precision};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StartedForm {
    /// A catalogue id, or instead of it `medicine_name`: a name as it was written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine_name: Option<String>,
    half_micrograms: u64,
    precision: String,
    /// As `medicine`; neither where it took no other's place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces_name: Option<String>,
}

impl Form for StartedForm {
    type Content = MedicineStart;

    fn write(content: &MedicineStart) -> Self {
        let (medicine, medicine_name) = named(&content.medicine);
        let (replaces, replaces_name) = content.replaces.as_ref().map(named).unwrap_or_default();
        let (half_micrograms, precision) = (content.per_day.get(), content.precision.as_str().to_owned());
        Self { medicine, medicine_name, half_micrograms, precision, replaces, replaces_name }
    }

    fn read(self) -> Result<MedicineStart, Code> {
        let replaces = match (self.replaces, self.replaces_name) {
            (None, None) => None,
            (id, name) => Some(Medicine::from_stored(id.as_deref(), name)?),
        };
        Ok(MedicineStart {
            medicine: Medicine::from_stored(self.medicine.as_deref(), self.medicine_name)?,
            per_day: HalfMicrograms::new(self.half_micrograms)?,
            precision: Precision::parse(&self.precision)?,
            replaces,
        })
    }
}

/// The dose is always written, also when it is zero: a lost number must never read as "stopped".
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DoseForm {
    /// As in [`StartedForm`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine_name: Option<String>,
    half_micrograms: u64,
    precision: String,
}

impl Form for DoseForm {
    type Content = DoseChange;

    fn write(content: &DoseChange) -> Self {
        let (medicine, medicine_name) = named(&content.medicine);
        let (half_micrograms, precision) = (content.per_day.get(), content.precision.as_str().to_owned());
        Self { medicine, medicine_name, half_micrograms, precision }
    }

    fn read(self) -> Result<DoseChange, Code> {
        Ok(DoseChange {
            medicine: Medicine::from_stored(self.medicine.as_deref(), self.medicine_name)?,
            per_day: HalfMicrograms::new(self.half_micrograms)?,
            precision: Precision::parse(&self.precision)?,
        })
    }
}

/// Catalogue id and written name, one of them: so that an id of a later catalogue never gives an old name another meaning.
fn named(medicine: &Medicine) -> (Option<String>, Option<String>) {
    let (id, name) = medicine.to_stored();
    (id.map(str::to_owned), name.map(str::to_owned))
}
