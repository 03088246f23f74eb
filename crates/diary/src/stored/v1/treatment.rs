//! Version 1: medicine, dose change and TMS session.

use serde::{Deserialize, Serialize};

use super::kinds::Form;
use crate::{Code, Dose, Medicine, Micrograms, Precision, Started, Text, TmsSession};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StartedForm {
    medicine: String,
    micrograms: u64,
    precision: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    replaces: Option<String>,
}

impl Form for StartedForm {
    type Said = Started;

    fn write(said: &Started) -> Self {
        Self {
            medicine: said.medicine.as_str().to_owned(),
            micrograms: said.per_day.get(),
            precision: said.precision.as_str().to_owned(),
            replaces: said.replaces.as_ref().map(|medicine| medicine.as_str().to_owned()),
        }
    }

    fn read(self) -> Result<Started, Code> {
        Ok(Started {
            medicine: Medicine::from_stored(self.medicine),
            per_day: Micrograms::new(self.micrograms)?,
            precision: Precision::parse(&self.precision)?,
            replaces: self.replaces.map(Medicine::from_stored),
        })
    }
}

/// The dose is always written, also when it is zero: a lost number must never read as "stopped".
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DoseForm {
    medicine: String,
    micrograms: u64,
    precision: String,
}

impl Form for DoseForm {
    type Said = Dose;

    fn write(said: &Dose) -> Self {
        Self {
            medicine: said.medicine.as_str().to_owned(),
            micrograms: said.per_day.get(),
            precision: said.precision.as_str().to_owned(),
        }
    }

    fn read(self) -> Result<Dose, Code> {
        Ok(Dose {
            medicine: Medicine::from_stored(self.medicine),
            per_day: Micrograms::new(self.micrograms)?,
            precision: Precision::parse(&self.precision)?,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TmsForm {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    protocol: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    intensity_percent_mt: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pulses: Option<u16>,
}

impl Form for TmsForm {
    type Said = TmsSession;

    fn write(said: &TmsSession) -> Self {
        Self {
            protocol: said.protocol.as_ref().map(|text| text.as_str().to_owned()),
            intensity_percent_mt: said.intensity_percent_mt,
            pulses: said.pulses,
        }
    }

    fn read(self) -> Result<TmsSession, Code> {
        Ok(TmsSession {
            protocol: self.protocol.map(Text::from_stored),
            intensity_percent_mt: self.intensity_percent_mt,
            pulses: self.pulses,
        })
    }
}
