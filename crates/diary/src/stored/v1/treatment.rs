//! Version 1: medicine, dose change, order and intake.

use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use super::form::Form;
use crate::{
    AsNeeded, Code, DoseChange, DoseCycle, DoseOrder, HalfMicrograms, Intake, Medicine, MedicineStart, Order,
    Precision, TimedAmount, TimedAmounts,
};

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

/// One of the three is there; the first day of a cycle is the entry's date.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OrderForm {
    /// As in [`StartedForm`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    amounts: Option<Vec<AmountForm>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cycle_half_micrograms: Option<Vec<u64>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    as_needed: Option<AsNeededForm>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AmountForm {
    at: Time,
    half_micrograms: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AsNeededForm {
    half_micrograms: u64,
    max_per_day: u8,
}

impl Form for OrderForm {
    type Content = DoseOrder;

    fn write(content: &DoseOrder) -> Self {
        let (medicine, medicine_name) = named(&content.medicine);
        let form = Self { medicine, medicine_name, ..Self::default() };
        match &content.order {
            Order::AtTimes(amounts) => {
                let amount = |one: &TimedAmount| AmountForm { at: one.at, half_micrograms: one.amount.get() };
                Self { amounts: Some(amounts.get().iter().map(amount).collect()), ..form }
            }
            Order::Cycle(cycle) => {
                let days = cycle.get().iter().map(|amount| amount.get());
                Self { cycle_half_micrograms: Some(days.collect()), ..form }
            }
            Order::AsNeeded(needed) => {
                let (half_micrograms, max_per_day) = (needed.amount().get(), needed.max_per_day());
                Self { as_needed: Some(AsNeededForm { half_micrograms, max_per_day }), ..form }
            }
        }
    }

    fn read(self) -> Result<DoseOrder, Code> {
        let medicine = Medicine::from_stored(self.medicine.as_deref(), self.medicine_name)?;
        let order = match (self.amounts, self.cycle_half_micrograms, self.as_needed) {
            (Some(amounts), None, None) => {
                let amount = |one: AmountForm| {
                    Ok(TimedAmount { at: one.at, amount: HalfMicrograms::new(one.half_micrograms)? })
                };
                let amounts = amounts.into_iter().map(amount).collect::<Result<_, Code>>()?;
                Order::AtTimes(TimedAmounts::new(amounts)?)
            }
            (None, Some(days), None) => {
                let days = days.into_iter().map(HalfMicrograms::new).collect::<Result<_, Code>>()?;
                Order::Cycle(DoseCycle::new(days)?)
            }
            (None, None, Some(needed)) => {
                let amount = HalfMicrograms::new(needed.half_micrograms)?;
                Order::AsNeeded(AsNeeded::new(amount, needed.max_per_day)?)
            }
            _ => return Err(Code::Contradicts),
        };
        Ok(DoseOrder { medicine, order })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IntakeForm {
    /// As in [`StartedForm`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    medicine_name: Option<String>,
    half_micrograms: u64,
}

impl Form for IntakeForm {
    type Content = Intake;

    fn write(content: &Intake) -> Self {
        let (medicine, medicine_name) = named(&content.medicine);
        Self { medicine, medicine_name, half_micrograms: content.amount.get() }
    }

    fn read(self) -> Result<Intake, Code> {
        let medicine = Medicine::from_stored(self.medicine.as_deref(), self.medicine_name)?;
        Ok(Intake { medicine, amount: HalfMicrograms::new(self.half_micrograms)? })
    }
}

/// Catalogue id and written name, one of them: so that an id of a later catalogue never gives an old name another meaning.
fn named(medicine: &Medicine) -> (Option<String>, Option<String>) {
    let (id, name) = medicine.to_stored();
    (id.map(str::to_owned), name.map(str::to_owned))
}
